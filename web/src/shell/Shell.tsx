import { useMantineColorScheme } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Outlet, useMatches, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { post } from '../api/client'
import { findReleases, howMany, inbox, me as meQuery, models } from '../api/queries'
import { ReaderProvider } from '../time/Reader'
import { Frame } from './Frame'
import { type Bindings, useKeys } from './Keys'
import { LiveNotice, LiveProvider, LiveSign } from './Live'
import { Nav } from './Nav'
import { Palette } from './Palette'
import type { Entry } from './palette'
import { places } from './places'
import { TopBar } from './TopBar'

/** Shell stands around every screen of somebody who is logged in. */
export function Shell() {
  const { data: me, dataUpdatedAt } = useSuspenseQuery(meQuery)
  const [finding, setFinding] = useState(false)
  const [query, setQuery] = useState('')
  const [railed, toggleRail] = useRail()
  const leave = useLeave()
  const commands = useCommands(toggleRail, leave)
  const found = useFound(query, finding)
  const go = useGo()
  const counts = {
    '/my-work': useQuery(inbox('me')).data?.total,
    '/releases': useQuery(howMany('releases')).data,
    '/changes': useQuery(howMany('changes')).data,
  }
  const crumbs = useMatches().flatMap(({ staticData: { crumb = [] }, params }) =>
    typeof crumb === 'function' ? crumb(params) : crumb,
  )

  useKeys({
    'mod+k': { label: 'find or run a command', run: () => setFinding(true) },
    '[': { label: 'narrow or widen the navigation', run: toggleRail },
    ...Object.fromEntries(
      places.map(({ path, title, letter }) => [
        `g ${letter}`,
        { label: `go to ${title}`, run: () => go(path) },
      ]),
    ),
  } satisfies Bindings)

  return (
    <ReaderProvider ahead={Date.parse(me.now) - dataUpdatedAt}>
      <LiveProvider>
        <Frame
          railed={railed}
          nav={<Nav me={me} railed={railed} counts={counts} onLeave={leave} />}
          bar={
            <TopBar crumbs={crumbs} onFind={() => setFinding(true)}>
              <LiveSign />
            </TopBar>
          }
        >
          <LiveNotice />
          <Outlet />
        </Frame>
        <Palette
          opened={finding}
          onClose={() => setFinding(false)}
          entries={[...commands, ...found]}
          onSearch={setQuery}
        />
      </LiveProvider>
    </ReaderProvider>
  )
}

/** useRail narrows the navigation where a screen asks for width, unless the reader chose otherwise. */
function useRail(): [boolean, () => void] {
  const wide = useMatches().some((m) => m.staticData.wide)
  const [choice, setChoice] = useLocalStorage<'screen' | 'rail' | 'full'>({
    key: 'headgate.navigation',
    defaultValue: 'screen',
    getInitialValueInEffect: false,
  })
  const railed = choice === 'screen' ? wide : choice === 'rail'
  return [railed, () => setChoice(railed ? 'full' : 'rail')]
}

function useGo() {
  const navigate = useNavigate()
  return (href: string) => void navigate({ href })
}

function useLeave() {
  const go = useGo()
  const queries = useQueryClient()
  return async () => {
    await post('/logout')
    queries.clear()
    go('/login')
  }
}

function useCommands(toggleRail: () => void, leave: () => void): Entry[] {
  const go = useGo()
  const { setColorScheme } = useMantineColorScheme()
  return [
    ...places.map(({ path, title, icon, letter }): Entry => ({
      id: path,
      group: 'Go to',
      title,
      icon,
      keys: `g ${letter}`,
      run: () => go(path),
    })),
    {
      id: 'light',
      group: 'Commands',
      title: 'Light colours',
      icon: 'sun',
      run: () => setColorScheme('light'),
    },
    { id: 'dark', group: 'Commands', title: 'Dark colours', icon: 'moon', run: () => setColorScheme('dark') },
    {
      id: 'rail',
      group: 'Commands',
      title: 'Narrow or widen the navigation',
      icon: 'left',
      keys: '[',
      run: toggleRail,
    },
    { id: 'leave', group: 'Commands', title: 'Log out', icon: 'leave', run: leave },
  ]
}

/** useFound asks the server for releases and models while the palette is open. */
function useFound(query: string, open: boolean): Entry[] {
  const go = useGo()
  const releases = useQuery({ ...findReleases(query), enabled: open && query !== '' })
  const known = useQuery({ ...models, enabled: open && query !== '' })
  return useMemo(
    () => [
      ...(releases.data?.items ?? []).map((r): Entry => ({
        id: r.id,
        group: 'Releases',
        title: r.title,
        key: r.id,
        icon: 'phases',
        run: () => go(`/releases/${r.id}`),
      })),
      ...(known.data?.items ?? [])
        .filter((m) => m.current)
        .map((m): Entry => ({
          id: m.id,
          group: 'Models',
          title: m.title,
          key: `${m.id} ${m.version}`,
          icon: 'book',
          run: () => go(`/catalogue/${m.id}`),
        })),
    ],
    [releases.data, known.data], // go changes with every page and means the same
  )
}
