import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { ReaderProvider } from './Reader'
import { useReread } from './useReread'

const at = new Date('2026-11-25T13:06:00Z')

function Sentence({ read }: { read: () => Promise<string> }) {
  useReread()
  return <p>{useQuery({ queryKey: ['sentence'], queryFn: read, staleTime: Infinity }).data}</p>
}

test('sentences are read again when the reader is in another zone, and only then', async () => {
  const queries = new QueryClient()
  const read = vi.fn(async () => `reading ${read.mock.calls.length}`)
  const pageIn = (zone: string) => (
    <QueryClientProvider client={queries}>
      <ReaderProvider at={at} zone={zone}>
        <Sentence read={read} />
      </ReaderProvider>
    </QueryClientProvider>
  )
  const { rerender } = render(pageIn('Europe/Berlin'))
  await screen.findByText('reading 1')
  rerender(pageIn('Europe/Berlin'))
  expect(read).toHaveBeenCalledTimes(1)
  rerender(pageIn('Asia/Tokyo'))
  await screen.findByText('reading 2')
})
