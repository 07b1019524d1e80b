import type { PhaseCell as Data } from '../api/types'
import { useReader } from '../time/Reader'
import { Icon } from '../ui/Icon'
import { readCell } from './cells'
import classes from './PhaseCell.module.css'

/** PhaseCell draws one phase of one release. */
export function PhaseCell({ cell }: { cell: Data }) {
  const { look, text, detail, label } = readCell(cell, useReader())
  return (
    <span className={classes.cell} data-look={look}>
      <span className="sr">{label}</span>
      <span className={classes.face} aria-hidden="true">
        {look === 'done' && <Icon name="check" size={12} />}
        {detail ? <b>{text}</b> : text}
        {detail && <span>{detail}</span>}
      </span>
    </span>
  )
}
