// What a key means, apart from who listens: a single key, a key after G, or a
// key with Ctrl (Command on a Mac).

/** Press is a key as the browser reports it, with what matters of where it was pressed. */
export interface Press {
  key: string
  /** Ctrl or Command. */
  mod: boolean
  alt: boolean
  /** In a field that takes text. */
  typing: boolean
  /** On a button, link or other control that Enter already works. */
  onControl: boolean
  /** Milliseconds on any clock that only moves forward. */
  at: number
}

/** Pending is a first key that waits for its second. */
export type Pending = { key: string; at: number } | null

/** within is how long the second key of a pair may take, in milliseconds. */
export const within = 1200

/**
 * interpret returns the name of what was pressed, such as "j", "g r" or
 * "mod+k", if somebody knows it, and the first key of a pair that is still
 * open. Keys without Ctrl mean nothing while typing or when switched off.
 */
export function interpret(
  pending: Pending,
  press: Press,
  known: (name: string) => boolean,
  singleKeys: boolean,
): { name?: string; pending: Pending } {
  const { key, mod, alt } = press
  if (mod) return found(`mod+${key.length === 1 ? key.toLowerCase() : key}`, known)
  if (alt || press.typing || !singleKeys) return { pending: null }
  if (key === 'Enter' && press.onControl) return { pending: null }
  if (pending && press.at - pending.at <= within) return found(`${pending.key} ${key}`, known)
  if (key === 'g') return { pending: { key, at: press.at } }
  return found(key, known)
}

function found(name: string, known: (name: string) => boolean) {
  return { name: known(name) ? name : undefined, pending: null }
}

/** pressOf reads a browser event. */
export function pressOf(event: KeyboardEvent): Press {
  const target = event.target instanceof Element ? event.target : null
  return {
    key: event.key.length === 1 && !event.shiftKey ? event.key.toLowerCase() : event.key,
    mod: event.ctrlKey || event.metaKey,
    alt: event.altKey,
    typing: !!target?.closest(
      'input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]',
    ),
    onControl: !!target?.closest('button, a, summary, input, [role=tab], [role=option], [role=menuitem]'),
    at: event.timeStamp,
  }
}

/** capsOf writes a name as the key caps to draw: "g r" is G then R. */
export function capsOf(name: string): string[] {
  const caps: Record<string, string> = { mod: 'Ctrl', Enter: '↵', Escape: 'Esc' }
  return name.split(/[ +]/).map((k) => caps[k] ?? (k.length === 1 ? k.toUpperCase() : k))
}
