import { Link } from '@tanstack/react-router'
import { pathOf } from '../api/queries'
import type { CaseView } from '../api/types'
import { useAnyOf, useNames } from '../people/names'
import { momentOf } from '../time/format'
import { useReader } from '../time/Reader'
import { Status } from '../ui/Status'
import { spoken } from '../ui/vocabulary'
import classes from './tables.module.css'

/** stepAt is the address of the page of a step. */
export const stepAt = (id: string, place: string) => `${pathOf(id)}/steps/${encodeURIComponent(place)}`

/** StepTable lists every step of a case, phase by phase: the graph in words. */
export function StepTable({ view, phase }: { view: CaseView; phase?: string }) {
  const reader = useReader()
  const name = useNames()
  const anyOf = useAnyOf()
  const when = (at: string | null) => (at ? momentOf(new Date(at), reader) : '')
  const steps = view.steps.filter((s) => !phase || s.phase === phase)
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th>Phase</th>
            <th>Step</th>
            <th>Kind</th>
            <th>Status</th>
            <th>Who</th>
            <th>Ready</th>
            <th>Ended</th>
            <th>Due</th>
            <th className="num">Try</th>
          </tr>
        </thead>
        <tbody>
          {steps.map((step, i) => (
            <tr key={step.place} data-quiet={step.status === 'pending' || undefined}>
              <td className="t3">
                {steps[i - 1]?.phase === step.phase ? '' : step.phase.replaceAll('_', ' ')}
              </td>
              <td>
                <Link to={stepAt(view.id, step.place) as string} className="mono">
                  {step.place}
                </Link>
                {step.title !== step.place && step.title !== step.place.split('[')[0] && (
                  <span className="t3"> {step.title}</span>
                )}
                {step.owed && <span className="risk"> · owed</span>}
              </td>
              <td className="t3">{step.kind}</td>
              <td>
                <Status word={step.status}>{outcome(step.outcome, step.status)}</Status>
              </td>
              <td>{step.by ? name(step.by) : anyOf(step.who)}</td>
              <td>{when(step.ready_at)}</td>
              <td>{when(step.ended_at)}</td>
              <td>{when(step.due)}</td>
              <td className="num">{step.attempt > 1 ? step.attempt : ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** outcome says how a decision ended; for other steps the word of the status says it. */
const outcome = (answer: string | undefined, status: string) =>
  status === 'done' && answer && answer !== 'done' ? `Done: ${spoken(answer).toLowerCase()}` : undefined
