import type { ActView, InboxItem } from '../api/types'
import type { IconName } from '../ui/icons'

const icons: Record<string, IconName> = {
  Complete: 'task',
  Approve: 'gate',
  Decide: 'gate',
  Waive: 'gate',
  Accept: 'handoff',
  Offer: 'handoff',
  Confirm: 'question',
  Review: 'document',
  Unblock: 'octagon',
}

/** iconOf is the icon of what is asked for. */
export const iconOf = (verb: string): IconName => icons[verb] ?? 'task'

/** letters are the keys that go to work of a kind. */
export const letters: Record<string, { label: string; verbs: string[] }> = {
  a: { label: 'approve or decide', verbs: ['Approve', 'Decide'] },
  h: { label: 'accept handoff', verbs: ['Accept'] },
  c: { label: 'complete', verbs: ['Complete'] },
}

/** letterOf is the key that goes to an item, if there is one. */
export const letterOf = (verb: string) =>
  Object.keys(letters)
    .find((key) => letters[key]!.verbs.includes(verb))
    ?.toUpperCase()

const reviews = new Set(['accept', 'return'])

/** actsFor picks what an item asks for out of all acts of its case: a review is of one deliverable. */
export function actsFor({ verb, place, title }: InboxItem, acts: ActView[]): ActView[] {
  const here = acts.filter((act) => act.place === place)
  return verb === 'Review'
    ? here.filter((act) => reviews.has(act.command) && act.answers.includes(title))
    : here.filter((act) => !reviews.has(act.command))
}
