import { useEffect, useState } from 'react'
import classes from './Skeleton.module.css'

/** patience is how long nothing is shown before a skeleton, in milliseconds. */
export const patience = 300

interface Props {
  /** Rows of the list that is awaited. */
  rows?: number
  /** Shows at once, for pictures. */
  now?: boolean
}

/** Skeleton shows the shape of what is loading, but only when loading takes longer than a blink. */
export function Skeleton({ rows = 3, now }: Props) {
  const shown = useAfter(patience) || now
  return (
    <div className={classes.skeleton} aria-busy="true" role="status">
      <span className="sr">Loading</span>
      {shown &&
        Array.from({ length: rows }, (_, i) => (
          <div key={i} className={classes.row} aria-hidden="true">
            <i style={{ width: 84, height: 22 }} />
            <span className={classes.lines}>
              <i style={{ width: `${48 + ((i * 22) % 36)}%` }} />
              <i style={{ width: `${30 + ((i * 13) % 24)}%` }} />
            </span>
            <i style={{ width: 72, height: 24 }} />
          </div>
        ))}
    </div>
  )
}

function useAfter(ms: number): boolean {
  const [passed, setPassed] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setPassed(true), ms)
    return () => clearTimeout(timer)
  }, [ms])
  return passed
}
