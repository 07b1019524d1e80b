import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { pathOf } from '../api/queries'
import type { DeliverableView, LinkedChange, StepView } from '../api/types'
import { useNames } from '../people/names'
import { momentOf } from '../time/format'
import { useReader } from '../time/Reader'
import { Status } from '../ui/Status'
import { spoken } from '../ui/vocabulary'
import { Content } from './Evidence'
import { grantInWords, merged } from './grants'
import classes from './Subjects.module.css'

/** judged are the kinds of steps at which somebody answers for what others made, so that its permission matters too. */
const judged = new Set(['decide', 'handoff', 'boundary'])

interface Props {
  step: Pick<StepView, 'kind' | 'about' | 'support'>
  /** The changes of the case, with what they grant. */
  changes: LinkedChange[]
}

/** Subjects shows on what somebody decides, or what is handed over: each thing with who gave it, and what was given about it. */
export function Subjects({ step, changes }: Props) {
  const shown = judged.has(step.kind) ? changes : []
  if (step.about.length + step.support.length + shown.length === 0) return null
  return (
    <dl
      className={classes.list}
      aria-label={step.kind === 'handoff' ? 'What is handed over' : 'What it is about'}
    >
      {[...step.about, ...step.support].map((d) => (
        <Subject key={`${d.place} ${d.name}`} given={d} />
      ))}
      {shown.map((change) => (
        <Change key={change.id} change={change} />
      ))}
    </dl>
  )
}

/** Subject is one thing that was given: what it is, what it says, by whom and when. */
export function Subject({ given: d }: { given: DeliverableView }) {
  return (
    <Row name={d.kind === 'step' ? 'Step' : d.kind === 'value' ? d.name : spoken(d.name)} of={d.place}>
      <Content output={d} />
      <Said given={d} />
    </Row>
  )
}

/** Said is how what was given stands: its state, its result, who gave it and when. */
function Said({ given: d }: { given: DeliverableView }) {
  const name = useNames()
  const reader = useReader()
  if (d.kind === 'value') return null
  const result = d.result && d.result !== 'given' && d.result !== 'fail' ? `says ${d.result}` : ''
  return (
    <span className={classes.said}>
      <Standing given={d} />
      {[result, d.by && name(d.by), d.at && momentOf(new Date(d.at), reader)].filter(Boolean).join(' · ')}
    </span>
  )
}

/** Standing is the state of what was given; what nobody has to accept is given, and a failure comes first. */
function Standing({ given: { status, result, accepter } }: { given: DeliverableView }) {
  if (result === 'fail' && status === 'submitted') return <Status word="failed">Says fail</Status>
  return <Status word={status === 'submitted' && !accepter ? 'given' : status} />
}

function Change({ change }: { change: LinkedChange }) {
  const name = useNames()
  const reader = useReader()
  return (
    <Row name="Change">
      <Link to={pathOf(change.id) as string}>
        <span className="mono">{change.id}</span> {change.title}
      </Link>
      {change.grants.length === 0 && <span className={classes.said}>grants nothing yet</span>}
      {merged(change.grants).map((grant) => (
        <span key={grant.id} className={classes.said}>
          <Status word={grant.status}>{grant.status === 'active' ? 'Granted' : undefined}</Status>
          {grantInWords(grant, reader, name)}
        </span>
      ))}
    </Row>
  )
}

function Row({ name, of, children }: { name: string; of?: string; children: ReactNode }) {
  return (
    <div className={classes.row}>
      <dt>
        {name}
        {of && <span className={classes.of}>{of}</span>}
      </dt>
      <dd>{children}</dd>
    </div>
  )
}
