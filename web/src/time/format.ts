// Instants in words. Every function takes the instant it is read at and the
// zone of the reader, so that it has no clock of its own.

/** Reader is when and where somebody reads. */
export interface Reader {
  now: Date
  /** IANA zone. */
  zone: string
}

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** timeOf writes 17:16. */
export function timeOf(at: Date, zone: string): string {
  const { hour, minute } = parts(at, zone)
  return `${hour}:${minute}`
}

/** dateOf writes today's time, or 24 Nov, or 8 Jan 2027 in another year. */
export function dateOf(at: Date, { now, zone }: Reader): string {
  return daysApart(at, now, zone) === 0 ? timeOf(at, zone) : calendarDay(at, now, zone)
}

/** momentOf writes 17:16 today, Thu 08:30 within five days, and Tue 1 Dec 06:00 beyond. */
export function momentOf(at: Date, { now, zone }: Reader): string {
  const apart = Math.abs(daysApart(at, now, zone))
  const time = timeOf(at, zone)
  if (apart === 0) return time
  const { weekday } = parts(at, zone)
  return apart <= 5 ? `${weekday} ${time}` : `${weekday} ${calendarDay(at, now, zone)} ${time}`
}

/** fullOf writes Wed 25 Nov 2026 14:06 CET: for hover, where nothing may be guessed. */
export function fullOf(at: Date, zone: string): string {
  const { weekday, day, month, year, hour, minute, zoneName } = parts(at, zone)
  return `${weekday} ${day} ${month} ${year} ${hour}:${minute} ${zoneName}`
}

/** nowOf writes Wed 25 Nov 14:06 CET, as beside the live sign. */
export function nowOf({ now, zone }: Reader): string {
  const { weekday, day, month, hour, minute, zoneName } = parts(now, zone)
  return `${weekday} ${day} ${month} ${hour}:${minute} ${zoneName}`
}

/** spanOf writes a length in its two largest units: 3 h 10 min, 2 d 4 h, 45 s. Less than a second is 0 s. */
export function spanOf(ms: number): string {
  const length = Math.abs(ms)
  if (length < minute) return `${Math.floor(length / 1000)} s`
  if (length < hour) return `${Math.floor(length / minute)} min`
  if (length < day) return two(length, hour, 'h', minute, 'min')
  return two(length, day, 'd', hour, 'h')
}

function two(length: number, large: number, largeName: string, small: number, smallName: string): string {
  const many = Math.floor(length / large)
  const rest = Math.floor((length % large) / small)
  return rest === 0 ? `${many} ${largeName}` : `${many} ${largeName} ${rest} ${smallName}`
}

/** daysApart counts calendar days from now to at in zone: 1 is tomorrow, however few hours away. */
export function daysApart(at: Date, now: Date, zone: string): number {
  return Math.round((midnight(at, zone) - midnight(now, zone)) / day)
}

function midnight(at: Date, zone: string): number {
  const p = parts(at, zone)
  return Date.UTC(Number(p.year), months.indexOf(p.month), Number(p.day))
}

function calendarDay(at: Date, now: Date, zone: string): string {
  const { day, month, year } = parts(at, zone)
  return year === parts(now, zone).year ? `${day} ${month}` : `${day} ${month} ${year}`
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

interface Parts {
  weekday: string
  day: string
  month: string
  year: string
  hour: string
  minute: string
  zoneName: string
}

const formats = new Map<string, Intl.DateTimeFormat>()

function parts(at: Date, zone: string): Parts {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      weekday: 'short',
      day: 'numeric',
      month: 'numeric',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZoneName: 'short',
    })
    formats.set(zone, format)
  }
  const found: Record<string, string> = {}
  for (const { type, value } of format.formatToParts(at)) found[type] = value
  return {
    weekday: found.weekday ?? '',
    day: String(Number(found.day)),
    month: months[Number(found.month) - 1] ?? '', // en-GB would write Sept
    year: found.year ?? '',
    hour: found.hour ?? '',
    minute: found.minute ?? '',
    zoneName: found.timeZoneName ?? '',
  }
}
