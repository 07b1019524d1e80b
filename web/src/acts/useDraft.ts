import { useSessionStorage } from '@mantine/hooks'
import { useCallback } from 'react'
import { type Draft, empty } from './moves'

/** useDraft keeps what somebody has typed about a thing until it is sent, also across refusals and reloads. */
export function useDraft(about: string) {
  const [draft, setDraft, forget] = useSessionStorage<Draft>({
    key: `headgate.draft.${about}`,
    defaultValue: empty,
    getInitialValueInEffect: false,
  })
  const change = useCallback(
    (over: (draft: Draft) => Partial<Draft>) => setDraft((old) => ({ ...old, ...over(old) })),
    [setDraft],
  )
  return { draft, change, forget }
}
