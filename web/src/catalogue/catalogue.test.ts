import { describe, expect, test } from 'vitest'
import type { ModelSummary } from '../api/types'
import { shapeOf, shortened } from './graph'
import { cellOf, matrixOf } from './matrix'
import { type Branch, classTree, currentOf, matching, pathTo } from './tree'
import { compareVersions, versionsOf } from './versions'

const model = (id: string, over: Partial<ModelSummary> = {}): ModelSummary => ({
  id,
  version: '1.0.0',
  kind: 'release',
  title: id,
  class: 'software/application',
  owner: 'eva',
  rigor: 'R2',
  urgency: 'planned',
  abstract: false,
  current: true,
  digest: 'sha256:00',
  not_yet: [],
  releases: 0,
  ...over,
})

const drawn = (branches: Branch[], depth = 0): string[] =>
  branches.flatMap((b) => [
    `${'  '.repeat(depth)}${b.title} ${b.count}`,
    ...drawn(b.branches, depth + 1),
    ...b.models.map((m) => `${'  '.repeat(depth + 1)}- ${m.id}`),
  ])

describe('class tree', () => {
  test('models stand under their classes, which count what is below them', () => {
    const models = [
      model('virtual-server', { class: 'infrastructure/virtual' }),
      model('server-retire', { class: 'infrastructure/virtual' }),
      model('rack', { class: 'infrastructure/physical' }),
      model('app', { class: 'software/application' }),
      model('core', { class: 'any' }),
    ]
    expect(drawn(classTree(models))).toEqual([
      'Any class 1',
      '  - core',
      'Infrastructure 3',
      '  Physical 1',
      '    - rack',
      '  Virtual 2',
      '    - server-retire',
      '    - virtual-server',
      'Software 1',
      '  Application 1',
      '    - app',
    ])
  })

  test('a class may hold models and classes', () => {
    const models = [model('a', { class: 'service' }), model('b', { class: 'service/desk' })]
    expect(drawn(classTree(models))).toEqual(['Service 2', '  Desk 1', '    - b', '  - a'])
  })

  test('only the highest version of a model is in the tree', () => {
    const models = [model('a', { current: false }), model('a', { version: '2.0.0' })]
    expect(currentOf(models).map((m) => m.version)).toEqual(['2.0.0'])
  })

  test.each([
    ['virt', ['virtual-server']],
    ['infra server', ['virtual-server']],
    ['', ['virtual-server', 'app']],
    ['nothing', []],
  ])('matching %j', (text, want) => {
    const models = [model('virtual-server', { class: 'infrastructure/virtual' }), model('app')]
    expect(matching(models, text).map((m) => m.id)).toEqual(want)
  })

  test('pathTo opens every branch above a model', () => {
    expect(pathTo('a/b/c')).toEqual(['a', 'a/b', 'a/b/c'])
  })
})

describe('versions', () => {
  test.each([
    ['1.10.0', '1.9.0', 1],
    ['1.0.0', '1.0.0', 0],
    ['2.0.0-draft', '2.0.0', -1],
    ['2.0.0-draft.2', '2.0.0-draft.10', -1],
    ['0.9.9', '1.0.0', -1],
  ])('%s against %s', (a, b, want) => expect(Math.sign(compareVersions(a, b))).toBe(want))

  test('versionsOf begins with the newest and leaves out other models', () => {
    const models = ['1.9.0', '1.10.0'].map((version) => model('a', { version })).concat(model('b'))
    expect(versionsOf(models, 'a').map((m) => m.version)).toEqual(['1.10.0', '1.9.0'])
  })
})

describe('matrix', () => {
  test.each([
    ['AR', 'accountable and responsible', 'accountable'],
    ['A', 'accountable', 'accountable'],
    ['R', 'responsible', 'responsible'],
    ['C', 'consulted', 'told'],
    ['I', 'informed', 'told'],
    ['', 'nothing', 'none'],
  ])('a cell %j reads %j', (letters, words, look) => {
    expect(cellOf(letters)).toEqual({ letters, words, look })
  })

  test('roles with nothing to do are left out, the rest keeps its place', () => {
    const { roles, rows } = matrixOf({
      steps: ['write', 'read'],
      roles: ['writer', 'evaluator', 'release_manager'],
      cells: [
        ['R', '', 'A'],
        ['C', '', 'AR'],
      ],
    })
    expect(roles.map((r) => r.title)).toEqual(['Writer', 'Release manager'])
    expect(rows.map((r) => [r.step, ...r.cells.map((c) => c.letters)])).toEqual([
      ['write', 'R', 'A'],
      ['read', 'C', 'AR'],
    ])
  })
})

describe('graph', () => {
  test.each([
    ['publish', 100, 'publish'],
    ['publish_known_errors', 60, 'publish_k…'],
  ])('shortened %s to %i px', (text, width, want) => expect(shortened(text, width)).toBe(want))

  test.each([
    ['decide', 'gate'],
    ['document', 'task'],
    ['handoff', 'handoff'],
  ])('%s is drawn as %s', (kind, want) => expect(shapeOf(kind)).toBe(want))
})
