import type { LogEntry } from '../api/types'
import { fullOf, momentOf } from '../time/format'
import { useReader } from '../time/Reader'
import { Card } from '../ui/Card'
import { Icon } from '../ui/Icon'
import { statusOf } from '../ui/vocabulary'
import { type Attempt, byAttempt } from './history'
import classes from './History.module.css'

/** History is what happened at a step, attempt by attempt; the one under way is open. */
export function History({ log, attempt }: { log: LogEntry[]; attempt: number }) {
  const attempts = byAttempt(log)
  return (
    <Card title="History" aside={<Count entries={log.length} attempts={attempts.length} />}>
      {attempts.length === 0 ? (
        <p className="s12 t3">Nothing has happened here yet.</p>
      ) : attempts.length === 1 ? (
        <Entries of={attempts[0]!} />
      ) : (
        attempts.map((one) => (
          <details key={one.number} open={one.number === attempt} className={classes.attempt}>
            <summary>
              Attempt {one.number} <span className="t3">{one.entries.length}</span>
            </summary>
            <Entries of={one} />
          </details>
        ))
      )}
    </Card>
  )
}

function Count({ entries, attempts }: { entries: number; attempts: number }) {
  if (entries === 0) return null
  return <span className="s12 t3">{attempts > 1 ? `${attempts} attempts` : entries}</span>
}

function Entries({ of }: { of: Attempt }) {
  const reader = useReader()
  return (
    <ol className={classes.log}>
      {of.entries.map((entry) => {
        const { family, icon, label } = statusOf(entry.status)
        return (
          <li key={entry.seq}>
            <time dateTime={entry.at} title={fullOf(new Date(entry.at), reader.zone)}>
              {momentOf(new Date(entry.at), reader)}
            </time>
            <Icon name={icon} size={12} className={family} label={label} />
            <span>
              {entry.text}
              {entry.reason && <span className="t2"> “{entry.reason}”</span>}
            </span>
          </li>
        )
      })}
    </ol>
  )
}
