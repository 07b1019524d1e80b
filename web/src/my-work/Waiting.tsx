import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { cases, pathOf } from '../api/queries'
import type { CaseSummary } from '../api/types'
import { useAnyOf } from '../people/names'
import { byDue } from '../time/clock'
import { Card } from '../ui/Card'
import { Clock } from '../ui/Clock'
import { Icon } from '../ui/Icon'
import { Avatar } from '../ui/Person'
import classes from './Waiting.module.css'

/** Waiting lists what others owe the releases somebody answers for, the clock that runs out first on top. */
export function Waiting({ me }: { me: string }) {
  const { data } = useInfiniteQuery(cases({ kind: 'releases', status: 'open' }))
  const mine = awaited(data?.pages.flatMap((page) => page.items) ?? [], me)
  return (
    <Card title="Waiting for others" aside={<span className="t3 s12">{mine.length}</span>}>
      {mine.length === 0 ? (
        <p className="s12 t2">Nobody owes your releases anything that has a clock.</p>
      ) : (
        <ul className={classes.list}>
          {mine.slice(0, 6).map((release) => (
            <Item key={release.id} release={release} />
          ))}
        </ul>
      )}
    </Card>
  )
}

/** awaited are the releases of one person whose next clock runs for somebody else. */
export function awaited(releases: CaseSummary[], me: string): CaseSummary[] {
  return releases
    .filter((r) => r.owner === me && r.next && !r.next.who.includes(me))
    .sort((a, b) => byDue(a.next, b.next))
}

function Item({ release: { id, title, next } }: { release: CaseSummary }) {
  const who = useAnyOf()(next!.who)
  return (
    <li className={classes.item}>
      <span className="row g6 m">
        {who ? <Avatar name={who} /> : <Icon name="gate" className="t3" />} {who || 'A condition'}
      </span>
      <span className="s12 t2">
        <span className="mono">{next!.place}</span> of{' '}
        <Link to={pathOf(id) as string} className="mono">
          {id}
        </Link>{' '}
        {title}
      </span>
      <Clock clock={next!} />
    </li>
  )
}
