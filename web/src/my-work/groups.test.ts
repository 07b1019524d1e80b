import { expect, test } from 'vitest'
import type { InboxItem } from '../api/types'
import { groupsOf, keyOf } from './groups'

const now = new Date('2026-11-25T13:06:00Z')
const reader = { now, zone: 'Europe/Berlin' }
const item = (place: string, due: string | null, over = false): InboxItem => ({
  case: 'REL-1',
  case_title: 'Payments API 4.12',
  model: 'software-standard',
  version: '1.0.0',
  place,
  title: place,
  kind: 'task',
  verb: 'Complete',
  state: 'ready',
  status: 'ready',
  for: 'me',
  role: 'tester',
  people: [],
  ready_at: '2026-11-25T08:00:00Z',
  escalated: false,
  clock: due
    ? { place, who: [], from: '2026-11-25T08:00:00Z', due, hours: 'office', used: 10, over, text: '4bh' }
    : null,
})

test('groupsOf parts by the clock and leaves out what is empty', () => {
  const items = [
    item('late', '2026-11-25T12:54:00Z'),
    item('over', '2026-11-26T12:54:00Z', true),
    item('edge', '2026-11-25T17:06:00Z'),
    item('evening', '2026-11-25T17:07:00Z'),
    item('midnight', '2026-11-25T23:00:00Z'),
    item('endless', null),
  ]
  const got = groupsOf(items, reader).map((g) => [g.title, ...g.items.map((i) => i.place)])
  expect(got).toEqual([
    ['Overdue', 'late', 'over'],
    ['Next 4 hours', 'edge'],
    ['Later today', 'evening'],
    ['Tomorrow and later', 'midnight'],
    ['Without a clock', 'endless'],
  ])
  expect(groupsOf([], reader)).toEqual([])
})

test('keyOf tells two deliverables of one step apart', () => {
  const plan = { ...item('write', null), verb: 'Review', title: 'plan' }
  expect(keyOf(plan)).not.toBe(keyOf({ ...plan, title: 'criteria' }))
})
