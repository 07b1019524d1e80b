import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react'
import { pathOf } from '../api/queries'
import type { CaseSummary } from '../api/types'
import { rove, type Spot } from '../lists/roving'
import { PhaseCell } from '../phases/PhaseCell'
import { Icon } from '../ui/Icon'
import classes from './PhaseGrid.module.css'
import { NextClock, Owner, ReleaseCell } from './parts'
import { cellOf, type PhaseColumn } from './rows'

interface Props {
  /** What is listed: Releases. */
  title: string
  rows: CaseSummary[]
  phases: PhaseColumn[]
}

/**
 * PhaseGrid shows all releases on the one process: a row each, a column per
 * phase. It is one tab stop; arrow keys move in it, Enter opens the release.
 */
export function PhaseGrid({ title, rows, phases }: Props) {
  const [at, setAt] = useState<Spot>({ row: 0, column: 0 })
  const grid = useRef<HTMLDivElement>(null)
  const navigate = useNavigate()
  const columns = phases.length + 3
  const row = Math.min(at.row, rows.length - 1)

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      const release = rows[row]
      if (release) void navigate({ href: pathOf(release.id) })
      return
    }
    const to = rove({ row, column: at.column }, event.key, event.ctrlKey, rows.length, columns)
    if (!to) return
    event.preventDefault()
    setAt(to)
    grid.current?.querySelector<HTMLElement>(`[data-at="${to.row}.${to.column}"]`)?.focus()
  }
  const cell = (r: number, column: number, children: ReactNode, className = classes.cell) => (
    <div
      role="gridcell"
      className={className}
      data-at={`${r}.${column}`}
      tabIndex={r === row && column === Math.min(at.column, columns - 1) ? 0 : -1}
      onFocus={() => setAt({ row: r, column })}
    >
      {children}
    </div>
  )

  return (
    <div className={classes.scroll}>
      <div
        ref={grid}
        role="grid"
        aria-label={`${title} by phase`}
        aria-rowcount={rows.length + 1}
        className={classes.grid}
        style={{ gridTemplateColumns: `288px repeat(${phases.length}, minmax(86px, 1fr)) 128px 138px` }}
        onKeyDown={onKeyDown}
      >
        <div role="row" className={classes.row}>
          <span role="columnheader" className={classes.head}>
            {title.replace(/s$/, '')}
          </span>
          {phases.map(({ id, now }) => (
            <span key={id} role="columnheader" className={classes.head} data-phase="">
              {id.replaceAll('_', ' ')}
              {now > 0 && (
                <em>
                  <span className="sr">{`${now} now`}</span>
                  <span aria-hidden="true">{now}</span>
                </em>
              )}
            </span>
          ))}
          <span role="columnheader" className={classes.head}>
            Owner
          </span>
          <span role="columnheader" className={classes.head} aria-sort="ascending">
            Next clock <Icon name="up" size={12} />
          </span>
        </div>
        {rows.map((release, r) => (
          <div key={release.id} role="row" className={classes.row}>
            {cell(r, 0, <ReleaseCell release={release} />)}
            {phases.map(({ id }, i) => (
              <Fragmented key={id}>
                {cell(r, i + 1, <PhaseCell cell={cellOf(release, id)} />, `${classes.cell} ${classes.phase}`)}
              </Fragmented>
            ))}
            {cell(r, phases.length + 1, <Owner release={release} />)}
            {cell(r, phases.length + 2, <NextClock release={release} />)}
          </div>
        ))}
      </div>
    </div>
  )
}

const Fragmented = ({ children }: { children: ReactNode }) => <>{children}</>
