import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ActView } from '../api/types'
import { KeysProvider } from '../shell/Keys'
import { render } from '../ui/render'
import { ActForm } from './ActForm'

const vote: ActView = {
  command: 'vote',
  place: 'wave_go[canary]',
  label: 'Decide',
  answers: ['go', 'no_go'],
  form: [],
  points: [],
}
const problem = { title: 'Refused', detail: 'eva acted as requester', code: 'R-SOD', ask: ['rob'] }

const answers: ({ status: number; body: unknown } | 'none')[] = []
const sent: { url: string; headers: Headers; body: unknown }[] = []

// A field that grows listens for fonts; happy-dom has none.
Object.defineProperty(document, 'fonts', { value: new EventTarget() })

beforeEach(() => {
  sent.length = answers.length = 0
  sessionStorage.clear()
  vi.stubGlobal('fetch', async (url: string, init: RequestInit = {}) => {
    if (init.method !== 'POST') return new Response('[]')
    sent.push({ url, headers: new Headers(init.headers), body: JSON.parse(String(init.body)) })
    const answer = answers.shift() ?? { status: 200, body: {} }
    if (answer === 'none') throw new TypeError('network')
    const { status, body } = answer
    return new Response(JSON.stringify(body), { status })
  })
})
afterEach(() => vi.unstubAllGlobals())

function show(acts: ActView[], onDone?: () => void) {
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <KeysProvider>
        <ActForm id="REL-1" seen={'"7"'} acts={acts} about="test" onDone={onDone} />
      </KeysProvider>
    </QueryClientProvider>,
  )
}
const reason = () => screen.getByLabelText<HTMLTextAreaElement>(/Reason/)
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }))

test('a refusal is shown as it is and the typed reason survives', async () => {
  answers.push({ status: 409, body: problem })
  show([vote])
  fireEvent.change(reason(), { target: { value: 'within budget' } })
  press(/^Go/)
  await screen.findByText(/Eva acted as requester/)
  expect(screen.getByText(/Ask Rob/)).toBeTruthy()
  expect(reason().value).toBe('within budget')
  expect(sent[0]).toMatchObject({
    url: '/api/v1/releases/REL-1/commands',
    body: { command: 'vote', place: 'wave_go[canary]', answer: 'go', reason: 'within budget' },
  })
  expect(sent[0]?.headers.get('If-Match')).toBe('"7"')
  expect(sent[0]?.headers.get('Idempotency-Key')).toBeTruthy()
})

test('what got no answer is sent again under the same key, what was answered is not', async () => {
  answers.push('none', { status: 409, body: problem })
  show([vote])
  press(/^Go/)
  await screen.findByText(/Nothing was changed/)
  press(/^Go/)
  await screen.findByText(/Eva acted as requester/)
  press(/^Go/)
  await waitFor(() => expect(sent).toHaveLength(3))
  const [first, second, third] = sent.map((s) => s.headers.get('Idempotency-Key'))
  expect(second).toBe(first)
  expect(third).not.toBe(first)
})

test('a no is asked for its reason before it is sent', async () => {
  const done = vi.fn()
  show([vote], done)
  press('No-go…')
  expect(await screen.findByText('Say why: No-go')).toBeTruthy()
  expect(document.activeElement).toBe(reason())
  fireEvent.change(reason(), { target: { value: 'error rate' } })
  fireEvent.keyDown(reason(), { key: 'Enter', ctrlKey: true })
  await waitFor(() => expect(done).toHaveBeenCalled())
  expect(sent.map((s) => s.body)).toEqual([
    { command: 'vote', place: 'wave_go[canary]', answer: 'no_go', reason: 'error rate' },
  ])
})

test('what is not allowed stands beside its reason and who may', async () => {
  show([
    { ...vote, command: 'take', label: 'Accept handoff', answers: [], refused: { ...problem, status: 409 } },
  ])
  const button = screen.getByRole('button', { name: 'Accept handoff' })
  expect(button.getAttribute('aria-disabled')).toBe('true')
  expect(screen.getByText('eva acted as requester; Rob may.')).toBeTruthy()
  fireEvent.click(button)
  expect(sent).toEqual([])
})
