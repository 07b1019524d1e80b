import { Link } from '@tanstack/react-router'
import type { CaseView, DeliverableView } from '../api/types'
import { contentOf } from '../api/upload'
import { useNames } from '../people/names'
import { momentOf, spanOf } from '../time/format'
import { useReader } from '../time/Reader'
import { Card } from '../ui/Card'
import { Empty } from '../ui/Empty'
import { Digest, shorten } from '../ui/Key'
import { Status } from '../ui/Status'
import { spoken } from '../ui/vocabulary'
import { stepAt } from './StepTable'
import classes from './tables.module.css'

interface Props {
  view: CaseView
}

/** Papers lists deliverables and evidence: what is there, since when, and who accepted it. */
export function Papers({ view }: Props) {
  if (view.deliverables.length === 0)
    return (
      <Card bare>
        <Empty title="Nothing is to be delivered">
          The steps of this {view.kind} give nothing that is kept.
        </Empty>
      </Card>
    )
  return (
    <Card title="Deliverables and evidence" bare aside={<Count view={view} />}>
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th>Name</th>
              <th>Step</th>
              <th>State</th>
              <th>Evidence</th>
              <th>By, age</th>
              <th>Accepted by</th>
              <th>Valid until</th>
            </tr>
          </thead>
          <tbody>
            {view.deliverables.map((d) => (
              <Paper key={`${d.place}.${d.name}`} paper={d} id={view.id} />
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}

/** rank puts what needs somebody before what is settled, and what is still to come last. */
const rank = ['returned', 'void', 'expired', 'submitted', 'waived', 'accepted', 'expected']

/** pressing are the papers to see at a glance: those asked for by somebody first, at most so many. */
export function pressing(papers: DeliverableView[], most: number): DeliverableView[] {
  return papers
    .filter((d) => d.accepter || d.status !== 'expected')
    .sort(
      (a, b) => Number(!a.accepter) - Number(!b.accepter) || rank.indexOf(a.status) - rank.indexOf(b.status),
    )
    .slice(0, most)
}

/** PapersCard is the short list on the overview. */
export function PapersCard({ view, onAll }: Props & { onAll: () => void }) {
  const name = useNames()
  const reader = useReader()
  const shown = pressing(view.deliverables, 8)
  return (
    <Card title="Deliverables and evidence" bare aside={<Count view={view} />}>
      {shown.length === 0 && <p className={classes.none}>Nothing has been given yet.</p>}
      <div className={classes.scroll} hidden={shown.length === 0}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th>Deliverable</th>
              <th>State</th>
              <th>Evidence</th>
              <th>By, age</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((d) => (
              <tr
                key={`${d.place}.${d.name}`}
                data-quiet={d.status === 'expected' || undefined}
                data-bad={d.status === 'returned' || undefined}
              >
                <td title={d.place}>{spoken(d.name)}</td>
                <td>
                  <Status word={d.status} />
                </td>
                <td>
                  <Evidence paper={d} />
                </td>
                <td className={`t2 ${classes.clip}`}>
                  {d.status === 'submitted' && d.accepter
                    ? `awaits ${name(d.accepter)}`
                    : [(d.accepted_by ?? d.by) && name(d.accepted_by ?? d.by ?? ''), ageOf(d, reader.now)]
                        .filter(Boolean)
                        .join(', ')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown.length < view.deliverables.length && (
        <button type="button" className={classes.all} onClick={onAll}>
          All {view.deliverables.length}
        </button>
      )}
    </Card>
  )
}

function Count({ view }: Props) {
  return <span className="s12 t3">{countOf(view.deliverables)}</span>
}

/** countOf says how many papers are accepted, of those that somebody must accept; when nobody must, how many are given. */
export function countOf(papers: DeliverableView[]): string {
  const asked = papers.filter((d) => d.accepter || d.accepted_by || d.status === 'waived')
  const count = (status: string) => asked.filter((d) => d.status === status).length
  if (asked.length === 0) return `${papers.filter((d) => d.at).length} given of ${papers.length}`
  const waived = count('waived')
  return `${count('accepted')} accepted${waived > 0 ? `, ${waived} waived` : ''} of ${asked.length} to accept`
}

const ageOf = ({ at }: DeliverableView, now: Date) => at && spanOf(now.getTime() - Date.parse(at))

function Paper({ paper: d, id }: { paper: DeliverableView; id: string }) {
  const name = useNames()
  const reader = useReader()
  const awaits = d.accepter && d.status !== 'accepted' && d.status !== 'waived'
  return (
    <tr data-quiet={d.status === 'expected' || undefined} data-bad={d.status === 'returned' || undefined}>
      <td>
        {spoken(d.name)}
        {!d.mandatory && <span className="t3"> · optional</span>}
      </td>
      <td>
        <Link to={stepAt(id, d.place) as string} className="mono">
          {d.place}
        </Link>
      </td>
      <td>
        <Status word={d.status} />
      </td>
      <td className={classes.wrap}>
        <Evidence paper={d} />
      </td>
      <td className="t2">{[d.by && name(d.by), ageOf(d, reader.now)].filter(Boolean).join(', ')}</td>
      <td className="t2">
        {d.accepted_by
          ? name(d.accepted_by)
          : awaits && <span className="wait">awaits {name(d.accepter!)}</span>}
      </td>
      <td className="t2">{d.valid_until && momentOf(new Date(d.valid_until), reader)}</td>
    </tr>
  )
}

function Evidence({ paper: d }: { paper: DeliverableView }) {
  const result = d.result && d.result !== 'given' ? ` · ${d.result}` : ''
  if (d.blob)
    return (
      <>
        {d.stored ? (
          <a href={contentOf(d.blob)} className="mono" title={d.blob}>
            {shorten(d.blob)}
          </a>
        ) : (
          <Digest value={d.blob} />
        )}
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
