import { queryOptions } from '@tanstack/react-query'
import { get } from './client'
import type { CaseSummary, DemoPerson, Me, ModelSummary, Page } from './types'

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
