package engine

import "slices"

// evolveAgain applies what begins a new attempt.
func (v *view) evolveAgain(e *Event) {
	switch e.Kind {
	case RedoStarted:
		if e.Index != None {
			v.s.count(e.Index, e.Frame)
		}
		redo := v.pendingRedo(e)
		v.s.Redos = slices.DeleteFunc(v.s.Redos, func(r PendingRedo) bool { return v.holdsWhole(redo.Block, redo.BlockFrame, redo.From, &r) })
		v.s.Redos = append(v.s.Redos, redo)
	case Reset:
		v.reset(e)
	case Reopened:
		v.reopen(e)
	}
}

// reopen begins a new attempt of one node; with Answer "same" the attempt and
// the votes stay.
func (v *view) reopen(e *Event) {
	slot := v.s.slot(v.p, e.Node, e.Frame)
	if e.Answer == "same" {
		slot.State, slot.Outcome, slot.End, slot.By = Active, OutcomeNone, 0, ""
		slot.Flags &^= FlagSatisfied | FlagBlocked | FlagArmed
		v.retime(e.Node, e.Frame, slot)
		return
	}
	if v.p.row(e.Node).is(isBlock) {
		v.againIn(e.Node, e.Frame)
	}
	v.again(slot, e.Node, e.Frame, false)
	slot.State, slot.Entered, slot.Overlays = Entering, e.At, v.s.Overlays
	v.retime(e.Node, e.Frame, slot)
}

// againIn begins new attempts of the items or children of a block that did not
// come to a good end; what did, stays.
func (v *view) againIn(b NodeID, f FrameID) {
	v.eachUnsatisfied(b, f, func(n NodeID, at FrameID) {
		for i := range v.s.Frames {
			if !v.s.within(FrameID(i), at) {
				continue
			}
			for k := n; k < v.p.Nodes[n].End; k++ {
				if v.p.row(k).scope != v.s.Frames[i].Scope || k == b {
					continue
				}
				if slot := v.s.slot(v.p, k, FrameID(i)); slot.Attempt > 0 {
					v.again(slot, k, FrameID(i), false)
				}
			}
			if i > 0 && FrameID(i) != f {
				v.s.Frames[i].State, v.s.Frames[i].Outcome = ItemAbsent, OutcomeNone
			}
		}
	})
}

// eachUnsatisfied calls do for every item or child of a block that failed, was
// cancelled or was backed out.
func (v *view) eachUnsatisfied(b NodeID, f FrameID, do func(NodeID, FrameID)) {
	if node := &v.p.Nodes[b]; node.Kind == KindEach {
		for i := range v.s.Frames {
			fr := &v.s.Frames[i]
			if fr.Parent == f && fr.Scope == node.Inner && (fr.Outcome == OutcomeFailed || fr.Outcome == OutcomeCancelled || fr.Outcome == OutcomeBackedOut) {
				do(b, FrameID(i))
			}
		}
		return
	}
	for k := b + 1; k < v.p.Nodes[b].End; k = v.p.Nodes[k].End {
		if v.present(k) && v.s.slot(v.p, k, f).Flags&FlagSatisfied == 0 {
			do(k, f)
		}
	}
}

// redoBlock returns the smallest block that holds from and the asker: the
// asker itself if from is in it. None is the case.
func (v *view) redoBlock(asker NodeID, f FrameID, from NodeID) (NodeID, FrameID) {
	b, frame := asker, f
	for b != None && (from < b || from >= v.p.Nodes[b].End || b == from && !v.p.Nodes[b].Kind.IsBlock()) {
		b, frame = v.up(b, frame)
	}
	if b == from {
		b, frame = v.up(b, frame)
	}
	return b, frame
}

// inRange reports whether node k is from, inside it, or after it: by the order
// of the lists, or because it needs what is at or after it.
func (p *Plan) inRange(from, k NodeID) bool {
	if p.rt.needs {
		return p.rt.behind[from][k]
	}
	return p.inList(from, k)
}

// firstAfter is where to begin looking for what is after n: behind it in the
// document, unless something needs it.
func (p *Plan) firstAfter(n NodeID) NodeID {
	if p.rt.needs {
		return 0
	}
	return n + 1
}

// inList is inRange by the order of the document alone: in a list that holds
// both or ancestors of both, and not in another branch.
func (p *Plan) inList(from, k NodeID) bool {
	if k < from || p.rt.procedure[k] != p.rt.procedure[from] {
		return false // what stands in a procedure is after nothing outside
	}
	if k < p.Nodes[from].End {
		return true
	}
	// Climb from `from` to the block that also holds k.
	b := p.Nodes[from].Parent
	for b != None && k >= p.Nodes[b].End {
		b = p.Nodes[b].Parent
	}
	return b == None || p.Nodes[b].Kind != KindParallel
}

// reset makes all nodes of a redo's range pending, in new attempts.
func (v *view) reset(e *Event) {
	r := v.takeRedo(e)
	end := NodeID(len(v.p.Nodes))
	if r.Block != None {
		end = v.p.Nodes[r.Block].End
	}
	for i := range v.s.Frames {
		f := FrameID(i)
		if v.s.within(f, r.BlockFrame) && !v.passedItem(f, r.BlockFrame) {
			v.resetFrame(&r, f, end)
		}
	}
	v.reenter(&r)
}

// reenter makes the blocks around the first node of a range active again that
// had settled, up to the block that bounds the range.
func (v *view) reenter(r *PendingRedo) {
	f := v.frameFor(v.p.Nodes[r.From].Scope, r.Frame)
	if f == None {
		f = 0
	}
	v.reopenAround(r.From, f, r.Block)
	if ph := v.p.Nodes[r.From].Phase; ph != None && !v.branch(r.From) {
		v.s.Phase = ph
	}
}

// reopenAround makes the settled blocks around a node active again, up to a
// block that stays as it is.
func (v *view) reopenAround(n NodeID, f FrameID, stop NodeID) {
	for b, bf := v.up(n, f); b != None && b != stop; b, bf = v.up(b, bf) {
		slot := v.s.slot(v.p, b, bf)
		if slot.State == Settled {
			slot.State, slot.Outcome, slot.End, slot.By = Active, OutcomeNone, 0, ""
			slot.Flags &^= FlagSatisfied | FlagBlocked
		}
	}
}

func (v *view) takeRedo(e *Event) PendingRedo {
	for i, r := range v.s.Redos {
		if r.From == e.Target && r.Asker == e.Node && r.Frame == e.Frame {
			v.s.Redos = slices.Delete(v.s.Redos, i, i+1)
			return r
		}
	}
	return v.pendingRedo(e)
}

// pendingRedo reads a redo from its first or last event.
func (v *view) pendingRedo(e *Event) PendingRedo {
	r := PendingRedo{Asker: e.Node, Frame: e.Frame, From: e.Target, Keep: e.Answer != "", Counter: None}
	r.Block, r.BlockFrame = v.redoBlock(e.Node, e.Frame, e.Target)
	if e.Answer == keepListed {
		r.Counter = e.Index
	}
	return r
}

// What a redo keeps, in Event.Answer of RedoStarted and Reset; without it
// nothing is kept. keepListed means the nodes that the action with the counter
// in Event.Index names.
const (
	keepUnchanged = "unchanged"
	keepListed    = "listed"
)

// keeps reports whether a redo asks to keep node k if its inputs are unchanged:
// never the asker, nor where it starts when that is a step.
func (v *view) keeps(r *PendingRedo, k NodeID) bool {
	if !r.Keep || k == r.Asker || k == r.From && !v.p.Nodes[k].Kind.IsBlock() {
		return false
	}
	return r.Counter == None || slices.ContainsFunc(v.p.rt.kept[r.Counter], func(n NodeID) bool { return n <= k && k < v.p.Nodes[n].End })
}

// passedItem reports whether f is an item below g that passed a boundary of
// its own: a redo from outside leaves it as it is.
func (v *view) passedItem(f, g FrameID) bool {
	for ; f != g && f != None; f = v.s.Frames[f].Parent {
		scope := &v.p.Scopes[v.s.Frames[f].Scope]
		for k := scope.First; k < scope.End; k++ {
			if v.p.Nodes[k].Kind == KindBoundary && v.p.Nodes[k].Scope == v.s.Frames[f].Scope &&
				v.s.slot(v.p, k, f).Flags&FlagPassed != 0 {
				return true
			}
		}
	}
	return false
}

func (v *view) resetFrame(r *PendingRedo, f FrameID, end NodeID) {
	frame := &v.s.Frames[f]
	scope := &v.p.Scopes[frame.Scope]
	each := scope.Each
	inside, touched := each != None && v.p.inRange(r.From, each), false
	for k := max(scope.First, 0); k < min(scope.End, end); k++ {
		if v.p.Nodes[k].Scope != frame.Scope || !inside && !v.p.inRange(r.From, k) && k != r.Asker {
			continue
		}
		if r.Block != None && k <= r.Block || v.branch(k) && !v.branch(r.From) {
			continue
		}
		slot := v.s.slot(v.p, k, f)
		if v.p.spec(k, v.s.Overlays).Owed && slot.State != Pending {
			continue
		}
		keep := v.keeps(r, k) && v.keepable(k, slot)
		if slot.Attempt > 0 {
			v.again(slot, k, f, keep)
			v.reopenAround(k, f, r.Block)
			touched = true
		}
	}
	if inside && f != 0 {
		frame.State, frame.Outcome = ItemAbsent, OutcomeNone
	} else if touched {
		v.reopenItems(f, r.BlockFrame)
	}
}

// reopenItems makes the settled items open again that frame f is or lies in, up
// to frame g.
func (v *view) reopenItems(f, g FrameID) {
	for ; f > 0 && v.s.within(f, g); f = v.s.Frames[f].Parent {
		if fr := &v.s.Frames[f]; fr.State == ItemSettled {
			fr.State, fr.Outcome = ItemOpen, OutcomeNone
		}
	}
}

func (v *view) branch(k NodeID) bool {
	return v.p.Branch != None && k >= v.p.Branch && k < v.p.Nodes[v.p.Branch].End
}

// keepable reports whether a redo may restore the node: it was satisfied,
// recorded what it read, and neither touches nor tells anybody.
// Source: language reference, section 6, "keep".
func (v *view) keepable(k NodeID, slot *Slot) bool {
	if slot.State != Settled || slot.Flags&FlagSatisfied == 0 || slot.Outcome == OutcomeSkipped {
		return false
	}
	spec := v.p.spec(k, slot.Overlays)
	return v.p.Nodes[k].Kind.keepable() && !v.p.Nodes[k].Touching && spec.recordsInputs(spec.rt.reads)
}

// keepable reports whether nodes of kind k may be restored without running:
// what somebody did, decided or handed over.
func (k NodeKind) keepable() bool {
	return k == KindTask || k == KindAuto || k == KindDecide || k == KindHandoff
}

// again makes a slot pending in a new attempt. With keep the evidence is
// suspended and may count again, else it is void.
func (v *view) again(slot *Slot, n NodeID, f FrameID, keep bool) {
	answer, by, attempt := slot.Answer, slot.By, slot.Attempt
	kept := slot.Flags & (FlagUndone | FlagLive)
	if v.p.row(n).is(isTouching) && slot.Live() {
		kept |= FlagLive // a retry undoes nothing
	}
	*slot = Slot{Attempt: attempt + 1, Flags: kept}
	if keep {
		slot.Answer, slot.By = answer, by
		slot.Flags |= FlagKeepable
	} else {
		v.s.Votes = slices.DeleteFunc(v.s.Votes, func(b Vote) bool { return b.Node == n && b.Frame == f })
	}
	for i := range v.s.Outputs {
		o := &v.s.Outputs[i]
		if o.Frame != f || v.p.Outputs[o.Output].Node != n || v.p.Outputs[o.Output].Evidence == "" {
			continue
		}
		if keep && o.Evidence != EvidenceVoid {
			o.Before, o.Evidence = o.Evidence, EvidenceWasSuspended
		} else {
			o.Evidence = EvidenceVoid
		}
	}
	v.s.forget(v.p, n, f)
}

// forget drops everything that belonged to the attempt that ended.
func (s *State) forget(p *Plan, n NodeID, f FrameID) {
	s.dropNodeTimers(n, f)
	s.dropRungs(n, f)
	s.dropClocks(n, f)
	s.Ticks = slices.DeleteFunc(s.Ticks, func(t Tick) bool { return t.Node == n && t.Frame == f })
	s.Escalations = slices.DeleteFunc(s.Escalations, func(e Escalation) bool { return e.Node == n && e.Frame == f })
	s.Delays = slices.DeleteFunc(s.Delays, func(d Delay) bool { return d.Node == n && d.Frame == f })
	s.Givers = slices.DeleteFunc(s.Givers, func(g Doer) bool { return g.Node == n && g.Frame == f })
	w := p.Nodes[n].Watches
	if w[0] != w[1] {
		s.Watches = slices.DeleteFunc(s.Watches, func(x WatchState) bool { return x.Watch >= w[0] && x.Watch < w[1] && s.within(x.Frame, f) })
	}
}
