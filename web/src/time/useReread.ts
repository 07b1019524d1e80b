import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useReader } from './Reader'

/** useReread reads everything again when the zone of the reader has changed: sentences of the server name instants in it. */
export function useReread() {
  const { zone } = useReader()
  const queries = useQueryClient()
  const read = useRef(zone)
  useEffect(() => {
    if (read.current === zone) return
    read.current = zone
    void queries.invalidateQueries()
  }, [queries, zone])
}
