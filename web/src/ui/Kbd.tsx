import classes from './Kbd.module.css'

/** Kbd shows one key. */
export function Kbd({ children }: { children: string }) {
  return <kbd className={classes.kbd}>{children}</kbd>
}
