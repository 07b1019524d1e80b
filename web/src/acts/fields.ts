// Typed values as people write them. A field says what the engine expects; a
// draft holds what was typed; what does not fit is said in a sentence.

/** Field is a value to be given: of the form of an act or a parameter of a model. */
export interface Field {
  name: string
  /** Type as the language writes it: string, int, list(string), list({name: string, share: percent}). */
  type: string
  /** Evidence kind: statement, file, report, attestation. */
  kind?: string
  words?: string[]
  optional?: boolean
}

/** Widget is how a field is asked for. */
export type Widget =
  | 'upload'
  | 'prose'
  | 'line'
  | 'choice'
  | 'switch'
  | 'number'
  | 'moment'
  | 'person'
  | 'list'
  | 'rows'
  | 'ticks'

/** Evidence is stored content given as the value of a field. */
export interface Evidence {
  digest: string
  name: string
  /** Of a report: whether it shows what was to be shown. */
  result?: 'pass' | 'fail'
}

/** widgetOf says how a field is asked for; what no widget fits is a line of text. */
export function widgetOf({ type, kind, words }: Field): Widget {
  const base = bare(type)
  if (kind === 'statement') return 'prose'
  if (kind === 'checklist') return 'ticks' // what was ticked is the evidence
  if (kind || base === 'digest') return 'upload'
  if (words?.length || base === 'enum') return 'choice'
  if (base === 'bool') return 'switch'
  if (base === 'int' || base === 'number' || base === 'percent') return 'number'
  if (base === 'time') return 'moment'
  if (base === 'person') return 'person'
  if (columnsOf(base)) return 'rows'
  return base.startsWith('list') ? 'list' : 'line'
}

const hints: Record<string, string> = {
  duration: 'Such as 90m, 4bh or 2d',
  percent: 'Such as 5 %',
  window: 'Such as Mon-Fri 08:00-18:00',
  ci: 'Id of a configuration item',
}

/** hintOf says how a field is written, where that is not plain. */
export function hintOf(field: Field): string | undefined {
  switch (widgetOf(field)) {
    case 'list':
      return 'Separated by commas'
    case 'rows':
      return `One per line: ${columnsOf(bare(field.type))!
        .map((c) => c.name)
        .join(', ')}`
    default:
      return hints[bare(field.type)]
  }
}

/** Parsed is a value for the API, or why there is none. */
export type Parsed = { value: unknown } | { wrong: string }

/** parse reads what was typed; nothing typed is the absent value, null. */
export function parse(field: Field, text: string): Parsed {
  const typed = text.trim()
  if (typed === '') return field.optional ? { value: null } : { wrong: 'is missing' }
  const columns = columnsOf(bare(field.type))
  if (columns) return parseRows(columns, typed)
  const list = /^list\((.*)\)$/.exec(bare(field.type))
  if (list) return parseList(list[1] ?? 'string', typed)
  return parseScalar(bare(field.type), typed, field.words)
}

function parseScalar(type: string, typed: string, words?: string[]): Parsed {
  switch (bare(type)) {
    case 'int':
      return /^-?\d+$/.test(typed) ? { value: Number(typed) } : { wrong: 'must be a whole number' }
    case 'number':
      return numberOf(typed)
    case 'percent':
      return percentOf(typed)
    case 'bool':
      return { value: typed === 'true' }
    case 'time':
      return Number.isNaN(Date.parse(typed))
        ? { wrong: 'must be a date and time' }
        : { value: new Date(typed).toISOString() }
    case 'duration':
      return /^(\d+(\.\d+)?(ms|s|m|h|d|w|mo|y|bh|bd))+$/.test(typed.replaceAll(' ', ''))
        ? { value: typed.replaceAll(' ', '') }
        : { wrong: 'must be a duration such as 90m or 2d' }
    default:
      return words?.length && !words.includes(typed)
        ? { wrong: `must be one of ${words.join(', ')}` }
        : { value: typed }
  }
}

function numberOf(typed: string): Parsed {
  const value = Number(typed.replace(',', '.'))
  return Number.isFinite(value) ? { value } : { wrong: 'must be a number' }
}

// A percent is a share in the API: 5 % is 0.05.
function percentOf(typed: string): Parsed {
  const parsed = numberOf(typed.replace(/\s*%$/, ''))
  return 'wrong' in parsed
    ? { wrong: 'must be a percentage such as 5 %' }
    : { value: Number(parsed.value) / 100 }
}

function parseList(type: string, typed: string): Parsed {
  return all(
    typed.split(/[,\n]/).filter((part) => part.trim() !== ''),
    (part) => parseScalar(type, part.trim()),
  )
}

function parseRows(columns: Field[], typed: string): Parsed {
  return all(
    typed.split('\n').filter((line) => line.trim() !== ''),
    (line, i) => {
      const cells = line.split(',').map((cell) => cell.trim())
      if (cells.length !== columns.length)
        return { wrong: `line ${i + 1} must have ${columns.map((c) => c.name).join(', ')}` }
      const row = all(columns, (column, k) => parseScalar(column.type, cells[k] ?? ''))
      if ('wrong' in row) return { wrong: `line ${i + 1} ${row.wrong}` }
      const values = row.value as unknown[]
      return { value: Object.fromEntries(columns.map((column, k) => [column.name, values[k]])) }
    },
  )
}

/** all parses every part; the first that is wrong speaks for all. */
function all<T>(parts: T[], parseOne: (part: T, i: number) => Parsed): Parsed {
  const values: unknown[] = []
  for (const [i, part] of parts.entries()) {
    const parsed = parseOne(part, i)
    if ('wrong' in parsed) return parsed
    values.push(parsed.value)
  }
  return { value: values }
}

/** textOf writes a value of the API as people would type it. */
export function textOf(field: Field, value: unknown): string {
  if (value === null || value === undefined) return ''
  const columns = columnsOf(bare(field.type))
  if (columns && Array.isArray(value)) {
    const row = (item: Record<string, unknown>) => columns.map((c) => textOf(c, item[c.name])).join(', ')
    return value.map((item) => row(item as Record<string, unknown>)).join('\n')
  }
  if (Array.isArray(value)) return value.map(String).join(', ')
  if (bare(field.type) === 'percent' && typeof value === 'number') return `${Math.round(value * 1e6) / 1e4} %`
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** columnsOf reads the columns of list({name: string, share: percent}); null for another type. */
function columnsOf(type: string): Field[] | null {
  const inside = /^list\(\{(.*)\}\)$/.exec(type)?.[1]
  if (!inside || /[({]/.test(inside)) return null
  return inside.split(',').map((part) => {
    const [name = '', type = 'string'] = part.split(':').map((s) => s.trim())
    return { name, type }
  })
}

const bare = (type: string) => type.replace(/\?$/, '')
