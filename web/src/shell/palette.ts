import type { IconName } from '../ui/icons'

/** Entry is something the palette finds: a place, a thing or a command. */
export interface Entry {
  id: string
  group: 'Go to' | 'Releases' | 'Models' | 'Commands'
  title: string
  /** Id or version beside the title. */
  key?: string
  icon: IconName
  /** Keys that do the same. */
  keys?: string
  run: () => void
}

/**
 * find returns the entries in which every word of the query begins a word,
 * those whose title begins with the query first; the order is kept otherwise.
 */
export function find(entries: Entry[], query: string): Entry[] {
  const words = wordsOf(query)
  const begins = (e: Entry) => e.title.toLowerCase().startsWith(query.trim().toLowerCase())
  const hits = entries.filter((e) => {
    const own = wordsOf(`${e.title} ${e.key ?? ''}`)
    return words.every((w) => own.some((o) => o.startsWith(w)))
  })
  return [...hits.filter(begins), ...hits.filter((e) => !begins(e))]
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}.]+/gu) ?? []
}

/** grouped gathers entries under their groups in the order in which groups first appear. */
export function grouped(entries: Entry[]): [string, Entry[]][] {
  const groups = new Map<string, Entry[]>()
  for (const entry of entries) groups.set(entry.group, [...(groups.get(entry.group) ?? []), entry])
  return [...groups]
}
