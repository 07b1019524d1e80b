package engine

import (
	"slices"
	"time"

	"github.com/headgate/headgate/calendar"
)

// retimeRung sets the timer of the next rung of an open node: of the ladder in
// scope, when the node has a limit or waits for people.
func (v *view) retimeRung(n NodeID, f FrameID, slot *Slot, spec *Spec, paused bool) {
	if !spec.Due.Set && spec.Under == None && !v.waitsForPeople(n, slot, spec) {
		return
	}
	if paused && spec.Due.Time == None {
		return
	}
	from := slot.Ready
	if spec.Owed && spec.Due.Time == None {
		if from = v.owedFrom(f, slot, spec); from == 0 {
			return
		}
	}
	v.ladderTimer(Timer{Class: 7, Kind: TimerRung, Node: n, Frame: f, Attempt: slot.Attempt}, from, slot.Due, spec, spec.Due.Time == None)
}

func (v *view) waitsForPeople(n NodeID, slot *Slot, spec *Spec) bool {
	switch v.p.Nodes[n].Kind {
	case KindTask, KindDecide, KindGate, KindHandoff:
		return true
	case KindBoundary:
		return spec.Accept != None
	case KindAuto:
		return slot.Sub == InDoubtSub
	default:
		return false
	}
}

// ladderTimer adds the timer of the next unfired rung. own says that the way
// from `from` to due is an own clock, which holds stretch.
func (v *view) ladderTimer(t Timer, from, due calendar.Instant, spec *Spec, own bool) {
	id := spec.rt.ladder
	if id == ladderOfOverlay {
		id = v.ladderOf(t.Node, t.Frame)
	}
	if id == None {
		return
	}
	rungs := v.p.Ladders[id].Rungs
	if len(v.s.Rungs) == 0 && own && spec.rt.plainDue != 0 && len(v.s.Clocks) == 0 && len(rungs) > 0 && rungs[0].Percent > 0 {
		t.At = from + calendar.Instant(spec.rt.plainDue*int64(rungs[0].Percent)/100)
		v.s.addTimer(t)
		return
	}
	next, times, last := v.s.nextRung(t, from)
	for ; next < len(rungs); next, times = next+1, 0 {
		r := &rungs[next]
		if times > 0 && r.Every.IsZero() {
			continue
		}
		at := v.rungAt(r, t, from, due, last, spec, own)
		if at == 0 {
			continue
		}
		t.At, t.Index = max(at, v.now), int32(next)
		v.s.addTimer(t)
		return
	}
}

func (v *view) ladderOf(n NodeID, f FrameID) LadderID {
	if n == None {
		return v.p.Ladder
	}
	slot, _ := v.slotFor(n, f)
	if slot == nil {
		return v.p.LadderOf(n, v.s.Overlays)
	}
	return v.p.LadderOf(n, slot.Overlays|v.s.Overlays)
}

// nextRung returns the last rung that fired, how often, and when; the next one
// to look at is that again, if it repeats, or the one above.
func (s *State) nextRung(t Timer, from calendar.Instant) (rung, times int, last calendar.Instant) {
	for i := range s.Rungs {
		r := &s.Rungs[i]
		if r.Node == t.Node && r.Frame == t.Frame && r.Kind == t.Kind && r.Attempt == t.Attempt {
			return int(r.Rung), int(r.Times), r.At
		}
	}
	return 0, 0, from
}

// rungAt returns the instant of a rung, 0 if it is inert or unresolved.
// Source: language reference, section 12, "Ladder".
func (v *view) rungAt(r *Rung, t Timer, from, due, last calendar.Instant, spec *Spec, own bool) calendar.Instant {
	z := v.p.zone()
	switch {
	case !r.Every.IsZero():
		return r.Every.AddTo(last, z, v.p.calendarOf(r.Every.Calendar))
	case r.Percent > 0:
		return v.percentAt(r.Percent, t, from, due, spec, own)
	case r.After.Set:
		d, c, ok := v.span(&r.After, t.Node, t.Frame)
		if !ok {
			return 0
		}
		return v.onClock(t.Node, t.Frame, TimerElse, from, d, c)
	default:
		return v.timeAt(r.Time, t.Node, t.Frame, from)
	}
}

// percentAt returns the instant at which percent of the way to due is done, on
// the clock of that due. On an own clock that holds stopped, what is used up
// counts from the last resume.
func (v *view) percentAt(percent int, t Timer, from, due calendar.Instant, spec *Spec, own bool) calendar.Instant {
	if due == 0 || from == 0 {
		return 0
	}
	c := alwaysWorks
	working := false
	if own {
		if d, k, ok := v.dueSpan(&spec.Due.Span, t.Node, t.Frame); ok && d.Working() {
			c, working = k, true
		}
	}
	if spec.Under != None && v.p.Targets[spec.Under].Calendar != None {
		c, working = v.p.Calendars[v.p.Targets[spec.Under].Calendar].Calendar, true
	}
	if spec == noSpec || !own && spec.Due.Time == None { // of a hold or a blocked node
		c, working = v.p.calendarOf(""), true
	}
	if due <= from {
		return v.pastDue(due, percent)
	}
	k := v.s.clock(t.Node, t.Frame, TimerElse)
	if k == nil || !own {
		return c.Point(from, due, percent)
	}
	since := k.Since
	if since == 0 {
		since = v.now
	}
	way := k.Used + v.onWay(since, due, working, c)
	return c.Add(since, time.Duration(way*int64(percent)/100-k.Used)*time.Millisecond)
}

// pastDue is percentAt of a way that is not positive, because due had passed
// when the node became ready: it counts as one working day that ended at due,
// so what stands up to 100 % is due at once, and folds.
func (v *view) pastDue(due calendar.Instant, percent int) calendar.Instant {
	c := v.p.calendarOf("")
	if percent <= 100 {
		return due
	}
	return c.Point(due, v.workday(due), percent-100)
}

// missed reports whether the else of an attempt already fired for this due.
func (s *State) missed(n NodeID, f FrameID, attempt uint16, due calendar.Instant) bool {
	for i := range s.Missed {
		m := &s.Missed[i]
		if m.Node == n && m.Frame == f && m.Attempt == attempt && m.Due == due {
			return true
		}
	}
	return false
}

// missedBefore reports whether an else of the attempt has fired already.
func (s *State) missedBefore(n NodeID, f FrameID, attempt uint16) bool {
	return slices.ContainsFunc(s.Missed, func(m Missed) bool { return m.Node == n && m.Frame == f && m.Attempt == attempt })
}

// stopClocks stops the own clocks of everything open in a held block.
func (v *view) stopClocks(b NodeID, bf FrameID) {
	v.eachOpen(b, bf, func(n NodeID, f FrameID, slot *Slot, spec *Spec) {
		if v.s.paused(n, f) || !v.held(n, f) {
			return
		}
		if spec.Due.Set && spec.Due.Time == None || !spec.Due.Set {
			v.stop(n, f, TimerElse, slot.Ready, v.dueWorking(spec))
		}
		if spec.For.Set && slot.State == Active {
			v.stop(n, f, TimerFor, slot.Start, spec.For.Literal.Working())
		}
		v.retime(n, f, slot)
	})
}

func (v *view) dueWorking(spec *Spec) bool {
	return spec.Due.Span.Literal.Working() && !v.dial().Elapsed
}

// stop stores how much of an own clock is used up.
func (v *view) stop(n NodeID, f FrameID, kind TimerKind, from calendar.Instant, working bool) {
	c := v.p.calendarOf("")
	if k := v.s.clock(n, f, kind); k != nil {
		k.Used += v.onWay(k.Since, v.now, working, c)
		k.Since = 0
		return
	}
	v.s.Clocks = append(v.s.Clocks, RestClock{Node: n, Frame: f, Kind: kind, Used: v.onWay(from, v.now, working, c)})
}

// startClocks lets the clocks go on that no other hold stops.
func (v *view) startClocks(b NodeID, bf FrameID) {
	v.eachOpen(b, bf, func(n NodeID, f FrameID, slot *Slot, _ *Spec) {
		if v.held(n, f) {
			return
		}
		for i := range v.s.Clocks {
			if k := &v.s.Clocks[i]; k.Node == n && k.Frame == f && k.Since == 0 {
				k.Since = v.now
			}
		}
		v.retime(n, f, slot)
	})
}

// eachOpen calls do for every ready or active leaf in block b.
func (v *view) eachOpen(b NodeID, bf FrameID, do func(NodeID, FrameID, *Slot, *Spec)) {
	for n, f := range v.inside(b, bf) {
		slot := v.s.slot(v.p, n, f)
		if slot.State == ReadyState || slot.State == Active {
			do(n, f, slot, v.p.spec(n, slot.Overlays))
		}
	}
}

// retimeHold sets the next rung on hold i.
func (v *view) retimeHold(i int) {
	h := &v.s.Holds[i]
	if !h.lasting() {
		return
	}
	v.retimeHolds(h.Node, h.Frame)
}

// retimeHolds sets the next rung of the ladder that runs on the holds of a
// block, from the first of them, percents of one working day.
func (v *view) retimeHolds(n NodeID, f FrameID) {
	v.s.dropTimers(TimerHold, n, f, None)
	i := slices.IndexFunc(v.s.Holds, func(h Hold) bool { return h.Node == n && h.Frame == f })
	if i < 0 {
		return
	}
	from := v.s.Holds[i].At
	v.ladderTimer(Timer{Class: 7, Kind: TimerHold, Node: n, Frame: f}, from, v.workday(from), noSpec, false)
}

var noSpec = &Spec{Under: None, Due: Limit{Time: None}, Ladder: None, rt: specTables{ladder: ladderOfOverlay}}
