import { useQuery } from '@tanstack/react-query'
import { asProblem } from '../api/problem'
import { since } from '../api/queries'
import { momentOf } from '../time/format'
import { useReader } from '../time/Reader'
import { Icon } from '../ui/Icon'
import { Refusal } from '../ui/Refusal'
import { statusOf } from '../ui/vocabulary'
import classes from './ActForm.module.css'

interface Props {
  /** Id of the case. */
  id: string
  error: unknown
  /** ETag of the state that was seen when the command was given. */
  seen?: string
}

/** CommandRefusal shows why a command was not carried out; when the case had moved on meanwhile, also what changed. */
export function CommandRefusal({ id, error, seen }: Props) {
  const problem = asProblem(error)
  if (problem.code !== 'moved' || !seen) return <Refusal problem={problem} />
  return (
    <Refusal
      problem={{
        ...problem,
        title: 'It changed while you decided',
        detail: 'Nothing was sent. This is what happened since you looked',
        need: undefined,
      }}
    >
      <Changed id={id} seen={seen} />
    </Refusal>
  )
}

function Changed({ id, seen }: { id: string; seen: string }) {
  const { data = [] } = useQuery(since(id, seen))
  const reader = useReader()
  return (
    <div className={classes.changed}>
      <ul>
        {data.map(({ id, at, text, reason, status }) => (
          <li key={id}>
            <Icon name={statusOf(status).icon} size={12} className={statusOf(status).family} />
            <span>
              {text}
              {reason && <span className="t2">: {reason}</span>}{' '}
              <span className="t3">{momentOf(new Date(at), reader)}</span>
            </span>
          </li>
        ))}
      </ul>
      <p className="m">Decide again if it still holds; what you typed is kept.</p>
    </div>
  )
}
