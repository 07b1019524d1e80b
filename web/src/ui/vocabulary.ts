import type { IconName } from './icons'

/** Family groups words that mean the same to a reader in a hurry; each has one colour. */
export type Family = 'idle' | 'run' | 'wait' | 'done' | 'risk' | 'late' | 'bad' | 'doubt'

export const families: Family[] = ['idle', 'run', 'wait', 'done', 'risk', 'late', 'bad', 'doubt']

/** StatusWord is how one word of the status vocabulary is shown. */
export interface StatusWord {
  family: Family
  icon: IconName
  label: string
}

// One row per family and icon; the words are those of the API, in snake_case.
const rows: [Family, IconName, string][] = [
  ['idle', 'dashed-ring', 'pending expected prepared draft proposed due unmet'],
  ['idle', 'ring', 'ready open'],
  ['idle', 'pause', 'held suspended'],
  ['idle', 'slash', 'skipped cancelled expired withdrawn superseded retired not_needed void'],
  ['idle', 'snowflake', 'frozen'],
  [
    'run',
    'half-disc',
    'in_progress on_track running started submitted in_review offered assessing implementing',
  ],
  ['wait', 'person', 'waiting assigned deciding'],
  [
    'done',
    'tick',
    'done passed met given accepted go approved closed authorized granted active resolved succeeded',
  ],
  ['risk', 'triangle', 'at_risk expires_early warning'],
  ['risk', 'ring-tick', 'waived'],
  ['late', 'late-clock', 'late overdue'],
  ['late', 'undo', 'backing_out backed_out'],
  ['bad', 'octagon', 'blocked'],
  ['bad', 'cross', 'failed refused returned no_go rejected revoked declined'],
  ['doubt', 'question', 'in_doubt undecided'],
]

const labels = new Map([
  ['no_go', 'No-go'],
  ['unmet', 'Not met'],
  ['undecided', 'Not known'],
])

const words = new Map<string, StatusWord>(
  rows.flatMap(([family, icon, list]) =>
    list.split(' ').map((word): [string, StatusWord] => [word, { family, icon, label: spoken(word) }]),
  ),
)

/** statusOf looks a word up; one that is not in the vocabulary is shown as it is, in idle. */
export function statusOf(word: string): StatusWord {
  return words.get(word) ?? { family: 'idle', icon: 'ring', label: spoken(word) }
}

/** spoken turns in_progress into In progress; a word that is written otherwise has its own label. */
export function spoken(word: string): string {
  const label = labels.get(word)
  if (label) return label
  const text = word.replaceAll('_', ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}
