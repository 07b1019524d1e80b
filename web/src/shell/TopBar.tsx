import { Link } from '@tanstack/react-router'
import { Fragment, type ReactNode } from 'react'
import { Icon } from '../ui/Icon'
import { Kbd } from '../ui/Kbd'
import classes from './TopBar.module.css'

/** Crumb is a step on the way to this page; the last one has no link. */
export interface Crumb {
  title: string
  to?: string
}

interface Props {
  crumbs: Crumb[]
  onFind: () => void
  /** Stands at the right: the live sign. */
  children?: ReactNode
}

/** TopBar says where one is, finds anything, and shows whether the page is live. */
export function TopBar({ crumbs, onFind, children }: Props) {
  return (
    <header className={classes.bar}>
      <nav className={classes.crumbs} aria-label="Where you are">
        {crumbs.map(({ title, to }, i) => (
          <Fragment key={title}>
            {i > 0 && <Icon name="right" size={12} />}
            {to ? <Link to={to}>{title}</Link> : <b>{title}</b>}
          </Fragment>
        ))}
      </nav>
      <span className="sp" />
      <button type="button" className={classes.find} onClick={onFind}>
        <Icon name="search" />
        <span>Find or run a command</span>
        <Kbd>Ctrl K</Kbd>
      </button>
      {children}
    </header>
  )
}
