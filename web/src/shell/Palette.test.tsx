import { fireEvent, screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { render } from '../ui/render'
import { Palette } from './Palette'
import type { Entry } from './palette'

function setup() {
  const run = vi.fn()
  const onClose = vi.fn()
  const entry = (id: string, title: string, group: Entry['group']): Entry => ({
    id,
    title,
    group,
    icon: 'phases',
    run: () => run(id),
  })
  const entries = [
    entry('w', 'My work', 'Go to'),
    entry('r', 'Releases', 'Go to'),
    entry('p', 'Payments', 'Releases'),
  ]
  render(<Palette opened onClose={onClose} entries={entries} />)
  return { run, onClose, field: screen.getByRole('combobox') }
}
const current = () => screen.getByRole('option', { selected: true }).textContent

test('arrows go round, Enter runs and closes', () => {
  const { run, onClose, field } = setup()
  expect(current()).toBe('My work')
  fireEvent.keyDown(field, { key: 'ArrowUp' })
  expect(current()).toBe('Payments')
  fireEvent.keyDown(field, { key: 'ArrowDown' })
  fireEvent.keyDown(field, { key: 'ArrowDown' })
  expect(current()).toBe('Releases')
  expect(field.getAttribute('aria-activedescendant')).toBe(screen.getByRole('option', { selected: true }).id)
  fireEvent.keyDown(field, { key: 'Enter' })
  expect(run.mock.calls).toEqual([['r']])
  expect(onClose).toHaveBeenCalledOnce()
})

test('typing narrows and says so when nothing is left', () => {
  const { run, field } = setup()
  fireEvent.change(field, { target: { value: 'pay' } })
  expect(screen.getAllByRole('option')).toHaveLength(1)
  fireEvent.change(field, { target: { value: 'zzz' } })
  expect(screen.getByText(/Nothing is called/)).toBeTruthy()
  fireEvent.keyDown(field, { key: 'Enter' })
  expect(run).not.toHaveBeenCalled()
})
