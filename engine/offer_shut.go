package engine

// shut returns what forbids a ready step to start, whoever does it, or nil: a
// window, a freeze, a missing grant or another rule, or something before it that
// no longer counts. For a machine it is what its last try found.
func (v *view) shut(n NodeID, f FrameID, slot *Slot, spec *Spec) *Refusal {
	if slot.State != ReadyState {
		return nil
	}
	for i := range v.s.Delays {
		if d := &v.s.Delays[i]; d.Node == n && d.Frame == f {
			return &Refusal{Code: d.Code, Why: d.Why, Until: d.Until}
		}
	}
	if v.p.Nodes[n].Kind != KindTask {
		return nil
	}
	b := v.startable(n, f, spec)
	switch b.code {
	case blameWindow, blameFreeze, blameFit, blameGrant, blamePath, blameRule, blameGuard, blameStale:
		return v.refusal(n, f, &b)
	}
	return nil
}

// shutSentence says what forbids a start and when that ends.
func (v *view) shutSentence(n NodeID, f FrameID, r *Refusal) string {
	text := "cannot start" + since(v, sinceOf(v.s.slot(v.p, n, f))) + ": " + r.Why
	switch b := v.windowBlame(n, f); {
	case v.guardBlame(n, f).code != blameNone:
		return text + " and is to be asked again"
	case r.Code == "R-STALE":
		return text + " (" + r.Need + ")"
	case r.Until == 0:
		return text
	case r.Code == "R-WINDOW" && b.code == blameFreeze:
		return text + ", which ends " + v.clock(r.Until)
	case r.Code == "R-WINDOW":
		return text + ", which opens " + v.clock(r.Until)
	}
	return text + ", looked at again " + v.clock(r.Until)
}

// lingers reports whether the turn of a pending node has come and it is not
// entered all the same: it needs others, or its condition is not decided.
func (v *view) lingers(n NodeID, f FrameID) bool {
	return v.hasTurn(n, f) && (!v.needsMet(n, f) || v.specAt(n, f).When != None)
}

// lingering says why a node whose turn has come is not entered.
func (v *view) lingering(n NodeID, f FrameID) string {
	if unmet := v.unmet(n, f); len(unmet) > 0 {
		return v.needSentence(n, f, unmet)
	}
	if when := v.specAt(n, f).When; when != None && v.eval(when, n, f).IsUnknown() {
		return "waits to know whether it is needed: " + v.undecided(when, stated, n, f)
	}
	return "waits for what is before it"
}
