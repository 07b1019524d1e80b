import { useElementSize } from '@mantine/hooks'
import { useId } from 'react'
import type { CaseView } from '../../api/types'
import { momentOf, timeOf } from '../../time/format'
import { useReader } from '../../time/Reader'
import { statusOf } from '../../ui/vocabulary'
import classes from './Gantt.module.css'
import { extent, type Line, linesOf } from './lines'
import { monthsOf, type Scale, ticksOf, weekendsOf, x } from './scale'

const left = 184
const head = 36
const row = 24
const weekendsUpTo = 120 * 86_400_000 // in a longer chart they are but a pattern

/** Gantt draws when what was done, and until when the rest is due, on one scale with weekends and now. */
export function Gantt({ view }: { view: CaseView }) {
  const { ref, width } = useElementSize()
  const { now, zone } = useReader()
  const lines = linesOf(view, now.getTime())
  const scale: Scale = {
    ...extent(view, lines, now.getTime()),
    width: Math.max(360, width - left - 12),
    zone,
  }
  const height = head + lines.length * row + (view.t || view.latest_back_out ? 34 : 8)
  const edge = useId()
  const present = x(scale, now.getTime())
  const besideNow = (at: number) =>
    !view.ended_at && at > present - 130 && at < present + 34 ? present + 36 : at
  return (
    <div
      ref={ref}
      className={classes.scroll}
      tabIndex={0}
      role="group"
      aria-label="Chart of time; the table holds the same"
    >
      <svg width={left + scale.width + 12} height={height} className={classes.chart} aria-hidden="true">
        <defs>
          <clipPath id={edge}>
            <rect x={0} y={0} width={scale.width} height={height} />
          </clipPath>
        </defs>
        {lines.map((line, i) => (
          <Label key={line.key} line={line} y={head + i * row} first={i === 0} />
        ))}
        <g transform={`translate(${left} 0)`} clipPath={`url(#${edge})`}>
          {(scale.to - scale.from < weekendsUpTo ? weekendsOf(scale) : []).map((w) => (
            <rect
              key={w.from}
              x={x(scale, w.from)}
              y={head}
              width={x(scale, w.to) - x(scale, w.from)}
              height={height - head}
              className={classes.weekend}
            />
          ))}
          {monthsOf(scale).map((m) => (
            <text key={m.from} x={besideNow(x(scale, m.from) + 4)} y={12} className={classes.month}>
              {x(scale, m.to) - besideNow(x(scale, m.from)) > 100 ? m.label : ''}
            </text>
          ))}
          {ticksOf(scale).map((t) => (
            <g key={t.at}>
              <line x1={x(scale, t.at)} x2={x(scale, t.at)} y1={20} y2={height} className={classes.tick} />
              <text x={x(scale, t.at) + 4} y={30} className={classes.quiet}>
                {x(scale, t.at) < scale.width - 34 && t.label}
              </text>
            </g>
          ))}
          {lines.map((line, i) => (
            <Bar key={line.key} line={line} scale={scale} y={head + i * row} />
          ))}
          <Marks view={view} scale={scale} height={height} />
        </g>
      </svg>
    </div>
  )
}

function Label({ line, y, first }: { line: Line; y: number; first: boolean }) {
  return (
    <g>
      {!first && <line x1={0} x2="100%" y1={y} y2={y} className={classes.rule} />}
      <text x={line.step ? 24 : 12} y={y + 16} className={line.step ? classes.step : classes.phase}>
        {clip((line.step ?? line.phase).replaceAll('_', ' '), line.step ? 25 : 14)}
      </text>
      {line.sub && (
        <text x={left - 12} y={y + 16} textAnchor="end" className={classes.quiet}>
          {line.sub}
        </text>
      )}
    </g>
  )
}

const clip = (text: string, length: number) => (text.length > length ? `${text.slice(0, length - 1)}…` : text)

function Bar({ line, scale, y }: { line: Line; scale: Scale; y: number }) {
  const { actual, planned, family, note } = line
  const from = x(scale, (actual ?? planned)?.from ?? scale.from)
  const to = x(scale, (actual ?? planned)?.to ?? scale.from)
  const at = noteAt(from, to, note.length * 6 + 10, scale.width)
  return (
    <g>
      {planned && (
        <rect
          x={x(scale, planned.from)}
          y={y + 2.5}
          width={Math.max(4, x(scale, planned.to) - x(scale, planned.from))}
          height={5}
          rx={2.5}
          className={classes.planned}
        />
      )}
      {actual && (
        <rect
          x={x(scale, actual.from)}
          y={y + 12}
          width={Math.max(3, x(scale, actual.to) - x(scale, actual.from))}
          height={8}
          rx={2}
          className={classes.actual}
          data-family={family}
        />
      )}
      {note && (
        <text x={at.x} y={y + at.y} textAnchor={at.anchor} className={classes.note} data-family={family}>
          {note}
        </text>
      )}
    </g>
  )
}

/** noteAt is where the note of a bar has room: behind it, before it, or above its end. */
function noteAt(from: number, to: number, length: number, width: number) {
  if (to + length < width) return { x: to + 7, y: 19.5, anchor: 'start' as const }
  if (from > length) return { x: from - 7, y: 19.5, anchor: 'end' as const }
  return { x: to - 6, y: 9.5, anchor: 'end' as const }
}

/** Marks are the instants that matter: now, the planned date, the latest back-out. */
function Marks({ view, scale, height }: { view: CaseView; scale: Scale; height: number }) {
  const reader = useReader()
  const at = x(scale, reader.now.getTime())
  const box = Math.max(31, Math.min(at, scale.width - 31)) // stays on the chart
  return (
    <>
      {!view.ended_at && (
        <g>
          <line x1={at} x2={at} y1={18} y2={height} className={classes.now} />
          <rect x={box - 29} y={2} width={58} height={16} rx={3} className={classes.nowBox} />
          <text x={box} y={13.5} textAnchor="middle" className={classes.nowText}>
            now {timeOf(reader.now, reader.zone)}
          </text>
        </g>
      )}
      {view.t && (
        <Mark
          at={x(scale, Date.parse(view.t))}
          label={`live ${momentOf(new Date(view.t), reader)}`}
          height={height}
          scale={scale}
        />
      )}
      {view.latest_back_out && (
        <Mark
          at={x(scale, Date.parse(view.latest_back_out))}
          label={`latest back-out ${momentOf(new Date(view.latest_back_out), reader)}`}
          height={height}
          scale={scale}
          tone="late"
          lower
        />
      )}
    </>
  )
}

interface MarkProps {
  at: number
  label: string
  height: number
  scale: Scale
  tone?: 'late'
  /** Its words stand on the lower of the two lines under the chart. */
  lower?: boolean
}

function Mark({ at, label, height, scale, tone, lower }: MarkProps) {
  const right = at + label.length * 6 + 8 > scale.width
  return (
    <g>
      <line x1={at} x2={at} y1={36} y2={height} className={classes.mark} data-tone={tone} />
      <text
        x={right ? at - 5 : at + 5}
        y={height - (lower ? 6 : 20)}
        textAnchor={right ? 'end' : 'start'}
        className={classes.markText}
        data-tone={tone}
      >
        {label}
      </text>
    </g>
  )
}

/** GanttTable holds what the chart shows. */
export function GanttTable({ view }: { view: CaseView }) {
  const reader = useReader()
  const when = (at?: number) => (at === undefined ? '' : momentOf(new Date(at), reader))
  return (
    <div className={classes.scroll}>
      <table>
        <thead>
          <tr>
            <th>Phase</th>
            <th>Step</th>
            <th>Status</th>
            <th>Planned</th>
            <th>Began</th>
            <th>Ended</th>
            <th>Due</th>
            <th>How it stands</th>
          </tr>
        </thead>
        <tbody>
          {linesOf(view, reader.now.getTime()).map((line) => (
            <tr key={line.key}>
              <td>{line.step ? '' : line.phase.replaceAll('_', ' ')}</td>
              <td className="mono">{line.step ?? ''}</td>
              <td className={line.family}>{statusOf(line.status).label}</td>
              <td>{when(line.planned?.from)}</td>
              <td>{when(line.actual?.from)}</td>
              <td>{line.open ? '' : when(line.actual?.to)}</td>
              <td>{when(line.planned?.to)}</td>
              <td>{line.note}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
