import { useState } from 'react'
import { textOf, widgetOf } from '../acts/fields'
import type { ActView, CaseView, InboxItem, NamedJSON } from '../api/types'
import { Detail } from '../my-work/Detail'
import { Dialog } from '../lists/Dialog'
import { useNames } from '../people/names'
import { Marked } from '../text/Marked'
import { fullOf, momentOf, spanOf } from '../time/format'
import { useReader } from '../time/Reader'
import { Act } from '../ui/Act'
import { Card } from '../ui/Card'
import { Digest } from '../ui/Key'
import { spoken } from '../ui/vocabulary'
import classes from './Rail.module.css'

const onCase = new Set(['hold', 'resume', 'shift', 'cancel', 'back_out', 'apply', 'link_change'])

/** Task is a place where the reader may act now. */
export interface Task {
  key: string
  place: string
  title: string
  verb: string
  label: string
}

/** tasksOf lists the steps at which the reader may act: one entry per place, and one per deliverable to accept. */
export function tasksOf(acts: ActView[]): Task[] {
  const tasks = new Map<string, Task>()
  for (const act of acts) {
    if (act.refused || act.place === '' || onCase.has(act.command)) continue
    const review = act.command === 'accept'
    const title = review ? (act.answers[0] ?? act.place) : act.place
    const key = review ? `${act.place} ${title}` : act.place
    if (!tasks.has(key))
      tasks.set(key, { key, place: act.place, title, verb: review ? 'Review' : 'Act', label: act.label })
  }
  return [...tasks.values()]
}

/** ForYou offers what the reader may do here, and opens the form of it. */
export function ForYou({ view }: { view: CaseView }) {
  const [open, setOpen] = useState<Task | null>(null)
  const tasks = tasksOf(view.acts)
  if (tasks.length === 0) return null
  return (
    <Card title="For you now" aside={<span className="s12 t3">{tasks.length}</span>}>
      <ul className={classes.tasks}>
        {tasks.map((task) => (
          <li key={task.key}>
            <span className="mono">{task.title}</span>
            <Act kind={tasks.length === 1 ? 'primary' : 'plain'} onClick={() => setOpen(task)}>
              {task.label}…
            </Act>
          </li>
        ))}
      </ul>
      {open && (
        <Dialog title={open.label} about={open.title} size={720} onClose={() => setOpen(null)}>
          <Detail item={itemOf(open, view)} focus="form" onDone={() => setOpen(null)} />
        </Dialog>
      )}
    </Card>
  )
}

function itemOf({ place, title, verb }: Task, view: CaseView): InboxItem {
  const waiting = view.waiting.find((w) => w.place === place)
  return {
    case: view.id,
    case_title: view.title,
    model: view.model,
    version: view.version,
    place,
    title,
    verb,
    kind: waiting?.kind ?? '',
    state: waiting?.state ?? '',
    status: waiting?.status ?? '',
    for: 'me',
    role: waiting?.role ?? '',
    people: waiting?.people ?? [],
    ready_at: waiting?.since ?? view.started_at,
    clock: waiting?.clock ?? null,
    escalated: false,
  }
}

/** Summary says who, what, where, when and how. */
export function Summary({ view }: { view: CaseView }) {
  const name = useNames()
  const reader = useReader()
  const when = (at: string) => (
    <span title={fullOf(new Date(at), reader.zone)}>{momentOf(new Date(at), reader)}</span>
  )
  const params = view.params.filter(
    (p, i, all) => textOf(p, p.value) !== '' && all.findIndex((q) => q.name === p.name) === i,
  )
  const applied = view.overlays.filter((o) => o.applied).map((o) => spoken(o.id))
  const left = view.latest_back_out && Date.parse(view.latest_back_out) - reader.now.getTime()
  return (
    <Card bare>
      <Part title="Who">
        <dl className={classes.facts}>
          {view.people.map((role) => (
            <Row key={role.id} name={spoken(role.id)}>
              {role.party || role.holders.map(name).join(', ') || <span className="risk">nobody yet</span>}
            </Row>
          ))}
        </dl>
      </Part>
      <Part title="What">
        <dl className={classes.facts}>
          {view.package && (
            <Row name="Package">
              <Digest value={view.package} />
            </Row>
          )}
          {view.cis.length > 0 && <Row name="Touches">{view.cis.join(', ')}</Row>}
          {params
            .filter((p) => !isRows(p))
            .map((p) => (
              <Row key={p.name} name={spoken(p.name)}>
                <Param param={p} />
              </Row>
            ))}
          <Row name="Model">
            <Digest value={view.digest} />
          </Row>
        </dl>
      </Part>
      {view.environments.length > 0 && <Part title="Where">{view.environments.join(' → ')}</Part>}
      <Part title="When">
        <dl className={classes.facts}>
          {view.t && <Row name="Live">{when(view.t)}</Row>}
          {view.latest_back_out && (
            <Row name="Back-out">
              until {when(view.latest_back_out)}
              {typeof left === 'number' && left > 0 && <span className="t2">, {spanOf(left)} left</span>}
            </Row>
          )}
          <Row name="Started">{when(view.started_at)}</Row>
          <Row name="Times in">{reader.zone}</Row>
        </dl>
      </Part>
      <Part title="How">
        <dl className={classes.facts}>
          {params.filter(isRows).map((p) => (
            <Row key={p.name} name={spoken(p.name)}>
              {textOf(p, p.value).replaceAll(', ', ' ').split('\n').join(' → ')}
            </Row>
          ))}
          <Row name="Overlays">{applied.join(', ') || 'none applied'}</Row>
          {view.missing.length > 0 && (
            <Row name="To close">
              <Marked>{view.missing.slice(0, 4).join('; ')}</Marked>
            </Row>
          )}
        </dl>
      </Part>
    </Card>
  )
}

const isRows = ({ type }: NamedJSON) => widgetOf({ name: '', type }) === 'rows'

function Param({ param }: { param: NamedJSON }) {
  const name = useNames()
  const text = textOf(param, param.value)
  if (/^sha256:/.test(text)) return <Digest value={text} />
  return <>{param.type.startsWith('person') ? name(text) : text}</>
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className={classes.part} aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  )
}

function Row({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** Holds says what is held, by whom and why. */
export function Holds({ view }: { view: CaseView }) {
  const name = useNames()
  const reader = useReader()
  if (view.holds.length === 0) return null
  return (
    <Card title="Held">
      <ul className={classes.list}>
        {view.holds.map((hold, i) => (
          <li key={i}>
            <b className="m">{hold.block.replaceAll('_', ' ')}</b> since {momentOf(new Date(hold.at), reader)}
            {hold.by && <> by {name(hold.by)}</>}
            <div className="t2">{hold.reason || `after ${hold.cause.replaceAll('_', ' ')}`}</div>
          </li>
        ))}
      </ul>
    </Card>
  )
}

/** Facts lists outside readings with their age. */
export function Facts({ view }: { view: CaseView }) {
  const reader = useReader()
  const known = view.facts.filter((f) => f.at)
  if (known.length === 0) return null
  return (
    <Card title="Facts read">
      <ul className={classes.list}>
        {known.map((fact) => (
          <li key={fact.name}>
            <div className="row g6">
              <b className="m">{spoken(fact.name)}</b>
              <span className="sp" />
              <span className={fact.fresh ? 't3' : 'risk'}>
                {spanOf(reader.now.getTime() - Date.parse(fact.at!))} old{!fact.fresh && ', too old'}
              </span>
            </div>
            <div className={classes.reading}>{readingOf(fact.value)}</div>
            <div className="mono t3 s11">{fact.from}</div>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function readingOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value)
  return Object.entries(value)
    .map(([k, v]) => `${k.replaceAll('_', ' ')} ${v}`)
    .join(' · ')
}
