package engine

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/headgate/headgate/calendar"
)

// A transient failure of a machine is repeated within the attempt, as often as
// its step says, after a pause that doubles from try to try. The pause is a
// timer of the case, so nobody else counts or waits: an executor is called when
// an event says so.
// Source: language reference, section 4, "auto", and section 10, class 6.
const (
	firstPause   = calendar.Instant(30 * 1000)
	longestPause = calendar.Instant(15 * 60 * 1000)
)

// tryAgain in Event.Answer of Paused says that a call failed for now and is
// repeated at Until; in that of Continued that it is repeated.
const tryAgain = "retry"

// reportTransient pauses a step for another try, and reports whether one is
// left.
func (d *decider) reportTransient(c *Command, slot *Slot, spec *Spec) bool {
	if int(slot.Retries) >= spec.Retry {
		return false
	}
	e := d.newEvent(Paused, c.Node, c.Frame)
	e.Answer, e.Text, e.Index = tryAgain, c.Reason, int32(slot.Retries)+1
	e.Until = d.now + min(firstPause<<slot.Retries, longestPause)
	d.emit(e)
	d.undoNext()
	return true
}

// tryOnce repeats a call whose pause is over, unless it is held.
func (d *decider) tryOnce(n NodeID, f FrameID, slot *Slot) {
	if d.pausing(n, f) || d.held(n, f) || d.queued(n, f) {
		return
	}
	e := d.newEvent(Continued, n, f)
	e.Answer, e.Index = tryAgain, int32(slot.Retries)
	d.emit(e)
}

// pausing reports whether the pause before the next try still runs.
func (v *view) pausing(n NodeID, f FrameID) bool {
	for i := range v.s.Timers {
		if t := &v.s.Timers[i]; t.Kind == TimerRetry && t.Node == n && t.Frame == f {
			return t.At > v.now
		}
	}
	return false
}

// evolvePause applies the pauses of machine steps: at a safe point, or between
// two tries.
func (v *view) evolvePause(slot *Slot, e *Event) {
	switch {
	case e.Kind == Paused && e.Answer == tryAgain:
		slot.Sub, slot.Retries = RetrySub, uint8(e.Index)
		v.s.addTimer(Timer{At: e.Until, Class: 6, Kind: TimerRetry, Node: e.Node, Frame: e.Frame, Attempt: slot.Attempt})
	case e.Kind == Paused:
		slot.Sub = PausedSub
	default:
		slot.Sub = InProgress
		if e.Answer == tryAgain {
			v.s.dropTimers(TimerRetry, e.Node, e.Frame, None)
			v.s.restart(e.Node, e.Frame, TimerTimeout, e.At)
		}
	}
}

// restart lets a clock of a step begin at t.
func (s *State) restart(n NodeID, f FrameID, kind TimerKind, t calendar.Instant) {
	if k := s.clock(n, f, kind); k != nil {
		k.Since = t
		return
	}
	s.Clocks = append(s.Clocks, RestClock{Node: n, Frame: f, Kind: kind, Since: t})
}

// triedFrom is when the call of a machine step began that is under way.
func (s *State) triedFrom(n NodeID, f FrameID, slot *Slot) calendar.Instant {
	if k := s.clock(n, f, TimerTimeout); k != nil {
		return k.Since
	}
	return slot.Start
}

// againEffect calls the executor of a step once more, with the inputs of its
// start.
func (v *view) againEffect(dst []Effect, e *Event) []Effect {
	var values []Named
	if r := v.s.recorded(e.Node, e.Frame); r != nil {
		values = r.Values
	}
	return v.calls(dst, e, values, "run/"+strconv.Itoa(int(e.Index)))
}

// retrySentence is "failed for now and is tried again 09:01 (try 2 of 3)".
func (v *view) retrySentence(n NodeID, f FrameID, slot *Slot, spec *Spec) string {
	var b strings.Builder
	b.WriteString("failed for now and is tried again")
	for i := range v.s.Timers {
		if t := &v.s.Timers[i]; t.Kind == TimerRetry && t.Node == n && t.Frame == f {
			b.WriteString(" " + v.clock(t.At))
		}
	}
	fmt.Fprintf(&b, " (try %d of %d)", slot.Retries+1, spec.Retry+1)
	return b.String()
}
