package engine

import "slices"

// row is what the rules ask of a node all the time, in one cache line: fields
// of its Node, its siblings, and what follows from its bodies. A Node with its
// bodies spreads over ten. Rows follow from the exported part of the plan, see
// prepare.
type row struct {
	plain      *Spec // its body if no overlay changes it, else nil
	scope      ScopeID
	slot       int32 // index of its slot within a frame of scope
	parent     NodeID
	end        NodeID // first node behind the subtree
	prev, next NodeID // siblings in a sequence: of a phase without the branch
	last       NodeID // last child, or None
	traits     traits
	overlay    Mask
	kind       NodeKind
}

// traits are answers about a node that never change.
type traits uint16

const (
	isEach       traits = 1 << iota
	isBlock             // it has children
	isWork              // its start consumes what was decided before it
	isTouching          // it or something in it touches
	isWatched           // it has watches
	isSeparated         // somebody must differ from who did it, or the other way round
	isSubject           // something is about one of its outputs
	isRead              // conditions read it or its outputs
	isFirm              // it is part of every case, and never owed
	isOrdered           // its turn depends on its block and the sibling before it alone
	isDelivering        // it gives a deliverable without which the case does not close
	isTimeless          // none of its bodies is timed, see specTables
	isReleased          // its end is the instant of released
	goesOn              // once started it may end at once: it waits for nothing
)

// row returns the row of node n.
func (p *Plan) row(n NodeID) *row { return &p.rt.rows[n] }

// spec is SpecOf for the rules, which ask for it all the time.
func (p *Plan) spec(n NodeID, mask Mask) *Spec {
	if s := p.rt.rows[n].plain; s != nil {
		return s
	}
	return p.SpecOf(n, mask)
}

// is reports whether a node has all of some traits.
func (r *row) is(t traits) bool { return r.traits&t == t }

// fillRows copies what rows hold of nodes. Siblings and what follows from the
// bodies of other nodes is added by those who find it.
func (p *Plan) fillRows() {
	p.rt.rows = make([]row, len(p.Nodes))
	for i := range p.Nodes {
		node, r := &p.Nodes[i], &p.rt.rows[i]
		*r = row{
			scope: node.Scope, slot: node.Slot, parent: node.Parent, end: node.End, prev: None, next: None, last: None,
			overlay: node.Overlay, kind: node.Kind,
		}
		if node.Patched == 0 && len(node.Specs) > 0 {
			r.plain = node.Specs[0]
		}
		watched := node.Watches[0] != node.Watches[1]
		r.set(isEach, node.Kind == KindEach)
		r.set(isBlock, node.Kind.IsBlock())
		r.set(isWork, node.Kind.isWork())
		r.set(isTouching, node.Touching)
		r.set(isWatched, watched)
		r.set(isFirm, node.isFirm())
		r.set(isDelivering, p.isDelivering(node))
		r.set(isOrdered, p.isOrdered(NodeID(i)))
		r.set(isReleased, NodeID(i) == p.Released)
		r.set(goesOn, watched || !p.waits(NodeID(i)))
	}
}

func (n *Node) isFirm() bool {
	return n.Overlay == 0 && !slices.ContainsFunc(n.Specs, func(s *Spec) bool { return s != nil && s.Owed })
}

func (p *Plan) isDelivering(node *Node) bool {
	return slices.ContainsFunc(p.Outputs[node.Outputs[0]:node.Outputs[1]], func(o Output) bool { return o.Accept != None && !o.Optional })
}

// isOrdered reports whether the turn of n depends on its block and the sibling
// before it alone: it is no procedure, branch or insertion, and its block is
// neither the branch nor an each.
func (p *Plan) isOrdered(n NodeID) bool {
	node := &p.Nodes[n]
	if node.Kind == KindProcedure || n == p.Branch || node.Overlay != 0 {
		return false
	}
	return node.Parent == None || node.Parent != p.Branch && p.Nodes[node.Parent].Scope == node.Scope
}

func (r *row) set(t traits, on bool) {
	if on {
		r.traits |= t
	}
}

// waits reports whether a started node waits for a report, an answer, or its
// first child: it is looked at when that comes.
func (p *Plan) waits(n NodeID) bool {
	switch p.Nodes[n].Kind {
	case KindTask, KindDecide, KindHandoff, KindAuto:
		return true
	case KindPhase, KindGroup:
		return n != p.Branch && n+1 < p.Nodes[n].End && p.Nodes[n+1].isFirm()
	default:
		return false
	}
}
