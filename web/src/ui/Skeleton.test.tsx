import { act } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { render } from './render'
import { patience, Skeleton } from './Skeleton'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('shows nothing for 300 ms, then the shape of what comes', () => {
  const { container } = render(<Skeleton rows={4} />)
  const rows = () => container.querySelectorAll('[aria-hidden=true]').length
  expect(container.querySelector('[aria-busy=true]')).toBeTruthy()
  act(() => void vi.advanceTimersByTime(patience - 1))
  expect(rows()).toBe(0)
  act(() => void vi.advanceTimersByTime(1))
  expect(rows()).toBe(4)
})
