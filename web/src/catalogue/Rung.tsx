import type { RungView } from '../api/types'
import { useNames } from '../people/names'
import classes from './Rung.module.css'

const marks: Record<string, { letter: string; word: string }> = {
  remind: { letter: 'M', word: 'reminds' },
  functional: { letter: 'F', word: 'asks' },
  hierarchic: { letter: 'H', word: 'raises to' },
  emit: { letter: 'E', word: 'sends' },
}

/** Rung is one rung of an escalation ladder: when, how, to whom. */
export function Rung({ rung, fired }: { rung: RungView; fired?: string }) {
  const name = useNames()
  const mark = marks[rung.kind] ?? { letter: '?', word: rung.kind }
  return (
    <span className={classes.rung} data-kind={rung.kind} data-fired={fired ? true : undefined}>
      <i aria-hidden="true">{mark.letter}</i>
      <span className="t2">{rung.at.replace('%', ' %')}</span>
      <span>
        <span className="sr">{mark.word} </span>
        {rung.to.split(', ').map(name).join(', ')}
        {fired && <span className={classes.fired}> · {fired}</span>}
      </span>
    </span>
  )
}
