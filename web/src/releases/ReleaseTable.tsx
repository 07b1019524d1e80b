import type { CaseSummary } from '../api/types'
import { momentOf } from '../time/format'
import { useReader } from '../time/Reader'
import { Card } from '../ui/Card'
import { spoken } from '../ui/vocabulary'
import { NextClock, Owner, ReleaseCell } from './parts'
import classes from './ReleaseTable.module.css'

/** ReleaseTable is the list view: the same releases as the grid, a line each, for narrow screens too. */
export function ReleaseTable({ title, rows }: { title: string; rows: CaseSummary[] }) {
  const reader = useReader()
  const when = (at: string | null) => (at ? momentOf(new Date(at), reader) : '')
  return (
    <Card bare>
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th>{title}</th>
              <th>Phase</th>
              <th>Owner</th>
              <th>Live</th>
              <th>Started</th>
              <th>Ended</th>
              <th aria-sort="ascending">Next clock</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((release) => (
              <tr key={release.id}>
                <td>
                  <ReleaseCell release={release} />
                </td>
                <td>{spoken(release.phase)}</td>
                <td>
                  <Owner release={release} />
                </td>
                <td>{when(release.t)}</td>
                <td>{when(release.started_at)}</td>
                <td>
                  {[when(release.ended_at), release.outcome && spoken(release.outcome)]
                    .filter(Boolean)
                    .join(', ')}
                </td>
                <td>
                  <NextClock release={release} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}
