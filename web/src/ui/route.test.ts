import { expect, test } from 'vitest'
import { routeOf } from './route'

test.each<[number[][], string]>([
  [[], ''],
  [
    [
      [0, 0],
      [20, 0],
    ],
    'M0 0L20 0',
  ],
  [
    [
      [0, 0],
      [20, 0],
      [20, 30],
    ],
    'M0 0L15 0Q20 0 20 5L20 30',
  ],
  [
    [
      [0, 0],
      [4, 0],
      [4, 30],
    ],
    'M0 0L2 0Q4 0 4 5L4 30',
  ],
])('routeOf %j', (points, want) => expect(routeOf(points)).toBe(want))
