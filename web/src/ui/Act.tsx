import { Button } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import { Kbd } from './Kbd'

interface Props {
  children: ReactNode
  onClick?: () => void
  /** plain by default; primary once per form at most. */
  kind?: 'plain' | 'primary' | 'danger' | 'quiet'
  /** Key that does the same. */
  keys?: string
  /** Why this cannot be done now. The button stays, off, and the reason stands beside it. */
  off?: string
  /** Pressed all the same while it is off. */
  onOff?: () => void
  /** Waits for the server. */
  busy?: boolean
  type?: 'button' | 'submit'
}

const variants = { plain: 'default', primary: 'filled', danger: 'danger', quiet: 'subtle' }

/** Act is a button that is never off without saying why. */
export function Act({ children, onClick, kind = 'plain', keys, off, onOff, busy, type = 'button' }: Props) {
  const reason = useId()
  const button = (
    <Button
      type={type}
      variant={variants[kind]}
      loading={busy}
      aria-disabled={off ? true : undefined}
      aria-describedby={off ? reason : undefined}
      onClick={(event) => {
        if (!off) return onClick?.()
        event.preventDefault()
        onOff?.()
      }}
    >
      {children}
      {keys && <Kbd>{keys}</Kbd>}
    </Button>
  )
  if (!off) return button
  return (
    <span className="row g6">
      {button}
      <span id={reason} className="s12 t2">
        {off}
      </span>
    </span>
  )
}
