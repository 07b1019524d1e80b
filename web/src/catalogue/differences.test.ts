import { describe, expect, test } from 'vitest'
import type { ModelChange, ModelSummary } from '../api/types'
import { grouped, linesOf, nearest, othersOf, pairOf, placeOf } from './differences'

const change = (over: Partial<ModelChange>): ModelChange => ({
  group: 'procedure',
  kind: 'changed',
  path: 'a.due',
  text: '`a` is now due',
  stand: 'tighter',
  level: 'minor',
  old_at: null,
  new_at: null,
  ...over,
})

describe('differences', () => {
  test('the version on the page is compared with the others of its model', () => {
    const model = (id: string, version: string) => ({ id, version }) as ModelSummary
    const models = [model('a', '1.9.0'), model('b', '3.0.0'), model('a', '1.10.0'), model('a', '2.0.0')]
    expect(othersOf(models, model('a', '1.10.0'))).toEqual(['2.0.0', '1.9.0'])
    expect(othersOf(models, model('b', '3.0.0'))).toEqual([])
  })

  test.each([
    [['2.0.0', '1.9.0'], '1.10.0', '1.9.0'],
    [['2.0.0', '1.10.0'], '1.9.0', '1.10.0'],
    [[], '1.0.0', undefined],
  ])('of %j nearest to %s is %s', (others, shown, want) => {
    expect(nearest(others, shown)).toBe(want)
  })

  test('the older version comes first, whichever is on the page', () => {
    expect(pairOf('1.10.0', '1.9.0')).toEqual({ from: '1.9.0', to: '1.10.0' })
    expect(pairOf('1.9.0', '1.10.0')).toEqual({ from: '1.9.0', to: '1.10.0' })
  })

  test('changes are told by group, in their order', () => {
    const changes = [change({ path: 'a' }), change({ path: 'b' }), change({ path: 'c', group: 'time' })]
    expect(grouped(changes).map((g) => [g.title, g.changes.map((c) => c.path)])).toEqual([
      ['Procedure', ['a', 'b']],
      ['Time', ['c']],
    ])
  })

  test('a change is where the new document has it, else where the old one had it', () => {
    const at = (file: string, line: number) => ({ file, line, column: 1 })
    expect(placeOf(change({ old_at: at('old.yaml', 3), new_at: at('new.yaml', 4) }))).toBe('new.yaml:4')
    expect(placeOf(change({ old_at: at('old.yaml', 3) }))).toBe('old.yaml:3')
    expect(placeOf(change({}))).toBe('')
  })

  test('what there is to say becomes sentences', () => {
    expect(linesOf('make it 2.0.0', undefined, 'running releases stay')).toEqual([
      'Make it 2.0.0.',
      'Running releases stay.',
    ])
  })
})
