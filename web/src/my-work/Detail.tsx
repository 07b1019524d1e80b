import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { ActForm } from '../acts/ActForm'
import { asProblem } from '../api/problem'
import { caseOf, pathOf, stepOf } from '../api/queries'
import type { CaseView, InboxItem, StepView } from '../api/types'
import { useNames } from '../people/names'
import { Subject, Subjects } from '../step/Subjects'
import { Marked } from '../text/Marked'
import { Refusal } from '../ui/Refusal'
import { Skeleton } from '../ui/Skeleton'
import { spoken } from '../ui/vocabulary'
import classes from './Detail.module.css'
import { keyOf } from './groups'
import { actsFor } from './verbs'

/** Focus is where the keyboard goes when a row opens. */
export type Focus = 'form' | 'evidence' | null

interface Props {
  item: InboxItem
  focus: Focus
  onDone: () => void
}

/** Detail is an item opened in place: what to know, and the form of what it asks for. */
export function Detail({ item, focus, onDone }: Props) {
  const whole = useQuery(caseOf(item.case))
  const step = useQuery({ ...stepOf(item.case, item.place), retry: false })
  const panel = useRef<HTMLDivElement>(null)
  const ready = whole.data !== undefined && !step.isPending
  useEffect(() => {
    if (!ready || !focus) return
    const wanted = focus === 'evidence' ? '[data-evidence] button' : 'input:not(:disabled), textarea, button'
    panel.current?.querySelector<HTMLElement>(`[data-act-form] :is(${wanted})`)?.focus()
  }, [ready, focus])

  if (whole.error) return <Refusal problem={asProblem(whole.error)} />
  if (!ready) return <Skeleton rows={2} />
  const acts = actsFor(item, whole.data.acts)
  const about = <About item={item} step={step.data} whole={whole.data} />
  return (
    <div ref={panel}>
      {acts.length > 0 ? (
        <ActForm
          id={item.case}
          seen={whole.data.etag}
          acts={acts}
          about={keyOf(item)}
          wide
          onDone={onDone}
          lead={about}
        />
      ) : (
        <div className="col">
          {about}
          <p className="s12 t2">
            <NotYours item={item} why={step.data?.why} />
          </p>
        </div>
      )}
    </div>
  )
}

function NotYours({ item, why }: { item: InboxItem; why?: string }) {
  const name = useNames()
  if (why) return <Marked>{why}</Marked>
  const holder = item.people[0] ?? item.role
  return <>Nothing for you to do here now{holder && `; ${name(holder)} has it`}.</>
}

interface AboutProps {
  item: InboxItem
  step?: StepView
  whole: CaseView
}

/** About is what somebody must know to act: the instruction, what is judged, what goes in, what is shown beside it. */
function About({ item, step, whole }: AboutProps) {
  const lead = step?.ask || step?.how || step?.why_text
  const facts = [...(step?.shown ?? []), ...(step?.inputs ?? [])].filter((v) => v.value !== null)
  const given = step?.outputs.filter((o) => o.at && (item.verb !== 'Review' || o.name === item.title)) ?? []
  return (
    <div className={classes.about}>
      {lead && lead !== item.title && <p>{lead}</p>}
      {step?.guidance && <p className="t2">{step.guidance}</p>}
      {step && <Subjects step={step} changes={whole.changes} />}
      {given.length > 0 && (
        <dl>
          {given.map((output) => (
            <Subject key={output.name} given={output} />
          ))}
        </dl>
      )}
      {facts.length > 0 && (
        <dl className={classes.facts}>
          {facts.map((fact) => (
            <div key={fact.name}>
              <dt>{spoken(fact.name)}</dt>
              <dd>{plain(fact.value)}</dd>
            </div>
          ))}
        </dl>
      )}
      <p className="s12">
        <Link to={`${pathOf(item.case)}/steps/${encodeURIComponent(item.place)}` as string}>Whole step</Link>
        <span className="t3"> · </span>
        <Link to={pathOf(item.case) as string}>{item.case}</Link>
      </p>
    </div>
  )
}

/** plain writes a value of the API in a line. */
function plain(value: unknown): string {
  if (Array.isArray(value)) return value.map(plain).join(', ')
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([k, v]) => `${k} ${plain(v)}`)
      .join(', ')
  return String(value)
}
