import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { post } from '../api/client'
import { asProblem } from '../api/problem'
import { pathOf } from '../api/queries'
import type { CommandRequest, CommandResult } from '../api/types'

interface Order {
  command: CommandRequest
  /** ETag of the state the reader saw. */
  seen?: string
}

/**
 * useCommand gives commands to a case. The same command sent again after no
 * answer came is one command: it keeps its key until the server has answered.
 * onDone is called once a command is carried out, also when what asked for it
 * has left the page by then.
 */
export function useCommand(id: string, onDone?: () => void) {
  const queries = useQueryClient()
  const open = useRef<{ body: string; key: string } | null>(null)
  return useMutation({
    mutationFn: ({ command, seen }: Order) => {
      const body = JSON.stringify(command)
      if (open.current?.body !== body) open.current = { body, key: crypto.randomUUID() }
      return post<CommandResult>(`${pathOf(id)}/commands`, {
        body: command,
        ifMatch: seen,
        key: open.current.key,
      })
    },
    onSuccess: onDone,
    onSettled: (_, error) => {
      if (!error || asProblem(error).code !== 'offline') open.current = null
      const stale = [['case', id], ['inbox'], ['releases'], ['changes']]
      return Promise.all(stale.map((queryKey) => queries.invalidateQueries({ queryKey })))
    },
  })
}
