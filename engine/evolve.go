package engine

import (
	"slices"

	"github.com/headgate/headgate/calendar"
)

// Evolve applies one event to a case. It is the only way a state changes:
// Decide uses it for what it emits, replay for what was stored, so both give
// the same state. It reads the plan, the state and the event, never the world.
// Events of a kind it does not know are counted and otherwise ignored.
func Evolve(p *Plan, s *State, e *Event) {
	v := view{p: p, s: s, noWorld: true}
	v.evolve(e)
}

// Replay sets s to the state after events, from the beginning. It reuses the
// memory of s.
func Replay(p *Plan, events []Event, s *State) {
	s.clear()
	v := view{p: p, s: s, noWorld: true}
	for i := range events {
		v.evolve(&events[i])
	}
}

func (v *view) evolve(e *Event) {
	v.now = e.At
	v.apply(e)
	v.s.Now = e.At
	v.s.Seq++
}

func (v *view) apply(e *Event) {
	switch e.Kind {
	case CaseStarted:
		v.evolveStart(e)
	case Entered, Skipped, Ready, Postponed, Started, PhaseEntered, Paused, Continued, InDoubt, Assigned, Kept, Stale, Offered:
		v.evolveNode(e)
	case Done, Failed, Expired, Decided, Accepted, Refused, Withdrawn, Cancelled, Blocked, Waived:
		v.evolveEnd(e)
	case Reset, Reopened, RedoStarted:
		v.evolveAgain(e)
	case VoteCast, VoteRevoked:
		v.evolveVote(e)
	case EvidenceGiven, EvidenceAccepted, EvidenceReturned, EvidenceSuspended, EvidenceVoided:
		v.evolveEvidence(e)
	case Held, Resumed:
		v.evolveHold(e)
	case ItemJoined, ItemDropped, ItemDeferred:
		v.evolveItem(e)
	case BoundaryPassed, BackOutStarted, UndoStarted, Undone, UndoFailed, BackOutDone:
		v.evolveUndo(e)
	case Escalated, Acknowledged, Reminded, DueMissed, Ticked, StartDelayed, WatchTurned, WatchFired, Elapsed:
		v.evolveTimed(e)
	default:
		v.evolveCase(e)
	}
}

// evolveStart makes the case: one frame with a pending slot for every node.
func (v *view) evolveStart(e *Event) {
	s := v.s
	s.Case, s.Title, s.Status = e.Answer, e.Text, Running
	s.Started, s.Phase, s.Urgency = e.At, None, v.p.Urgency
	s.Params = append(s.Params[:0], e.Values...)
	s.Frames = append(s.Frames[:0], Frame{Parent: None, State: ItemOpen})
	s.Slots = appendZero(s.Slots[:0], int(v.p.Scopes[0].Slots))
	if e.Start == nil {
		return
	}
	s.T, s.Mode = e.Start.T, e.Start.Mode
	s.CIs = append(s.CIs[:0], e.Start.CIs...)
	s.About = append(s.About[:0], e.Start.Facts...)
	s.Assign = append(s.Assign[:0], e.Start.Assign...)
	v.retimeCase()
}

func appendZero(slots []Slot, n int) []Slot {
	from := len(slots)
	slots = slices.Grow(slots, n)[:from+n]
	clear(slots[from:])
	return slots
}

// evolveCase applies what concerns the case as a whole.
func (v *view) evolveCase(e *Event) {
	s := v.s
	switch e.Kind {
	case DateShifted:
		if e.Answer == "T" {
			s.T = e.Until
		} else {
			s.Dates = setNamedTime(s.Dates, e.Answer, e.Until)
		}
		if e.Index != None {
			s.count(e.Index, e.Frame)
		}
		s.DueMoved = e.At
		v.retimeAll()
	case OverlayApplied:
		v.evolveOverlay(e)
	case FactReceived:
		v.evolveFact(e)
	case ChangeLinked:
		if !slices.Contains(s.Changes, e.Answer) {
			s.Changes = append(s.Changes, e.Answer)
		}
	case GrantGiven:
		s.Given = append(s.Given, *e.Grant)
	case GrantRevoked:
		for i := range s.Given {
			if s.Given[i].ID == e.Answer {
				s.Given[i].Status = "revoked"
			}
		}
	case CaseReleased:
		s.Released = e.At
		v.retimeAll()
	case CaseClosed:
		s.Status, s.Ended = Closed, e.At
		s.Timers = s.Timers[:0]
	case CaseCancelled:
		s.Status, s.Ended = CaseWasCancelled, e.At
		s.Outcome = e.Answer
		s.Timers = s.Timers[:0]
	case OutcomeFixed:
		s.Outcome = e.Answer
		if s.Outcome == "cancelled" {
			s.Late = s.Late[:0]
		}
	}
}

func (v *view) evolveOverlay(e *Event) {
	for i := range v.p.Overlays {
		if v.p.Overlays[i].ID != e.Answer {
			continue
		}
		v.s.Overlays |= 1 << i
		v.insertLate(v.p.Overlays[i].Inserts)
		if u := v.p.Overlays[i].Urgency; u != "" {
			v.s.Urgency = u
		}
	}
	for _, x := range e.Values {
		for i := range v.p.Params {
			if v.p.Params[i].Name == x.Name && i < len(v.s.Params) {
				v.s.Params[i].Value = x.Value
			}
		}
	}
	if e.Start != nil {
		for _, a := range e.Start.Assign {
			v.s.assign(a)
		}
	}
	v.retimeAll()
}

// insertLate remembers the inserted steps whose place has passed: what follows
// them has been entered, or their block has ended.
func (v *view) insertLate(inserts []NodeID) {
	for _, n := range inserts {
		node := &v.p.Nodes[n]
		if node.Scope != 0 || node.Kind.isBlock() || v.p.SpecOf(n, v.s.Overlays).Owed {
			continue
		}
		if node.Parent != None && v.s.slot(v.p, node.Parent, 0).State == Settled {
			v.s.Late = append(v.s.Late, n)
			continue
		}
		for q := v.p.nextOf(n); q != None; q = v.p.nextOf(q) {
			if v.p.Nodes[q].Overlay == 0 && v.s.slot(v.p, q, 0).State > Pending {
				v.s.Late = append(v.s.Late, n)
				break
			}
		}
	}
}

func (s *State) assign(a Assignment) {
	for i := range s.Assign {
		if s.Assign[i].Role == a.Role {
			s.Assign[i] = a
			return
		}
	}
	s.Assign = append(s.Assign, a)
}

func (v *view) evolveFact(e *Event) {
	v.s.dropTimers(TimerFactAge, None, 0, e.Index)
	r := FactReading{Fact: e.Index, Value: e.Values[0].Value, At: e.At, From: e.Text}
	if old := v.s.reading(e.Index); old != nil {
		*old = r
	} else {
		v.s.Facts = append(v.s.Facts, r)
	}
	if until := v.p.freshUntil(e.Index, e.At); until != 0 && v.p.rt.watched[e.Index] {
		v.s.addTimer(Timer{At: until, Class: 2, Kind: TimerFactAge, Node: None, Index: e.Index})
	}
}

// count adds one to a redo or shift counter.
func (s *State) count(counter int32, f FrameID) {
	for i := range s.Counts {
		if s.Counts[i].Counter == counter && s.Counts[i].Frame == f {
			s.Counts[i].N++
			return
		}
	}
	s.Counts = append(s.Counts, Count{Counter: counter, Frame: f, N: 1})
}

// counted returns how often a counter was used.
func (s *State) counted(counter int32, f FrameID) int {
	for i := range s.Counts {
		if s.Counts[i].Counter == counter && s.Counts[i].Frame == f {
			return int(s.Counts[i].N)
		}
	}
	return 0
}

func setNamedTime(list []NamedTime, name string, t calendar.Instant) []NamedTime {
	for i := range list {
		if list[i].Name == name {
			list[i].At = t
			return list
		}
	}
	return append(list, NamedTime{Name: name, At: t})
}

// clear empties the state and keeps its memory.
func (s *State) clear() { s.copyFrom(&State{}) }

// copyFrom makes s a copy of t that shares no memory with it but immutable
// values; the memory of s is reused.
func (s *State) copyFrom(t *State) {
	old := *s
	*s = *t
	s.Frames = append(old.Frames[:0], t.Frames...)
	s.Slots = append(old.Slots[:0], t.Slots...)
	s.Timers = append(old.Timers[:0], t.Timers...)
	s.Params = append(old.Params[:0], t.Params...)
	s.Facts = append(old.Facts[:0], t.Facts...)
	s.Outputs = append(old.Outputs[:0], t.Outputs...)
	s.Votes = append(old.Votes[:0], t.Votes...)
	s.Holds = append(old.Holds[:0], t.Holds...)
	s.Rungs = append(old.Rungs[:0], t.Rungs...)
	s.Counts = append(old.Counts[:0], t.Counts...)
	s.Clocks = append(old.Clocks[:0], t.Clocks...)
	s.Inputs = append(old.Inputs[:0], t.Inputs...)
	s.Ticks = append(old.Ticks[:0], t.Ticks...)
	s.Undo = append(old.Undo[:0], t.Undo...)
	s.Redos = append(old.Redos[:0], t.Redos...)
	s.Dropping = append(old.Dropping[:0], t.Dropping...)
	s.Delays = append(old.Delays[:0], t.Delays...)
	s.Doers = append(old.Doers[:0], t.Doers...)
	s.Givers = append(old.Givers[:0], t.Givers...)
	s.Given = append(old.Given[:0], t.Given...)
	s.Changes = append(old.Changes[:0], t.Changes...)
	s.CIs = append(old.CIs[:0], t.CIs...)
	s.About = append(old.About[:0], t.About...)
	s.Assign = append(old.Assign[:0], t.Assign...)
	s.Escalations = append(old.Escalations[:0], t.Escalations...)
	s.Watches = append(old.Watches[:0], t.Watches...)
	s.Late = append(old.Late[:0], t.Late...)
	s.Missed = append(old.Missed[:0], t.Missed...)
	s.Dates = append(old.Dates[:0], t.Dates...)
}
