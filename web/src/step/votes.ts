import type { VoterView, VoteView } from '../api/types'

/** Ballot is one who may vote or advise, with what he said. */
export interface Ballot extends VoterView {
  vote?: VoteView
}

/** ballotsOf puts the votes beside those who may vote; who voted and may no longer comes last. */
export function ballotsOf(voters: VoterView[], votes: VoteView[]): Ballot[] {
  const ballots = voters.map((voter): Ballot => ({
    ...voter,
    vote: votes.find((v) => v.person === voter.person && v.advice === voter.advice),
  }))
  const others = votes.filter((vote) => !ballots.some((b) => b.vote === vote))
  return [
    ...ballots,
    ...others.map(({ person, role, advice }, i) => ({ person, role, advice, vote: others[i] })),
  ]
}

/** tallyOf counts the votes that count by answer, in the order in which answers were first given. */
export function tallyOf(votes: VoteView[]): [answer: string, count: number][] {
  const tally = new Map<string, number>()
  for (const { answer, advice } of votes) if (!advice) tally.set(answer, (tally.get(answer) ?? 0) + 1)
  return [...tally]
}
