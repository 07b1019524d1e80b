import { Menu } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { CaseView } from '../api/types'
import { useNames } from '../people/names'
import { momentOf } from '../time/format'
import { useReader } from '../time/Reader'
import { Act } from '../ui/Act'
import { Icon } from '../ui/Icon'
import type { IconName } from '../ui/icons'
import { spoken } from '../ui/vocabulary'
import { type CaseAct, caseActs } from './caseActs'
import { CaseActDialog } from './CaseActDialog'
import classes from './Cockpit.module.css'

const icons: Record<CaseAct['id'], IconName> = {
  hold: 'pause',
  resume: 'play',
  back_out: 'undo',
  cancel: 'slash',
  shift: 'calendar',
  apply: 'plus',
  link_change: 'changes',
}

/** CaseControls are the acts on the whole case: hold or resume at hand, the rest in a menu with why not. */
export function CaseControls({ view }: { view: CaseView }) {
  const [asked, setAsked] = useState<CaseAct | null>(null)
  const acts = caseActs(view, useNames())
  const held = view.holds.length > 0
  const front = acts.find((a) => a.id === (held ? 'resume' : 'hold'))!
  return (
    <div className="row g6">
      <Act onClick={() => setAsked(front)} off={front.off}>
        <Icon name={icons[front.id]} /> {front.label}…
      </Act>
      <Menu
        position="bottom-end"
        width={320}
        shadow="md"
        withinPortal={false}
        withInitialFocusPlaceholder={false}
      >
        <Menu.Target>
          <button type="button" className={classes.more} aria-label="More to do with this case">
            <Icon name="more" />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {acts
            .filter((a) => a !== front)
            .map((act) => (
              <Menu.Item
                key={act.id}
                leftSection={<Icon name={icons[act.id]} />}
                aria-disabled={act.off ? true : undefined}
                closeMenuOnClick={!act.off}
                className={act.danger && !act.off ? 'bad' : undefined}
                onClick={() => !act.off && setAsked(act)}
              >
                <span className={act.off ? 't3' : undefined}>{act.label}…</span>
                {act.off && <span className={classes.why}>{act.off}</span>}
              </Menu.Item>
            ))}
        </Menu.Dropdown>
      </Menu>
      {asked && <CaseActDialog view={view} act={asked} onClose={() => setAsked(null)} />}
    </div>
  )
}

const rigors: Record<string, string> = { R0: 'minimal', R1: 'light', R2: 'moderate', R3: 'high' }

/** CaseLine says under the title which model it is bound to, how strict it is, and when it goes live. */
export function CaseLine({ view }: { view: CaseView }) {
  const reader = useReader()
  const { model, version, newer, urgency, rigor, mode, t, started_at, ended_at, outcome } = view
  const when = (at: string) => momentOf(new Date(at), reader)
  return (
    <div className={classes.line}>
      <span className="row g4 nw">
        <Icon name="pin" className="t3" />
        <Link to={`/catalogue/${model}@${version}` as string} className="mono">
          {model} {version}
        </Link>
        <span className="t2 s12">pinned</span>
        {newer && (
          <span className="s12 t2">
            · current is{' '}
            <Link to={`/catalogue/${model}@${newer}` as string} className="mono risk">
              {newer}
            </Link>
          </span>
        )}
      </span>
      <Fact name="Urgency">{urgency}</Fact>
      <Fact name="Rigor">
        {rigor} {rigors[rigor] ?? ''}
      </Fact>
      {mode !== 'real' && <Fact name="Mode">{mode.replaceAll('_', ' ')}</Fact>}
      {t && <Fact name="Live">{when(t)}</Fact>}
      <Fact name="Started">{when(started_at)}</Fact>
      {ended_at && (
        <Fact name="Ended">
          {when(ended_at)}
          {outcome && `, ${spoken(outcome)}`}
        </Fact>
      )}
    </div>
  )
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <span className="s12 t2 nw">
      {name} <b className={classes.strong}>{children}</b>
    </span>
  )
}
