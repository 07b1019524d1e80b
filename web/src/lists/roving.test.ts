import { expect, test } from 'vitest'
import { rove } from './roving'

test.each<[string, boolean, [number, number] | null]>([
  ['ArrowUp', false, [1, 2]],
  ['ArrowDown', false, [3, 2]],
  ['ArrowLeft', false, [2, 1]],
  ['ArrowRight', false, [2, 3]],
  ['Home', false, [2, 0]],
  ['End', false, [2, 3]],
  ['Home', true, [0, 0]],
  ['End', true, [3, 3]],
  ['PageUp', false, [0, 2]],
  ['PageDown', false, [3, 2]],
  ['a', false, null],
])('%s, Ctrl %s', (key, ctrl, want) => {
  const got = rove({ row: 2, column: 2 }, key, ctrl, 4, 4)
  expect(got && [got.row, got.column]).toEqual(want)
})
