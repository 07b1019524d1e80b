import type { ReactNode } from 'react'
import type { Clock as ClockData } from '../api/types'
import { Clock } from './Clock'
import { Icon } from './Icon'
import { statusOf } from './vocabulary'
import classes from './Why.module.css'

interface Props {
  /** Status word: blocked, waiting, late, held, in_doubt. */
  word: string
  /** The sentence of the engine: step, reason, party, clock. */
  sentence: ReactNode
  /** What happens when nobody acts, and what is lost. */
  next?: ReactNode
  clock?: ClockData | null
  /** What the reader may do about it. */
  children?: ReactNode
}

/** Why says in one sentence why a release does not go on. */
export function Why({ word, sentence, next, clock, children }: Props) {
  const { family, icon, label } = statusOf(word)
  return (
    <section className={classes.why} data-family={family} aria-label={`Why ${label.toLowerCase()}`}>
      <Icon name={icon} size={18} className={family} />
      <div className={classes.text}>
        <p>
          <b>{label}:</b> {sentence}
        </p>
        {next && <p className={classes.next}>{next}</p>}
      </div>
      {clock && <Clock clock={clock} />}
      {children}
    </section>
  )
}
