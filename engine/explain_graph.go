package engine

import "slices"

// Graph returns the plan as it stands under the overlays of mask: nodes of
// other overlays and skipped ones are left out.
func (p *Plan) Graph(mask Mask) Graph {
	g := &grapher{p: p, mask: mask}
	g.out = Graph{Model: p.Model, Version: p.Version, Title: p.Title}
	for n := range p.Nodes {
		if g.present(NodeID(n)) {
			g.node(NodeID(n))
		}
	}
	for _, ph := range p.Phases {
		g.out.Phases = append(g.out.Phases, PhaseView{ID: p.Nodes[ph].ID, Steps: g.steps(ph), Branch: ph == p.Branch})
	}
	g.flow()
	g.needs()
	g.jumps()
	return g.out
}

type grapher struct {
	p    *Plan
	mask Mask
	out  Graph
}

// present reports whether a node and all around it are there under the mask.
func (g *grapher) present(n NodeID) bool {
	for ; n != None; n = g.p.Nodes[n].Parent {
		node := &g.p.Nodes[n]
		if node.Overlay&^g.mask != 0 || g.p.SpecOf(n, g.mask).Skip != "" {
			return false
		}
	}
	return true
}

func (g *grapher) steps(block NodeID) int {
	count := 0
	for n := block + 1; n < g.p.Nodes[block].End; n++ {
		if !g.p.Nodes[n].Kind.IsBlock() && g.present(n) {
			count++
		}
	}
	return count
}

func (g *grapher) node(n NodeID) {
	v := g.p.View(n, g.mask)
	if v.Lane != "" && !slices.Contains(g.out.Lanes, v.Lane) {
		g.out.Lanes = append(g.out.Lanes, v.Lane)
	}
	g.out.Nodes = append(g.out.Nodes, v)
}

// flow adds an edge from every step at the end of a node to every one at the
// start of what follows it.
func (g *grapher) flow() {
	p := g.p
	for i := range p.Nodes {
		n := NodeID(i)
		if !g.present(n) {
			continue
		}
		next := p.Nodes[n].Next
		for next != None && !g.hasSteps(next) {
			next = p.Nodes[next].Next
		}
		if next == None || !g.hasSteps(n) {
			continue
		}
		for _, from := range g.ends(n) {
			for _, to := range g.starts(next) {
				g.edge(from, to, "flow", "")
			}
		}
	}
}

// needs adds an edge from every step at the end of a node to every one at the
// start of what needs it.
func (g *grapher) needs() {
	for i := range g.p.Nodes {
		n := NodeID(i)
		if !g.hasSteps(n) {
			continue
		}
		for _, x := range g.p.SpecOf(n, g.mask).Needs.List {
			if !g.hasSteps(x.Node) {
				continue
			}
			for _, from := range g.ends(x.Node) {
				for _, to := range g.starts(n) {
					g.edge(from, to, "flow", or(x.Outcome, "needs"))
				}
			}
		}
	}
}

// hasSteps reports whether a node is there and is a step or has one.
func (g *grapher) hasSteps(n NodeID) bool {
	return g.present(n) && (!g.p.Nodes[n].Kind.IsBlock() || g.steps(n) > 0)
}

// starts lists the steps a node begins with.
func (g *grapher) starts(n NodeID) []NodeID {
	if !g.p.Nodes[n].Kind.IsBlock() {
		return []NodeID{n}
	}
	var out []NodeID
	for _, child := range g.children(n) {
		out = append(out, g.starts(child)...)
		if g.p.Nodes[n].Kind != KindParallel {
			break
		}
	}
	return out
}

// ends lists the steps a node ends with.
func (g *grapher) ends(n NodeID) []NodeID {
	if !g.p.Nodes[n].Kind.IsBlock() {
		return []NodeID{n}
	}
	children := g.children(n)
	if g.p.Nodes[n].Kind != KindParallel {
		return g.ends(children[len(children)-1])
	}
	var out []NodeID
	for _, child := range children {
		out = append(out, g.ends(child)...)
	}
	return out
}

// children lists the children of a block that are there and have steps.
func (g *grapher) children(block NodeID) []NodeID {
	var out []NodeID
	for c := block + 1; c < g.p.Nodes[block].End; c = g.p.Nodes[c].End {
		if g.hasSteps(c) {
			out = append(out, c)
		}
	}
	return out
}

// jumps adds the edges of redos and back-outs.
func (g *grapher) jumps() {
	p := g.p
	for i := range p.Nodes {
		if n := NodeID(i); g.present(n) {
			eachAction([]*Spec{p.SpecOf(n, g.mask)}, func(a *Action, outcome string) { g.jump(n, a, outcome) })
		}
	}
	for i := range p.Watches {
		w := &p.Watches[i]
		if w.Node == None || !g.present(w.Node) || w.Overlay&^g.mask != 0 {
			continue
		}
		for j := range w.Then {
			g.jump(w.Node, &w.Then[j], or(p.programText(w.If), p.timeText(w.Time)))
		}
	}
}

func (g *grapher) jump(n NodeID, a *Action, label string) {
	switch {
	case a.Verb == VerbRedo && g.hasSteps(a.From):
		g.edge(n, g.starts(a.From)[0], "redo", label)
	case a.Verb == VerbBackOut && g.p.Branch != None && g.hasSteps(g.p.Branch):
		g.edge(n, g.starts(g.p.Branch)[0], "back_out", label)
	}
}

func (g *grapher) edge(from, to NodeID, kind, label string) {
	e := EdgeView{From: g.p.nodeText(from), To: g.p.nodeText(to), Kind: kind, Label: label}
	if !slices.Contains(g.out.Edges, e) {
		g.out.Edges = append(g.out.Edges, e)
	}
}
