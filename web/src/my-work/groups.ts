import type { InboxItem } from '../api/types'
import { daysApart, type Reader } from '../time/format'

/** Group is the part of the inbox whose clocks run out at about the same time. */
export interface Group {
  id: 'overdue' | 'soon' | 'today' | 'later' | 'open'
  title: string
  items: InboxItem[]
}

const titles: Record<Group['id'], string> = {
  overdue: 'Overdue',
  soon: 'Next 4 hours',
  today: 'Later today',
  later: 'Tomorrow and later',
  open: 'Without a clock',
}

const soon = 4 * 3_600_000

/** groupsOf parts work by when its clock runs out; order within a group is kept, empty groups are left out. */
export function groupsOf(items: InboxItem[], reader: Reader): Group[] {
  return (Object.keys(titles) as Group['id'][])
    .map((id) => ({ id, title: titles[id], items: items.filter((item) => groupOf(item, reader) === id) }))
    .filter((group) => group.items.length > 0)
}

function groupOf({ clock }: InboxItem, { now, zone }: Reader): Group['id'] {
  if (!clock) return 'open'
  const due = new Date(clock.due)
  const left = due.getTime() - now.getTime()
  if (clock.over || left < 0) return 'overdue'
  if (left <= soon) return 'soon'
  return daysApart(due, now, zone) === 0 ? 'today' : 'later'
}

/** keyOf tells work apart: one step may ask for several things. */
export const keyOf = (item: InboxItem) => [item.case, item.place, item.verb, item.title].join(' ')
