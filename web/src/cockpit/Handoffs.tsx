import { Link } from '@tanstack/react-router'
import type { CaseView, HandoffView } from '../api/types'
import { useNames } from '../people/names'
import { Card } from '../ui/Card'
import { Clock } from '../ui/Clock'
import { Empty } from '../ui/Empty'
import { Icon } from '../ui/Icon'
import { Status } from '../ui/Status'
import { spoken } from '../ui/vocabulary'
import { stepAt } from './StepTable'
import classes from './tables.module.css'

const settled = new Set(['accepted', 'withdrawn'])

/** Handoffs lists transfers of responsibility, and who holds it now. */
export function Handoffs({ view, short }: { view: CaseView; short?: boolean }) {
  if (view.handoffs.length === 0)
    return (
      <Card bare>
        <Empty title="Nothing is handed over">
          Who answers for this {view.kind} at the start answers for it to its end.
        </Empty>
      </Card>
    )
  const open = view.handoffs.filter((h) => !settled.has(h.state)).length
  return (
    <Card
      title="Handoffs"
      bare
      aside={
        <span className="s12 t3">
          {open} open of {view.handoffs.length}
        </span>
      }
    >
      <div className={classes.scroll}>
        <table className={`${classes.table} ${classes.two}`}>
          <thead>
            <tr>
              <th>From, to</th>
              <th>State</th>
              {!short && <th>Responsible now</th>}
              <th>Clock</th>
            </tr>
          </thead>
          <tbody>
            {view.handoffs.map((h) => (
              <Handoff key={h.place} handoff={h} id={view.id} short={short} />
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}

function Handoff({ handoff: h, id, short }: { handoff: HandoffView; id: string; short?: boolean }) {
  const name = useNames()
  const ticked = h.points.filter((p) => p.ticked || h.state === 'accepted').length
  return (
    <tr data-bad={h.state === 'refused' || undefined} data-quiet={h.state === 'pending' || undefined}>
      <td>
        <div className="row g4">
          {spoken(h.from)} <Icon name="right" size={12} label="to" /> {spoken(h.to)}
        </div>
        <div className="s11 t3">
          <Link to={stepAt(id, h.place) as string} className="mono">
            {h.place}
          </Link>
          {h.points.length > 0 && ` · ${ticked} of ${h.points.length} points`}
        </div>
      </td>
      <td>
        <Status word={h.status}>{h.refusals > 0 ? times(h.refusals) : spoken(h.state)}</Status>
        {h.reason && <div className="s11 t2">{h.reason}</div>}
      </td>
      {!short && <td>{name(h.holder)}</td>}
      <td>{h.clock ? <Clock clock={h.clock} /> : ''}</td>
    </tr>
  )
}

const times = (n: number) => (n === 1 ? 'Refused once' : `Refused ${n} times`)
