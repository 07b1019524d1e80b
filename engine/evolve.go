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

// evolve applies an event. It returns the slot of the node that the event is
// about, or nil if it is about an item, the case or anything beside.
func (v *view) evolve(e *Event) *Slot {
	v.now = e.At
	slot := v.apply(e)
	v.s.Now = e.At
	v.s.Seq++
	return slot
}

func (v *view) apply(e *Event) *Slot {
	switch e.Kind {
	case CaseStarted:
		v.evolveStart(e)
	case Entered, Skipped, Ready, Postponed, Started, PhaseEntered, Paused, Continued, InDoubt, Assigned, Kept, Stale, Offered:
		return v.evolveNode(e)
	case Waived:
		return v.evolveWaived(e)
	case Done, Failed, Expired, Decided, Accepted, Refused, Withdrawn, Cancelled, Blocked:
		return v.evolveEnd(e)
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
	return nil
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
		for _, n := range v.p.rt.timed {
			v.retimeNode(n)
		}
		v.retimeCase()
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
		if node.Scope != 0 || node.Kind.IsBlock() || v.p.spec(n, v.s.Overlays).Owed {
			continue
		}
		if node.Parent != None && v.s.slot(v.p, node.Parent, 0).State == Settled {
			v.s.Late = append(v.s.Late, n)
			continue
		}
		for q := v.p.row(n).next; q != None; q = v.p.row(q).next {
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
	if until := v.p.freshUntil(e.Index, e.At); until != 0 && v.p.rt.watched[e.Index] && v.openReader(int(e.Index)) {
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

// refill copies a slice into the memory of another.
func refill[T any](old, from []T) []T {
	if len(from) == 0 {
		return old[:0]
	}
	return append(old[:0], from...)
}

// clear empties the state and keeps its memory.
func (s *State) clear() {
	*s = State{
		Frames: s.Frames[:0], Slots: s.Slots[:0], Timers: s.Timers[:0], Params: s.Params[:0], Facts: s.Facts[:0],
		Outputs: s.Outputs[:0], Votes: s.Votes[:0], Holds: s.Holds[:0], Rungs: s.Rungs[:0], Counts: s.Counts[:0],
		Clocks: s.Clocks[:0], Inputs: s.Inputs[:0], Ticks: s.Ticks[:0], Undo: s.Undo[:0], Redos: s.Redos[:0], Beside: s.Beside[:0],
		Dropping: s.Dropping[:0], Delays: s.Delays[:0], Doers: s.Doers[:0], Givers: s.Givers[:0], Given: s.Given[:0],
		Changes: s.Changes[:0], CIs: s.CIs[:0], About: s.About[:0], Assign: s.Assign[:0], Escalations: s.Escalations[:0],
		Watches: s.Watches[:0], Late: s.Late[:0], Missed: s.Missed[:0], Dates: s.Dates[:0],
	}
}

// CopyFrom makes s a copy of t that shares no memory with it but immutable
// values; the memory of s is reused.
func (s *State) CopyFrom(t *State) {
	old := *s
	*s = *t
	s.Frames = refill(old.Frames, t.Frames)
	s.Slots = refill(old.Slots, t.Slots)
	s.Timers = refill(old.Timers, t.Timers)
	s.Params = refill(old.Params, t.Params)
	s.Facts = refill(old.Facts, t.Facts)
	s.Outputs = refill(old.Outputs, t.Outputs)
	s.Votes = refill(old.Votes, t.Votes)
	s.Holds = refill(old.Holds, t.Holds)
	s.Rungs = refill(old.Rungs, t.Rungs)
	s.Counts = refill(old.Counts, t.Counts)
	s.Clocks = refill(old.Clocks, t.Clocks)
	s.Inputs = refill(old.Inputs, t.Inputs)
	s.Ticks = refill(old.Ticks, t.Ticks)
	s.Undo = refill(old.Undo, t.Undo)
	s.Redos = refill(old.Redos, t.Redos)
	s.Beside = refill(old.Beside, t.Beside)
	s.Dropping = refill(old.Dropping, t.Dropping)
	s.Delays = refill(old.Delays, t.Delays)
	s.Doers = refill(old.Doers, t.Doers)
	s.Givers = refill(old.Givers, t.Givers)
	s.Given = refill(old.Given, t.Given)
	s.Changes = refill(old.Changes, t.Changes)
	s.CIs = refill(old.CIs, t.CIs)
	s.About = refill(old.About, t.About)
	s.Assign = refill(old.Assign, t.Assign)
	s.Escalations = refill(old.Escalations, t.Escalations)
	s.Watches = refill(old.Watches, t.Watches)
	s.Late = refill(old.Late, t.Late)
	s.Missed = refill(old.Missed, t.Missed)
	s.Dates = refill(old.Dates, t.Dates)
}
