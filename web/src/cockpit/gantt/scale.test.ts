import { expect, test } from 'vitest'
import { midnight, monthsOf, type Scale, ticksOf, weekendsOf, x } from './scale'

const zone = 'Europe/Berlin'
const at = (text: string) => Date.parse(text)
const scale = (from: string, to: string, width = 700): Scale => ({ from: at(from), to: at(to), width, zone })

test('x stands at the edge outside the scale', () => {
  const s = scale('2026-11-23T00:00:00+01:00', '2026-11-25T00:00:00+01:00', 200)
  expect(x(s, at('2026-11-24T00:00:00+01:00'))).toBe(100)
  expect(x(s, at('2026-11-20T00:00:00+01:00'))).toBe(0)
  expect(x(s, at('2026-12-20T00:00:00+01:00'))).toBe(200)
})

test.each<[string, string, string[]]>([
  ['2026-11-25T12:30:00+01:00', '2026-11-25T16:30:00+01:00', ['13:00', '14:00', '15:00', '16:00']],
  [
    '2026-11-25T00:00:00+01:00',
    '2026-11-27T00:00:00+01:00',
    ['Wed 25', '06:00', '12:00', '18:00', 'Thu 26', '06:00', '12:00', '18:00'],
  ],
  [
    '2026-11-23T08:00:00+01:00',
    '2026-11-30T00:00:00+01:00',
    ['Tue 24', 'Wed 25', 'Thu 26', 'Fri 27', 'Sat 28', 'Sun 29'],
  ],
  ['2026-11-02T00:00:00+01:00', '2026-11-30T00:00:00+01:00', ['Mon 2', 'Mon 9', 'Mon 16', 'Mon 23']],
])('ticks from %s to %s', (from, to, want) => {
  expect(ticksOf(scale(from, to)).map((t) => t.label)).toEqual(want)
})

test('days begin at midnight of the zone also when the clocks change', () => {
  const ticks = ticksOf(scale('2026-10-24T00:00:00+02:00', '2026-10-28T00:00:00+01:00', 300))
  expect(ticks.map((t) => new Date(t.at).toISOString())).toEqual([
    '2026-10-23T22:00:00.000Z',
    '2026-10-24T22:00:00.000Z',
    '2026-10-25T23:00:00.000Z',
    '2026-10-26T23:00:00.000Z',
  ])
  expect(midnight(at('2026-10-25T12:00:00+01:00'), zone)).toBe(at('2026-10-25T00:00:00+02:00'))
})

test('weekends are cut at the edges', () => {
  const spans = weekendsOf(scale('2026-11-22T12:00:00+01:00', '2026-12-02T00:00:00+01:00'))
  expect(spans).toEqual([
    { from: at('2026-11-22T12:00:00+01:00'), to: at('2026-11-23T00:00:00+01:00') },
    { from: at('2026-11-28T00:00:00+01:00'), to: at('2026-11-30T00:00:00+01:00') },
  ])
})

test('months part the scale', () => {
  const months = monthsOf(scale('2026-11-17T08:00:00+01:00', '2026-12-05T00:00:00+01:00'))
  expect(months.map((m) => [m.label, new Date(m.from).toISOString(), new Date(m.to).toISOString()])).toEqual([
    ['November 2026', '2026-11-17T07:00:00.000Z', '2026-11-30T23:00:00.000Z'],
    ['December 2026', '2026-11-30T23:00:00.000Z', '2026-12-04T23:00:00.000Z'],
  ])
})
