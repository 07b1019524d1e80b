package draw

// trackGap is the distance of edges that run side by side in one gutter.
const trackGap = 4

// routes draws every edge that has at least one end in an open phase. Edges run
// at right angles: straight down to a box of the same column, else through the
// gutter right of the source or left of the target, whichever keeps clear of
// boxes, else along the border between two lanes.
func routes(g Graph, c cells, l Layout) []Path {
	r := router{g: g, c: c, l: l, used: map[int]int{}}
	var out []Path
	for _, e := range g.Edges {
		a, b := l.Nodes[e.From], l.Nodes[e.To]
		if a.Mark && b.Mark {
			continue
		}
		out = append(out, Path{Edge: e, Points: r.route(e, a, b)})
	}
	return out
}

type router struct {
	g    Graph
	c    cells
	l    Layout
	used map[int]int // tracks in use, by x of the gutter or y of the border
}

func (r *router) route(e Edge, a, b Box) []Point {
	switch {
	case a.Mark:
		return r.fromBand(a, b)
	case b.Mark:
		return r.toBand(a, b)
	case e.Kind != Flow || b.X < a.X:
		return r.back(a, b)
	case a.X == b.X:
		return vertical(a, b)
	}
	return r.forward(e, a, b)
}

// vertical joins two boxes of one column.
func vertical(a, b Box) []Point {
	x := a.X + a.Width/2
	if a.Y < b.Y {
		return []Point{{x, a.Y + a.Height}, {x, b.Y}}
	}
	return []Point{{x, a.Y}, {x, b.Y + b.Height}}
}

func (r *router) forward(e Edge, a, b Box) []Point {
	start, end := right(a), left(b)
	if start.Y == end.Y && r.rowClear(a.Lane, a, b) {
		return []Point{start, end}
	}
	if a.Lane != b.Lane && r.rowClear(b.Lane, a, b) {
		x := r.track(a.X + a.Width)
		return []Point{start, {x, start.Y}, {x, end.Y}, end}
	}
	if a.Lane != b.Lane && r.rowClear(a.Lane, a, b) {
		x := r.track(b.X - gutter)
		return []Point{start, {x, start.Y}, {x, end.Y}, end}
	}
	return r.around(start, end, a.X+a.Width, b.X-gutter, r.l.Rows[max(a.Lane, b.Lane)])
}

// back leads to a box on the left, below both rows.
func (r *router) back(a, b Box) []Point {
	low := r.l.Rows[max(a.Lane, b.Lane)]
	y := r.track(low.Y+low.Height-lanePad+2) - trackGap
	ax, bx := a.X+a.Width/2, b.X+b.Width/2
	if ax == bx {
		bx = b.X + b.Width/4
	}
	return []Point{{ax, a.Y + a.Height}, {ax, y}, {bx, y}, {bx, b.Y + b.Height}}
}

// around follows the lower border of the row.
func (r *router) around(start, end Point, leave, enter int, row Row) []Point {
	x1, x2 := r.track(leave), r.track(enter)
	y := r.track(row.Y+row.Height-lanePad+2) - trackGap
	return []Point{start, {x1, start.Y}, {x1, y}, {x2, y}, {x2, end.Y}, end}
}

// fromBand enters the open phase from the border of the folded one.
func (r *router) fromBand(a, b Box) []Point {
	band := r.l.Bands[a.Phase]
	start, end := Point{band.X + band.Width, a.Y + a.Height/2}, left(b)
	if start.X > end.X { // a phase that stands behind
		start.X = band.X
	}
	if start.Y == end.Y {
		return []Point{start, end}
	}
	x := r.track(end.X - gutter)
	return []Point{start, {x, start.Y}, {x, end.Y}, end}
}

func (r *router) toBand(a, b Box) []Point {
	band := r.l.Bands[b.Phase]
	start, end := right(a), Point{band.X, b.Y + b.Height/2}
	if end.X < start.X { // a phase that lies before
		end.X = band.X + band.Width
	}
	if start.Y == end.Y {
		return []Point{start, end}
	}
	x := r.track(end.X - gutter)
	return []Point{start, {x, start.Y}, {x, end.Y}, end}
}

// rowClear reports whether the lane has no box strictly between a and b.
func (r *router) rowClear(lane int, a, b Box) bool {
	for _, n := range r.l.Nodes {
		if n.Lane == lane && !n.Mark && n.X > a.X && n.X < b.X {
			return false
		}
	}
	return true
}

// track returns the next free line of the channel that begins at edge.
func (r *router) track(edge int) int {
	n := r.used[edge]
	r.used[edge] = n + 1
	return edge + trackGap + 2 + n%5*trackGap
}

func right(b Box) Point { return Point{b.X + b.Width, b.Y + b.Height/2} }
func left(b Box) Point  { return Point{b.X, b.Y + b.Height/2} }
