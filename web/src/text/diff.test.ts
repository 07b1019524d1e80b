import { describe, expect, test } from 'vitest'
import { diff, hunks, type Line } from './diff'

const marks = { same: ' ', gone: '-', new: '+' }
const show = (all: Line[]) => all.map((l) => marks[l.kind] + l.text)

describe('diff', () => {
  test.each([
    ['', '', []],
    ['a\nb', 'a\nb\n', [' a', ' b']],
    ['', 'a', ['+a']],
    ['a', '', ['-a']],
    ['a\nb\nc', 'a\nx\nc', [' a', '-b', '+x', ' c']],
    ['a\nb\nc\na\nb\nb\na', 'c\nb\na\nb\na\nc', ['-a', '-b', ' c', '-a', ' b', '+a', ' b', ' a', '+c']],
  ])('%j to %j', (before, after, want) => {
    expect(show(diff(before, after))).toEqual(want)
  })

  test('numbers lines on both sides', () => {
    expect(diff('a\nb', 'b\nc')).toEqual([
      { kind: 'gone', text: 'a', old: 1 },
      { kind: 'same', text: 'b', old: 2, new: 1 },
      { kind: 'new', text: 'c', new: 2 },
    ])
  })

  test('rebuilds both sides of any pair of texts', () => {
    let seed = 7
    const next = (n: number) => (seed = (seed * 1103515245 + 12345) % 2 ** 31) % n
    for (let run = 0; run < 300; run++) {
      const text = () => Array.from({ length: next(9) }, () => 'abc'[next(3)]).join('\n')
      const [before, after] = [text(), text()]
      const got = diff(before, after)
      const side = (not: string) =>
        got
          .filter((l) => l.kind !== not)
          .map((l) => l.text)
          .join('\n')
      expect([side('new'), side('gone')]).toEqual([before, after])
    }
  })
})

test('hunks leaves out what is far from a change', () => {
  const all = diff('1\n2\n3\n4\n5\n6\n7', '1\n2\n3\nx\n5\n6\n7')
  expect(hunks(all, 1).map((l) => l && marks[l.kind] + l.text)).toEqual([null, ' 3', '-4', '+x', ' 5', null])
  expect(hunks(diff('a', 'a'), 1)).toEqual([null])
})
