package engine

import (
	"slices"
	"strings"

	"github.com/headgate/headgate/model"
)

// checkNeeds finds needs that can never be met: nodes that wait for each other
// in a circle, a join of more than it lists or of outcomes that exclude each
// other, and steps of the branch or of procedures, which may never run
// (E-FLOW-3). Each overlay is looked at alone.
// Source: language reference, section 4, "needs".
func (c *compiler) checkNeeds() {
	for n := range c.plan.Nodes {
		for _, s := range c.plan.Nodes[n].Specs {
			c.checkJoin(NodeID(n), &s.Needs)
		}
	}
	for i := -1; i < len(c.plan.Overlays); i++ {
		mask := Mask(0)
		if i >= 0 {
			mask = 1 << i
		}
		c.checkCycles(mask)
	}
}

func (c *compiler) checkJoin(n NodeID, x *Needs) {
	pos := c.fieldPos(n, "needs")
	if x.K > len(x.List) || x.K < 1 && len(x.List) > 0 {
		c.report("E-FLOW-3", pos, "`"+c.plan.nodeText(n)+"` can never have what it needs", "a join asks for some of those it lists",
			"ask for at least one and at most all of them")
	}
	for i, a := range x.List {
		if c.plan.apart(a.Node) && !c.plan.apart(n) {
			c.report("E-FLOW-3", pos, "`"+c.plan.nodeText(n)+"` needs `"+c.plan.needText(a)+"`, which stands apart from the order of the phases",
				"the branch and procedures may never run", "need a step of the phases")
		}
		other := slices.IndexFunc(x.List[:i], func(b Need) bool { return a.Node == b.Node && a.Outcome != b.Outcome })
		if x.all() && other >= 0 && a.Outcome != "" && x.List[other].Outcome != "" {
			c.report("E-FLOW-3", pos, "`"+c.plan.nodeText(n)+"` needs `"+c.plan.needText(a)+"` and `"+c.plan.needText(x.List[other])+"`",
				"a step ends in one way", "name outcomes that can happen together")
		}
	}
}

// moment is the start or the end of a node.
type moment struct {
	node NodeID
	end  bool
}

// checkCycles reports a circle of nodes that wait for each other.
func (c *compiler) checkCycles(mask Mask) {
	w := &waitWalk{c: c, mask: mask, state: map[moment]int{}}
	for n := range c.plan.Nodes {
		if len(c.plan.SpecOf(NodeID(n), mask).Needs.List) > 0 && w.visit(moment{NodeID(n), false}) {
			c.reportCycle(w.path)
			return
		}
	}
}

func (c *compiler) reportCycle(path []moment) {
	var names []string
	at := model.Pos{}
	for _, m := range path {
		if name := "`" + c.plan.nodeText(m.node) + "`"; len(names) == 0 || names[len(names)-1] != name {
			names = append(names, name)
		}
		if at == (model.Pos{}) && len(c.plan.needed(m.node)) > 0 {
			at = c.fieldPos(m.node, "needs")
		}
	}
	c.report("E-FLOW-3", at, "needs go in a circle: "+strings.Join(names, " waits for "), "what waits for itself never starts", "drop one of the edges")
}

// waitWalk looks for a circle in what moments wait for, depth first.
type waitWalk struct {
	c     *compiler
	mask  Mask
	state map[moment]int // 1: on the path, 2: known to end
	path  []moment
}

// visit reports whether a circle goes through m; then path is that circle.
func (w *waitWalk) visit(m moment) bool {
	switch w.state[m] {
	case 1:
		i := slices.Index(w.path, m)
		w.path = append(w.path[i:], m)
		return true
	case 2:
		return false
	}
	w.state[m] = 1
	w.path = append(w.path, m)
	if slices.ContainsFunc(w.before(m), w.visit) {
		return true
	}
	w.path = w.path[:len(w.path)-1]
	w.state[m] = 2
	return false
}

// before lists what a moment waits for: the end of a node for its start and its
// children, its start for the block around it, its predecessor and its needs.
func (w *waitWalk) before(m moment) []moment {
	p := w.c.plan
	node := &p.Nodes[m.node]
	if m.end {
		list := []moment{{m.node, false}}
		for k := m.node + 1; k < node.End; k = p.Nodes[k].End {
			if w.inFlow(k) {
				list = append(list, moment{k, true})
			}
		}
		return list
	}
	var list []moment
	if node.Parent != None {
		list = append(list, moment{node.Parent, false})
	}
	if q := w.prev(m.node); q != None {
		list = append(list, moment{q, true})
	}
	for _, x := range p.SpecOf(m.node, w.mask).Needs.List {
		list = append(list, moment{x.Node, true})
	}
	return list
}

func (w *waitWalk) inFlow(n NodeID) bool {
	return w.c.plan.Nodes[n].Overlay&^w.mask == 0 && !w.c.plan.SpecOf(n, w.mask).Owed
}

// prev is the node whose end lets the list go on to n, or None.
func (w *waitWalk) prev(n NodeID) NodeID {
	for q := NodeID(0); q < NodeID(len(w.c.plan.Nodes)); q++ {
		if w.c.plan.Nodes[q].Next != n || q == w.c.plan.Branch {
			continue
		}
		if w.inFlow(q) {
			return q
		}
		return w.prev(q)
	}
	return None
}
