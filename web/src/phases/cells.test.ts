import { expect, test } from 'vitest'
import type { PhaseCell } from '../api/types'
import { readCell } from './cells'

const reader = { now: new Date('2026-11-25T13:06:00Z'), zone: 'Europe/Berlin' }
const cell = (over: Partial<PhaseCell>): PhaseCell => ({
  id: 'deploy',
  state: 'pending',
  done: 0,
  total: 0,
  at: null,
  ...over,
})

test.each<[Partial<PhaseCell>, object]>([
  [{ state: 'not_needed' }, { look: 'none', text: 'not needed', label: 'deploy: not needed' }],
  [
    { state: 'done', at: '2026-11-24T09:00:00Z' },
    { look: 'done', text: '24 Nov', label: 'deploy: done 24 Nov' },
  ],
  [
    { state: 'done', at: '2026-11-25T08:20:00Z' },
    { look: 'done', text: '09:20', label: 'deploy: done 09:20' },
  ],
  [{ state: 'pending' }, { look: 'future', text: 'pending', label: 'deploy: pending' }],
  [{ at: '2026-12-02T08:00:00Z' }, { look: 'future', text: '2 Dec', label: 'deploy: planned 2 Dec' }],
  [
    { state: 'now', status: 'blocked', text: 'readiness', done: 1, total: 16 },
    {
      look: 'bad',
      text: 'readiness',
      detail: '1 of 16 steps',
      label: 'deploy: readiness, Blocked, 1 of 16 steps',
    },
  ],
  [{ state: 'now' }, { look: 'run', text: 'In progress', detail: undefined, label: 'deploy: In progress' }],
])('readCell %j', (over, want) => {
  expect(readCell(cell(over), reader)).toEqual(want)
})
