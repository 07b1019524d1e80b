import type { LogEntry, RungView } from '../api/types'

/** Attempt is one pass of a step with what happened in it. */
export interface Attempt {
  number: number
  entries: LogEntry[]
}

/** byAttempt groups the log of a step by its attempts, the newest on top; within one the order is kept. */
export function byAttempt(log: LogEntry[]): Attempt[] {
  const attempts = new Map<number, LogEntry[]>()
  let current = 1
  for (const entry of log) {
    current = attemptOf(entry) ?? current // what names no attempt belongs to the one under way
    attempts.set(current, [...(attempts.get(current) ?? []), entry])
  }
  return [...attempts].map(([number, entries]) => ({ number, entries })).sort((a, b) => b.number - a.number)
}

/** Fields of an event as recorded that a page reads. */
interface Recorded {
  attempt?: number
  index?: number
  text?: string
}

const recorded = (entry: LogEntry) => (entry.event ?? {}) as Recorded

function attemptOf(entry: LogEntry): number | undefined {
  return recorded(entry).attempt || undefined
}

const fires = new Set(['Reminded', 'Escalated', 'Emitted'])

/**
 * firedRungs says, for each rung of a ladder, when it fired in an attempt; null
 * where it has not. Rungs that were due together fold into the highest, so a
 * lower one may never fire.
 */
export function firedRungs(ladder: RungView[], log: LogEntry[], attempt: number): (string | null)[] {
  const at: (string | null)[] = ladder.map(() => null)
  for (const entry of log) {
    const { index = 0, text } = recorded(entry)
    if (!fires.has(entry.kind) || attemptOf(entry) !== attempt || text === 'not asked for') continue
    if (entry.kind === 'Escalated' && byHand(entry)) continue
    if (index < at.length) at[index] ??= entry.at
  }
  return at
}

/** byHand tells an escalation that a person asked for from one that a clock did. */
const byHand = (entry: LogEntry) => !!entry.by && entry.by !== 'engine'
