package engine

import (
	"math/bits"
	"strings"

	"github.com/headgate/headgate/expr"
	"github.com/headgate/headgate/model"
)

// bodies is the second pass: everything that may read a name.
func (c *compiler) bodies() {
	c.markTouching()
	c.roleBodies()
	c.times()
	c.factInputs()
	c.tableBodies()
	c.linkBodies()
	c.documentLadder()
	c.ruleBodies()
	c.overlays()
	c.plan.Released = c.releasedNode()
	c.handlers(None, c.m.Watch, 0)
	for n := range c.plan.Nodes {
		c.body(NodeID(n))
	}
}

// markTouching marks the steps that touch something and the blocks they are in.
func (c *compiler) markTouching() {
	for n := len(c.plan.Nodes) - 1; n >= 0; n-- {
		node := &c.plan.Nodes[n]
		node.Touching = node.Touching || c.touches(NodeID(n))
		if node.Touching && node.Parent != None {
			c.plan.Nodes[node.Parent].Touching = true
		}
	}
}

// touches reports whether a step touches something, by itself or by an overlay.
func (c *compiler) touches(n NodeID) bool {
	if c.steps[n].Touches != nil {
		return true
	}
	for _, o := range c.ops[c.steps[n].ID] {
		if o.op.Set != nil && o.op.Set.Touches != nil {
			return true
		}
	}
	return false
}

// body compiles the specs of a node, one for every combination of the overlays
// that change it, and its watches.
func (c *compiler) body(n NodeID) {
	node := &c.plan.Nodes[n]
	node.Patched = c.patchedBy(n)
	specs := make([]*Spec, 1<<bits.OnesCount16(uint16(node.Patched)))
	for i := range specs {
		specs[i] = c.spec(n, spread(i, node.Patched))
	}
	c.plan.Nodes[n].Specs = specs
	from := int32(len(c.plan.Watches))
	c.handlers(n, c.steps[n].Watch, c.plan.Nodes[n].Overlay)
	c.plan.Nodes[n].Watches = [2]int32{from, int32(len(c.plan.Watches))}
}

// patchedBy is the set of overlays that change node n, itself or a field it has
// from a block around it.
func (c *compiler) patchedBy(n NodeID) Mask {
	var mask Mask
	for _, o := range c.ops[c.steps[n].ID] {
		if o.op.Set != nil || o.op.Skip != "" || o.op.Owe != nil {
			mask |= o.bit
		}
	}
	if parent := c.plan.Nodes[n].Parent; parent != None {
		mask |= c.plan.Nodes[parent].Patched & c.handedDown(parent)
	}
	return mask
}

// handedDown is the set of overlays that set a field of block n which its
// children have too.
func (c *compiler) handedDown(n NodeID) Mask {
	var mask Mask
	for ; n != None; n = c.plan.Nodes[n].Parent {
		for _, o := range c.ops[c.steps[n].ID] {
			if o.op.Set != nil && (o.op.Set.Window != nil || o.op.Set.Escalate != nil || o.op.Set.Accountable != "") {
				mask |= o.bit
			}
		}
	}
	return mask
}

// spread is the inverse of squeeze: it gives the bits of packed their places in
// within.
func spread(packed int, within Mask) Mask {
	var mask Mask
	for ; within != 0; within &= within - 1 {
		if packed&1 != 0 {
			mask |= within & -within
		}
		packed >>= 1
	}
	return mask
}

// spec compiles the body of a node under one combination of overlays.
func (c *compiler) spec(n NodeID, mask Mask) *Spec {
	s := c.steps[n]
	spec := &Spec{OweAfter: None}
	for _, o := range c.ops[s.ID] {
		if o.bit&mask == 0 {
			continue
		}
		if o.op.Set != nil {
			s = model.Patched(s, o.op.Set)
		}
		if o.op.Skip != "" {
			spec.Skip = o.op.Skip
		}
		if o.op.Owe != nil {
			s = c.owe(s, o.op, spec)
		}
	}
	at := c.at(n)
	c.common(n, s, at, spec)
	c.inherited(n, s, mask, spec)
	c.people(n, s, at, spec)
	c.evidence(n, s, at, spec)
	c.work(n, s, at, spec)
	c.decision(n, s, at, spec)
	c.moves(s, at, spec)
	c.source(n, s, at, spec)
	c.attachRules(n, at, spec)
	return spec
}

// owe makes a step leave its place: it is owed, with the limit the overlay
// gives it.
func (c *compiler) owe(s *model.Step, op *model.Op, spec *Spec) *model.Step {
	owed := *s
	owed.Owed, owed.At = true, nil
	due := op.Owe.Due
	owed.Due = &model.Due{Pos: op.Pos, Span: &due}
	if after := strings.TrimSuffix(op.Owe.After, ".end"); after != "released" && after != "" {
		if spec.OweAfter = c.plan.node(after); spec.OweAfter == None {
			c.unknown(op.Pos, after, c.nodeIDs())
		}
	}
	spec.OwedByOverlay = true
	return &owed
}

// common compiles texts, order and time.
func (c *compiler) common(n NodeID, s *model.Step, at spot, spec *Spec) {
	spec.Title, spec.How, spec.Why, spec.Guidance = s.Title, s.How, s.Why, s.Guidance
	spec.When = c.program(s.When, at, boolType)
	spec.Needs = c.needs(n, s)
	spec.At, spec.Plan = c.time(s.At, at, based), c.time(s.Plan, at, based)
	spec.Due = c.due(s, at)
	spec.Owed = s.Owed
	if s.Takes != nil {
		spec.Takes, spec.HasTakes = *s.Takes, true
	}
	stand := stand{at: at, node: n}
	for _, o := range s.Then {
		spec.Then = append(spec.Then, OutcomeActions{o.Outcome.Text, c.actions(o.Actions, stand)})
	}
	if c.plan.Nodes[n].Kind == KindDecide {
		stand.answers = c.answers(n)
	}
	spec.Else = c.actions(s.Else, stand)
	spec.Checklist = s.Checklist
	for _, show := range s.Show {
		spec.Show = append(spec.Show, c.program(show, at, anyType))
	}
	spec.ValidFor, spec.ValidUntil = c.span(s.ValidFor, at), c.time(s.ValidUntil, at, based)
}

// due compiles the limit of a step; a handoff without one takes the target of
// its agreement, a boundary with accept is open.
func (c *compiler) due(s *model.Step, at spot) Limit {
	d := Limit{Span: Span{Program: None}, Time: None}
	switch {
	case s.Due == nil && s.Under != "":
		if i, ok := c.target(s.Under); ok {
			d.Set, d.Span = true, Span{Set: true, Literal: c.plan.Targets[i].Dur, Program: None}
		}
	case s.Due == nil:
	case s.Due.Open:
		d.Set, d.Open = true, true
	case s.Due.Span != nil:
		d.Set, d.Span = true, c.span(s.Due.Span, at)
	case s.Due.Time != nil && s.Due.Time.Expr != nil:
		d.Set, d.Time = true, c.time(s.Due.Time, at, based)
	}
	return d
}

// inherited compiles the fields children have from the blocks around them: the
// ladder, the window and the accountable.
// Source: language reference, section 4, "↓".
func (c *compiler) inherited(n NodeID, s *model.Step, mask Mask, spec *Spec) {
	spec.Ladder, spec.Window = None, WindowUse{Window: None, Cell: expr.NoRef, Restore: Span{Program: None}, Carrier: None}
	spec.Accountable = c.optionalRole(c.m.Accountable, c.m.Pos)
	if spec.Accountable == None && c.m.Process != nil {
		spec.Accountable = c.optionalRole(c.m.Process.Accountable, c.m.Pos)
	}
	if parent := c.plan.Nodes[n].Parent; parent != None {
		above := c.plan.SpecOf(parent, mask)
		spec.Ladder, spec.Window, spec.Accountable = above.Ladder, above.Window, above.Accountable
	}
	if l := c.ladderID(s.Escalate, c.at(n)); l != None {
		spec.Ladder = l
	}
	if s.Window != nil {
		spec.Window = c.windowUse(n, s.Window)
	}
	if s.Accountable != "" {
		spec.Accountable = c.role(s.Accountable, fieldPos(s, "accountable"))
	}
}

// people compiles who does it, who helps and who must not.
func (c *compiler) people(n NodeID, s *model.Step, at spot, spec *Spec) {
	spec.WhoPerson, spec.From, spec.To = None, None, None
	if s.Who != nil {
		spec.Who = c.rolesOf(s.Who.Roles, s.Who.Pos)
		spec.WhoPerson = c.program(s.Who.Person, at, anyType)
		if s.Who.Organization.Src != "" {
			c.later("`who: {organization: …}`")
			c.program(s.Who.Organization, at, anyType)
		}
	}
	switch c.plan.Nodes[n].Kind {
	case KindAuto, KindChild:
		if s.Who == nil && spec.Accountable != None {
			spec.Who = []RoleID{spec.Accountable}
		}
	case KindHandoff:
		spec.From, spec.To = c.optionalRole(s.FromRole, fieldPos(s, "from")), c.optionalRole(s.ToRole, fieldPos(s, "to"))
	default: // who does it is written, or nobody does
	}
	spec.Consult, spec.Inform = c.knownRoles(s.Consult, fieldPos(s, "consult")), c.knownRoles(s.Inform, fieldPos(s, "inform"))
	c.separations(s.DiffersFrom, fieldPos(s, "differs_from"), spec)
}
