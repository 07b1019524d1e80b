/** Kind is what a list lists. */
export type Kind = 'releases' | 'changes'

/** Words are how a kind of case is spoken of. */
interface Words {
  one: 'release' | 'change'
  title: string
  /** What one must be permitted to start one. */
  permission: string
  /** Said where there is none. */
  empty: string
}

export const kinds: Record<Kind, Words> = {
  releases: {
    one: 'release',
    title: 'Releases',
    permission: 'start',
    empty:
      'A release is started from a model, which says what is to be done, by whom and until when. Once it runs it stands here, a row among all others.',
  },
  changes: {
    one: 'change',
    title: 'Changes',
    permission: 'change',
    empty:
      'A change is where it is asked, judged and granted what releases may build and deploy. Once it runs it stands here with its clock.',
  },
}

/** kindOf is the list in which a case or a model of a kind stands. */
export const kindOf = (one: string): Kind => (one === 'change' ? 'changes' : 'releases')

/** whyNoStart says why somebody with these permissions cannot start one; "" when they can. */
export function whyNoStart(kind: Kind, permissions: string[]): string {
  const { permission } = kinds[kind]
  return permissions.includes(permission) ? '' : `you may not start ${kind}`
}
