import { expect, test } from 'vitest'
import type { CriterionView, GrantView } from '../api/types'
import { callOf } from './call'

const now = new Date('2026-11-25T12:00:00Z')
const criterion = (state: string) => ({ text: state, state }) as CriterionView
const grant = (to: string | null, status = 'active') => ({ id: 'GR-1', to, status }) as GrantView
const none = { t: null, latest_back_out: null, changes: [], holds: [] }
const change = (grants: GrantView[]) => [{ id: 'CHG-1', title: '', status: 'running', grants }]
const told = (criteria: CriterionView[], over: object) =>
  callOf({ criteria }, { ...none, ...over }, now).map(
    (t) => `${t.name}: ${t.at?.toISOString() ?? t.main} ${t.beside}`,
  )

test('a call shows what the server knows, and nothing else', () => {
  expect(told([], {})).toEqual([])
  expect(told([criterion('met'), criterion('unmet')], {})).toEqual(['Criteria: 1 of 2 met, 1 open'])
  expect(
    told([criterion('met')], { t: '2026-11-25T14:00:00Z', latest_back_out: '2026-11-25T11:00:00Z' }),
  ).toEqual([
    'Criteria: 1 of 1 met',
    'Live: 2026-11-25T14:00:00.000Z in 2 h',
    'Latest back-out: 2026-11-25T11:00:00.000Z 1 h ago',
  ])
})

test('of several grants the first end counts, and one that is revoked does not', () => {
  const two = [
    grant('2026-11-26T12:00:00Z'),
    grant('2026-11-25T13:00:00Z'),
    grant('2026-11-25T12:30:00Z', 'revoked'),
  ]
  expect(told([], { changes: change(two) })).toEqual(['Grant ends: 2026-11-25T13:00:00.000Z in 1 h'])
  expect(told([], { changes: change([grant(null)]) })).toEqual([])
})
