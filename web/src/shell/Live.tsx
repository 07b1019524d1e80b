import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { me } from '../api/queries'
import { isOfCases, keysTouchedBy, listen, type Live } from '../api/stream'
import { nowOf } from '../time/format'
import { useReader } from '../time/Reader'
import { useReread } from '../time/useReread'
import { Lost } from '../ui/Notice'
import classes from './Live.module.css'

const Context = createContext<{ live: Live; reconnect: () => void }>({
  live: { state: 'connecting' },
  reconnect: () => {},
})

/** pause is how long to wait before a stream that was refused is asked for again, in milliseconds. */
const pause = 5_000

/** LiveProvider follows the stream of changes and makes what they touch be read again. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient()
  useReread()
  const [live, setLive] = useState<Live>({ state: 'connecting' })
  const [attempt, setAttempt] = useState(0)
  const reconnect = () => setAttempt((n) => n + 1)
  useEffect(() => {
    let wasLost = attempt > 0
    let again: ReturnType<typeof setTimeout>
    const stop = listen(new EventSource('/api/v1/stream'), {
      now: () => new Date(),
      onLive: (next) => {
        setLive(next)
        // What was read before the stream was there may have changed before it was.
        if (next.state === 'live')
          void queries.invalidateQueries(wasLost ? {} : { predicate: (q) => isOfCases(q.queryKey) })
        wasLost = next.state === 'lost'
      },
      onEvent: (event) => {
        queries.setQueryData(me.queryKey, (known) => known && { ...known, now: event.now })
        for (const queryKey of keysTouchedBy(event)) void queries.invalidateQueries({ queryKey })
      },
      onEnd: () => {
        void queries.invalidateQueries(me) // perhaps nobody is logged in any more
        again = setTimeout(reconnect, pause)
      },
    })
    return () => {
      clearTimeout(again)
      stop()
    }
  }, [queries, attempt])
  return <Context value={{ live, reconnect }}>{children}</Context>
}

/** useLive tells whether the page is up to date; decisions are off while it is not. */
export function useLive(): Live {
  return useContext(Context).live
}

/** LiveSign stands in the top bar: live or not, and the time of the reader. */
export function LiveSign() {
  return <LiveMark live={useLive()} />
}

const words = { live: 'Live', connecting: 'Connecting', lost: 'Not live' }

/** LiveMark draws the sign of one state. */
export function LiveMark({ live }: { live: Live }) {
  return (
    <span className={classes.live} data-state={live.state} role="status">
      <i aria-hidden="true" />
      <span>
        {words[live.state]}
        <span className={classes.time}> · {nowOf(useReader())}</span>
      </span>
    </span>
  )
}

/** LiveNotice appears above the page when the stream is lost. */
export function LiveNotice() {
  const { live, reconnect } = useContext(Context)
  if (live.state !== 'lost') return null
  return (
    <div className={classes.notice}>
      <Lost since={live.since} onReconnect={reconnect} />
    </div>
  )
}
