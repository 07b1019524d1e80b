package engine

import (
	"slices"
	"strings"

	"github.com/headgate/headgate/calendar"
)

// checkGuards holds that work starts only while every gate and decision before
// it that it consumes still counts: it has not reopened, what it was given for
// a while is not over, and the condition of a gate is true at that instant.
func (r *ruleBook) checkGuards(e *Event) {
	if !r.starts(e) || !r.pl.p.Nodes[e.Node].Kind.isWork() {
		return
	}
	p := r.pl.p
	v := view{p: p, s: &r.before, w: &r.pl.w, now: e.At}
	for _, g := range p.rt.guards[e.Node] {
		slot, f := v.slotFor(g, e.Frame)
		if slot == nil || slot.State == Pending || slot.Outcome == OutcomeSkipped {
			continue
		}
		kind := p.Nodes[g].Kind
		if kind.isWork() {
			return // its start consumed what is before it
		}
		if slot.State != Settled {
			r.failf(e, "it started while %s is open", p.Place(&r.before, g, f))
		}
		if kind != KindGate && kind != KindDecide || slot.Flags&FlagSatisfied == 0 {
			continue
		}
		spec := p.SpecOf(g, slot.Overlays)
		valid := &spec.ValidFor
		if slot.Outcome == OutcomeWaived {
			valid = &spec.WaiveFor
		}
		if valid.Set && e.At >= slot.End+calendar.Instant(elapsedMillis(valid.Literal)) {
			r.failf(e, "it started though %s counted for %dms only", p.Place(&r.before, g, f), elapsedMillis(valid.Literal))
		}
		if kind == KindGate && slot.Outcome != OutcomeWaived {
			if !v.holds(spec.Until, g, f) {
				r.failf(e, "it started though %s is not true: %s", p.Place(&r.before, g, f), p.Programs[spec.Until].Source)
			}
			r.checkCondition(e, g, f)
		}
	}
}

// checkCondition holds, without asking the engine, of a gate that counts: no
// evidence its condition reads is over, and what it wants granted is granted.
func (r *ruleBook) checkCondition(e *Event, g NodeID, f FrameID) {
	p := r.pl.p
	program := &p.Programs[p.SpecOf(g, r.before.slot(p, g, f).Overlays).Until]
	for _, ref := range program.Expr.Refs() {
		kind, i := SplitRef(ref)
		if kind != RefEvidence {
			continue
		}
		out, o := &p.Outputs[i>>3], r.before.output(int32(i>>3), f)
		if o == nil || out.ValidFor.Set && e.At >= o.At+calendar.Instant(elapsedMillis(out.ValidFor.Literal)) {
			r.failf(e, "%s counts though %s is over", p.Place(&r.before, g, f), out.Name)
		}
	}
	for _, stage := range []string{"build", "deploy"} {
		if strings.TrimSpace(program.Source) != `granted("`+stage+`")` {
			continue
		}
		if !slices.ContainsFunc(r.pl.w.Grants, func(g Grant) bool {
			return g.Stage == stage && g.Status == "active" && g.From <= e.At && (g.To == 0 || e.At < g.To) &&
				(g.Model == "" || g.Model == p.Digest) && (g.Package == "" || g.Package == r.sealed())
		}) {
			r.failf(e, "%s counts though nothing is granted: %+v", p.Place(&r.before, g, f), r.pl.w.Grants)
		}
	}
}

// checkGrant holds that a grant names everybody who decided it: who voted for
// it, and for whom. Nobody of them asked for it, which is a separation of roles.
func (r *ruleBook) checkGrant(e *Event) {
	at := place{e.Node, e.Frame}
	switch e.Kind {
	case VoteCast:
		if e.Target == adviceVote {
			return
		}
		if r.voted[at] == nil {
			r.voted[at] = map[string][]string{}
		}
		if r.voted[at][e.Actor.voter()] = nil; e.Index == 0 {
			r.voted[at][e.Actor.voter()] = persons(e)
		}
	case VoteRevoked, Reopened, Reset:
		delete(r.voted, at)
	case GrantGiven:
		for _, ballot := range r.voted[at] {
			for _, person := range ballot {
				if !slices.Contains(e.Grant.Deciders, person) {
					r.failf(e, "%s decided it, and it names %v", person, e.Grant.Deciders)
				}
			}
		}
	}
}
