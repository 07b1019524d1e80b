package draw

// The direction of a gutter: one that lies across the main direction is crossed
// by those who go along it.
const (
	across = iota // between two main indexes, legs run in the cross direction
	along         // between two cross indexes, legs run in the main direction
)

// leg is a part of a route that runs in a gutter. Gutter i lies before cell i.
// It spans from lo to hi, in halves of cells: the middle of cell i is 2i+1, the
// gutter before it 2i. In comes from the side of the lower cells at that height,
// out leaves to the side of the higher ones; none is -1.
type leg struct {
	dir, gutter int
	lo, hi      int
	in, out     int
	track       int
}

// route is the way of an edge: the side of the boxes it leaves and enters, and
// its legs, which alternate in direction. Without legs it is straight.
type route struct {
	edge     Edge
	from, to side
	legs     []leg
	shift    int // pixels from the middle of a side: edges that lead back
}

// side is where an edge meets a box, in the main direction (before, behind) or
// the cross direction (above, below).
type side uint8

const (
	before side = iota
	behind
	above
	below
)

// lead finds the way of every edge.
func (s *swim) lead() {
	for _, e := range s.g.Edges {
		if e.From != e.To {
			s.routes = append(s.routes, s.way(e))
		}
	}
}

func (s *swim) way(e Edge) route {
	a, b := s.at[e.From], s.at[e.To]
	switch {
	case e.Kind == Flow && a.main == b.main && s.clearCross(a, b):
		return s.straight(e, a, b)
	case e.Kind == Flow && a.main < b.main:
		return s.forward(e, a, b)
	}
	return s.back(e, a, b)
}

// straight joins two boxes of one main index.
func (s *swim) straight(e Edge, a, b spot) route {
	if a.cross < b.cross {
		return route{edge: e, from: below, to: above}
	}
	return route{edge: e, from: above, to: below}
}

// forward leaves behind a box and enters before the other: straight, with one
// bend next to either of them, or around what stands between.
func (s *swim) forward(e Edge, a, b spot) route {
	r := route{edge: e, from: behind, to: before}
	switch {
	case a.cross == b.cross && s.clearMain(a.cross, a.main, b.main):
	case s.clearMain(b.cross, a.main, b.main):
		r.legs = []leg{bend(a.main+1, a.cross, b.cross)}
	case s.clearMain(a.cross, a.main, b.main):
		r.legs = []leg{bend(b.main, a.cross, b.cross)}
	default:
		channel := b.cross
		if a.cross > b.cross {
			channel++
		}
		r.legs = aroundLegs(a.main+1, channel, b.main, a.cross, b.cross)
		r.legs[0].in, r.legs[2].out = 2*a.cross+1, 2*b.cross+1
	}
	return r
}

// back leads to what lies before, or above in the same column: out on the near
// side, along a gutter, and in from behind.
func (s *swim) back(e Edge, a, b spot) route {
	r := route{edge: e, from: before, to: behind, shift: backShift}
	switch {
	case a.main == b.main:
		r.from = behind
		r.legs = []leg{bend(a.main+1, a.cross, b.cross)}
		r.legs[0].out = -1
		return r
	case a.main < b.main: // a back-out to a phase that stands behind
		r.from, r.to = behind, before
		if s.clearMain(b.cross, a.main, b.main) {
			r.legs = []leg{bend(a.main+1, a.cross, b.cross)}
			return r
		}
		r.legs = aroundLegs(a.main+1, b.cross+1, b.main, a.cross, b.cross)
		r.legs[0].in, r.legs[2].out = 2*a.cross+1, 2*b.cross+1
		return r
	case s.clearMain(b.cross, b.main, a.main):
		r.legs = []leg{bend(a.main, a.cross, b.cross)}
		r.legs[0].in, r.legs[0].out = 2*b.cross+1, 2*a.cross+1
		return r
	}
	r.legs = aroundLegs(a.main, b.cross+1, b.main+1, a.cross, b.cross)
	r.legs[0].out, r.legs[2].in = 2*a.cross+1, 2*b.cross+1
	return r
}

// bend is the one leg of an edge from a height to another.
func bend(gutter, from, to int) leg {
	return leg{dir: across, gutter: gutter, lo: 2*min(from, to) + 1, hi: 2*max(from, to) + 1, in: 2*from + 1, out: 2*to + 1}
}

// aroundLegs go to a gutter along the main direction and from it.
func aroundLegs(leave, channel, enter, from, to int) []leg {
	half := func(gutter, cell int) leg {
		return leg{dir: across, gutter: gutter, lo: min(2*cell+1, 2*channel), hi: max(2*cell+1, 2*channel), in: -1, out: -1}
	}
	return []leg{
		half(leave, from),
		{dir: along, gutter: channel, lo: 2 * min(leave, enter), hi: 2 * max(leave, enter), in: -1, out: -1},
		half(enter, to),
	}
}

// clearMain reports whether no box stands strictly between two main indexes.
func (s *swim) clearMain(cross, from, to int) bool {
	for main := from + 1; main < to; main++ {
		if s.taken[[2]int{main, cross}] {
			return false
		}
	}
	return true
}

func (s *swim) clearCross(a, b spot) bool {
	for cross := min(a.cross, b.cross) + 1; cross < max(a.cross, b.cross); cross++ {
		if s.taken[[2]int{a.main, cross}] {
			return false
		}
	}
	return true
}
