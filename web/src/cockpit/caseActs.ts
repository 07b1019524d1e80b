import type { CaseView, CommandRequest } from '../api/types'
import { anyOf, type Named } from '../people/names'

/** CaseAct is something that is done to a whole case or a block of it, never to a single step. */
export interface CaseAct {
  id: 'hold' | 'resume' | 'back_out' | 'cancel' | 'shift' | 'apply' | 'link_change'
  label: string
  /** What it means, for the dialog that asks for the reason. */
  meaning: string
  danger: boolean
  /** Why it cannot be done now; it stays in sight. */
  off?: string
  /** Blocks it may be done to; "" is the case. */
  places: string[]
}

type Seen = Pick<CaseView, 'acts' | 'kind' | 'owner' | 'holds' | 'overlays' | 'phases' | 'status' | 'people'>

/** caseActs lists them all: what the engine offers, and the rest with the reason why not. */
export function caseActs(view: Seen, name: Named): CaseAct[] {
  const { kind, overlays } = view
  const offered = (command: string) => view.acts.filter((a) => a.command === command && !a.refused)
  const over = view.status === 'closed' || view.status === 'cancelled' ? `the ${kind} is ${view.status}` : ''
  const mine = offered('hold').length > 0
  const notMine = over || (mine ? '' : `${mayCommand(view, name)} may`)
  const offer = (command: string, why: string) => (offered(command).length > 0 ? undefined : notMine || why)
  const free = overlays.filter((o) => !o.applied).map((o) => o.id)
  const started = view.phases.filter((p) => p.state === 'now').map((p) => p.id)

  return [
    {
      id: 'hold',
      label: 'Hold',
      meaning: 'Nothing new starts; what runs pauses at its next safe point. Clocks of people stand still.',
      danger: false,
      off: notMine || undefined,
      places: ['', ...started],
    },
    {
      id: 'resume',
      label: 'Resume',
      meaning: 'It goes on where it paused.',
      danger: false,
      off: offer('resume', 'nothing is held'),
      places: offered('resume').map((a) => a.place),
    },
    {
      id: 'shift',
      label: 'Move the date',
      meaning: 'Everything planned from this date moves with it.',
      danger: false,
      off: offer('shift', 'the date cannot move'),
      places: [''],
    },
    {
      id: 'apply',
      label: 'Apply overlay',
      meaning: 'The steps of the overlay apply from now on; it cannot be taken off.',
      danger: false,
      off: notMine || (free.length === 0 ? 'the model has no other overlay' : undefined),
      places: [''],
    },
    {
      id: 'link_change',
      label: 'Link change',
      meaning: 'What this change authorizes counts for this release.',
      danger: false,
      off: kind === 'change' ? 'a change links to nothing' : notMine || undefined,
      places: [''],
    },
    {
      id: 'back_out',
      label: 'Back out',
      meaning: 'What was changed is undone, the last first. What runs is stopped.',
      danger: true,
      off: offer('back_out', 'nothing live has been changed yet'),
      places: offered('back_out').map((a) => a.place),
    },
    {
      id: 'cancel',
      label: 'Cancel',
      meaning: `The ${kind} ends here, with its record. It cannot be taken up again.`,
      danger: true,
      off: offer('cancel', 'live steps must be backed out first'),
      places: [''],
    },
  ]
}

/** mayCommand names who may command the case: those who hold the role of its owner. */
function mayCommand({ owner, people }: Seen, name: Named): string {
  const role = people.find((r) => r.holders[0] === owner)
  return anyOf((role?.holders ?? [owner]).map(name))
}

/** Asked is what the dialog of a case act asked for. */
export interface Asked {
  reason: string
  place: string
  /** Overlay or change. */
  answer: string
  /** Planned date as typed: date and time in the reader's zone. */
  when: string
  values: Record<string, unknown>
}

/** orderOf is the command of a case act. */
export function orderOf(id: CaseAct['id'], { reason, place, answer, when, values }: Asked): CommandRequest {
  return {
    command: id,
    ...(place && { place }),
    ...(answer && { answer }),
    ...(reason.trim() && { reason: reason.trim() }),
    ...(id === 'shift' && { answer: 'T', time: new Date(when).toISOString() }),
    ...(Object.keys(values).length > 0 && { values }),
  }
}

/** lacks says what a case act still needs before it can be given; "" when nothing. */
export function lacks(id: CaseAct['id'], asked: Asked): string {
  if (id === 'shift' && Number.isNaN(Date.parse(asked.when))) return 'needs the new date'
  if (id === 'apply' && !asked.answer) return 'needs an overlay'
  if (id === 'link_change') return asked.answer ? '' : 'needs a change'
  return asked.reason.trim() ? '' : 'needs a reason'
}
