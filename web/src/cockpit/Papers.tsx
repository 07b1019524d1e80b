import { Link } from '@tanstack/react-router'
import type { CaseView, DeliverableView } from '../api/types'
import { contentOf } from '../api/upload'
import { useNames } from '../people/names'
import { momentOf, spanOf } from '../time/format'
import { useReader } from '../time/Reader'
import { Card } from '../ui/Card'
import { shorten } from '../ui/Key'
import { Status } from '../ui/Status'
import { spoken } from '../ui/vocabulary'
import { stepAt } from './StepTable'
import classes from './tables.module.css'

/** Papers lists deliverables and evidence: what is there, since when, and who accepted it. */
export function Papers({ view, short }: { view: CaseView; short?: boolean }) {
  const count = (status: string) => view.deliverables.filter((d) => d.status === status).length
  const waived = count('waived')
  return (
    <Card
      title="Deliverables and evidence"
      bare
      aside={
        <span className="s12 t3">
          {count('accepted')} accepted{waived > 0 && `, ${waived} waived`} of {view.deliverables.length}
        </span>
      }
    >
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th>{short ? 'Deliverable' : 'Name'}</th>
              {!short && <th>Step</th>}
              <th>State</th>
              <th>Evidence</th>
              <th>By, age</th>
              <th>Accepted by</th>
              {!short && <th>Valid until</th>}
            </tr>
          </thead>
          <tbody>
            {view.deliverables.map((d) => (
              <Paper key={`${d.place}.${d.name}`} paper={d} id={view.id} short={short} />
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}

function Paper({ paper: d, id, short }: { paper: DeliverableView; id: string; short?: boolean }) {
  const name = useNames()
  const reader = useReader()
  const age = d.at && spanOf(reader.now.getTime() - Date.parse(d.at))
  const accepter = d.accepted_by ?? (d.accepter && d.status !== 'accepted' ? d.accepter : '')
  return (
    <tr data-quiet={d.status === 'expected' || undefined} data-bad={d.status === 'returned' || undefined}>
      <td title={d.place}>
        {spoken(d.name)}
        {!d.mandatory && <span className="t3"> · optional</span>}
      </td>
      {!short && (
        <td>
          <Link to={stepAt(id, d.place) as string} className="mono">
            {d.place}
          </Link>
        </td>
      )}
      <td>
        <Status word={d.status} />
      </td>
      <td className={short ? undefined : classes.wrap}>
        <Evidence paper={d} />
      </td>
      <td className="t2">{[d.by && name(d.by), age].filter(Boolean).join(', ')}</td>
      <td className="t2">{accepter && (d.accepted_by ? name(accepter) : `awaits ${name(accepter)}`)}</td>
      {!short && <td className="t2">{d.valid_until && momentOf(new Date(d.valid_until), reader)}</td>}
    </tr>
  )
}

function Evidence({ paper: d }: { paper: DeliverableView }) {
  const result = d.result && d.result !== 'given' ? ` · ${d.result}` : ''
  if (d.blob)
    return (
      <>
        <a href={contentOf(d.blob)} className="mono" title={d.blob}>
          {shorten(d.blob)}
        </a>
        {result}
      </>
    )
  if (!d.value) return <span className="t3">{d.kind}</span>
  return (
    <span title={d.value}>
      {d.value.length > 34 ? `${d.value.slice(0, 33)}…` : d.value}
      {result}
    </span>
  )
}
