import { Button } from '@mantine/core'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { asProblem } from '../api/problem'
import { me as meQuery, model as modelQuery, models } from '../api/queries'
import type { ModelView } from '../api/types'
import { Missing } from '../errors/Missing'
import { useNames } from '../people/names'
import { kindOf, whyNoStart } from '../releases/kinds'
import { NewCase } from '../releases/NewCase'
import { Page } from '../shell/Page'
import { Act } from '../ui/Act'
import { Card } from '../ui/Card'
import { Icon } from '../ui/Icon'
import { Digest, Key } from '../ui/Key'
import { Skeleton } from '../ui/Skeleton'
import { Deliverables, Overlays, Params, Roles } from './Contents'
import { Differences } from './Differences'
import { Documents } from './Documents'
import { Ladders } from './Ladders'
import classes from './ModelPage.module.css'
import { ModelState } from './ModelState'
import { Responsibilities } from './Responsibilities'
import { Steps } from './Steps'
import { Versions } from './Versions'

/** ModelPage shows one version of a model: how it runs, who does what, and the text it is. */
export function ModelPage() {
  const { ref } = useParams({ from: '/shell/catalogue/$ref' })
  const { data: model, error } = useQuery(modelQuery(ref))
  const all = useQuery(models)
  if (error && !model) {
    return (
      <Missing title={ref} problem={asProblem(error)}>
        <Link to="/catalogue">All models</Link>
      </Missing>
    )
  }
  if (!model) return <Skeleton rows={8} />
  return (
    <Page
      title={model.title}
      after={
        <>
          <ModelState model={model} pill />
          <Key>{`${model.id} ${model.version}`}</Key>
        </>
      }
      controls={
        <>
          <Handbook model={model} />
          <Start model={model} />
        </>
      }
    >
      <div className={classes.page}>
        <Facts model={model} />
        {model.not_yet.length > 0 && <NotYet parts={model.not_yet} />}
        <Steps graph={model.graph} backOut={model.back_out} />
        <div className={classes.pair}>
          <Responsibilities raci={model.raci} />
          <Ladders ladders={model.ladders} />
        </div>
        <div className={classes.halves}>
          <Roles roles={model.roles} />
          <div className={classes.stack}>
            <Params params={model.params} />
            <Deliverables list={model.deliverables} />
            <Overlays list={model.overlays} />
          </div>
        </div>
        {all.data && <Versions models={all.data.items} shown={model} />}
        {all.data && <Differences models={all.data.items} shown={model} />}
        <Documents files={model.documents} />
      </div>
    </Page>
  )
}

function Facts({ model }: { model: ModelView }) {
  const name = useNames()
  return (
    <div className={classes.facts}>
      <div className={classes.line}>
        <span>
          Owner <b>{name(model.owner)}</b>
        </span>
        {model.extends && (
          <span>
            extends{' '}
            <Link to="/catalogue/$ref" params={{ ref: model.extends.split('@')[0] ?? '' }} className="mono">
              {model.extends}
            </Link>
          </span>
        )}
        <span>
          {model.rigor} {model.urgency}
        </span>
        {model.review_every && (
          <span>
            reviewed every <b>{spaced(model.review_every)}</b>
          </span>
        )}
        {model.environments.length > 0 && (
          <span>
            through <b>{model.environments.join(' → ')}</b>
          </span>
        )}
        <Digest value={model.digest} />
      </div>
      {model.purpose && <p className={classes.purpose}>{model.purpose}</p>}
    </div>
  )
}

/** spaced writes 6mo as 6 mo. */
const spaced = (duration: string) => duration.replace(/^(\d+)(?=[a-z])/, '$1 ')

function NotYet({ parts }: { parts: string[] }) {
  return (
    <Card tone="risk">
      <div className="row g6 top">
        <Icon name="triangle" className="risk" />
        <p>
          <b className="m">Cannot be started yet.</b> It uses parts of the language that this version reads
          and checks but does not run: {parts.join(', ')}.
        </p>
      </div>
    </Card>
  )
}

/** Handbook leads to the model in words, as a page to read and to print. */
function Handbook({ model }: { model: ModelView }) {
  const ref = encodeURIComponent(`${model.id}@${model.version}`)
  return (
    <Button
      component="a"
      variant="default"
      href={`/api/v1/models/${ref}/handbook`}
      target="_blank"
      rel="noreferrer"
    >
      <Icon name="document" /> Handbook
    </Button>
  )
}

/** Start offers to start a release or a change with this version, or says why nobody can. */
function Start({ model }: { model: ModelView }) {
  const [starting, setStarting] = useState(false)
  const { data: me } = useSuspenseQuery(meQuery)
  const kind = kindOf(model.kind)
  const off = model.abstract
    ? 'a base for others is never started itself'
    : model.not_yet.length > 0
      ? 'uses parts that do not run yet'
      : whyNoStart(kind, me.permissions)
  return (
    <>
      <Act kind={off ? 'plain' : 'primary'} off={off} onClick={() => setStarting(true)}>
        <Icon name="play" /> Start {model.kind}
      </Act>
      {starting && (
        <NewCase kind={kind} model={`${model.id}@${model.version}`} onClose={() => setStarting(false)} />
      )}
    </>
  )
}
