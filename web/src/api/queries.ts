import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { get } from './client'
import type {
  CaseSummary,
  CaseView,
  DemoPerson,
  Graph,
  InboxItem,
  LogEntry,
  Me,
  ModelDiff,
  ModelSummary,
  ModelView,
  Page,
  Person,
  StepView,
} from './types'

// One place for what is read and under which key it is kept, so that an event
// of the stream knows what to read again.

export const me = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => get<Me>('/me', signal),
  staleTime: Infinity,
  retry: false,
})

export const demoPeople = queryOptions({
  queryKey: ['demo', 'people'],
  queryFn: ({ signal }) => get<DemoPerson[]>('/demo/people', signal),
  retry: false,
})

export const models = queryOptions({
  queryKey: ['models'],
  queryFn: ({ signal }) => get<Page<ModelSummary>>('/models', signal),
})

/** findReleases searches releases of any state by words. */
export const findReleases = (words: string) =>
  queryOptions({
    queryKey: ['releases', 'find', words],
    queryFn: ({ signal }) =>
      get<Page<CaseSummary>>(`/releases?status=all&limit=8&q=${encodeURIComponent(words)}`, signal),
  })

/** Whose is whose open work is asked for. */
export type Whose = 'me' | 'teams' | 'all'

/** inbox is open work, the clock that runs out first on top. */
export const inbox = (whose: Whose) =>
  queryOptions({
    queryKey: ['inbox', whose],
    queryFn: ({ signal }) => get<Page<InboxItem>>(`/inbox?for=${whose}&limit=200`, signal),
    placeholderData: keepPreviousData,
  })

/** people is everybody who can act. */
export const people = queryOptions({
  queryKey: ['people'],
  queryFn: ({ signal }) => get<Person[]>('/people', signal),
  staleTime: 5 * 60_000,
})

/** model is everything the page of a model shows; ref is id or id@version. */
export const model = (ref: string) =>
  queryOptions({
    queryKey: ['models', ref],
    queryFn: ({ signal }) => get<ModelView>(`/models/${encodeURIComponent(ref)}`, signal),
  })

/** modelDiff is how two versions of a model differ, in words; a version never changes. */
export const modelDiff = (id: string, from: string, to: string) =>
  queryOptions({
    queryKey: ['models', id, 'diff', from, to],
    queryFn: ({ signal }) =>
      get<ModelDiff>(
        `/models/${encodeURIComponent(id)}/diff?from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`,
        signal,
      ),
    staleTime: Infinity,
  })

/** pathOf is the path of a case in the API and in the application: ids of changes begin with CHG. */
export const pathOf = (id: string) => `/${id.startsWith('CHG-') ? 'changes' : 'releases'}/${id}`

/** caseOf is everything the page of a case shows but graph and log. */
export const caseOf = (id: string) =>
  queryOptions({
    queryKey: ['case', id, 'view'],
    queryFn: ({ signal }) => get<CaseView>(pathOf(id), signal),
  })

/** stepOf is everything the page of a step shows; place is as people write it. */
export const stepOf = (id: string, place: string) =>
  queryOptions({
    queryKey: ['case', id, 'step', place],
    queryFn: ({ signal }) => get<StepView>(`${pathOf(id)}/steps/${encodeURIComponent(place)}`, signal),
  })

/** graphOf is the live graph of a case with the phases named in fold drawn as marks. */
export const graphOf = (id: string, fold: string[]) =>
  queryOptions({
    queryKey: ['case', id, 'graph', fold],
    queryFn: ({ signal }) =>
      get<Graph>(`${pathOf(id)}/graph${fold.length ? `?fold=${fold.map(encodeURIComponent)}` : ''}`, signal),
    placeholderData: keepPreviousData,
  })

/** logOf is the whole log of a case in order, page by page. */
export const logOf = (id: string) =>
  queryOptions({
    queryKey: ['case', id, 'log'],
    queryFn: async ({ signal }) => {
      const entries: LogEntry[] = []
      for (let after = ''; ;) {
        const page = await get<Page<LogEntry>>(`${pathOf(id)}/log?limit=200&after=${after || 0}`, signal)
        entries.push(...page.items)
        if (!page.next || page.items.length === 0) return entries
        after = page.next
      }
    },
  })

/** since are the events of a case after the version that somebody saw, in order, without the quiet ones. */
export const since = (id: string, etag: string) =>
  queryOptions({
    queryKey: ['case', id, 'log', 'since', etag],
    queryFn: async ({ signal }) => {
      const { items } = await get<Page<LogEntry>>(
        `${pathOf(id)}/log?limit=200&after=${versionOf(etag)}`,
        signal,
      )
      return items.filter((entry) => !quiet.has(entry.kind))
    },
  })

/** versionOf is the number of events that an ETag stands for. */
export const versionOf = (etag: string) => Number(etag.replaceAll('"', ''))

/** CasesFilter narrows a list of cases. */
export interface CasesFilter {
  kind: 'releases' | 'changes'
  status: 'open' | 'closed' | 'all'
  q?: string
  model?: string
  health?: string
}

/** cases lists releases or changes, page by page. */
export const cases = ({ kind, ...filter }: CasesFilter) =>
  infiniteQueryOptions({
    queryKey: [kind, 'list', filter],
    queryFn: ({ pageParam, signal }) => {
      const given = Object.entries({ ...filter, cursor: pageParam, limit: '50' }).filter(([, v]) => v)
      return get<Page<CaseSummary>>(`/${kind}?${new URLSearchParams(given)}`, signal)
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
    placeholderData: keepPreviousData,
  })

/** howMany are the open cases of a kind, counted by the server; its answer brings no more than one of them. */
export const howMany = (kind: CasesFilter['kind']) =>
  queryOptions({
    queryKey: [kind, 'count'],
    queryFn: ({ signal }) => get<Page<CaseSummary>>(`/${kind}?status=open&limit=1`, signal),
    select: (page) => page.total ?? 0,
  })

/** quiet are the events that nobody did and that change nothing by themselves: readings and timers. */
export const quiet = new Set(['FactReceived', 'Elapsed', 'WatchTurned'])

/**
 * lastOf are the last events of a case at a version that somebody wants to read,
 * in order. Every event counts one version, so the end is read first.
 */
export const lastOf = (id: string, version: number) =>
  queryOptions({
    queryKey: ['case', id, 'log', 'last', version],
    queryFn: async ({ signal }) => {
      const step = 200
      let found: LogEntry[] = []
      for (let to = version, tries = 0; to > 0 && found.length < 10 && tries < 5; to -= step, tries++) {
        const after = Math.max(0, to - step)
        const { items } = await get<Page<LogEntry>>(
          `${pathOf(id)}/log?limit=${to - after}&after=${after}`,
          signal,
        )
        found = [...items.filter((entry) => !quiet.has(entry.kind)), ...found]
      }
      return found.slice(-10)
    },
    placeholderData: keepPreviousData,
  })
