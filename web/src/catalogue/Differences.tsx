import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { asProblem } from '../api/problem'
import { modelDiff } from '../api/queries'
import type { ModelChange, ModelDiff, ModelSummary } from '../api/types'
import { Marked } from '../text/Marked'
import field from '../theme/field.module.css'
import { Card } from '../ui/Card'
import { Empty } from '../ui/Empty'
import { Icon } from '../ui/Icon'
import { Skeleton } from '../ui/Skeleton'
import { grouped, linesOf, nearest, othersOf, pairOf, placeOf, stands } from './differences'
import classes from './Differences.module.css'

interface Props {
  models: ModelSummary[]
  /** The version on the page. */
  shown: ModelSummary
}

/** Differences tells what is other in the version on the page than in another one of the model. */
export function Differences({ models, shown }: Props) {
  const [chosen, setChosen] = useState<string>()
  const others = othersOf(models, shown)
  const other = chosen && others.includes(chosen) ? chosen : nearest(others, shown.version)
  if (!other) return null
  const { from, to } = pairOf(other, shown.version)
  return (
    <Card
      title={`What changed from ${from} to ${to}`}
      aside={
        others.length > 1 && (
          <NativeSelect
            aria-label="Compare with version"
            classNames={field}
            data={others}
            value={other}
            onChange={(event) => setChosen(event.currentTarget.value)}
          />
        )
      }
    >
      <Told id={shown.id} from={from} to={to} />
    </Card>
  )
}

function Told({ id, from, to }: { id: string; from: string; to: string }) {
  const { data: diff, error } = useQuery(modelDiff(id, from, to))
  if (error && !diff) return <p className="t2">{asProblem(error).detail}</p>
  if (!diff) return <Skeleton rows={4} />
  if (diff.same) return <Empty title="Nothing differs">Only the version number is another.</Empty>
  return <Changes diff={diff} />
}

function Changes({ diff }: { diff: ModelDiff }) {
  return (
    <div className={classes.groups}>
      {grouped(diff.changes).map(({ title, changes }) => (
        <section key={title}>
          <h3 className={classes.title}>
            {title} <span className="t3">{changes.length}</span>
          </h3>
          <ul className={classes.list}>
            {changes.map((change, i) => (
              <Change key={i} change={change} />
            ))}
          </ul>
        </section>
      ))}
      <div className={classes.verdict}>
        {linesOf(diff.verdict, diff.running).map((line) => (
          <p key={line}>
            <Marked>{line}</Marked>
          </p>
        ))}
      </div>
    </div>
  )
}

function Change({ change }: { change: ModelChange }) {
  const stand = stands[change.stand]
  return (
    <li className={classes.change}>
      <span className={classes.stand}>
        {stand && (
          <>
            <Icon name={stand.icon} /> {stand.label}
          </>
        )}
      </span>
      <span className={classes.text}>
        <Marked>{change.text}</Marked>
      </span>
      <span className={`${classes.place} mono s11 t3`}>{placeOf(change)}</span>
    </li>
  )
}
