import type { ReactNode } from 'react'
import type { Problem } from '../api/types'
import { Page } from '../shell/Page'
import { Refusal } from '../ui/Refusal'

interface Props {
  /** What was asked for: an id, a step. */
  title: string
  problem: Problem
  /** Where to go instead. */
  children?: ReactNode
}

/** Missing stands where one thing cannot be shown, with what the server says of it. */
export function Missing({ title, problem, children }: Props) {
  return (
    <Page title={title}>
      <Refusal problem={problem}>{children}</Refusal>
    </Page>
  )
}
