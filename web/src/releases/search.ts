/** Search is what the list of releases shows; it stands in the address, so a link shows the same. */
export interface Search {
  status?: 'closed' | 'all'
  view?: 'list'
  q?: string
  model?: string
  health?: string
}

/** readSearch takes what it knows from an address. */
export function readSearch(raw: Record<string, unknown>): Search {
  const text = (v: unknown) => (typeof v === 'string' && v !== '' ? v : undefined)
  return {
    status: raw.status === 'closed' || raw.status === 'all' ? raw.status : undefined,
    view: raw.view === 'list' ? 'list' : undefined,
    q: text(raw.q),
    model: text(raw.model),
    health: text(raw.health),
  }
}
