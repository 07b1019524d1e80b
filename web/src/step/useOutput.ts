import { useEffect, useRef, useState } from 'react'
import { pathOf } from '../api/queries'
import type { CallView } from '../api/types'
import { follow, type Followed, nothing, prints } from './output'

/** pause is how long to wait between readings that brought nothing, in milliseconds. */
const pause = 700

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

/** readAll reads until the call has ended and nothing is left to read. */
async function readAll(
  id: string,
  place: string,
  running: () => boolean,
  signal: AbortSignal,
  onRead: (followed: Followed) => void,
) {
  const decoder = new TextDecoder() // a reading may end within a letter
  let followed = nothing
  while (!signal.aborted) {
    const mayGrow = running()
    const answer = await read(id, place, followed.offset, signal)
    if (signal.aborted) return
    const text = answer ? decoder.decode(answer.bytes, { stream: true }) : ''
    const next = answer ? followed.offset + answer.bytes.byteLength : followed.offset
    const grown = follow(followed, followed.offset, text, next)
    if (grown !== followed) {
      followed = grown
      onRead(followed)
    } else if (!mayGrow) return
    else await new Promise((resolve) => setTimeout(resolve, pause))
  }
}

/** read returns what was printed from a byte on, or null when it cannot be read now. */
async function read(id: string, place: string, after: number, signal: AbortSignal) {
  const path = `/api/v1${pathOf(id)}/steps/${encodeURIComponent(place)}/output?after=${after}`
  try {
    const response = await fetch(path, { signal })
    return response.ok ? { bytes: await response.arrayBuffer() } : null
  } catch {
    return null
  }
}
