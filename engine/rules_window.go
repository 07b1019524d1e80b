package engine

import (
	"slices"
	"time"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/expr"
)

// window returns a window of the plan as it stands for node n.
func (v *view) window(i int32, n NodeID, f FrameID) (calendar.Window, bool) {
	w := &v.p.Windows[i]
	if w.Window != nil {
		return v.withPeriods(w.Window.In(v.p.zone())), true
	}
	spans := make([]calendar.Span, 0, len(w.From))
	for _, ti := range w.From {
		from := v.timeAt(ti, n, f, 0)
		if to := v.plus(from, &w.For, n, f); to != 0 {
			spans = append(spans, calendar.Span{From: from, To: to})
		}
	}
	if len(spans) == 0 {
		return calendar.Window{}, false
	}
	slices.SortFunc(spans, func(a, b calendar.Span) int { return a.From.Compare(b.From) })
	return calendar.SpanWindow(spans...), true
}

// withPeriods takes the excepted period out of a window.
func (v *view) withPeriods(w calendar.Window) calendar.Window {
	for _, ref := range w.Refs() {
		if ref.Kind != calendar.RefPeriod {
			continue
		}
		for i := range v.p.Periods {
			if v.p.Periods[i].ID == ref.Text {
				w = w.Except(calendar.Span{
					From: v.timeAt(v.p.Periods[i].From, None, 0, 0),
					To:   v.timeAt(v.p.Periods[i].To, None, 0, 0),
				})
			}
		}
	}
	return w
}

// windowBlame returns why leaf n may not start now by its window, the time
// guard of fit, or a freeze.
// Source: language reference, section 10, "Window"; rule I12.
func (v *view) windowBlame(n NodeID, f FrameID) blame {
	spec := v.specAt(n, f)
	dial := v.dial()
	if b := v.freezeBlame(n, f, spec, dial); b.code != blameNone {
		return b
	}
	use := &spec.Window
	if use.Window == None || dial.WindowsWaived {
		return blame{}
	}
	if use.Carrier != n && use.Carrier != None && spec.Touches == nil {
		return blame{} // the window of a block guards what touches in it
	}
	w, ok := v.window(use.Window, n, f)
	if !ok {
		return blame{code: blameWindow, node: n, index: use.Window}
	}
	if !w.Contains(v.now) {
		next, _ := w.NextOpening(v.now, v.need(use, n, f))
		return blame{code: blameWindow, node: n, index: use.Window, until: next}
	}
	if use.Fit {
		need := v.need(use, n, f)
		if end := w.End(v.now); end != calendar.Forever && v.now.Add(need) > end {
			next, _ := w.NextStart(v.now)
			return blame{code: blameFit, node: n, index: use.Window, until: next}
		}
	}
	return blame{}
}

// need returns remaining + back-out + restore of the node that carries the
// window, zero without fit.
func (v *view) need(use *WindowUse, n NodeID, f FrameID) time.Duration {
	if !use.Fit {
		return 0
	}
	carrier := use.Carrier
	if carrier == None {
		carrier = n
	}
	_, frame := v.slotFor(carrier, f)
	ms := v.remaining(carrier, frame, use.P95) + v.undoing(carrier, frame, use.P95, true) + v.restore(use, n, f)
	return time.Duration(ms) * time.Millisecond
}

func (v *view) restore(use *WindowUse, n NodeID, f FrameID) int64 {
	d, _, _ := v.span(&use.Restore, n, f)
	return elapsedMillis(d)
}

// remaining sums takes and dwells of all unsettled nodes of block n up to its
// last unsettled touching step; in parallel the longest branch counts.
func (v *view) remaining(n NodeID, f FrameID, p95 bool) int64 {
	sum, last := int64(0), int64(0)
	v.walkRemaining(n, f, p95, &sum, &last)
	return last
}

// walkRemaining adds the time of n to sum, and sets last to sum after each
// unsettled touching leaf.
func (v *view) walkRemaining(n NodeID, f FrameID, p95 bool, sum, last *int64) {
	node := &v.p.Nodes[n]
	switch {
	case !node.Kind.IsBlock():
		v.leafRemaining(n, f, p95, sum, last)
	case node.Kind == KindEach && v.s.Frames[f].Scope != node.Inner:
		v.eachRemaining(n, f, p95, sum, last)
	case node.Kind == KindParallel:
		longest, to := *sum, *last
		for k := n + 1; k < node.End; k = v.p.Nodes[k].End {
			s, l := *sum, *last
			v.walkRemaining(k, f, p95, &s, &l)
			longest, to = max(longest, s), max(to, l)
		}
		*sum, *last = longest, to
	default:
		for k := n + 1; k < node.End; k = v.p.Nodes[k].End {
			v.walkRemaining(k, f, p95, sum, last)
		}
	}
}

// eachRemaining adds the items of an each: one after another in a serial one,
// the longest in a parallel one.
func (v *view) eachRemaining(n NodeID, f FrameID, p95 bool, sum, last *int64) {
	serial := v.specAt(n, f).Serial
	longest, to := *sum, *last
	for i := range v.s.Frames {
		fr := &v.s.Frames[i]
		if fr.Parent != f || fr.Scope != v.p.Nodes[n].Inner || fr.State == ItemAbsent || fr.State == ItemSettled {
			continue
		}
		if serial {
			v.walkRemaining(n, FrameID(i), p95, sum, last)
			continue
		}
		s, l := *sum, *last
		v.walkRemaining(n, FrameID(i), p95, &s, &l)
		longest, to = max(longest, s), max(to, l)
	}
	*sum, *last = max(*sum, longest), max(*last, to)
}

func (v *view) leafRemaining(n NodeID, f FrameID, p95 bool, sum, last *int64) {
	slot := v.s.slot(v.p, n, f)
	if slot.State == Settled || !v.present(n) {
		return
	}
	spec := v.specAt(n, f)
	e := &v.p.rt.takes[n]
	if p95 {
		*sum += e.p95
	} else {
		*sum += e.p85
	}
	if d, _, ok := v.span(&spec.For, n, f); ok {
		*sum += elapsedMillis(d)
	}
	if spec.Touches != nil {
		*last = *sum
	}
}

// undoing sums the back-outs of block n: of what started, and with all also of
// what is still to start.
func (v *view) undoing(n NodeID, f FrameID, p95, all bool) int64 {
	sum := int64(0)
	for i := range v.s.Frames {
		if !v.s.within(FrameID(i), f) || v.s.Frames[i].State == ItemAbsent && i != 0 {
			continue
		}
		for k := n; k < v.p.Nodes[n].End; k++ {
			node := &v.p.Nodes[k]
			if node.Scope != v.s.Frames[i].Scope || !node.Touching || node.Kind.IsBlock() {
				continue
			}
			slot := v.s.slot(v.p, k, FrameID(i))
			if !slot.Live() && (!all || slot.State == Settled) {
				continue
			}
			if p95 {
				sum += v.p.rt.takes[k].back95
			} else {
				sum += v.p.rt.takes[k].back85
			}
		}
	}
	return sum
}

// specAt returns the body of n under the overlays its attempt was entered
// with, or those in force while it has not been.
func (v *view) specAt(n NodeID, f FrameID) *Spec {
	slot, _ := v.slotFor(n, f)
	if slot == nil || slot.State == Pending {
		return v.p.spec(n, v.s.Overlays)
	}
	return v.p.spec(n, slot.Overlays)
}

// freezeBlame returns the freeze that forbids a touching step.
func (v *view) freezeBlame(n NodeID, f FrameID, spec *Spec, dial UrgencyDial) blame {
	if spec.Touches == nil || v.w == nil || v.noWorld {
		return blame{}
	}
	for i := range v.w.Freezes {
		z := &v.w.Freezes[i]
		if v.now < z.From || z.To != 0 && v.now >= z.To {
			continue
		}
		if len(z.Environments) > 0 && !contains(z.Environments, spec.Touches.Environment) {
			continue
		}
		if dial.FreezesByRule && contains(z.ExemptUrgencies, v.s.Urgency) {
			continue
		}
		return blame{code: blameFreeze, node: n, name: z.ID, more: z.Reason, until: z.To}
	}
	return blame{}
}

// grantBlame returns the (ci, environment) of leaf n that no active grant
// covers now.
// Source: domain rules, I1.
func (v *view) grantBlame(n NodeID, f FrameID) blame {
	spec := v.specAt(n, f)
	if spec.Touches == nil {
		return blame{}
	}
	if v.w == nil {
		return blame{code: blameGrant, node: n}
	}
	end := v.now.Add(time.Duration(v.p.rt.takes[n].p50) * time.Millisecond)
	if spec.Touches.Program == None {
		for _, ci := range spec.Touches.CIs {
			if b := v.grantFor(n, ci, spec.Touches.Environment, end); b.code != blameNone {
				return b
			}
		}
		return v.grantForNone(n, spec, end)
	}
	cis := v.eval(spec.Touches.Program, n, f)
	if cis.IsUnknown() {
		ref, _ := cis.Blame()
		return blame{code: blameGrant, node: n, ref: ref}
	}
	if cis.Kind() == expr.KindString {
		return v.grantFor(n, cis.AsString(), spec.Touches.Environment, end)
	}
	for _, ci := range cis.Items() {
		if b := v.grantFor(n, ci.AsString(), spec.Touches.Environment, end); b.code != blameNone {
			return b
		}
	}
	return blame{}
}

// grantForNone covers a step that touches an environment but no CI by name.
func (v *view) grantForNone(n NodeID, spec *Spec, end calendar.Instant) blame {
	if len(spec.Touches.CIs) > 0 {
		return blame{}
	}
	return v.grantFor(n, "", spec.Touches.Environment, end)
}

func (v *view) grantFor(n NodeID, ci, environment string, end calendar.Instant) blame {
	opens := calendar.Instant(0)
	for i := range v.w.Grants {
		g := &v.w.Grants[i]
		if g.Stage != "deploy" || !v.active(g) || !v.hasCI(g, ci) {
			continue
		}
		if len(g.Environments) > 0 && !contains(g.Environments, environment) {
			continue
		}
		if g.From != 0 && v.now < g.From {
			opens = earliest(opens, g.From)
			continue
		}
		if g.To != 0 && end > g.To || !v.samePackage(g) {
			continue
		}
		return blame{}
	}
	return blame{code: blameGrant, node: n, name: ci, more: environment, until: opens}
}

func (v *view) active(g *Grant) bool {
	return g.Status == "active" && (g.Model == "" || g.Model == v.p.Digest || g.Model == v.p.Model)
}

// hasCI reports whether a grant names a CI or something it is part of.
func (v *view) hasCI(g *Grant, ci string) bool {
	if len(g.CIs) == 0 || ci == "" {
		return true
	}
	for depth := 0; ci != "" && depth < 32; depth++ {
		if contains(g.CIs, ci) {
			return true
		}
		c := v.w.ci(ci)
		if c == nil {
			return false
		}
		ci = c.PartOf
	}
	return false
}

// granted answers granted(stage, part): in a change by the grants it gave, in a
// release by those of its changes and the standing ones.
func (v *view) granted(stage, part string) expr.Value {
	for i := range v.s.Given {
		if v.s.Given[i].gives(stage) {
			return expr.Bool(true)
		}
	}
	if v.noWorld || v.w == nil {
		return expr.Unknown(expr.NoRef, reasonWorld)
	}
	for i := range v.w.Grants {
		if v.grantMeets(&v.w.Grants[i], stage, part) {
			return expr.Bool(true)
		}
	}
	return expr.Bool(false)
}

// gives reports whether a grant of this change is one of a stage.
func (g *Grant) gives(stage string) bool { return g.Stage == stage && g.Status == "active" }

// grantMeets reports whether a grant of the world answers granted(stage, part) now.
func (v *view) grantMeets(g *Grant, stage, part string) bool {
	switch {
	case g.Stage != stage || !v.active(g) || !v.samePackage(g):
		return false
	case g.From != 0 && v.now < g.From || g.To != 0 && v.now >= g.To:
		return false
	case part != "":
		return contains(g.Environments, part) || contains(g.CIs, part)
	}
	return stage != "deploy" || v.allCovered(g)
}

// allCovered reports whether a grant names every CI of the case.
func (v *view) allCovered(g *Grant) bool {
	for _, ci := range v.s.CIs {
		if !v.hasCI(g, ci) {
			return false
		}
	}
	return true
}

func earliest(a, b calendar.Instant) calendar.Instant {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}
