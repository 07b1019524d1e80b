package engine

import (
	"slices"

	"github.com/headgate/headgate/calendar"
)

// queueUndo lists the touching steps of a block that are live, last started
// first, for undoing; from None means all of the block, else only what a redo
// from there repeats. It reports whether there are any.
func (d *decider) queueUndo(b NodeID, bf FrameID, from NodeID) bool {
	var list []UndoItem
	var barred []place
	d.eachTouching(b, bf, func(n NodeID, f FrameID, slot *Slot) {
		if from != None && !d.inScopeOfRedo(from, n, f) {
			return
		}
		if spec := d.specAt(n, f); spec.BackOut == nil || spec.BackOut.None != "" {
			return
		}
		if d.queued(n, f) {
			return
		}
		if k, at := d.behindBoundary(n, f); k != None {
			if !slices.Contains(barred, place{k, at}) {
				barred = append(barred, place{k, at})
			}
			return
		}
		list = append(list, UndoItem{Node: n, Frame: f, Attempt: slot.Attempt})
	})
	slices.SortStableFunc(list, func(x, y UndoItem) int {
		if c := d.begun(y).Compare(d.begun(x)); c != 0 {
			return c
		}
		if x.Frame != y.Frame {
			return int(y.Frame) - int(x.Frame)
		}
		return int(y.Node) - int(x.Node)
	})
	for _, k := range barred {
		d.remedy(k.node, k.frame)
	}
	for _, u := range list {
		e := d.newEvent(UndoStarted, u.Node, u.Frame)
		e.Target, e.Answer = NodeID(ToUndo), "queued"
		d.emit(e)
	}
	return len(d.s.Undo) > 0
}

// begun returns when a live step started. One that is to be tried again comes
// after all that did.
func (v *view) begun(u UndoItem) calendar.Instant {
	if at := v.s.slot(v.p, u.Node, u.Frame).Start; at != 0 {
		return at
	}
	return calendar.Forever
}

func (v *view) queued(n NodeID, f FrameID) bool {
	for i := range v.s.Undo {
		if v.s.Undo[i].Node == n && v.s.Undo[i].Frame == f {
			return true
		}
	}
	return false
}

// inScopeOfRedo reports whether a redo from `from` repeats n: itself or, for a
// step in an item, the each it is in.
func (v *view) inScopeOfRedo(from, n NodeID, f FrameID) bool {
	if v.p.inRange(from, n) {
		return true
	}
	for f != None && v.s.Frames[f].Parent != None {
		each := v.p.Scopes[v.s.Frames[f].Scope].Each
		if v.p.inRange(from, each) {
			return true
		}
		f = v.s.Frames[f].Parent
	}
	return false
}

// behindBoundary returns the passed boundary after n that forbids its undoing,
// or None.
func (v *view) behindBoundary(n NodeID, f FrameID) (NodeID, FrameID) {
	for k := v.p.firstAfter(n); k < NodeID(len(v.p.Nodes)); k++ {
		if v.p.Nodes[k].Kind != KindBoundary || !v.p.inRange(n, k) {
			continue
		}
		if slot, at := v.slotFor(k, f); slot != nil && slot.Flags&FlagPassed != 0 {
			return k, at
		}
	}
	return None, None
}

// undoNext starts the undoing of the first step in the queue, or finishes what
// the undoing was for.
func (d *decider) undoNext() {
	if len(d.s.Undo) > 0 {
		if u := d.s.Undo[0]; u.State == ToUndo && d.atSafePoint(u.Node, u.Frame) {
			values := d.undoInputs(u.Node, u.Frame)
			e := d.newEvent(UndoStarted, u.Node, u.Frame)
			e.Index, e.Values = 0, values
			d.emit(e)
		}
		return
	}
	switch {
	case d.s.BackOut.Active:
		d.touchUndoStep()
	case len(d.s.Redos) > 0:
		for len(d.s.Redos) > 0 {
			r := d.s.Redos[0]
			d.finishRedo(&r)
		}
	case len(d.s.Dropping) > 0:
		d.settleDropped()
	}
}

// atSafePoint reports whether a step may be undone: it no longer runs.
func (v *view) atSafePoint(n NodeID, f FrameID) bool {
	slot := v.s.slot(v.p, n, f)
	if v.p.Nodes[n].Kind != KindAuto {
		return true
	}
	return slot.State != Active || slot.Sub == PausedSub || slot.Sub == InDoubtSub || slot.Sub == RetrySub
}

// undoInputs are the inputs of the back-out as they were recorded when the
// step started.
func (v *view) undoInputs(n NodeID, f FrameID) []Named {
	r := v.s.recorded(n, f)
	if r == nil {
		return nil
	}
	var list []Named
	for _, x := range r.Values {
		if len(x.Name) > len(backOutPrefix) && x.Name[:len(backOutPrefix)] == backOutPrefix {
			list = append(list, Named{Name: x.Name[len(backOutPrefix):], Value: x.Value})
		}
	}
	return list
}

// undoing returns the step being undone, or nil.
func (s *State) undoingOf(n NodeID, f FrameID) *UndoItem {
	for i := range s.Undo {
		if u := &s.Undo[i]; u.Node == n && u.Frame == f && u.State != ToUndo {
			return u
		}
	}
	return nil
}

// undone takes the report that a back-out is done or failed.
func (d *decider) undone(n NodeID, f FrameID, ok bool, reason string) {
	kind := Undone
	if !ok {
		kind = UndoFailed
	}
	e := d.newEvent(kind, n, f)
	e.Text = reason
	d.emit(e)
	if ok {
		d.undoNext()
	}
}

// backOut starts the back-out of a block or the case: it is held, what runs
// reaches its safe point, and the branch is entered. An item or a step is
// undone by itself.
// Source: language reference, section 11, "Back-out".
func (d *decider) backOut(b NodeID, bf FrameID, reason string) {
	if d.isItem(b, bf) || b != None && !d.p.Nodes[b].Kind.IsBlock() {
		d.undoItem(b, bf, reason)
		return
	}
	if d.s.BackOut.Active {
		return
	}
	if d.p.Branch != None && d.s.slot(d.p, d.p.Branch, 0).settled() {
		d.resetBranch()
	}
	e := d.newEvent(BackOutStarted, b, bf)
	e.Text = reason
	d.emit(e)
	h := d.newEvent(Held, None, 0)
	h.Index = int32(HoldBackOut)
	d.emit(h)
	d.endBeside(b, bf)
	d.withdraw(b, bf)
	if d.p.Branch == None {
		d.queueUndo(b, bf, None)
		d.undoNext()
	}
	d.touchAll()
}

// withdraw takes back what people and machines without a safe point would
// still do in a block that is backed out.
func (d *decider) withdraw(b NodeID, bf FrameID) {
	for n, f := range d.inside(b, bf) {
		node := &d.p.Nodes[n]
		if node.Kind.IsBlock() || d.branch(n) {
			continue
		}
		slot := d.s.slot(d.p, n, f)
		if slot.State != ReadyState && slot.State != Active || node.Touching || d.owed(n, slot) {
			continue
		}
		if d.p.BranchTo != None && n >= d.p.BranchTo {
			continue // the case goes on there
		}
		e := d.newEvent(Cancelled, n, f)
		e.Index = backOutCancelled
		d.emit(e)
	}
}

// backOutCancelled in Event.Index of Cancelled says that a back-out took the
// step back: it comes back when the block goes on after all.
const backOutCancelled int32 = -4

// bringBack lets the steps of a block begin again that its back-out took back,
// where the block around them still runs.
func (d *decider) bringBack(b NodeID, bf FrameID) {
	for n, f := range d.inside(b, bf) {
		if d.s.slot(d.p, n, f).Sub == TakenBackSub && d.upRuns(n, f) {
			d.reopened(n, f, "the block goes on as it stands")
		}
	}
}

// upRuns reports whether the block or item around a node has not settled.
func (v *view) upRuns(n NodeID, f FrameID) bool {
	if f != 0 && v.s.Frames[f].State == ItemSettled {
		return false
	}
	up, at := v.up(n, f)
	return up == None || !v.s.slot(v.p, up, at).settled()
}

// undoHere runs the undoing at the step of the branch that is made for it.
func (d *decider) undoHere(n NodeID, f FrameID) {
	if !d.s.BackOut.Queued {
		d.queueBackOut(n, f)
	}
	if len(d.s.Undo) > 0 {
		d.undoNext()
		return
	}
	if !d.accompanied(d.s.BackOut.Node, d.s.BackOut.Frame) { // a remedy is part of the undoing
		d.end(Done, n, f, "")
	}
}

// undoneBefore runs the undoing before the first step of a branch that has no
// step for it, and reports whether it is done.
func (d *decider) undoneBefore(n NodeID, f FrameID) bool {
	if !d.s.BackOut.Active {
		return true
	}
	if !d.s.BackOut.Queued {
		d.queueBackOut(n, f)
		d.undoNext()
		if len(d.s.Undo) == 0 {
			d.touchFirst(n, f)
		}
	}
	return len(d.s.Undo) == 0 && !d.accompanied(d.s.BackOut.Node, d.s.BackOut.Frame)
}

// queueBackOut lists what the back-out undoes, once, and says so in the log.
func (d *decider) queueBackOut(n NodeID, f FrameID) {
	d.queueUndo(d.s.BackOut.Node, d.s.BackOut.Frame, None)
	e := d.newEvent(UndoStarted, n, f)
	e.Index, e.Target, e.Answer = None, undoQueued, "all queued"
	d.emit(e)
}

// undoQueued in Event.Target says that the back-out has listed its steps.
const undoQueued NodeID = -2

// touchUndoStep looks again at the steps of the branch that undo.
func (d *decider) touchUndoStep() {
	d.caseDirty = true
	if d.p.Branch == None {
		return
	}
	end := d.p.Nodes[d.p.Branch].End
	for k := d.p.Branch; k < end; k++ {
		if d.p.Nodes[k].Scope == 0 {
			d.touch(k, 0)
		}
	}
}

// branchDone reports whether the branch of a back-out has settled, or all is
// undone where there is none.
func (v *view) branchDone() bool {
	if v.p.Branch == None {
		return len(v.s.Undo) == 0 && !v.accompanied(v.s.BackOut.Node, v.s.BackOut.Frame)
	}
	slot := v.s.slot(v.p, v.p.Branch, 0)
	return slot.settled() && slot.Attempt > 0
}

// backOutDone settles the block as backed out, cancels what is left up to the
// phase after the branch, and lets the case go on there.
func (d *decider) backOutDone() {
	b, bf := d.s.BackOut.Node, d.s.BackOut.Frame
	d.unhold(None, 0, HoldBackOut)
	for i := range d.s.Redos {
		if r := d.s.Redos[i]; d.overtaken(&r) {
			d.unhold(r.Block, r.BlockFrame, HoldRedo)
		}
	}
	d.say(BackOutDone, None, 0)
	if b != None && !d.s.slot(d.p, b, bf).settled() {
		e := d.newEvent(Cancelled, b, bf)
		e.Answer = "backed_out"
		d.emit(e)
	}
	for _, ph := range d.p.Phases {
		if ph == d.p.BranchTo {
			break
		}
		if ph == d.p.Branch || d.s.slot(d.p, ph, 0).settled() {
			continue
		}
		e := d.newEvent(Cancelled, ph, 0)
		e.Answer = "backed_out"
		d.emit(e)
	}
	d.continuePaused()
	d.undoNext()
	d.touchAll()
}

// overtaken reports whether a back-out under way leaves nothing of a redo to be
// done: what it would repeat is cancelled.
func (v *view) overtaken(r *PendingRedo) bool {
	if v.p.BranchTo != None {
		return r.From < v.p.BranchTo
	}
	return v.p.covers(v.s, v.s.BackOut.Node, v.s.BackOut.Frame, r.From, v.s.BackOut.Frame)
}

// fixedForward in Event.Answer of BackOutDone says that the block goes on.
const fixedForward = "fix_forward"

// fixForward ends a back-out without undoing: the block goes on as it stands.
func (d *decider) fixForward() {
	d.unhold(None, 0, HoldBackOut)
	e := d.newEvent(BackOutDone, None, 0)
	e.Answer = fixedForward
	d.emit(e)
	d.resetBranch()
	d.continuePaused()
	d.bringBack(d.s.BackOut.Node, d.s.BackOut.Frame)
	if len(d.s.Redos) > 0 { // it goes on where the back-out came in between
		r := d.s.Redos[0]
		d.queueUndo(r.Block, r.BlockFrame, r.From)
		d.undoNext()
	}
}

// resetBranch makes the branch ready for another back-out.
func (d *decider) resetBranch() {
	e := d.newEvent(Reset, None, 0)
	e.Target = d.p.Branch
	d.emit(e)
}

// undoItem undoes the touching steps of an item or of one step by themselves;
// in a serial each those of later items first. Then the item is backed out.
func (d *decider) undoItem(b NodeID, bf FrameID, why string) {
	items := []place{{b, bf}}
	if d.isItem(b, bf) && d.specAt(b, d.s.Frames[bf].Parent).Serial {
		for i := range d.s.Frames {
			fr := &d.s.Frames[i]
			if FrameID(i) > bf && fr.Parent == d.s.Frames[bf].Parent && fr.Scope == d.s.Frames[bf].Scope && fr.State >= ItemOpen {
				items = append(items, place{b, FrameID(i)})
			}
		}
	}
	for _, it := range items {
		e := d.newEvent(BackOutStarted, it.node, it.frame)
		e.Answer, e.Text = "item", why
		d.emit(e)
	}
	for i := len(items) - 1; i >= 0; i-- {
		d.queueUndo(items[i].node, items[i].frame, None)
	}
	d.undoNext()
}

// settleDropped settles the items whose steps have been undone.
func (d *decider) settleDropped() {
	for len(d.s.Dropping) > 0 {
		x := d.s.Dropping[len(d.s.Dropping)-1]
		kind, outcome := Cancelled, "backed_out"
		switch x.Why {
		case "drop":
			kind, outcome = ItemDropped, ""
		case "cancel":
			outcome = ""
		}
		e := d.newEvent(kind, x.Node, x.Frame)
		e.Answer = outcome
		d.emit(e)
		if d.isItem(x.Node, x.Frame) {
			d.touch(x.Node, d.s.Frames[x.Frame].Parent)
		} else {
			d.after(x.Node, x.Frame)
		}
	}
}

// continuePaused lets machine steps go on that reached their safe point.
func (d *decider) continuePaused() {
	for i := range d.s.Frames {
		for k := range d.p.Nodes {
			if d.p.Nodes[k].Scope != d.s.Frames[i].Scope {
				continue
			}
			slot := d.s.slot(d.p, NodeID(k), FrameID(i))
			if slot.State == Active && slot.Sub == PausedSub && !d.held(NodeID(k), FrameID(i)) {
				d.say(Continued, NodeID(k), FrameID(i))
			}
		}
	}
}

// passBoundaries passes the armed boundaries before n: its start is the first
// of a work after them. What a back-out starts comes after nothing: an armed
// boundary does not forbid to undo what is before it.
func (d *decider) passBoundaries(n NodeID, f FrameID) {
	if d.branch(n) {
		return
	}
	for _, k := range d.p.rt.boundaries {
		if k == n || !d.p.inRange(k, n) {
			continue
		}
		slot, frame := d.slotFor(k, f)
		if slot != nil && slot.Flags&(FlagArmed|FlagPassed) == FlagArmed {
			d.say(BoundaryPassed, k, frame)
		}
	}
}

// startBoundary arms a boundary, at once or when it has been accepted.
func (d *decider) startBoundary(n NodeID, f FrameID, spec *Spec) {
	if spec.Accept == None {
		d.say(Done, n, f)
		d.after(n, f)
		return
	}
	if d.s.slot(d.p, n, f).State < ReadyState {
		d.say(Ready, n, f)
	}
}

// remedy does what a passed boundary says remains possible, since what is
// before it cannot be undone any more: its procedure runs beside the block that
// is backed out, or the accountable gets the text as work, which the case waits
// for before it closes.
// Source: language reference, section 11, "Back-out".
func (d *decider) remedy(k NodeID, frame FrameID) {
	spec := d.specAt(k, frame)
	if spec.RemedyProcedure != None {
		d.run(spec.RemedyProcedure, d.s.BackOut.Node, d.s.BackOut.Frame)
		return
	}
	r := d.accountable(k, frame)
	e := d.newEvent(Escalated, k, frame)
	e.Answer, e.Text, e.Role, e.Persons = remedyAsked, spec.Remedy, r, d.holders(r, frame)
	d.emit(e)
}

// remedyAsked in Event.Answer of Escalated says that the text of a remedy is
// work now; remedyDone in Event.Index of Done, that it has been done.
const (
	remedyAsked       = "remedy"
	remedyDone  int32 = -5
)

// reportRemedy takes the word of the accountable that he did what a passed
// boundary leaves possible.
func (d *decider) reportRemedy(c *Command) *Refusal {
	role, r := d.authority(c.Node, c.Frame, c)
	if r != nil {
		return r
	}
	e := d.newEvent(Done, c.Node, c.Frame)
	e.Index, e.Role, e.Text = remedyDone, role, c.Reason
	d.emit(e)
	d.caseDirty = true
	return nil
}
