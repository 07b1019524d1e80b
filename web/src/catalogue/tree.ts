import type { ModelSummary } from '../api/types'
import { spoken } from '../ui/vocabulary'

/** Branch is a class of the taxonomy with what stands in it. */
export interface Branch {
  /** Path of the class: infrastructure/virtual. */
  id: string
  title: string
  /** Models in it and below. */
  count: number
  branches: Branch[]
  models: ModelSummary[]
}

/** currentOf leaves one version of each model: the highest. */
export function currentOf(models: ModelSummary[]): ModelSummary[] {
  return models.filter((m) => m.current)
}

/**
 * classTree puts models under their classes, both in the order of their names.
 * Models for any class come first, under "Any class".
 */
export function classTree(models: ModelSummary[]): Branch[] {
  const root: Branch = { id: '', title: '', count: 0, branches: [], models: [] }
  for (const model of [...models].sort((a, b) => a.id.localeCompare(b.id))) {
    let at = root
    at.count++
    for (const word of model.class.split('/')) {
      at = below(at, word)
      at.count++
    }
    at.models.push(model)
  }
  return sorted(root.branches)
}

function below(parent: Branch, word: string): Branch {
  const id = parent.id ? `${parent.id}/${word}` : word
  const known = parent.branches.find((b) => b.id === id)
  if (known) return known
  const made = { id, title: id === 'any' ? 'Any class' : spoken(word), count: 0, branches: [], models: [] }
  parent.branches.push(made)
  return made
}

function sorted(branches: Branch[]): Branch[] {
  const rank = (b: Branch) => (b.id === 'any' ? 0 : 1)
  return [...branches]
    .sort((a, b) => rank(a) - rank(b) || a.title.localeCompare(b.title))
    .map((b) => ({ ...b, branches: sorted(b.branches) }))
}

/** matching leaves the models whose id, title or class has every word of a text. */
export function matching(models: ModelSummary[], text: string): ModelSummary[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return models.filter((m) => {
    const own = `${m.id} ${m.title} ${m.class}`.toLowerCase()
    return words.every((w) => own.includes(w))
  })
}

/** pathTo lists the ids of the branches that lead to a class: a/b/c is a, a/b and a/b/c. */
export function pathTo(className: string): string[] {
  const words = className.split('/')
  return words.map((_, i) => words.slice(0, i + 1).join('/'))
}
