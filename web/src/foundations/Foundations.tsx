import { useQueryClient } from '@tanstack/react-query'
import { SegmentedControl, TextInput, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Clock as ClockData, Me } from '../api/types'
import { Brand } from '../shell/Brand'
import { Frame } from '../shell/Frame'
import { LiveMark } from '../shell/Live'
import { people } from '../api/queries'
import { Nav } from '../shell/Nav'
import { Page } from '../shell/Page'
import { TopBar } from '../shell/TopBar'
import { PhaseCell } from '../phases/PhaseCell'
import { ReaderProvider } from '../time/Reader'
import { Act } from '../ui/Act'
import { Card } from '../ui/Card'
import { Clock, Gauge } from '../ui/Clock'
import { Empty } from '../ui/Empty'
import { Kbd } from '../ui/Kbd'
import { Digest, Key, ModelPin } from '../ui/Key'
import { Lost } from '../ui/Notice'
import { Party, Person } from '../ui/Person'
import { Refusal } from '../ui/Refusal'
import { Skeleton } from '../ui/Skeleton'
import { Status } from '../ui/Status'
import { Step } from '../ui/Step'
import { Why } from '../ui/Why'
import classes from './Foundations.module.css'
import { cells, clocks, refusal, statuses, steps, surfaces, types } from './samples'

const at = new Date('2026-11-25T13:06:00Z')
const ines: Me = {
  person: { id: 'ines', name: 'Ines Okafor', skills: [], teams: ['release'] },
  teams: ['Release manager'],
  permissions: [],
  zone: 'Europe/Berlin',
  demo: true,
  now: at.toISOString(),
}
const nothing = () => {}

/** Foundations shows every component in every state, at one instant that does not move. */
export function Foundations() {
  useQueryClient().setQueryData(people.queryKey, []) // there is no server to ask
  return (
    <ReaderProvider at={at} zone="Europe/Berlin">
      <Frame
        railed={false}
        nav={<Nav me={ines} railed={false} counts={{ '/my-work': 4, '/releases': 14 }} onLeave={nothing} />}
        bar={
          <TopBar crumbs={[{ title: 'Foundations' }]} onFind={nothing}>
            <LiveMark live={{ state: 'live' }} />
          </TopBar>
        }
      >
        <Page
          title="Foundations"
          after={<span className="t3">what every screen is made of</span>}
          controls={<Scheme />}
        >
          <div className={classes.columns}>
            <div className={classes.column}>
              <Statuses />
              <Types />
              <Marks />
            </div>
            <div className={classes.column}>
              <Steps />
              <div className={classes.pair}>
                <Clocks />
                <Controls />
              </div>
              <Cells />
              <Surfaces />
              <Reasons />
              <States />
            </div>
          </div>
        </Page>
      </Frame>
    </ReaderProvider>
  )
}

function Scheme() {
  const { setColorScheme } = useMantineColorScheme()
  return (
    <SegmentedControl
      size="xs"
      value={useComputedColorScheme()}
      onChange={(value) => setColorScheme(value as 'light' | 'dark')}
      data={[
        { value: 'light', label: 'Light' },
        { value: 'dark', label: 'Dark' },
      ]}
      aria-label="Colours"
    />
  )
}

function Statuses() {
  return (
    <Card title="Status: icon, word and colour together">
      {statuses.map(([word, meaning, label]) => (
        <div key={word} className={classes.status}>
          <span>
            <Status word={word} pill>
              {label}
            </Status>
          </span>
          <span className="s12 t2">{meaning}</span>
        </div>
      ))}
    </Card>
  )
}

function Types() {
  return (
    <Card title="Type, Inter and JetBrains Mono">
      {types.map(([name, sample, style]) => (
        <div key={name} className={classes.type}>
          <span className="s12 t3">{name}</span>
          <span style={style}>{sample}</span>
        </div>
      ))}
    </Card>
  )
}

function Marks() {
  return (
    <Card title="People, keys and pins">
      <div className="col">
        <div className="row g16 wrap">
          <Person name="Ines Okafor" /> <Person name="Pavel Dvořák" /> <Party name="Kestrel Cloud GmbH" />
        </div>
        <div className="row g16 wrap">
          <Key>REL-2041</Key>
          <Digest value="sha256:9f2c41d0b7a6e5f4c3b2a1908f7e6d5c4b3a29181716151413121110aabbe1a7" />
        </div>
        <div className="row g16 wrap">
          <ModelPin model="virtual-server" version="1.2.0" />
          <ModelPin model="software-standard" version="2.3.1" newer="2.4.0" />
        </div>
        <div className="row g6">
          <Kbd>J</Kbd>
          <Kbd>K</Kbd> <span className="s12 t2">move</span> <Kbd>Ctrl ↵</Kbd>{' '}
          <span className="s12 t2">confirm</span>
        </div>
      </div>
    </Card>
  )
}

function Steps() {
  return (
    <Card title="Steps in a graph">
      <div className={classes.graph}>
        {steps.map(({ x, y, ...step }) => (
          <div key={step.title} style={{ left: x, top: y }}>
            <Step {...step} />
          </div>
        ))}
      </div>
    </Card>
  )
}

function Clocks() {
  return (
    <Card title="Clocks">
      <div className={classes.clocks}>
        {clocks.map((clock: ClockData) => (
          <Clock key={clock.due} clock={clock} zone="America/New_York" />
        ))}
        <Gauge tone="bad" main="Blocked" sub="needs H-318" share={100} />
      </div>
    </Card>
  )
}

function Controls() {
  return (
    <Card title="Controls">
      <div className="col">
        <div className="row g6 wrap">
          <Act kind="primary" keys="A">
            Approve
          </Act>
          <Act>Return…</Act>
          <Act kind="danger">Refuse…</Act>
          <Act kind="quiet">Later</Act>
          <Act off="1 check open">Complete</Act>
          <Act busy>Saving</Act>
        </div>
        <TextInput aria-label="Reason" placeholder="Reason, kept with the decision" />
        <span className="s12 t3">
          28 px high, 44 px on the phone. A button that is off says why next to it.
        </span>
      </div>
    </Card>
  )
}

function Cells() {
  return (
    <Card title="One release on the phase grid">
      <div className={classes.cells}>
        {cells.map((cell) => (
          <PhaseCell key={cell.id} cell={cell} />
        ))}
      </div>
    </Card>
  )
}

function Surfaces() {
  return (
    <Card title="Surfaces and the accent">
      <div className={classes.surfaces}>
        {surfaces.map(([name, use]) => (
          <span key={name} className="row g6">
            <i className={classes.swatch} style={{ background: `var(${name})` }} />
            <span className="mono s12">{name}</span>
            <span className="s12 t3">{use}</span>
          </span>
        ))}
      </div>
    </Card>
  )
}

function Reasons() {
  return (
    <>
      <h3>Why it does not go on</h3>
      <Why
        word="blocked"
        sentence={
          <>
            <span className="mono">readiness</span> waits for <b>Kestrel Cloud GmbH</b> to deliver server{' '}
            <span className="mono">pay-app-07</span> again.
          </>
        }
        next="At 16:00 it goes to Nadia Haas. If A3 is not decided by Thu 08:30, this window is lost."
        clock={clocks[1]}
      >
        <Act>Ask for help…</Act>
      </Why>
      <h3>Refused by the engine: which rule, until when, who may</h3>
      <Refusal problem={refusal}>
        <Act>Ask for exemption…</Act>
        <Act kind="quiet">Next free slot, Tue 1 Dec 09:00</Act>
      </Refusal>
    </>
  )
}

function States() {
  return (
    <>
      <div className={classes.pair}>
        <Titled title="Empty: what to do next">
          <Card bare>
            <Empty
              title="Nothing waits for you"
              acts={
                <>
                  <Act>Open team work</Act>
                  <Act kind="quiet" keys="N">
                    Start a release
                  </Act>
                </>
              }
            >
              The next clock of your teams runs out on Thu 26 Nov at 08:30, readiness of REL-2041.
            </Empty>
          </Card>
        </Titled>
        <Titled title="Loading: shape after 300 ms">
          <Card bare>
            <Skeleton now />
          </Card>
        </Titled>
      </div>
      <h3>Connection lost</h3>
      <Lost since={new Date('2026-11-25T13:02:10Z')} onReconnect={nothing} />
      <div className="row g16">
        <Brand size={32} />
        <LiveMark live={{ state: 'connecting' }} />
        <LiveMark live={{ state: 'lost', since: at }} />
      </div>
    </>
  )
}

function Titled({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className={classes.titled}>
      <h3>{title}</h3>
      {children}
    </div>
  )
}
