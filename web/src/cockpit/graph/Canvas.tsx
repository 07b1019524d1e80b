import '@xyflow/react/dist/base.css'
import { type EdgeProps, Handle, type NodeProps, Position, ReactFlow } from '@xyflow/react'
import { useElementSize, useMergedRef } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import { createContext, useContext, useEffect, useMemo, useRef } from 'react'
import type { Graph } from '../../api/types'
import { useNames } from '../../people/names'
import { Icon } from '../../ui/Icon'
import { Status } from '../../ui/Status'
import { Step } from '../../ui/Step'
import type { StepKind } from '../../ui/stepShape'
import { spoken, statusOf } from '../../ui/vocabulary'
import classes from './Canvas.module.css'
import { type BackdropNode, flowOf, type RouteEdge, shownOf, type StepNode } from './flow'

interface Props {
  graph: Graph
  /** Phase that is looked at; it is scrolled to. */
  focus: string
  /** Address of the page of a step. */
  stepAt: (place: string) => string
  /** Opens another phase. */
  onPhase: (id: string) => void
  /** Step with the ring of attention: what the case waits for. */
  awaited?: string
}

const laneWidth = 102
const cut = 136 - laneWidth // the server leaves more room for the names of lanes

const Context = createContext<Pick<Props, 'stepAt' | 'awaited'>>({ stepAt: () => '' })

/** Canvas draws the live graph where the server laid it out; it scrolls inside its card. */
export function Canvas({ graph, focus, stepAt, onPhase, awaited }: Props) {
  const shown = useMemo(() => shownOf(graph), [graph])
  const { ref: sized, width } = useElementSize()
  const scroll = useRef<HTMLDivElement>(null)
  const ref = useMergedRef(sized, scroll)
  const { nodes, edges } = useMemo(
    () => flowOf({ ...shown, width: Math.max(shown.width, width + cut) }),
    [shown, width],
  )
  const band = shown.phases.find((p) => p.id === focus)
  useEffect(() => {
    if (!band || !scroll.current) return
    const beyond = band.x + band.width - cut > width
    scroll.current.scrollLeft = beyond ? band.x - cut - laneWidth - 24 : 0
  }, [band?.x, band?.width, width])
  const size = { width: Math.max(shown.width - cut, width), height: shown.height }

  return (
    <div
      ref={ref}
      className={classes.scroll}
      tabIndex={0}
      role="group"
      aria-label="Graph of steps; the table holds the same"
    >
      <div style={size} className={classes.sheet}>
        <Context value={{ stepAt, awaited }}>
          <div className={classes.flow}>
            <ReactFlow
              nodes={nodes}
              edges={edges}
              nodeTypes={nodeTypes}
              edgeTypes={edgeTypes}
              defaultViewport={{ x: -cut, y: 0, zoom: 1 }}
              minZoom={1}
              maxZoom={1}
              panOnDrag={false}
              panOnScroll={false}
              zoomOnScroll={false}
              zoomOnPinch={false}
              zoomOnDoubleClick={false}
              preventScrolling={false}
              nodesDraggable={false}
              nodesConnectable={false}
              nodesFocusable={false}
              edgesFocusable={false}
              elementsSelectable={false}
              disableKeyboardA11y
              proOptions={{ hideAttribution: true }}
            >
              <Arrows />
            </ReactFlow>
          </div>
        </Context>
        <Bands graph={shown} onPhase={onPhase} focus={focus} />
        <Lanes graph={shown} />
      </div>
    </div>
  )
}

/** Lanes names the rows; they stay in sight while the graph scrolls under them. */
function Lanes({ graph }: { graph: Graph }) {
  const name = useNames()
  return (
    <ul className={classes.lanes} style={{ width: laneWidth, height: graph.height }}>
      {graph.lanes.map((lane) => (
        <li key={lane.id} style={{ top: lane.y, height: lane.height }}>
          <b>{spoken(lane.title)}</b>
          {lane.holder && <span>{name(lane.holder)}</span>}
        </li>
      ))}
    </ul>
  )
}

/** Bands heads the columns; a folded phase is opened by its head. */
function Bands({ graph, focus, onPhase }: { graph: Graph; focus: string; onPhase: (id: string) => void }) {
  return (
    <ol className={classes.heads}>
      {graph.phases.map((band) => {
        const wide = band.width > 180
        const status = band.status && band.status !== 'pending' ? band.status : ''
        return (
          <li key={band.id} style={{ left: band.x - cut, width: band.width }}>
            <button
              type="button"
              data-wide={wide || undefined}
              disabled={band.id === focus}
              onClick={() => onPhase(band.id)}
            >
              <b>{band.title.replaceAll('_', ' ')}</b>
              <span className={status === 'done' ? 'done' : 't3'}>
                {status === 'done' && <Icon name="tick" size={12} />} {band.done}/{band.total}
                <span className="sr"> steps</span>
                {wide && ' steps'}
              </span>
              {wide && status && status !== 'done' && (
                <span className={classes.state}>
                  <Status word={status} />
                </span>
              )}
            </button>
          </li>
        )
      })}
    </ol>
  )
}

function Backdrop({ data: { graph } }: NodeProps<BackdropNode>) {
  const right = graph.width
  return (
    <svg width={right} height={graph.height} className={classes.backdrop} aria-hidden="true">
      {graph.phases.map((band) => (
        <g key={band.id}>
          {band.width > 100 && (
            <rect x={band.x} y={0} width={band.width} height={graph.height} className={classes.band} />
          )}
          <line x1={band.x} x2={band.x} y1={0} y2={graph.height} />
        </g>
      ))}
      {graph.lanes.map((lane) => (
        <line key={lane.id} x1={0} x2={right} y1={lane.y} y2={lane.y} />
      ))}
    </svg>
  )
}

const shapes: Record<string, StepKind> = { decide: 'decision', start_release: 'release', child: 'release' }

function Box({ data }: NodeProps<StepNode>) {
  const { stepAt, awaited } = useContext(Context)
  const name = useNames()
  const { place, title, kind, width, height, status = 'pending' } = data
  const detail = data.detail && name(data.detail)
  return (
    <>
      <Ends />
      <Link
        to={stepAt(place) as string}
        className={classes.open}
        title={`${place}: ${[statusOf(status).label, detail].filter(Boolean).join(', ')}`}
      >
        <Step
          kind={shapes[kind] ?? (kind as StepKind)}
          title={title === data.step ? place : title}
          status={status}
          detail={detail}
          width={width}
          height={height}
          awaited={place === awaited}
        />
      </Link>
    </>
  )
}

function Mark({ data: { place, status = 'pending' } }: NodeProps<StepNode>) {
  const { family, icon, label } = statusOf(status)
  return (
    <>
      <Ends />
      <span className={`${classes.mark} ${family}`} title={`${place}: ${label}`}>
        <Icon name={icon} size={12} label={`${place}: ${label}`} />
      </span>
    </>
  )
}

/** Ends are where React Flow ties edges to a step; the route is the server's. */
function Ends() {
  return (
    <>
      <Handle type="target" position={Position.Left} isConnectable={false} className={classes.end} />
      <Handle type="source" position={Position.Right} isConnectable={false} className={classes.end} />
    </>
  )
}

function Route({ data }: EdgeProps<RouteEdge>) {
  return (
    <path
      d={data!.path}
      className={classes.route}
      data-look={data!.look}
      markerEnd={`url(#arrow-${data!.look})`}
    />
  )
}

/** Arrows are the heads of the routes, one per look. */
function Arrows() {
  return (
    <svg className="sr" aria-hidden="true">
      <defs>
        {(['past', 'next', 'bad', 'back'] as const).map((look) => (
          <marker
            key={look}
            id={`arrow-${look}`}
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="7"
            markerHeight="7"
            orient="auto"
          >
            <path d="M0 0.5 8 4 0 7.5z" className={classes.head} data-look={look} />
          </marker>
        ))}
      </defs>
    </svg>
  )
}

const nodeTypes = { backdrop: Backdrop, step: Box, mark: Mark }
const edgeTypes = { route: Route }
