const bend = 5

/** routeOf draws the points of an edge as a line with rounded corners, as an SVG path. */
export function routeOf(points: number[][]): string {
  const [first, ...rest] = points.map(([x = 0, y = 0]) => ({ x, y }))
  if (!first) return ''
  let path = `M${first.x} ${first.y}`
  let before = first
  rest.forEach((p, i) => {
    const after = rest[i + 1]
    if (after) {
      const a = toward(p, before)
      const b = toward(p, after)
      path += `L${a.x} ${a.y}Q${p.x} ${p.y} ${b.x} ${b.y}`
    } else path += `L${p.x} ${p.y}`
    before = p
  })
  return path
}

type XY = { x: number; y: number }

/** toward is the point a bend away from a corner on the way to the next point, at most half way. */
function toward(corner: XY, to: XY): XY {
  const length = Math.hypot(to.x - corner.x, to.y - corner.y)
  const part = length === 0 ? 0 : Math.min(bend, length / 2) / length
  return { x: corner.x + (to.x - corner.x) * part, y: corner.y + (to.y - corner.y) * part }
}
