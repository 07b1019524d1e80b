import { expect, test } from 'vitest'
import { type Entry, find, grouped } from './palette'

const entry = (title: string, key?: string, group: Entry['group'] = 'Releases'): Entry => ({
  id: title,
  group,
  title,
  key,
  icon: 'phases',
  run: () => {},
})
const all = [
  entry('Refund payments', 'REL-9'),
  entry('Payments API 4.12', 'REL-2041'),
  entry('Core switches, Lübeck'),
]

test.each([
  ['', ['Refund payments', 'Payments API 4.12', 'Core switches, Lübeck']],
  ['pay', ['Payments API 4.12', 'Refund payments']],
  ['api pay', ['Payments API 4.12']],
  ['2041', ['Payments API 4.12']],
  ['rel-2041', ['Payments API 4.12']],
  ['LÜB', ['Core switches, Lübeck']],
  ['ayments', []],
])('find %j', (query, want) => {
  expect(find(all, query).map((e) => e.title)).toEqual(want)
})

test('grouped keeps the order of first appearance', () => {
  const got = grouped([entry('a', '', 'Models'), entry('b', '', 'Releases'), entry('c', '', 'Models')])
  expect(got.map(([name, list]) => [name, list.length])).toEqual([
    ['Models', 2],
    ['Releases', 1],
  ])
})
