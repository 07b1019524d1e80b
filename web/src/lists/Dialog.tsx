import { Modal } from '@mantine/core'
import type { KeyboardEvent, ReactNode } from 'react'
import classes from './Dialog.module.css'

interface Props {
  title: string
  /** Stands after the title in monospace: an id, a step. */
  about?: string
  size?: number
  onClose: () => void
  children: ReactNode
}

/**
 * Dialog asks for something over the page. What it asks for comes first for
 * the keyboard, the way out last; Ctrl Enter sends the form in it.
 */
export function Dialog({ title, about, size = 480, onClose, children }: Props) {
  return (
    <Modal.Root opened onClose={onClose} size={size} yOffset="8vh" classNames={{ content: classes.content }}>
      <Modal.Overlay backgroundOpacity={0.4} />
      <Modal.Content aria-label={title}>
        <Modal.Body className={classes.body} onKeyDown={send}>
          <h2>
            {title} {about && <span className="mono t2">{about}</span>}
          </h2>
          {children}
          <Modal.CloseButton className={classes.close} aria-label="Close" />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}

function send(event: KeyboardEvent<HTMLElement>) {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
  const form = (event.target as HTMLElement).closest('form')
  if (!form) return // a form of acts sends its own
  event.preventDefault()
  form.requestSubmit()
}
