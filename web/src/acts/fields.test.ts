import { describe, expect, test } from 'vitest'
import { type Field, hintOf, parse, textOf, widgetOf, type Widget } from './fields'

const field = (type: string, over: Partial<Field> = {}): Field => ({ name: 'x', type, ...over })
const rings = field('list({name: string, share: percent, bake: duration})')

test.each<[Field, Widget]>([
  [field('string'), 'line'],
  [field('id?'), 'line'],
  [field('duration'), 'line'],
  [field('statement', { kind: 'statement' }), 'prose'],
  [field('report', { kind: 'report' }), 'upload'],
  [field('digest'), 'upload'],
  [field('checklist', { kind: 'checklist' }), 'ticks'],
  [field('enum(a, b)', { words: ['a', 'b'] }), 'choice'],
  [field('bool'), 'switch'],
  [field('percent'), 'number'],
  [field('time?'), 'moment'],
  [field('list(string)'), 'list'],
  [rings, 'rows'],
])('widgetOf %j', (f, want) => expect(widgetOf(f)).toBe(want))

describe('parse', () => {
  test.each<[Field, string, unknown]>([
    [field('string'), ' Ready ', 'Ready'],
    [field('int'), '12', 12],
    [field('number'), '1,5', 1.5],
    [field('percent'), '5 %', 0.05],
    [field('bool'), 'true', true],
    [field('time'), '2026-12-01T09:00+01:00', '2026-12-01T08:00:00.000Z'],
    [field('duration'), '4 bh', '4bh'],
    [field('enum', { words: ['go', 'no_go'] }), 'go', 'go'],
    [field('list(string)'), 'one, two,', ['one', 'two']],
    [field('list(int)'), '1, 2', [1, 2]],
    [field('string', { optional: true }), ' ', null],
    [
      rings,
      'canary, 5 %, 30m\nall, 100%, 15m\n',
      [
        { name: 'canary', share: 0.05, bake: '30m' },
        { name: 'all', share: 1, bake: '15m' },
      ],
    ],
  ])('%j of %j', (f, text, value) => expect(parse(f, text)).toEqual({ value }))

  test.each<[Field, string, string]>([
    [field('string'), '', 'is missing'],
    [field('int'), '1.5', 'must be a whole number'],
    [field('number'), 'many', 'must be a number'],
    [field('percent'), 'half', 'must be a percentage such as 5 %'],
    [field('time'), 'soon', 'must be a date and time'],
    [field('duration'), 'soon', 'must be a duration such as 90m or 2d'],
    [field('enum', { words: ['go', 'no_go'] }), 'maybe', 'must be one of go, no_go'],
    [field('list(int)'), '1, x', 'must be a whole number'],
    [rings, 'canary, 5 %', 'line 1 must have name, share, bake'],
    [rings, 'canary, 5 %, 30m\nall, x, 1h', 'line 2 must be a percentage such as 5 %'],
  ])('%j refuses %j', (f, text, wrong) => expect(parse(f, text)).toEqual({ wrong }))
})

test('textOf is what parse reads', () => {
  const value = [{ name: 'canary', share: 0.05, bake: '30m' }]
  expect(textOf(rings, value)).toBe('canary, 5 %, 30m')
  expect(parse(rings, textOf(rings, value))).toEqual({ value })
  expect(textOf(field('list(string)'), ['a', 'b'])).toBe('a, b')
  expect(textOf(field('string'), null)).toBe('')
})

test('hintOf says how a field is written', () => {
  expect(hintOf(rings)).toBe('One per line: name, share, bake')
  expect(hintOf(field('duration?'))).toBe('Such as 90m, 4bh or 2d')
  expect(hintOf(field('string'))).toBeUndefined()
})
