import { TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Tick } from '../acts/Choose'
import { asProblem } from '../api/problem'
import { lastOf, logOf, quiet, versionOf } from '../api/queries'
import type { CaseView, LogEntry } from '../api/types'
import { LiveMark, useLive } from '../shell/Live'
import { dateOf, daysApart, fullOf, momentOf } from '../time/format'
import { useReader } from '../time/Reader'
import { Card } from '../ui/Card'
import { Empty } from '../ui/Empty'
import { Icon } from '../ui/Icon'
import { Refusal } from '../ui/Refusal'
import { Skeleton } from '../ui/Skeleton'
import { statusOf } from '../ui/vocabulary'
import classes from './Log.module.css'
import { stepAt } from './StepTable'

/** LogCard shows what happened last, newest on top. */
export function LogCard({ view, onAll }: { view: CaseView; onAll: () => void }) {
  const live = useLive()
  const { data = [] } = useQuery(lastOf(view.id, versionOf(view.etag)))
  return (
    <Card
      title="Log"
      aside={
        <span className={classes.live} data-state={live.state}>
          {live.state === 'live' ? 'live' : 'not live'}
        </span>
      }
    >
      <ul className={classes.log}>
        {[...data].reverse().map((entry) => (
          <Short key={entry.id} entry={entry} />
        ))}
      </ul>
      <button type="button" className={classes.all} onClick={onAll}>
        Whole log
      </button>
    </Card>
  )
}

function Short({ entry: { at, text, reason, status } }: { entry: LogEntry }) {
  const reader = useReader()
  const then = new Date(at)
  const { family, icon } = statusOf(status)
  const recent = Math.abs(daysApart(then, reader.now, reader.zone)) <= 5
  return (
    <li>
      <time dateTime={at} title={fullOf(then, reader.zone)}>
        {recent ? momentOf(then, reader) : dateOf(then, reader)}
      </time>
      <Icon name={icon} size={12} className={family} />
      <span>
        {text}
        {reason && <span className="t2">: {reason}</span>}
      </span>
    </li>
  )
}

/** most is how many lines are drawn at once. */
const most = 500

/** FullLog is the whole log as a table, newest on top, searched by words. */
export function FullLog({ view }: { view: CaseView }) {
  const { data, error } = useQuery(logOf(view.id))
  const [words, setWords] = useState('')
  const [all, setAll] = useState(false)
  const live = useLive()
  if (error) return <Refusal problem={asProblem(error)} />
  if (!data) return <Skeleton rows={8} />
  const found = data.filter((entry) => (all || !quiet.has(entry.kind)) && matches(entry, words)).reverse()
  return (
    <Card
      title="Log"
      bare
      aside={
        <span className="row g12 wrap">
          <span className="s12 t3">
            {found.length === data.length ? data.length : `${found.length} of ${data.length}`} events
          </span>
          <Tick
            label="Readings and timers"
            checked={all}
            onChange={(event) => setAll(event.currentTarget.checked)}
          />
          <TextInput
            aria-label="Search the log"
            placeholder="Step, person, word"
            classNames={{ input: classes.search }}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
          <LiveMark live={live} />
        </span>
      }
    >
      {found.length === 0 ? (
        <Empty title="Nothing in the log has these words">Fewer letters find more.</Empty>
      ) : (
        <div className={classes.scroll} tabIndex={0} role="group" aria-label="Events, newest on top">
          <table>
            <thead>
              <tr>
                <th className="num">No.</th>
                <th>When</th>
                <th>What</th>
                <th>Reason</th>
                <th>Step</th>
                <th>Event</th>
              </tr>
            </thead>
            <tbody>
              {found.slice(0, most).map((entry) => (
                <Line key={entry.id} entry={entry} id={view.id} />
              ))}
            </tbody>
          </table>
          {found.length > most && (
            <p className={classes.more}>
              The newest {most} are shown; words narrow it down, the record holds all.
            </p>
          )}
        </div>
      )}
    </Card>
  )
}

/** matches tells whether every word stands somewhere in an entry. */
export function matches({ text, reason = '', place = '', by = '', kind }: LogEntry, words: string): boolean {
  const all = [text, reason, place, by, kind].join(' ').toLowerCase()
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word))
}

function Line({ entry, id }: { entry: LogEntry; id: string }) {
  const reader = useReader()
  const { family, icon } = statusOf(entry.status)
  return (
    <tr>
      <td className="num t3">{entry.seq}</td>
      <td className="nw" title={fullOf(new Date(entry.at), reader.zone)}>
        {momentOf(new Date(entry.at), reader)}
      </td>
      <td>
        <span className="row g6">
          <Icon name={icon} className={family} /> {entry.text}
        </span>
      </td>
      <td className="t2">{entry.reason}</td>
      <td>
        {entry.place && (
          <Link to={stepAt(id, entry.place) as string} className="mono">
            {entry.place}
          </Link>
        )}
      </td>
      <td className="mono t3">{entry.kind}</td>
    </tr>
  )
}
