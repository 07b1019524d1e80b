import { Fragment } from 'react'

/** Marked shows a sentence of the engine; what stands in backticks is set in monospace. */
export function Marked({ children }: { children: string }) {
  return children.split('`').map((part, i) =>
    i % 2 ? (
      <span key={i} className="mono">
        {part}
      </span>
    ) : (
      <Fragment key={i}>{part}</Fragment>
    ),
  )
}
