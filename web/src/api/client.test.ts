import { afterEach, expect, test, vi } from 'vitest'
import { get, post } from './client'
import { Refused } from './problem'

afterEach(() => vi.unstubAllGlobals())

function answer(status: number, body: string, headers?: HeadersInit) {
  const fetch = vi.fn(
    async (_url: string, _init: RequestInit) => new Response(body || null, { status, headers }),
  )
  vi.stubGlobal('fetch', fetch)
  return fetch
}

test('get reads JSON below /api/v1', async () => {
  const fetch = answer(200, '{"zone":"Europe/Berlin"}')
  expect(await get('/me')).toEqual({ zone: 'Europe/Berlin' })
  expect(fetch.mock.calls[0]?.[0]).toBe('/api/v1/me')
})

test('post sends body, version and key', async () => {
  const fetch = answer(204, '')
  expect(await post('/x', { body: { a: 1 }, ifMatch: '"3"', key: 'k' })).toBeNull()
  const init = fetch.mock.calls[0]![1]
  expect(init.body).toBe('{"a":1}')
  const headers = new Headers(init.headers)
  expect(['Content-Type', 'If-Match', 'Idempotency-Key'].map((name) => headers.get(name))).toEqual([
    'application/json',
    '"3"',
    'k',
  ])
})

test('every request names the zone of the reader', async () => {
  const fetch = answer(200, '{}')
  await get('/me')
  await post('/x')
  const zones = fetch.mock.calls.map(([, init]) => new Headers(init.headers).get('Time-Zone'))
  expect(zones).toEqual(['Europe/Berlin', 'Europe/Berlin'])
})

test('a refusal carries the problem and the request id', async () => {
  answer(403, '{"code":"E-SOD-2","title":"Refused"}', { 'X-Request-Id': 'r1' })
  await expect(get('/x')).rejects.toMatchObject({ problem: { code: 'E-SOD-2', status: 403, request: 'r1' } })
})

test('no answer is a refusal that says nothing was changed', async () => {
  vi.stubGlobal('fetch', async () => {
    throw new TypeError('network')
  })
  const error = await post('/x').catch((e: unknown) => e)
  expect(error).toBeInstanceOf(Refused)
  expect(error).toMatchObject({ problem: { code: 'offline' } })
})
