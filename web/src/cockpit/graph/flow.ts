import type { Edge, Node } from '@xyflow/react'
import type { Graph, GraphBand, GraphEdge, GraphNode } from '../../api/types'
import { routeOf } from '../../ui/route'
import { statusOf } from '../../ui/vocabulary'

/** StepNode is a step on the canvas; a folded one is a mark. */
export type StepNode = Node<GraphNode & { [key: string]: unknown }, 'step' | 'mark'>

/** BackdropNode lies behind all steps: lanes and phase bands. */
export type BackdropNode = Node<{ graph: Graph }, 'backdrop'>

/** RouteEdge joins two steps along the points the server laid out. */
export type RouteEdge = Edge<{ path: string; look: 'past' | 'bad' | 'back' | 'next' }, 'route'>

/** markSize is the size in pixels up to which the server draws a step as a mark. */
const markSize = 20

/** shownOf leaves out a last phase that has not been entered and holds nothing yet, such as the back-out. */
export function shownOf(graph: Graph): Graph {
  const last = graph.phases.at(-1)
  if (!last || last.status) return graph
  const kept = new Set(graph.nodes.filter((n) => n.phase !== last.id).map((n) => n.place))
  return {
    ...graph,
    width: last.x + 1,
    phases: graph.phases.slice(0, -1),
    nodes: graph.nodes.filter((n) => kept.has(n.place)),
    edges: graph.edges.filter((e) => kept.has(e.from) && kept.has(e.to)),
  }
}

/** flowOf turns a laid out graph into nodes and edges of the canvas; positions stay the server's. */
export function flowOf(graph: Graph): { nodes: (StepNode | BackdropNode)[]; edges: RouteEdge[] } {
  const fixed = { draggable: false, selectable: false, focusable: false, connectable: false }
  const backdrop: BackdropNode = {
    ...fixed,
    id: ' backdrop',
    type: 'backdrop',
    position: { x: 0, y: 0 },
    data: { graph },
    width: graph.width,
    height: graph.height,
    zIndex: -1,
  }
  const steps = graph.nodes.map((n): StepNode => ({
    ...fixed,
    id: n.place,
    type: n.width <= markSize ? 'mark' : 'step',
    position: { x: n.x, y: n.y },
    width: n.width,
    height: n.height,
    data: n,
  }))
  const byPlace = new Map(graph.nodes.map((n) => [n.place, n]))
  const edges = graph.edges.map((e, i): RouteEdge => ({
    id: `${e.from} ${e.to} ${e.kind} ${i}`,
    source: e.from,
    target: e.to,
    type: 'route',
    focusable: false,
    label: e.label,
    data: { path: routeOf(e.points), look: lookOf(e, byPlace) },
  }))
  return { nodes: [backdrop, ...steps], edges }
}

function lookOf({ from, to, kind }: GraphEdge, byPlace: Map<string, GraphNode>) {
  if (kind === 'redo' || kind === 'back_out') return 'back'
  const source = byPlace.get(from)?.status ?? ''
  const target = byPlace.get(to)?.status ?? ''
  if (statusOf(source).family === 'bad' || statusOf(target).family === 'bad') return 'bad'
  return target !== '' && target !== 'pending' ? 'past' : 'next'
}

/** foldedFor are the phases to fold so that only one is open; none for all. */
export function foldedFor(phases: Pick<GraphBand, 'id'>[], open: string | null): string[] {
  return open === null ? [] : phases.map((p) => p.id).filter((id) => id !== open)
}
