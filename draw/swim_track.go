package draw

import "slices"

// track gives every leg a track in its gutter, so that two of them lie on one
// another only where their edges begin or end together.
func (s *swim) track() {
	s.tracks = [2]map[int]int{{}, {}}
	byGutter := map[[2]int][]*held{}
	var order [][2]int
	for i := range s.routes {
		r := &s.routes[i]
		for j := range r.legs {
			key := [2]int{r.legs[j].dir, r.legs[j].gutter}
			if byGutter[key] == nil {
				order = append(order, key)
			}
			byGutter[key] = append(byGutter[key], &held{leg: &r.legs[j], edge: r.edge})
		}
	}
	for _, key := range order {
		s.tracks[key[0]][key[1]] = assign(byGutter[key])
	}
}

// held is a leg with the edge it is part of.
type held struct {
	*leg
	edge Edge
}

// assign gives tracks to the legs of one gutter and returns their number. A leg
// that comes in where another goes out lies before it, so that they do not run
// over one another between the boxes; short ones are given tracks first.
func assign(legs []*held) int {
	slices.SortStableFunc(legs, func(a, b *held) int {
		if a.mustPrecede(b) != b.mustPrecede(a) {
			if a.mustPrecede(b) {
				return -1
			}
			return 1
		}
		return (a.hi - a.lo) - (b.hi - b.lo)
	})
	tracks := 0
	for i, l := range legs {
		for _, other := range legs[:i] {
			if other.mustPrecede(l) && !l.joins(other) {
				l.leg.track = max(l.leg.track, other.leg.track+1)
			}
		}
		for blocked(l, legs[:i]) {
			l.leg.track++
		}
		tracks = max(tracks, l.leg.track+1)
	}
	return tracks
}

func blocked(l *held, placed []*held) bool {
	return slices.ContainsFunc(placed, func(o *held) bool {
		return o.leg.track == l.leg.track && o.lo <= l.hi && l.lo <= o.hi && !l.joins(o)
	})
}

// mustPrecede reports whether l comes in at the height at which o goes out.
func (l *held) mustPrecede(o *held) bool { return l.in >= 0 && l.in == o.out }

// joins reports whether two legs may lie on one another: those of flow that
// begin together or end together. Dashes would blur.
func (l *held) joins(o *held) bool {
	return l.edge.Kind == Flow && o.edge.Kind == Flow && (l.edge.From == o.edge.From || l.edge.To == o.edge.To)
}
