import type { ReactNode } from 'react'
import type { Problem } from '../api/types'
import { useAnyOf } from '../people/names'
import { momentOf } from '../time/format'
import { useReader } from '../time/Reader'
import { Card } from './Card'
import { Icon } from './Icon'
import classes from './Refusal.module.css'

interface Props {
  problem: Problem
  /** What the reader may do instead. */
  children?: ReactNode
}

/** Refusal shows a problem: what was refused and why, until when, who may, and where to find it in the log. */
export function Refusal({ problem, children }: Props) {
  const reader = useReader()
  const until = problem.until && `Until ${momentOf(new Date(problem.until), reader)}.`
  const trace = [problem.code, problem.place, problem.request && `request ${problem.request}`]
  return (
    <Card tone="bad">
      <div className={classes.refusal} role="alert">
        <div className="row g6 b">
          <Icon name="cross" size={16} className="bad" />
          {problem.title}
        </div>
        <p className="s12 t2">
          {[ended(problem.detail), until].filter(Boolean).join(' ')}
          {problem.ask?.length ? <Ask ids={problem.ask} /> : null}
          {problem.need && ` ${ended(problem.need)}`}
        </p>
        {children && <div className="row g6 wrap">{children}</div>}
        <span className={classes.trace}>{trace.filter(Boolean).join(' · ')}</span>
      </div>
    </Card>
  )
}

function Ask({ ids }: { ids: string[] }) {
  return <> Ask {useAnyOf()(ids)}.</>
}

/** ended writes a part of a refusal as a sentence: a capital first, a full stop last. */
const ended = (text: string) =>
  text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? '' : '.')
