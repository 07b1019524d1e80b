import { expect, test } from 'vitest'
import type { CaseSummary, PhaseCell } from '../api/types'
import { csv } from '../lists/csv'
import { byClock, cellOf, exported, healths, phaseColumns } from './rows'
import { readSearch } from './search'

const phase = (id: string, over: Partial<PhaseCell> = {}): PhaseCell => ({
  id,
  state: 'pending',
  done: 0,
  total: 2,
  at: null,
  ...over,
})
const release = (id: string, over: Partial<CaseSummary> = {}): CaseSummary => ({
  id,
  kind: 'release',
  title: `Title of ${id}`,
  model: 'software-standard',
  version: '1.0.0',
  rigor: 'R2',
  urgency: 'planned',
  mode: 'real',
  status: 'running',
  health: 'on_track',
  phase: 'plan',
  phases: [],
  owner: 'ana',
  next: null,
  t: null,
  started_at: '2026-11-20T08:00:00Z',
  ended_at: null,
  etag: '"1"',
  ...over,
})
const due = (at: string) => ({
  place: 'verify',
  who: ['mia', 'tom'],
  from: at,
  due: at,
  hours: 'office',
  used: 0,
  over: false,
  text: '4bh',
})

test('phaseColumns keeps the order of the process and counts where releases stand', () => {
  const rows = [
    release('a', { phases: [phase('plan', { state: 'done' }), phase('deploy', { state: 'now' })] }),
    release('b', { phases: ['plan', 'build', 'deploy', 'back_out'].map((id) => phase(id)) }),
  ]
  expect(phaseColumns(rows)).toEqual([
    { id: 'plan', now: 0 },
    { id: 'build', now: 0 },
    { id: 'deploy', now: 1 },
    { id: 'back_out', now: 0 },
  ])
  expect(cellOf(rows[0]!, 'build').state).toBe('not_needed')
})

test('byClock puts the clock that runs out first on top, then the older', () => {
  const rows = [
    release('none'),
    release('older', { started_at: '2026-11-01T08:00:00Z' }),
    release('late', { next: due('2026-11-25T08:00:00Z') }),
    release('soon', { next: due('2026-11-26T08:00:00Z') }),
  ]
  expect(rows.sort(byClock).map((r) => r.id)).toEqual(['late', 'soon', 'older', 'none'])
})

test('healths counts the worst first and keeps what is chosen', () => {
  const rows = [release('a'), release('b', { health: 'blocked' }), release('c')]
  expect(healths(rows, 'late')).toEqual([
    { word: 'blocked', count: 1 },
    { word: 'late', count: 0 },
    { word: 'on_track', count: 2 },
  ])
})

test('the export has a column per phase', () => {
  const row = release('REL-1', {
    next: due('2026-11-26T08:00:00Z'),
    phases: [
      phase('plan', { state: 'done', at: '2026-11-21T08:00:00Z' }),
      phase('deploy', { state: 'now', status: 'blocked', text: 'readiness' }),
    ],
  })
  const [head, line] = csv(exported(phaseColumns([row])), [row]).split('\r\n')
  expect(head).toContain(',phase,plan,deploy,owner,')
  expect(line).toContain(
    ',plan,done 2026-11-21T08:00:00Z,readiness Blocked,ana,,2026-11-26T08:00:00Z,verify,mia tom,',
  )
})

test('readSearch takes only what it knows', () => {
  expect(readSearch({ status: 'open', view: 'x', q: '', model: 7, health: 'late' })).toEqual({
    health: 'late',
  })
  expect(readSearch({ status: 'closed', view: 'list', q: 'api' })).toEqual({
    status: 'closed',
    view: 'list',
    q: 'api',
  })
})
