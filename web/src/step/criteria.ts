import type { CriterionView } from '../api/types'
import { spoken } from '../ui/vocabulary'

/** wordsOf says a criterion in words, or is null where its condition says it best. */
export function wordsOf(text: string): string | null {
  const grant = /^granted\("(\w+)"(?:, "([^"]+)")?\)$/.exec(text)
  if (grant) return `A change grants ${grant[1]}${grant[2] ? ` of ${grant[2]}` : ''}`
  const result = /^(\w+)\.(\w+)\.result == "(\w+)"$/.exec(text)
  if (result) return `${spoken(result[2]!)} of ${result[1]} says ${result[3]}`
  const given = /^(\w+)\.(\w+)$/.exec(text)
  if (given) return `${spoken(given[2]!)} of ${given[1]}`
  return null
}

/** metOf is how many criteria are met. */
export const metOf = (criteria: CriterionView[]) => criteria.filter((c) => c.state === 'met').length

/** leftOf is which part of its time something that counts still has, from 1 to 0. */
export function leftOf(from: Date | null, until: Date, now: Date): number {
  if (!from) return until > now ? 1 : 0
  const whole = until.getTime() - from.getTime()
  return whole <= 0 ? 0 : Math.min(1, Math.max(0, (until.getTime() - now.getTime()) / whole))
}
