import type { Clock } from '../api/types'
import { daysApart, momentOf, type Reader, spanOf, timeOf } from './format'

/** Tone is how loud a clock speaks: calm, amber from three quarters, orange when over. */
export type Tone = 'calm' | 'risk' | 'late'

/** Reading is a clock in words. */
export interface Reading {
  tone: Tone
  /** What to read first: 24 min left, 12 min over, Thu 17:00. */
  main: string
  /** When it is due and on whose hours: due 14:30 · 4 bh. */
  sub: string
  /** Percent of the limit used, 0 to 100. */
  share: number
}

/** amberFrom is the share in percent from which a clock turns amber. */
export const amberFrom = 75

/**
 * readClock reads a clock. Today it says how long is left, on another day when
 * it is due. The share used is the server's, which knows the working hours;
 * only "over" is judged here as well, so that a page left open tells the truth.
 */
export function readClock(clock: Clock, reader: Reader): Reading {
  const due = new Date(clock.due)
  const left = due.getTime() - reader.now.getTime()
  const limit = limitOf(clock)
  if (clock.over || left < 0) {
    return {
      tone: 'late',
      main: `${spanOf(left)} over`,
      sub: `due ${momentOf(due, reader)} · ${limit}`,
      share: 100,
    }
  }
  const share = Math.min(100, Math.max(0, clock.used))
  const tone = share >= amberFrom ? 'risk' : 'calm'
  if (daysApart(due, reader.now, reader.zone) === 0) {
    return { tone, main: `${spanOf(left)} left`, sub: `due ${timeOf(due, reader.zone)} · ${limit}`, share }
  }
  return { tone, main: momentOf(due, reader), sub: `${spanOf(left)} left · ${limit}`, share }
}

/** limitOf writes the limit and, when it is not the usual working time, whose hours count. */
export function limitOf(clock: Clock): string {
  const limit = clock.text.replace(/^(\d+)(?=[a-z])/, '$1 ')
  return clock.hours === '' || clock.hours === 'elapsed' || /\bb[hd]$/.test(limit)
    ? limit
    : `${limit}, ${clock.hours}`
}

/** byDue sorts the clock that runs out first to the front; things without a clock come last. */
export function byDue(a: Clock | null, b: Clock | null): number {
  if (!a || !b) return Number(!a) - Number(!b)
  return Date.parse(a.due) - Date.parse(b.due)
}
