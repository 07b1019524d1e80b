import { Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { asProblem } from '../api/problem'
import { caseOf, pathOf, versionOf } from '../api/queries'
import type { CaseView } from '../api/types'
import { Missing } from '../errors/Missing'
import { Page } from '../shell/Page'
import { Marked } from '../text/Marked'
import { Card } from '../ui/Card'
import { Key } from '../ui/Key'
import { Skeleton } from '../ui/Skeleton'
import { Status } from '../ui/Status'
import { Why } from '../ui/Why'
import { Changes } from './Changes'
import classes from './Cockpit.module.css'
import { Handoffs } from './Handoffs'
import { CaseControls, CaseLine } from './Head'
import { FullLog } from './Log'
import { awaitedOf, Overview } from './Overview'
import { Papers } from './Papers'
import { Record } from './Record'
import { StepTable } from './StepTable'
import { type Tab, tabs } from './tabs'

/** Cockpit is the page of one release or change. */
export function Cockpit() {
  const { id = '' } = useParams({ strict: false })
  const { data, error } = useQuery(caseOf(id))
  if (error && !data) return <Missing title={id} problem={asProblem(error)} />
  if (!data)
    return (
      <Card bare>
        <Skeleton rows={8} />
      </Card>
    )
  return <Case view={data} />
}

function Case({ view }: { view: CaseView }) {
  const { tab = 'overview' } = useSearch({ strict: false }) as { tab?: Tab }
  const navigate = useNavigate()
  const show = (next: string | null) =>
    void navigate({ href: pathOf(view.id) + (next && next !== 'overview' ? `?tab=${next}` : '') })
  const counts: Partial<Record<Tab, number>> = {
    steps: view.steps.length,
    deliverables: view.deliverables.length,
    handoffs: view.handoffs.length,
    changes: view.kind === 'change' ? view.releases.length : view.changes.length,
    log: versionOf(view.etag),
  }
  return (
    <Page
      title={view.title}
      after={
        <>
          <Status word={view.health} pill />
          <Key>{view.id}</Key>
        </>
      }
      controls={<CaseControls view={view} />}
    >
      <CaseLine view={view} />
      <Banner view={view} />
      <Tabs value={tab} onChange={show} keepMounted={false} classNames={classes}>
        <Tabs.List>
          {tabs.map(({ id, title }) => (
            <Tabs.Tab key={id} value={id}>
              {id === 'changes' && view.kind === 'change' ? 'Releases' : title}
              {counts[id] !== undefined && <em>{counts[id]}</em>}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="overview">
          <Overview view={view} onTab={show} />
        </Tabs.Panel>
        <Tabs.Panel value="steps">
          <Card bare>
            <StepTable view={view} />
          </Card>
        </Tabs.Panel>
        <Tabs.Panel value="deliverables">
          <Papers view={view} />
        </Tabs.Panel>
        <Tabs.Panel value="handoffs">
          <Handoffs view={view} />
        </Tabs.Panel>
        <Tabs.Panel value="changes">
          <Changes view={view} />
        </Tabs.Panel>
        <Tabs.Panel value="log">
          <FullLog view={view} />
        </Tabs.Panel>
        <Tabs.Panel value="record">
          <Record view={view} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}

/** Banner says in one sentence what the case waits for, and who is asked when nobody acts. */
function Banner({ view }: { view: CaseView }) {
  if (view.ended_at || !view.why) return null
  const awaited = view.waiting.find((w) => w.place === awaitedOf(view))
  return (
    <div className={classes.banner}>
      <Why word={view.health} sentence={<Marked>{view.why}</Marked>} clock={awaited?.clock} />
    </div>
  )
}
