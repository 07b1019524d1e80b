// What a machine step prints, followed from where the reader has read to.

/** Followed is what has been read so far. */
export interface Followed {
  text: string
  /** Bytes read: where the next reading begins. */
  offset: number
}

export const nothing: Followed = { text: '', offset: 0 }

/** most is how much text is kept; what is older falls off the top. */
export const most = 400_000

/**
 * follow appends what was read from an offset on. What was read from another
 * place than where the text ends is an old answer, and changes nothing.
 */
export function follow(old: Followed, from: number, text: string, next: number): Followed {
  if (from !== old.offset || next <= from) return old
  return { text: latest(old.text + plain(text)), offset: next }
}

/** latest keeps the end of a long text, from the beginning of a line on. */
function latest(text: string): string {
  if (text.length <= most) return text
  const cut = text.length - most
  const line = text.indexOf('\n', cut)
  return text.slice(line < 0 ? cut : line + 1)
}

// eslint-disable-next-line no-control-regex
const colours = /\u001b\[[0-9;]*[A-Za-z]/g

/** plain leaves out the escape sequences with which programs colour a terminal, and repaints of a line. */
function plain(text: string): string {
  return text
    .replace(colours, '')
    .replace(/\r\n/g, '\n')
    .replace(/[^\n]*\r(?=[^\n])/g, '')
}

const ended = new Set(['done', 'failed', 'in_doubt', 'stopped'])

/** prints tells whether a call may still print. */
export const prints = (state: string) => !ended.has(state)
