import { expect, test } from 'vitest'
import { csv } from './csv'

test('csv quotes what needs it, and defuses formulas', () => {
  const rows = [
    { id: 'REL-1', title: 'API, 4.12 "hot"', n: 1 as number | null },
    { id: 'REL-2', title: '=HYPERLINK()', n: -2 },
    { id: 'REL-3', title: '', n: null },
  ]
  const columns = [
    { title: 'Id', of: (r: (typeof rows)[0]) => r.id },
    { title: 'Title', of: (r: (typeof rows)[0]) => r.title },
    { title: 'N', of: (r: (typeof rows)[0]) => r.n },
  ]
  expect(csv(columns, rows)).toBe(
    'Id,Title,N\r\nREL-1,"API, 4.12 ""hot""",1\r\nREL-2,\'=HYPERLINK(),-2\r\nREL-3,,\r\n',
  )
})
