package engine

import "slices"

// finish ends an active node when its condition is met.
func (d *decider) finish(n NodeID, f FrameID, r *row, slot *Slot) {
	spec := d.p.spec(n, slot.Overlays)
	switch {
	case r.is(isBlock):
		// One that is held waits for its accountable, and one beside which a
		// procedure runs for that.
		if !d.blockHeld(n, f) && !d.accompanied(n, f) {
			d.finishBlock(n, f, r, slot, spec)
		}
	case r.kind == KindWait || r.kind == KindGate:
		d.finishWait(n, f, slot, spec)
	case r.kind == KindDecide:
		d.tally(n, f, slot, spec)
	case r.kind == KindAuto && slot.Sub == RetrySub:
		d.tryOnce(n, f, slot)
	case r.kind == KindAuto && spec.UndoHere:
		d.undoHere(n, f)
	}
}

// blockHeld reports whether a block is held: then it does not settle, though
// everything in it may.
func (v *view) blockHeld(n NodeID, f FrameID) bool {
	return len(v.s.Holds)+len(v.s.Dropping) > 0 && v.held(n, f)
}

// finishWait ends a wait or gate whose dwell is over and whose condition is
// true.
func (d *decider) finishWait(n NodeID, f FrameID, slot *Slot, spec *Spec) {
	if spec.For.Set {
		if d.s.paused(n, f) {
			return
		}
		if at := d.dwell(n, f, slot, spec); at == 0 || at > d.now {
			return
		}
	}
	if d.holds(spec.Until, n, f) {
		e := d.newEvent(Done, n, f)
		e.Read = d.readFacts(spec.Until)
		d.emit(e)
		d.after(n, f)
		return
	}
	d.waitForGrants(spec.Until, n, f, None)
}

// readFacts records the readings a condition was decided on.
func (d *decider) readFacts(pr ProgramID) []Named {
	if pr == None {
		return nil
	}
	var list []Named
	for _, ref := range d.p.Programs[pr].Expr.Refs() {
		if kind, i := SplitRef(ref); kind == RefFact {
			if r := d.s.reading(int32(i)); r != nil {
				list = append(list, Named{Name: d.p.Facts[i].ID, Value: r.Value})
			}
		}
	}
	return list
}

// finishBlock joins a block: a sequence ends with its last child.
func (d *decider) finishBlock(n NodeID, f FrameID, r *row, slot *Slot, spec *Spec) {
	switch {
	case r.kind == KindEach:
		d.finishEach(n, f, slot, spec)
	case n == d.p.Branch && d.p.rt.undoStep == None && !d.undoneBefore(n, f):
	case r.kind == KindParallel:
		d.join(n, f, spec, d.counts(n, f), true)
	case d.satisfiedUpTo(r.last, f):
		d.end(Done, n, f, "")
	}
}

// join settles a block by its counts: done when enough are, failed when all
// have settled and enough cannot be.
func (d *decider) join(n NodeID, f FrameID, spec *Spec, c childCounts, closed bool) {
	if !closed {
		return
	}
	enough := false
	switch spec.Enough.Kind {
	case EnoughAny:
		enough = c.satisfied >= 1
	case EnoughCount:
		enough = c.satisfied >= int64(spec.Enough.K)
	case EnoughPercent:
		enough = c.satisfied*100 >= c.total*int64(spec.Enough.K)
	case EnoughSettled:
		enough = c.open == 0
	default:
		enough = c.satisfied == c.total
	}
	switch {
	case enough:
		d.cancelOpen(n, f, c.open)
		d.end(Done, n, f, "")
	case c.open == 0:
		d.end(Failed, n, f, "")
	}
}

// cancelOpen cancels what is unsettled when enough is reached.
func (d *decider) cancelOpen(n NodeID, f FrameID, open int64) {
	if open == 0 {
		return
	}
	if d.p.Nodes[n].Kind == KindEach {
		for i := range d.s.Frames {
			if fr := &d.s.Frames[i]; fr.Parent == f && fr.Scope == d.p.Nodes[n].Inner && (fr.State == ItemOpen || fr.State == ItemWaiting) {
				d.say(Cancelled, n, FrameID(i))
			}
		}
		return
	}
	for k := n + 1; k < d.p.Nodes[n].End; k = d.p.Nodes[k].End {
		if slot := d.s.slot(d.p, k, f); d.present(k) && !slot.settled() && !d.owed(k, slot) {
			d.say(Cancelled, k, f)
		}
	}
}

// end ends a node and does what follows from its outcome.
func (d *decider) end(kind EventKind, n NodeID, f FrameID, answer string) {
	e := d.newEvent(kind, n, f)
	e.Answer = answer
	d.emit(e)
	d.after(n, f)
}

// after does what an outcome asks for: its actions, or without any what the
// kind says. An outcome that neither continues nor moves the flow reopens the
// node as a new attempt.
// Source: language reference, section 5, "after", and section 8.
func (d *decider) after(n NodeID, f FrameID) {
	r := d.p.row(n)
	if r.is(isSubject) {
		d.voidReaders(n, f)
	}
	slot := d.s.slotOf(r, f)
	spec := d.p.spec(n, slot.Overlays)
	if len(spec.Then) == 0 && slot.Flags&FlagSatisfied != 0 {
		return
	}
	attempt := slot.Attempt
	word := d.p.outcomeWord(n, slot)
	actions, written := spec.then(word)
	if !written {
		if slot.Flags&FlagSatisfied == 0 {
			d.withoutThen(n, f, slot, spec)
		}
		return
	}
	continues := slot.Flags&FlagSatisfied != 0
	d.cause = HoldDecision
	moved := d.act(actions, n, f)
	slot = d.s.slot(d.p, n, f)
	if !continues && !moved && slot.Attempt == attempt && slot.State == Settled {
		d.reopened(n, f, word)
	}
}

// withoutThen is what an outcome means that does not continue and for which no
// action is written.
func (d *decider) withoutThen(n NodeID, f FrameID, slot *Slot, spec *Spec) {
	switch {
	case slot.Outcome == OutcomeAnswer: // reject of the default answers
		b, bf := d.enclosing(n, f)
		d.hold(b, bf, HoldDecision, spec.Answers[slot.Answer]+": "+d.p.Nodes[n].ID)
		d.reopened(n, f, spec.Answers[slot.Answer])
	case slot.Outcome == OutcomeRefused && slot.Attempt < handoffAttempts:
		d.reopened(n, f, "refused")
	default:
		e := d.newEvent(Blocked, n, f)
		e.Answer = slot.Outcome.String()
		d.emit(e)
	}
}

// handoffAttempts is how often a refused handoff is prepared before it blocks.
const handoffAttempts = 4

// act runs actions in order and reports whether they moved the flow.
func (d *decider) act(actions []Action, n NodeID, f FrameID) bool {
	moved := false
	for i := range actions {
		moved = d.actOne(&actions[i], n, f) || moved
	}
	return moved
}

func (d *decider) actOne(a *Action, n NodeID, f FrameID) bool {
	b, bf := d.target(a, n, f)
	switch a.Verb {
	case VerbHold:
		d.hold(b, bf, d.cause, "")
	case VerbResume:
		return d.resume(b, bf, n, f)
	case VerbCancel:
		d.cancelBlock(b, bf, "")
		return true
	case VerbRedo:
		return d.redo(a, n, f)
	case VerbBackOut:
		d.backOut(b, bf, "")
		return true
	case VerbDrop, VerbDefer:
		d.dropItem(a, n, f)
		return true
	case VerbShift:
		d.shift(a, n, f)
	case VerbApply:
		d.applyOverlay(a, n, f)
	case VerbRun:
		d.runAction(a, n, f)
	case VerbFail:
		d.failNode(n, f)
		return true
	case VerbRemind, VerbAsk, VerbRaise:
		d.call(a, n, f)
	case VerbEscalate:
		d.escalateNow(n, f)
	case VerbNotify, VerbEmit:
		d.emitNamed(a, n, f)
	}
	return false
}

// target returns the block, item or case an action is on.
func (d *decider) target(a *Action, n NodeID, f FrameID) (NodeID, FrameID) {
	switch a.Target {
	case TargetItem:
		return d.item(n, f)
	case TargetCase:
		return None, 0
	case TargetBeside:
		if x := d.beside(n); x != nil {
			return x.Node, x.Frame
		}
		return None, 0
	}
	if a.Node == None {
		return None, 0
	}
	frame := d.frameFor(d.p.Nodes[a.Node].Scope, f)
	if frame == None {
		frame = 0
	}
	return a.Node, frame
}

// failNode settles an open node as failed.
func (d *decider) failNode(n NodeID, f FrameID) {
	if !d.s.slot(d.p, n, f).settled() {
		d.end(Failed, n, f, "")
	}
}

// emitNamed lets a named event or a notice leave the case.
func (d *decider) emitNamed(a *Action, n NodeID, f FrameID) {
	var values []Named
	for i := range a.With {
		values = append(values, Named{Name: a.With[i].Name, Value: d.template(a.With[i].Template, n, f)})
	}
	e := d.newEvent(Emitted, n, f)
	e.Answer, e.Values = a.Name, values
	if a.Verb == VerbNotify {
		e.Answer = "notify"
		for _, r := range a.Roles {
			e.Persons = append(e.Persons, d.holders(r, f)...)
		}
	}
	d.emit(e)
}

// hold holds a block, item or the case. What a handler holds already it does
// not hold twice: its holds are lifted together.
func (d *decider) hold(b NodeID, bf FrameID, cause HoldCause, reason string) {
	if cause == HoldWatch && slices.ContainsFunc(d.s.Holds, func(h Hold) bool {
		return h.Node == b && h.Frame == bf && h.Cause == HoldWatch && h.Watch == d.watch
	}) {
		return
	}
	e := d.newEvent(Held, b, bf)
	e.Index, e.Text = int32(cause), reason
	if cause == HoldWatch {
		e.Target = NodeID(d.watch)
	}
	d.emit(e)
}

// resume lifts the holds of a block's handlers, or in the branch ends the
// back-out: the block goes on as it stands (fix forward).
func (d *decider) resume(b NodeID, bf FrameID, n NodeID, f FrameID) bool {
	if n != None && d.branch(n) && d.s.BackOut.Active {
		d.fixForward()
		return true
	}
	for i := range d.s.Holds {
		if h := &d.s.Holds[i]; h.Node == b && h.Frame == bf && (h.Cause == HoldWatch || d.watch == None) {
			d.unhold(b, bf, h.Cause)
			d.continuePaused()
			break
		}
	}
	return false
}

func (d *decider) unhold(b NodeID, bf FrameID, cause HoldCause) {
	e := d.newEvent(Resumed, b, bf)
	e.Index = int32(cause)
	d.emit(e)
}

// cancelBlock cancels a block, item or the case. Live touching steps are undone
// first: an item or step by itself, a block or the case by way of back-out.
func (d *decider) cancelBlock(b NodeID, bf FrameID, reason string) {
	if d.touched(b, bf) {
		if d.isItem(b, bf) {
			d.undoItem(b, bf, "cancel")
			return
		}
		d.backOut(b, bf, reason)
		return
	}
	if b == None {
		d.cancelCase(reason)
		return
	}
	d.endBeside(b, bf)
	e := d.newEvent(Cancelled, b, bf)
	e.Text = reason
	d.emit(e)
	if !d.isItem(b, bf) {
		d.after(b, bf)
	}
}

// cancelCase cancels everything that is open; the case is cancelled when its
// owed duties are done.
func (d *decider) cancelCase(reason string) {
	d.fixOutcome("cancelled")
	d.endBeside(None, 0)
	for _, ph := range d.p.Phases {
		if ph != d.p.Branch && !d.s.slot(d.p, ph, 0).settled() {
			e := d.newEvent(Cancelled, ph, 0)
			e.Text = reason
			d.emit(e)
		}
	}
	d.caseDirty = true
}

func (d *decider) fixOutcome(outcome string) {
	if d.s.Outcome != "" {
		return
	}
	e := d.newEvent(OutcomeFixed, None, 0)
	e.Answer = outcome
	d.emit(e)
}

// touched reports whether a touching step in the block started and is not
// undone.
func (v *view) touched(b NodeID, bf FrameID) bool {
	found := false
	v.eachTouching(b, bf, func(NodeID, FrameID, *Slot) { found = true })
	return found
}

// eachTouching calls do for every touching leaf of a block that started and is
// not undone.
func (v *view) eachTouching(b NodeID, bf FrameID, do func(NodeID, FrameID, *Slot)) {
	for n, f := range v.inside(b, bf) {
		node := &v.p.Nodes[n]
		if !node.Touching || node.Kind.IsBlock() {
			continue
		}
		slot := v.s.slot(v.p, n, f)
		if slot.Live() {
			do(n, f, slot)
		}
	}
}
