import { expect, test } from 'vitest'
import type { ActView, InboxItem } from '../api/types'
import { actsFor, letterOf } from './verbs'

const act = (command: string, place: string, ...answers: string[]): ActView => ({
  command,
  place,
  label: command,
  answers,
  form: [],
  points: [],
})
const acts = [
  act('report', 'write_plan'),
  act('accept', 'write_plan', 'plan_text'),
  act('accept', 'write_plan', 'dates'),
  act('report', 'criteria'),
  act('hold', ''),
]
const item = (verb: string, title: string) => ({ verb, title, place: 'write_plan' }) as InboxItem

test('actsFor gives a review its deliverable, and other work the rest of its place', () => {
  expect(actsFor(item('Review', 'plan_text'), acts)).toEqual([acts[1]])
  expect(actsFor(item('Complete', 'write_plan'), acts)).toEqual([acts[0]])
})

test('letterOf names the key of a kind of work', () => {
  expect(['Decide', 'Accept', 'Complete', 'Review'].map(letterOf)).toEqual(['A', 'H', 'C', undefined])
})
