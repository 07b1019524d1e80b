import { expect, test } from 'vitest'
import type { ActView, CaseView, DeliverableView, LogEntry } from '../api/types'
import { matches } from './Log'
import { awaitedOf } from './Overview'
import { countOf, pressing } from './Papers'
import { tasksOf } from './Rail'
import { readTab } from './tabs'

const act = (command: string, place: string, over: Partial<ActView> = {}): ActView => ({
  command,
  place,
  label: command,
  answers: [],
  form: [],
  points: [],
  ...over,
})

test('tasksOf lists steps once, each deliverable apart, and nothing of the whole case', () => {
  const refused = { title: 'Refused', status: 409, detail: 'no', code: 'R-SOD' }
  const tasks = tasksOf([
    act('take', 'to_test'),
    act('refuse', 'to_test'),
    act('accept', 'write_plan', { answers: ['plan_text'] }),
    act('accept', 'write_plan', { answers: ['dates'] }),
    act('report', 'test', { refused }),
    act('resume', 'build'),
    act('hold', ''),
  ])
  expect(tasks.map((t) => [t.title, t.verb, t.label])).toEqual([
    ['to_test', 'Act', 'take'],
    ['plan_text', 'Review', 'accept'],
    ['dates', 'Review', 'accept'],
  ])
})

test('awaitedOf is the step the sentence names, if it is open', () => {
  const waiting = [{ place: 'bake[first]' }, { place: 'verify' }] as CaseView['waiting']
  expect(awaitedOf({ why: '`verify` waits for Mia Novak', waiting })).toBe('verify')
  expect(awaitedOf({ why: '`build` is held', waiting })).toBeUndefined()
  expect(awaitedOf({ why: 'Nothing is awaited.', waiting })).toBeUndefined()
})

test('pressing puts deliverables that wait for somebody first', () => {
  const paper = (name: string, status: string, accepter?: string) =>
    ({ name, status, accepter }) as DeliverableView
  const papers = [
    paper('log', 'expected'),
    paper('scan', 'submitted'),
    paper('plan', 'accepted', 'ida'),
    paper('proof', 'expected', 'ida'),
    paper('report', 'returned', 'ida'),
  ]
  expect(pressing(papers, 4).map((p) => p.name)).toEqual(['report', 'plan', 'proof', 'scan'])
})

test('matches wants every word somewhere', () => {
  const entry = { text: 'Mia Novak accepted handoff to_test', kind: 'Accepted', place: 'to_test' } as LogEntry
  expect(matches(entry, 'mia TO_TEST')).toBe(true)
  expect(matches(entry, 'mia refused')).toBe(false)
  expect(matches(entry, '')).toBe(true)
})

test('readTab knows its tabs, the overview is no word in the address', () => {
  expect([{ tab: 'log' }, { tab: 'overview' }, { tab: 'x' }, {}].map(readTab)).toEqual([
    { tab: 'log' },
    {},
    {},
    {},
  ])
})

test('countOf counts what somebody must accept, else what is given', () => {
  const paper = (status: string, over: Partial<DeliverableView> = {}) =>
    ({ status, at: null, ...over }) as DeliverableView
  const given = paper('submitted', { at: '2026-11-25T12:00:00Z' })
  expect(countOf([given, paper('expected')])).toBe('1 given of 2')
  expect(
    countOf([given, paper('submitted', { accepter: 'ida' }), paper('accepted', { accepted_by: 'ida' })]),
  ).toBe('1 accepted of 2 to accept')
})
