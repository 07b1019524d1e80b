import { fireEvent, screen } from '@testing-library/react'
import { beforeEach, expect, test, vi } from 'vitest'
import { render } from '../ui/render'
import { type Bindings, KeysProvider, useKeys } from './Keys'

beforeEach(() => localStorage.clear())

function Screen({ bindings }: { bindings: Bindings }) {
  useKeys(bindings)
  return <input aria-label="Reason" />
}

function setup() {
  const outer = vi.fn()
  const inner = vi.fn()
  render(
    <KeysProvider>
      <Screen bindings={{ a: { label: 'approve', run: inner } }} />
      <Screen bindings={{ j: { label: 'next', run: outer } }} />
    </KeysProvider>,
  )
  return { outer, inner }
}

test('keys of every part of the page work, but not while typing', () => {
  const { outer, inner } = setup()
  fireEvent.keyDown(document.body, { key: 'j' })
  fireEvent.keyDown(document.body, { key: 'a' })
  fireEvent.keyDown(screen.getAllByLabelText('Reason')[0]!, { key: 'a' })
  expect([outer.mock.calls.length, inner.mock.calls.length]).toEqual([1, 1])
})

test('? lists all keys, and single letters can be switched off for good', () => {
  const { outer } = setup()
  fireEvent.keyDown(document.body, { key: '?', shiftKey: true })
  expect(screen.getByText('approve')).toBeTruthy()
  expect(screen.getByText('next')).toBeTruthy()
  fireEvent.click(screen.getByRole('switch', { name: /Single letters act/ }))
  fireEvent.keyDown(document.body, { key: 'j' })
  expect(outer).not.toHaveBeenCalled()
  expect(localStorage.getItem('headgate.single-keys')).toBe('false')
})
