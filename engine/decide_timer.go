package engine

import "github.com/headgate/headgate/calendar"

// fire does what a timer is for, as of its own instant.
func (d *decider) fire(t *Timer) {
	switch t.Kind {
	case TimerRung, TimerHold:
		d.fireRung(t)
		return
	case TimerFactAge:
		d.elapse(t)
		d.touchAll()
		return
	case TimerPeriod:
		d.elapse(t)
		d.touch(t.Node, t.Frame)
		return
	case TimerWatchAt, TimerWatchFor:
		d.fireWatch(t)
		return
	case TimerLatestBackOut:
		d.latestBackOut(t)
		return
	}
	if t.Kind == TimerWindow && (t.Node == None || d.isItem(t.Node, t.Frame) || t.Index != None) {
		d.elapse(t)
		d.touch(t.Node, t.Frame)
		return
	}
	slot := d.s.slot(d.p, t.Node, t.Frame)
	if slot.Attempt != t.Attempt {
		d.elapse(t)
		return
	}
	spec := d.p.spec(t.Node, slot.Overlays)
	switch t.Kind {
	case TimerElse:
		d.silence(t, slot, spec)
	case TimerTimeout:
		e := d.newEvent(InDoubt, t.Node, t.Frame)
		e.Text = "no report within the timeout"
		d.emit(e)
	case TimerValidity:
		d.elapse(t)
		d.expire(t, slot)
	default: // at, for, window: its time has come, the rules see it
		if t.Kind == TimerWindow {
			d.elapse(t)
		}
		d.touch(t.Node, t.Frame)
	}
}

// silence runs the else of a node whose due is reached. One that answers does
// so only if there was a chance to speak: the due lies after the node opened.
// One that has fired already does so again only for a due that was moved to
// after that instant.
// Source: language reference, section 8, "Silence needs a chance to speak".
func (d *decider) silence(t *Timer, slot *Slot, spec *Spec) {
	e := d.newEvent(DueMissed, t.Node, t.Frame)
	e.Until = slot.Due
	opened := max(slot.Ready, slot.Start)
	answer := elseAnswer(spec)
	spoke := slot.Due > opened && slot.Due > d.s.DueMoved
	again := d.s.missedBefore(t.Node, t.Frame, slot.Attempt)
	switch {
	case answer != "" && !spoke:
		e.Text = "nobody had a chance to answer"
	case again && !spoke:
		e.Text = "it was moved and has still passed"
	}
	d.emit(e)
	switch {
	case (answer != "" || again) && !spoke:
		d.escalateNow(t.Node, t.Frame)
	case answer != "":
		d.answer(t.Node, t.Frame, answer, "")
	default:
		d.actElse(t, spec)
	}
}

// elseAnswer returns the answer that silence gives, or "".
func elseAnswer(spec *Spec) string {
	for i := range spec.Else {
		if spec.Else[i].Verb == VerbAnswer && spec.Else[i].Program == None {
			return spec.Else[i].Answer
		}
	}
	return ""
}

func (d *decider) actElse(t *Timer, spec *Spec) {
	d.cause = HoldElse
	for i := range spec.Else {
		a := &spec.Else[i]
		switch a.Verb {
		case VerbContinue:
			d.end(Expired, t.Node, t.Frame, "")
		case VerbAnswer:
			if x := d.eval(a.Program, t.Node, t.Frame); !x.IsUnknown() {
				d.answer(t.Node, t.Frame, x.AsString(), "")
			} else {
				d.escalateNow(t.Node, t.Frame)
			}
		default:
			d.actOne(a, t.Node, t.Frame)
		}
	}
	d.cause = HoldPerson
}

// expire ends what a settled gate or decision is worth: it reopens unless the
// work after it has started.
func (d *decider) expire(t *Timer, slot *Slot) {
	if !slot.settled() || slot.Flags&FlagSatisfied == 0 || d.consumed(t.Node, t.Frame) {
		return
	}
	d.reopened(t.Node, t.Frame, "its validity is over")
	d.pushBack(t.Node, t.Frame)
}

// consumed reports whether work behind a gate or decision has started.
func (v *view) consumed(g NodeID, f FrameID) bool {
	for i := range v.s.Frames {
		if !v.s.within(FrameID(i), f) {
			continue
		}
		for k := v.p.firstAfter(g); k < NodeID(len(v.p.Nodes)); k++ {
			if k == g || v.p.Nodes[k].Scope != v.s.Frames[i].Scope || !v.p.Nodes[k].Kind.isWork() || !v.p.inRange(g, k) || v.branch(k) {
				continue
			}
			if slot := v.s.slot(v.p, k, FrameID(i)); slot.Start != 0 && slot.Outcome != OutcomeSkipped && slot.Outcome != OutcomeCancelled {
				return true
			}
		}
	}
	return false
}

// fireWatch runs the handler of a watch whose time, or whose dwell, has come.
func (d *decider) fireWatch(t *Timer) {
	w := &d.p.Watches[t.Index]
	if t.Kind == TimerWatchFor && !d.eval(w.If, t.Node, t.Frame).IsTrue() {
		d.touchNode(t.Node, d.outer(t.Node, t.Frame))
		return
	}
	if t.Node != None {
		if slot, _ := d.slotFor(t.Node, t.Frame); slot == nil || slot.State < ReadyState || slot.settled() {
			d.elapse(t)
			return
		}
	}
	if !d.handle(t.Index, w, t.Node, t.Frame, nil) && d.s.has(t) {
		d.elapse(t)
	}
}

// latestBackOut holds the block when its latest back-out is reached and asks
// the accountable: back out, or go on with a reason.
// Source: language reference, section 10, "Latest back-out".
func (d *decider) latestBackOut(t *Timer) {
	d.elapse(t)
	if d.s.slot(d.p, t.Node, t.Frame).settled() {
		return
	}
	d.hold(t.Node, t.Frame, HoldDeadline, "the latest back-out is reached: back out, or go on with a reason")
}

// fireRung fires the rungs that are due together as the highest of them.
// Source: language reference, section 12, "Ladder".
func (d *decider) fireRung(t *Timer) {
	ladder := &d.p.Ladders[d.ladderOf(t.Node, t.Frame)]
	rung := int(t.Index)
	for next := rung + 1; next < len(ladder.Rungs); next++ {
		if at := d.rungInstant(t, next); at == 0 || at > d.now {
			break
		}
		rung = next
	}
	r := &ladder.Rungs[rung]
	if !d.holds(r.When, max(t.Node, 0), t.Frame) {
		d.skipRung(t, rung)
		return
	}
	d.climb(t, rung, r)
}

// rungInstant returns when another rung of the same ladder is due.
func (d *decider) rungInstant(t *Timer, rung int) (at calendar.Instant) {
	from, due, spec, own := d.way(t)
	id := d.ladderOf(t.Node, t.Frame)
	return d.rungAt(&d.p.Ladders[id].Rungs[rung], *t, from, due, from, spec, own)
}

// way returns the way that the rungs of a timer divide.
func (d *decider) way(t *Timer) (from, due calendar.Instant, spec *Spec, own bool) {
	if t.Kind == TimerHold {
		for i := range d.s.Holds {
			if h := &d.s.Holds[i]; h.Node == t.Node && h.Frame == t.Frame {
				return h.At, d.workday(h.At), noSpec, false
			}
		}
	}
	slot := d.s.slot(d.p, t.Node, t.Frame)
	spec = d.p.spec(t.Node, slot.Overlays)
	if slot.State == Settled {
		return slot.End, d.workday(slot.End), spec, false
	}
	from = slot.Ready
	if spec.Owed && spec.Due.Time == None {
		from = d.owedFrom(t.Frame, slot, spec)
	}
	return from, slot.Due, spec, spec.Due.Time == None
}

func (d *decider) skipRung(t *Timer, rung int) {
	e := d.newEvent(Reminded, t.Node, t.Frame)
	e.Index, e.Text = int32(rung), "not asked for"
	d.markHold(e, t)
	d.emit(e)
}

func (d *decider) markHold(e *Event, t *Timer) {
	if t.Kind == TimerHold {
		e.Target = holdRung
		e.Attempt = 0
	}
}

// climb reminds, asks or raises.
func (d *decider) climb(t *Timer, rung int, r *Rung) {
	kind, persons, answer := Reminded, d.holders(r.Role, t.Frame), ""
	switch r.Act {
	case RungRemind:
		switch {
		case r.Role != None:
		case t.Kind == TimerHold:
			persons = d.holders(d.accountableOf(t.Node, t.Frame), t.Frame)
		case t.Node != None:
			persons = d.candidates(t.Node, t.Frame)
		}
	case RungAsk:
		kind, answer = Escalated, "ask"
	case RungRaise:
		kind = Escalated
		if r.MayDecide {
			answer = "may_decide"
		}
	case RungEmit:
		e := d.newEvent(Emitted, t.Node, t.Frame)
		e.Answer = r.Emit
		d.emit(e)
	}
	e := d.newEvent(kind, t.Node, t.Frame)
	e.Index, e.Role, e.Persons, e.Answer = int32(rung), r.Role, persons, answer
	d.markHold(e, t)
	d.emit(e)
}

// escalateNow runs the next rung at once: silence that may not answer, a redo
// that is used up. Where every rung has fired it leaves the node open.
func (d *decider) escalateNow(n NodeID, f FrameID) {
	if n == None {
		return
	}
	for i := range d.s.Timers {
		if t := d.s.Timers[i]; t.Kind == TimerRung && t.Node == n && t.Frame == f {
			id := d.ladderOf(n, f)
			rung := int(t.Index)
			for rung+1 < len(d.p.Ladders[id].Rungs) && d.p.Ladders[id].Rungs[rung].Act == RungRemind {
				rung++
			}
			d.climb(&t, rung, &d.p.Ladders[id].Rungs[rung])
			return
		}
	}
	r := d.accountable(n, f)
	e := d.newEvent(Escalated, n, f)
	e.Role, e.Persons = r, d.holders(r, f)
	d.emit(e)
}

// call reminds, asks or raises because an action says so.
func (d *decider) call(a *Action, n NodeID, f FrameID) {
	role := RoleID(None)
	if len(a.Roles) > 0 {
		role = a.Roles[0]
	}
	kind, answer := Escalated, ""
	switch a.Verb {
	case VerbRemind:
		kind = Reminded
	case VerbAsk:
		answer = "ask"
	}
	persons := d.holders(role, f)
	if role == None && n != None {
		persons = d.candidates(n, f)
	}
	e := d.newEvent(kind, n, f)
	e.Role, e.Persons, e.Answer = role, persons, answer
	d.emit(e)
}
