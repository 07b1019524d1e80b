import { Link } from '@tanstack/react-router'
import { pathOf } from '../api/queries'
import type { CaseSummary } from '../api/types'
import { useAnyOf, useNames } from '../people/names'
import { readClock } from '../time/clock'
import { fullOf } from '../time/format'
import { useReader } from '../time/Reader'
import { Gauge } from '../ui/Clock'
import { Icon } from '../ui/Icon'
import { Key, ModelPin } from '../ui/Key'
import { Person } from '../ui/Person'
import { Status } from '../ui/Status'
import classes from './parts.module.css'

interface Props {
  release: CaseSummary
}

/** ReleaseCell says what a release is and how it is. */
export function ReleaseCell({ release }: Props) {
  const { id, title, model, version, newer, rigor, urgency, health, mode } = release
  return (
    <span className={classes.release}>
      <Link to={pathOf(id) as string} className={classes.title} tabIndex={-1}>
        {title}
      </Link>
      <span className={classes.right}>
        <Status word={health} />
      </span>
      <span className={classes.sub}>
        <Key>{id}</Key> <ModelPin model={model} version={version} newer={newer} />
      </span>
      <span className={`${classes.right} s11 t3`}>
        {urgency === 'emergency' && (
          <span className={classes.emergency}>
            <Icon name="bolt" size={12} /> Emergency
          </span>
        )}
        {mode !== 'real' && <span>{mode.replaceAll('_', ' ')} · </span>}
        {rigor}
      </span>
    </span>
  )
}

/** Owner is who answers for a release. */
export function Owner({ release }: Props) {
  return <Person name={useNames()(release.owner)} />
}

/** NextClock is the clock of a release that runs out first, with whom it runs for. */
export function NextClock({ release: { next, health } }: Props) {
  const reader = useReader()
  const who = useAnyOf()(next?.who ?? [])
  if (!next) return <span className="t3">no clock runs</span>
  const { tone, main, sub, share } = readClock(next, reader)
  const limit = sub.split(' · ').at(-1)
  return (
    <Gauge
      tone={health === 'blocked' && tone !== 'late' ? 'bad' : tone}
      main={main}
      sub={[who, limit].filter(Boolean).join(' · ')}
      share={share}
      title={`${next.place}, due ${fullOf(new Date(next.due), reader.zone)}`}
    />
  )
}
