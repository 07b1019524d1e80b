import { expect, test } from 'vitest'
import type { Graph, GraphBand, GraphNode } from '../../api/types'
import { flowOf, foldedFor, shownOf } from './flow'

const node = (place: string, phase: string, over: Partial<GraphNode> = {}): GraphNode => ({
  place,
  step: place,
  kind: 'task',
  title: place,
  phase,
  lane: 'tester',
  x: 10,
  y: 20,
  width: 104,
  height: 40,
  status: 'pending',
  ...over,
})
const band = (id: string, x: number, status?: string): GraphBand => ({
  id,
  title: id,
  x,
  width: 100,
  done: 0,
  total: 1,
  status,
})
const flow = (from: string, to: string, kind = 'flow') => ({
  from,
  to,
  kind,
  points: [
    [0, 0],
    [10, 0],
  ] as [number, number][],
})
const graph: Graph = {
  width: 436,
  height: 100,
  lanes: [],
  phases: [band('plan', 136, 'done'), band('deploy', 236, 'in_progress'), band('back_out', 336)],
  nodes: [
    node('register', 'plan', { width: 16, height: 16, status: 'done' }),
    node('readiness', 'deploy', { status: 'blocked' }),
    node('verify', 'deploy'),
    node('wave', 'deploy', { status: 'in_progress' }),
    node('restore', 'back_out'),
  ],
  edges: [
    flow('register', 'wave'),
    flow('wave', 'readiness'),
    flow('wave', 'verify'),
    flow('verify', 'wave', 'redo'),
    flow('verify', 'restore'),
  ],
}

test('shownOf leaves a back-out that has not begun out', () => {
  const shown = shownOf(graph)
  expect(shown.width).toBe(337)
  expect(shown.phases.map((p) => p.id)).toEqual(['plan', 'deploy'])
  expect(shown.nodes.map((n) => n.place)).not.toContain('restore')
  expect(shown.edges).toHaveLength(4)
  const begun = { ...graph, phases: [...graph.phases.slice(0, 2), band('back_out', 336, 'backing_out')] }
  expect(shownOf(begun)).toBe(begun)
})

test('flowOf keeps the positions of the server and folds small steps to marks', () => {
  const { nodes, edges } = flowOf(shownOf(graph))
  expect(nodes.map((n) => [n.id, n.type])).toEqual([
    [' backdrop', 'backdrop'],
    ['register', 'mark'],
    ['readiness', 'step'],
    ['verify', 'step'],
    ['wave', 'step'],
  ])
  expect(nodes[1]?.position).toEqual({ x: 10, y: 20 })
  expect(edges.map((e) => e.data?.look)).toEqual(['past', 'bad', 'next', 'back'])
})

test('foldedFor folds all but one', () => {
  expect(foldedFor(graph.phases, 'deploy')).toEqual(['plan', 'back_out'])
  expect(foldedFor(graph.phases, null)).toEqual([])
})
