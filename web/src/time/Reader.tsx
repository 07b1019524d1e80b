import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import type { Reader } from './format'

const browserZone = Intl.DateTimeFormat().resolvedOptions().timeZone

const Context = createContext<Reader>({ now: new Date(0), zone: browserZone })

interface Props {
  children: ReactNode
  /** Stops the clock at an instant, for tests and pictures. */
  at?: Date
  /** IANA zone; the browser's when absent. */
  zone?: string
}

const beat = 10_000

/** ReaderProvider tells everything below it when and in which zone it is read. */
export function ReaderProvider({ children, at, zone = browserZone }: Props) {
  const [ticking, setNow] = useState(() => new Date())
  useEffect(() => {
    if (at) return
    const timer = setInterval(() => setNow(new Date()), beat)
    return () => clearInterval(timer)
  }, [at])
  const reader = useMemo(() => ({ now: at ?? ticking, zone }), [at, ticking, zone])
  return <Context value={reader}>{children}</Context>
}

/** useReader returns the instant and zone to write times in; it moves every ten seconds. */
export function useReader(): Reader {
  return useContext(Context)
}
