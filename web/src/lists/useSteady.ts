import { useState } from 'react'
import { type Steady, steady } from './steady'

/**
 * useSteady holds the order of a list while it is read. Another question (a
 * filter, a search, another sort) is answered in its own order at once.
 */
export function useSteady(fresh: string[], question: string): Steady & { accept: () => void } {
  const [held, setHeld] = useState({ question, order: fresh })
  const shown = held.question === question ? held.order : []
  const next = steady(shown, fresh)
  if (held.question !== question || next.order.join() !== held.order.join())
    setHeld({ question, order: next.order })
  return { ...next, accept: () => setHeld({ question, order: fresh }) }
}
