import type { ReactNode } from 'react'
import classes from './Empty.module.css'

interface Props {
  title: string
  /** What to know or to do next. */
  children?: ReactNode
  /** The next steps as buttons. */
  acts?: ReactNode
}

/** Empty stands where nothing is, and says what to do next. */
export function Empty({ title, children, acts }: Props) {
  return (
    <div className={classes.empty}>
      <h2>{title}</h2>
      {children && <p className="s12 t2">{children}</p>}
      {acts && <div className="row g6 wrap">{acts}</div>}
    </div>
  )
}
