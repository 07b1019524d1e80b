import type { StepView } from '../api/types'
import { useNames } from '../people/names'
import { fullOf, momentOf } from '../time/format'
import { useReader } from '../time/Reader'
import { Card } from '../ui/Card'
import { Icon } from '../ui/Icon'
import { Person } from '../ui/Person'
import { Status } from '../ui/Status'
import { spoken } from '../ui/vocabulary'
import { type Ballot, ballotsOf, tallyOf } from './votes'
import classes from './Votes.module.css'

interface Props {
  step: Pick<StepView, 'kind' | 'pass' | 'voters' | 'votes'>
  /** The decision is made; who has not voted does not any more. */
  ended: boolean
}

/** Votes shows who may decide and what they said, and visibly apart from it advice, which counts for nothing. */
export function Votes({ step: { kind, pass, voters, votes }, ended }: Props) {
  if (kind !== 'decide' && votes.length === 0) return null
  const ballots = ballotsOf(voters, votes).filter((b) => b.vote || !ended)
  const counted = ballots.filter((b) => !b.advice)
  const advice = ballots.filter((b) => b.advice)
  return (
    <>
      <Card
        title="Votes"
        aside={
          <span className="s12 t3">
            {[
              ...tallyOf(votes).map(([answer, n]) => `${n} ${spoken(answer).toLowerCase()}`),
              pass && !ended && `decided by ${pass}`,
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
        }
      >
        {counted.length === 0 ? (
          <p className="s12 t3">{ended ? 'Nobody voted.' : 'Nobody may vote yet.'}</p>
        ) : (
          <ul className={classes.list}>
            {counted.map((ballot) => (
              <Line key={ballot.person} ballot={ballot} />
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
            {advice.map((ballot) => (
              <Line key={ballot.person} ballot={ballot} />
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function Line({ ballot: { person, role, vote, advice, why_not } }: { ballot: Ballot }) {
  const name = useNames()
  const reader = useReader()
  return (
    <li>
      <span>
        <Person name={name(person)} /> <span className="s12 t3">{role && spoken(role)}</span>
      </span>
      <span className={advice ? classes.advised : classes.answer}>
        {!vote ? (
          <Status word={why_not ? 'declined' : 'waiting'}>{why_not ? 'May not' : 'No answer'}</Status>
        ) : advice ? (
          <>
            <Icon name="eye" size={12} /> advises {spoken(vote.answer).toLowerCase()}
          </>
        ) : (
          spoken(vote.answer)
        )}
      </span>
      <span className="s12 t2">{vote ? vote.reason : why_not}</span>
      {vote && (
        <time className="s12 t3" dateTime={vote.at} title={fullOf(new Date(vote.at), reader.zone)}>
          {momentOf(new Date(vote.at), reader)}
        </time>
      )}
    </li>
  )
}
