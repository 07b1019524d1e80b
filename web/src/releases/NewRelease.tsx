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
import classes from './NewRelease.module.css'
import { asked, lacking, noWish, startOf, typedOf, type Wish } from './start'

/** NewRelease asks which model, and for what that model asks, and starts it. */
export function NewRelease({ onClose }: { onClose: () => void }) {
  const { data } = useQuery(models)
  const [ref, setRef] = useState('')
  const choices = (data?.items ?? []).filter((m) => m.kind === 'release' && m.current && !m.abstract)
  const chosen = ref || choices[0]?.id || ''
  return (
    <Dialog title="New release" size={640} onClose={onClose}>
      <div className={classes.form}>
        <Choose
          label="Model"
          description="What is to be done, by whom and until when"
          data={choices.map((m) => ({
            value: m.id,
            label: `${m.title} · ${m.id} ${m.version}${m.not_yet.length ? ' · cannot be started yet' : ''}`,
          }))}
          value={chosen}
          onChange={(event) => setRef(event.currentTarget.value)}
        />
        {chosen && <Form key={chosen} id={chosen} onClose={onClose} />}
      </div>
    </Dialog>
  )
}

function Form({ id, onClose }: { id: string; onClose: () => void }) {
  const { data: model, error } = useQuery(modelQuery(id))
  const [wish, setWish] = useState<Wish>(noWish)
  const [tried, setTried] = useState(false)
  const start = useStart()
  if (error) return <Refusal problem={asProblem(error)} />
  if (!model) return <Skeleton rows={4} />

  const change = (over: Partial<Wish>) => setWish((old) => ({ ...old, ...over }))
  const wrong = lacking(model, wish)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (Object.keys(wrong).length === 0) start.mutate(startOf(model, wish))
  }
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <TextInput
        data-autofocus
        label="Title"
        placeholder="Payments API 4.12"
        value={wish.title}
        error={tried && wrong.title && `Title ${wrong.title}`}
        onChange={(event) => change({ title: event.currentTarget.value })}
      />
      {asked(model.params, wish.overlays).map((param) => (
        <div key={param.name}>
          <FieldInput
            field={param}
            label={param.ask ?? spoken(param.name)}
            text={typedOf(param, wish)}
            onText={(text) => change({ texts: { ...wish.texts, [param.name]: text } })}
            wrong={wrong[param.name]}
          />
          {tried && wrong[param.name] && typedOf(param, wish).trim() === '' && (
            <p className="s12 bad">
              {param.ask ?? spoken(param.name)}: {wrong[param.name]}
            </p>
          )}
        </div>
      ))}
      <Overlays model={model} chosen={wish.overlays} onChange={(overlays) => change({ overlays })} />
      <LinkedChanges chosen={wish.changes} onChange={(changes) => change({ changes })} />
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
      {start.error && <Refusal problem={asProblem(start.error)} />}
      <div className="row g6">
        <Act
          type="submit"
          kind="primary"
          busy={start.isPending}
          off={
            model.not_yet.length > 0 ? `it uses ${model.not_yet.join(', ')}, which cannot run yet` : undefined
          }
        >
          Start release
        </Act>
        <Act kind="quiet" onClick={onClose}>
          Not now
        </Act>
        {tried && Object.keys(wrong).length > 0 && (
          <span className="s12 bad" role="alert">
            {Object.keys(wrong).map(spoken).join(', ')}: look again
          </span>
        )}
      </div>
    </form>
  )
}

function useStart() {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const open = useRef<{ body: string; key: string } | null>(null)
  return useMutation({
    mutationFn: (body: StartRequest) => {
      const text = JSON.stringify(body)
      if (open.current?.body !== text) open.current = { body: text, key: crypto.randomUUID() }
      return post<CaseView>('/releases', { body, key: open.current.key })
    },
    onSuccess: (started) => {
      void queries.invalidateQueries({ queryKey: ['releases'] })
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
