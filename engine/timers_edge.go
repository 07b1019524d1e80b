package engine

import (
	"slices"

	"github.com/headgate/headgate/calendar"
)

// Some conditions change by time alone: a period begins or ends, evidence
// expires, a grant comes into force or runs out. What waits for such a
// condition is looked at again at its next edge. Edges that follow from the
// state are timers of their own; those of grants, which the world knows, are
// said in an event.
// Source: language reference, section 15: "what has known edges only".

// timely reports whether a condition changes by time alone, as far as the case
// itself knows.
func (p *Plan) timely(pr ProgramID) bool {
	if pr == None || p.Programs[pr].Expr == nil {
		return false
	}
	for _, ref := range p.Programs[pr].Expr.Refs() {
		if kind, i := SplitRef(ref); kind == RefPeriod || kind == RefEvidence || kind == RefColumn && p.timelyTable(i>>8) {
			return true
		}
	}
	return false
}

func (p *Plan) timelyTable(i int) bool { return slices.ContainsFunc(p.Tables[i].In, p.timely) }

// edge returns the next instant after now at which a condition may change by
// itself, 0 for none.
func (v *view) edge(pr ProgramID, n NodeID, f FrameID) calendar.Instant {
	if !v.p.timely(pr) {
		return 0
	}
	next := calendar.Instant(0)
	for _, ref := range v.p.Programs[pr].Expr.Refs() {
		switch kind, i := SplitRef(ref); kind {
		case RefPeriod:
			p := &v.p.Periods[i]
			next = v.sooner(next, v.timeAt(p.From, None, 0, 0))
			next = v.sooner(next, v.timeAt(p.To, None, 0, 0))
		case RefEvidence:
			if o := v.currentOutput(int32(i>>3), f); o != nil {
				next = v.sooner(next, o.Until)
			}
		case RefColumn:
			for _, in := range v.p.Tables[i>>8].In {
				next = v.sooner(next, v.edge(in, n, f))
			}
		}
	}
	return next
}

// sooner returns the earlier of an edge found so far and t, if t is ahead.
func (v *view) sooner(next, t calendar.Instant) calendar.Instant {
	if t <= v.now {
		return next
	}
	return earliest(next, t)
}

// edgeTimer adds the timer of the next edge of what an open node waits for.
func (v *view) edgeTimer(n NodeID, f FrameID, slot *Slot, spec *Spec) {
	if at := v.edge(spec.Until, n, f); at != 0 && slot.State == Active {
		v.s.addTimer(Timer{At: at, Class: 2, Kind: TimerPeriod, Node: n, Frame: f, Attempt: slot.Attempt, Index: None})
	}
}

// watchEdge sets the timer of the next edge of the condition of watch i.
func (v *view) watchEdge(i int32, n NodeID, f FrameID) {
	w := &v.p.Watches[i]
	v.s.dropTimers(TimerPeriod, n, f, i)
	if at := earliest(v.edge(w.If, max(n, 0), f), v.edge(w.When, max(n, 0), f)); at != 0 {
		v.s.addTimer(Timer{At: at, Class: 2, Kind: TimerPeriod, Node: n, Frame: f, Index: i})
	}
}

// passEdge sets the timers behind an edge that passed.
func (v *view) passEdge(n NodeID, f FrameID) {
	if n == None {
		v.retimeCase()
		return
	}
	v.retime(n, f, v.s.slot(v.p, n, f))
}

// asksGrants reports whether a condition asks for grants.
func (p *Plan) asksGrants(pr ProgramID) bool {
	return pr != None && p.Programs[pr].Expr != nil && slices.Contains(p.Programs[pr].Expr.Calls(), FnGranted)
}

// grantEdge returns the next instant at which a grant that is in sight comes
// into force or runs out, 0 for none.
func (v *view) grantEdge() calendar.Instant {
	next := calendar.Instant(0)
	if v.w == nil || v.noWorld {
		return 0
	}
	for i := range v.w.Grants {
		if g := &v.w.Grants[i]; v.active(g) {
			next = v.sooner(v.sooner(next, g.From), g.To)
		}
	}
	return next
}

// forWatches in Event.Index of StartDelayed says that the watches of a node are
// what is looked at again, not its start.
const forWatches int32 = -2

// grantBegins is when the first grant in sight that is not in force yet will be,
// 0 for none.
func (v *view) grantBegins() calendar.Instant {
	next := calendar.Instant(0)
	if v.w == nil {
		return 0
	}
	for i := range v.w.Grants {
		if g := &v.w.Grants[i]; v.active(g) {
			next = v.sooner(next, g.From)
		}
	}
	return next
}

// waitForGrants says once when a condition that asks for grants is looked at
// again; of is None or forWatches.
func (d *decider) waitForGrants(pr ProgramID, n NodeID, f FrameID, of int32) {
	if !d.p.asksGrants(pr) {
		return
	}
	at := d.grantEdge()
	if at == 0 || slices.ContainsFunc(d.s.Timers, func(t Timer) bool {
		return t.Kind == TimerWindow && t.Node == n && t.Frame == f && t.Index == of && t.At == at
	}) {
		return
	}
	e := d.newEvent(StartDelayed, n, f)
	e.Index, e.Answer, e.Text, e.Until = of, "R-GRANT", "a grant begins or ends then", at
	d.emit(e)
}
