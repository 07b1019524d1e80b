import type { ReactNode } from 'react'
import type { StepView } from '../api/types'
import { Rung } from '../catalogue/Rung'
import { useNames } from '../people/names'
import { fullOf, momentOf } from '../time/format'
import { useReader } from '../time/Reader'
import { Card } from '../ui/Card'
import { firedRungs } from './history'
import classes from './Rail.module.css'

/** Rail stands beside a step: who, when, what it touches and how that is undone, and the ladder. */
export function Rail({ step }: { step: StepView }) {
  const name = useNames()
  const names = (ids: string[]) => ids.map(name).join(', ')
  return (
    <aside className={classes.rail} aria-label="About this step">
      <Card title="Who">
        <dl className={classes.facts}>
          <Fact term={step.kind === 'gate' ? 'May waive it' : 'Does it'}>
            {names(step.who) || (waitsAlone.has(step.kind) ? 'nobody, it opens by itself' : 'a machine')}
          </Fact>
          <Fact term="Accountable">{name(step.accountable)}</Fact>
          {step.consult.length > 0 && <Fact term="Consulted">{names(step.consult)}</Fact>}
          {step.inform.length > 0 && <Fact term="Informed">{names(step.inform)}</Fact>}
          {step.by && <Fact term="Done by">{step.by === 'engine' ? 'the engine' : name(step.by)}</Fact>}
        </dl>
      </Card>
      <Card title="When">
        <When step={step} />
      </Card>
      {(step.touches.length > 0 || step.back_out) && (
        <Card title="Touches and back-out">
          <p className="s12">{step.touches.join(', ') || 'Nothing.'}</p>
          {step.back_out && <p className={classes.undo}>{sentence(step.back_out)}</p>}
        </Card>
      )}
      <Ladder step={step} />
    </aside>
  )
}

/** waitsAlone are the kinds that nobody does. */
const waitsAlone = new Set(['gate', 'wait'])

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`

function When({ step }: { step: StepView }) {
  const reader = useReader()
  const rows: [string, string | null][] = [
    ['Planned', step.planned_at],
    ['Ready', step.ready_at],
    ['Started', step.started_at],
    ['Due', step.due],
    ['Ended', step.ended_at],
  ]
  const known = rows.filter((row): row is [string, string] => row[1] !== null)
  if (known.length === 0) return <p className="s12 t3">Not reached yet, and not planned.</p>
  return (
    <dl className={classes.facts}>
      {known.map(([term, at]) => (
        <Fact key={term} term={term}>
          <time dateTime={at} title={fullOf(new Date(at), reader.zone)}>
            {momentOf(new Date(at), reader)}
          </time>
        </Fact>
      ))}
    </dl>
  )
}

function Ladder({ step }: { step: StepView }) {
  const reader = useReader()
  if (step.ladder.length === 0) return null
  const fired = firedRungs(step.ladder, step.log, step.attempt)
  return (
    <Card title="Escalation">
      <ol>
        {step.ladder.map((rung, i) => (
          <li key={i}>
            <Rung
              rung={rung}
              fired={fired[i] ? `fired ${momentOf(new Date(fired[i]), reader)}` : undefined}
            />
          </li>
        ))}
      </ol>
      {!step.due && <p className="s11 t3">It has no limit, so no rung is reached.</p>}
    </Card>
  )
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  )
}
