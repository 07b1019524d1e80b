import { Textarea } from '@mantine/core'
import { type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from 'react'
import type { ActView } from '../api/types'
import { useAnyOf, useNames } from '../people/names'
import { useLive } from '../shell/Live'
import { useKeys } from '../shell/Keys'
import { Act } from '../ui/Act'
import { Refusal } from '../ui/Refusal'
import classes from './ActForm.module.css'
import { Tick } from './Choose'
import { CommandRefusal } from './CommandRefusal'
import { FieldInput } from './FieldInput'
import { commandOf, type Draft, gathered, missing, type Move, movesOf, wrongWith } from './moves'
import { useCommand } from './useCommand'
import { useDraft } from './useDraft'

interface Props {
  /** Id of the case. */
  id: string
  /** ETag of the case as the reader sees it. */
  seen?: string
  /** What may be done at one place. */
  acts: ActView[]
  /** Tells drafts apart. */
  about: string
  /** Puts points and fields beside the reason, where there is width. */
  wide?: boolean
  /** Stands before points and fields: what to know before acting. */
  lead?: ReactNode
  onDone?: () => void
}

const noReason = 'needs a reason'

/** ActForm asks for what the acts at one place need, and gives the command. What was typed survives a refusal. */
export function ActForm({ id, seen, acts, about, wide, lead, onDone }: Props) {
  const { draft, change, forget } = useDraft(about)
  const command = useCommand(id, () => {
    forget()
    onDone?.()
  })
  const [asked, setAsked] = useState<Move | null>(null)
  const reason = useRef<HTMLTextAreaElement>(null)
  const live = useLive()
  const moves = useMemo(() => movesOf(acts), [acts])
  const { form, points } = useMemo(() => gathered(moves), [moves])
  const usable = moves.filter((m) => !m.act.refused)

  const make = (move: Move) => {
    setAsked(move)
    if (missing(move, draft) === noReason) return reason.current?.focus()
    command.mutate({ command: commandOf(move, draft), seen })
  }
  const offFor = (move: Move) => {
    if (live.state === 'lost') return 'not live'
    const lacks = missing(move, draft)
    return lacks === noReason ? '' : lacks
  }
  const first = usable.find((m) => m.kind === 'primary') ?? usable[0]
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    const move = asked && usable.includes(asked) ? asked : first
    if (move && !offFor(move)) make(move)
  }
  useUndoTick(draft, change)

  return (
    <div className={classes.form} data-wide={wide || undefined} onKeyDown={onKeyDown} data-act-form="">
      {(lead || points.length > 0 || form.length > 0) && (
        <div className={classes.asks}>
          {lead}
          <Points points={points} draft={draft} change={change} />
          {form.map((field) => (
            <FieldInput
              key={field.name}
              field={field}
              text={draft.texts[field.name] ?? ''}
              onText={(text) => change((d) => ({ texts: { ...d.texts, [field.name]: text } }))}
              evidence={draft.evidence[field.name]}
              onEvidence={(given) => change((d) => ({ evidence: withEvidence(d, field.name, given) }))}
              wrong={wrongWith(field, draft, { points })}
            />
          ))}
        </div>
      )}
      <div className={classes.decides}>
        {usable.length > 0 && (
          <Textarea
            ref={reason}
            label="Reason · kept with the decision"
            minRows={1}
            value={draft.reason}
            error={asked && missing(asked, draft) === noReason ? `Say why: ${asked.label}` : undefined}
            onChange={(event) => {
              const text = event.currentTarget.value
              change(() => ({ reason: text }))
            }}
          />
        )}
        <div className={classes.buttons}>
          {usable.map((move) => (
            <Act
              key={move.id}
              kind={offFor(move) ? 'plain' : move.kind}
              off={offFor(move)}
              busy={command.isPending && asked?.id === move.id}
              keys={move === first ? 'Ctrl ↵' : undefined}
              onClick={() => make(move)}
            >
              {move.needsReason && draft.reason.trim() === '' ? `${move.label}…` : move.label}
            </Act>
          ))}
        </div>
        {moves
          .filter((m) => m.act.refused && m.kind !== 'danger')
          .map((m) => (
            <Off key={m.id} move={m} />
          ))}
        {command.error && !command.isPending && (
          <CommandRefusal id={id} error={command.error} seen={command.variables?.seen} />
        )}
      </div>
    </div>
  )
}

/** Off shows what is not allowed now beside its reason and who may; pressed all the same it names the rule. */
function Off({ move }: { move: Move }) {
  const [pressed, setPressed] = useState(false)
  const anyOf = useAnyOf()
  const refused = move.act.refused!
  const { detail, need, ask } = refused
  const words = [detail, ask?.length ? `${anyOf(ask)} may.` : need].filter(Boolean).join('; ')
  return (
    <>
      <Act off={words} onOff={() => setPressed(true)}>
        {move.label}
      </Act>
      {pressed && <Refusal problem={refused} />}
    </>
  )
}

function Points({
  points,
  draft,
  change,
}: {
  points: ActView['points']
  draft: Draft
  change: (over: (d: Draft) => Partial<Draft>) => void
}) {
  const name = useNames()
  if (points.length === 0) return null
  const toggle = (text: string) =>
    change((d) => ({
      ticked: d.ticked.includes(text) ? d.ticked.filter((t) => t !== text) : [...d.ticked, text],
    }))
  return (
    <fieldset className={classes.points}>
      <legend className="sr">Checklist</legend>
      {points.map(({ text, ticked, by }) => (
        <Tick
          key={text}
          label={
            <>
              {text}
              {by && <span className="t3"> · {name(by)}</span>}
            </>
          }
          checked={ticked || draft.ticked.includes(text)}
          disabled={ticked}
          onChange={() => toggle(text)}
        />
      ))}
    </fieldset>
  )
}

function withEvidence(draft: Draft, name: string, given: Draft['evidence'][string] | undefined) {
  const { [name]: _, ...rest } = draft.evidence
  return given ? { ...rest, [name]: given } : rest
}

/** useUndoTick takes the last tick back on Z. */
function useUndoTick(draft: Draft, change: (over: (d: Draft) => Partial<Draft>) => void) {
  useKeys(
    draft.ticked.length > 0
      ? { z: { label: 'undo a tick', run: () => change((d) => ({ ticked: d.ticked.slice(0, -1) })) } }
      : {},
  )
}
