import { useQuery } from '@tanstack/react-query'
import { Outlet, useParams } from '@tanstack/react-router'
import { asProblem } from '../api/problem'
import { models } from '../api/queries'
import { Refusal } from '../ui/Refusal'
import { Skeleton } from '../ui/Skeleton'
import classes from './Catalogue.module.css'
import { ClassTree } from './ClassTree'

/** Catalogue has all models by class at its left, and one of them or their list beside it. */
export function Catalogue() {
  const { data, error } = useQuery(models)
  const { ref } = useParams({ strict: false })
  return (
    <div className={classes.columns}>
      <aside className={classes.side} data-narrow={ref ? 'gone' : undefined}>
        {error ? (
          <Refusal problem={asProblem(error)} />
        ) : data ? (
          <ClassTree models={data.items} chosen={ref?.split('@')[0]} />
        ) : (
          <Skeleton rows={6} />
        )}
      </aside>
      <div className={classes.main}>
        <Outlet />
      </div>
    </div>
  )
}
