import { icons } from './icons'
import classes from './Step.module.css'
import { outlineOf, type StepKind } from './stepShape'
import { statusOf } from './vocabulary'

interface Props {
  x: number
  y: number
  width: number
  height: number
  kind: StepKind
  title: string
  /** Word of the status vocabulary. */
  status: string
  /** Second line; the status word when absent. */
  detail?: string
  selected?: boolean
}

/** Step draws one step of a graph inside an SVG. What is not reached yet has a dashed outline. */
export function Step({ x, y, width, height, kind, title, status, detail, selected }: Props) {
  const { family, icon, label } = statusOf(status)
  const outline = outlineOf(kind, width, height)
  const waiting = icon === 'dashed-ring'
  return (
    <g
      transform={`translate(${x} ${y})`}
      className={classes.step}
      data-look={waiting ? 'future' : family}
      role="img"
      aria-label={`${title}: ${[label, detail].filter(Boolean).join(', ')}`}
    >
      {selected && (
        <rect x="-3" y="-3" width={width + 6} height={height + 6} rx="8" className={classes.focus} />
      )}
      {kind === 'release' && <path d={outline} transform="translate(2.5 2.5)" className={classes.behind} />}
      <path d={outline} className={classes.outline} />
      <text x={kind === 'handoff' ? 11 : 7} y="14.5" className={classes.title}>
        {title}
      </text>
      <svg
        x={kind === 'handoff' ? 10.5 : 6.5}
        y="20"
        width="11"
        height="11"
        viewBox="0 0 16 16"
        className={classes.icon}
        dangerouslySetInnerHTML={{ __html: icons[icon] }} // constants of this program
      />
      <text x={kind === 'handoff' ? 25 : 21} y="29.5" className={classes.detail}>
        {detail ?? label}
      </text>
    </g>
  )
}
