import { describe, expect, test } from 'vitest'
import { dateOf, daysApart, fullOf, momentOf, nowOf, spanOf, timeOf } from './format'

const zone = 'Europe/Berlin'
const reader = { now: new Date('2026-11-25T13:06:00Z'), zone }

test.each([
  ['2026-11-25T16:16:00Z', '17:16', 'today'],
  ['2026-11-25T23:30:00Z', 'Thu 00:30', 'tomorrow in the zone, today in UTC'],
  ['2026-11-26T07:30:00Z', 'Thu 08:30', 'tomorrow'],
  ['2026-12-01T05:00:00Z', 'Tue 1 Dec 06:00', 'six days on'],
  ['2026-12-02T05:00:00Z', 'Wed 2 Dec 06:00', 'seven days on, the same weekday as today'],
  ['2026-11-18T05:00:00Z', 'Wed 18 Nov 06:00', 'seven days ago'],
  ['2027-01-08T09:00:00Z', 'Fri 8 Jan 2027 10:00', 'another year'],
])('momentOf %s is %s: %s', (at, want) => {
  expect(momentOf(new Date(at), reader)).toBe(want)
})

test.each([
  ['2026-11-25T08:20:00Z', '09:20'],
  ['2026-11-24T22:59:00Z', '24 Nov'],
  ['2026-09-21T10:00:00Z', '21 Sep'],
  ['2027-01-08T10:00:00Z', '8 Jan 2027'],
])('dateOf %s is %s', (at, want) => {
  expect(dateOf(new Date(at), reader)).toBe(want)
})

test('fullOf and nowOf name the zone', () => {
  expect(fullOf(reader.now, zone)).toBe('Wed 25 Nov 2026 14:06 CET')
  expect(fullOf(new Date('2026-07-01T00:00:00Z'), zone)).toBe('Wed 1 Jul 2026 02:00 CEST')
  expect(nowOf(reader)).toBe('Wed 25 Nov 14:06 CET')
})

test('midnight is 00:00, not 24:00', () => {
  expect(timeOf(new Date('2026-11-25T23:00:00Z'), zone)).toBe('00:00')
})

describe('spanOf', () => {
  test.each([
    [0, '0 s'],
    [45_900, '45 s'],
    [24 * 60_000, '24 min'],
    [60 * 60_000, '1 h'],
    [190 * 60_000, '3 h 10 min'],
    [-12 * 60_000, '12 min'],
    [52 * 3_600_000, '2 d 4 h'],
    [48 * 3_600_000 + 59_000, '2 d'],
  ])('%d ms is %s', (ms, want) => expect(spanOf(ms)).toBe(want))
})

test('daysApart counts calendar days over a change of summer time', () => {
  const before = new Date('2026-10-24T20:00:00Z')
  expect(daysApart(new Date('2026-10-25T22:59:00Z'), before, zone)).toBe(1)
  expect(daysApart(before, new Date('2026-10-25T22:59:00Z'), zone)).toBe(-1)
})
