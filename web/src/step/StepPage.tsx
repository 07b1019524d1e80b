import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useRef } from 'react'
import { ActForm } from '../acts/ActForm'
import { asProblem } from '../api/problem'
import { caseOf, me as meQuery, pathOf, stepOf } from '../api/queries'
import type { ActView, CaseView, LinkedChange, StepView } from '../api/types'
import { iconOfKind, kindInWords } from '../catalogue/graph'
import { Missing } from '../errors/Missing'
import { useNames } from '../people/names'
import { type Bindings, useKeys } from '../shell/Keys'
import { Page } from '../shell/Page'
import { Marked } from '../text/Marked'
import { Card } from '../ui/Card'
import { Icon } from '../ui/Icon'
import { Key } from '../ui/Key'
import { Skeleton } from '../ui/Skeleton'
import { Status } from '../ui/Status'
import { spoken, statusOf } from '../ui/vocabulary'
import { Why } from '../ui/Why'
import { AskHelp, Delegate } from './AskPerson'
import { Call } from './Call'
import { Criteria } from './Criteria'
import { Evidence } from './Evidence'
import { History } from './History'
import { Output } from './Output'
import { Rail } from './Rail'
import { Subject, Subjects } from './Subjects'
import classes from './StepPage.module.css'
import { Values } from './Values'
import { Votes } from './Votes'

/** StepPage shows one step of a case: what it asks for, what it waits for, what came of it, and lets it be done. */
export function StepPage() {
  const { id = '', place = '' } = useParams({ strict: false })
  const { data: me } = useSuspenseQuery(meQuery)
  const step = useQuery(stepOf(id, place))
  const whole = useQuery(caseOf(id))
  const error = step.error ?? whole.error
  if (error && !step.data) {
    return (
      <Missing title={place} problem={asProblem(error)}>
        <Link to={pathOf(id) as string}>To {id}</Link>
      </Missing>
    )
  }
  if (!step.data || !whole.data) return <Skeleton rows={6} />
  return <Shown step={step.data} whole={whole.data} me={me.person.id} />
}

function Shown({ step, whole, me }: { step: StepView; whole: CaseView; me: string }) {
  const page = useRef<HTMLDivElement>(null)
  useStepKeys(step, page)
  const mayAsk = !ended(step) && (step.who.includes(me) || step.accountable === me)
  // Who answers for a task gives it to anybody who may do it, and who has begun it gives it on.
  const mine = step.accountable === me || (step.state === 'running' && step.who.join() === me)
  const mayGive = step.kind === 'task' && givable.has(step.state) && mine
  return (
    <Page
      title={step.title === step.place ? spoken(step.place) : step.title}
      after={
        <>
          <Status word={step.status} pill />
          <Key>{step.place}</Key>
        </>
      }
      controls={
        mayAsk && (
          <>
            {mayGive && (
              <Delegate
                id={step.case}
                place={step.place}
                me={me}
                among={step.who.filter((person) => person !== me)}
              />
            )}
            <AskHelp id={step.case} place={step.place} me={me} />
          </>
        )
      }
    >
      <div ref={page} className={classes.page}>
        <Facts step={step} />
        {step.why && !ended(step) && (
          <Why word={step.status} sentence={<Marked>{step.why}</Marked>} clock={step.clock} />
        )}
        {step.kind === 'decide' && !ended(step) && <Call step={step} whole={whole} />}
        <div className={classes.columns}>
          <div className={classes.main}>
            <Work step={step} seen={whole.etag} changes={whole.changes} />
            {step.call && <Output id={step.case} place={step.place} call={step.call} />}
            {!onlyAbout(step) && <Criteria criteria={step.criteria} ended={ended(step)} />}
            <Votes step={step} ended={ended(step)} />
            <Evidence outputs={step.outputs} />
            <Values title="Inputs" values={step.inputs} />
            <Values title="Shown beside it" values={step.shown} />
            <History log={step.log} attempt={step.attempt} />
          </div>
          <Rail step={step} />
        </div>
      </div>
    </Page>
  )
}

/** onlyAbout reports whether the criteria of a step say no more than what it is about. */
const onlyAbout = ({ kind, about, criteria }: StepView) => kind !== 'gate' && criteria.length <= about.length

/** givable are the states in which a task can be given to another. */
const givable = new Set(['ready', 'running'])

const ended = (step: StepView) => step.ended_at !== null && step.status !== 'blocked'

function Facts({ step }: { step: StepView }) {
  return (
    <div className={classes.facts}>
      <span className="row g4">
        <Icon name={iconOfKind(step.kind)} className="t3" /> {spoken(kindInWords(step.kind))}
      </span>
      <span>
        in <b>{step.phase}</b> of{' '}
        <Link to={pathOf(step.case) as string}>
          <span className="mono">{step.case}</span> {step.case_title}
        </Link>
      </span>
      {step.attempt > 1 && (
        <span>
          attempt <b>{step.attempt}</b>
        </span>
      )}
      {step.outcome && (
        <span>
          ended as <b>{spoken(step.outcome).toLowerCase()}</b>
        </span>
      )}
      {step.owed && <span>owed: it holds nothing up, but must be done before the case closes</span>}
    </div>
  )
}

const reviews = new Set(['accept', 'return'])

/** titleOf says what the card of the work is about: what is asked, or once it has ended what was. */
function titleOf(step: StepView): string {
  if (step.kind === 'decide') return ended(step) && !step.ask ? 'What was decided on' : 'The question'
  if (step.kind === 'handoff') return ended(step) ? 'What was handed over' : 'What is handed over'
  return 'What to do'
}

interface WorkProps {
  step: StepView
  seen: string
  changes: LinkedChange[]
}

/** Work is what to do: the instruction, and a form for what the reader may do now. */
function Work({ step, seen, changes }: WorkProps) {
  const acts = step.acts.filter((a) => a.command !== 'ask_help')
  const own = acts.filter((a) => !reviews.has(a.command))
  const under = [...new Set(acts.filter((a) => reviews.has(a.command)).flatMap((a) => a.answers))]
  return (
    <Card title={titleOf(step)}>
      <Instruction step={step} />
      <Subjects step={step} changes={changes} />
      {own.length > 0 && <Form step={step} seen={seen} acts={own} about="" />}
      {under.map((name) => (
        <section key={name} aria-label={`Review of ${spoken(name)}`}>
          <h3 className={classes.review}>Review {spoken(name).toLowerCase()}</h3>
          <dl>
            {step.outputs
              .filter((output) => output.name === name)
              .map((output) => (
                <Subject key={name} given={output} />
              ))}
          </dl>
          <Form
            step={step}
            seen={seen}
            acts={acts.filter((a) => reviews.has(a.command) && a.answers.includes(name))}
            about={name}
          />
        </section>
      ))}
      {acts.length === 0 && <Nothing step={step} />}
    </Card>
  )
}

interface FormProps {
  step: StepView
  seen: string
  acts: ActView[]
  about: string
}

function Form({ step, seen, acts, about }: FormProps) {
  return (
    <div className={classes.form}>
      <ActForm
        id={step.case}
        seen={seen}
        acts={acts}
        about={[step.case, step.place, step.attempt, about].filter(Boolean).join(' ')}
      />
    </div>
  )
}

function Instruction({ step }: { step: StepView }) {
  const question = step.kind === 'decide' ? step.ask : undefined
  return (
    <div className={classes.instruction}>
      {question && <p className={classes.how}>{question}</p>}
      {step.how && <p className={classes.how}>{step.how}</p>}
      {step.guidance && <p className="t2">{step.guidance}</p>}
      {step.why_text && (
        <p className="t2">
          <b className="m">Why: </b>
          {step.why_text}
        </p>
      )}
    </div>
  )
}

/** Nothing says in one sentence why there is no form here. */
function Nothing({ step }: { step: StepView }) {
  const name = useNames()
  const said = sentence()
  return (
    <>
      {said && !(ended(step) && step.points.length > 0) && <p className="s12 t3">{said}</p>}
      {step.points.length > 0 && <Ticked step={step} />}
    </>
  )

  function sentence() {
    if (step.kind === 'gate' && !ended(step) && step.status !== 'pending')
      return 'It opens by itself when all of its criteria are met.'
    if (ended(step)) return `Nothing is left to do here: ${statusOf(step.status).label.toLowerCase()}.`
    const who = step.who.map(name).join(', ')
    if (step.status === 'in_doubt')
      return `Nobody knows what became of it. ${who || 'Somebody'} looks, and says whether it was done.`
    if (step.kind === 'auto' && step.status !== 'blocked')
      return 'A machine does this. People are asked only if it fails, or if nobody knows what became of it.'
    return '' // the sentence above says whom it waits for, or what comes first
  }
}

function Ticked({ step }: { step: StepView }) {
  const name = useNames()
  return (
    <ul className={classes.points}>
      {step.points.map(({ text, ticked, by }) => (
        <li key={text}>
          <Icon
            name={ticked ? 'tick' : 'ring'}
            className={ticked ? 'done' : 't3'}
            label={ticked ? 'ticked' : 'open'}
          />
          {text}
          {by && <span className="t3"> · {name(by)}</span>}
        </li>
      ))}
    </ul>
  )
}

/** useStepKeys goes to the form by the letters of My work, and to its evidence on E. */
function useStepKeys(step: StepView, page: React.RefObject<HTMLDivElement | null>) {
  const focus = (wanted: string) =>
    page.current?.querySelector<HTMLElement>(`[data-act-form] :is(${wanted})`)?.focus()
  const letter = step.kind === 'decide' ? 'a' : step.kind === 'handoff' ? 'h' : 'c'
  const words = { a: 'decide', h: 'accept handoff', c: 'complete' }
  const keys: Bindings = {
    [letter]: { label: words[letter], run: () => focus('input:not(:disabled), textarea') },
    e: { label: 'add evidence', run: () => focus('[data-evidence] button') },
  }
  useKeys(step.acts.length > 0 ? keys : {})
}
