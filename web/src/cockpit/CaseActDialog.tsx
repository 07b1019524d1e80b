import { Textarea, TextInput } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Choose } from '../acts/Choose'
import { FieldInput, ZoneHint } from '../acts/FieldInput'
import { parse } from '../acts/fields'
import { CommandRefusal } from '../acts/CommandRefusal'
import { useCommand } from '../acts/useCommand'
import { cases, model } from '../api/queries'
import type { CaseView } from '../api/types'
import { Dialog } from '../lists/Dialog'
import { useNames } from '../people/names'
import { useLive } from '../shell/Live'
import { momentOf } from '../time/format'
import { useReader } from '../time/Reader'
import { Act } from '../ui/Act'
import { Card } from '../ui/Card'
import { spoken } from '../ui/vocabulary'
import { type Asked, type CaseAct, lacks, orderOf } from './caseActs'
import classes from './Cockpit.module.css'

interface Props {
  view: CaseView
  act: CaseAct
  onClose: () => void
}

/** CaseActDialog asks for the reason of an act on the whole case, says what it means, and gives the command. */
export function CaseActDialog({ view, act, onClose }: Props) {
  const [asked, setAsked] = useState<Asked>({
    reason: '',
    place: act.places[0] ?? '',
    answer: '',
    when: '',
    values: {},
  })
  const change = (over: Partial<Asked>) => setAsked((old) => ({ ...old, ...over }))
  const command = useCommand(view.id, onClose)
  const live = useLive()
  const off = live.state === 'lost' ? 'not live' : lacks(act.id, asked)
  return (
    <Dialog title={act.label} about={view.id} onClose={onClose}>
      <form
        className={classes.dialog}
        onSubmit={(event) => {
          event.preventDefault()
          if (!off) command.mutate({ command: orderOf(act.id, asked), seen: view.etag })
        }}
      >
        <p>
          <span className="m">{view.title}.</span> <span className="t2">{act.meaning}</span>
        </p>
        {act.danger && <Consequences view={view} act={act} />}
        {act.places.length > 1 && (
          <Choose
            label="What"
            value={asked.place}
            onChange={(event) => change({ place: event.currentTarget.value })}
            data={act.places.map((place) => ({
              value: place,
              label: place === '' ? `The whole ${view.kind}` : `Only ${place.replaceAll('_', ' ')}`,
            }))}
          />
        )}
        {act.id === 'shift' && (
          <TextInput
            type="datetime-local"
            label="New date"
            description={<ZoneHint text={asked.when} />}
            value={asked.when}
            onChange={(event) => change({ when: event.currentTarget.value })}
          />
        )}
        {act.id === 'apply' && <Overlay view={view} asked={asked} onChange={change} />}
        {act.id === 'link_change' && <Change view={view} asked={asked} onChange={change} />}
        <Textarea
          data-autofocus
          label={act.id === 'link_change' ? 'Reason · optional' : 'Reason · kept in the record'}
          value={asked.reason}
          onChange={(event) => change({ reason: event.currentTarget.value })}
        />
        {command.error && (
          <CommandRefusal id={view.id} error={command.error} seen={command.variables?.seen} />
        )}
        <div className="row g6">
          <Act
            type="submit"
            kind={off ? 'plain' : act.danger ? 'danger' : 'primary'}
            off={off}
            busy={command.isPending}
          >
            {act.label}
          </Act>
          <Act kind="quiet" onClick={onClose}>
            Not now
          </Act>
        </div>
      </form>
    </Dialog>
  )
}

/** Consequences says before an act that cannot be taken back what it does to this very case. */
function Consequences({ view, act }: { view: CaseView; act: CaseAct }) {
  const name = useNames()
  const reader = useReader()
  const { data } = useQuery({ ...model(`${view.model}@${view.version}`), enabled: act.id === 'back_out' })
  const asked = [...new Set(view.waiting.flatMap((w) => w.people))].map(name)
  const until = view.latest_back_out && momentOf(new Date(view.latest_back_out), reader)
  const lines = [
    ...(data?.back_out ?? []),
    act.id === 'back_out' &&
      view.cis.length > 0 &&
      `${view.cis.join(', ')} in ${view.environments.join(', ')} go back`,
    until && act.id === 'back_out' && `the latest instant for it is ${until}`,
    view.waiting.length > 0 && `open now and withdrawn: ${view.waiting.map((w) => w.place).join(', ')}`,
    asked.length > 0 && `no longer asked: ${asked.join(', ')}`,
  ].filter((line) => typeof line === 'string')
  if (lines.length === 0) return null
  return (
    <Card tone="risk">
      <ul className={classes.consequences}>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </Card>
  )
}

interface Part {
  view: CaseView
  asked: Asked
  onChange: (over: Partial<Asked>) => void
}

function Overlay({ view, asked, onChange }: Part) {
  const { data } = useQuery(model(`${view.model}@${view.version}`))
  const [texts, setTexts] = useState<Record<string, string>>({})
  const free = view.overlays.filter((o) => !o.applied).map((o) => o.id)
  const overlay = data?.overlays.find((o) => o.id === asked.answer)
  return (
    <>
      <Choose
        label="Overlay"
        data={['', ...free]}
        value={asked.answer}
        onChange={(event) => onChange({ answer: event.currentTarget.value })}
        description={overlay?.changes.join('; ')}
      />
      {data?.params
        .filter((p) => p.overlay && p.overlay === asked.answer)
        .map((param) => (
          <FieldInput
            key={param.name}
            field={param}
            label={param.ask ?? spoken(param.name)}
            text={texts[param.name] ?? ''}
            onText={(text) => {
              setTexts((old) => ({ ...old, [param.name]: text }))
              const parsed = parse(param, text)
              const { [param.name]: _, ...others } = asked.values
              onChange({ values: 'value' in parsed ? { ...others, [param.name]: parsed.value } : others })
            }}
          />
        ))}
    </>
  )
}

function Change({ view, asked, onChange }: Part) {
  const { data } = useInfiniteQuery(cases({ kind: 'changes', status: 'open' }))
  const linked = new Set(view.changes.map((c) => c.id))
  const open = data?.pages.flatMap((page) => page.items).filter((c) => !linked.has(c.id)) ?? []
  return (
    <Choose
      label="Change"
      data={[
        { value: '', label: open.length ? 'Choose' : 'No other change is open' },
        ...open.map((c) => ({ value: c.id, label: `${c.id} ${c.title}` })),
      ]}
      value={asked.answer}
      onChange={(event) => onChange({ answer: event.currentTarget.value })}
    />
  )
}
