import { useQueryErrorResetBoundary } from '@tanstack/react-query'
import type { ErrorComponentProps } from '@tanstack/react-router'
import { asProblem } from '../api/problem'
import { Act } from '../ui/Act'
import { Refusal } from '../ui/Refusal'

/** Crash stands where a page could not be shown, and offers to try again. */
export function Crash({ error, reset }: ErrorComponentProps) {
  const queries = useQueryErrorResetBoundary()
  const again = () => {
    queries.reset()
    reset()
  }
  return (
    <div style={{ padding: 20, maxWidth: 720 }}>
      <Refusal problem={asProblem(error)}>
        <Act onClick={again}>Try again</Act>
      </Refusal>
    </div>
  )
}
