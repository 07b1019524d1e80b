import type { ReactNode } from 'react'
import classes from './Card.module.css'

interface Props {
  title?: string
  /** Stands at the right of the title: a count, a legend, a control. */
  aside?: ReactNode
  children: ReactNode
  /** Leaves out the padding, for tables and charts that reach the edge. */
  bare?: boolean
  tone?: 'bad' | 'risk'
}

/** Card is a bordered surface with an optional heading. */
export function Card({ title, aside, children, bare, tone }: Props) {
  return (
    <section className={classes.card} data-tone={tone} aria-label={title}>
      {title && (
        <header className={classes.header}>
          <h2>{title}</h2>
          <span className="sp" />
          {aside}
        </header>
      )}
      <div className={bare ? undefined : classes.body}>{children}</div>
    </section>
  )
}
