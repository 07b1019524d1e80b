import { SegmentedControl } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './Segments.module.css'

interface Props<T extends string> {
  label: string
  value: T
  onChange: (value: T) => void
  options: { value: T; label: ReactNode; count?: number }[]
}

/** Segments chooses one of a few views of the same thing. */
export function Segments<T extends string>({ label, value, onChange, options }: Props<T>) {
  return (
    <SegmentedControl
      role="radiogroup"
      aria-label={label}
      classNames={classes}
      value={value}
      onChange={(next) => onChange(next as T)}
      data={options.map(({ value, label, count }) => ({
        value,
        label: (
          <span className="row g6">
            {label}
            {count !== undefined && <b className="b">{count}</b>}
          </span>
        ),
      }))}
    />
  )
}
