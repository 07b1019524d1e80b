package engine

import (
	"iter"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/expr"
)

// blame is why something cannot happen now: small, without text, so that rules
// can ask all the time. Offer and refusals turn it into a sentence.
type blame struct {
	code  blameCode
	node  NodeID
	role  RoleID
	ref   expr.Ref
	index int32 // window, rule
	name  string
	more  string
	until calendar.Instant // look again then, 0: when something changes
}

type blameCode uint8

const (
	blameNone      blameCode = iota
	blameState               // not in a state for it
	blameHeld                // a block around it is held
	blameAt                  // its time has not come, or is unresolved
	blameBefore              // something before it is not satisfied
	blameWhen                // its when is not decided
	blameGuard               // a gate or decision before it no longer counts
	blameStale               // a step before it read something that changed
	blameWindow              // outside the window
	blameFreeze              // in a freeze
	blameFit                 // does not fit
	blameGrant               // not covered
	blamePath                // the package has not reached the environment before
	blameRule                // another rule of the process
	blameInput               // an input is not known
	blameRole                // acted in a role this must differ from
	blameSeparated           // did a step this must differ from
	blameDecider             // decided the grant
	blameNotYours            // does not hold the role
	blameInserted            // a step that an overlay put before must settle first
	blameRedo                // another redo or undoing holds the range
	blameCheck               // a check of a handoff is not true
)

// startable returns what forbids leaf n to start now, people aside. The same
// conditions serve machines, commands and Offer.
// Source: language reference, section 5, "start".
func (v *view) startable(n NodeID, f FrameID, spec *Spec) blame {
	if len(v.s.Holds)+len(v.s.Dropping) > 0 && v.held(n, f) {
		return blame{code: blameHeld, node: n}
	}
	if v.p.row(n).is(isWork) {
		if b := v.guardBlame(n, f); b.code != blameNone {
			return b
		}
	}
	if spec.Touches != nil {
		if b := v.staleBefore(n, f); b.code != blameNone {
			return b
		}
	}
	if len(spec.Waits) > 0 {
		if b := v.ruleBlame(n, f, spec); b.code != blameNone {
			return b
		}
	}
	if spec.Touches != nil || spec.Window.Window != None && len(spec.Waits) == 0 {
		if b := v.windowBlame(n, f); b.code != blameNone {
			return b
		}
	}
	if len(spec.With) > 0 || spec.BackOut != nil {
		return v.inputBlame(n, f, spec)
	}
	return blame{}
}

// ruleBlame reads the rules of the process that bind a step.
func (v *view) ruleBlame(n NodeID, f FrameID, spec *Spec) blame {
	for i, pr := range spec.Waits {
		if v.eval(pr, n, f).IsTrue() {
			continue
		}
		if b := v.coveredBlame(n, f); b.code != blameNone && v.reads(pr, RefCovered) {
			return b
		}
		if b := v.windowBlame(n, f); b.code != blameNone && v.reads(pr, RefFits) {
			return b
		}
		return blame{code: blameRule, node: n, index: v.ruleOf(spec, i)}
	}
	return blame{}
}

// ruleOf returns the rule whose start_if is the ith of spec.Waits.
func (v *view) ruleOf(spec *Spec, i int) int32 {
	for _, r := range spec.Rules {
		if v.p.Rules[r].StartIf == None {
			continue
		}
		if i == 0 {
			return r
		}
		i--
	}
	return None
}

func (v *view) reads(pr ProgramID, kind RefKind) bool {
	for _, ref := range v.p.Programs[pr].Expr.Refs() {
		if k, _ := SplitRef(ref); k == kind {
			return true
		}
	}
	return false
}

// inputBlame reports an input of with, or of the back-out, that is unknown.
func (v *view) inputBlame(n NodeID, f FrameID, spec *Spec) blame {
	for i := range spec.With {
		if x := v.template(spec.With[i].Template, n, f); x.IsUnknown() {
			ref, _ := x.Blame()
			return blame{code: blameInput, node: n, name: spec.With[i].Name, ref: ref}
		}
	}
	if spec.BackOut == nil {
		return blame{}
	}
	for i := range spec.BackOut.With {
		if x := v.template(spec.BackOut.With[i].Template, n, f); x.IsUnknown() {
			ref, _ := x.Blame()
			return blame{code: blameInput, node: n, name: "back_out." + spec.BackOut.With[i].Name, ref: ref}
		}
	}
	return blame{}
}

// guardBlame reads the gates and decisions before n that are not consumed.
func (v *view) guardBlame(n NodeID, f FrameID) blame {
	if b := v.pathBlame(v.p.rt.guards[n], f); b.code != blameNone || !v.p.rt.needs {
		return b
	}
	for _, path := range v.p.rt.needGuards[n] {
		if b := v.pathBlame(path, f); b.code != blameNone {
			return b
		}
	}
	return blame{}
}

// pathBlame reads the guards on one way to a node.
func (v *view) pathBlame(path []NodeID, f FrameID) blame {
	for _, g := range path {
		slot, frame := v.slotFor(g, f)
		if slot == nil || slot.State == Pending || slot.Outcome == OutcomeSkipped || v.calledOff(g, frame) {
			continue
		}
		if v.p.row(g).is(isWork) {
			return blame{} // its start consumed what is before it
		}
		if !v.stands(g, frame, slot) {
			return blame{code: blameGuard, node: g}
		}
	}
	return blame{}
}

// calledOff reports whether a block or item around a node was cancelled or
// backed out: nobody waits for its gates any more.
func (v *view) calledOff(n NodeID, f FrameID) bool {
	off := func(o Outcome) bool { return o == OutcomeCancelled || o == OutcomeBackedOut }
	for up, at := v.up(n, f); up != None; up, at = v.up(up, at) {
		if at != f && off(v.s.Frames[f].Outcome) || off(v.s.slot(v.p, up, at).Outcome) {
			return true
		}
		f = at
	}
	return false
}

// stands reports whether a gate or decision still counts: satisfied, valid, and
// for a gate its condition still true or waived.
func (v *view) stands(g NodeID, f FrameID, slot *Slot) bool {
	if slot.State != Settled || slot.Flags&FlagSatisfied == 0 {
		return slot.State == Settled && slot.Flags&FlagBlocked == 0
	}
	kind := v.p.row(g).kind
	if kind != KindGate && kind != KindDecide {
		return true
	}
	spec := v.p.spec(g, slot.Overlays)
	if spec.rt.expires || slot.Outcome == OutcomeWaived {
		if until := v.validUntil(g, f, slot, spec); until != 0 && v.now >= until {
			return false
		}
	}
	return kind != KindGate || slot.Outcome == OutcomeWaived || v.holds(spec.Until, g, f)
}

// validUntil returns when a settled gate or decision ends to count, 0 for
// never.
func (v *view) validUntil(g NodeID, f FrameID, slot *Slot, spec *Spec) calendar.Instant {
	forSpan, until := &spec.ValidFor, spec.ValidUntil
	if slot.Outcome == OutcomeWaived {
		forSpan, until = &spec.WaiveFor, spec.WaiveUntil
	}
	if forSpan.Set {
		return v.plus(slot.End, forSpan, g, f)
	}
	return v.timeAt(until, g, f, slot.End)
}

// staleBefore reports a settled step before n whose inputs changed since.
func (v *view) staleBefore(n NodeID, f FrameID) blame {
	for k := NodeID(0); k < n; k++ {
		slot, _ := v.slotFor(k, f)
		if slot != nil && slot.Flags&FlagStale != 0 {
			return blame{code: blameStale, node: k}
		}
	}
	return blame{}
}

// held reports whether a hold on a block around n, or on n, forbids starts.
func (v *view) held(n NodeID, f FrameID) bool {
	if v.holdOn(n, f) != nil {
		return true
	}
	for i := range v.s.Dropping {
		if v.p.covers(v.s, v.s.Dropping[i].Node, v.s.Dropping[i].Frame, n, f) {
			return true
		}
	}
	return false
}

// exempt reports whether a hold leaves n alone: the branch runs while the case
// is held for a back-out, or for a redo that was under way before it, and a
// procedure while the block beside it is.
func (v *view) exempt(h *Hold, n NodeID) bool {
	if x := v.beside(n); x != nil && (h.Cause == HoldBackOut || x.Node == h.Node && x.Frame == h.Frame) {
		return true // it is beside what is held
	}
	return (h.Cause == HoldBackOut || h.Cause == HoldRedo && !v.branch(h.Node)) && v.branch(n)
}

// covers reports whether n in f is block b in frame bf or inside it; b None is
// the case. An item is its each with the frame of the item.
func (p *Plan) covers(s *State, b NodeID, bf FrameID, n NodeID, f FrameID) bool {
	if b == None {
		return true
	}
	return n != None && n >= b && n < p.Nodes[b].End && s.within(f, bf)
}

// inside yields block b in frame bf, the case for None, and every node in it,
// frame by frame in document order.
func (v *view) inside(b NodeID, bf FrameID) iter.Seq2[NodeID, FrameID] {
	return func(yield func(NodeID, FrameID) bool) {
		for i := range v.s.Frames {
			f := FrameID(i)
			for k := range v.p.Nodes {
				n := NodeID(k)
				if v.p.Nodes[n].Scope == v.s.Frames[f].Scope && v.p.covers(v.s, b, bf, n, f) && !yield(n, f) {
					return
				}
			}
		}
	}
}

// heldFor returns for how long a hold has covered node n, in milliseconds.
func (v *view) heldFor(n NodeID, f FrameID) int64 {
	since := calendar.Instant(0)
	for i := range v.s.Holds {
		h := &v.s.Holds[i]
		if v.p.covers(v.s, h.Node, h.Frame, n, f) && (since == 0 || h.At < since) {
			since = h.At
		}
	}
	if since == 0 {
		return 0
	}
	return int64(v.now - since)
}

func (v *view) heldCount(n NodeID, f FrameID) int {
	held := 0
	for i := range v.s.Holds {
		h := &v.s.Holds[i]
		if h.Node != None && v.p.covers(v.s, n, f, h.Node, h.Frame) {
			held++
		}
	}
	return held
}

// up returns the block around n in f, with its frame; None at the top.
func (v *view) up(n NodeID, f FrameID) (NodeID, FrameID) {
	parent := v.p.row(n).parent
	switch {
	case parent == None:
		return None, 0
	case f != 0 && v.p.row(parent).scope != v.s.Frames[f].Scope:
		return parent, v.s.Frames[f].Parent
	}
	return parent, f
}

// item returns the innermost item around n in f, as its each and frame, or
// None.
func (v *view) item(n NodeID, f FrameID) (NodeID, FrameID) {
	if v.s.Frames[f].Parent == None {
		return None, 0
	}
	return v.p.Scopes[v.s.Frames[f].Scope].Each, f
}

// enclosing returns the innermost block around n, which inside an each with no
// block of its own is the each, with the item's frame left.
func (v *view) enclosing(n NodeID, f FrameID) (NodeID, FrameID) {
	if n == None {
		return None, 0
	}
	return v.up(n, f)
}
