import { textOf } from '../acts/fields'
import type { DeliverableDef, OverlayView, ParamView, RoleView } from '../api/types'
import { useNames } from '../people/names'
import { Card } from '../ui/Card'
import { Empty } from '../ui/Empty'
import { Party, Person } from '../ui/Person'
import { spoken } from '../ui/vocabulary'
import classes from './Contents.module.css'

/** Roles lists responsibilities and who holds them now. */
export function Roles({ roles }: { roles: RoleView[] }) {
  const name = useNames()
  return (
    <Card title="Roles" aside={<span className="s12 t3">who holds them now</span>} bare>
      <table className={classes.tall}>
        <thead>
          <tr>
            <th>Role</th>
            <th>Held by</th>
            <th>Must</th>
          </tr>
        </thead>
        <tbody>
          {roles.map((role) => (
            <tr key={role.id}>
              <td className="m">{spoken(role.id)}</td>
              <td>
                {role.party ? (
                  <Party name={role.party} />
                ) : role.holders.length === 0 ? (
                  <span className="risk m">nobody</span>
                ) : (
                  <span className={classes.people}>
                    {role.holders.map((id) => (
                      <Person key={id} name={name(id)} />
                    ))}
                  </span>
                )}
              </td>
              <td className="t2 s12">{mustOf(role) || '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}

/** mustOf says what a holder of a role must bring and from whom he must differ. */
function mustOf({ skills, differs_from }: RoleView): string {
  const parts = []
  if (skills.length > 0) parts.push(`know ${skills.join(', ')}`)
  if (differs_from.length > 0) parts.push(`not be ${differs_from.map(spoken).join(', ').toLowerCase()}`)
  return parts.join('; ')
}

/** Params lists what is asked for at the start. */
export function Params({ params }: { params: ParamView[] }) {
  return (
    <Card title="Asked for at the start" bare>
      {params.length === 0 ? (
        <Empty title="Nothing is asked for" />
      ) : (
        <table className={classes.tall}>
          <tbody>
            {params.map((param) => (
              <tr key={`${param.overlay} ${param.name}`}>
                <td>
                  <span className="m">{param.ask || spoken(param.name)}</span>
                  <span className={classes.sub}>
                    <span className="mono">{param.name}</span>
                    {param.overlay && `, only with ${param.overlay}`}
                  </span>
                </td>
                <td className={`s12 ${classes.type}`}>
                  <span className="mono t2">{param.words?.join(' | ') ?? param.type}</span>
                  {param.default !== undefined && (
                    <span className={classes.sub}>else {textOf(param, param.default)}</span>
                  )}
                </td>
                <td className="s12 t3 nw">{param.optional ? 'optional' : 'required'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  )
}

/** Deliverables lists what must be given and accepted. */
export function Deliverables({ list }: { list: DeliverableDef[] }) {
  return (
    <Card title="Deliverables" bare>
      {list.length === 0 ? (
        <Empty title="Nothing must be accepted">No step gives a thing that somebody else accepts.</Empty>
      ) : (
        <table>
          <thead>
            <tr>
              <th>Deliverable</th>
              <th>Given at</th>
              <th>Accepted by</th>
            </tr>
          </thead>
          <tbody>
            {list.map(({ name, step, kind, accepter, optional }) => (
              <tr key={`${step} ${name}`}>
                <td>
                  <span className="m">{spoken(name)}</span>{' '}
                  <span className="s12 t3">
                    {kind}
                    {optional && ', optional'}
                  </span>
                </td>
                <td className="mono">{step}</td>
                <td>{spoken(accepter)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  )
}

/** Overlays lists what changes with an urgency or a profile, one sentence per change. */
export function Overlays({ list }: { list: OverlayView[] }) {
  if (list.length === 0) return null
  return (
    <Card title="Overlays">
      <div className={classes.overlays}>
        {list.map(({ id, urgency, changes }) => (
          <section key={id}>
            <h3>
              <span className="mono">{id}</span>
              {urgency && urgency !== id && <span className="t3"> urgency {urgency}</span>}
            </h3>
            <ul className="s12">
              {changes.map((change) => (
                <li key={change}>{change}</li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Card>
  )
}
