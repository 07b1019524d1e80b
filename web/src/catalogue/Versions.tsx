import { Link } from '@tanstack/react-router'
import type { ModelSummary } from '../api/types'
import { Card } from '../ui/Card'
import { Digest } from '../ui/Key'
import { ModelState } from './ModelState'
import { versionsOf } from './versions'
import classes from './Versions.module.css'

interface Props {
  models: ModelSummary[]
  /** The version on the page. */
  shown: ModelSummary
}

/** Versions lists all versions of a model, the newest on top. */
export function Versions({ models, shown }: Props) {
  const versions = versionsOf(models, shown.id)
  return (
    <Card
      title="Versions"
      aside={<span className="s12 t3">a started case keeps the version it began with</span>}
      bare
    >
      <table>
        <thead>
          <tr>
            <th>Version</th>
            <th>State</th>
            <th>Rigor</th>
            <th>Extends</th>
            <th>Digest</th>
            <th className="num">Cases</th>
          </tr>
        </thead>
        <tbody>
          {versions.map((model) => (
            <tr key={model.version} className={model.version === shown.version ? classes.shown : undefined}>
              <td>
                <Link
                  to="/catalogue/$ref"
                  params={{ ref: model.current ? model.id : `${model.id}@${model.version}` }}
                  className="mono m"
                  aria-current={model.version === shown.version ? 'page' : undefined}
                >
                  {model.version}
                </Link>
              </td>
              <td>
                <ModelState model={model} />
              </td>
              <td className="t2">
                {model.rigor} {model.urgency}
              </td>
              <td className="t2 mono">{model.extends ?? '–'}</td>
              <td>
                <Digest value={model.digest} />
              </td>
              <td className="num">{model.releases}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}
