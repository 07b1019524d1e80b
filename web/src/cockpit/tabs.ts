/** tabs are the views of the cockpit, in order; the first is the default. */
export const tabs = [
  { id: 'overview', title: 'Overview' },
  { id: 'steps', title: 'Steps' },
  { id: 'deliverables', title: 'Deliverables' },
  { id: 'handoffs', title: 'Handoffs' },
  { id: 'changes', title: 'Changes' },
  { id: 'log', title: 'Log' },
  { id: 'record', title: 'Record' },
] as const

export type Tab = (typeof tabs)[number]['id']

/** readTab takes the tab from an address; without one it is the overview. */
export function readTab({ tab }: Record<string, unknown>): { tab?: Tab } {
  const known = tabs.find(({ id }) => id === tab)
  return known && known.id !== 'overview' ? { tab: known.id } : {}
}
