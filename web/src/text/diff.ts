/** Line is one line of a comparison with its numbers, from one, on either side. */
export interface Line {
  kind: 'same' | 'gone' | 'new'
  text: string
  old?: number
  new?: number
}

/**
 * diff compares two texts line by line. It keeps as many lines as possible
 * (a longest common subsequence) and puts removals before additions where the
 * choice is free. Time and space grow with the product of the lengths, which
 * is little for documents of some thousand lines.
 */
export function diff(before: string, after: string): Line[] {
  const a = lines(before)
  const b = lines(after)
  const common = commonFrom(a, b)
  const out: Line[] = []
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    if (i < a.length && a[i] === b[j]) out.push({ kind: 'same', text: a[i]!, old: ++i, new: ++j })
    else if (i < a.length && common(i + 1, j) >= common(i, j + 1))
      out.push({ kind: 'gone', text: a[i]!, old: ++i })
    else out.push({ kind: 'new', text: b[j]!, new: ++j })
  }
  return out
}

/** hunks keeps the changed lines with `around` lines of context; null stands for what was left out. */
export function hunks(all: Line[], around = 3): (Line | null)[] {
  const near = all.map((_, i) =>
    all.slice(Math.max(0, i - around), i + around + 1).some((l) => l.kind !== 'same'),
  )
  const kept: (Line | null)[] = []
  all.forEach((line, i) => {
    if (near[i]) kept.push(line)
    else if (kept.at(-1) !== null) kept.push(null)
  })
  return kept
}

function lines(text: string): string[] {
  const all = text.split('\n')
  if (all.at(-1) === '') all.pop()
  return all
}

/** commonFrom returns the length of the longest common subsequence of a from i and b from j. */
function commonFrom(a: string[], b: string[]): (i: number, j: number) => number {
  const width = b.length + 1
  const table = new Uint32Array((a.length + 2) * width + 1)
  const at = (i: number, j: number) => (j > b.length ? -1 : table[i * width + j]!)
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      table[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  return at
}
