/** Spot is a cell of a grid. */
export interface Spot {
  row: number
  column: number
}

/** rove is where a key leads in a grid of rows by columns (WAI-ARIA grid pattern); null when it leads nowhere. */
export function rove(
  { row, column }: Spot,
  key: string,
  ctrl: boolean,
  rows: number,
  columns: number,
): Spot | null {
  const steps: Record<string, Spot> = {
    ArrowUp: { row: row - 1, column },
    ArrowDown: { row: row + 1, column },
    ArrowLeft: { row, column: column - 1 },
    ArrowRight: { row, column: column + 1 },
    Home: { row: ctrl ? 0 : row, column: 0 },
    End: { row: ctrl ? rows - 1 : row, column: columns - 1 },
    PageUp: { row: row - 10, column },
    PageDown: { row: row + 10, column },
  }
  const to = steps[key]
  return to ? { row: clamp(to.row, rows), column: clamp(to.column, columns) } : null
}

const clamp = (n: number, length: number) => Math.min(length - 1, Math.max(0, n))
