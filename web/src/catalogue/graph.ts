import type { GraphNode } from '../api/types'
import type { IconName } from '../ui/icons'
import type { StepKind } from '../ui/stepShape'

const icons: Record<string, IconName> = {
  task: 'task',
  auto: 'bolt',
  decide: 'gate',
  gate: 'gate',
  handoff: 'handoff',
  wait: 'clock',
  document: 'document',
  notify: 'mail',
  boundary: 'flag',
  release: 'phases',
}

/** iconOfKind is the mark of a kind of step. */
export const iconOfKind = (kind: string): IconName => icons[kind] ?? 'task'

const spokenKinds: Record<string, string> = {
  auto: 'automatic',
  decide: 'decision',
  boundary: 'point of no return',
  release: 'child release',
  notify: 'notice',
}

/** kindInWords speaks a kind of step as people say it. */
export const kindInWords = (kind: string): string => spokenKinds[kind] ?? kind

/** shapeOf is the outline of a kind of step. */
export function shapeOf(kind: string): StepKind {
  switch (kind) {
    case 'decide':
    case 'gate':
      return 'gate'
    case 'handoff':
    case 'auto':
    case 'wait':
    case 'notify':
    case 'release':
      return kind
    default:
      return 'task'
  }
}

/** shortened cuts a text to what fits a width at 11 px; the whole text belongs in a title. */
export function shortened(text: string, width: number, perLetter = 6): string {
  const fits = Math.floor(width / perLetter)
  return text.length <= fits ? text : `${text.slice(0, Math.max(1, fits - 1)).trimEnd()}…`
}

/** inOrder sorts nodes as they are read: by phase from left to right, then from top to bottom. */
export function inOrder(nodes: GraphNode[]): GraphNode[] {
  return [...nodes].sort((a, b) => a.x - b.x || a.y - b.y)
}
