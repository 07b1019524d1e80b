import type { Clock as ClockData } from '../api/types'
import { readClock } from '../time/clock'
import { fullOf } from '../time/format'
import { useReader } from '../time/Reader'
import classes from './Clock.module.css'

interface Props {
  clock: ClockData
  /** Zone of the release, shown on hover beside the reader's. */
  zone?: string
}

/** Clock shows time left, when it is due, whose hours count and the share used. */
export function Clock({ clock, zone }: Props) {
  const reader = useReader()
  const { tone, main, sub, share } = readClock(clock, reader)
  const due = new Date(clock.due)
  const title = [fullOf(due, reader.zone), zone && zone !== reader.zone && fullOf(due, zone)]
    .filter(Boolean)
    .join('\n')
  return <Gauge tone={tone} main={main} sub={sub} share={share} title={title} />
}

interface GaugeProps {
  tone: 'calm' | 'risk' | 'late' | 'bad'
  main: string
  sub: string
  /** Percent, 0 to 100. */
  share: number
  title?: string
}

/** Gauge is the shape of a clock, also for what stands where a clock would: Blocked, needs H-318. */
export function Gauge({ tone, main, sub, share, title }: GaugeProps) {
  return (
    <span className={classes.clock} data-tone={tone} title={title}>
      <b>{main}</b>
      <span className={classes.sub}>{sub}</span>
      <span className={classes.bar}>
        <i style={{ width: `${share}%` }} />
      </span>
      {tone !== 'bad' && <span className="sr">{Math.round(share)} % used</span>}
    </span>
  )
}
