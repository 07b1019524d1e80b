package engine

import (
	"iter"
	"slices"
)

// react fires what a marked place is ready for. A block's watches come before
// its children because the block stands before them.
func (d *decider) react(n NodeID, f FrameID) {
	r := d.p.row(n)
	slot := d.s.slotOf(r, f)
	if r.is(isWatched) && slot.State >= ReadyState && !slot.settled() && d.watchedNode(n, f) {
		d.touch(n, f)
		return
	}
	switch slot.State {
	case Pending:
		d.enter(n, f, r, slot)
	case Entering:
		if d.mayGoOn(n, f) {
			d.advance(n, f, r, slot, d.p.spec(n, slot.Overlays))
		}
	case ReadyState:
		if !d.postponed(n, f, slot) {
			d.advance(n, f, r, slot, d.p.spec(n, slot.Overlays))
		}
	case Active:
		d.finish(n, f, r, slot)
	}
}

func (d *decider) watchedNode(n NodeID, f FrameID) bool {
	lo, hi := d.watches(n)
	return d.watched(n, f, lo, hi)
}

// enter enters a pending node when what is before it is satisfied.
func (d *decider) enter(n NodeID, f FrameID, r *row, slot *Slot) {
	if !d.hasTurn(n, f) {
		return
	}
	if d.p.rt.needs && !d.needed(n, f) {
		return
	}
	spec := d.p.spec(n, d.s.Overlays)
	switch {
	case spec.Skip != "":
		d.skip(n, f, spec.Skip)
		return
	case slot.Flags&FlagKeepable != 0 && d.unchanged(n, f, slot, spec):
		d.say(Kept, n, f)
		return
	}
	if spec.When != None {
		x := d.eval(spec.When, n, f)
		if x.IsFalse() {
			d.skip(n, f, "")
			return
		}
		if !x.IsTrue() {
			return
		}
	}
	d.advance(n, f, r, slot, spec)
}

// needed reports whether a node whose turn has come has what it needs. What is
// left of its predecessors is then cancelled, if it says so; a node that waits
// in vain is skipped.
func (d *decider) needed(n NodeID, f FrameID) bool {
	if d.needsMet(n, f) {
		d.cancelRest(n, f)
		return true
	}
	if gone := d.inVain(n, f); gone != None {
		d.skip(n, f, "`"+d.p.nodeText(gone)+"` ended otherwise than it needs")
	}
	return false
}

func (d *decider) skip(n NodeID, f FrameID, reason string) {
	e := d.newEvent(Skipped, n, f)
	e.Text = reason
	d.emit(e)
}

// mayEnter reports whether a pending node is part of the case, its block runs,
// and what stands before it is satisfied.
func (v *view) mayEnter(n NodeID, f FrameID) bool {
	return v.hasTurn(n, f) && v.needsMet(n, f)
}

// hasTurn reports whether the turn of a pending node has come, as its block and
// the order of its list have it.
func (v *view) hasTurn(n NodeID, f FrameID) bool {
	r := v.p.row(n)
	if r.is(isOrdered) {
		return (r.parent == None || v.runsFor(v.s.slot(v.p, r.parent, f), n, f)) && v.satisfiedUpTo(r.prev, f)
	}
	node := &v.p.Nodes[n]
	if !v.present(n) || node.Kind == KindProcedure {
		return false
	}
	if n == v.p.Branch {
		return v.s.BackOut.Active
	}
	if node.Overlay != 0 && v.late(n) {
		return v.beforeSatisfied(n, f)
	}
	b, bf := v.up(n, f)
	if b != None && b == v.p.Branch && v.p.rt.undoStep == None && (!v.s.BackOut.Queued || len(v.s.Undo) > 0 || v.accompanied(v.s.BackOut.Node, v.s.BackOut.Frame)) {
		return false // undoing comes before the first step
	}
	if b != None {
		block := v.s.slot(v.p, b, bf)
		if !v.runsFor(block, n, f) || v.p.Nodes[b].Kind == KindEach && v.s.Frames[f].State != ItemOpen {
			return false
		}
	}
	return v.beforeSatisfied(n, f)
}

// runsFor reports whether a block may still enter a child: while it runs, and
// an owed one afterwards too, since a block of owed steps alone settles at once.
func (v *view) runsFor(block *Slot, child NodeID, f FrameID) bool {
	if block.State == Active {
		return true
	}
	return block.State == Settled && block.Outcome == OutcomeDone && v.owed(child, v.s.slot(v.p, child, f))
}

// mayGoOn reports whether a node that was entered may become ready: what is
// before it is still satisfied, and for work no gate or decision before it has
// reopened. Its block may have settled meanwhile.
func (v *view) mayGoOn(n NodeID, f FrameID) bool {
	if !v.beforeSatisfied(n, f) || !v.needsMet(n, f) {
		return false
	}
	if !v.p.Nodes[n].Kind.isWork() {
		return true
	}
	if v.reopenedOn(v.p.rt.guards[n], f) {
		return false
	}
	if v.p.rt.needs {
		return !slices.ContainsFunc(v.p.rt.needGuards[n], func(path []NodeID) bool { return v.reopenedOn(path, f) })
	}
	return true
}

// reopenedOn reports whether a gate or decision on the way to a node is open.
func (v *view) reopenedOn(path []NodeID, f FrameID) bool {
	for _, g := range path {
		slot, _ := v.slotFor(g, f)
		if slot != nil && slot.State > Pending && !slot.settled() && !v.p.Nodes[g].Kind.isWork() {
			return true
		}
	}
	return false
}

// beforeSatisfied reports whether the flow has reached n: the nearest sibling
// before it that is present and not owed is satisfied.
func (v *view) beforeSatisfied(n NodeID, f FrameID) bool { return v.satisfiedUpTo(v.p.row(n).prev, f) }

// satisfiedUpTo reports whether the last of a node and the siblings before it
// that is present and not owed is satisfied; true for none.
func (v *view) satisfiedUpTo(q NodeID, f FrameID) bool {
	for q != None {
		r := v.p.row(q)
		slot := v.s.slotOf(r, f)
		switch {
		case r.is(isFirm):
			return slot.Flags&FlagSatisfied != 0
		case !v.present(q):
		case slot.Flags&FlagSatisfied != 0:
			return true
		case !v.owed(q, slot):
			return false
		}
		q = r.prev
	}
	return true
}

// late reports whether n was inserted by an overlay when its place had passed.
func (v *view) late(n NodeID) bool {
	for _, l := range v.s.Late {
		if l == n {
			return true
		}
	}
	return false
}

// lateOpen returns an inserted step that must settle before anything else
// starts, or None.
func (v *view) lateOpen(n NodeID) NodeID {
	for _, l := range v.s.Late {
		if !v.s.slot(v.p, l, 0).settled() {
			if v.late(n) {
				return None
			}
			return l
		}
	}
	return None
}

// advance takes a node as far as it goes at this instant: entered, ready,
// started.
func (d *decider) advance(n NodeID, f FrameID, r *row, slot *Slot, spec *Spec) {
	if d.mayDelay(spec) && !d.ripe(n, f, slot, spec) {
		if slot.State == Pending {
			d.say(Entered, n, f)
		}
		return
	}
	switch r.kind {
	case KindTask:
		if slot.State < ReadyState {
			d.say(Ready, n, f)
		}
	case KindAuto, KindDocument, KindNotify, KindChild:
		d.startMachine(n, f, slot, spec)
	case KindPhase:
		d.say(PhaseEntered, n, f)
	case KindEach:
		d.startEach(n, f, spec)
	case KindBoundary:
		d.startBoundary(n, f, spec)
	default:
		d.open(n, f, spec)
	}
}

// open starts what waits for answers, for a time or for its children. What a
// decision or handoff is about is recorded.
func (d *decider) open(n NodeID, f FrameID, spec *Spec) {
	var read []Named
	if kind := d.p.Nodes[n].Kind; kind == KindDecide || kind == KindHandoff {
		read = d.readValues(f, spec)
	}
	e := d.newEvent(Started, n, f)
	e.Read = read
	d.emit(e)
}

// mayDelay reports whether anything could keep a node from becoming ready.
func (v *view) mayDelay(spec *Spec) bool {
	return len(v.s.Holds)+len(v.s.Dropping)+len(v.s.Late) > 0 || spec.At != None
}

// ripe reports whether a node may become ready: not held, and its time has
// come.
func (v *view) ripe(n NodeID, f FrameID, slot *Slot, spec *Spec) bool {
	switch {
	case len(v.s.Holds)+len(v.s.Dropping) > 0 && v.held(n, f):
		return false
	case len(v.s.Late) > 0 && v.lateOpen(n) != None && !v.p.row(n).is(isBlock):
		return false
	case spec.At == None:
		return true
	}
	base := slot.Entered
	if slot.State == Pending {
		base = v.now
	}
	at := v.timeAt(spec.At, n, f, base)
	return at != 0 && at <= v.now
}

// postponed takes a ready node back when its time is ahead again.
func (d *decider) postponed(n NodeID, f FrameID, slot *Slot) bool {
	spec := d.p.spec(n, slot.Overlays)
	if spec.At == None {
		return false
	}
	at := d.timeAt(spec.At, n, f, slot.Entered)
	if at != 0 && at <= d.now {
		return false
	}
	d.say(Postponed, n, f)
	return true
}

// startMachine starts what starts by itself, or records why it waits.
func (d *decider) startMachine(n NodeID, f FrameID, slot *Slot, spec *Spec) {
	b := d.startable(n, f, spec)
	if b.code == blameNone {
		d.startWork(n, f, spec)
		return
	}
	if b.code == blameGuard && d.reopenGuard(n, f, b.node) {
		return
	}
	if slot.State < ReadyState {
		d.say(Ready, n, f)
	}
	d.delay(n, f, &b)
}

// delay records why a start by itself waits, once per reason.
func (d *decider) delay(n NodeID, f FrameID, b *blame) {
	r := d.refusal(n, f, b)
	for i := range d.s.Delays {
		x := &d.s.Delays[i]
		if x.Node == n && x.Frame == f && x.Code == r.Code && x.Why == r.Why && x.Until == r.Until {
			return
		}
	}
	e := d.newEvent(StartDelayed, n, f)
	e.Answer, e.Text, e.Until = r.Code, r.Why, r.Until
	d.emit(e)
}

// startWork starts a machine step; a document or notice is done at once.
func (d *decider) startWork(n NodeID, f FrameID, spec *Spec) {
	d.passBoundaries(n, f)
	kind := d.p.Nodes[n].Kind
	if kind == KindDocument || kind == KindNotify {
		d.say(Done, n, f)
		d.after(n, f)
		return
	}
	values := d.inputs(n, f, spec)
	read := d.readValues(f, spec)
	e := d.newEvent(Started, n, f)
	e.Values, e.Read = values, read
	d.emit(e)
}

// reopenGuard reopens a gate or decision that a start found true no longer.
func (d *decider) reopenGuard(n NodeID, f FrameID, g NodeID) bool {
	slot, frame := d.slotFor(g, f)
	if slot == nil || slot.State != Settled {
		return false
	}
	d.reopened(g, frame, "no longer true when "+d.p.Nodes[n].ID+" was to start")
	d.pushBack(g, frame)
	return true
}

func (d *decider) reopened(n NodeID, f FrameID, why string) {
	e := d.newEvent(Reopened, n, f)
	e.Text = why
	d.emit(e)
}

// pushBack takes ready work after a reopened guard back to pending.
func (d *decider) pushBack(g NodeID, f FrameID) {
	for k, at := range d.readyBehind(g, f) {
		d.say(Postponed, k, at)
	}
}

// readyBehind yields the work after a gate or decision that is ready to start.
func (v *view) readyBehind(g NodeID, f FrameID) iter.Seq2[NodeID, FrameID] {
	return func(yield func(NodeID, FrameID) bool) {
		for i := range v.s.Frames {
			at := FrameID(i)
			if !v.s.within(at, f) {
				continue
			}
			for k := v.p.firstAfter(g); k < NodeID(len(v.p.Nodes)); k++ {
				node := &v.p.Nodes[k]
				behind := node.Scope == v.s.Frames[at].Scope && node.Kind.isWork() && v.p.inRange(g, k)
				if behind && v.s.slot(v.p, k, at).State == ReadyState && !yield(k, at) {
					return
				}
			}
		}
	}
}
