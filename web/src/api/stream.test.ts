import { expect, test, vi } from 'vitest'
import { isOfCases, keysTouchedBy, listen, type Live } from './stream'

class Source extends EventTarget {
  onopen: (() => void) | null = null
  onerror: (() => void) | null = null
  close = vi.fn()
  readyState = 0
}

function setup() {
  const source = new Source()
  const lives: Live[] = []
  const onEvent = vi.fn()
  const onEnd = vi.fn()
  const stop = listen(source as unknown as EventSource, {
    onLive: (live) => lives.push(live),
    onEvent,
    onEnd,
    now: () => new Date('2026-11-25T13:02:10Z'),
  })
  return { source, lives, onEvent, onEnd, stop }
}

test('a lost stream is said once, with the first instant, until it is back', () => {
  const { source, lives } = setup()
  source.onopen!()
  source.onerror!()
  source.onerror!()
  source.onopen!()
  source.onerror!()
  expect(lives.map((l) => l.state)).toEqual(['live', 'lost', 'live', 'lost'])
  expect(lives[1]).toEqual({ state: 'lost', since: new Date('2026-11-25T13:02:10Z') })
})

test('a stream that the browser gives up is said to have ended', () => {
  const { source, lives, onEnd } = setup()
  source.onerror!()
  expect(onEnd).not.toHaveBeenCalled()
  source.readyState = 2
  source.onerror!()
  expect(onEnd).toHaveBeenCalledOnce()
  expect(lives).toHaveLength(1)
})

test('events arrive parsed and nonsense is ignored', () => {
  const { source, onEvent, stop } = setup()
  const event = {
    id: 7,
    case: 'REL-1',
    seq: 3,
    kinds: ['settled'],
    title: 'Done',
    now: '2026-11-25T13:02:10Z',
  }
  source.dispatchEvent(new MessageEvent('change', { data: JSON.stringify(event) }))
  source.dispatchEvent(new MessageEvent('change', { data: '{' }))
  expect(onEvent.mock.calls).toEqual([[event]])
  expect(keysTouchedBy(event)).toContainEqual(['case', 'REL-1'])
  expect(keysTouchedBy(event).every(isOfCases)).toBe(true)
  expect(isOfCases(['people'])).toBe(false)
  stop()
  expect(source.close).toHaveBeenCalledOnce()
})
