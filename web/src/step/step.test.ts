import { describe, expect, test } from 'vitest'
import type { LogEntry, RungView, VoteView } from '../api/types'
import { leftOf, wordsOf } from './criteria'
import { byAttempt, firedRungs } from './history'
import { follow, most, nothing, prints } from './output'
import { ballotsOf, tallyOf } from './votes'

const entry = (seq: number, kind: string, event: object = {}, over: Partial<LogEntry> = {}): LogEntry => ({
  id: seq,
  seq,
  at: `2026-11-25T13:0${seq}:00Z`,
  kind,
  text: kind,
  status: 'in_progress',
  event,
  ...over,
})

describe('output', () => {
  test('what is read is appended where the text ends', () => {
    const one = follow(nothing, 0, 'web-1 up\n', 9)
    const two = follow(one, 9, 'web-2 ü\n', 18)
    expect(two).toEqual({ text: 'web-1 up\nweb-2 ü\n', offset: 18 })
  })

  test('an answer that comes twice, late or empty changes nothing', () => {
    const one = follow(nothing, 0, 'a', 1)
    expect(follow(one, 0, 'a', 1)).toBe(one)
    expect(follow(one, 1, '', 1)).toBe(one)
  })

  test('the oldest lines fall off, whole', () => {
    const line = `${'x'.repeat(99)}\n`
    const long = follow(nothing, 0, line.repeat(5_000), 500_000)
    expect(long.text.length).toBeLessThanOrEqual(most)
    expect(long.text.startsWith('x'.repeat(99))).toBe(true)
    expect(long.text.endsWith(line)).toBe(true)
    expect(long.offset).toBe(500_000)
  })

  test.each([
    ['\u001b[32mok\u001b[0m', 'ok'],
    ['10 %\r20 %\rdone\n', 'done\n'],
    ['a\r\nb', 'a\nb'],
  ])('%j is shown as %j', (raw, want) => expect(follow(nothing, 0, raw, 1).text).toBe(want))

  test.each([
    ['queued', true],
    ['running', true],
    ['done', false],
    ['in_doubt', false],
  ])('a call that is %s prints: %s', (state, want) => expect(prints(state)).toBe(want))
})

describe('history', () => {
  test('entries stand under their attempt, the newest on top', () => {
    const log = [
      entry(1, 'Ready', { attempt: 1 }),
      entry(2, 'Noted'),
      entry(3, 'Failed', { attempt: 1 }),
      entry(4, 'Ready', { attempt: 2 }),
      entry(5, 'Noted'),
    ]
    expect(byAttempt(log).map((a) => [a.number, ...a.entries.map((e) => e.seq)])).toEqual([
      [2, 4, 5],
      [1, 1, 2, 3],
    ])
  })

  const ladder: RungView[] = [
    { at: '75%', kind: 'remind', to: 'tess' },
    { at: '100%', kind: 'hierarchic', to: 'rolf' },
    { at: '200%', kind: 'hierarchic', to: 'omar' },
  ]

  test('a rung fired when the log of this attempt says so', () => {
    const log = [
      entry(1, 'Escalated', { attempt: 1, index: 2 }),
      entry(2, 'Reminded', { attempt: 2 }),
      entry(3, 'Escalated', { attempt: 2, index: 1 }),
    ]
    expect(firedRungs(ladder, log, 2)).toEqual([log[1]!.at, log[2]!.at, null])
  })

  test('help asked for by hand and rungs left out do not count', () => {
    const log = [
      entry(1, 'Escalated', { attempt: 1, answer: 'ask' }, { by: 'vera' }),
      entry(2, 'Reminded', { attempt: 1, text: 'not asked for' }),
    ]
    expect(firedRungs(ladder, log, 1)).toEqual([null, null, null])
  })
})

test('votes stand beside those who may vote, advice apart, and answers are counted', () => {
  const vote = (person: string, answer: string, advice = false): VoteView => ({
    person,
    role: 'owner',
    answer,
    advice,
    at: '2026-11-25T13:00:00Z',
  })
  const voters = [
    { person: 'omar', role: 'owner', advice: false },
    { person: 'vera', role: 'owner', advice: false, why_not: 'vera wrote it' },
    { person: 'tess', role: 'tester', advice: true },
  ]
  const votes = [
    vote('omar', 'approve'),
    vote('tess', 'reject', true),
    vote('rolf', 'approve'),
    vote('eva', 'reject'),
  ]
  expect(ballotsOf(voters, votes).map((b) => [b.person, b.advice, b.vote?.answer])).toEqual([
    ['omar', false, 'approve'],
    ['vera', false, undefined],
    ['tess', true, 'reject'],
    ['rolf', false, 'approve'], // may no longer, and did
    ['eva', false, 'reject'],
  ])
  expect(tallyOf(votes)).toEqual([
    ['approve', 2],
    ['reject', 1],
  ])
})

describe('criteria', () => {
  test.each([
    ['granted("deploy")', 'A change grants deploy'],
    ['granted("deploy", "live")', 'A change grants deploy of live'],
    ['scan.scan_report.result == "pass"', 'Scan report of scan says pass'],
    ['seal.package', 'Package of seal'],
    ['live.samples >= 1000', null],
    ['granted("build") || granted("deploy")', null],
  ])('%s is %s', (text, words) => expect(wordsOf(text)).toBe(words))

  test('what counts for a day has a quarter left after eighteen hours', () => {
    const at = (hours: number) => new Date(Date.UTC(2026, 10, 25, hours))
    expect(leftOf(at(0), at(24), at(18))).toBe(0.25)
    expect(leftOf(at(0), at(24), at(30))).toBe(0)
    expect(leftOf(at(2), at(24), at(1))).toBe(1)
    expect(leftOf(null, at(24), at(1))).toBe(1)
    expect(leftOf(null, at(24), at(25))).toBe(0)
  })
})
