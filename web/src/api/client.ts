import { browserZone } from '../time/zone'
import { offline, problemOf, Refused } from './problem'

const base = '/api/v1'

interface Options {
  body?: unknown
  /** Version of the state the reader saw; the server refuses if it moved. */
  ifMatch?: string
  /** Makes a repeated command one command. */
  key?: string
  signal?: AbortSignal
}

/** get reads a resource; it throws Refused. */
export function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return call<T>('GET', path, { signal })
}

/** post changes something; it throws Refused, and then nothing was changed. */
export function post<T>(path: string, options: Options = {}): Promise<T> {
  return call<T>('POST', path, options)
}

async function call<T>(method: string, path: string, { body, ifMatch, key, signal }: Options): Promise<T> {
  // Sentences of the server name instants in the zone of who reads them.
  const headers = new Headers({ Accept: 'application/json', 'Time-Zone': browserZone() })
  if (body !== undefined) headers.set('Content-Type', 'application/json')
  if (ifMatch) headers.set('If-Match', ifMatch)
  if (key) headers.set('Idempotency-Key', key)
  const response = await send(base + path, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
    signal,
  })
  const answer = await json(response)
  if (!response.ok) {
    throw new Refused(problemOf(response.status, answer, response.headers.get('X-Request-Id') ?? undefined))
  }
  return answer as T
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (error) {
    if (init.signal?.aborted) throw error
    throw new Refused(offline)
  }
}

async function json(response: Response): Promise<unknown> {
  const text = await response.text()
  try {
    return text === '' ? null : JSON.parse(text)
  } catch {
    return null
  }
}
