import classes from './Person.module.css'

interface Props {
  name: string
  large?: boolean
}

/** Person shows somebody: initials and name. */
export function Person({ name, large }: Props) {
  return (
    <span className={classes.person}>
      <Avatar name={name} large={large} />
      {name}
    </span>
  )
}

/** Party shows an organization outside: square initials and name. */
export function Party({ name }: { name: string }) {
  return (
    <span className={classes.person}>
      <Avatar name={name} organization />
      {name}
    </span>
  )
}

interface AvatarProps {
  name: string
  large?: boolean
  organization?: boolean
}

/** Avatar is the mark alone; a name must stand nearby. */
export function Avatar({ name, large, organization }: AvatarProps) {
  return (
    <span
      className={classes.avatar}
      data-large={large || undefined}
      data-organization={organization || undefined}
      aria-hidden="true"
    >
      {initials(name)}
    </span>
  )
}

/** initials takes the first letters of the first and the last word: Pavel Dvořák is PD. A single word gives its first two. */
export function initials(name: string): string {
  const words = name.split(/[\s_-]+/).filter((w) => /\p{L}/u.test(w) && !legalForms.has(w))
  const letters =
    words.length < 2 ? [...(words[0] ?? '?')].slice(0, 2) : [firstOf(words[0]), firstOf(words.at(-1))]
  return letters.join('').toUpperCase()
}

const legalForms = new Set(['GmbH', 'AG', 'Ltd', 'Ltd.', 'Inc', 'Inc.', 'LLC', 'SE', 'BV', 'AB', 'Oy', 'SA'])

function firstOf(word = ''): string {
  return [...word][0] ?? ''
}
