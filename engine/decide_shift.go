package engine

import (
	"slices"

	"github.com/headgate/headgate/calendar"
)

// shift moves T or a date by an action. A used-up limit, and fallback dates of
// which none is left, move nothing and escalate.
// Source: language reference, sections 7 and 10.
func (d *decider) shift(a *Action, n NodeID, f FrameID) {
	if a.Counter != None && a.Max > 0 && d.s.counted(a.Counter, 0) >= a.Max {
		d.escalateNow(n, f)
		return
	}
	base := d.now
	name, to := "T", calendar.Instant(0)
	if a.Date != None {
		name = d.p.Dates[a.Date].ID
	}
	if a.Time == None { // next: the following fallback date
		to = d.fallback(a, n, f)
	} else {
		to = d.timeAt(a.Time, max(n, 0), f, base)
	}
	if to == 0 || name == "T" && d.anchorStarted() {
		d.escalateNow(n, f)
		return
	}
	e := d.newEvent(DateShifted, None, 0)
	e.Answer, e.Until, e.Index, e.Text = name, to, a.Counter, shortNotice(to, d.now)
	d.emit(e)
}

func (d *decider) fallback(a *Action, n NodeID, f FrameID) calendar.Instant {
	if a.Date == None {
		return 0
	}
	expr := d.p.Times[d.p.Dates[a.Date].Time].Expr
	now := d.date(int(a.Date))
	for i := 0; i < expr.Fallbacks(); i++ {
		if t, _, ok := expr.EvalFallback(i, &d.view); ok && t > now {
			return t
		}
	}
	return 0
}

// anchorStarted reports whether the node of T has started: T cannot move then.
func (v *view) anchorStarted() bool {
	a := v.p.AnchorT
	return a != None && v.p.Nodes[a].Scope == 0 && v.startOf(a, 0, v.s.slot(v.p, a, 0)) != 0
}

// shortNotice says that a date lies in the past.
func shortNotice(to, now calendar.Instant) string {
	if to < now {
		return "lies in the past"
	}
	return ""
}

// commandShift is a shift by a person: the accountable of the case.
func (d *decider) commandShift(c *Command) *Refusal {
	role, r := d.authority(None, 0, c)
	if r != nil {
		return r
	}
	name := c.Answer
	if name == "" {
		name = "T"
	}
	if name != "T" && !slices.ContainsFunc(d.p.Dates, func(x Date) bool { return x.ID == name }) {
		return refuse("R-STATE", name, "the model has no date "+name)
	}
	if c.Time == 0 {
		return refuse("R-STATE", name, "a shift needs the new time")
	}
	if name == "T" && d.anchorStarted() {
		return refuse("R-SHIFT", d.p.Nodes[d.p.AnchorT].ID, "T cannot move, its node has started")
	}
	e := d.newEvent(DateShifted, None, 0)
	e.Answer, e.Until, e.Text, e.Role = name, c.Time, c.Reason, role
	d.emit(e)
	d.noteShortNotice()
	return nil
}

// noteShortNotice records the acts before T whose time the shift put into the
// past: they are to be done at once.
func (d *decider) noteShortNotice() {
	for i := range d.s.Frames {
		f := FrameID(i)
		for k := range d.p.Nodes {
			n := NodeID(k)
			if d.p.Nodes[n].Scope != d.s.Frames[f].Scope || !d.present(n) {
				continue
			}
			slot := d.s.slot(d.p, n, f)
			spec := d.specAt(n, f)
			if slot.State >= ReadyState || spec.At == None {
				continue
			}
			at := d.timeAt(spec.At, n, f, slot.Entered)
			if at == 0 || at >= d.now || at >= d.s.T {
				continue
			}
			e := d.newEvent(Noted, n, f)
			e.Text, e.Answer = "short notice: its time lies in the past", "short_notice"
			e.Until = at
			d.emit(e)
		}
	}
}

// applyOverlay applies an overlay by an action.
func (d *decider) applyOverlay(a *Action, n NodeID, f FrameID) {
	if a.Overlay == None || d.s.Overlays&(1<<a.Overlay) != 0 {
		return
	}
	var values []Named
	for i := range a.With {
		values = append(values, Named{Name: a.With[i].Name, Value: d.template(a.With[i].Template, n, f)})
	}
	d.emitOverlay(int(a.Overlay), values, nil, "")
}

// commandApply applies an overlay to a running case: by its `by`, default the
// accountable. Its params and the holders of its roles are required.
// Source: language reference, section 13, "In a running case".
func (d *decider) commandApply(c *Command) *Refusal {
	i := slices.IndexFunc(d.p.Overlays, func(o Overlay) bool { return o.ID == c.Answer })
	if i < 0 {
		return refuse("R-STATE", c.Answer, "the model has no overlay of that name")
	}
	o := &d.p.Overlays[i]
	if o.By != None && d.isHolder(o.By, c.Actor.Person, 0) {
		// allowed by the overlay itself
	} else if _, r := d.authority(None, 0, c); r != nil {
		return r
	}
	if d.s.Overlays&(1<<i) != 0 {
		return refuse("R-STATE", c.Answer, "this overlay is already in force")
	}
	for _, pi := range o.Params {
		if p := &d.p.Params[pi]; !hasNamed(c.Values, p.Name) && d.s.Params[pi].Value.IsNull() {
			return refuse("R-STATE", c.Answer, "the overlay needs the param "+p.Name)
		}
	}
	d.emitOverlay(i, c.Values, c.Start, c.Reason)
	return nil
}

// emitOverlay says what the overlay changed and what came too late for it.
func (d *decider) emitOverlay(i int, values []Named, start *Start, reason string) {
	o := &d.p.Overlays[i]
	var late []Named
	for _, n := range o.Patches {
		word := "changed"
		if slot, _ := d.slotFor(n, 0); slot != nil && slot.State >= Active {
			word = "too late"
			if slot.State == Active {
				word = "keeps what it has"
			}
		}
		late = append(late, Named{Name: d.p.Nodes[n].ID, Value: stringValue(word)})
	}
	e := d.newEvent(OverlayApplied, None, 0)
	e.Answer, e.Values, e.Start, e.Text, e.Read = o.ID, values, start, reason, late
	d.emit(e)
	d.enterAgain(o)
}

// enterAgain takes a node back to pending that an overlay names or inserts
// before and that has not started, so that it is entered with the overlay.
func (d *decider) enterAgain(o *Overlay) {
	for _, n := range o.Patches {
		for i := range d.s.Frames {
			if d.s.Frames[i].Scope != d.p.Nodes[n].Scope {
				continue
			}
			slot := d.s.slot(d.p, n, FrameID(i))
			if slot.State == Entering || slot.State == ReadyState {
				e := d.newEvent(Postponed, n, FrameID(i))
				e.Answer = "again"
				d.emit(e)
			}
		}
	}
}
