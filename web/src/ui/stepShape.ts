/** StepKind is what a step is, as the engine names it. */
export type StepKind = 'task' | 'auto' | 'decision' | 'gate' | 'handoff' | 'wait' | 'notify' | 'release'

const slant = 6

/**
 * outlineOf returns the SVG path of a step from 0,0 to width,height: gates and
 * decisions are six-sided, handoffs an arrow, everything else a rounded box.
 */
export function outlineOf(kind: StepKind, width: number, height: number): string {
  const middle = height / 2
  switch (kind) {
    case 'gate':
    case 'decision':
      return `M${slant} 0H${width - slant}L${width} ${middle}L${width - slant} ${height}H${slant}L0 ${middle}Z`
    case 'handoff':
      return `M0 0H${width - slant}L${width} ${middle}L${width - slant} ${height}H0L${slant} ${middle}Z`
    default:
      return rounded(width, height, 5)
  }
}

function rounded(width: number, height: number, r: number): string {
  const corner = (x: number, y: number) => `a${r} ${r} 0 0 1 ${x} ${y}`
  return `M${r} 0h${width - 2 * r}${corner(r, r)}v${height - 2 * r}${corner(-r, r)}h${2 * r - width}${corner(-r, -r)}v${2 * r - height}${corner(r, -r)}z`
}
