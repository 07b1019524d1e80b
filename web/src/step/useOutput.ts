import { useEffect, useRef, useState } from 'react'
import { pathOf } from '../api/queries'
import type { CallView } from '../api/types'
import { follow, type Followed, nothing, prints } from './output'

/** pause is how long to wait between readings that brought nothing, in milliseconds. */
const pause = 700

/** longest is how long to wait at most between readings that failed; each failure doubles the pause. */
const longest = 10_000

/** useOutput follows what the executor call of a step prints, from its beginning, while it runs. */
export function useOutput(id: string, place: string, call: CallView): Followed {
  const [read, setRead] = useState({ key: call.key, followed: nothing })
  const running = useRef(true)
  running.current = prints(call.state)
  useEffect(() => {
    const stop = new AbortController()
    void readAll(
      id,
      place,
      () => running.current,
      stop.signal,
      (followed) => setRead({ key: call.key, followed }),
    )
    return () => stop.abort()
  }, [id, place, call.key, call.attempt])
  return read.key === call.key ? read.followed : nothing
}

/** readAll reads until the call has ended and nothing is left to read; what cannot be read now is tried again. */
async function readAll(
  id: string,
  place: string,
  running: () => boolean,
  signal: AbortSignal,
  onRead: (followed: Followed) => void,
) {
  const decoder = new TextDecoder() // a reading may end within a letter
  let followed = nothing
  let wait = pause
  while (!signal.aborted) {
    const mayGrow = running()
    const bytes = await read(id, place, followed.offset, signal)
    if (signal.aborted) return
    if (!bytes) {
      await after((wait = Math.min(2 * wait, longest)))
      continue
    }
    wait = pause
    if (bytes.byteLength > 0) {
      const text = decoder.decode(bytes, { stream: true })
      followed = follow(followed, followed.offset, text, followed.offset + bytes.byteLength)
      onRead(followed)
    } else if (!mayGrow) return
    else await after(pause)
  }
}

const after = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** read returns what was printed from a byte on, or null when it cannot be read now. */
async function read(id: string, place: string, from: number, signal: AbortSignal) {
  const path = `/api/v1${pathOf(id)}/steps/${encodeURIComponent(place)}/output?after=${from}`
  try {
    const response = await fetch(path, { signal })
    if (response.ok) return await response.arrayBuffer()
    return response.status === 404 ? new ArrayBuffer(0) : null // no output at all is none
  } catch {
    return null
  }
}
