import { Tooltip } from '@mantine/core'
import { Icon } from './Icon'
import classes from './Key.module.css'

/** Key shows the id of a thing in monospace: REL-2041. */
export function Key({ children }: { children: string }) {
  return <span className={classes.key}>{children}</span>
}

/** Digest shows a digest shortened in the middle, whole on hover, and copies it on click. */
export function Digest({ value }: { value: string }) {
  return (
    <Tooltip label={value} maw={420} multiline styles={{ tooltip: { wordBreak: 'break-all' } }}>
      <button
        type="button"
        className={classes.digest}
        aria-label={`${shorten(value)}, copy ${value}`}
        onClick={() => void navigator.clipboard?.writeText(value)}
      >
        {shorten(value)}
      </button>
    </Tooltip>
  )
}

/** shorten keeps the algorithm, six digits and the last four: sha256:9f2c41…e1a7. Short values stay whole. */
export function shorten(value: string): string {
  const [, algorithm = '', hex = ''] = /^([a-z0-9]+:)?(.*)$/.exec(value) ?? []
  return hex.length <= 12 ? value : `${algorithm}${hex.slice(0, 6)}…${hex.slice(-4)}`
}

interface PinProps {
  model: string
  version: string
  /** A newer version of the model, if there is one. */
  newer?: string
}

/** ModelPin shows the model version a release is bound to, and that a newer one exists. */
export function ModelPin({ model, version, newer }: PinProps) {
  return (
    <span className={classes.pin}>
      <span className={classes.key}>
        {model} {version}
      </span>
      {newer && (
        <span className="risk nw s12 m" title={`This release keeps ${version}; ${newer} is current`}>
          <Icon name="pin" size={12} />
          <span className="sr">newer version </span> {newer}
        </span>
      )}
    </span>
  )
}
