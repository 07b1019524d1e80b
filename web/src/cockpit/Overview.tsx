import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { asProblem } from '../api/problem'
import { graphOf } from '../api/queries'
import type { CaseView } from '../api/types'
import { Segments } from '../lists/Segments'
import { Card } from '../ui/Card'
import { Icon } from '../ui/Icon'
import { Refusal } from '../ui/Refusal'
import { Skeleton } from '../ui/Skeleton'
import classes from './Cockpit.module.css'
import { Gantt, GanttTable } from './gantt/Gantt'
import { Canvas } from './graph/Canvas'
import { foldedFor } from './graph/flow'
import { Handoffs } from './Handoffs'
import { LogCard } from './Log'
import { PapersCard } from './Papers'
import { Facts, ForYou, Holds, Summary } from './Rail'
import { stepAt, StepTable } from './StepTable'
import type { Tab } from './tabs'

interface Props {
  view: CaseView
  onTab: (tab: Tab) => void
}

/** Overview shows one case at a glance: its steps, its time, its papers, and who, what, where, when and how. */
export function Overview({ view, onTab }: Props) {
  return (
    <div className={classes.columns}>
      <div className={classes.main}>
        <Steps view={view} />
        <Time view={view} />
        <div className={classes.pair}>
          <PapersCard view={view} onAll={() => onTab('deliverables')} />
          {view.handoffs.length > 0 && <Handoffs view={view} short />}
        </div>
      </div>
      <aside className={classes.side} aria-label="About this case">
        <div className={classes.first}>
          <ForYou view={view} />
        </div>
        <Holds view={view} />
        <Summary view={view} />
        <Facts view={view} />
        <LogCard view={view} onAll={() => onTab('log')} />
      </aside>
    </div>
  )
}

function Steps({ view }: { view: CaseView }) {
  const [mode, setMode] = useState<'focus' | 'all' | 'table'>('focus')
  const [chosen, setChosen] = useState<string | null>(null)
  // The whole graph names every phase, also one that has not been entered and is in no cell.
  const whole = useQuery(graphOf(view.id, []))
  const phases = whole.data?.phases ?? []
  const focus = chosen ?? (view.phase || phases[0]?.id || '')
  const folded = mode === 'focus' ? foldedFor(phases, focus) : []
  const part = useQuery({
    ...graphOf(view.id, folded),
    enabled: phases.length > 0 && folded.length > 0,
    placeholderData: keepPreviousData,
  })
  const graph = mode === 'focus' ? part.data : whole.data
  const error = whole.error ?? part.error
  return (
    <Card
      title="Steps"
      bare
      aside={
        <>
          <span className={classes.legend}>
            <span>
              <Icon name="gate" className="t3" /> gate, decision
            </span>
            <span>
              <Icon name="handoff" className="t3" /> handoff
            </span>
            <span>
              <i data-look="past" /> gone
            </span>
            <span>
              <i data-look="bad" /> blocked
            </span>
          </span>
          <Segments
            label="Steps as"
            value={mode}
            onChange={setMode}
            options={[
              { value: 'focus', label: `Focus ${focus.replaceAll('_', ' ')}` },
              { value: 'all', label: 'All phases' },
              { value: 'table', label: 'Table' },
            ]}
          />
        </>
      }
    >
      {error ? (
        <Refusal problem={asProblem(error)} />
      ) : mode === 'table' ? (
        <StepTable view={view} />
      ) : graph ? (
        <Canvas
          graph={graph}
          focus={focus}
          stepAt={(place) => stepAt(view.id, place)}
          awaited={awaitedOf(view)}
          onPhase={(id) => {
            setChosen(id)
            setMode('focus')
          }}
        />
      ) : (
        <Skeleton rows={6} />
      )}
    </Card>
  )
}

/** awaitedOf is the step that the sentence of the case is about. */
export function awaitedOf({ why, waiting }: Pick<CaseView, 'why' | 'waiting'>): string | undefined {
  const named = /`([^`]+)`/.exec(why)?.[1]
  return waiting.find((w) => w.place === named)?.place
}

function Time({ view }: { view: CaseView }) {
  const [mode, setMode] = useState<'chart' | 'table'>('chart')
  return (
    <Card
      title="Time"
      bare
      aside={
        <>
          <span className={classes.legend}>
            <span>
              <i data-look="planned" /> planned, or from ready to due
            </span>
            <span>
              <i data-look="actual" /> actual
            </span>
          </span>
          <Segments
            label="Time as"
            value={mode}
            onChange={setMode}
            options={[
              { value: 'chart', label: 'Chart' },
              { value: 'table', label: 'Table' },
            ]}
          />
        </>
      }
    >
      {mode === 'chart' ? <Gantt view={view} /> : <GanttTable view={view} />}
    </Card>
  )
}
