import { describe, expect, test } from 'vitest'
import type { Clock } from '../api/types'
import { byDue, limitOf, readClock } from './clock'

const reader = { now: new Date('2026-11-25T13:06:00Z'), zone: 'Europe/Berlin' }

function clock(over: Partial<Clock>): Clock {
  return {
    place: 'verify',
    who: ['helen'],
    from: '2026-11-25T09:00:00Z',
    due: '2026-11-25T16:16:00Z',
    hours: 'business',
    used: 21,
    over: false,
    text: '4bh',
    ...over,
  }
}

describe('readClock', () => {
  test('is calm while less than three quarters are used', () => {
    expect(readClock(clock({}), reader)).toEqual({
      tone: 'calm',
      main: '3 h 10 min left',
      sub: 'due 17:16 · 4 bh',
      share: 21,
    })
    expect(readClock(clock({ used: 74 }), reader).tone).toBe('calm')
  })

  test('is amber from three quarters', () => {
    const got = readClock(clock({ due: '2026-11-25T13:30:00Z', used: 75 }), reader)
    expect(got).toEqual({ tone: 'risk', main: '24 min left', sub: 'due 14:30 · 4 bh', share: 75 })
  })

  test('is late when over, whatever share the server last gave', () => {
    const got = readClock(clock({ due: '2026-11-25T12:54:00Z', used: 98 }), reader)
    expect(got).toEqual({ tone: 'late', main: '12 min over', sub: 'due 13:54 · 4 bh', share: 100 })
  })

  test('names the day when it is due on another', () => {
    const got = readClock(clock({ due: '2026-11-26T16:00:00Z', text: '2bd', used: 40 }), reader)
    expect(got).toEqual({ tone: 'calm', main: 'Thu 17:00', sub: '1 d 2 h left · 2 bd', share: 40 })
  })

  test('is not over at the very instant it is due', () => {
    expect(readClock(clock({ due: '2026-11-25T13:06:00Z' }), reader).main).toBe('0 s left')
  })
})

test.each([
  ['4bh', 'business', '4 bh'],
  ['48h', 'elapsed', '48 h'],
  ['1d', 'UC-0117', '1 d, UC-0117'],
  ['Thu 17:00', 'business', 'Thu 17:00, business'],
])('limitOf %s on %s is %s', (text, hours, want) => {
  expect(limitOf(clock({ text, hours }))).toBe(want)
})

test('byDue puts the first to run out first and no clock last', () => {
  const early = clock({ due: '2026-11-25T12:00:00Z' })
  const late = clock({ due: '2026-11-25T18:00:00Z' })
  expect([null, late, early, null].sort(byDue)).toEqual([early, late, null, null])
})
