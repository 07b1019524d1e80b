import { render } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { ReaderProvider, useReader } from './Reader'

function Now() {
  return <time>{useReader().now.toISOString()}</time>
}

test('time is told by the server, however wrong this machine is', () => {
  vi.useFakeTimers({ now: new Date('2026-11-25T12:00:00Z') })
  const { container } = render(
    <ReaderProvider ahead={3_600_000}>
      <Now />
    </ReaderProvider>,
  )
  expect(container.textContent).toBe('2026-11-25T13:00:00.000Z')
  vi.useRealTimers()
})
