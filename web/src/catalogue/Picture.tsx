import { useId } from 'react'
import type { Graph, GraphBand, GraphEdge, GraphNode } from '../api/types'
import { icons } from '../ui/icons'
import { routeOf } from '../ui/route'
import { outlineOf } from '../ui/stepShape'
import { spoken } from '../ui/vocabulary'
import { iconOfKind, kindInWords, shapeOf, shortened } from './graph'
import classes from './Picture.module.css'

interface Props {
  graph: Graph
  /** Share of the size the server laid it out in. */
  scale: number
}

/** Picture draws the graph of a model where the server put everything. */
export function Picture({ graph, scale }: Props) {
  const arrow = useId()
  const height = graph.height + 12
  return (
    <svg
      viewBox={`0 0 ${graph.width} ${height}`}
      width={graph.width * scale}
      height={height * scale}
      className={classes.picture}
      role="group"
      aria-label={`Steps by phase: ${graph.phases.map((p) => p.title).join(', ')}`}
    >
      <defs>
        <marker
          id={arrow}
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerWidth="6.5"
          markerHeight="6.5"
          orient="auto"
        >
          <path d="M1 1l6 3-6 3z" className={classes.head} />
        </marker>
      </defs>
      {graph.lanes.map((lane) => (
        <g key={lane.id}>
          <line x1="0" y1={lane.y} x2={graph.width} y2={lane.y} className={classes.rule} />
          <text x="12" y={lane.y + lane.height / 2 + 4} className={classes.lane}>
            {shortened(spoken(lane.title), 120)}
          </text>
        </g>
      ))}
      {graph.phases.map((band, i) => (
        <Band key={band.id} band={band} height={height} first={i === 0 && graph.lanes.length === 0} />
      ))}
      {graph.edges.map((edge) => (
        <Edge key={`${edge.from} ${edge.to} ${edge.kind}`} edge={edge} arrow={arrow} />
      ))}
      {graph.nodes.map((node) => (
        <Node key={node.place} node={node} />
      ))}
    </svg>
  )
}

function Band({ band, height, first }: { band: GraphBand; height: number; first: boolean }) {
  return (
    <g>
      {!first && <line x1={band.x} y1="0" x2={band.x} y2={height} className={classes.rule} />}
      <text x={band.x + 12} y="19" className={classes.phase}>
        {band.title}
      </text>
      <text x={band.x + band.width - 10} y="19" className={classes.count}>
        {band.total}
      </text>
    </g>
  )
}

function Edge({ edge, arrow }: { edge: GraphEdge; arrow: string }) {
  return (
    <path
      d={routeOf(edge.points)}
      className={classes.edge}
      data-kind={edge.kind}
      markerEnd={`url(#${arrow})`}
    >
      {edge.label && <title>{edge.label}</title>}
    </path>
  )
}

/** briefly says who does a step; of a handoff only who takes it. */
const briefly = (detail: string) =>
  /^[a-z_]+ to [a-z_]+$/.test(detail)
    ? detail.replace(/^\S+ /, '').replaceAll('_', ' ')
    : /^[a-z_]+$/.test(detail)
      ? spoken(detail)
      : detail

function Node({ node }: { node: GraphNode }) {
  const { x, y, width, height, kind, title, detail } = node
  const shape = shapeOf(kind)
  const outline = outlineOf(shape, width, height)
  const left = shape === 'handoff' || shape === 'gate' ? 10 : 8
  const room = width - left - 20
  const words = [title, kindInWords(kind), spoken(node.lane), detail].filter(Boolean).join(', ')
  return (
    <g transform={`translate(${x} ${y})`} role="img" aria-label={words}>
      <title>{words}</title>
      {shape === 'release' && <path d={outline} transform="translate(2.5 2.5)" className={classes.behind} />}
      <path d={outline} className={classes.outline} />
      <svg
        x={left}
        y="7"
        width="11"
        height="11"
        viewBox="0 0 16 16"
        className={classes.icon}
        dangerouslySetInnerHTML={{ __html: icons[iconOfKind(kind)] }} // constants of this program
      />
      <text x={left + 14} y="16.5" className={classes.title}>
        {shortened(title, room, 6.1)}
      </text>
      {detail && (
        <text x={left + 14} y="30.5" className={classes.detail}>
          {shortened(briefly(detail), room, 5.6)}
        </text>
      )}
    </g>
  )
}
