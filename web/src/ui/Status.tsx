import type { ReactNode } from 'react'
import { Icon } from './Icon'
import classes from './Status.module.css'
import { statusOf } from './vocabulary'

interface Props {
  /** Word of the status vocabulary, as the API gives it. */
  word: string
  /** Says more than the word alone: a person, a time. */
  children?: ReactNode
  /** Draws a pill instead of plain text. */
  pill?: boolean
}

/** Status shows icon, word and colour together, never one of them alone. */
export function Status({ word, children, pill }: Props) {
  const { family, icon, label } = statusOf(word)
  return (
    <span className={`${classes.status} ${family}`} data-family={family} data-pill={pill || undefined}>
      <Icon name={icon} />
      {children ?? label}
    </span>
  )
}
