import { Checkbox, TextInput } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useRef, useState } from 'react'
import { Choose, ChooseMany, Tick } from '../acts/Choose'
import { FieldInput } from '../acts/FieldInput'
import { post } from '../api/client'
import { asProblem } from '../api/problem'
import { cases, model as modelQuery, models, pathOf, people } from '../api/queries'
import type { CaseView, ModelView, RoleView, StartRequest } from '../api/types'
import { Dialog } from '../lists/Dialog'
import { Segments } from '../lists/Segments'
import { useNames } from '../people/names'
import { Act } from '../ui/Act'
import { Refusal } from '../ui/Refusal'
import { Skeleton } from '../ui/Skeleton'
import { spoken } from '../ui/vocabulary'
import { type Kind, kinds } from './kinds'
import classes from './NewCase.module.css'
import { asked, lacking, noWish, refusedAt, startOf, typedOf, type Wish } from './start'

interface Props {
  kind: Kind
  /** Model to start with, as id or id@version; the reader chooses one when absent. */
  model?: string
  onClose: () => void
}

/** NewCase asks which model, and for what that model asks, and starts a release or change with it. */
export function NewCase({ kind, model, onClose }: Props) {
  const [ref, setRef] = useState(model ?? '')
  const { one } = kinds[kind]
  return (
    <Dialog title={`New ${one}`} about={model} size={640} onClose={onClose}>
      <div className={classes.form}>
        {!model && <Models one={one} chosen={ref} onChoose={setRef} />}
        {ref && <Form key={ref} kind={kind} id={ref} onClose={onClose} />}
      </div>
    </Dialog>
  )
}

interface ModelsProps {
  one: string
  chosen: string
  onChoose: (id: string) => void
}

function Models({ one, chosen, onChoose }: ModelsProps) {
  const { data } = useQuery(models)
  const choices = (data?.items ?? []).filter((m) => m.kind === one && m.current && !m.abstract)
  return (
    <Choose
      data-autofocus
      label="Model"
      description="What is to be done, by whom and until when"
      data={[
        { value: '', label: 'Choose a model' },
        ...choices.map((m) => ({
          value: m.id,
          label: `${m.title} · ${m.id} ${m.version}${m.not_yet.length ? ' · cannot be started yet' : ''}`,
        })),
      ]}
      value={chosen}
      onChange={(event) => onChoose(event.currentTarget.value)}
    />
  )
}

function Form({ kind, id, onClose }: { kind: Kind; id: string; onClose: () => void }) {
  const { data: model, error } = useQuery(modelQuery(id))
  const [wish, setWish] = useState<Wish>(noWish)
  const [tried, setTried] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const start = useStart(kind)
  if (error) return <Refusal problem={asProblem(error)} />
  if (!model) return <Skeleton rows={4} />

  const change = (over: Partial<Wish>) => {
    start.reset()
    setWish((old) => ({ ...old, ...over }))
  }
  const params = asked(model.params, wish.overlays)
  const wrong = lacking(model, wish)
  const problem = start.error ? asProblem(start.error) : null
  const refused = problem ? refusedAt(problem, params) : {}
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (Object.keys(wrong).length === 0) return start.mutate(startOf(model, wish))
    form.current?.querySelector<HTMLElement>(`[data-field="${Object.keys(wrong)[0]}"]`)?.focus()
  }
  return (
    <form ref={form} className={classes.form} onSubmit={submit} noValidate>
      <TextInput
        data-autofocus
        data-field="title"
        label="Title"
        placeholder={kind === 'releases' ? 'Payments API 4.12' : 'New certificates for the edge'}
        value={wish.title}
        error={tried && wrong.title && spoken(wrong.title)}
        onChange={(event) => change({ title: event.currentTarget.value })}
      />
      {params.map((param) => (
        <FieldInput
          key={param.name}
          field={param}
          label={param.ask ?? spoken(param.name)}
          text={typedOf(param, wish)}
          onText={(text) => change({ texts: { ...wish.texts, [param.name]: text } })}
          wrong={wrong[param.name] ?? refused[param.name]}
          asked={tried}
        />
      ))}
      <Overlays model={model} chosen={wish.overlays} onChange={(overlays) => change({ overlays })} />
      {kind === 'releases' && (
        <LinkedChanges chosen={wish.changes} onChange={(changes) => change({ changes })} />
      )}
      <Roles roles={model.roles} assign={wish.assign} onChange={(assign) => change({ assign })} />
      <div className="row g6">
        <span className={classes.label}>Mode</span>
        <Segments
          label="Mode"
          value={wish.mode}
          onChange={(mode) => change({ mode })}
          options={[
            { value: 'real', label: 'Real' },
            { value: 'rehearsal', label: 'Rehearsal' },
            { value: 'dry_run', label: 'Dry run' },
          ]}
        />
      </div>
      {problem && <Refusal problem={problem} />}
      <div className="row g6">
        <Act
          type="submit"
          kind="primary"
          busy={start.isPending}
          off={
            model.not_yet.length > 0 ? `it uses ${model.not_yet.join(', ')}, which cannot run yet` : undefined
          }
        >
          Start {kinds[kind].one}
        </Act>
        <Act kind="quiet" onClick={onClose}>
          Not now
        </Act>
        {tried && Object.keys(wrong).length > 0 && (
          <span className="s12 bad" role="alert">
            {Object.keys(wrong).length === 1 ? 'One field needs' : `${Object.keys(wrong).length} fields need`}{' '}
            another look
          </span>
        )}
      </div>
    </form>
  )
}

function useStart(kind: Kind) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const open = useRef<{ body: string; key: string } | null>(null)
  return useMutation({
    mutationFn: (body: StartRequest) => {
      const text = JSON.stringify(body)
      if (open.current?.body !== text) open.current = { body: text, key: crypto.randomUUID() }
      return post<CaseView>(`/${kind}`, { body, key: open.current.key })
    },
    onSuccess: (started) => {
      void queries.invalidateQueries({ queryKey: [kind] })
      void navigate({ href: pathOf(started.id) })
    },
  })
}

function Overlays({
  model,
  chosen,
  onChange,
}: {
  model: ModelView
  chosen: string[]
  onChange: (overlays: string[]) => void
}) {
  if (model.overlays.length === 0) return null
  return (
    <Checkbox.Group
      value={chosen}
      onChange={onChange}
      label={<span className={classes.label}>Overlays</span>}
    >
      {model.overlays.map(({ id, changes }) => (
        <Tick key={id} value={id} mt={4} label={spoken(id)} description={changes.join('; ')} />
      ))}
    </Checkbox.Group>
  )
}

function LinkedChanges({ chosen, onChange }: { chosen: string[]; onChange: (changes: string[]) => void }) {
  const { data } = useInfiniteQuery(cases({ kind: 'changes', status: 'open' }))
  const open = data?.pages.flatMap((page) => page.items) ?? []
  return (
    <ChooseMany
      label={<span className={classes.label}>Linked changes</span>}
      placeholder={chosen.length === 0 ? 'None' : undefined}
      data={open.map(({ id, title }) => ({ value: id, label: `${id} ${title}` }))}
      value={chosen}
      onChange={onChange}
    />
  )
}

function Roles({
  roles,
  assign,
  onChange,
}: {
  roles: RoleView[]
  assign: Record<string, string[]>
  onChange: (assign: Record<string, string[]>) => void
}) {
  const { data = [] } = useQuery(people)
  const name = useNames()
  const vacant = roles.filter((r) => r.holders.length === 0 && !r.party).length
  return (
    <details className={classes.roles} open={vacant > 0}>
      <summary>
        Who does it{' '}
        <span className="t3">
          · {vacant > 0 ? `${vacant} of ${roles.length} roles have nobody yet` : 'teams hold every role'}
        </span>
      </summary>
      <div className={classes.grid}>
        {roles.map((role) => (
          <ChooseMany
            key={role.id}
            label={<span className={classes.label}>{spoken(role.id)}</span>}
            placeholder={
              assign[role.id]?.length
                ? undefined
                : role.party || role.holders.map(name).join(', ') || 'Nobody yet'
            }
            data={data.filter((p) => !p.disabled).map((p) => ({ value: p.id, label: p.name }))}
            value={assign[role.id] ?? []}
            onChange={(persons) => onChange({ ...assign, [role.id]: persons })}
          />
        ))}
      </div>
    </details>
  )
}
