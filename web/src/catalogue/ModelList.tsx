import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { models } from '../api/queries'
import { useNames } from '../people/names'
import { Page } from '../shell/Page'
import { Card } from '../ui/Card'
import { Empty } from '../ui/Empty'
import { Key } from '../ui/Key'
import { Skeleton } from '../ui/Skeleton'
import { spoken } from '../ui/vocabulary'
import { ModelState } from './ModelState'
import { currentOf } from './tree'

/** ModelList is all models in a table, when none is open. */
export function ModelList() {
  const { data } = useQuery(models)
  const name = useNames()
  const list = currentOf(data?.items ?? []).sort((a, b) => a.title.localeCompare(b.title))
  return (
    <Page title="Models">
      <Card bare>
        {!data ? (
          <Skeleton rows={6} />
        ) : list.length === 0 ? (
          <Empty title="No models yet">
            A model says who does what, when, and what happens when it goes wrong. Publish one with{' '}
            <span className="mono">headgate model publish</span>; it appears here at once.
          </Empty>
        ) : (
          <table>
            <thead>
              <tr>
                <th>Model</th>
                <th>Class</th>
                <th>State</th>
                <th>Rigor</th>
                <th>Owner</th>
                <th className="num">Cases</th>
              </tr>
            </thead>
            <tbody>
              {list.map((model) => (
                <tr key={model.id}>
                  <td>
                    <Link to="/catalogue/$ref" params={{ ref: model.id }} className="m">
                      {model.title}
                    </Link>{' '}
                    <Key>{`${model.id} ${model.version}`}</Key>
                  </td>
                  <td className="t2">{model.class}</td>
                  <td>
                    <ModelState model={model} />
                  </td>
                  <td className="t2">
                    {model.rigor} {model.urgency}
                  </td>
                  <td className="t2">{spoken(name(model.owner))}</td>
                  <td className="num">{model.releases}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Card>
    </Page>
  )
}
