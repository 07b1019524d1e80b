import { describe, expect, test } from 'vitest'
import { asProblem, problemOf, Refused } from './problem'

describe('problemOf', () => {
  test('keeps what the server said', () => {
    const got = problemOf(403, {
      title: 'Not authorized',
      detail: 'The freeze binds.',
      code: 'E-SOD-2',
      ask: ['mara'],
    })
    expect(got).toEqual({
      title: 'Not authorized',
      status: 403,
      detail: 'The freeze binds.',
      code: 'E-SOD-2',
      ask: ['mara'],
      request: undefined,
    })
  })

  test.each([[null], ['<html>'], [[]], [{ title: 7 }]])('says something useful of %j', (body) => {
    const got = problemOf(502, body, 'req-1')
    expect(got.title).toBe('The server could not answer')
    expect(got.code).toBe('http.502')
    expect(got.request).toBe('req-1')
  })
})

test('asProblem unwraps a refusal and wraps the rest', () => {
  const problem = problemOf(409, {})
  expect(asProblem(new Refused(problem))).toBe(problem)
  expect(asProblem(new Error('x is undefined'))).toMatchObject({ code: 'page', detail: 'x is undefined' })
})
