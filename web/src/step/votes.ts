import type { VoteView } from '../api/types'

/** Ballots are the votes that count, the advice that does not, and how many gave each answer. */
export interface Ballots {
  counted: VoteView[]
  advice: VoteView[]
  tally: [answer: string, count: number][]
}

/** ballots parts votes from advice; answers stand in the order in which they were first given. */
export function ballots(votes: VoteView[]): Ballots {
  const counted = votes.filter((v) => !v.advice)
  const tally = new Map<string, number>()
  for (const { answer } of counted) tally.set(answer, (tally.get(answer) ?? 0) + 1)
  return { counted, advice: votes.filter((v) => v.advice), tally: [...tally] }
}
