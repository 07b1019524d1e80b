import { Fragment } from 'react'
import { Icon } from './Icon'
import classes from './Step.module.css'
import { outlineOf, type StepKind } from './stepShape'
import { statusOf } from './vocabulary'

interface Props {
  kind: StepKind
  title: string
  /** Word of the status vocabulary. */
  status: string
  /** Second line; the status word when absent. */
  detail?: string
  /** Size in pixels. */
  width: number
  height: number
  /** Has the ring of attention: what the case waits for. */
  awaited?: boolean
}

/** most is how many letters of a title stand in one line; a longer one takes two. */
const most = 15

/** Step draws one step of a graph. What is not reached yet has a dashed outline. */
export function Step({ kind, title, status, detail, width, height, awaited }: Props) {
  const { family, icon, label } = statusOf(status)
  const outline = outlineOf(kind, width, height)
  return (
    <span
      className={classes.step}
      style={{ width, height }}
      data-look={status === 'pending' ? 'future' : family}
      data-awaited={awaited || undefined}
      data-shape={kind}
    >
      <svg width={width} height={height} aria-hidden="true">
        {kind === 'release' && <path d={outline} transform="translate(2.5 2.5)" className={classes.behind} />}
        <path d={outline} />
      </svg>
      <span className={classes.title} data-long={title.length > most || undefined}>
        {title.split('_').map((word, i) => (
          <Fragment key={i}>
            {i > 0 && (
              <>
                _<wbr />
              </>
            )}
            {word}
          </Fragment>
        ))}
      </span>
      <span className={classes.detail}>
        <Icon name={icon} size={12} />
        <span>
          {detail && <span className="sr">{label}, </span>}
          {detail ?? label}
        </span>
      </span>
    </span>
  )
}
