import type { Problem } from './types'

/** Refused is thrown when the server answers with a problem or not at all. */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail || problem.title)
    this.name = 'Refused'
  }
}

/** offline is the problem of a request that got no answer. */
export const offline: Problem = {
  title: 'The server does not answer',
  status: 0,
  detail: 'Nothing was changed. What you typed is still here.',
  code: 'offline',
  need: 'Check the connection and try again.',
}

/** problemOf reads the body of a failed response; a body that is no problem is replaced by one. */
export function problemOf(status: number, body: unknown, request?: string): Problem {
  const given = isObject(body) ? body : {}
  return {
    ...given,
    title: text(given.title) ?? 'The server could not answer',
    status,
    detail: text(given.detail) ?? `It answered with status ${status} and no explanation.`,
    code: text(given.code) ?? `http.${status}`,
    request: text(given.request) ?? request,
  }
}

/** asProblem turns whatever was thrown into a problem to show. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Refused) return error.problem
  return {
    title: 'This page made a mistake',
    status: 0,
    detail: error instanceof Error ? error.message : String(error),
    code: 'page',
    need: 'Reload the page. If it happens again, tell your administrator the sentence above.',
  }
}

function isObject(v: unknown): v is Record<string, unknown> {
  return typeof v === 'object' && v !== null && !Array.isArray(v)
}

function text(v: unknown): string | undefined {
  return typeof v === 'string' && v !== '' ? v : undefined
}
