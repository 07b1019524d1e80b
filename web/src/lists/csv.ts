/** Column is one column of an export. */
export interface Column<T> {
  title: string
  of: (row: T) => string | number | null | undefined
}

/**
 * csv writes rows by RFC 4180. Cells that a spreadsheet would run as a formula
 * are quoted with an apostrophe, since titles are typed by anybody.
 */
export function csv<T>(columns: Column<T>[], rows: T[]): string {
  const lines = [columns.map((c) => c.title), ...rows.map((row) => columns.map((c) => c.of(row) ?? ''))]
  return lines.map((line) => line.map(cell).join(',') + '\r\n').join('')
}

function cell(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** download offers text as a file. */
export function download(name: string, text: string, type = 'text/csv') {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }))
  const link = Object.assign(document.createElement('a'), { href: url, download: name })
  link.click()
  URL.revokeObjectURL(url)
}
