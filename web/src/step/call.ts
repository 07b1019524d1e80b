import type { CaseView, StepView } from '../api/types'
import { spanOf } from '../time/format'
import { metOf } from './criteria'

/** Tile is one figure of the summary of a decision: an instant, or a text, and what stands beside it. */
export interface Tile {
  name: string
  at?: Date
  main?: string
  beside: string
  tone?: 'bad'
}

type Seen = Pick<CaseView, 't' | 'latest_back_out' | 'changes' | 'holds'>

/** callOf is what there is to know at a glance before a decision, as far as the server knows it. */
export function callOf(step: Pick<StepView, 'criteria'>, whole: Seen, now: Date): Tile[] {
  const tiles: Tile[] = []
  if (step.criteria.length > 0) tiles.push(criteriaTile(step.criteria))
  if (whole.t) tiles.push(instantTile('Live', whole.t, now))
  if (whole.latest_back_out)
    tiles.push({ ...instantTile('Latest back-out', whole.latest_back_out, now), tone: 'bad' })
  const grants = whole.changes.flatMap((c) => c.grants).filter((g) => g.status === 'active')
  const ends = grants.flatMap((g) => g.to ?? []).sort()
  if (ends[0]) tiles.push(instantTile('Grant ends', ends[0], now))
  if (whole.holds.length > 0)
    tiles.push({
      name: 'Held',
      main: `${whole.holds.length}`,
      beside: whole.holds[0]!.reason ?? '',
      tone: 'bad',
    })
  return tiles
}

function criteriaTile(criteria: StepView['criteria']): Tile {
  const met = metOf(criteria)
  const open = criteria.length - met
  return {
    name: 'Criteria',
    main: `${met} of ${criteria.length}`,
    beside: open > 0 ? `met, ${open} open` : 'met',
  }
}

function instantTile(name: string, at: string, now: Date): Tile {
  const left = Date.parse(at) - now.getTime()
  return { name, at: new Date(at), beside: left < 0 ? `${spanOf(left)} ago` : `in ${spanOf(left)}` }
}
