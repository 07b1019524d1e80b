import { useQuery } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { people } from '../api/queries'
import { spoken } from '../ui/vocabulary'

/** Named turns the id of a person, a team or a role into words. */
export type Named = (id: string) => string

/** named looks ids up among people; what is no person is a role or team and is spoken: release_manager is Release manager. */
export function named(known: { id: string; name: string }[]): Named {
  const names = new Map(known.map(({ id, name }) => [id, name]))
  return (id) => names.get(id) ?? (/^[a-z0-9_-]+$/.test(id) ? spoken(id) : id)
}

/** useNames names the people of the installation. */
export function useNames(): Named {
  const { data } = useQuery(people)
  return useMemo(() => named(data ?? []), [data])
}

/** anyOf joins those of whom one is enough: Ana Costa or Eva Brandt; from four on it counts. */
export function anyOf(names: string[]): string {
  if (names.length > 3) return `${names[0]} or ${names.length - 1} others`
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`
}

/** useAnyOf names ids of whom one is enough. */
export function useAnyOf(): (ids: string[]) => string {
  const name = useNames()
  return useCallback((ids) => anyOf(ids.map(name)), [name])
}
