// The parts of the HTTP API (version 1) that the frame of the application
// uses. Instants are RFC 3339 in UTC; lists are never null.

export type Instant = string

export interface Person {
  id: string
  name: string
  organization?: string
  skills: string[]
  teams: string[]
}

export interface Me {
  person: Person
  teams: string[]
  permissions: string[]
  /** IANA zone of the installation. */
  zone: string
  demo: boolean
}

/** DemoPerson is somebody to log in as; only the demonstration lists them. */
export interface DemoPerson {
  id: string
  name: string
  teams: string[]
  password: string
}

/** Problem is an RFC 9457 problem with what a person needs to go on. */
export interface Problem {
  title: string
  status: number
  detail: string
  code: string
  place?: string
  /** The next step, one sentence. */
  need?: string
  /** People who may. */
  ask?: string[]
  until?: Instant
  request?: string
}

/** Clock is a limit: for whom, from when to when, on whose hours. */
export interface Clock {
  place: string
  who: string[]
  from: Instant
  due: Instant
  /** Business calendar id, `elapsed`, or agreement. */
  hours: string
  /** Percent of the way used on those hours when the server was asked. */
  used: number
  over: boolean
  /** The limit as written in the model, such as 4bh. */
  text: string
}

/** PhaseCell is one cell of the phase grid. */
export interface PhaseCell {
  id: string
  state: 'not_needed' | 'pending' | 'now' | 'done'
  status?: string
  text?: string
  done: number
  total: number
  /** Done on, or planned. */
  at: Instant | null
}

export interface CaseSummary {
  id: string
  title: string
  model: string
  version: string
  health: string
}

export interface ModelSummary {
  id: string
  version: string
  title: string
  class: string
  current: boolean
}

export interface Page<T> {
  items: T[]
  next?: string
  total?: number
}

/** StreamEvent says that a case moved. */
export interface StreamEvent {
  id: number
  case: string
  seq: number
  kinds: string[]
  title: string
}
