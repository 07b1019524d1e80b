import { describe, expect, test } from 'vitest'
import type { ActView, CaseView } from '../api/types'
import { caseActs, lacks, orderOf } from './caseActs'

const act = (command: string, place = ''): ActView => ({
  command,
  place,
  label: command,
  answers: [],
  form: [],
  points: [],
})
const view = (over: Partial<CaseView>) =>
  ({
    kind: 'release',
    status: 'running',
    owner: 'ana',
    people: [{ id: 'release_manager', holders: ['ana', 'eva'], skills: [], differs_from: [] }],
    holds: [],
    overlays: [{ id: 'emergency', applied: false }],
    phases: [{ id: 'deploy', state: 'now', done: 0, total: 1, at: null }],
    acts: [],
    ...over,
  }) as CaseView
const name = (id: string) => id.toUpperCase()
const offs = (over: Partial<CaseView>) =>
  Object.fromEntries(caseActs(view(over), name).map((a) => [a.id, a.off]))

test('who does not answer for the case reads who may', () => {
  expect(new Set(Object.values(offs({})))).toEqual(new Set(['ANA or EVA may']))
})

test('the accountable reads why not', () => {
  const acts = [act('hold'), act('shift'), act('cancel')]
  expect(offs({ acts })).toEqual({
    hold: undefined,
    resume: 'nothing is held',
    shift: undefined,
    apply: undefined,
    link_change: undefined,
    back_out: 'nothing live has been changed yet',
    cancel: undefined,
  })
  expect(offs({ acts, status: 'closed' }).hold).toBe('the release is closed')
})

test('blocks are offered by place', () => {
  const acts = [act('hold'), act('resume', 'deploy'), act('back_out', 'deploy'), act('back_out')]
  const places = Object.fromEntries(caseActs(view({ acts }), name).map((a) => [a.id, a.places]))
  expect(places).toMatchObject({ hold: ['', 'deploy'], resume: ['deploy'], back_out: ['deploy', ''] })
})

const nothing = { reason: '', place: '', answer: '', when: '', values: {} }

describe('orderOf', () => {
  test.each<[Parameters<typeof orderOf>[0], object, object]>([
    ['hold', { reason: ' storm ', place: 'deploy' }, { command: 'hold', place: 'deploy', reason: 'storm' }],
    [
      'shift',
      { reason: 'later', when: '2026-12-02T09:00+01:00' },
      { command: 'shift', answer: 'T', time: '2026-12-02T08:00:00.000Z', reason: 'later' },
    ],
    [
      'apply',
      { reason: 'down', answer: 'emergency', values: { incident: 'INC-1' } },
      { command: 'apply', answer: 'emergency', reason: 'down', values: { incident: 'INC-1' } },
    ],
    ['link_change', { answer: 'CHG-1' }, { command: 'link_change', answer: 'CHG-1' }],
  ])('%s', (id, over, want) => expect(orderOf(id, { ...nothing, ...over })).toEqual(want))
})

test.each<[Parameters<typeof lacks>[0], object, string]>([
  ['cancel', {}, 'needs a reason'],
  ['cancel', { reason: 'x' }, ''],
  ['shift', { reason: 'x' }, 'needs the new date'],
  ['apply', { reason: 'x' }, 'needs an overlay'],
  ['link_change', {}, 'needs a change'],
  ['link_change', { answer: 'CHG-1' }, ''],
])('%s with %j lacks %j', (id, over, want) => expect(lacks(id, { ...nothing, ...over })).toBe(want))
