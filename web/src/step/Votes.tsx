import type { VoteView } from '../api/types'
import { useNames } from '../people/names'
import { momentOf } from '../time/format'
import { useReader } from '../time/Reader'
import { Card } from '../ui/Card'
import { Icon } from '../ui/Icon'
import { Person } from '../ui/Person'
import { spoken } from '../ui/vocabulary'
import { ballots } from './votes'
import classes from './Votes.module.css'

/** Votes shows who decided what, and visibly apart from it what advisers said, which counts for nothing. */
export function Votes({ kind, votes }: { kind: string; votes: VoteView[] }) {
  const { counted, advice, tally } = ballots(votes)
  if (kind !== 'decide' && votes.length === 0) return null
  return (
    <>
      <Card
        title="Votes"
        aside={
          <span className="s12 t3">
            {tally.map(([answer, n]) => `${n} ${spoken(answer).toLowerCase()}`).join(', ')}
          </span>
        }
      >
        {counted.length === 0 ? (
          <p className="s12 t3">Nobody has voted yet.</p>
        ) : (
          <ul className={classes.list}>
            {counted.map((vote) => (
              <Ballot key={`${vote.person} ${vote.at}`} vote={vote} />
            ))}
          </ul>
        )}
      </Card>
      {advice.length > 0 && (
        <section className={classes.advice} aria-label="Advice, not counted">
          <h2>
            Advice <span className="s12 t3">recorded, never counted</span>
          </h2>
          <ul className={classes.list}>
            {advice.map((vote) => (
              <Ballot key={`${vote.person} ${vote.at}`} vote={vote} />
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function Ballot({ vote: { person, role, answer, reason, at, advice } }: { vote: VoteView }) {
  const name = useNames()
  const reader = useReader()
  return (
    <li>
      <span>
        <Person name={name(person)} /> <span className="s12 t3">{spoken(role)}</span>
      </span>
      <span className={advice ? classes.advised : classes.answer}>
        {advice && <Icon name="eye" size={12} />}{' '}
        {advice ? `advises ${spoken(answer).toLowerCase()}` : spoken(answer)}
      </span>
      <span className="s12 t2">{reason}</span>
      <time className="s12 t3" dateTime={at}>
        {momentOf(new Date(at), reader)}
      </time>
    </li>
  )
}
