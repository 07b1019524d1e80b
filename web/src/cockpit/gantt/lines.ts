import type { CaseView, StepSummary } from '../../api/types'
import { spanOf } from '../../time/format'
import type { Family } from '../../ui/vocabulary'
import { statusOf } from '../../ui/vocabulary'
import type { Span } from './scale'

/** Line is a row of the time chart: a phase, or a step of the phase that is under way. */
export interface Line {
  key: string
  phase: string
  /** A step; a phase when absent. */
  step?: string
  /** Beside the name: how many steps. */
  sub?: string
  status: string
  family: Family
  actual?: Span
  /** Still under way: actual ends now. */
  open: boolean
  /** From when it is planned, or could start, until when it is due. */
  planned?: Span
  /** How it went, in a few words. */
  note: string
}

type Seen = Pick<CaseView, 'phases' | 'steps' | 'phase'>

/** linesOf are the rows of the chart: every phase, and under the present one its steps that are open or done. */
export function linesOf({ phases, steps, phase }: Seen, now: number): Line[] {
  return phases
    .filter((cell) => cell.state !== 'not_needed')
    .flatMap((cell) => {
      const own = steps.filter((s) => s.phase === cell.id)
      const line = phaseLine(cell, own, now)
      const inside = cell.state === 'now' || cell.id === phase ? own.flatMap((s) => stepLine(s, now)) : []
      return [line, ...inside]
    })
}

function phaseLine(cell: CaseView['phases'][number], own: StepSummary[], now: number): Line {
  const begun = own.flatMap((s) => begin(s) ?? [])
  const ended = own.flatMap((s) => ms(s.ended_at) ?? [])
  const open = cell.state === 'now'
  const word = open ? (cell.status ?? 'in_progress') : cell.state
  const to = open ? now : (ms(cell.at) ?? Math.max(...ended))
  const actual = begun.length > 0 && cell.state !== 'pending' ? span(Math.min(...begun), to) : undefined
  const planned = plannedOf(cell, own)
  return {
    key: cell.id,
    phase: cell.id,
    sub: `${cell.total} ${cell.total === 1 ? 'step' : 'steps'}`,
    status: word,
    family: statusOf(word).family,
    actual,
    open,
    planned,
    note: actual ? `${open ? 'for ' : ''}${spanOf(actual.to - actual.from)}` : '',
  }
}

/** plannedOf is when a phase is planned: by its steps, else by the date that it is to end. */
function plannedOf(cell: CaseView['phases'][number], own: StepSummary[]): Span | undefined {
  const starts = own.flatMap((s) => ms(s.planned_at) ?? [])
  const ends = own.flatMap((s) => (s.planned_at && ms(s.due)) || [])
  const end = ms(cell.state === 'pending' ? cell.at : null)
  if (starts.length === 0) return end ? span(end, end) : undefined
  return span(Math.min(...starts), Math.max(...starts, ...ends))
}

function stepLine(s: StepSummary, now: number): Line[] {
  const from = begin(s)
  const planned = ms(s.planned_at)
  if ((from ?? planned) === undefined || s.status === 'skipped') return []
  const ended = ms(s.ended_at)
  const due = ms(s.due)
  const end = due ?? planned
  return [
    {
      key: s.place,
      phase: s.phase,
      step: s.place,
      status: s.status,
      family: statusOf(s.status).family,
      actual: from === undefined ? undefined : span(from, ended ?? now),
      open: ended === undefined,
      planned: end ? span(planned ?? from!, end) : undefined,
      note: from === undefined ? '' : noteOf(from, ended, due, now),
    },
  ]
}

/** noteOf says how a step stands to its limit. */
function noteOf(from: number, ended: number | undefined, due: number | undefined, now: number): string {
  if (due === undefined) return spanOf((ended ?? now) - from)
  const left = due - (ended ?? now)
  if (ended !== undefined) return `${spanOf(left)} ${left < 0 ? 'late' : 'before due'}`
  return left < 0 ? `${spanOf(left)} over` : `${spanOf(left)} left`
}

/** extent is what the chart shows: from the start to the last thing known, with some air around it. */
export function extent(
  view: Pick<CaseView, 'started_at' | 'ended_at' | 't' | 'latest_back_out'>,
  lines: Line[],
  now: number,
): Span {
  const ends = lines.flatMap((l) => [l.actual?.to, l.planned?.to])
  const known = [
    ...ends,
    ms(view.t),
    ms(view.ended_at),
    ms(view.latest_back_out),
    view.ended_at ? undefined : now,
  ]
  const from = Date.parse(view.started_at)
  const to = Math.max(from + 3_600_000, ...known.filter((at) => at !== undefined))
  const air = (to - from) * 0.06
  return { from: from - air, to: to + air }
}

const begin = (s: StepSummary) => ms(s.ready_at) ?? ms(s.started_at)

const span = (from: number, to: number): Span => ({ from, to: Math.max(from, to) })

function ms(at: string | null | undefined): number | undefined {
  return at ? Date.parse(at) : undefined
}
