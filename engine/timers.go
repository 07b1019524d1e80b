package engine

import (
	"slices"
	"time"

	"github.com/headgate/headgate/calendar"
)

// Due returns the instant of the first timer of a case, 0 for none. A Tick at
// or after it makes something happen by itself.
func Due(p *Plan, s *State) calendar.Instant {
	if len(s.Timers) == 0 {
		return 0
	}
	return s.Timers[0].At
}

// before is the order in which timers fire: instant, class, document order,
// item, kind, index.
// Source: language reference, section 5, "Deterministic".
func (t *Timer) before(u *Timer) bool {
	switch {
	case t.At != u.At:
		return t.At < u.At
	case t.Class != u.Class:
		return t.Class < u.Class
	case t.Node != u.Node:
		return t.Node < u.Node
	case t.Frame != u.Frame:
		return t.Frame < u.Frame
	case t.Kind != u.Kind:
		return t.Kind < u.Kind
	}
	return t.Index < u.Index
}

func (s *State) addTimer(t Timer) {
	i := len(s.Timers)
	s.Timers = append(s.Timers, Timer{})
	for ; i > 0 && t.before(&s.Timers[i-1]); i-- {
		s.Timers[i] = s.Timers[i-1]
	}
	x := &s.Timers[i] // by its fields, for t has just been written that way
	x.At, x.Class, x.Kind, x.Node, x.Frame, x.Attempt, x.Index = t.At, t.Class, t.Kind, t.Node, t.Frame, t.Attempt, t.Index
}

// dropTimers removes the timers of a kind on a node; index None means all.
func (s *State) dropTimers(kind TimerKind, n NodeID, f FrameID, index int32) {
	kept := s.Timers[:0]
	for i := range s.Timers {
		t := &s.Timers[i]
		if t.Kind != kind || t.Node != n || t.Frame != f || index != None && t.Index != index {
			kept = append(kept, *t)
		}
	}
	s.Timers = kept
}

// dropNodeTimers removes all timers of the attempt of a node. Those of its
// watches and of a hold on it have lives of their own.
func (s *State) dropNodeTimers(n NodeID, f FrameID) {
	if len(s.Timers) == 0 {
		return
	}
	kept := s.Timers[:0]
	for i := range s.Timers {
		t := &s.Timers[i]
		if t.Node != n || t.Frame != f || t.Kind == TimerHold {
			kept = append(kept, *t)
		}
	}
	s.Timers = kept
}

func (s *State) dropRungs(n NodeID, f FrameID) {
	if len(s.Rungs) > 0 {
		s.Rungs = slices.DeleteFunc(s.Rungs, func(r RungFired) bool { return r.Node == n && r.Frame == f && r.Kind == TimerRung })
	}
}

func (s *State) dropClocks(n NodeID, f FrameID) {
	if len(s.Clocks) > 0 {
		s.Clocks = slices.DeleteFunc(s.Clocks, func(c RestClock) bool { return c.Node == n && c.Frame == f })
	}
}

// retime computes the timers of a node anew from where it stands.
func (v *view) retime(n NodeID, f FrameID, slot *Slot) {
	if !v.p.row(n).is(isTimeless) || slot.Sub != InProgress || slot.Flags&FlagBlocked != 0 {
		v.retimeOwn(n, f, slot, v.p.spec(n, slot.Overlays))
	}
	if len(v.p.rt.timed) > 0 {
		v.retimeFollowers(n)
	}
}

// retimeOwn is retime without those that follow the times of the node.
func (v *view) retimeOwn(n NodeID, f FrameID, slot *Slot, spec *Spec) {
	v.s.dropOwnTimers(n, f)
	switch slot.State {
	case Entering:
		if at := v.timeAt(spec.At, n, f, slot.Entered); at > v.now {
			v.s.addTimer(Timer{At: at, Class: 5, Kind: TimerAt, Node: n, Frame: f, Attempt: slot.Attempt})
		}
	case ReadyState, Active:
		v.retimeOpen(n, f, slot, spec)
	case Settled:
		if spec.rt.expires || slot.Outcome == OutcomeWaived || slot.Flags&FlagBlocked != 0 {
			v.retimeSettled(n, f, slot, spec)
		}
	}
}

// dropOwnTimers removes what retime sets.
func (s *State) dropOwnTimers(n NodeID, f FrameID) {
	kept := 0
	for i := range s.Timers {
		t := &s.Timers[i]
		if t.Node == n && t.Frame == f && t.Kind.own() {
			continue
		}
		if kept < i {
			s.Timers[kept] = *t
		}
		kept++
	}
	s.Timers = s.Timers[:kept]
}

// own reports whether timers of kind k follow from where their node stands
// alone; the others have lives of their own.
func (k TimerKind) own() bool {
	switch k {
	case TimerHold, TimerWatchAt, TimerWatchFor, TimerLatestBackOut, TimerWindow, TimerRetry:
		return false
	default:
		return true
	}
}

func (v *view) retimeOpen(n NodeID, f FrameID, slot *Slot, spec *Spec) {
	if spec.rt.plainDue != 0 && len(v.s.Clocks) == 0 && v.plainClocks() {
		v.retimePlain(n, f, slot, spec)
		return
	}
	slot.Due = v.dueOf(n, f, slot, spec)
	t := Timer{Node: n, Frame: f, Attempt: slot.Attempt}
	paused := v.s.paused(n, f)
	if slot.Due != 0 && spec.rt.answers && !(paused && spec.Due.Time == None) {
		t.At, t.Class, t.Kind = slot.Due, 4, TimerElse
		if !v.s.missed(n, f, slot.Attempt, slot.Due) {
			v.s.addTimer(t)
		}
	}
	if slot.State == Active && spec.For.Set && !paused {
		if at := v.dwell(n, f, slot, spec); at > v.now {
			t.At, t.Class, t.Kind = at, 5, TimerFor
			v.s.addTimer(t)
		}
	}
	if slot.State == Active && spec.Timeout.Set {
		v.retimeTimeout(n, f, slot, spec)
	}
	if spec.rt.edged {
		v.edgeTimer(n, f, slot, spec)
	}
	v.retimeRung(n, f, slot, spec, paused)
	v.retimeWatches(n, f)
}

// retimePlain is retimeOpen for a due in elapsed time that no hold stopped and
// no urgency changes: all instants are sums.
func (v *view) retimePlain(n NodeID, f FrameID, slot *Slot, spec *Spec) {
	slot.Due = slot.Ready + calendar.Instant(spec.rt.plainDue)
	t := Timer{Node: n, Frame: f, Attempt: slot.Attempt}
	if spec.rt.answers && !v.s.missed(n, f, slot.Attempt, slot.Due) {
		t.At, t.Class, t.Kind = slot.Due, 4, TimerElse
		v.s.addTimer(t)
	}
	if slot.State == Active && spec.For.Set {
		if at := v.dwell(n, f, slot, spec); at > v.now {
			t.At, t.Class, t.Kind = at, 5, TimerFor
			v.s.addTimer(t)
		}
	}
	if slot.State == Active && spec.Timeout.Set {
		v.retimeTimeout(n, f, slot, spec)
	}
	if spec.rt.edged {
		v.edgeTimer(n, f, slot, spec)
	}
	t.Class, t.Kind = 7, TimerRung
	v.ladderTimer(t, slot.Ready, slot.Due, spec, true)
	if v.p.row(n).is(isWatched) {
		v.retimeWatches(n, f)
	}
}

func (v *view) retimeTimeout(n NodeID, f FrameID, slot *Slot, spec *Spec) {
	if slot.Sub != InProgress {
		return
	}
	if at := v.plus(v.s.triedFrom(n, f, slot), &spec.Timeout, n, f); at != 0 {
		v.s.addTimer(Timer{At: at, Class: 6, Kind: TimerTimeout, Node: n, Frame: f, Attempt: slot.Attempt})
	}
}

// answersSilence reports whether an else does anything but run the ladder.
func answersSilence(actions []Action) bool {
	for i := range actions {
		if actions[i].Verb != VerbEscalate {
			return true
		}
	}
	return false
}

// dueOf returns the limit of a node, 0 while unresolved: an instant, or a
// duration on its own clock from ready (of an owed one from what it waits for).
func (v *view) dueOf(n NodeID, f FrameID, slot *Slot, spec *Spec) calendar.Instant {
	from := slot.Ready
	if spec.Owed && spec.Due.Time == None {
		if from = v.owedFrom(f, slot, spec); from == 0 {
			return 0
		}
	}
	switch {
	case spec.Due.Open:
		return 0
	case spec.Due.Time != None && spec.Due.Set:
		return v.timeAt(spec.Due.Time, n, f, slot.Ready)
	case spec.Due.Set:
		d, c, ok := v.dueSpan(&spec.Due.Span, n, f)
		if !ok {
			return 0
		}
		return v.onClock(n, f, TimerElse, from, d, c)
	case spec.Under != None && v.p.Nodes[n].Kind == KindHandoff:
		t := &v.p.Targets[spec.Under]
		c := alwaysWorks
		if t.Calendar != None {
			c = v.p.Calendars[t.Calendar].Calendar
		}
		return v.onClock(n, f, TimerElse, from, t.Dur, c)
	}
	return 0
}

// owedFrom returns when the clock of an owed duty starts.
func (v *view) owedFrom(f FrameID, slot *Slot, spec *Spec) calendar.Instant {
	if !spec.OwedByOverlay {
		return slot.Ready
	}
	if spec.OweAfter == None {
		return v.s.Released
	}
	after, _ := v.slotFor(spec.OweAfter, f)
	if after == nil {
		return 0
	}
	return endOf(after)
}

// onClock adds a duration to an own clock that began at from, with the pauses
// that holds made.
func (v *view) onClock(n NodeID, f FrameID, kind TimerKind, from calendar.Instant, d calendar.Dur, c *calendar.Calendar) calendar.Instant {
	at := d.AddTo(from, v.p.zone(), c)
	k := v.s.clock(n, f, kind)
	if k == nil || at == 0 {
		return at
	}
	rest := v.onWay(from, at, d.Working(), c) - k.Used
	since := k.Since
	if since == 0 {
		since = v.now
	}
	if d.Working() {
		return c.Add(since, time.Duration(rest)*time.Millisecond)
	}
	return since + calendar.Instant(rest)
}

// onWay returns how long it is from one instant to another on a clock, in ms.
func (v *view) onWay(from, to calendar.Instant, working bool, c *calendar.Calendar) int64 {
	if working {
		return c.Between(from, to).Milliseconds()
	}
	return int64(to - from)
}

func (s *State) clock(n NodeID, f FrameID, kind TimerKind) *RestClock {
	for i := range s.Clocks {
		if c := &s.Clocks[i]; c.Node == n && c.Frame == f && c.Kind == kind {
			return c
		}
	}
	return nil
}

// paused reports whether a hold stopped the own clocks of a node.
func (s *State) paused(n NodeID, f FrameID) bool {
	for i := range s.Clocks {
		if c := &s.Clocks[i]; c.Node == n && c.Frame == f && c.Since == 0 {
			return true
		}
	}
	return false
}

// dwell returns when the minimum time of a wait or decision is over.
func (v *view) dwell(n NodeID, f FrameID, slot *Slot, spec *Spec) calendar.Instant {
	if spec.rt.plainFor != 0 && len(v.s.Clocks) == 0 {
		return slot.Start + calendar.Instant(spec.rt.plainFor)
	}
	d, c, ok := v.span(&spec.For, n, f)
	if !ok {
		return 0
	}
	return v.onClock(n, f, TimerFor, slot.Start, d, c)
}

func (v *view) retimeSettled(n NodeID, f FrameID, slot *Slot, spec *Spec) {
	if slot.Flags&FlagBlocked != 0 {
		v.ladderTimer(Timer{Class: 7, Kind: TimerRung, Node: n, Frame: f, Attempt: slot.Attempt}, slot.End, v.workday(slot.End), spec, false)
		return
	}
	if kind := v.p.row(n).kind; kind != KindGate && kind != KindDecide {
		return
	}
	if until := v.validUntil(n, f, slot, spec); until > v.now {
		v.s.addTimer(Timer{At: until, Class: 2, Kind: TimerValidity, Node: n, Frame: f, Attempt: slot.Attempt})
	}
}

// workday returns one working day after t: the way of a ladder without due.
func (v *view) workday(t calendar.Instant) calendar.Instant {
	return v.p.calendarOf("").AddDays(t, 1)
}

// retimeFollowers computes again what follows the times of other nodes.
func (v *view) retimeFollowers(n NodeID) {
	followers := v.p.rt.timed
	for _, k := range followers {
		if k != n {
			v.retimeNode(k)
		}
	}
}

// retimeNode computes the timers of a node in every frame where it is open,
// without looking at what follows it.
func (v *view) retimeNode(k NodeID) {
	for i := range v.s.Frames {
		if v.s.Frames[i].Scope != v.p.Nodes[k].Scope {
			continue
		}
		slot := v.s.slot(v.p, k, FrameID(i))
		if slot.State == Pending || slot.settled() {
			continue
		}
		v.retimeOwn(k, FrameID(i), slot, v.p.spec(k, slot.Overlays))
	}
}

// retimeAll computes every timer again: T, a date, an overlay or the instant of
// released changed.
func (v *view) retimeAll() {
	for k := range v.p.Nodes {
		v.retimeNode(NodeID(k))
	}
	v.retimeCase()
}

// retimeCase sets the timers of the watches of the case.
func (v *view) retimeCase() { v.retimeWatches(None, 0) }

// retimeWatches sets the timers of `at` watches of a node that have not fired,
// and of those whose condition changes by time alone.
func (v *view) retimeWatches(n NodeID, f FrameID) {
	lo, hi := v.watches(n)
	for i := lo; i < hi; i++ {
		w := &v.p.Watches[i]
		if !v.watchInForce(w) {
			continue
		}
		if v.p.rt.edgedWatch[i] {
			v.watchEdge(i, n, f)
		}
		if w.Time == None {
			continue
		}
		v.s.dropTimers(TimerWatchAt, n, f, i)
		base := v.s.Started
		if n != None {
			base = v.s.slot(v.p, n, f).Start
		}
		at := v.timeAt(w.Time, n, f, base)
		if st := v.s.watch(i, f); at == 0 || st != nil && st.Fired > 0 {
			continue
		}
		v.s.addTimer(Timer{At: max(at, v.now), Class: 3, Kind: TimerWatchAt, Node: n, Frame: f, Index: i})
	}
}

// watches returns the range of the watches on a node, or of the case.
func (v *view) watches(n NodeID) (lo, hi int32) {
	if n == None {
		return v.p.rt.caseWatch[0], v.p.rt.caseWatch[1]
	}
	r := v.p.Nodes[n].Watches
	return r[0], r[1]
}

// retimeDeadline sets the latest back-out of the block that carries the window
// of a touching step: window end less the back-outs of what has started and
// the time to restore.
// Source: language reference, section 10, "Window".
func (v *view) retimeDeadline(n NodeID, f FrameID) {
	slot := v.s.slot(v.p, n, f)
	use := &v.p.spec(n, slot.Overlays).Window
	if !use.Fit || use.Window == None || v.p.Nodes[n].Kind.IsBlock() || v.dial().WindowsWaived {
		return
	}
	w, ok := v.window(use.Window, n, f)
	if !ok {
		return
	}
	carrier := use.Carrier
	if carrier == None {
		carrier = n
	}
	_, frame := v.slotFor(carrier, f)
	v.s.dropTimers(TimerLatestBackOut, carrier, frame, None)
	end := w.End(v.now)
	if end == 0 || end == calendar.Forever {
		return
	}
	at := end - calendar.Instant(v.undoing(carrier, frame, use.P95, false)+v.restore(use, n, f))
	if at > v.now {
		v.s.addTimer(Timer{At: at, Class: 1, Kind: TimerLatestBackOut, Node: carrier, Frame: frame})
	}
}

// plainClocks reports whether the urgency of the case leaves clocks as written.
func (v *view) plainClocks() bool {
	if v.s.Urgency == v.p.Urgency {
		return v.p.rt.plainClocks
	}
	return !v.dial().stretches()
}
