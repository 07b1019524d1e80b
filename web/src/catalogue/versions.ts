import type { ModelSummary } from '../api/types'

/** versionsOf lists the versions of a model, the newest first. */
export function versionsOf(models: ModelSummary[], id: string): ModelSummary[] {
  return models.filter((m) => m.id === id).sort((a, b) => compareVersions(b.version, a.version))
}

/** compareVersions orders semantic versions; a pre-release comes before its release. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [split(a), split(b)]
  for (let i = 0; i < 3; i++) {
    const apart = (left.numbers[i] ?? 0) - (right.numbers[i] ?? 0)
    if (apart !== 0) return apart
  }
  if (left.pre === right.pre) return 0
  if (left.pre === '' || right.pre === '') return left.pre === '' ? 1 : -1
  return left.pre.localeCompare(right.pre, 'en', { numeric: true })
}

function split(version: string): { numbers: number[]; pre: string } {
  const [core = '', ...pre] = version.split('-')
  return { numbers: core.split('.').map(Number), pre: pre.join('-') }
}
