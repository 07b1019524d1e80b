import type { CaseView, StepView } from '../api/types'
import { momentOf } from '../time/format'
import { useReader } from '../time/Reader'
import classes from './Call.module.css'
import { callOf } from './call'

/** Call is the summary of a decision: what is met, when it goes on, and by when one can still go back. */
export function Call({ step, whole }: { step: StepView; whole: CaseView }) {
  const reader = useReader()
  const tiles = callOf(step, whole, reader.now)
  if (tiles.length === 0) return null
  return (
    <dl className={classes.call} aria-label="Summary">
      {tiles.map(({ name, at, main, beside, tone }) => (
        <div key={name} data-tone={tone}>
          <dt>{name}</dt>
          <dd>
            <b>{at ? momentOf(at, reader) : main}</b> <span>{beside}</span>
          </dd>
        </div>
      ))}
    </dl>
  )
}
