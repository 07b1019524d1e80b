import { expect, test } from 'vitest'
import { anyOf, named } from './names'

test('named knows people, and speaks roles', () => {
  const name = named([{ id: 'eva', name: 'Eva Brandt' }])
  expect(['eva', 'release_manager', 'Kestrel Cloud GmbH'].map(name)).toEqual([
    'Eva Brandt',
    'Release manager',
    'Kestrel Cloud GmbH',
  ])
})

test.each<[string[], string]>([
  [[], ''],
  [['Ana'], 'Ana'],
  [['Ana', 'Eva'], 'Ana or Eva'],
  [['Ana', 'Ben', 'Eva'], 'Ana, Ben or Eva'],
  [['Ana', 'Ben', 'Eva', 'Ida'], 'Ana or 3 others'],
])('anyOf %j', (names, want) => expect(anyOf(names)).toBe(want))
