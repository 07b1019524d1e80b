// A time scale: instants to pixels, with ticks and weekends by the calendar of
// the reader's zone. Instants are milliseconds since 1970, intervals half open.

/** Scale maps [from, to) to [0, width). */
export interface Scale {
  from: number
  to: number
  width: number
  zone: string
}

/** x is where an instant stands; outside the scale it stands at the edge. */
export function x({ from, to, width }: Scale, at: number): number {
  return Math.min(width, Math.max(0, ((at - from) / (to - from)) * width))
}

/** Tick is a labelled line of the scale. */
export interface Tick {
  at: number
  label: string
}

const hour = 3_600_000
const day = 24 * hour
const steps = [
  hour,
  3 * hour,
  6 * hour,
  12 * hour,
  day,
  2 * day,
  7 * day,
  14 * day,
  28 * day,
  91 * day,
  364 * day,
]
const room = 54 // pixels that a label takes

/** ticksOf are the ticks that fit: hours of a day, else days, weeks and so on from midnight. */
export function ticksOf(scale: Scale): Tick[] {
  const { from, to, width, zone } = scale
  const step = steps.find((s) => ((to - from) / s) * room <= width) ?? steps.at(-1)!
  const ticks: Tick[] = []
  if (step < day) {
    for (let at = midnight(from, zone); at < to; at += step)
      if (at >= from) ticks.push({ at, label: clock(at, zone) })
    return ticks
  }
  const days = step / day
  for (let at = midnight(from, zone); at < to; at = nextMidnight(at, zone, days))
    if (at >= from) ticks.push({ at, label: days > 7 ? dayOf(at, zone) : date(at, zone) })
  return ticks
}

/** Span is a stretch of time. */
export interface Span {
  from: number
  to: number
}

/** monthsOf are the months that a scale crosses, each with its name and year. */
export function monthsOf({ from, to, zone }: Scale): (Span & { label: string })[] {
  const months: (Span & { label: string })[] = []
  for (let at = from; at < to;) {
    const label = new Intl.DateTimeFormat('en-GB', { timeZone: zone, month: 'long', year: 'numeric' }).format(
      at,
    )
    let end = nextMidnight(midnight(at, zone), zone, 1)
    while (end < to && local(end, zone).getUTCDate() !== 1) end = nextMidnight(end, zone, 1)
    months.push({ from: at, to: Math.min(end, to), label })
    at = end
  }
  return months
}

/** weekendsOf are the Saturdays and Sundays of a scale, each pair together. */
export function weekendsOf({ from, to, zone }: Scale): Span[] {
  const spans: Span[] = []
  for (let at = midnight(from, zone); at < to;) {
    const next = nextMidnight(at, zone, 1)
    const last = spans.at(-1)
    if ([0, 6].includes(local(at, zone).getUTCDay())) {
      if (last?.to === at) last.to = next
      else spans.push({ from: at, to: next })
    }
    at = next
  }
  return spans.map((s) => ({ from: Math.max(from, s.from), to: Math.min(to, s.to) }))
}

/** midnight is the last one at or before an instant. */
export function midnight(at: number, zone: string): number {
  const wall = Math.floor((at + offset(at, zone)) / day) * day
  return unwall(wall, zone)
}

function nextMidnight(at: number, zone: string, days: number): number {
  return unwall(Math.round((at + offset(at, zone)) / day + days) * day, zone)
}

/** unwall is the instant at which the wall clock of a zone shows a time. */
function unwall(wall: number, zone: string): number {
  const guess = wall - offset(wall, zone)
  return wall - offset(guess, zone)
}

const local = (at: number, zone: string) => new Date(at + offset(at, zone))

/** offset is how far the wall clock of a zone is ahead of UTC. */
function offset(at: number, zone: string): number {
  const p: Record<string, number> = {}
  for (const { type, value } of formatOf(zone).formatToParts(at)) p[type] = Number(value)
  const wall = Date.UTC(p.year!, p.month! - 1, p.day, p.hour, p.minute, p.second)
  return wall - Math.floor(at / 1000) * 1000
}

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      hourCycle: 'h23',
    })
    formats.set(zone, format)
  }
  return format
}

/** dayOf names a day without its weekday, which says nothing across months. */
const dayOf = (at: number, zone: string) =>
  new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: 'numeric', month: 'short' }).format(at)

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

function date(at: number, zone: string): string {
  const there = local(at, zone)
  return `${weekdays[there.getUTCDay()]} ${there.getUTCDate()}`
}

function clock(at: number, zone: string): string {
  const there = local(at, zone)
  return there.getUTCHours() === 0 ? date(at, zone) : there.toISOString().slice(11, 16)
}
