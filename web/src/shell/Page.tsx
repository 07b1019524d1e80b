import { type ReactNode, useEffect } from 'react'
import classes from './Page.module.css'

interface Props {
  title: string
  /** Stands after the title: a status, an id, a count. */
  after?: ReactNode
  /** Stands at the right: controls of the page. */
  controls?: ReactNode
  children: ReactNode
}

/** Page is the frame of a screen: its title, which is also that of the window, and what stands beside it. */
export function Page({ title, after, controls, children }: Props) {
  useEffect(() => {
    document.title = `${title} · Headgate`
  }, [title])
  return (
    <>
      <div className={classes.head}>
        <h1>{title}</h1>
        {after}
        <span className="sp" />
        {controls}
      </div>
      {children}
    </>
  )
}
