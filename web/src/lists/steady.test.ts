import { expect, test } from 'vitest'
import { steady } from './steady'

test.each<[string, string, string, number]>([
  ['', 'abc', 'abc', 0],
  ['abc', 'abc', 'abc', 0],
  ['abc', 'bca', 'abc', 1],
  ['abcd', 'dcba', 'abcd', 3],
  ['abc', 'xabc', 'abc', 1],
  ['abc', 'xcb', 'bc', 2],
  ['abc', 'ac', 'ac', 0],
  ['abc', 'xy', 'xy', 0],
  ['abc', 'abcx', 'abcx', 0],
  ['abc', 'cbx', 'bcx', 1],
  ['abc', 'xacy', 'acy', 1],
])('%j shown, %j fresh', (shown, fresh, order, changes) => {
  expect(steady([...shown], [...fresh])).toEqual({ order: [...order], changes })
})
