import { useElementSize } from '@mantine/hooks'
import { useState } from 'react'
import type { Graph } from '../api/types'
import { Segments } from '../lists/Segments'
import { Act } from '../ui/Act'
import { Card } from '../ui/Card'
import { Empty } from '../ui/Empty'
import { Icon } from '../ui/Icon'
import { spoken } from '../ui/vocabulary'
import { iconOfKind, inOrder, kindInWords } from './graph'
import { Picture } from './Picture'
import classes from './Steps.module.css'

interface Props {
  graph: Graph
  /** One sentence per step that touches something: how it is undone. */
  backOut: string[]
}

/** Steps shows the graph of a model, or its steps as a table, and how it is backed out. */
export function Steps({ graph, backOut }: Props) {
  const [view, setView] = useState<'graph' | 'table'>('graph')
  const { ref, width } = useElementSize()
  const [zoom, setZoom] = useState<number | null>(null) // null fits the card
  const fit = Math.min(1, Math.max(least, width / graph.width))
  const scale = zoom ?? fit
  const step = (by: number) => setZoom(Math.min(2, Math.max(0.25, scale * by)))
  return (
    <Card
      title="Steps"
      aside={
        <span className={classes.aside}>
          {view === 'graph' && <Legend kinds={[...new Set(graph.nodes.map((n) => n.kind))]} />}
          {view === 'graph' && (
            <span className={classes.zoom}>
              <Act kind="quiet" onClick={() => step(0.8)}>
                <span aria-hidden="true">−</span>
                <span className="sr">Smaller</span>
              </Act>
              <Act kind="quiet" onClick={() => setZoom(null)}>
                {zoom === null ? 'Fit' : `${Math.round(scale * 100)} %`}
              </Act>
              <Act kind="quiet" onClick={() => step(1.25)}>
                <span aria-hidden="true">+</span>
                <span className="sr">Larger</span>
              </Act>
            </span>
          )}
          <Segments
            label="Show the steps as"
            value={view}
            onChange={setView}
            options={[
              { value: 'graph', label: 'Graph' },
              { value: 'table', label: 'Table' },
            ]}
          />
        </span>
      }
      bare
    >
      {graph.nodes.length === 0 ? (
        <Empty title="No steps yet">The document names no step in any phase.</Empty>
      ) : view === 'graph' ? (
        <div ref={ref} className={classes.scroll} tabIndex={0} role="group" aria-label="Graph of the steps">
          {width > 0 && <Picture graph={graph} scale={scale} />}
        </div>
      ) : (
        <Table graph={graph} />
      )}
      <BackOut sentences={backOut} />
    </Card>
  )
}

// Below this share of its size the text of a graph cannot be read; it scrolls instead.
const least = 0.8

function Legend({ kinds }: { kinds: string[] }) {
  return (
    <span className={classes.legend}>
      {kinds.map((kind) => (
        <span key={kind} className="row g4">
          <Icon name={iconOfKind(kind)} className="t3" /> {kindInWords(kind)}
        </span>
      ))}
    </span>
  )
}

function Table({ graph }: { graph: Graph }) {
  return (
    <table>
      <thead>
        <tr>
          <th>Step</th>
          <th>Kind</th>
          <th>Phase</th>
          <th>By</th>
          <th>Detail</th>
        </tr>
      </thead>
      <tbody>
        {inOrder(graph.nodes).map((node) => (
          <tr key={node.place}>
            <td>
              <span className="mono">{node.step}</span>
              {node.title !== node.step && <span className="t2"> {node.title}</span>}
            </td>
            <td className="t2">{kindInWords(node.kind)}</td>
            <td className="t2">{node.phase}</td>
            <td className="t2">{spoken(node.lane)}</td>
            <td className="t2">{node.detail || '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function BackOut({ sentences }: { sentences: string[] }) {
  return (
    <p className={classes.backOut}>
      <Icon name="undo" className="t2" />
      <span>
        <b className="m">Back-out</b>{' '}
        {sentences.length > 0
          ? sentences.map((s) => s.replace(/_/g, '_\u200b')).join('; ')
          : 'is not needed: no step touches anything'}
        .
      </span>
    </p>
  )
}
