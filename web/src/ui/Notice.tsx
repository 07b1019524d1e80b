import type { ReactNode } from 'react'
import { fullOf } from '../time/format'
import { useReader } from '../time/Reader'
import { Act } from './Act'
import { Card } from './Card'
import { Icon } from './Icon'
import classes from './Notice.module.css'

/** Lost says that live updates stopped, since when, and what that switches off. */
export function Lost({ since, onReconnect }: { since: Date; onReconnect: () => void }) {
  const { zone } = useReader()
  const time = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeStyle: 'medium' }).format(since)
  return (
    <Card tone="risk" bare>
      <Line
        icon={<Icon name="triangle" size={16} className="risk" />}
        act={<Act onClick={onReconnect}>Reconnect</Act>}
      >
        <b className="m" title={fullOf(since, zone)}>
          Not live since {time}.
        </b>{' '}
        <span className="t2">Clocks still run. Decisions are off until the page has caught up.</span>
      </Line>
    </Card>
  )
}

function Line({ icon, children, act }: { icon: ReactNode; children: ReactNode; act: ReactNode }) {
  return (
    <div className={classes.line} role="status">
      {icon}
      <span className={classes.text}>{children}</span>
      {act}
    </div>
  )
}
