import { Link } from '@tanstack/react-router'
import { pathOf } from '../api/queries'
import type { CaseView, GrantView } from '../api/types'
import { useNames } from '../people/names'
import { untilOf } from '../step/grants'
import { momentOf } from '../time/format'
import { useReader } from '../time/Reader'
import { Card } from '../ui/Card'
import { Empty } from '../ui/Empty'
import { Digest } from '../ui/Key'
import { Status } from '../ui/Status'
import { spoken } from '../ui/vocabulary'
import classes from './tables.module.css'

/** Changes lists the linked changes with the exact scope of what they grant; of a change, its releases. */
export function Changes({ view }: { view: CaseView }) {
  if (view.kind === 'change') return <Releases ids={view.releases} />
  if (view.changes.length === 0)
    return (
      <Card bare>
        <Empty title="No change is linked">
          Steps that touch an environment wait for what a change grants. “Link change…” in the menu above
          names one.
        </Empty>
      </Card>
    )
  return (
    <div className="col g12">
      {view.changes.map((change) => (
        <Card
          key={change.id}
          bare
          title={change.title}
          aside={
            <>
              <Link to={pathOf(change.id) as string} className="mono">
                {change.id}
              </Link>
              <Status word={change.status} pill />
            </>
          }
        >
          <div className={classes.scroll}>
            <table className={classes.table}>
              <thead>
                <tr>
                  <th>Grant</th>
                  <th>State</th>
                  <th>For</th>
                  <th>Items</th>
                  <th>Environments</th>
                  <th>Window</th>
                  <th>Package</th>
                  <th>Decided by</th>
                </tr>
              </thead>
              <tbody>
                {change.grants.map((grant) => (
                  <Grant key={grant.id} grant={grant} />
                ))}
              </tbody>
            </table>
          </div>
          {change.grants.length === 0 && (
            <Empty title="Nothing is granted yet">
              What the change authorizes appears here with its exact scope.
            </Empty>
          )}
        </Card>
      ))}
    </div>
  )
}

function Grant({ grant: g }: { grant: GrantView }) {
  const name = useNames()
  const reader = useReader()
  const when = (at: string) => momentOf(new Date(at), reader)
  const window = [g.from && `from ${when(g.from)}`, untilOf(g, reader)].filter(Boolean).join(' ')
  return (
    <tr data-quiet={g.status !== 'active' || undefined}>
      <td className="mono">{g.id}</td>
      <td>
        <Status word={g.status} />
      </td>
      <td>
        {spoken(g.stage)} <span className="t3">{g.kind}</span>
      </td>
      <td>{g.cis.join(', ') || 'any'}</td>
      <td>{g.environments.join(', ') || 'any'}</td>
      <td>{window}</td>
      <td>{g.package ? <Digest value={g.package} /> : <span className="t3">any</span>}</td>
      <td>{g.deciders.map(name).join(', ')}</td>
    </tr>
  )
}

function Releases({ ids }: { ids: string[] }) {
  return (
    <Card title="Releases linked to this change">
      {ids.length === 0 ? (
        <p className="t2">None yet.</p>
      ) : (
        <ul className="row g12 wrap">
          {ids.map((id) => (
            <li key={id}>
              <Link to={pathOf(id) as string} className="mono">
                {id}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
