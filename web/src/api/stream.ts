import type { StreamEvent } from './types'

/** Live is whether the page hears of changes as they happen. */
export type Live = { state: 'connecting' } | { state: 'live' } | { state: 'lost'; since: Date }

interface Listener {
  onLive: (live: Live) => void
  onEvent: (event: StreamEvent) => void
  /** The server refused the stream, and the browser will not ask again. */
  onEnd: () => void
  now: () => Date
}

const closed = 2 // EventSource.CLOSED

/**
 * listen follows the stream of changes until the returned function is called.
 * The browser reconnects by itself and names the last event it saw, so nothing
 * is missed in between.
 */
export function listen(source: EventSource, { onLive, onEvent, onEnd, now }: Listener): () => void {
  let lost = false
  source.onopen = () => {
    lost = false
    onLive({ state: 'live' })
  }
  source.onerror = () => {
    if (source.readyState === closed) onEnd()
    if (lost) return
    lost = true
    onLive({ state: 'lost', since: now() })
  }
  source.addEventListener('change', (message) => {
    const event = parse(message.data)
    if (event) onEvent(event)
  })
  return () => source.close()
}

const lists = ['inbox', 'releases', 'changes']

/** keysTouchedBy lists the query keys that an event makes stale. */
export function keysTouchedBy(event: StreamEvent): string[][] {
  return [...lists.map((list) => [list]), ['case', event.case]]
}

/** isOfCases tells whether events of the stream can make what stands under a query key stale. */
export const isOfCases = ([what]: readonly unknown[]) => what === 'case' || lists.includes(String(what))

function parse(data: string): StreamEvent | null {
  try {
    return JSON.parse(data) as StreamEvent
  } catch {
    return null
  }
}
