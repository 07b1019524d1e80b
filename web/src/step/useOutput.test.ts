import { renderHook, waitFor } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import type { CallView } from '../api/types'
import { useOutput } from './useOutput'

afterEach(() => vi.unstubAllGlobals())

test('a reading that fails is tried again, also after the call has ended', async () => {
  const asked: string[] = []
  const answers = [new Response('gone', { status: 502 }), new Response('web-1 up\n'), new Response('')]
  vi.stubGlobal('fetch', (path: string) => {
    asked.push(path.split('?')[1]!)
    return Promise.resolve(answers[asked.length - 1])
  })
  const call = { key: 'k', attempt: 1, state: 'done' } as CallView
  const { result } = renderHook(() => useOutput('REL-1', 'publish', call))
  await waitFor(() => expect(result.current.text).toBe('web-1 up\n'), { timeout: 5_000 })
  await waitFor(() => expect(asked).toEqual(['after=0', 'after=0', 'after=9']))
})
