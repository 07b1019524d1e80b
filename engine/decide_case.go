package engine

import "slices"

// caseRules are what the case as a whole does by itself: its watches, the
// instant of released, its outcome and its end.
func (d *decider) caseRules() {
	lo, hi := d.watches(None)
	if lo != hi && d.watched(None, 0, lo, hi) {
		d.caseDirty = true
		return
	}
	if d.s.Released == 0 && d.releasedNow() {
		d.say(CaseReleased, None, 0)
	}
	if d.s.BackOut.Active && d.branchDone() {
		d.backOutDone()
		return
	}
	if !d.phasesDone() {
		return
	}
	if d.s.Outcome == "cancelled" {
		if len(d.openDuties()) == 0 {
			e := d.newEvent(CaseCancelled, None, 0)
			e.Answer = "cancelled"
			d.emit(e)
		}
		return
	}
	if len(d.missing()) > 0 {
		return
	}
	d.fixOutcome(d.outcome())
	e := d.newEvent(CaseClosed, None, 0)
	e.Answer = d.s.Outcome
	d.emit(e)
}

// releasedNow reports whether the node of released has ended, or can no longer:
// then it is the instant the last phase is entered or the case is cancelled.
func (v *view) releasedNow() bool {
	r := v.p.Released
	if r == None {
		return false
	}
	slot := v.s.slot(v.p, r, 0)
	if slot.settled() && slot.Flags&FlagSatisfied != 0 && slot.Outcome != OutcomeCancelled {
		return true
	}
	if !slot.settled() {
		return v.s.Outcome == "cancelled"
	}
	last := v.p.rt.lastPhase
	return v.s.Outcome == "cancelled" || last != None && v.s.slot(v.p, last, 0).State > Pending
}

// phasesDone reports whether every phase but the branch has settled.
func (v *view) phasesDone() bool {
	if len(v.s.Late) > 0 && v.lateOpen(v.s.Late[0]) != None {
		return false
	}
	if !v.reviewed() {
		return false
	}
	for _, ph := range v.p.Phases {
		if ph != v.p.Branch && !v.s.slot(v.p, ph, 0).settled() {
			return false
		}
	}
	return true
}

// A lack is one thing a case needs before it may close.
type lack struct {
	place
	output int32 // a deliverable, or None
	what   string
}

// missing lists what keeps the case from closing.
// Source: domain rule I13; language reference, section 15.
func (v *view) missing() []lack {
	list := v.openDuties()
	for i := range v.s.Frames {
		f := FrameID(i)
		if v.s.Frames[i].State == ItemAbsent {
			continue
		}
		for k := range v.p.rt.rows {
			r := &v.p.rt.rows[k]
			if r.scope != v.s.Frames[f].Scope {
				continue
			}
			if slot := v.s.slotOf(r, f); r.is(isDelivering) || slot.Flags&FlagStale != 0 {
				list = v.lacksOf(list, NodeID(k), f, slot)
			}
		}
	}
	for i := range v.s.Holds {
		list = append(list, lack{place{v.s.Holds[i].Node, v.s.Holds[i].Frame}, None, "held"})
	}
	return list
}

// lacksOf adds the mandatory deliverables of a node that nobody accepted, and
// the node itself when it is blocked or stale.
func (v *view) lacksOf(list []lack, n NodeID, f FrameID, slot *Slot) []lack {
	if slot.Flags&FlagStale != 0 {
		list = append(list, lack{place{n, f}, None, "stale"})
	}
	if slot.Outcome != OutcomeDone && slot.Outcome != OutcomeAccepted && slot.Outcome != OutcomeAnswer {
		return list
	}
	node := &v.p.Nodes[n]
	for i := node.Outputs[0]; i < node.Outputs[1]; i++ {
		out := &v.p.Outputs[i]
		if out.Accept == None || out.Optional {
			continue
		}
		o := v.s.output(i, f)
		if o == nil || o.Evidence != EvidenceWasAccepted && o.Evidence != EvidenceWaived {
			list = append(list, lack{place{n, f}, i, "deliverable"})
		}
	}
	return list
}

// openDuties lists nodes that are open though all phases settled: owed ones,
// and what waits in the branch.
func (v *view) openDuties() []lack {
	var list []lack
	for i := range v.s.Frames {
		f := FrameID(i)
		if v.s.Frames[i].State == ItemAbsent {
			continue
		}
		for k := range v.p.rt.rows {
			r := &v.p.rt.rows[k]
			if r.scope != v.s.Frames[f].Scope || r.is(isBlock) {
				continue
			}
			slot := v.s.slotOf(r, f)
			switch {
			case slot.Sub == RemedySub:
				list = append(list, lack{place{NodeID(k), f}, None, "passed, and its remedy is to be done"})
			case slot.State > Pending && !slot.settled() && v.present(NodeID(k)):
				list = append(list, lack{place{NodeID(k), f}, None, "open"})
			}
		}
	}
	return list
}

// outcome is how the case ended, the first that applies.
// Source: language reference, section 5, "Case outcome".
func (v *view) outcome() string {
	undone, live := 0, 0
	partial, failed := false, false
	for i := range v.s.Frames {
		fr := &v.s.Frames[i]
		if fr.State == ItemAbsent {
			continue
		}
		if i > 0 && v.p.Nodes[v.p.Scopes[fr.Scope].Each].Touching {
			partial = partial || fr.Outcome == OutcomeDropped || fr.Outcome == OutcomeDeferred || fr.Outcome == OutcomeBackedOut
		}
		for k := range v.p.rt.rows {
			r := &v.p.rt.rows[k]
			if !r.is(isTouching) || r.scope != fr.Scope {
				continue
			}
			slot := v.s.slotOf(r, FrameID(i))
			if r.is(isBlock) {
				partial = partial || slot.Outcome == OutcomePartial || slot.Outcome == OutcomeBackedOut
				failed = failed || slot.Outcome == OutcomeFailed && slot.settled()
				continue
			}
			if slot.Flags&FlagUndone != 0 {
				undone++
			} else if slot.Live() {
				live++
			}
		}
	}
	switch {
	case v.s.Outcome != "":
		return v.s.Outcome
	case undone > 0 && live == 0:
		return "backed_out"
	case failed:
		return "failed"
	case partial || undone > 0 && live > 0:
		return "partial"
	default:
		return "successful"
	}
}

// start starts the case.
func (d *decider) start(c *Command) *Refusal {
	if d.s.Status != Draft {
		return refuse("R-STATE", "", "this case has already started")
	}
	if c.Start == nil {
		return refuse("R-STATE", "", "a start needs what the case is started with")
	}
	if len(d.p.NotYet) > 0 {
		return refuse("E-LATER-1", "", "the model uses what this engine does not run yet: "+d.p.NotYet[0])
	}
	mask, bad := d.p.overlayMask(c.Start.Overlays)
	if bad != "" {
		return refuse("R-STATE", "", "the model has no overlay "+bad)
	}
	values, r := d.startParams(c.Start, mask)
	if r != nil {
		return r
	}
	e := d.newEvent(CaseStarted, None, 0)
	e.Answer, e.Text, e.Until, e.Values, e.Start = c.Start.Case, c.Start.Title, c.Start.T, values, c.Start
	d.emit(e)
	for _, id := range c.Start.Changes {
		e := d.newEvent(ChangeLinked, None, 0)
		e.Answer = id
		d.emit(e)
	}
	for _, id := range c.Start.Overlays {
		e := d.newEvent(OverlayApplied, None, 0)
		e.Answer = id
		d.emit(e)
	}
	return nil
}

func (p *Plan) overlayMask(ids []string) (mask Mask, bad string) {
	for _, id := range ids {
		i := slices.IndexFunc(p.Overlays, func(o Overlay) bool { return o.ID == id })
		if i < 0 {
			return 0, id
		}
		mask |= 1 << i
	}
	return mask, ""
}

// startParams puts the params in the order of the plan, with their defaults.
func (d *decider) startParams(start *Start, mask Mask) ([]Named, *Refusal) {
	if len(d.p.Params) == 0 {
		return nil, nil
	}
	values := make([]Named, len(d.p.Params))
	for i := range d.p.Params {
		p := &d.p.Params[i]
		values[i].Name = p.Name
		given := slices.IndexFunc(start.Params, func(n Named) bool { return n.Name == p.Name })
		switch {
		case given >= 0:
			values[i].Value = start.Params[given].Value
		case p.Default != nil:
			values[i].Value = *p.Default
		case p.Name == "T" || p.Optional && p.Overlay&mask == 0 || p.Overlay != 0 && p.Overlay&mask == 0:
		default:
			return nil, refuse("R-STATE", p.Name, "the param "+p.Name+" is needed to start")
		}
	}
	return values, nil
}

func refuse(code, place, why string) *Refusal {
	return &Refusal{Code: code, Place: place, Why: why}
}
