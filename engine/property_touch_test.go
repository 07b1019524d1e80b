package engine

import (
	"slices"
	"time"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/expr"
)

// checkTouch holds of a touching step that starts: grants cover all it touches
// for as long as it is planned to take, none of these was decided by who starts
// it, no freeze is on, and its window is open and fits.
func (r *ruleBook) checkTouch(e *Event) {
	if !r.starts(e) || !r.pl.p.Nodes[e.Node].Touching {
		return
	}
	spec := r.pl.p.SpecOf(e.Node, r.before.slot(r.pl.p, e.Node, e.Frame).Overlays)
	for _, ci := range r.touched(e, spec) {
		if !slices.ContainsFunc(r.pl.w.Grants, func(g Grant) bool { return r.covers(&g, e, ci, spec.Touches.Environment) }) {
			r.failf(e, "no grant covers %s in %s: %+v", ci, spec.Touches.Environment, r.pl.w.Grants)
		}
	}
	for i := range r.pl.w.Grants {
		g := &r.pl.w.Grants[i]
		for _, person := range persons(e) {
			if g.Stage == "deploy" && g.Status == "active" && slices.Contains(g.Deciders, person) && r.pl.p.Rigor >= "R2" {
				r.failf(e, "%s decided the grant %s and did it", person, g.ID)
			}
		}
	}
	for _, z := range r.pl.w.Freezes {
		exempt := r.now.Urgency == "emergency" && slices.Contains(z.ExemptUrgencies, r.now.Urgency)
		binds := len(z.Environments) == 0 || slices.Contains(z.Environments, spec.Touches.Environment)
		if z.From <= e.At && (z.To == 0 || e.At < z.To) && binds && !exempt {
			r.failf(e, "started in the freeze %s", z.ID)
		}
	}
	r.checkWindow(e, &spec.Window)
}

// starts reports whether an event is the start of a leaf: it had none in this
// attempt before.
func (r *ruleBook) starts(e *Event) bool {
	if e.Node == None || r.pl.p.Nodes[e.Node].Kind.IsBlock() || e.Kind == Skipped || e.Kind == Kept {
		return false
	}
	was, is := r.before.slot(r.pl.p, e.Node, e.Frame), r.now.slot(r.pl.p, e.Node, e.Frame)
	return is.Start != 0 && (was.Start == 0 || was.Attempt != is.Attempt)
}

// touched are the CIs a step touches.
func (r *ruleBook) touched(e *Event, spec *Spec) []string {
	if spec.Touches.Program == None {
		return spec.Touches.CIs
	}
	v := view{p: r.pl.p, s: &r.before, w: &r.pl.w, now: e.At}
	x := v.eval(spec.Touches.Program, e.Node, e.Frame)
	if x.Kind() == expr.KindString {
		return []string{x.AsString()}
	}
	return personList(x)
}

// covers is the definition of the domain, read again: an active deploy grant
// names the CI or what it is part of, the environment, the interval from now to
// the planned end, this model, and the sealed package.
func (r *ruleBook) covers(g *Grant, e *Event, ci, environment string) bool {
	end := e.At + calendar.Instant(r.pl.p.rt.takes[e.Node].p50)
	return g.Stage == "deploy" && g.Status == "active" &&
		(len(g.Environments) == 0 || slices.Contains(g.Environments, environment)) &&
		r.names(g, ci) &&
		g.From <= e.At && (g.To == 0 || end <= g.To) &&
		(g.Model == "" || g.Model == r.pl.p.Digest) &&
		(g.Package == "" || g.Package == r.sealed())
}

// names reports whether a grant names a CI, or one it is part of.
func (r *ruleBook) names(g *Grant, ci string) bool {
	if len(g.CIs) == 0 {
		return true
	}
	for ci != "" {
		if slices.Contains(g.CIs, ci) {
			return true
		}
		parent := ""
		for _, c := range r.pl.w.CIs {
			if c.ID == ci {
				parent = c.PartOf
			}
		}
		ci = parent
	}
	return false
}

// sealed is the digest of the package, "" while there is none.
func (r *ruleBook) sealed() string {
	for i := range r.before.Outputs {
		o := &r.before.Outputs[i]
		if out := &r.pl.p.Outputs[o.Output]; out.Name == "package" && r.pl.p.Nodes[out.Node].ID == "seal" {
			return o.Value.AsString()
		}
	}
	return ""
}

// checkWindow holds that a touching step starts inside its window, and under
// fit with time for all that is left in the block, for backing all of it out,
// and to restore.
func (r *ruleBook) checkWindow(e *Event, use *WindowUse) {
	if use.Window == None || r.now.Urgency == "emergency" {
		return
	}
	w := r.window(use, e.At)
	if !w.Contains(e.At) {
		r.failf(e, "started outside its window, at %s", e.At.In(r.pl.p.zone(), 0))
	}
	if !use.Fit {
		return
	}
	left, back := r.left(use.Carrier, e.Frame, true)
	need := time.Duration(left+back+elapsedMillis(use.Restore.Literal)) * time.Millisecond
	if end := w.End(e.At); e.At.Add(need) > end {
		r.failf(e, "started at %s though it needs %v of a window that ends %s", e.At.In(r.pl.p.zone(), 0), need, end.In(r.pl.p.zone(), 0))
	}
}

func (r *ruleBook) window(use *WindowUse, at calendar.Instant) calendar.Window {
	v := view{p: r.pl.p, s: &r.now, w: &r.pl.w, now: at}
	w, _ := v.window(use.Window, 0, 0)
	return w
}

// left sums, over the leaves of a block in their order, what those up to its
// last unsettled touching step still take, and the back-outs of the touching
// ones that are live, with all also of those to come. It knows sequences and
// serial items, which is what the playable models have.
func (r *ruleBook) left(block NodeID, f FrameID, all bool) (left, back int64) {
	sum := int64(0)
	for i := range r.before.Frames {
		if fr := &r.before.Frames[i]; i != 0 && (fr.State == ItemAbsent || fr.Parent != 0) || i == 0 && f != 0 {
			continue
		}
		for n := block + 1; n < r.pl.p.Nodes[block].End; n++ {
			node := &r.pl.p.Nodes[n]
			if node.Kind.IsBlock() || node.Scope != r.before.Frames[i].Scope {
				continue
			}
			slot := r.before.slot(r.pl.p, n, FrameID(i))
			if node.Touching && slot.Flags&FlagUndone == 0 && (slot.Start != 0 || all && slot.State != Settled) {
				back += r.pl.p.rt.takes[n].back85
			}
			if slot.State == Settled || r.before.Frames[i].State == ItemSettled {
				continue
			}
			sum += r.pl.p.rt.takes[n].p85 + r.dwell(n, FrameID(i))
			if node.Touching {
				left = sum
			}
		}
	}
	return left, back
}

func (r *ruleBook) dwell(n NodeID, f FrameID) int64 {
	v := view{p: r.pl.p, s: &r.before, w: &r.pl.w}
	d, _, _ := v.span(&r.pl.p.SpecOf(n, r.before.slot(r.pl.p, n, f).Overlays).For, n, f)
	return elapsedMillis(d)
}

// checkLatestBackOut holds that a block with live steps is held when there is
// just time left in its window to back them out: somebody decides.
func (r *ruleBook) checkLatestBackOut(e *Event) {
	if r.starts(e) && r.pl.p.Nodes[e.Node].Touching {
		use := &r.pl.p.SpecOf(e.Node, r.now.slot(r.pl.p, e.Node, e.Frame).Overlays).Window
		if r.latest = 0; use.Window != None && use.Fit && r.now.Urgency != "emergency" {
			r.before.CopyFrom(&r.now) // with what starts now
			_, back := r.left(use.Carrier, e.Frame, false)
			w := r.window(use, e.At)
			r.latest = w.End(e.At) - calendar.Instant(back+elapsedMillis(use.Restore.Literal))
			r.deadline = use.Carrier
		}
		return
	}
	switch {
	case r.latest == 0:
	case e.Kind == Held && HoldCause(e.Index) == HoldDeadline,
		e.Kind == BackOutStarted, e.Kind == RedoStarted, e.Kind == Undone, r.now.slot(r.pl.p, r.deadline, 0).State != Active:
		r.latest = 0
	case e.At > r.latest:
		r.failf(e, "the latest back-out at %s has passed and nobody was asked", r.latest.In(r.pl.p.zone(), 0))
	}
}
