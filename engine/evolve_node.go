package engine

import (
	"slices"

	"github.com/headgate/headgate/expr"
)

// isItem reports whether (n, f) addresses an item of the each n.
func (v *view) isItem(n NodeID, f FrameID) bool {
	return n != None && v.p.row(n).is(isEach) && v.s.Frames[f].Scope == v.p.Nodes[n].Inner
}

// evolveNode applies the events of a node up to its end.
func (v *view) evolveNode(e *Event) *Slot {
	r := v.p.row(e.Node)
	if r.is(isEach) && v.isItem(e.Node, e.Frame) {
		if e.Kind == Started {
			v.s.Frames[e.Frame].State = ItemOpen
		}
		return nil
	}
	slot := v.s.slotOf(r, e.Frame)
	switch e.Kind {
	case Entered:
		v.begin(slot, e)
	case Skipped:
		v.begin(slot, e)
		v.end(slot, e, OutcomeSkipped)
		slot.Flags |= FlagSatisfied
	case Ready:
		v.begin(slot, e)
		slot.State, slot.Ready = ReadyState, e.At
	case Postponed:
		slot.State, slot.Ready, slot.Due = Entering, 0, 0
		if e.Answer == "again" { // entered anew, with the overlays now in force
			slot.State = Pending
		}
		v.s.dropClocks(e.Node, e.Frame) // fired rungs stay fired
	case Started, PhaseEntered:
		if e.Kind == PhaseEntered {
			v.s.Phase = e.Node
		}
		if r.kind == KindProcedure {
			v.evolveRun(e)
		}
		if slot.State != Active {
			v.start(r, slot, e)
		}
	case Paused, Continued:
		v.evolvePause(slot, e)
	case InDoubt:
		slot.Sub = InDoubtSub
	case Offered:
		if slot.State != Active {
			v.start(r, slot, e)
		}
		slot.Sub = OfferedSub
		v.did(e)
		v.s.gives(e, e.Actor.Person)
		v.s.gives(e, e.Actor.For)
		v.outputs(e, slot)
	case Assigned:
		slot.Assignee = e.Person
		return slot
	case Stale:
		v.stale(slot, e)
		return slot
	case Kept:
		v.keep(slot, e)
	}
	v.retime(e.Node, e.Frame, slot)
	return slot
}

// gives remembers a giver of a handoff: who offered it, and for whom.
func (s *State) gives(e *Event, person string) {
	if person != "" {
		s.Givers = append(s.Givers, Doer{Node: e.Node, Frame: e.Frame, Role: e.Role, Person: person})
	}
}

// begin enters the attempt of a pending node: the overlays in force are fixed.
func (v *view) begin(slot *Slot, e *Event) {
	if slot.State != Pending {
		return
	}
	slot.Attempt = max(1, slot.Attempt)
	slot.State, slot.Entered, slot.Overlays = Entering, e.At, v.s.Overlays
	slot.Flags &^= FlagKeepable
}

// start starts a node that is not active; what came before at the same instant
// is implied.
func (v *view) start(r *row, slot *Slot, e *Event) {
	v.begin(slot, e)
	if slot.State < ReadyState {
		slot.Ready = e.At
	}
	slot.State, slot.Sub, slot.Start = Active, InProgress, e.At
	slot.Flags &^= FlagUndone // what is done again is live again
	if r.kind == KindHandoff {
		slot.Sub = PreparedSub
	}
	if e.Actor.Person != "" {
		v.did(e)
	}
	if r.is(isTouching) {
		v.retimeDeadline(e.Node, e.Frame)
	}
	if len(v.s.Delays) > 0 {
		v.s.Delays = slices.DeleteFunc(v.s.Delays, func(d Delay) bool { return d.Node == e.Node && d.Frame == e.Frame })
	}
	if e.Kind == Started {
		if e.Actor.Person != "" {
			slot.Assignee = e.Actor.voter()
		}
		if len(e.Values) > 0 || len(e.Read) > 0 {
			v.s.record(e.Node, e.Frame, e.Values, e.Read)
		}
	}
}

// did remembers who acted, where somebody else must differ from him.
func (v *view) did(e *Event) {
	if e.Actor.Person != "" && e.Node != None && v.p.keepsApart(e.Node, e.Role) {
		v.remember(e)
	}
}

// keepsApart reports whether somebody must differ from who acts on a node in a
// role, or he from others: what he does is remembered, and what he did counts.
func (p *Plan) keepsApart(n NodeID, role RoleID) bool {
	return p.row(n).is(isSeparated) || role != None && p.rt.sepRoles[role]
}

func (v *view) remember(e *Event) {
	d := Doer{Node: e.Node, Frame: e.Frame, Role: e.Role, Person: e.Actor.Person}
	if !slices.Contains(v.s.Doers, d) {
		v.s.Doers = append(v.s.Doers, d)
	}
	if e.Actor.For != "" {
		d.Person = e.Actor.For
		if !slices.Contains(v.s.Doers, d) {
			v.s.Doers = append(v.s.Doers, d)
		}
	}
}

// record keeps what a step was started with: the inputs of its executor and of
// its back-out, and the values it read, for keep.
func (s *State) record(n NodeID, f FrameID, values, read []Named) {
	r := Recorded{Node: n, Frame: f, Values: values, Read: read}
	for i := range s.Inputs {
		if s.Inputs[i].Node == n && s.Inputs[i].Frame == f {
			s.Inputs[i] = r
			return
		}
	}
	s.Inputs = append(s.Inputs, r)
}

// recorded returns what the last start of a step recorded, or nil.
func (s *State) recorded(n NodeID, f FrameID) *Recorded {
	for i := range s.Inputs {
		if s.Inputs[i].Node == n && s.Inputs[i].Frame == f {
			return &s.Inputs[i]
		}
	}
	return nil
}

// evolveWaived applies a waiver: of a deliverable, of what made a step stale, or
// of a gate, which ends with it.
func (v *view) evolveWaived(e *Event) *Slot {
	switch {
	case e.Index != None:
		v.evolveEvidence(e)
		return nil
	case e.Answer == staleWaived:
		slot := v.s.slot(v.p, e.Node, e.Frame)
		v.waived(slot, e)
		return slot
	default:
		return v.evolveEnd(e)
	}
}

// evolveEnd applies the events that end a node.
func (v *view) evolveEnd(e *Event) *Slot {
	r := v.p.row(e.Node)
	if r.is(isEach) && v.isItem(e.Node, e.Frame) {
		v.endItem(e)
		return nil
	}
	slot := v.s.slotOf(r, e.Frame)
	if e.Index == remedyDone {
		slot.Sub = InProgress
		return slot
	}
	if r.kind == KindProcedure && e.Kind != Blocked {
		v.s.Beside = slices.DeleteFunc(v.s.Beside, func(x Beside) bool { return x.Procedure == e.Node })
	}
	switch e.Kind {
	case Blocked:
		slot.Flags |= FlagBlocked
	case Cancelled:
		v.cancel(e)
		return slot
	default:
		if slot.State != Active {
			v.start(r, slot, e)
		} else if e.Actor.Person != "" && (e.Kind != Decided || e.Index == None) {
			v.did(e)
		}
		slot.Answer = -1
		if e.Kind == Decided {
			slot.Answer = int8(e.Index)
		}
		v.end(slot, e, v.endOutcome(e))
		if e.Index == acceptedFailure || v.p.continues(e.Node, slot) {
			slot.Flags |= FlagSatisfied
		}
		if len(e.Values) > 0 {
			v.outputs(e, slot)
		}
		if r.kind == KindBoundary {
			slot.Flags |= FlagArmed
		}
	}
	v.retime(e.Node, e.Frame, slot)
	return slot
}

func (v *view) endOutcome(e *Event) Outcome {
	switch e.Kind {
	case Failed:
		return OutcomeFailed
	case Expired:
		return OutcomeExpired
	case Decided:
		return OutcomeAnswer
	case Accepted:
		return OutcomeAccepted
	case Refused:
		return OutcomeRefused
	case Withdrawn:
		return OutcomeWithdrawn
	case Waived:
		return OutcomeWaived
	}
	if e.Answer != "" {
		if o := parseOutcome(e.Answer); o != OutcomeNone {
			return o
		}
	}
	return OutcomeDone
}

func (v *view) end(slot *Slot, e *Event, o Outcome) {
	slot.State, slot.Sub, slot.Outcome, slot.End = Settled, InProgress, o, e.At
	slot.Flags &^= FlagBlocked | FlagSatisfied
	by := e.Actor.Person
	if by == "" {
		by = "engine"
	}
	slot.By = by
	if len(v.s.Clocks) > 0 {
		v.s.dropClocks(e.Node, e.Frame)
	}
	if len(v.s.Holds) > 0 {
		v.s.dropHolds(e.Node, e.Frame)
	}
	if len(v.s.Timers) > 0 && v.p.row(e.Node).is(isTouching) {
		v.s.dropTimers(TimerLatestBackOut, e.Node, e.Frame, None)
	}
}

// dropHolds lifts the holds on a node that has ended: nobody could any more.
func (s *State) dropHolds(n NodeID, f FrameID) {
	s.Holds = slices.DeleteFunc(s.Holds, func(h Hold) bool { return h.Node == n && h.Frame == f })
	s.dropTimers(TimerHold, n, f, None)
}

// continues reports whether the flow goes on past an outcome by itself: the
// positive one, any of a decision with its own answers that no action is
// written for, and one whose actions end in continue.
// Source: language reference, sections 4 (then) and 5.
func (p *Plan) continues(n NodeID, slot *Slot) bool {
	switch slot.Outcome {
	case OutcomeDone, OutcomeAccepted, OutcomeWaived, OutcomeSkipped, OutcomeKept, OutcomePartial:
		return true
	case OutcomeAnswer:
		if slot.Answer == 0 {
			return true
		}
	}
	spec := p.spec(n, slot.Overlays)
	actions, written := spec.then(p.outcomeWord(n, slot))
	switch {
	case written:
		return len(actions) > 0 && actions[len(actions)-1].Verb == VerbContinue
	case slot.Outcome == OutcomeAnswer:
		return spec.OwnAnswers
	case slot.Outcome == OutcomeExpired, slot.Outcome == OutcomeSuperseded:
		return true
	default:
		return false
	}
}

// then returns the actions written for an outcome and whether there are any.
func (s *Spec) then(outcome string) ([]Action, bool) {
	for i := range s.Then {
		if s.Then[i].Outcome == outcome {
			return s.Then[i].Actions, true
		}
	}
	return nil, false
}

// cancel ends everything unsettled in a block. Owed nodes stay.
func (v *view) cancel(e *Event) {
	v.s.dropped(e.Node, e.Frame)
	outcome := OutcomeCancelled
	if o := parseOutcome(e.Answer); o != OutcomeNone {
		outcome = o
	}
	end := v.p.Nodes[e.Node].End
	for i := range v.s.Frames {
		f := FrameID(i)
		if !v.s.within(f, e.Frame) {
			continue
		}
		for k := e.Node; k < end; k++ {
			if v.p.Nodes[k].Scope != v.s.Frames[f].Scope {
				continue
			}
			slot := v.s.slot(v.p, k, f)
			if slot.settled() || v.owed(k, slot) && slot.State != Pending {
				continue
			}
			if slot.Attempt == 0 {
				slot.Attempt = 1
			}
			o := OutcomeCancelled
			if k == e.Node {
				o = outcome
			}
			v.end(slot, e, o)
			if k == e.Node && (outcome != OutcomeCancelled || e.Index == restCancelled || v.p.continues(k, slot)) {
				slot.Flags |= FlagSatisfied
			}
			if e.Index == backOutCancelled {
				slot.Sub = TakenBackSub
			}
			v.s.dropNodeTimers(k, f)
		}
		if f != e.Frame && v.s.Frames[f].State != ItemSettled && v.s.Frames[f].State != ItemAbsent {
			v.s.Frames[f].State, v.s.Frames[f].Outcome = ItemSettled, OutcomeCancelled
		}
	}
}

// keep restores a node that a redo reset and whose inputs are unchanged.
func (v *view) keep(slot *Slot, e *Event) {
	answer, by := slot.Answer, slot.By
	v.begin(slot, e)
	v.end(slot, e, OutcomeDone)
	slot.By = by
	switch v.p.Nodes[e.Node].Kind {
	case KindDecide:
		slot.Outcome, slot.Answer = OutcomeAnswer, answer
	case KindHandoff:
		slot.Outcome = OutcomeAccepted
	}
	slot.Flags |= FlagSatisfied
	for i := range v.s.Votes {
		if b := &v.s.Votes[i]; b.Node == e.Node && b.Frame == e.Frame {
			b.Attempt = slot.Attempt
		}
	}
	for i := range v.s.Outputs {
		o := &v.s.Outputs[i]
		if o.Frame == e.Frame && v.p.Outputs[o.Output].Node == e.Node {
			o.Attempt = slot.Attempt
			if o.Evidence == EvidenceWasSuspended {
				o.Evidence = o.Before
			}
		}
	}
}

// outputs stores what a node gave with an event.
func (v *view) outputs(e *Event, slot *Slot) {
	node := &v.p.Nodes[e.Node]
	for i := node.Outputs[0]; i < node.Outputs[1]; i++ {
		for k := range e.Values {
			if e.Values[k].Name == v.p.Outputs[i].Name {
				v.give(e, slot, i, e.Values[k].Value)
			}
		}
	}
}

// give stores one output. Evidence may come as a record of digest and result,
// or as its digest or text alone.
func (v *view) give(e *Event, slot *Slot, i int32, x expr.Value) {
	out := &v.p.Outputs[i]
	o := OutputValue{Frame: e.Frame, Output: i, Attempt: slot.Attempt, Value: x, At: e.At, By: e.Actor.Person, For: e.Actor.For}
	if o.By == "" {
		o.By = e.Actor.Machine
	}
	if out.Evidence != "" {
		if r, ok := x.Get("result"); ok {
			o.Result = r.AsString()
		}
		if digest, ok := x.Get("digest"); ok {
			o.Value = digest
		}
		if o.Result == "" {
			o.Result = "given"
		}
		o.About = v.aboutValues(out.About, e.Frame)
		o.Until = v.plus(e.At, &out.ValidFor, e.Node, e.Frame)
		if o.Until == 0 {
			o.Until = v.timeAt(out.ValidUntil, e.Node, e.Frame, e.At)
		}
	}
	if old := v.s.output(i, e.Frame); old != nil {
		*old = o
		return
	}
	v.s.Outputs = append(v.s.Outputs, o)
}

func (v *view) aboutValues(about []Cell, f FrameID) []expr.Value {
	if len(about) == 0 {
		return nil
	}
	values := make([]expr.Value, len(about))
	for i, c := range about {
		values[i] = v.cell(c, f)
	}
	return values
}

// cell returns the value of an output, or of the node itself its attempt.
func (v *view) cell(c Cell, f FrameID) expr.Value {
	switch {
	case c.Output != None:
		return v.output(c.Output, f)
	case c.Program != None:
		return v.eval(c.Program, v.node, f)
	}
	return v.attr(c.Node, AttrAttempt, f)
}
