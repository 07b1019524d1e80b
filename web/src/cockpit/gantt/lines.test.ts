import { expect, test } from 'vitest'
import type { PhaseCell, StepSummary } from '../../api/types'
import { extent, linesOf } from './lines'

const now = Date.parse('2026-11-25T12:00:00Z')
const cell = (id: string, over: Partial<PhaseCell>): PhaseCell => ({
  id,
  state: 'pending',
  done: 0,
  total: 1,
  at: null,
  ...over,
})
const step = (place: string, phase: string, over: Partial<StepSummary>): StepSummary => ({
  place,
  title: place,
  kind: 'task',
  phase,
  status: 'done',
  state: 'settled',
  attempt: 1,
  who: [],
  ready_at: null,
  started_at: null,
  ended_at: null,
  due: null,
  planned_at: null,
  ...over,
})
const view = {
  phase: 'deploy',
  phases: [
    cell('plan', { state: 'done', total: 2, at: '2026-11-25T02:00:00Z' }),
    cell('build', { state: 'not_needed' }),
    cell('deploy', { state: 'now', status: 'late', total: 3 }),
    cell('review', { at: '2026-12-01T08:00:00Z' }),
  ],
  steps: [
    step('register', 'plan', { ready_at: '2026-11-25T00:00:00Z', ended_at: '2026-11-25T01:00:00Z' }),
    step('notify', 'deploy', {
      ready_at: '2026-11-25T08:00:00Z',
      ended_at: '2026-11-25T09:00:00Z',
      due: '2026-11-25T10:00:00Z',
    }),
    step('readiness', 'deploy', {
      status: 'late',
      ready_at: '2026-11-25T09:00:00Z',
      due: '2026-11-25T11:30:00Z',
    }),
    step('scan', 'deploy', { status: 'skipped', ready_at: '2026-11-25T09:00:00Z' }),
    step('verify', 'deploy', { status: 'pending' }),
  ],
}

test('linesOf shows phases, and the steps of the present one', () => {
  const got = linesOf(view, now).map((l) => [
    l.step ?? l.phase,
    l.family,
    l.open,
    l.note,
    !!l.actual,
    !!l.planned,
  ])
  expect(got).toEqual([
    ['plan', 'done', false, '2 h', true, false],
    ['deploy', 'late', true, 'for 4 h', true, false],
    ['notify', 'done', false, '1 h before due', true, true],
    ['readiness', 'late', true, '30 min over', true, true],
    ['review', 'idle', false, '', false, true],
  ])
})

test('extent reaches from the start to the last thing known', () => {
  const started = { started_at: '2026-11-25T00:00:00Z', ended_at: null, t: null, latest_back_out: null }
  const hours = (s: { from: number; to: number }) =>
    [s.from - Date.parse(started.started_at), s.to - now].map((n) => n / 3_600_000)
  expect(hours(extent(started, [], now))).toEqual([-0.72, 0.72])
  expect(extent({ ...started, t: '2026-12-03T00:00:00Z' }, [], now).to).toBeGreaterThan(
    Date.parse('2026-12-03T00:00:00Z'),
  )
})
