package draw

const (
	stackWidth  = 132 // box of the stacked shape
	stackHeight = 38
	stackGap    = 10
	columnPad   = 10
)

// Columns lays the graph out for reading: a column per phase, its steps stacked
// in document order. Lanes have no rows; a step's Detail says who does it.
func Columns(g Graph) Layout {
	l := Layout{Nodes: make([]Box, len(g.Nodes))}
	width := stackWidth + 2*columnPad
	for i, p := range g.Phases {
		l.Bands = append(l.Bands, Band{Phase: p, X: i * width, Width: width})
	}
	for i, n := range g.Nodes {
		b := &l.Bands[n.Phase]
		l.Nodes[i] = Box{
			Node: n,
			X:    b.X + columnPad, Y: bandHead + b.Total*(stackHeight+stackGap),
			Width: stackWidth, Height: stackHeight,
		}
		b.Total++
		if n.Done {
			b.Done++
		}
	}
	l.Edges = stackRoutes(g, l)
	l.Width, l.Height = extent(l)
	return l
}

// stackRoutes joins neighbours of a stack straight down, skips along the left
// side, and leads from the foot of a column to the head of the next.
func stackRoutes(g Graph, l Layout) []Path {
	var out []Path
	for _, e := range g.Edges {
		a, b := l.Nodes[e.From], l.Nodes[e.To]
		out = append(out, Path{Edge: e, Points: stackRoute(e, a, b)})
	}
	return out
}

func stackRoute(e Edge, a, b Box) []Point {
	switch {
	case a.Phase == b.Phase && e.Kind == Flow && b.Y-a.Y == stackHeight+stackGap:
		return vertical(a, b)
	case a.Phase == b.Phase:
		x := a.X - 4
		return []Point{left(a), {x, left(a).Y}, {x, left(b).Y}, left(b)}
	case a.X < b.X:
		x := a.X + a.Width + columnPad
		return []Point{right(a), {x, right(a).Y}, {x, left(b).Y}, left(b)}
	}
	x := a.X - columnPad + 2
	return []Point{left(a), {x, left(a).Y}, {x, right(b).Y}, right(b)}
}
