import type { ActView, CommandRequest } from '../api/types'
import { spoken } from '../ui/vocabulary'
import { type Evidence, type Field, parse, type Parsed, widgetOf } from './fields'

/** Move is one thing a person may do: a button, and the command behind it. */
export interface Move {
  id: string
  act: ActView
  command: CommandRequest['command']
  /** What the command says: an answer, an outcome, a deliverable. */
  answer?: string
  label: string
  kind: 'primary' | 'plain' | 'danger'
  /** A no, or a step out of the ordinary, is explained. */
  needsReason: boolean
  /** The values and points of the act go with this move. */
  brings: boolean
}

/** Draft is what somebody has typed and ticked but not yet sent. */
export interface Draft {
  reason: string
  texts: Record<string, string>
  evidence: Record<string, Evidence>
  ticked: string[]
}

export const empty: Draft = { reason: '', texts: {}, evidence: {}, ticked: [] }

const noes = new Set(['reject', 'no_go', 'no', 'return', 'refuse', 'failed', 'not_an_emergency', 'restore'])
const explained = new Set<string>([
  'return',
  'refuse',
  'waive',
  'accept_failure',
  'settle',
  'retry',
  'resume',
  'withdraw',
])
const grave = new Set<string>(['refuse', 'back_out', 'cancel', 'return'])

/** movesOf lists what may be done at one place; what is refused stays, with its reason in the act. */
export function movesOf(acts: ActView[]): Move[] {
  const moves = acts.flatMap(fromAct)
  const first = moves.findIndex((m) => m.kind === 'plain' && !m.needsReason)
  return moves.map((m, i) => (i === first ? { ...m, kind: 'primary' } : m))
}

function fromAct(act: ActView): Move[] {
  const one = (answer: string | undefined, label: string, over: Partial<Move> = {}): Move => ({
    id: [act.command, act.place, answer].filter(Boolean).join(' '),
    act,
    command: act.command as CommandRequest['command'],
    answer,
    label,
    kind: grave.has(over.command ?? act.command) ? 'danger' : 'plain',
    needsReason: explained.has(over.command ?? act.command),
    brings: true,
    ...over,
  })
  switch (act.command) {
    case 'vote':
    case 'settle':
      return act.answers.map((answer) =>
        one(answer, spoken(answer), {
          kind: noes.has(answer) ? 'danger' : 'plain',
          needsReason: act.command === 'settle' || noes.has(answer),
          brings: !noes.has(answer), // a no gives nothing
        }),
      )
    case 'report':
      return [
        one('done', act.label),
        one('failed', 'It failed', { kind: 'danger', needsReason: true, brings: false }),
      ]
    case 'confirm':
      return [
        one('done', 'It was done', { needsReason: true }),
        one('failed', 'It failed', { kind: 'danger', needsReason: true, brings: false }),
      ]
    case 'accept':
      return act.answers.flatMap((name) => [
        one(name, 'Accept'),
        one(name, 'Return', {
          id: `return ${act.place} ${name}`,
          command: 'return',
          kind: 'danger',
          needsReason: true,
        }),
      ])
    default:
      return [one(act.answers[0], act.label)]
  }
}

/** missing says what a move still needs, in a few words for beside its button; "" when it can be made. */
export function missing(move: Move, draft: Draft): string {
  if (move.act.refused) return move.act.refused.detail
  if (move.needsReason && draft.reason.trim() === '') return 'needs a reason'
  if (!move.brings) return ''
  const open = move.act.points.filter((p) => !p.ticked && !draft.ticked.includes(p.text)).length
  if (open > 0 && (move.command === 'report' || move.command === 'take'))
    return `${open} ${open === 1 ? 'point' : 'points'} open`
  for (const field of move.act.form) {
    const wrong = wrongWith(field, draft, move.act)
    if (wrong) return `${spoken(field.name)} ${wrong}`
  }
  return ''
}

/** wrongWith says why a field cannot be sent as it is; "" when it can. */
export function wrongWith(field: Field, draft: Draft, act: Pick<ActView, 'points'>): string {
  const parsed = valueOf(field, draft, act)
  return 'wrong' in parsed ? parsed.wrong : ''
}

function valueOf(field: Field, draft: Draft, { points }: Pick<ActView, 'points'>): Parsed {
  if (widgetOf(field) === 'ticks') {
    const ticked = points.filter((p) => p.ticked || draft.ticked.includes(p.text))
    return { value: ticked.map((p) => p.text).join(', ') }
  }
  const given = draft.evidence[field.name]
  if (widgetOf(field) !== 'upload' || !given) return parse(field, draft.texts[field.name] ?? '')
  if (field.kind === 'report' && !given.result) return { wrong: 'does not say whether it passed' }
  return { value: field.kind ? given : given.digest }
}

/** commandOf is the command that a move gives with what was typed; only call it when nothing is missing. */
export function commandOf(move: Move, draft: Draft): CommandRequest {
  const { act } = move
  const values: Record<string, unknown> = {}
  for (const field of move.brings ? act.form : []) {
    const parsed = valueOf(field, draft, act)
    if ('value' in parsed && parsed.value !== null) values[field.name] = parsed.value
  }
  const points = act.points.map((p) => p.text).filter((text) => draft.ticked.includes(text))
  return {
    command: move.command,
    ...(act.place && { place: act.place }),
    ...(move.answer && { answer: move.answer }),
    ...(draft.reason.trim() && { reason: draft.reason.trim() }),
    ...(Object.keys(values).length > 0 && { values }),
    ...(move.brings && points.length > 0 && { points }),
  }
}

/** gathered is the form of all moves at a place together: fields and points, each once. */
export function gathered(moves: Move[]): Pick<ActView, 'form' | 'points'> {
  const once = <T>(list: T[], key: (x: T) => string) => [...new Map(list.map((x) => [key(x), x])).values()]
  const acts = moves.filter((m) => m.brings && !m.act.refused).map((m) => m.act)
  return {
    form: once(
      acts.flatMap((a) => a.form),
      (f) => f.name,
    ),
    points: once(
      acts.flatMap((a) => a.points),
      (p) => p.text,
    ),
  }
}
