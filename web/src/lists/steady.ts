// A list that changes while somebody reads it: rows change in place, but
// nothing jumps under the pointer. A new order waits until it is asked for.

/** Steady is the order to show, and how many rows would move or appear in the fresh one. */
export interface Steady {
  order: string[]
  changes: number
}

/**
 * steady keeps the order that is shown; what is gone leaves, and what is new
 * waits, unless it comes at the end, where it moves nothing.
 */
export function steady(shown: string[], fresh: string[]): Steady {
  const known = new Set(fresh)
  const kept = shown.filter((id) => known.has(id))
  if (kept.length === 0) return { order: fresh, changes: 0 }
  const there = new Set(kept)
  const end = fresh.findLastIndex((id) => there.has(id)) + 1
  const common = fresh.slice(0, end).filter((id) => there.has(id))
  const moved = common.length - longestCommon(kept, common)
  return { order: [...kept, ...fresh.slice(end)], changes: moved + (end - common.length) }
}

/** longestCommon is the length of the longest run that both orders of the same ids share. */
function longestCommon(a: string[], b: string[]): number {
  const at = new Map(a.map((id, i) => [id, i]))
  const tails: number[] = [] // of rising runs of each length, the smallest end
  for (const id of b) {
    const i = at.get(id)!
    const k = tails.findIndex((tail) => tail >= i)
    tails[k < 0 ? tails.length : k] = i
  }
  return tails.length
}
