import type { ModelSummary } from '../api/types'
import { Status } from '../ui/Status'

/** ModelState says whether a version can be started: current, replaced, a base for others, or not yet. */
export function ModelState({ model, pill }: { model: ModelSummary; pill?: boolean }) {
  const [word, label] = stateOf(model)
  return (
    <Status word={word} pill={pill}>
      {label}
    </Status>
  )
}

function stateOf({ abstract, current, not_yet }: ModelSummary): [word: string, label: string] {
  if (!current) return ['superseded', 'Replaced']
  if (abstract) return ['ready', 'Base of others']
  if (not_yet.length > 0) return ['at_risk', 'Not yet']
  return ['approved', 'Current']
}
