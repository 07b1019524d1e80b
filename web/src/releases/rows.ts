import type { CaseSummary, PhaseCell } from '../api/types'
import type { Column } from '../lists/csv'
import { byDue } from '../time/clock'
import { statusOf } from '../ui/vocabulary'

/** PhaseColumn is a column of the phase grid: a phase, and how many releases stand in it. */
export interface PhaseColumn {
  id: string
  now: number
}

/** phaseColumns merges the phases of all releases in their order; a phase that only some have keeps its place. */
export function phaseColumns(rows: CaseSummary[]): PhaseColumn[] {
  const order: string[] = []
  for (const { phases } of rows) {
    let at = 0
    for (const { id } of phases) {
      const found = order.indexOf(id)
      if (found < 0) order.splice(at++, 0, id)
      else at = Math.max(at, found + 1)
    }
  }
  return order.map((id) => ({ id, now: rows.filter((r) => cellOf(r, id).state === 'now').length }))
}

/** cellOf is the cell of a phase; one that a release does not have is not needed. */
export function cellOf({ phases }: CaseSummary, id: string): PhaseCell {
  return phases.find((p) => p.id === id) ?? { id, state: 'not_needed', done: 0, total: 0, at: null }
}

/** byClock sorts the clock that runs out first to the front, and then the older release. */
export function byClock(a: CaseSummary, b: CaseSummary): number {
  return byDue(a.next, b.next) || Date.parse(a.started_at) - Date.parse(b.started_at)
}

const worstFirst = [
  'in_doubt',
  'blocked',
  'late',
  'backing_out',
  'held',
  'at_risk',
  'waiting',
  'on_track',
  'done',
]

/** healths counts releases by health, the worst first; a word that is chosen stays, with 0. */
export function healths(rows: CaseSummary[], chosen?: string): { word: string; count: number }[] {
  const words = new Set([...worstFirst, ...rows.map((r) => r.health)])
  return [...words]
    .map((word) => ({ word, count: rows.filter((r) => r.health === word).length }))
    .filter(({ word, count }) => count > 0 || word === chosen)
}

/** exported are the columns of the CSV; instants are RFC 3339 in UTC. */
export function exported(phases: PhaseColumn[]): Column<CaseSummary>[] {
  return [
    { title: 'id', of: (r) => r.id },
    { title: 'title', of: (r) => r.title },
    { title: 'model', of: (r) => r.model },
    { title: 'version', of: (r) => r.version },
    { title: 'rigor', of: (r) => r.rigor },
    { title: 'urgency', of: (r) => r.urgency },
    { title: 'health', of: (r) => r.health },
    { title: 'outcome', of: (r) => r.outcome },
    { title: 'phase', of: (r) => r.phase },
    ...phases.map(({ id }): Column<CaseSummary> => ({ title: id, of: (r) => stateOf(cellOf(r, id)) })),
    { title: 'owner', of: (r) => r.owner },
    { title: 'planned_at', of: (r) => r.t },
    { title: 'next_due', of: (r) => r.next?.due },
    { title: 'next_place', of: (r) => r.next?.place },
    { title: 'next_who', of: (r) => r.next?.who.join(' ') },
    { title: 'started_at', of: (r) => r.started_at },
    { title: 'ended_at', of: (r) => r.ended_at },
  ]
}

function stateOf({ state, status, text, at }: PhaseCell): string {
  if (state === 'now') return [text, statusOf(status ?? 'in_progress').label].filter(Boolean).join(' ')
  return state === 'done' && at ? `done ${at}` : state.replaceAll('_', ' ')
}
