import type { ModelChange, ModelSummary } from '../api/types'
import type { IconName } from '../ui/icons'
import { compareVersions, versionsOf } from './versions'

/** Pair is what is compared, the older version first. */
export interface Pair {
  from: string
  to: string
}

/** othersOf lists the versions that the one shown can be compared with, the newest first. */
export const othersOf = (models: ModelSummary[], shown: ModelSummary): string[] =>
  versionsOf(models, shown.id)
    .map((m) => m.version)
    .filter((version) => version !== shown.version)

/** nearest is the version before the one shown, or the one after the oldest. */
export const nearest = (others: string[], shown: string): string | undefined =>
  others.find((version) => compareVersions(version, shown) < 0) ?? others.at(-1)

/** pairOf puts two versions in their order. */
export const pairOf = (a: string, b: string): Pair =>
  compareVersions(a, b) < 0 ? { from: a, to: b } : { from: b, to: a }

const titles: Record<ModelChange['group'], string> = {
  procedure: 'Procedure',
  people: 'People',
  time: 'Time',
  evidence: 'Evidence',
  undo: 'Undo',
  texts: 'Texts',
}

/** Group is the changes about one thing. */
export interface Group {
  title: string
  changes: ModelChange[]
}

/** grouped keeps the order in which changes are told. */
export function grouped(changes: ModelChange[]): Group[] {
  const groups: Group[] = []
  for (const change of changes) {
    const title = titles[change.group]
    const last = groups.at(-1)
    if (last?.title === title) last.changes.push(change)
    else groups.push({ title, changes: [change] })
  }
  return groups
}

/** stands are the marks of how a change stands to what was; as much as before has none. */
export const stands: Record<ModelChange['stand'], { icon: IconName; label: string } | null> = {
  tighter: { icon: 'up', label: 'tighter' },
  looser: { icon: 'down', label: 'looser' },
  unclear: { icon: 'question', label: 'unclear' },
  neither: null,
}

/** placeOf is where a change is written: in the new document, else in the old one. */
export function placeOf({ new_at, old_at }: ModelChange): string {
  const at = new_at ?? old_at
  return at ? `${at.file}:${at.line}` : ''
}

/** linesOf puts the verdict on the version and the word on running cases on lines of their own. */
export const linesOf = (...sentences: (string | undefined)[]): string[] =>
  sentences.filter((s): s is string => Boolean(s)).map((s) => s.charAt(0).toUpperCase() + s.slice(1) + '.')
