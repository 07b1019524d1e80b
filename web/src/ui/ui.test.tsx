import { fireEvent, screen } from '@testing-library/react'
import { describe, expect, test, vi } from 'vitest'
import type { Clock as ClockData, Problem } from '../api/types'
import { Act } from './Act'
import { Clock, Gauge } from './Clock'
import { Empty } from './Empty'
import { Icon } from './Icon'
import { icons, type IconName } from './icons'
import { Digest, ModelPin, shorten } from './Key'
import { Lost } from './Notice'
import { initials, Party, Person } from './Person'
import { Refusal } from './Refusal'
import { render } from './render'
import { Status } from './Status'
import { Step } from './Step'
import { outlineOf, type StepKind } from './stepShape'
import { families, statusOf } from './vocabulary'
import { Why } from './Why'

const clock: ClockData = {
  place: 'verify',
  who: ['helen'],
  from: '2026-11-25T09:30:00Z',
  due: '2026-11-25T13:30:00Z',
  hours: 'business',
  used: 90,
  over: false,
  text: '4bh',
}

describe('Status', () => {
  test.each([
    ['in_progress', 'run', 'In progress'],
    ['blocked', 'bad', 'Blocked'],
    ['no_go', 'bad', 'No-go'],
    ['in_doubt', 'doubt', 'In doubt'],
    ['something_new', 'idle', 'Something new'],
  ])('%s has icon, word and colour', (word, family, label) => {
    const { container } = render(<Status word={word} pill />)
    expect(screen.getByText(label)).toHaveProperty('dataset.family', family)
    expect(container.querySelectorAll('svg')).toHaveLength(1)
  })

  test('every family has a word', () => {
    const used = ['pending', 'on_track', 'waiting', 'done', 'at_risk', 'late', 'failed', 'in_doubt'].map(
      statusOf,
    )
    expect(new Set(used.map((s) => s.family))).toEqual(new Set(families))
  })

  test('says more than the word when there is more', () => {
    render(<Status word="waiting">Marta Silva</Status>)
    expect(screen.queryByText('Waiting')).toBeNull()
    expect(screen.getByText('Marta Silva')).toBeTruthy()
  })
})

describe('Clock', () => {
  test('shows what is left, when it is due, and both zones on hover', () => {
    render(<Clock clock={clock} zone="America/New_York" />)
    const shown = screen.getByText('24 min left').parentElement!
    expect(shown.dataset.tone).toBe('risk')
    expect(shown.title).toBe('Wed 25 Nov 2026 14:30 CET\nWed 25 Nov 2026 08:30 GMT-5')
    expect(screen.getByText('due 14:30 · 4 bh')).toBeTruthy()
    expect(screen.getByText('90 % used')).toBeTruthy()
  })

  test('a gauge that is no clock claims no share', () => {
    render(<Gauge tone="bad" main="Blocked" sub="needs H-318" share={100} />)
    expect(screen.queryByText('100 % used')).toBeNull()
  })
})

describe('Person', () => {
  test.each([
    ['Pavel Dvořák', 'PD'],
    ['Ana de la Cruz', 'AC'],
    ['Kestrel Cloud GmbH', 'KC'],
    ['release_office', 'RO'],
    ['Ørsted', 'ØR'],
    ['', '?'],
  ])('initials of %s are %s', (name, want) => expect(initials(name)).toBe(want))

  test('a party is square, a person round, and both have their name', () => {
    render(
      <>
        <Person name="Ines Okafor" /> <Party name="Kestrel Cloud GmbH" />
      </>,
    )
    expect(screen.getByText('IO').dataset.organization).toBeUndefined()
    expect(screen.getByText('KC').dataset.organization).toBe('true')
    expect(screen.getByText('Kestrel Cloud GmbH')).toBeTruthy()
  })
})

describe('keys, digests, pins', () => {
  const digest = `sha256:9f2c41${'0'.repeat(54)}e1a7`

  test('shorten keeps both ends and leaves short values whole', () => {
    expect(shorten(digest)).toBe('sha256:9f2c41…e1a7')
    expect(shorten('9f2c41aa')).toBe('9f2c41aa')
  })

  test('a digest copies itself whole', () => {
    const writeText = vi.fn(async () => {})
    vi.stubGlobal('navigator', { clipboard: { writeText } })
    render(<Digest value={digest} />)
    fireEvent.click(screen.getByRole('button', { name: /sha256:9f2c41…e1a7/ }))
    expect(writeText).toHaveBeenCalledWith(digest)
    vi.unstubAllGlobals()
  })

  test('a pin says that a newer version exists', () => {
    render(<ModelPin model="software-standard" version="2.3.1" newer="2.4.0" />)
    expect(screen.getByTitle('This release keeps 2.3.1; 2.4.0 is current')).toBeTruthy()
  })
})

describe('Act', () => {
  test('acts', () => {
    const onClick = vi.fn()
    render(<Act onClick={onClick}>Approve</Act>)
    fireEvent.click(screen.getByRole('button', { name: 'Approve' }))
    expect(onClick).toHaveBeenCalledOnce()
  })

  test('when off, stays reachable, does nothing and says why', () => {
    const onClick = vi.fn()
    render(
      <Act onClick={onClick} off="1 check open">
        Complete
      </Act>,
    )
    const button = screen.getByRole('button', { name: 'Complete' })
    fireEvent.click(button)
    expect(onClick).not.toHaveBeenCalled()
    expect(button).toHaveProperty('disabled', false)
    expect(document.getElementById(button.getAttribute('aria-describedby')!)?.textContent).toBe(
      '1 check open',
    )
  })
})

describe('reasons', () => {
  const problem: Problem = {
    title: 'Not authorized: the freeze began at 18:00',
    status: 403,
    detail: 'Peak trading freeze binds live-eu.',
    code: 'E-FREEZE-1',
    place: 'go_live',
    need: 'Your reason is kept.',
    ask: ['Femi Laurent', 'Mara'],
    until: '2026-12-01T05:00:00Z',
    request: 'r-17',
  }

  test('a refusal says what, until when, who may, and where to look', () => {
    render(<Refusal problem={problem} />)
    const alert = screen.getByRole('alert')
    expect(alert.textContent).toContain(problem.title)
    expect(alert.textContent).toContain(
      'Peak trading freeze binds live-eu. Until Tue 1 Dec 06:00. Ask Femi Laurent or Mara. Your reason is kept.',
    )
    expect(screen.getByText('E-FREEZE-1 · go_live · request r-17')).toBeTruthy()
  })

  test('a refusal with little to say leaves no gaps', () => {
    render(<Refusal problem={{ title: 'No', status: 500, detail: 'It broke.', code: 'x' }} />)
    expect(screen.getByRole('alert').textContent).toBe('NoIt broke.x')
  })

  test('why begins with the status word and ends with the clock', () => {
    render(<Why word="blocked" sentence="readiness waits." next="Then L2." clock={clock} />)
    const text = screen.getByRole('region', { name: 'Why blocked' }).textContent
    expect(text).toMatch(/^Blocked: readiness waits\.Then L2\.24 min left/)
  })

  test('lost says since when, in the zone of the reader, and reconnects', () => {
    const onReconnect = vi.fn()
    render(<Lost since={new Date('2026-11-25T13:02:10Z')} onReconnect={onReconnect} />)
    expect(screen.getByText('Not live since 14:02:10.')).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Reconnect' }))
    expect(onReconnect).toHaveBeenCalledOnce()
  })

  test('empty says what to do next', () => {
    render(
      <Empty title="Nothing waits for you" acts={<Act>Open team work</Act>}>
        Next on Thursday.
      </Empty>,
    )
    expect(screen.getByRole('heading', { name: 'Nothing waits for you' })).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Open team work' })).toBeTruthy()
  })
})

describe('Icon', () => {
  test('is decoration unless it has a label', () => {
    render(<Icon name="check" label="chosen" />)
    expect(screen.getByRole('img', { name: 'chosen' })).toBeTruthy()
    const { container } = render(<Icon name="check" />)
    expect(container.querySelector('svg')!.getAttribute('aria-hidden')).toBe('true')
  })

  test('every icon is drawn in the colour of the text or the surface', () => {
    for (const name of Object.keys(icons) as IconName[]) {
      expect(icons[name], name).not.toMatch(/#[0-9a-f]{3}|rgb/i)
    }
  })
})

describe('Step', () => {
  test('says its state in words and is dashed while not reached', () => {
    const { container } = render(
      <Step width={100} height={36} kind="task" title="verify" status="pending" detail="Thu 09:30" />,
    )
    const step = container.querySelector<HTMLElement>('[data-look]')!
    expect(step.textContent).toBe('verifyPending, Thu 09:30')
    expect(step.dataset.look).toBe('future')
  })

  test.each<[StepKind, number]>([
    ['gate', 6],
    ['decision', 6],
    ['handoff', 6],
    ['task', 8],
  ])('%s has %d corners', (kind, corners) => {
    const path = outlineOf(kind, 100, 36)
    const straight = path.replace(/a[^a-zA-Z]+/g, '')
    expect(path.startsWith('M') && /z$/i.test(path)).toBe(true)
    expect(
      kind === 'task' ? (path.match(/a/g)?.length ?? 0) * 2 : (straight.match(/[MHL]/g)?.length ?? 0),
    ).toBe(corners)
  })
})
