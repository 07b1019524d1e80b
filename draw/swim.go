package draw

// By says what lies in the lanes of Swim.
type By uint8

// The lanes. ByRole has a row per role and a column per phase, for wide pages;
// ByPhase a row per phase and a column per role, for high ones.
const (
	ByRole By = iota
	ByPhase
)

// Swim lays out a whole model at once: every role is a strip in one direction,
// every phase one across it, and steps of a role that follow one another stand
// close together, so that the picture has about the shape of a page. Arrows run
// at right angles between the boxes, each on a track of its own unless it joins
// another with the same end; no box lies on an arrow.
//
// It is laid out on a grid, in three passes: steps are given cells, edges are
// led through the gutters between the cells, and the gutters are made as wide
// as the edges in them need. Gutters with tracks are those of channel routing:
// Hashimoto and Stevens, "Wire routing by optimizing channel assignment within
// large apertures", 1971.
func Swim(g Graph, by By) Layout {
	best := swimWith(g, by, 1)
	for stack := 2; stack <= maxStack; stack++ {
		if next := swimWith(g, by, stack); off(next, by) < off(best, by) {
			best = next
		}
	}
	return best
}

// maxStack is how many steps of a role stand close together at most.
const maxStack = 6

// off is how far the shape of a picture is from that of a page: A4, lying or
// standing, in thousandths.
func off(l Layout, by By) int {
	long, short := l.Width, l.Height
	if by == ByPhase {
		long, short = l.Height, l.Width
	}
	wanted := short * 1414 / 1000
	return max(long, wanted) * 1000 / max(1, min(long, wanted))
}

func swimWith(g Graph, by By, stack int) Layout {
	s := &swim{g: g, by: by, stack: stack}
	s.place()
	s.compress()
	s.lead()
	s.track()
	return s.layout()
}

// swim is a picture in the making. The main direction is that of the phases,
// the cross direction that of the roles: x and y by role, y and x by phase.
type swim struct {
	g     Graph
	by    By
	stack int

	at    []spot // of every node
	first []int  // first main index of every phase, and one behind the last
	start []int  // first cross index of every lane, and one behind the last
	taken map[[2]int]bool

	routes []route
	tracks [2]map[int]int // number of tracks in every gutter, by direction
}

// spot is the cell of a node: main and cross index. While nodes are placed the
// cross index counts stack cells for every lane; compress takes out the empty ones.
type spot struct{ main, cross int }

// place gives every node a cell, phase by phase in document order.
func (s *swim) place() {
	s.at = make([]spot, len(s.g.Nodes))
	before := predecessors(s.g)
	base := 0
	for phase := range s.g.Phases {
		s.first = append(s.first, base)
		grid := newGrid(len(s.g.Lanes) * s.stack)
		for i, n := range s.g.Nodes {
			if n.Phase == phase {
				s.at[i] = s.cell(grid, before[i], n.Lane, base)
			}
		}
		base += max(1, len(grid.taken))
	}
	s.first = append(s.first, base)
}

// cell is the place of the next node: beside its only predecessor when nothing
// is between them, else in the first free cell of its lane behind all of them.
func (s *swim) cell(grid *grid, before []int, lane, base int) spot {
	latest, shared := -1, -1
	for _, p := range before {
		switch main := s.at[p].main - base; {
		case main > latest:
			latest, shared = main, p
		case main == latest:
			shared = -1 // two predecessors: no single one to stand beside
		}
	}
	if shared >= 0 {
		from := s.at[shared].cross
		to := lane * s.stack
		if from/s.stack == lane {
			to = from + 1
		}
		if to/s.stack == lane && grid.clear(latest, from, to) {
			grid.take(latest, from, to)
			return spot{base + latest, to}
		}
	}
	for main := latest + 1; ; main++ {
		for cross := lane * s.stack; cross < (lane+1)*s.stack; cross++ {
			if grid.free(main, cross) {
				grid.take(main, cross, cross)
				return spot{base + main, cross}
			}
		}
	}
}

// compress takes out the cells of lanes that no node uses, and notes which are
// taken.
func (s *swim) compress() {
	used := make([]int, len(s.g.Lanes))
	for i := range used {
		used[i] = 1
	}
	for i, n := range s.g.Nodes {
		used[n.Lane] = max(used[n.Lane], s.at[i].cross%s.stack+1)
	}
	s.start = []int{0}
	for _, n := range used {
		s.start = append(s.start, s.start[len(s.start)-1]+n)
	}
	s.taken = map[[2]int]bool{}
	for i, n := range s.g.Nodes {
		s.at[i].cross = s.start[n.Lane] + s.at[i].cross%s.stack
		s.taken[[2]int{s.at[i].main, s.at[i].cross}] = true
	}
}
