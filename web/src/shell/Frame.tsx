import type { ReactNode } from 'react'
import classes from './Frame.module.css'

interface Props {
  nav: ReactNode
  bar: ReactNode
  railed: boolean
  children: ReactNode
}

/** Frame lays navigation, top bar and page out, with a way past the first two for the keyboard. */
export function Frame({ nav, bar, railed, children }: Props) {
  return (
    <div className={classes.frame} data-railed={railed || undefined}>
      <a href="#page" className={classes.skip}>
        To the page
      </a>
      {nav}
      <div className={classes.side}>
        {bar}
        <main className={classes.page} id="page" tabIndex={-1}>
          {children}
        </main>
      </div>
    </div>
  )
}
