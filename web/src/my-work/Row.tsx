import { forwardRef } from 'react'
import type { InboxItem } from '../api/types'
import { useNames } from '../people/names'
import { momentOf } from '../time/format'
import { useReader } from '../time/Reader'
import { Act } from '../ui/Act'
import { Clock, Gauge } from '../ui/Clock'
import { Icon } from '../ui/Icon'
import { Key } from '../ui/Key'
import { Person } from '../ui/Person'
import { statusOf } from '../ui/vocabulary'
import classes from './Row.module.css'
import { iconOf, letterOf } from './verbs'

interface Props {
  item: InboxItem
  me: string
  open: boolean
  current: boolean
  panel: string
  onToggle: () => void
  onAct: () => void
}

/** Row is one piece of open work on one line; the whole line opens it. */
export const Row = forwardRef<HTMLButtonElement, Props>(function Row(
  { item, me, open, current, panel, onToggle, onAct },
  ref,
) {
  const name = useNames()
  const title = item.title === item.place ? item.place : item.title
  return (
    <div className={classes.line} data-current={current || undefined} data-open={open || undefined}>
      <span className={classes.clock}>
        <When item={item} />
      </span>
      <span className={classes.verb}>
        <Icon name={iconOf(item.verb)} className="t3" /> {item.verb}
        <span className={classes.phoneKey}>
          <Key>{item.case}</Key>
        </span>
      </span>
      <span className={classes.what}>
        <button
          ref={ref}
          type="button"
          className={classes.open}
          aria-expanded={open}
          aria-controls={open ? panel : undefined}
          onClick={onToggle}
        >
          <span className={title === item.place ? 'mono' : classes.title}>{title}</span>
        </button>
        <span className={classes.sub}>
          <Key>{item.case}</Key>
          <span className={classes.case} title={`${item.case_title} · ${item.model} ${item.version}`}>
            <span className="t2">{item.case_title}</span> · {item.model} {item.version}
          </span>
        </span>
      </span>
      <span className={classes.from}>{item.from && <Person name={name(item.from)} />}</span>
      <span className={classes.then}>
        <Then item={item} me={me} />
      </span>
      <span className={classes.act}>
        {open ? (
          <Icon name="down" className="t2" />
        ) : (
          <Act onClick={onAct} keys={current ? letterOf(item.verb) : undefined}>
            {item.verb}…
          </Act>
        )}
      </span>
    </div>
  )
})

const stuck = new Set(['blocked', 'held', 'in_doubt'])

/** When is the clock of an item, or what stands where a clock would. */
function When({ item }: { item: InboxItem }) {
  const reader = useReader()
  const since = momentOf(new Date(item.ready_at), reader)
  if (item.clock) return <Clock clock={item.clock} />
  if (!stuck.has(item.status)) return <span className="s12 t3">since {since}</span>
  return <Gauge tone="bad" main={statusOf(item.status).label} sub={`since ${since}`} share={100} />
}

/** Then says what becomes of an item when nobody acts, or why it is here. */
function Then({ item, me }: { item: InboxItem; me: string }) {
  const name = useNames()
  if (item.for === 'deputy') return <>you are deputy of {name(item.people[0] ?? item.role)}</>
  if (item.escalated && item.people.includes(me)) return <>escalated to you</>
  if (item.then) return <>then {item.then}</>
  return item.people.length > 1 ? <>or {item.people.filter((p) => p !== me).map(name)[0]}</> : null
}
