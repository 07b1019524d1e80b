package proof

import "slices"

// graph is the situations found and the moves between them.
type graph struct {
	ids     map[fingerprint]int32
	nodes   []found
	edges   []edge // by where they begin, in the order they were tried
	entered []bool // by node of the plan: some situation has it ready
}

// found is a situation that was reached.
type found struct {
	from     int32 // from where first; -1: a start
	move     move  // by what; of a start, n is which
	expanded bool  // its moves were tried
	ended    bool  // the case is over
}

// edge is a move from one situation to another.
type edge struct {
	from, to int32
	willing  bool
}

// find returns the number of the situation with a print, and whether it is new.
func (g *graph) find(p fingerprint) (int32, bool) {
	if id, ok := g.ids[p]; ok {
		return id, false
	}
	id := int32(len(g.nodes))
	g.ids[p] = id
	g.nodes = append(g.nodes, found{from: -1})
	return id, true
}

// lost says of every situation whether willing moves lead from it to no end. One
// whose moves were not tried is given the benefit of the doubt.
func (g *graph) lost() []bool {
	back := make([][]int32, len(g.nodes))
	for _, e := range g.edges {
		if e.willing {
			back[e.to] = append(back[e.to], e.from)
		}
	}
	lost := make([]bool, len(g.nodes))
	var queue []int32
	for id, n := range g.nodes {
		lost[id] = !n.ended && n.expanded
		if !lost[id] {
			queue = append(queue, int32(id))
		}
	}
	for len(queue) > 0 {
		id := queue[0]
		queue = queue[1:]
		for _, from := range back[id] {
			if lost[from] {
				lost[from] = false
				queue = append(queue, from)
			}
		}
	}
	return lost
}

// way lists the situations from a start to one, both included.
func (g *graph) way(id int32) []int32 {
	var list []int32
	for ; id >= 0; id = g.nodes[id].from {
		list = append(list, id)
	}
	slices.Reverse(list)
	return list
}
