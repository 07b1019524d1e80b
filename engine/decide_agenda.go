package engine

import "math/bits"

// agenda is what has to be looked at again after an event: the case itself,
// nodes of the case, and nodes in items. Nodes of the case are bits by number,
// so that the lowest bit is the first in document order; places in items, of
// which few are marked at a time, are a list.
type agenda struct {
	caseDirty bool
	nodes     []uint64
	items     []place
	marked    []bool // by slot: it is in items
}

// clear empties the agenda for a plan of n nodes.
func (a *agenda) clear(n int) {
	a.caseDirty = false
	if words := (n + 63) / 64; len(a.nodes) != words {
		a.nodes = make([]uint64, words)
	} else {
		clear(a.nodes)
	}
	if len(a.items) > 0 {
		a.items = a.items[:0]
		clear(a.marked)
	}
}

// first returns the first marked node of the case, or None.
func (a *agenda) first() NodeID {
	for i, word := range a.nodes {
		if word != 0 {
			return NodeID(64*i + bits.TrailingZeros64(word))
		}
	}
	return None
}

// touch marks node n in frame f to be looked at again.
func (d *decider) touch(n NodeID, f FrameID) {
	if f == 0 {
		d.nodes[n>>6] |= 1 << (n & 63)
	} else {
		d.touchInItem(n, f)
	}
}

func (d *decider) touchInItem(n NodeID, f FrameID) {
	if d.isItem(n, f) {
		d.touch(n, d.s.Frames[f].Parent)
		return
	}
	i := int(d.s.Frames[f].Base + d.p.row(n).slot)
	for len(d.marked) <= i {
		d.marked = append(d.marked, false)
	}
	if !d.marked[i] {
		d.marked[i] = true
		d.items = append(d.items, place{n, f})
	}
}

// next takes the first marked place in document order; node None is the case.
func (d *decider) next() (NodeID, FrameID, bool) {
	if d.caseDirty {
		d.caseDirty = false
		return None, 0, true
	}
	if len(d.items) > 0 {
		i := d.firstItem()
		if n := d.first(); n == None || d.less(d.items[i], place{n, 0}) {
			at := d.takeItem(i)
			return at.node, at.frame, true
		}
	}
	for i, word := range d.nodes {
		if word != 0 {
			d.nodes[i] = word & (word - 1) // without the lowest bit
			return NodeID(64*i + bits.TrailingZeros64(word)), 0, true
		}
	}
	return 0, 0, false
}

func (d *decider) firstItem() int {
	best := 0
	for i := 1; i < len(d.items); i++ {
		if d.less(d.items[i], d.items[best]) {
			best = i
		}
	}
	return best
}

func (d *decider) takeItem(i int) place {
	at := d.items[i]
	last := len(d.items) - 1
	d.items[i] = d.items[last]
	d.items = d.items[:last]
	d.marked[d.s.Frames[at.frame].Base+d.p.row(at.node).slot] = false
	return at
}

// less is document order: nodes of one frame by number, items where their each
// stands, by order of joining.
func (d *decider) less(a, b place) bool {
	if a.frame == b.frame {
		return a.node < b.node
	}
	da, db := d.depth(a.frame), d.depth(b.frame)
	fa, fb := a, b
	for da > db {
		fa, da = d.lift(fa), da-1
	}
	for db > da {
		fb, db = d.lift(fb), db-1
	}
	for fa.frame != fb.frame {
		pa, pb := d.lift(fa), d.lift(fb)
		if pa.frame == pb.frame {
			if pa.node == pb.node {
				return fa.frame < fb.frame
			}
			return pa.node < pb.node
		}
		fa, fb = pa, pb
	}
	if fa.node == fb.node { // an each stands before its items
		return a.frame == fa.frame
	}
	return fa.node < fb.node
}

func (d *decider) depth(f FrameID) int {
	n := 0
	for f = d.s.Frames[f].Parent; f != None; f = d.s.Frames[f].Parent {
		n++
	}
	return n
}

func (d *decider) lift(at place) place {
	fr := &d.s.Frames[at.frame]
	return place{d.p.Scopes[fr.Scope].Each, fr.Parent}
}
