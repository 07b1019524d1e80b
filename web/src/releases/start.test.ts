import { expect, test } from 'vitest'
import type { ModelView, ParamView } from '../api/types'
import { asked, lacking, noWish, startOf } from './start'

const params: ParamView[] = [
  { name: 'summary', type: 'string', optional: false },
  { name: 'T', type: 'time', optional: false, ask: 'When shall it be live?' },
  {
    name: 'rings',
    type: 'list({name: string, share: percent})',
    optional: true,
    default: [{ name: 'all', share: 1 }],
  },
  { name: 'incident', type: 'id?', optional: true },
  { name: 'incident', type: 'id', optional: false, overlay: 'emergency' },
]
const model = { id: 'software-standard', version: '1.0.0', params } as ModelView

test('asked takes the word of an overlay that is chosen', () => {
  expect(asked(params, []).map((p) => [p.name, p.optional])).toContainEqual(['incident', true])
  expect(asked(params, ['emergency']).map((p) => [p.name, p.optional])).toContainEqual(['incident', false])
})

test('lacking says by field what is missing', () => {
  expect(lacking(model, { ...noWish, overlays: ['emergency'] })).toEqual({
    title: 'is missing',
    summary: 'is missing',
    T: 'is missing',
    incident: 'is missing',
  })
})

test('startOf brings typed values, the date apart, and leaves out what nobody chose', () => {
  const wish = {
    ...noWish,
    title: ' Payments 4.12 ',
    texts: { summary: 'For all', T: '2026-12-01T09:00+01:00' },
    assign: { tester: ['mia'], builder: [] },
    changes: ['CHG-1'],
  }
  expect(lacking(model, wish)).toEqual({})
  expect(startOf(model, wish)).toEqual({
    model: 'software-standard@1.0.0',
    title: 'Payments 4.12',
    params: { summary: 'For all', rings: [{ name: 'all', share: 1 }] },
    t: '2026-12-01T08:00:00.000Z',
    assign: { tester: ['mia'] },
    changes: ['CHG-1'],
  })
})
