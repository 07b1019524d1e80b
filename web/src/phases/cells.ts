import type { PhaseCell } from '../api/types'
import { dateOf, type Reader } from '../time/format'
import { statusOf, type Family } from '../ui/vocabulary'

/** Cell is a phase of one release as the grid shows it. */
export interface Cell {
  look: 'none' | 'future' | 'done' | Family
  /** First line. */
  text: string
  /** Second line: progress. */
  detail?: string
  /** The whole cell in words, for those who do not see it. */
  label: string
}

/** readCell turns what the server says of a phase into a cell. */
export function readCell(cell: PhaseCell, reader: Reader): Cell {
  const at = cell.at ? dateOf(new Date(cell.at), reader) : ''
  switch (cell.state) {
    case 'not_needed':
      return { look: 'none', text: 'not needed', label: `${cell.id}: not needed` }
    case 'done':
      return { look: 'done', text: at || 'done', label: `${cell.id}: done${at && ` ${at}`}` }
    case 'pending':
      return {
        look: 'future',
        text: at || 'pending',
        label: `${cell.id}: ${at ? `planned ${at}` : 'pending'}`,
      }
    default: {
      const status = statusOf(cell.status ?? 'in_progress')
      const detail = cell.total > 0 ? `${cell.done} of ${cell.total} steps` : undefined
      const text = cell.text || status.label
      const words = [cell.text, status.label, detail].filter(Boolean).join(', ')
      return { look: status.family, text, detail, label: `${cell.id}: ${words}` }
    }
  }
}
