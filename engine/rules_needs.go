package engine

import (
	"slices"
	"strconv"
	"strings"
)

// needTables are what Decide looks up about needs; empty where nothing needs
// anything.
type needTables struct {
	needs      bool         // some node needs another
	needers    []NodeID     // nodes that need others
	behind     [][]bool     // by node: what is at or after it
	needGuards [][][]NodeID // by leaf: guards on the way to what it needs
}

// needsMet reports whether what a node needs beside the order of its list has
// happened.
// Source: language reference, section 4, "needs".
func (v *view) needsMet(n NodeID, f FrameID) bool {
	if !v.p.rt.needs {
		return true
	}
	x := &v.specAt(n, f).Needs
	met := 0
	for i := range x.List {
		if v.met(x.List[i], f) {
			met++
		}
	}
	return met >= x.K
}

// met reports whether one need is met. What cannot happen any more, because the
// node or a block around it is skipped or no part of the case, is not waited
// for.
func (v *view) met(x Need, f FrameID) bool {
	slot, frame := v.slotFor(x.Node, f)
	if slot == nil || v.leftOut(x.Node, frame) {
		return x.Outcome == "" || x.Outcome == "skipped"
	}
	if x.Outcome == "" {
		return slot.Flags&FlagSatisfied != 0
	}
	return slot.settled() && v.p.outcomeWord(x.Node, slot) == x.Outcome
}

// leftOut reports whether a node, or a block around it, is no part of the case
// or was skipped.
func (v *view) leftOut(n NodeID, f FrameID) bool {
	for n != None {
		if !v.present(n) || v.s.slot(v.p, n, f).Outcome == OutcomeSkipped {
			return true
		}
		n, f = v.up(n, f)
	}
	return false
}

// passedBy reports whether a need asks for an outcome that its node no longer
// takes in its attempt.
func (v *view) passedBy(x Need, f FrameID) bool {
	if x.Outcome == "" || v.met(x, f) {
		return false
	}
	slot, frame := v.slotFor(x.Node, f)
	return slot == nil || slot.settled() || v.leftOut(x.Node, frame)
}

// inVain returns a node that ended otherwise than n needs, so that n cannot
// have enough any more, or None.
func (v *view) inVain(n NodeID, f FrameID) NodeID {
	if !v.p.rt.needs {
		return None
	}
	x := &v.specAt(n, f).Needs
	left, gone := len(x.List), NodeID(None)
	for i := range x.List {
		if v.passedBy(x.List[i], f) {
			left, gone = left-1, x.List[i].Node
		}
	}
	if left >= x.K {
		return None
	}
	return gone
}

// unmet lists what n still needs although its turn in its list has come.
func (v *view) unmet(n NodeID, f FrameID) []NodeID {
	if !v.p.rt.needs || v.needsMet(n, f) || !v.hasTurn(n, f) {
		return nil
	}
	var list []NodeID
	for _, x := range v.specAt(n, f).Needs.List {
		if !v.met(x, f) && !v.passedBy(x, f) {
			list = addOnce(list, x.Node)
		}
	}
	return list
}

// needSentence says what a node whose turn has come still needs.
func (v *view) needSentence(n NodeID, f FrameID, unmet []NodeID) string {
	x := &v.specAt(n, f).Needs
	names := make([]string, len(unmet))
	for i, q := range unmet {
		_, frame := v.slotFor(q, f)
		names[i] = "`" + v.place(q, frame) + "`"
	}
	met := len(x.List) - len(slices.DeleteFunc(slices.Clone(x.List), func(need Need) bool { return v.met(need, f) }))
	more := x.K - met
	if more < len(unmet) {
		return "waits for " + strconv.Itoa(more) + " of " + strings.Join(names, ", ") + ", which it needs"
	}
	return "waits for " + strings.Join(names, " and ") + ", which it needs"
}

// cancelRest cancels what is left of the predecessors once enough are met.
func (d *decider) cancelRest(n NodeID, f FrameID) {
	x := &d.specAt(n, f).Needs
	if !x.Cancel {
		return
	}
	for _, need := range x.List {
		slot, frame := d.slotFor(need.Node, f)
		if slot == nil || slot.settled() || d.met(need, f) {
			continue
		}
		e := d.newEvent(Cancelled, need.Node, frame)
		e.Index, e.Text = restCancelled, "`"+d.p.nodeText(n)+"` has enough"
		d.emit(e)
	}
}

// restCancelled in Event.Index of Cancelled says that nobody waits for the
// node any more: the flow goes on past it.
const restCancelled int32 = -3

// linkNeeds computes what comes after a node because something needs it: what
// the order of the document does not show.
// Source: language reference, section 5, "Order".
func (p *Plan) linkNeeds() {
	var needers []NodeID
	for i := range p.Nodes {
		if len(p.needed(NodeID(i))) > 0 {
			needers = append(needers, NodeID(i))
			for _, read := range p.needed(NodeID(i)) {
				p.readsNode(NodeID(i), read)
			}
		}
	}
	if p.rt.needs = len(needers) > 0; !p.rt.needs {
		return
	}
	p.rt.needers = needers
	p.rt.behind = make([][]bool, len(p.Nodes))
	for i := range p.Nodes {
		p.rt.behind[i] = p.behindOf(NodeID(i), needers)
	}
}

// behindOf marks what is at or after a node by lists and needs together.
func (p *Plan) behindOf(from NodeID, needers []NodeID) []bool {
	in := make([]bool, len(p.Nodes))
	add := func(n NodeID) {
		for k := n; k < NodeID(len(p.Nodes)); k++ {
			in[k] = in[k] || p.inList(n, k)
		}
	}
	add(from)
	for grown := true; grown; {
		grown = false
		for _, n := range needers {
			if !in[n] && slices.ContainsFunc(p.needed(n), func(m NodeID) bool { return in[m] }) {
				add(n)
				grown = true
			}
		}
	}
	return in
}

// guardPaths lists, for each node that n or a block around it needs, the gates
// and decisions on the way to it, nearest first.
func (p *Plan) guardPaths(n NodeID) [][]NodeID {
	var paths [][]NodeID
	for at := n; at != None; at = p.Nodes[at].Parent {
		for _, m := range p.needed(at) {
			list, stop := p.addGuards(nil, m)
			if !stop {
				list = append(list, p.guardsOf(m)...)
			}
			paths = append(paths, list)
		}
	}
	return paths
}
