import {
  Checkbox,
  type CheckboxProps,
  MultiSelect,
  type MultiSelectProps,
  NativeSelect,
  type NativeSelectProps,
} from '@mantine/core'
import field from '../theme/field.module.css'
import classes from './Choose.module.css'

const look = { ...field, input: `${field.input} ${classes.input}` }

/** Choose takes one of a few words. */
export const Choose = (props: NativeSelectProps) => <NativeSelect classNames={look} {...props} />

/** ChooseMany takes any number of words, found by typing. */
export const ChooseMany = (props: MultiSelectProps) => (
  <MultiSelect
    classNames={{ ...look, pill: classes.pill, inputField: classes.field, dropdown: classes.dropdown }}
    searchable
    {...props}
  />
)

/** Tick is a check mark with its words. */
export const Tick = (props: CheckboxProps) => (
  <Checkbox
    classNames={{ input: classes.box, label: classes.words, description: field.description }}
    {...props}
  />
)
