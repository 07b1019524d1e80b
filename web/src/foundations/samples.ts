import type { CSSProperties } from 'react'
import type { Clock, PhaseCell, Problem } from '../api/types'
import type { StepKind } from '../ui/stepShape'

/** statuses: a word, what it means, and its label where one row stands for several words. */
export const statuses: [word: string, meaning: string, label?: string][] = [
  ['pending', 'not reached yet'],
  ['ready', 'may start, nobody has it'],
  ['in_progress', 'someone or something works'],
  ['waiting', 'needs a named person or party'],
  ['done', 'finished as asked', 'Done, Passed, Met, Accepted'],
  ['waived', 'met by a recorded waiver'],
  ['at_risk', 'forecast p85 misses the plan'],
  ['late', 'the clock ran out'],
  ['blocked', 'cannot go on; says by what'],
  ['failed', 'ended with an error'],
  ['refused', 'a person said no, with reason', 'Refused, Returned, No-go'],
  ['held', 'paused at a safe point'],
  ['frozen', 'a freeze binds'],
  ['backing_out', 'restoring the baseline', 'Backing out, Backed out'],
  ['in_doubt', 'result unknown; a person confirms'],
  ['skipped', 'ended without result, and why', 'Skipped, Cancelled, Expired'],
]

export const types: [name: string, sample: string, style: CSSProperties][] = [
  [
    '24 / 600, one number',
    '96.1 %',
    { fontSize: 24, lineHeight: '30px', fontWeight: 600, letterSpacing: '-.01em' },
  ],
  ['20 / 600, page title', 'Payments API 4.12', { fontSize: 20, lineHeight: '26px', fontWeight: 600 }],
  ['14 / 600, section', 'Deliverables and evidence', { fontSize: 14, lineHeight: '20px', fontWeight: 600 }],
  ['14 / 400, the sentence', 'readiness waits for Kestrel Cloud GmbH', { fontSize: 14, lineHeight: '20px' }],
  ['13 / 400, body', 'Dashboards and alerts in place', { fontSize: 13 }],
  ['12 / 500, labels', 'Accepted by, age', { fontSize: 12, fontWeight: 500 }],
  ['11 / 400, chart text', 'p85 Thu 08:20, 10 min to spare', { fontSize: 11 }],
  [
    '12, mono, ids',
    'sha256:9f2c41…e1a7',
    { fontSize: 12, fontFamily: 'var(--mono)', letterSpacing: '-.02em' },
  ],
]

interface StepSample {
  x: number
  y: number
  width: number
  height: number
  kind: StepKind
  title: string
  status: string
  detail?: string
  awaited?: boolean
}

const size = { width: 100, height: 36 }
const wide = { width: 106, height: 36 }

export const steps: StepSample[] = [
  { ...size, x: 4, y: 8, kind: 'task', title: 'assemble', status: 'done' },
  { ...size, x: 116, y: 8, kind: 'auto', title: 'test', status: 'in_progress', detail: '41 of 60 min' },
  { ...size, x: 228, y: 8, kind: 'gate', title: 'A2', status: 'waiting', detail: 'Marta Silva' },
  { ...wide, x: 340, y: 8, kind: 'handoff', title: 'deliver', status: 'refused', detail: 'Refused once' },
  {
    width: 98,
    height: 36,
    x: 456,
    y: 8,
    kind: 'release',
    title: 'capacity',
    status: 'waiting',
    detail: 'REL-2044',
  },
  { ...size, x: 4, y: 66, kind: 'task', title: 'verify', status: 'pending', detail: 'Thu 09:30' },
  { ...size, x: 116, y: 66, kind: 'task', title: 'readiness', status: 'blocked', awaited: true },
  { ...size, x: 228, y: 66, kind: 'auto', title: 'wave 2', status: 'in_doubt', detail: 'Confirm' },
  { ...wide, x: 340, y: 66, kind: 'auto', title: 'restore', status: 'backing_out', detail: '12 of 30 min' },
  {
    width: 98,
    height: 36,
    x: 456,
    y: 66,
    kind: 'task',
    title: 'scan',
    status: 'skipped',
    detail: 'Not needed',
  },
]

const clock = (due: string, used: number, over = false): Clock => ({
  place: 'verify',
  who: ['helen'],
  from: '2026-11-25T09:00:00Z',
  due,
  hours: 'business',
  used,
  over,
  text: '4bh',
})

export const clocks: Clock[] = [
  clock('2026-11-25T16:16:00Z', 21),
  clock('2026-11-25T13:30:00Z', 90),
  clock('2026-11-25T12:54:00Z', 100, true),
  clock('2026-11-26T16:00:00Z', 40),
  clock('2026-12-01T05:00:00Z', 5),
]

const cell = (id: string, over: Partial<PhaseCell>): PhaseCell => ({
  id,
  state: 'pending',
  done: 0,
  total: 0,
  at: null,
  ...over,
})

export const cells: PhaseCell[] = [
  cell('plan', { state: 'done', at: '2026-11-17T10:00:00Z' }),
  cell('build', { state: 'done', at: '2026-11-25T08:20:00Z' }),
  cell('validate', { state: 'now', status: 'in_progress', text: 'focused_test', done: 2, total: 4 }),
  cell('deploy', { state: 'now', status: 'blocked', text: 'readiness', done: 1, total: 16 }),
  cell('enable', { at: '2026-11-26T11:30:00Z' }),
  cell('support', { state: 'not_needed' }),
  cell('review', { at: '2027-01-08T11:30:00Z' }),
]

export const surfaces: [name: string, use: string][] = [
  ['--bg', 'page'],
  ['--surface', 'card'],
  ['--sunken', 'group head'],
  ['--selected', 'current row'],
  ['--accent', 'link, focus, act'],
  ['--border-strong', 'edge'],
  ['--freeze-bg', 'freeze, hatched'],
  ['--weekend', 'weekend'],
  ['--now', 'the present'],
]

export const refusal: Problem = {
  title: 'Not authorized: the freeze began at 18:00',
  status: 403,
  detail: 'Peak trading freeze binds live-eu.',
  code: 'grant.refused',
  place: 'freeze',
  need: 'Your reason is kept.',
  ask: ['Femi Laurent'],
  until: '2026-12-01T05:00:00Z',
  request: '01J9…7QX',
}
