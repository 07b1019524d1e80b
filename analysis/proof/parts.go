package proof

import (
	"slices"

	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/expr"
)

// A part of a case is a branch of a parallel block, or an item of an each whose
// items run side by side, that nothing outside of it reads or acts on while it
// runs, and that does neither to anything outside. Parts are explored one after
// another: in which order the steps of two of them come makes no difference.
//
// A part is written as the number of its branch and the frame it stands in;
// whole is the case.
const whole int32 = -1

const frameBits = 12

func partOf(branch int, f engine.FrameID) int32 { return int32(branch)<<frameBits | int32(f) }

// branch is one child of a parallel block, or all items of an each.
type branch struct {
	block    engine.NodeID
	from, to engine.NodeID // its nodes, half-open
	item     bool
}

// findParts lists the branches of blocks that can be explored apart.
func (x *explorer) findParts() {
	for n := range x.p.Nodes {
		node := &x.p.Nodes[n]
		block := engine.NodeID(n)
		var list []branch
		switch node.Kind {
		case engine.KindParallel:
			for k := block + 1; k < node.End; k = x.p.Nodes[k].End {
				list = append(list, branch{block: block, from: k, to: x.p.Nodes[k].End})
			}
		case engine.KindEach:
			list = []branch{{block: block, from: block + 1, to: node.End, item: true}}
		default:
			continue
		}
		if x.joinsAll(block) && x.undisturbed(block) && !slices.ContainsFunc(list, x.concerns) {
			x.branches = append(x.branches, list...)
		}
	}
}

// joinsAll reports whether a block waits for all its branches, which begin
// together.
func (x *explorer) joinsAll(block engine.NodeID) bool {
	return !slices.ContainsFunc(x.p.Nodes[block].Specs, func(s *engine.Spec) bool {
		return s.Enough.Kind != engine.EnoughAll && s.Enough.Kind != engine.EnoughSettled ||
			x.p.Nodes[block].Kind == engine.KindEach && (s.Serial || s.AtOnce != 0 || s.OpenUntil != engine.None)
	})
}

// undisturbed reports whether no handler and no lateness around a block acts.
func (x *explorer) undisturbed(block engine.NodeID) bool {
	for b := block; b != engine.None; b = x.p.Nodes[b].Parent {
		for _, s := range x.p.Nodes[b].Specs {
			if slices.ContainsFunc(s.Else, acts) {
				return false
			}
		}
	}
	for i := range x.p.Watches {
		w := &x.p.Watches[i]
		around := w.Node == engine.None || w.Node <= block && block < x.p.Nodes[w.Node].End
		if around && slices.ContainsFunc(w.Then, acts) {
			return false
		}
	}
	return true
}

// concerns reports whether a branch and the rest of its block concern each
// other.
func (x *explorer) concerns(b branch) bool {
	for n := b.from; n < b.to; n++ {
		if x.isRead(b, n) || slices.ContainsFunc(x.p.Nodes[n].Specs, func(s *engine.Spec) bool { return x.reaches(b, n, s) }) {
			return true
		}
	}
	for i := range x.p.Watches {
		if w := &x.p.Watches[i]; b.has(w.Node) && slices.ContainsFunc(w.Then, func(a engine.Action) bool { return !x.within(b, w.Node, &a) }) {
			return true
		}
	}
	return false
}

func (b branch) has(n engine.NodeID) bool { return n >= b.from && n < b.to }

// isRead reports whether anything that may run beside a branch reads its node.
func (x *explorer) isRead(b branch, n engine.NodeID) bool {
	end := x.p.Nodes[b.block].End
	return slices.ContainsFunc(x.refsOf(n), func(ref expr.Ref) bool {
		return slices.ContainsFunc(x.p.Readers(ref), func(r engine.Reader) bool {
			return r.Rule != engine.ReadsShow && !b.has(r.Node) && (r.Rule == engine.ReadsWatch || r.Node < end)
		})
	})
}

// refsOf lists the cells of a node.
func (x *explorer) refsOf(n engine.NodeID) []expr.Ref {
	var list []expr.Ref
	for a := engine.AttrOutcome; a <= engine.AttrValue; a++ {
		list = append(list, engine.NodeRef(n, a))
	}
	for i := x.p.Nodes[n].Outputs[0]; i < x.p.Nodes[n].Outputs[1]; i++ {
		list = append(list, cellsOf(i)...)
	}
	return list
}

// cellsOf lists the cells of an output.
func cellsOf(i int32) []expr.Ref {
	list := []expr.Ref{engine.MakeRef(engine.RefOutput, int(i))}
	for f := engine.EvidenceResult; f <= engine.EvidenceAbout; f++ {
		list = append(list, engine.EvidenceRef(int(i), f))
	}
	return list
}

// reaches reports whether a node of a branch acts on what is outside of it, or
// needs it.
func (x *explorer) reaches(b branch, n engine.NodeID, s *engine.Spec) bool {
	out := func(a engine.Action) bool { return !x.within(b, n, &a) }
	holds := x.p.Nodes[n].Kind == engine.KindDecide && !s.OwnAnswers && n == b.from && !b.item
	return holds || s.Lock != nil || len(s.Needs.List) > 0 || slices.ContainsFunc(s.Else, out) ||
		slices.ContainsFunc(s.Then, func(o engine.OutcomeActions) bool { return slices.ContainsFunc(o.Actions, out) })
}

// within reports whether an action stays in its branch.
func (x *explorer) within(b branch, n engine.NodeID, a *engine.Action) bool {
	if slices.ContainsFunc(a.Then, func(t engine.Action) bool { return !x.within(b, n, &t) }) {
		return false
	}
	switch a.Verb {
	case engine.VerbContinue, engine.VerbFail, engine.VerbAnswer, engine.VerbEscalate, engine.VerbRemind, engine.VerbAsk,
		engine.VerbRaise, engine.VerbNotify, engine.VerbEmit:
		return true
	case engine.VerbRedo:
		return b.has(a.From) && n >= b.from
	case engine.VerbHold, engine.VerbResume, engine.VerbCancel, engine.VerbBackOut, engine.VerbDrop, engine.VerbDefer:
		switch a.Target {
		case engine.TargetNode:
			return b.has(a.Node)
		case engine.TargetItem:
			return b.item || x.p.Nodes[n].Scope != x.p.Nodes[b.block].Scope
		default:
			return false
		}
	default:
		return false
	}
}

// inPart reports whether a node in a frame belongs to a part.
func (x *explorer) inPart(s *engine.State, part int32, n engine.NodeID, f engine.FrameID) bool {
	if part == whole {
		return true
	}
	b, at := &x.branches[part>>frameBits], engine.FrameID(part&(1<<frameBits-1))
	return n != engine.None && b.has(n) && x.under(s, f, at)
}

// under reports whether frame f is frame at, or stands in it.
func (x *explorer) under(s *engine.State, f, at engine.FrameID) bool {
	for f != at {
		if f <= 0 {
			return false
		}
		f = s.Frames[f].Parent
	}
	return true
}

// focus finds the part whose turn it is: the first in which something can
// happen, as far down as parts go.
func (x *explorer) focus(s *situation, list []move) int32 {
	part := whole
	for i := range x.branches {
		b := &x.branches[i]
		for f := range s.state.Frames {
			fr := &s.state.Frames[f]
			at := engine.FrameID(f)
			if b.item && (f == 0 || x.p.Scopes[fr.Scope].Each != b.block || fr.State != engine.ItemOpen) ||
				!b.item && fr.Scope != x.p.Nodes[b.block].Scope || f > 0 && fr.State == engine.ItemAbsent || f >= 1<<frameBits {
				continue
			}
			up := at
			if b.item {
				up = fr.Parent
			}
			if !x.inPart(&s.state, part, b.block, up) || x.slot(&s.state, b.block, up).State != engine.Active {
				continue
			}
			if p := partOf(i, at); x.stirs(s, p, list) {
				part = p
			}
			if part == partOf(i, at) {
				break
			}
		}
		if part != whole && i+1 < len(x.branches) && x.branches[part>>frameBits].to <= x.branches[i+1].from {
			break
		}
	}
	return part
}

// stirs reports whether something can happen in a part by itself.
func (x *explorer) stirs(s *situation, part int32, list []move) bool {
	return x.nextTimer(&s.state, part, true) != nil ||
		slices.ContainsFunc(list, func(m move) bool { return willing[m.do] && x.moveIn(s, part, m) })
}

// moveIn reports whether a move happens in a part. A fact or an event does if
// something in it asks for it.
func (x *explorer) moveIn(s *situation, part int32, m move) bool {
	if part == whole || m.node != engine.None {
		return x.inPart(&s.state, part, m.node, m.frame)
	}
	b := &x.branches[part>>frameBits]
	switch m.do {
	case doFact:
		return slices.ContainsFunc(x.p.Readers(engine.MakeRef(engine.RefFact, int(m.n))), func(r engine.Reader) bool {
			return b.has(r.Node) && x.openIn(s, part, r.Node)
		})
	case doSignal:
		return slices.ContainsFunc(x.p.Watches, func(w engine.Watch) bool { return w.Event == m.n && b.has(w.Node) })
	}
	return false
}

// openIn reports whether a node of a part may read what it reads.
func (x *explorer) openIn(s *situation, part int32, n engine.NodeID) bool {
	for f := range s.state.Frames {
		if s.state.Frames[f].Scope == x.p.Nodes[n].Scope && x.inPart(&s.state, part, n, engine.FrameID(f)) &&
			x.slot(&s.state, n, engine.FrameID(f)).State != engine.Settled {
			return true
		}
	}
	return false
}

// turn lists the moves to explore from a situation: those of the part whose
// turn it is, and of the deliverables that wait to be judged, which concern
// nobody else, the first alone.
func (x *explorer) turn(s *situation) []move {
	list := x.moves(s, x.list[:0])
	x.list = list
	if one := x.judged(list); one != nil {
		return one
	}
	list = x.withoutOwed(s, list)
	part := x.focus(s, list)
	if part != whole {
		list = slices.DeleteFunc(list, func(m move) bool { return m.do != doGrant && !x.moveIn(s, part, m) })
	}
	list = x.times(s, part, len(list), list)
	if mark, live := x.live(s); live && !x.backedOut[mark] {
		x.backedOut[mark] = true
		list = append(list, move{do: doBackOut, node: engine.None})
	}
	x.list = list
	return list
}

// withoutOwed leaves what is owed beside the flow, and concerns nothing else,
// until nothing else can happen.
func (x *explorer) withoutOwed(s *situation, list []move) []move {
	aside := func(m move) bool { return x.isAside(s, m) }
	if !slices.ContainsFunc(list, func(m move) bool { return willing[m.do] && !aside(m) }) && x.nextTimer(&s.state, whole, true) == nil {
		return list
	}
	return slices.DeleteFunc(list, aside)
}

func (x *explorer) isAside(s *situation, m move) bool {
	if m.node == engine.None || x.p.Nodes[m.node].Kind.IsBlock() {
		return false
	}
	spec := x.p.SpecOf(m.node, x.slot(&s.state, m.node, m.frame).Overlays)
	return spec.Owed && x.alone[m.node] && !s.state.BackOut.Active
}

// findAlone lists the steps that nothing reads and that act on nothing else.
func (x *explorer) findAlone() {
	x.alone = make([]bool, len(x.p.Nodes))
	for n := range x.p.Nodes {
		id := engine.NodeID(n)
		b := branch{block: 0, from: id, to: id + 1}
		read := slices.ContainsFunc(x.refsOf(id), func(ref expr.Ref) bool {
			return slices.ContainsFunc(x.p.Readers(ref), func(r engine.Reader) bool { return r.Rule != engine.ReadsShow && r.Node != id })
		})
		x.alone[n] = !read && !x.p.Nodes[n].Touching && !x.concerns(b)
	}
}

// judged returns the moves about the first deliverable that waits to be judged.
func (x *explorer) judged(list []move) []move {
	for i := range list {
		switch list[i].do {
		case doAccept, doReturn, doSubmit:
			first := list[i]
			return slices.DeleteFunc(list, func(m move) bool {
				return m.node != first.node || m.frame != first.frame || m.n != first.n || m.do != doAccept && m.do != doReturn && m.do != doSubmit
			})
		default:
		}
	}
	return nil
}

// live reports whether something has been changed and could be backed out, and
// marks what: a back-out is tried once for each set of changes, in the first
// situation that has it.
func (x *explorer) live(s *situation) (fingerprint, bool) {
	if x.over(s) || s.state.BackOut.Active {
		return fingerprint{}, false
	}
	m, some := &mixer{3, 4}, false
	m.words(uint64(uint32(s.state.Phase)), uint64(s.state.Overlays))
	for f := range s.state.Frames {
		for _, n := range x.nodes[s.state.Frames[f].Scope] {
			if !x.p.Nodes[n].Touching || x.p.Nodes[n].Kind.IsBlock() {
				continue
			}
			if slot := x.slot(&s.state, n, engine.FrameID(f)); slot.Live() {
				some = true
				m.words(at(n, engine.FrameID(f)), uint64(slot.State)<<8|uint64(slot.Sub))
			}
		}
	}
	return fingerprint{m.a, m.b}, some
}
