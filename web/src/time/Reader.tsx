import { createContext, type ReactNode, useContext, useEffect, useMemo, useReducer } from 'react'
import type { Reader } from './format'
import { browserZone } from './zone'

const Context = createContext<Reader>({ now: new Date(0), zone: browserZone() })

interface Props {
  children: ReactNode
  /** How far the server's clock is ahead of this machine's, in milliseconds. */
  ahead?: number
  /** Stops the clock at an instant, for tests and pictures. */
  at?: Date
  /** IANA zone; the browser's when absent, looked at with every beat. */
  zone?: string
}

const beat = 10_000

/** ReaderProvider tells everything below it when and in which zone it is read. */
export function ReaderProvider({ children, ahead = 0, at, zone = browserZone() }: Props) {
  const [beats, count] = useReducer((n: number) => n + 1, 0)
  useEffect(() => {
    if (at) return
    const timer = setInterval(count, beat)
    return () => clearInterval(timer)
  }, [at])
  const reader = useMemo(
    () => ({ now: at ?? new Date(Date.now() + ahead), zone }),
    [at, ahead, zone, beats], // beats: time has passed
  )
  return <Context value={reader}>{children}</Context>
}

/** useReader returns the instant and zone to write times in; it moves every ten seconds. */
export function useReader(): Reader {
  return useContext(Context)
}
