import { Drawer } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useId, useMemo, useRef, useState } from 'react'
import { asProblem } from '../api/problem'
import { inbox, me as meQuery, type Whose } from '../api/queries'
import type { InboxItem } from '../api/types'
import { Changes } from '../lists/Changes'
import { Segments } from '../lists/Segments'
import { useSteady } from '../lists/useSteady'
import { type Bindings, useKeys } from '../shell/Keys'
import { Page } from '../shell/Page'
import { useReader } from '../time/Reader'
import { Act } from '../ui/Act'
import { Card } from '../ui/Card'
import { Clock } from '../ui/Clock'
import { Empty } from '../ui/Empty'
import { Icon } from '../ui/Icon'
import { Kbd } from '../ui/Kbd'
import { Refusal } from '../ui/Refusal'
import { Skeleton } from '../ui/Skeleton'
import { Detail, type Focus } from './Detail'
import { groupsOf, keyOf } from './groups'
import classes from './MyWork.module.css'
import { Row } from './Row'
import { letters } from './verbs'
import { Waiting } from './Waiting'

/** MyWork is the inbox: what waits for somebody, by the clock that runs out first, done in place. */
export function MyWork() {
  const { data: me } = useSuspenseQuery(meQuery)
  const [whose, setWhose] = useState<Whose>('me')
  const lists = { me: useQuery(inbox('me')), teams: useQuery(inbox('teams')), all: useQuery(inbox('all')) }
  const { data, error, isPending } = lists[whose]
  const byKey = useMemo(() => new Map((data?.items ?? []).map((item) => [keyOf(item), item])), [data])
  const { order, changes, accept } = useSteady([...byKey.keys()], whose)
  const items = order.flatMap((key) => byKey.get(key) ?? [])

  return (
    <Page
      title="My work"
      controls={
        <>
          <Changes count={changes} onAccept={accept} />
          <Segments
            label="Whose work"
            value={whose}
            onChange={setWhose}
            options={[
              { value: 'me', label: 'For me', count: lists.me.data?.total },
              { value: 'teams', label: 'My teams', count: lists.teams.data?.total },
              { value: 'all', label: 'All', count: lists.all.data?.total },
            ]}
          />
          <span className={classes.sorted}>
            Sorted by <span className="m">the clock that runs out first</span>
          </span>
        </>
      }
    >
      <div className={classes.columns}>
        <div className={classes.main}>
          {error ? (
            <Refusal problem={asProblem(error)} />
          ) : isPending ? (
            <Card bare>
              <Skeleton rows={5} />
            </Card>
          ) : items.length === 0 ? (
            <Nothing whose={whose} teams={lists.teams.data?.total ?? 0} onShow={setWhose} />
          ) : (
            <Inbox items={items} me={me.person.id} />
          )}
        </div>
        <aside className={classes.side} aria-label="Waiting for others">
          <Waiting me={me.person.id} />
        </aside>
      </div>
    </Page>
  )
}

function Inbox({ items, me }: { items: InboxItem[]; me: string }) {
  const reader = useReader()
  const groups = groupsOf(items, reader)
  const list = groups.flatMap((g) => g.items)
  const phone = useMediaQuery('(max-width: 700px)', false, { getInitialValueInEffect: false })
  const [opened, setOpened] = useState<Record<string, Focus | undefined>>({})
  const [current, setCurrent] = useState<string>()
  const buttons = useRef(new Map<string, HTMLButtonElement>())
  const id = useId()

  const close = (key: string) => setOpened(({ [key]: _, ...rest }) => rest)
  const open = (key: string, focus: Focus) => {
    setCurrent(key)
    setOpened((old) => ({ ...(phone ? {} : old), [key]: focus }))
  }
  const toggle = (key: string) => (key in opened ? close(key) : open(key, null))
  const move = (by: number) => {
    const at = list.findIndex((item) => keyOf(item) === current)
    const next = list[Math.min(list.length - 1, Math.max(0, at + by))]
    if (!next) return
    setCurrent(keyOf(next))
    buttons.current.get(keyOf(next))?.focus()
  }
  const goTo = (verbs: string[]) => {
    const at = list.find((item) => keyOf(item) === current && verbs.includes(item.verb))
    const item = at ?? list.find((item) => verbs.includes(item.verb))
    if (item) open(keyOf(item), 'form')
  }
  const bindings: Bindings = {
    j: { label: 'next', run: () => move(1) },
    k: { label: 'previous', run: () => move(-1) },
    Enter: { label: 'open in place', run: () => current && toggle(current) },
    e: { label: 'add evidence', run: () => current && open(current, 'evidence') },
  }
  for (const [key, { label, verbs }] of Object.entries(letters))
    bindings[key] = { label, run: () => goTo(verbs) }
  useKeys(bindings)

  const sheet = phone ? list.find((item) => keyOf(item) in opened) : undefined
  return (
    <>
      <div className={classes.inbox}>
        {groups.map((group) => (
          <section key={group.id} aria-label={group.title}>
            <h2 className={classes.group} data-group={group.id}>
              {group.id === 'overdue' && <Icon name="late-clock" className="late" />}
              {group.title} <span className="t3">{group.items.length}</span>
            </h2>
            <ul>
              {group.items.map((item) => {
                const key = keyOf(item)
                const isOpen = key in opened && !phone
                const panel = id + key.replaceAll(/\W/g, '_')
                return (
                  <li
                    key={key}
                    className={classes.item}
                    data-open={isOpen || undefined}
                    data-current={key === current || undefined}
                  >
                    <Row
                      ref={(button) => void (button && buttons.current.set(key, button))}
                      item={item}
                      me={me}
                      open={isOpen}
                      current={key === current}
                      panel={panel}
                      onToggle={() => toggle(key)}
                      onAct={() => open(key, 'form')}
                    />
                    {isOpen && (
                      <div className={classes.panel} id={panel}>
                        <Detail item={item} focus={opened[key] ?? null} onDone={() => close(key)} />
                      </div>
                    )}
                  </li>
                )
              })}
            </ul>
          </section>
        ))}
      </div>
      <Hints />
      {sheet && <Sheet item={sheet} onClose={() => setOpened({})} />}
    </>
  )
}

/** Sheet is an item opened on a phone. */
function Sheet({ item, onClose }: { item: InboxItem; onClose: () => void }) {
  return (
    <Drawer.Root
      opened
      onClose={onClose}
      position="bottom"
      size="auto"
      classNames={{ content: classes.sheet }}
    >
      <Drawer.Overlay backgroundOpacity={0.4} />
      <Drawer.Content aria-label={`${item.verb} ${item.title}`}>
        <Drawer.Body className={classes.sheetBody}>
          <div className="row top">
            <div className={classes.sheetTitle}>
              <h2>{item.case_title}</h2>
              <span className="s12 t2">
                <span className="mono">{item.place}</span> · {item.case}
              </span>
            </div>
            {item.clock && <Clock clock={item.clock} />}
            <Drawer.CloseButton aria-label="Close" size={44} iconSize={18} />
          </div>
          <Detail item={item} focus={null} onDone={onClose} />
          <p className={classes.recorded}>Recorded with your name and the time.</p>
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  )
}

const hints: [string[], string][] = [
  [['J', 'K'], 'move'],
  [['↵'], 'open'],
  [['A'], 'approve'],
  [['H'], 'accept handoff'],
  [['C'], 'complete'],
  [['E'], 'add evidence'],
  [['Z'], 'undo a tick'],
  [['?'], 'all keys'],
]

function Hints() {
  return (
    <div className={classes.hints} aria-hidden="true">
      <Icon name="keyboard" />
      {hints.map(([caps, words]) => (
        <span key={words}>
          {caps.map((cap) => (
            <Kbd key={cap}>{cap}</Kbd>
          ))}
          {words}
        </span>
      ))}
    </div>
  )
}

function Nothing({ whose, teams, onShow }: { whose: Whose; teams: number; onShow: (w: Whose) => void }) {
  const elsewhere = whose === 'me' && teams > 0
  return (
    <Card bare>
      <Empty
        title={whose === 'all' ? 'Nothing waits for anybody' : 'Nothing waits for you'}
        acts={
          whose !== 'all' && (
            <Act onClick={() => onShow(elsewhere ? 'teams' : 'all')}>
              {elsewhere ? 'Open team work' : 'See what others have'}
            </Act>
          )
        }
      >
        {elsewhere
          ? `Your teams have ${teams} open; anybody in them may take one.`
          : 'What is asked of you appears here by itself, the clock that runs out first on top.'}
      </Empty>
    </Card>
  )
}
