import { describe, expect, test } from 'vitest'
import { capsOf, interpret, type Pending, type Press, within } from './keys'

const known = (name: string) => ['j', '?', 'Enter', 'g r', 'mod+k', 'mod+Enter'].includes(name)
const press = (over: Partial<Press>): Press => ({
  key: 'j',
  mod: false,
  alt: false,
  typing: false,
  onControl: false,
  at: 1000,
  ...over,
})
const nameOf = (over: Partial<Press>, pending: Pending = null, on = true) =>
  interpret(pending, press(over), known, on).name

describe('interpret', () => {
  test.each<[string, Partial<Press>, string | undefined]>([
    ['a known key', {}, 'j'],
    ['an unknown key', { key: 'x' }, undefined],
    ['a key while typing', { typing: true }, undefined],
    ['a key with Alt', { alt: true }, undefined],
    ['Ctrl K while typing', { key: 'K', mod: true, typing: true }, 'mod+k'],
    ['Ctrl Enter while typing', { key: 'Enter', mod: true, typing: true }, 'mod+Enter'],
    ['Ctrl J, which nobody knows', { mod: true }, undefined],
    ['Enter on a row', { key: 'Enter' }, 'Enter'],
    ['Enter on a button, which presses it', { key: 'Enter', onControl: true }, undefined],
  ])('%s', (_, over, want) => expect(nameOf(over)).toBe(want))

  test('single keys can be switched off, Ctrl stays', () => {
    expect(nameOf({}, null, false)).toBeUndefined()
    expect(nameOf({ key: 'k', mod: true }, null, false)).toBe('mod+k')
  })

  test('G then a letter goes, within its time', () => {
    const { name, pending } = interpret(null, press({ key: 'g' }), known, true)
    expect(name).toBeUndefined()
    expect(nameOf({ key: 'r', at: 1000 + within }, pending)).toBe('g r')
    expect(nameOf({ key: 'j', at: 1001 + within }, pending)).toBe('j')
    expect(interpret(pending, press({ key: 'x' }), known, true)).toEqual({ name: undefined, pending: null })
  })
})

test('capsOf draws keys', () => {
  expect(capsOf('g r')).toEqual(['G', 'R'])
  expect(capsOf('mod+Enter')).toEqual(['Ctrl', '↵'])
})
