import type { RACI } from '../api/types'
import { spoken } from '../ui/vocabulary'

/** Cell is what one role has to do with one step. */
export interface Cell {
  /** Letters as shown: AR, A, R, C, I; empty when nothing. */
  letters: string
  /** In words, for those who do not see it. */
  words: string
  look: 'accountable' | 'responsible' | 'told' | 'none'
}

const words: Record<string, string> = {
  A: 'accountable',
  R: 'responsible',
  C: 'consulted',
  I: 'informed',
}

/** cellOf reads the letters of the API. */
export function cellOf(letters: string): Cell {
  const known = [...letters].filter((l) => l in words)
  const look = letters.includes('A')
    ? 'accountable'
    : letters.includes('R')
      ? 'responsible'
      : known.length > 0
        ? 'told'
        : 'none'
  return { letters: known.join(''), words: known.map((l) => words[l]).join(' and ') || 'nothing', look }
}

/** Matrix is a RACI matrix ready to draw: roles that have nothing to do are left out. */
export interface Matrix {
  roles: { id: string; title: string }[]
  rows: { step: string; cells: Cell[] }[]
}

/** matrixOf builds the matrix; rows and columns keep their order. */
export function matrixOf({ steps, roles, cells }: RACI): Matrix {
  const used = roles.flatMap((_, j) => (cells.some((row) => row[j]) ? [j] : []))
  return {
    roles: used.map((j) => ({ id: roles[j] ?? '', title: spoken(roles[j] ?? '') })),
    rows: steps.map((step, i) => ({ step, cells: used.map((j) => cellOf(cells[i]?.[j] ?? '')) })),
  }
}
