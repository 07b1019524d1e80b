package engine

import (
	"slices"
)

// coveredBlame returns why leaf n is not covered now: a (ci, environment) that
// no active grant covers, or an environment of the promotion path that has not
// been reached.
// Source: domain rules, I1, I19 and covered.
func (v *view) coveredBlame(n NodeID, f FrameID) blame {
	if b := v.grantBlame(n, f); b.code != blameNone {
		return b
	}
	return v.promotionBlame(n, f)
}

// promotionBlame returns the environment that the package must reach before leaf n
// may touch its own: the nearest one before it on the promotion path that steps
// of this case touch. One that no step of the case touches is none of its way.
// A provisional grant is the recorded exception of an emergency.
func (v *view) promotionBlame(n NodeID, f FrameID) blame {
	spec := v.specAt(n, f)
	if spec.Touches == nil || v.provisional() {
		return blame{}
	}
	for i := v.p.onPath(spec.Touches.Environment) - 1; i >= 0; i-- {
		passes, reached := false, false
		for _, k := range v.p.rt.touching[i] {
			v.eachFrame(k, func(slot *Slot, at FrameID) {
				passes = passes || !v.leftOut(k, at)
				reached = reached || v.reachedBy(k, at, slot)
			})
		}
		switch {
		case reached:
			return blame{}
		case passes:
			return blame{code: blamePath, node: n, name: v.p.Environments[i]}
		}
	}
	return blame{}
}

// onPath returns the place of an environment on the promotion path; what is
// published comes behind it, and what is not on it has none before it.
func (p *Plan) onPath(environment string) int {
	if environment == "public" {
		return len(p.Environments)
	}
	return slices.Index(p.Environments, environment)
}

// provisional reports whether a named authority lets this case go on at once.
func (v *view) provisional() bool {
	return v.w != nil && slices.ContainsFunc(v.w.Grants, func(g Grant) bool {
		return g.Kind == "provisional" && g.Stage == "deploy" && v.active(&g)
	})
}

// eachFrame calls do for node n in every frame that has it.
func (v *view) eachFrame(n NodeID, do func(*Slot, FrameID)) {
	for i := range v.s.Frames {
		if fr := &v.s.Frames[i]; fr.Scope == v.p.row(n).scope && (i == 0 || fr.State != ItemAbsent) {
			do(v.s.slot(v.p, n, FrameID(i)), FrameID(i))
		}
	}
}

// reachedBy reports whether a touching step brought the package that is sealed
// now to its environment: it is done and live, and was given that digest or
// began after it was sealed.
func (v *view) reachedBy(n NodeID, f FrameID, slot *Slot) bool {
	if !slot.settled() || slot.Flags&FlagSatisfied == 0 || slot.Flags&FlagUndone != 0 || slot.Start == 0 || slot.Outcome == OutcomeSkipped || v.queued(n, f) {
		return false
	}
	sealed := v.sealed()
	if sealed == nil || slot.Start >= sealed.At {
		return true
	}
	r := v.s.recorded(n, f)
	same := func(x Named) bool { return x.Value.Equal(sealed.Value) }
	return r != nil && (slices.ContainsFunc(r.Values, same) || slices.ContainsFunc(r.Read, same))
}

// sealed returns the package of the case as it stands, or nil.
func (v *view) sealed() *OutputValue {
	for i := range v.s.Outputs {
		if o := &v.s.Outputs[i]; v.p.Outputs[o.Output].Name == "package" && o.Evidence != EvidenceVoid {
			return o
		}
	}
	return nil
}

// samePackage reports whether a grant that names a package names the sealed
// one.
func (v *view) samePackage(g *Grant) bool {
	o := v.sealed()
	return g.Package == "" || o != nil && o.Value.AsString() == g.Package
}

// linkPath collects the steps that touch each environment of the path, and has
// those behind look again when one ends.
func (p *Plan) linkPath() {
	p.rt.touching = make([][]NodeID, len(p.Environments))
	for i := range p.Nodes {
		for _, spec := range p.Nodes[i].Specs {
			if spec.Touches == nil {
				continue
			}
			if at := p.onPath(spec.Touches.Environment); at >= 0 && at < len(p.Environments) {
				p.rt.touching[at] = addOnce(p.rt.touching[at], NodeID(i))
			}
		}
	}
	for i := range p.Nodes {
		if t := p.Nodes[i].Specs[0].Touches; t != nil {
			for at := p.onPath(t.Environment) - 1; at >= 0; at-- {
				for _, k := range p.rt.touching[at] {
					p.readsNode(NodeID(i), k)
				}
			}
		}
	}
}

// checkPath finds steps that touch an environment before any step touches the
// one that stands before it on the promotion path: they never start (E-FLOW-1).
func (c *compiler) checkPath() {
	p := c.plan
	for n := range p.Nodes {
		t := p.Nodes[n].Specs[0].Touches
		if t == nil {
			continue
		}
		for at := p.onPath(t.Environment) - 1; at >= 0; at-- {
			before, later := false, NodeID(None)
			for k := range p.Nodes {
				if u := p.Nodes[k].Specs[0].Touches; u != nil && u.Environment == p.Environments[at] && p.Nodes[k].Specs[0].When == None {
					before = before || !p.before(NodeID(n), NodeID(k))
					later = NodeID(k)
				}
			}
			if later == None {
				continue
			}
			if !before {
				c.report("E-FLOW-1", c.pos(NodeID(n)), "`"+p.nodeText(NodeID(n))+"` touches "+t.Environment+" before `"+p.nodeText(later)+"` touches "+p.Environments[at],
					"a package reaches an environment only after the one before it on the promotion path", "put it behind, or change the order of `environments`")
			}
			break
		}
	}
}
