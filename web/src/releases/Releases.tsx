import { NativeSelect, TextInput } from '@mantine/core'
import { useDebouncedCallback, useMediaQuery } from '@mantine/hooks'
import { useInfiniteQuery, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { asProblem } from '../api/problem'
import { cases, me as meQuery, models } from '../api/queries'
import type { CaseSummary } from '../api/types'
import { Changes } from '../lists/Changes'
import { csv, download } from '../lists/csv'
import { Segments } from '../lists/Segments'
import { useSteady } from '../lists/useSteady'
import { useKeys } from '../shell/Keys'
import { Page } from '../shell/Page'
import { Act } from '../ui/Act'
import { Card } from '../ui/Card'
import { Empty } from '../ui/Empty'
import { Icon } from '../ui/Icon'
import { Refusal } from '../ui/Refusal'
import { Skeleton } from '../ui/Skeleton'
import { Status } from '../ui/Status'
import { spoken } from '../ui/vocabulary'
import { type Kind, kinds, whyNoStart } from './kinds'
import { NewCase } from './NewCase'
import { PhaseGrid } from './PhaseGrid'
import classes from './Releases.module.css'
import { ReleaseTable } from './ReleaseTable'
import { byClock, exported, healths, phaseColumns } from './rows'
import type { Search } from './search'

/** Releases shows all releases on one phase grid. */
export const Releases = () => <Cases kind="releases" />

/** ChangeList shows all changes in the same way. */
export const ChangeList = () => <Cases kind="changes" />

function Cases({ kind }: { kind: Kind }) {
  const { one, title } = kinds[kind]
  const search = useSearch({ from: `/shell/${kind}` })
  const navigate = useNavigate()
  const change = (over: Partial<Search>) =>
    void navigate({ to: `/${kind}`, search: { ...search, ...over }, replace: true })
  const [starting, setStarting] = useState(false)
  const { data: me } = useSuspenseQuery(meQuery)
  const noStart = whyNoStart(kind, me.permissions)
  useKeys(noStart ? {} : { n: { label: `new ${one}`, run: () => setStarting(true) } })

  const { status = 'open', q, model, health, view } = search
  const all = useInfiniteQuery(cases({ kind, status, q, model }))
  const some = useInfiniteQuery({ ...cases({ kind, status, q, model, health }), enabled: !!health })
  const shown = health ? some : all
  const everything = all.data?.pages.flatMap((page) => page.items) ?? []
  const rows = useRows(shown.data?.pages.map((page) => page.items) ?? [], JSON.stringify(search))
  const phases = phaseColumns(everything.length > 0 ? everything : rows.list)
  const narrow = useMediaQuery('(max-width: 700px)')
  const filtered = !!(q || model || health)

  return (
    <Page
      title={title}
      after={
        all.data && (
          <span className="t2">
            {all.data.pages[0]?.total ?? 0} {status === 'all' ? 'in all' : status}
          </span>
        )
      }
      controls={
        <>
          <Changes count={rows.changes} onAccept={rows.accept} />
          <Segments
            label="View"
            value={view ?? 'grid'}
            onChange={(v) => change({ view: v === 'list' ? 'list' : undefined })}
            options={[
              {
                value: 'grid',
                label: (
                  <>
                    <Icon name="phases" /> Phase grid
                  </>
                ),
              },
              {
                value: 'list',
                label: (
                  <>
                    <Icon name="inbox" /> List
                  </>
                ),
              },
            ]}
          />
          <Act onClick={() => download(`${kind}.csv`, csv(exported(phases), rows.list))}>
            <Icon name="download" /> CSV
          </Act>
          <Act kind="primary" keys="N" off={noStart} onClick={() => setStarting(true)}>
            <Icon name="plus" /> New {one}
          </Act>
        </>
      }
    >
      <Filters one={one} search={search} rows={everything} part={all.hasNextPage} onChange={change} />
      {shown.error ? (
        <Refusal problem={asProblem(shown.error)} />
      ) : shown.isPending ? (
        <Card bare>
          <Skeleton rows={8} />
        </Card>
      ) : rows.list.length === 0 ? (
        <Card bare>
          <Nothing
            kind={kind}
            filtered={filtered}
            onClear={() => change({ q: undefined, model: undefined, health: undefined })}
            onStart={noStart ? undefined : () => setStarting(true)}
          />
        </Card>
      ) : view === 'list' || narrow ? (
        <ReleaseTable title={spoken(one)} rows={rows.list} />
      ) : (
        <PhaseGrid title={title} rows={rows.list} phases={phases} />
      )}
      <div className={classes.foot}>
        {shown.hasNextPage && (
          <Act busy={shown.isFetchingNextPage} onClick={() => void shown.fetchNextPage()}>
            Load more
          </Act>
        )}
        {rows.list.length > 0 && !view && !narrow && <Legend />}
      </div>
      {starting && <NewCase kind={kind} onClose={() => setStarting(false)} />}
    </Page>
  )
}

/** useRows sorts by clock and keeps that order while it is read; a page more is sorted in at once. */
function useRows(pages: CaseSummary[][], question: string) {
  const byId = new Map(pages.flat().map((r) => [r.id, r]))
  const fresh = [...byId.values()].sort(byClock).map((r) => r.id)
  const { order, changes, accept } = useSteady(fresh, `${question} ${pages.length}`)
  return { list: order.flatMap((id) => byId.get(id) ?? []), changes, accept }
}

interface FiltersProps {
  one: string
  search: Search
  rows: CaseSummary[]
  /** The rows are not all there are. */
  part: boolean
  onChange: (over: Partial<Search>) => void
}

function Filters({ one, search, rows, part, onChange }: FiltersProps) {
  const [typed, setTyped] = useState(search.q ?? '')
  const ask = useDebouncedCallback((q: string) => onChange({ q: q || undefined }), 250)
  const { data } = useQuery(models)
  const known = (data?.items ?? []).filter((m) => m.kind === one && m.current && !m.abstract)
  return (
    <div className={classes.filters}>
      <TextInput
        aria-label="Filter by words"
        placeholder="Filter by words"
        classNames={{ input: classes.words }}
        leftSection={<Icon name="search" />}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          ask(event.currentTarget.value)
        }}
      />
      <NativeSelect
        aria-label="Model"
        classNames={{ input: classes.select }}
        value={search.model ?? ''}
        onChange={(event) => onChange({ model: event.currentTarget.value || undefined })}
        data={[
          { value: '', label: 'Any model' },
          ...known.map((m) => ({ value: m.id, label: `${m.title} (${m.id})` })),
        ]}
      />
      <Segments
        label="Open or closed"
        value={search.status ?? 'open'}
        onChange={(v) => onChange({ status: v === 'open' ? undefined : v })}
        options={[
          { value: 'open', label: 'Open' },
          { value: 'closed', label: 'Closed' },
          { value: 'all', label: 'All' },
        ]}
      />
      <span className={classes.rule} />
      {healths(rows, search.health).map(({ word, count }) => (
        <button
          key={word}
          type="button"
          className={classes.chip}
          aria-pressed={search.health === word}
          onClick={() => onChange({ health: search.health === word ? undefined : word })}
        >
          <Status word={word} />{' '}
          <b>
            {count}
            {part && '+'}
          </b>
        </button>
      ))}
    </div>
  )
}

interface NothingProps {
  kind: Kind
  filtered: boolean
  onClear: () => void
  onStart?: () => void
}

function Nothing({ kind, filtered, onClear, onStart }: NothingProps) {
  const { one, empty } = kinds[kind]
  return filtered ? (
    <Empty title={`No ${one} matches`} acts={<Act onClick={onClear}>Show all</Act>}>
      Fewer letters or another health show more.
    </Empty>
  ) : (
    <Empty title={`No ${kind}`} acts={onStart && <Act onClick={onStart}>New {one}</Act>}>
      {empty}
    </Empty>
  )
}

function Legend() {
  return (
    <>
      <span className={classes.legend} data-look="done">
        <Icon name="check" size={12} className="done" /> done on
      </span>
      <span className={classes.legend} data-look="now">
        step now
      </span>
      <span className={classes.legend} data-look="future">
        to come
      </span>
      <span className="row g4 risk">
        <Icon name="pin" size={12} /> newer model version exists
      </span>
      <span>Sorted by the clock that runs out first.</span>
    </>
  )
}
