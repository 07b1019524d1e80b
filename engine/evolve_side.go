package engine

import "slices"

// evolveVote applies ballots. A voter has one; advice is kept beside.
func (v *view) evolveVote(e *Event) {
	s := v.s
	if e.Kind == VoteRevoked {
		s.Votes = slices.DeleteFunc(s.Votes, func(b Vote) bool {
			return b.Node == e.Node && b.Frame == e.Frame && b.Person == e.Actor.voter()
		})
		return
	}
	slot := s.slot(v.p, e.Node, e.Frame)
	v.outputs(e, slot)
	v.did(e)
	vote := Vote{
		Node: e.Node, Frame: e.Frame, Attempt: slot.Attempt, Person: e.Actor.voter(), By: e.Actor.Person, Role: e.Role,
		Answer: int8(e.Index), At: e.At, Reason: e.Text, Advice: e.Target == adviceVote,
	}
	for i := range s.Votes {
		b := &s.Votes[i]
		if b.Node == e.Node && b.Frame == e.Frame && b.Person == vote.Person && b.Advice == vote.Advice {
			*b = vote
			return
		}
	}
	s.Votes = append(s.Votes, vote)
}

// adviceVote marks a vote that is never counted, in Event.Target.
const adviceVote NodeID = -2

// voter is the person whose ballot an act is: the one he acts for.
func (a *Actor) voter() string {
	if a.For != "" {
		return a.For
	}
	return a.Person
}

// evolveEvidence applies what happens to one output. Index is the output.
func (v *view) evolveEvidence(e *Event) {
	if e.Kind == EvidenceGiven {
		slot := v.s.slot(v.p, e.Node, e.Frame)
		v.give(e, slot, e.Index, e.Values[0].Value)
		v.did(e)
		return
	}
	o := v.s.output(e.Index, e.Frame)
	if o == nil {
		slot := v.s.slot(v.p, e.Node, e.Frame)
		v.s.Outputs = append(v.s.Outputs, OutputValue{Frame: e.Frame, Output: e.Index, Attempt: slot.Attempt, Evidence: EvidenceVoid})
		o = &v.s.Outputs[len(v.s.Outputs)-1]
	}
	switch e.Kind {
	case EvidenceAccepted:
		o.Evidence, o.Accepted = EvidenceWasAccepted, e.Actor.Person
	case EvidenceReturned:
		o.Evidence = EvidenceWasReturned
	case EvidenceSuspended:
		o.Before, o.Evidence = o.Evidence, EvidenceWasSuspended
	case EvidenceVoided:
		o.Before, o.Evidence = o.Evidence, EvidenceVoid
	case Waived:
		o.Evidence, o.Accepted, o.Until = EvidenceWaived, e.Actor.Person, e.Until
	}
}

// evolveHold applies and lifts holds and stops and restarts own clocks.
func (v *view) evolveHold(e *Event) {
	if e.Kind == Held {
		h := Hold{Node: e.Node, Frame: e.Frame, Cause: HoldCause(e.Index), By: e.Actor.Person, Reason: e.Text, At: e.At, Watch: None}
		if e.Target != None {
			h.Watch = int32(e.Target)
		}
		v.s.Holds = append(v.s.Holds, h)
		v.stopClocks(e.Node, e.Frame)
		v.retimeHold(len(v.s.Holds) - 1)
		return
	}
	lifted := func(h Hold) bool {
		return h.Node == e.Node && h.Frame == e.Frame && (e.Index == None || h.Cause == HoldCause(e.Index))
	}
	v.s.Holds = slices.DeleteFunc(v.s.Holds, lifted)
	v.s.dropTimers(TimerHold, e.Node, e.Frame, None)
	v.s.Rungs = slices.DeleteFunc(v.s.Rungs, func(r RungFired) bool {
		return r.Kind == TimerHold && r.Node == e.Node && r.Frame == e.Frame
	})
	v.startClocks(e.Node, e.Frame)
}

// evolveItem applies the life of the items of an each.
func (v *view) evolveItem(e *Event) {
	if e.Kind != ItemJoined {
		v.endItem(e)
		return
	}
	inner := v.p.Nodes[e.Node].Inner
	for i := range v.s.Frames {
		if fr := &v.s.Frames[i]; fr.Parent == e.Frame && fr.Scope == inner && fr.Key == e.Answer {
			fr.Value = e.Values[0].Value
			if fr.State == ItemAbsent {
				fr.State = ItemState(e.Index)
			}
			return
		}
	}
	v.s.Frames = append(v.s.Frames, Frame{
		Scope: inner, Parent: e.Frame, Base: int32(len(v.s.Slots)), State: ItemState(e.Index),
		Key: e.Answer, Value: e.Values[0].Value,
	})
	v.s.Slots = appendZero(v.s.Slots, int(v.p.Scopes[inner].Slots))
}

// endItem settles an item; what is unsettled in it ends with it.
func (v *view) endItem(e *Event) {
	v.s.dropped(e.Node, e.Frame)
	frame := &v.s.Frames[e.Frame]
	outcome := OutcomeDone
	switch e.Kind {
	case ItemDropped:
		outcome = OutcomeDropped
	case ItemDeferred:
		outcome = OutcomeDeferred
	case Failed:
		outcome = OutcomeFailed
	case Cancelled:
		outcome = OutcomeCancelled
	}
	if o := parseOutcome(e.Answer); o != OutcomeNone && e.Kind != ItemDeferred {
		outcome = o
	}
	scope := &v.p.Scopes[frame.Scope]
	for i := range v.s.Frames {
		f := FrameID(i)
		if !v.s.within(f, e.Frame) {
			continue
		}
		for k := scope.First; k < scope.End; k++ {
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
			v.end(slot, e, OutcomeCancelled)
			v.s.dropNodeTimers(k, f)
		}
		if v.s.Frames[f].State != ItemAbsent {
			v.s.Frames[f].State = ItemSettled
		}
		if v.s.Frames[f].Outcome == OutcomeNone {
			v.s.Frames[f].Outcome = OutcomeCancelled
		}
	}
	frame.State, frame.Outcome = ItemSettled, outcome
}

// evolveUndo applies back-out and boundaries.
func (v *view) evolveUndo(e *Event) {
	s := v.s
	switch e.Kind {
	case BoundaryPassed:
		s.slot(v.p, e.Node, e.Frame).Flags |= FlagPassed
	case BackOutStarted:
		if e.Answer == "item" {
			s.Dropping = append(s.Dropping, Dropping{Node: e.Node, Frame: e.Frame, Why: e.Text})
			return
		}
		s.Status = BackingOut
		s.BackOut = BackOutState{Active: true, Node: e.Node, Frame: e.Frame, By: "engine", At: e.At}
		if e.Actor.Person != "" {
			s.BackOut.By = e.Actor.Person
		}
	case UndoStarted:
		if e.Target == undoQueued {
			s.BackOut.Queued = true
			return
		}
		if e.Index >= 0 && int(e.Index) < len(s.Undo) && s.Undo[e.Index].Node == e.Node {
			s.Undo[e.Index].State = 1
		} else {
			s.Undo = append(s.Undo, UndoItem{Node: e.Node, Frame: e.Frame, State: uint8(e.Target), Attempt: e.Attempt})
		}
	case Undone, UndoFailed:
		v.endUndo(e)
	case BackOutDone:
		if e.Answer != fixedForward {
			s.Redos = slices.DeleteFunc(s.Redos, func(r PendingRedo) bool { return v.overtaken(&r) })
		}
		s.Status = Running
		s.BackOut.Active = false
		s.BackOut.Queued = false
		s.Undo = s.Undo[:0]
	}
}

func (v *view) endUndo(e *Event) {
	for i := range v.s.Undo {
		u := &v.s.Undo[i]
		if u.Node != e.Node || u.Frame != e.Frame {
			continue
		}
		if e.Kind == UndoFailed {
			u.State = NotUndone
			return
		}
		v.s.Undo = slices.Delete(v.s.Undo, i, i+1)
		break
	}
	slot := v.s.slot(v.p, e.Node, e.Frame)
	slot.Flags |= FlagUndone
	slot.Flags &^= FlagBlocked | FlagLive
	if slot.State != Pending {
		v.end(slot, e, OutcomeBackedOut)
		v.s.dropNodeTimers(e.Node, e.Frame)
	}
}

// The states of an UndoItem: it waits for its turn, it is being undone, that
// failed. What is undone leaves the list; the gap is a state of older snapshots.
const (
	ToUndo uint8 = iota
	BeingUndone
	_
	NotUndone
)

// evolveTimed applies what timers and watches leave behind.
func (v *view) evolveTimed(e *Event) {
	s := v.s
	switch e.Kind {
	case Escalated, Reminded:
		v.evolveRung(e)
	case Acknowledged:
		for i := range s.Escalations {
			if x := &s.Escalations[i]; x.Node == e.Node && x.Frame == e.Frame && contains(x.Persons, e.Actor.Person) {
				x.Acknowledged = e.Actor.Person
			}
		}
	case DueMissed:
		s.dropTimers(TimerElse, e.Node, e.Frame, None)
		s.Missed = append(s.Missed, Missed{Node: e.Node, Frame: e.Frame, Attempt: e.Attempt, Due: e.Until})
	case Ticked:
		s.Ticks = append(s.Ticks, Tick{Node: e.Node, Frame: e.Frame, Attempt: e.Attempt, Point: e.Answer, By: e.Actor.Person, At: e.At})
	case StartDelayed:
		v.evolveDelay(e)
	case WatchTurned, WatchFired:
		v.evolveWatch(e)
	case Elapsed:
		s.dropTimers(TimerKind(e.Target), e.Node, e.Frame, e.Index)
		if TimerKind(e.Target) == TimerPeriod {
			v.passEdge(e.Node, e.Frame)
		}
	}
}

func (v *view) evolveRung(e *Event) {
	s := v.s
	kind := TimerRung
	if e.Target == holdRung {
		kind = TimerHold
	}
	if e.Index != None {
		s.fired(RungFired{Node: e.Node, Frame: e.Frame, Attempt: e.Attempt, Kind: kind, Rung: e.Index, Times: 1, At: e.At})
	}
	if e.Answer == remedyAsked {
		s.slot(v.p, e.Node, e.Frame).Sub = RemedySub
	}
	if e.Kind == Escalated {
		s.Escalations = append(s.Escalations, Escalation{
			Node: e.Node, Frame: e.Frame, Attempt: e.Attempt, Rung: e.Index, Role: e.Role, Persons: e.Persons,
			At: e.At, MayDecide: e.Answer == "may_decide", Functional: e.Answer == "ask",
		})
	}
	if e.Index == None {
		return
	}
	if kind == TimerHold {
		v.retimeHolds(e.Node, e.Frame)
		return
	}
	v.retime(e.Node, e.Frame, s.slot(v.p, e.Node, e.Frame))
}

// holdRung in Event.Target marks a rung of the ladder that runs on a hold.
const holdRung NodeID = -2

// fired remembers that a rung, and all below it, fired for an attempt.
func (s *State) fired(r RungFired) {
	for i := range s.Rungs {
		x := &s.Rungs[i]
		if x.Node == r.Node && x.Frame == r.Frame && x.Kind == r.Kind && x.Attempt == r.Attempt {
			if x.Rung == r.Rung {
				r.Times = x.Times + 1
			}
			*x = r
			return
		}
	}
	s.Rungs = append(s.Rungs, r)
}

func (v *view) evolveDelay(e *Event) {
	s := v.s
	if e.Index == None {
		s.Delays = slices.DeleteFunc(s.Delays, func(d Delay) bool { return d.Node == e.Node && d.Frame == e.Frame })
		s.Delays = append(s.Delays, Delay{Node: e.Node, Frame: e.Frame, Code: e.Answer, Why: e.Text, Until: e.Until})
	}
	s.Timers = slices.DeleteFunc(s.Timers, func(t Timer) bool {
		return t.Kind == TimerWindow && t.Node == e.Node && t.Frame == e.Frame && t.Index == e.Index
	})
	if e.Until > e.At {
		s.addTimer(Timer{At: e.Until, Class: 6, Kind: TimerWindow, Node: e.Node, Frame: e.Frame, Attempt: e.Attempt, Index: e.Index})
	}
}

func (v *view) evolveWatch(e *Event) {
	s := v.s
	w := s.watch(e.Index, e.Frame)
	if w == nil {
		s.Watches = append(s.Watches, WatchState{Watch: e.Index, Frame: e.Frame})
		w = &s.Watches[len(s.Watches)-1]
	}
	if e.Kind == WatchFired {
		w.Fired++
		w.Done = true
		s.dropTimers(TimerWatchFor, v.p.Watches[e.Index].Node, e.Frame, e.Index)
		s.dropTimers(TimerWatchAt, v.p.Watches[e.Index].Node, e.Frame, e.Index)
		return
	}
	w.True, w.Done, w.Since = e.Answer == "true", false, e.At
	s.dropTimers(TimerWatchFor, v.p.Watches[e.Index].Node, e.Frame, e.Index)
	if e.Until != 0 {
		s.addTimer(Timer{At: e.Until, Class: 3, Kind: TimerWatchFor, Node: v.p.Watches[e.Index].Node, Frame: e.Frame, Index: e.Index})
	}
}

func (s *State) watch(i int32, f FrameID) *WatchState {
	for k := range s.Watches {
		if s.Watches[k].Watch == i && s.Watches[k].Frame == f {
			return &s.Watches[k]
		}
	}
	return nil
}

// dropped forgets that an item or step was to settle after its undoing.
func (s *State) dropped(n NodeID, f FrameID) {
	if len(s.Dropping) > 0 {
		s.Dropping = slices.DeleteFunc(s.Dropping, func(x Dropping) bool { return x.Node == n && x.Frame == f })
	}
}
