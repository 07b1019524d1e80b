import { Link } from '@tanstack/react-router'
import { pathOf } from '../api/queries'
import type { CriterionView } from '../api/types'
import { useNames } from '../people/names'
import { fullOf, momentOf, spanOf } from '../time/format'
import { useReader } from '../time/Reader'
import { Card } from '../ui/Card'
import { Status } from '../ui/Status'
import { spoken } from '../ui/vocabulary'
import classes from './Criteria.module.css'
import { leftOf, metOf, wordsOf } from './criteria'
import { Content } from './Evidence'

interface Props {
  criteria: CriterionView[]
  /** The step has ended; its criteria are shown as they stand today. */
  ended: boolean
}

/** Criteria shows one by one what must be true before a step goes on: whether it is, by what, and how long. */
export function Criteria({ criteria, ended }: Props) {
  if (criteria.length === 0) return null
  return (
    <Card
      title="Criteria"
      bare
      aside={
        <span className="s12 t3">
          {metOf(criteria)} of {criteria.length} met{ended && ', as it stands now'}
        </span>
      }
    >
      <div className={classes.scroll}>
        <table>
          <thead>
            <tr>
              <th>Criterion</th>
              <th>Result</th>
              <th>Evidence</th>
              <th>Captured</th>
              <th>Valid</th>
            </tr>
          </thead>
          <tbody>
            {criteria.map((criterion) => (
              <Row key={criterion.text} criterion={criterion} />
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}

function Row({ criterion }: { criterion: CriterionView }) {
  const words = wordsOf(criterion.text)
  return (
    <tr className={classes.row}>
      <td>
        {words ? <span className="m">{words}</span> : <code className={classes.code}>{criterion.text}</code>}
        {criterion.lack && <span className={classes.sub}>{spoken(criterion.lack)}</span>}
      </td>
      <td>
        <Status word={criterion.state} />
      </td>
      <td>
        <Proofs criterion={criterion} />
      </td>
      <td>
        <Captured criterion={criterion} />
      </td>
      <td>
        <Valid criterion={criterion} />
      </td>
    </tr>
  )
}

const none = <span className="t3">–</span>

function Proofs({ criterion: { evidence, facts, grants } }: { criterion: CriterionView }) {
  if (evidence.length + facts.length + grants.length === 0) return none
  return (
    <ul className={classes.proofs}>
      {evidence.map((e) => (
        <li key={`${e.place} ${e.name}`}>
          {e.result && e.result !== 'given' && <b className="m">{e.result} </b>}
          <Content output={e} />
          {e.status !== 'submitted' && (
            <>
              {' '}
              <Status word={e.status} />
            </>
          )}
        </li>
      ))}
      {facts.map((f) => (
        <li key={f.name}>
          {f.name} <code className={classes.code}>{JSON.stringify(f.value)}</code>
          {f.at && !f.fresh && <span className="t3"> too old</span>}
        </li>
      ))}
      {grants.map((g) => (
        <li key={`${g.change} ${g.id}`}>
          <span className="mono">{g.id}</span>{' '}
          {g.change && (
            <>
              of{' '}
              <Link to={pathOf(g.change) as string} className="mono">
                {g.change}
              </Link>
            </>
          )}
        </li>
      ))}
    </ul>
  )
}

/** Captured is when what a criterion was read from came, the oldest first, and from whom. */
function Captured({ criterion: { evidence, facts, grants } }: { criterion: CriterionView }) {
  const reader = useReader()
  const name = useNames()
  const sources = [
    ...evidence.map((e) => ({ at: e.at, by: e.by ? name(e.by) : '' })),
    ...facts.map((f) => ({ at: f.at, by: f.from })),
    ...grants.map((g) => ({ at: g.from, by: g.deciders.map(name).join(', ') })),
  ].filter((s) => s.at || s.by)
  if (sources.length === 0) return none
  return (
    <ul className={classes.proofs}>
      {sources.map(({ at, by }, i) => (
        <li key={i}>
          {at && (
            <time dateTime={at} title={fullOf(new Date(at), reader.zone)}>
              {spanOf(reader.now.getTime() - new Date(at).getTime())}
            </time>
          )}
          {by && <span className="t3">{at ? ` · ${by}` : by}</span>}
        </li>
      ))}
    </ul>
  )
}

/** untilWhat says what ends that which has no end of its own. */
function untilWhat(evidence: number, grants: number): string {
  if (grants > 0) return evidence > 0 ? 'until replaced or revoked' : 'until revoked'
  return 'until replaced'
}

/** Valid says how long what meets a criterion counts, with a bar of what is left of that. */
function Valid({ criterion: { state, evidence, facts, grants, valid_until } }: { criterion: CriterionView }) {
  const reader = useReader()
  if (state !== 'met') return none
  const starts = [...evidence, ...facts].map((s) => s.at).concat(grants.map((g) => g.from))
  const from = starts.filter((at) => at !== null).sort()[0]
  const until = valid_until ? new Date(valid_until) : null
  const left = until ? leftOf(from ? new Date(from) : null, until, reader.now) : 1
  return (
    <span className={classes.valid} data-short={left < 0.25 || undefined}>
      <span className={classes.bar} aria-hidden="true">
        <i style={{ width: `${left * 100}%` }} />
      </span>
      {until ? (
        <time dateTime={valid_until!} title={fullOf(until, reader.zone)}>
          to {momentOf(until, reader)}
        </time>
      ) : (
        untilWhat(evidence.length, grants.length)
      )}
    </span>
  )
}
