package draw

// Sizes in pixels.
const (
	swimWidth  = 136 // of a box
	swimHeight = 40
	swimGap    = 14 // of a gutter without edges
	swimTrack  = 6  // between edges that run side by side
	swimHead   = 128
	backShift  = 10
)

// layout turns cells and tracks into pixels.
func (s *swim) layout() Layout {
	var l Layout
	main := s.line(s.first[len(s.first)-1], across, s.first)
	cross := s.line(s.start[len(s.start)-1], along, s.start)
	l.Nodes = make([]Box, len(s.g.Nodes))
	for i, n := range s.g.Nodes {
		at := s.point(main.cell[s.at[i].main], cross.cell[s.at[i].cross])
		l.Nodes[i] = Box{Node: n, X: at.X, Y: at.Y, Width: swimWidth, Height: swimHeight}
	}
	for i := range s.routes {
		l.Edges = append(l.Edges, s.path(&s.routes[i], &l, main, cross))
	}
	s.strips(&l, main, cross)
	return l
}

// line is one direction in pixels: where every cell begins, and every gutter.
type line struct{ cell, gutter []int }

// line lays cells and gutters of a direction one behind another. The gutters at
// the edges of strips are wider.
func (s *swim) line(cells, dir int, strips []int) line {
	at, size := bandHead, swimHeight
	if s.horizontal(dir) {
		at, size = swimHead, swimWidth
	}
	var l line
	edge := 0
	for i := 0; i <= cells; i++ {
		if edge < len(strips) && strips[edge] == i {
			edge++
			at += swimGap / 2
		}
		l.gutter = append(l.gutter, at)
		at += swimGap + s.tracks[dir][i]*swimTrack
		l.cell = append(l.cell, at)
		at += size
	}
	return l
}

// horizontal reports whether a direction is x.
func (s *swim) horizontal(dir int) bool { return (dir == across) == (s.by == ByRole) }

// point is a pixel by main and cross coordinate.
func (s *swim) point(main, cross int) Point {
	if s.by == ByPhase {
		return Point{cross, main}
	}
	return Point{main, cross}
}

// path is the polyline of a route.
func (s *swim) path(r *route, l *Layout, main, cross line) Path {
	a, b := s.port(l.Nodes[r.edge.From], r.from, r.shift), s.port(l.Nodes[r.edge.To], r.to, r.shift)
	points := []Point{a}
	last := a
	for _, leg := range r.legs {
		// A leg across fixes the main coordinate, one along the cross one.
		p := last
		if (leg.dir == across) == (s.by == ByRole) {
			p.X = trackAt(pick(leg.dir, main, cross), leg)
		} else {
			p.Y = trackAt(pick(leg.dir, main, cross), leg)
		}
		points = append(points, p)
		last = p
	}
	if len(r.legs) > 0 {
		p := last
		if s.by == ByRole {
			p.Y = b.Y
		} else {
			p.X = b.X
		}
		points = append(points, p)
	}
	return Path{Edge: r.edge, Points: append(points, b)}
}

func pick(dir int, main, cross line) line {
	if dir == across {
		return main
	}
	return cross
}

func trackAt(l line, g leg) int { return l.gutter[g.gutter] + swimGap/2 + g.track*swimTrack }

// port is where an edge meets a box.
func (s *swim) port(b Box, at side, shift int) Point {
	x, y := b.X+b.Width/2, b.Y+b.Height/2
	if s.by == ByPhase { // the main direction is down
		switch at {
		case before:
			return Point{x + shift, b.Y}
		case behind:
			return Point{x + shift, b.Y + b.Height}
		case above:
			return Point{b.X, y}
		default:
			return Point{b.X + b.Width, y}
		}
	}
	switch at {
	case before:
		return Point{b.X, y + shift}
	case behind:
		return Point{b.X + b.Width, y + shift}
	case above:
		return Point{x, b.Y}
	default:
		return Point{x, b.Y + b.Height}
	}
}

// strips draws phases and roles behind the boxes: columns as bands, rows as rows.
func (s *swim) strips(l *Layout, main, cross line) {
	phases, lanes := len(s.g.Phases), len(s.g.Lanes)
	mainEnd, crossEnd := main.cell[len(main.cell)-1], cross.cell[len(cross.cell)-1]
	if s.by == ByRole {
		for i, p := range s.g.Phases {
			x, end := strip(main, s.first, i)
			l.Bands = append(l.Bands, Band{Phase: p, X: x, Width: end - x, Total: s.count(i, -1)})
		}
		for i, r := range s.g.Lanes {
			y, end := strip(cross, s.start, i)
			l.Rows = append(l.Rows, Row{Lane: r, Y: y, Height: end - y})
		}
		l.Width, l.Height = mainEnd, crossEnd
		return
	}
	for i := range lanes {
		x, end := strip(cross, s.start, i)
		l.Bands = append(l.Bands, Band{Phase: Phase{ID: s.g.Lanes[i].ID, Title: s.g.Lanes[i].Title}, X: x, Width: end - x, Total: s.count(-1, i)})
	}
	for i := range phases {
		y, end := strip(main, s.first, i)
		l.Rows = append(l.Rows, Row{Lane: Lane{ID: s.g.Phases[i].ID, Title: s.g.Phases[i].Title}, Y: y, Height: end - y})
	}
	l.Width, l.Height = crossEnd, mainEnd
}

// strip is the first pixel of a strip and the first behind it.
func strip(l line, firsts []int, i int) (from, to int) {
	from = l.gutter[firsts[i]] - swimGap/2
	return from, l.gutter[firsts[i+1]] - swimGap/2
}

// count is the number of nodes of a phase or lane.
func (s *swim) count(phase, lane int) int {
	n := 0
	for _, node := range s.g.Nodes {
		if node.Phase == phase || node.Lane == lane {
			n++
		}
	}
	return n
}
