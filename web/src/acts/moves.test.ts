import { describe, expect, test } from 'vitest'
import type { ActView } from '../api/types'
import { commandOf, type Draft, empty, gathered, missing, movesOf } from './moves'

const act = (over: Partial<ActView>): ActView => ({
  command: 'report',
  place: 'verify',
  label: 'Complete',
  answers: [],
  form: [],
  points: [],
  ...over,
})
const draft = (over: Partial<Draft>): Draft => ({ ...empty, ...over })
const labels = (acts: ActView[]) =>
  movesOf(acts).map((m) => `${m.label}/${m.kind}${m.needsReason ? '/reason' : ''}`)

test.each<[Partial<ActView>[], string[]]>([
  [[{ command: 'vote', answers: ['approve', 'reject'] }], ['Approve/primary', 'Reject/danger/reason']],
  [[{ command: 'vote', answers: ['go', 'no_go'] }], ['Go/primary', 'No-go/danger/reason']],
  [[{}], ['Complete/primary', 'It failed/danger/reason']],
  [
    [
      { command: 'take', label: 'Accept handoff' },
      { command: 'refuse', label: 'Refuse handoff' },
    ],
    ['Accept handoff/primary', 'Refuse handoff/danger/reason'],
  ],
  [[{ command: 'offer', label: 'Offer' }], ['Offer/primary']],
  [[{ command: 'accept', answers: ['plan_text'] }], ['Accept/primary', 'Return/danger/reason']],
  [[{ command: 'confirm' }], ['It was done/plain/reason', 'It failed/danger/reason']],
  [
    [
      { command: 'retry', label: 'Try again' },
      { command: 'accept_failure', label: 'Go on in spite of it' },
    ],
    ['Try again/plain/reason', 'Go on in spite of it/plain/reason'],
  ],
  [[{ command: 'waive', label: 'Waive' }], ['Waive/plain/reason']],
])('movesOf %j', (acts, want) => expect(labels(acts.map(act))).toEqual(want))

describe('missing', () => {
  const report = act({
    points: [
      { text: 'runbook', ticked: true },
      { text: 'contacts', ticked: false },
    ],
    form: [{ name: 'proof', type: 'report', kind: 'report', optional: false }],
  })
  const [complete, failed] = movesOf([report]) as [
    ReturnType<typeof movesOf>[0],
    ReturnType<typeof movesOf>[0],
  ]
  const proof = { digest: 'sha256:ab', name: 'p.txt', result: 'pass' as const }

  test.each<[Partial<Draft>, string]>([
    [{}, '1 point open'],
    [{ ticked: ['contacts'] }, 'Proof is missing'],
    [{ ticked: ['contacts'], evidence: { proof } }, ''],
  ])('to complete with %j', (over, want) => expect(missing(complete, draft(over))).toBe(want))

  test('a failure needs only its reason', () => {
    expect(missing(failed, empty)).toBe('needs a reason')
    expect(missing(failed, draft({ reason: 'disk full' }))).toBe('')
  })

  test('a refused act says why', () => {
    const refused = { title: 'Refused', status: 409, detail: 'you gave it', code: 'R-SOD' }
    expect(missing(movesOf([act({ refused })])[0]!, empty)).toBe('you gave it')
  })
})

describe('commandOf', () => {
  test('brings evidence, values and points', () => {
    const [complete] = movesOf([
      act({
        points: [{ text: 'contacts', ticked: false }],
        form: [
          { name: 'proof', type: 'report', kind: 'report', optional: false },
          { name: 'content', type: 'digest', optional: false },
          { name: 'count', type: 'int', optional: false },
          { name: 'note', type: 'string', optional: true },
        ],
      }),
    ])
    const typed = draft({
      texts: { count: '3' },
      ticked: ['contacts'],
      evidence: {
        proof: { digest: 'sha256:ab', name: 'p.txt', result: 'pass' },
        content: { digest: 'sha256:cd', name: 'c.bin' },
      },
    })
    expect(commandOf(complete!, typed)).toEqual({
      command: 'report',
      place: 'verify',
      answer: 'done',
      values: {
        proof: { digest: 'sha256:ab', name: 'p.txt', result: 'pass' },
        content: 'sha256:cd',
        count: 3,
      },
      points: ['contacts'],
    })
  })

  test('a report says whether it passed: silence does not', () => {
    const [complete] = movesOf([
      act({ form: [{ name: 'proof', type: 'digest', kind: 'report', optional: false }] }),
    ])
    const silent = draft({ evidence: { proof: { digest: 'sha256:ab', name: 'p.txt' } } })
    expect(missing(complete!, silent)).toBe('Proof does not say whether it passed')
    const told = draft({ evidence: { proof: { digest: 'sha256:ab', name: 'p.txt', result: 'fail' } } })
    expect(missing(complete!, told)).toBe('')
  })

  test('a checklist is its own evidence', () => {
    const [complete] = movesOf([
      act({
        points: [{ text: 'support', ticked: false }],
        form: [{ name: 'ready', type: 'checklist', kind: 'checklist', optional: false }],
      }),
    ])
    const typed = draft({ ticked: ['support'] })
    expect(missing(complete!, typed)).toBe('')
    expect(commandOf(complete!, typed)).toMatchObject({ values: { ready: 'support' }, points: ['support'] })
  })

  test('a no leaves the values out and keeps the reason', () => {
    const [, failed] = movesOf([act({ form: [{ name: 'n', type: 'int', optional: false }] })])
    expect(commandOf(failed!, draft({ reason: ' disk full ', texts: { n: '1' } }))).toEqual({
      command: 'report',
      place: 'verify',
      answer: 'failed',
      reason: 'disk full',
    })
  })

  test('returning a deliverable names it', () => {
    const [, back] = movesOf([act({ command: 'accept', answers: ['plan_text'] })])
    expect(commandOf(back!, draft({ reason: 'no dates' }))).toMatchObject({
      command: 'return',
      answer: 'plan_text',
    })
  })
})

test('gathered asks for each field and point once', () => {
  const form = [{ name: 'grant', type: 'statement', kind: 'statement', optional: false }]
  const moves = movesOf([act({ command: 'vote', answers: ['approve', 'reject'], form })])
  expect(gathered(moves)).toEqual({ form, points: [] })
})
