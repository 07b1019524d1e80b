import { describe, expect, test } from 'vitest'
import type { GrantView } from '../api/types'
import { grantInWords, merged } from './grants'

const grant: GrantView = {
  id: 'GR-1',
  change: 'CHG-1',
  kind: 'individual',
  stage: 'deploy',
  cis: ['front_page'],
  environments: ['live'],
  from: '2026-11-25T08:00:00Z',
  to: null,
  deciders: ['omar'],
  status: 'active',
}
const reader = { now: new Date('2026-11-25T13:06:00Z'), zone: 'Europe/Berlin' }
const name = (id: string) => ({ omar: 'Omar Diallo' })[id] ?? id

describe('a grant in words', () => {
  test.each<[string, Partial<GrantView>, string]>([
    ['without end', {}, 'deploy of front_page in live, until revoked, by Omar Diallo'],
    [
      'that begins later and ends',
      { from: '2026-11-26T08:00:00Z', to: '2026-11-26T12:00:00Z' },
      'deploy of front_page in live, from Thu 09:00, until Thu 13:00, by Omar Diallo',
    ],
    ['of everything, by a rule', { cis: [], environments: [], deciders: [] }, 'deploy, until revoked'],
  ])('%s', (_, over, want) => expect(grantInWords({ ...grant, ...over }, reader, name)).toBe(want))
})

test('grants that differ only in their stage are one', () => {
  const other = { ...grant, id: 'GR-3', stage: 'deploy', cis: ['shop'] }
  const got = merged([grant, { ...grant, id: 'GR-2', stage: 'build' }, other])
  expect(got.map((g) => [g.id, g.stage])).toEqual([
    ['GR-1', 'deploy, build'],
    ['GR-3', 'deploy'],
  ])
})
