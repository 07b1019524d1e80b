package engine

import "slices"

// checkFlow finds steps nothing leads to (E-FLOW-1) and places no way leads on
// from (E-FLOW-2), as far as one step shows it. What several together do is
// found by exploring.
func (c *compiler) checkFlow() {
	for n := range c.plan.Nodes {
		node := &c.plan.Nodes[n]
		id := NodeID(n)
		for _, s := range node.Specs {
			if c.plan.always(s.When).IsFalse() {
				c.report("E-FLOW-1", c.fieldPos(id, "when"), "`"+c.plan.nodeText(id)+"` never runs: its `when` is always false",
					"a step that cannot happen misleads its readers", "loosen the `when`, or remove the step")
			}
			c.checkStuck(id, s)
		}
		c.checkDead(id)
	}
}

// checkStuck finds a wait or gate on something that is never true.
func (c *compiler) checkStuck(n NodeID, s *Spec) {
	if s.Until == None || !c.plan.always(s.Until).IsFalse() || s.WaiveWho != None {
		return
	}
	if slices.ContainsFunc(s.Else, func(a Action) bool { return a.Verb == VerbContinue || moves(a.Verb) }) {
		return
	}
	c.report("E-FLOW-2", c.fieldPos(n, "until"), "`"+c.plan.nodeText(n)+"` waits for what is never true",
		"every case comes to its end", "loosen `until`, or let `else` move on")
}

// checkDead finds steps after one that never continues.
func (c *compiler) checkDead(n NodeID) {
	p := c.plan
	if p.Nodes[n].Kind.IsBlock() || c.continues(n) {
		return
	}
	if !c.leaves(n) {
		c.report("E-FLOW-2", c.pos(n), "no outcome of `"+p.nodeText(n)+"` leads on: every one of them comes back to it",
			"every case comes to its end", "let one of its outcomes continue, or leave by `cancel` or `back_out`")
		return
	}
	if next := p.Nodes[n].Next; next != None && p.Nodes[next].Overlay == 0 {
		c.report("E-FLOW-1", c.pos(next), "`"+p.nodeText(next)+"` is never reached: no outcome of `"+p.nodeText(n)+"` continues",
			"a step that cannot happen misleads its readers", "let one of the outcomes continue, or remove the step")
	}
}

// continues reports whether some outcome of a leaf lets the flow go on, in some
// combination of overlays. It may also be skipped, or its failure accepted by a
// person, so only decisions that answer for all their outcomes never do.
func (c *compiler) continues(n NodeID) bool {
	if c.plan.Nodes[n].Kind != KindDecide {
		return true
	}
	for _, s := range c.plan.Nodes[n].Specs {
		if s.When != None || s.Skip != "" || s.Owed {
			return true
		}
		for i, answer := range s.Answers {
			if answerContinues(s, i, answer) {
				return true
			}
		}
	}
	return false
}

// answerContinues reports whether the flow goes on after an answer.
// Source: language reference, sections 5 and 8, "What happens after each answer".
func answerContinues(s *Spec, i int, answer string) bool {
	actions, written := thenOf(s, answer)
	switch {
	case !written:
		return i == 0 || s.OwnAnswers
	case len(actions) > 0 && actions[len(actions)-1].Verb == VerbContinue:
		return true
	}
	moved := slices.ContainsFunc(actions, func(a Action) bool { return moves(a.Verb) })
	return i == 0 && !moved
}

// thenOf returns the actions written for an outcome, and whether any are.
func thenOf(s *Spec, outcome string) ([]Action, bool) {
	for _, o := range s.Then {
		if o.Outcome == outcome {
			return o.Actions, true
		}
	}
	return nil, false
}

// leaves reports whether some outcome of a node moves the flow elsewhere for
// good: all but a redo, which comes back. A redo that is used up may leave, too.
func (c *compiler) leaves(n NodeID) bool {
	found := false
	eachAction(c.plan.Nodes[n].Specs, func(a *Action, _ string) {
		found = found || moves(a.Verb) && a.Verb != VerbRedo
	})
	return found
}

// moves reports whether a verb moves the flow away from its step.
func moves(v Verb) bool {
	switch v {
	case VerbRedo, VerbCancel, VerbBackOut, VerbDrop, VerbDefer, VerbFail:
		return true
	default:
		return false
	}
}

// checkHolds finds holds that nobody is told of (E-FLOW-4).
// Source: language reference, section 6, "Hold".
func (c *compiler) checkHolds() {
	check := func(n, target NodeID) {
		if c.plan.Ladder == None && c.ladderAround(target) == None {
			c.report("E-FLOW-4", c.pos(n), "`"+c.plan.nodeText(n)+"` holds `"+c.plan.nodeText(target)+"`, and nobody is told",
				"a held block is an open matter of somebody", "put an `escalate` on the block or the document")
		}
	}
	for n := range c.plan.Nodes {
		eachAction(c.plan.Nodes[n].Specs, func(a *Action, _ string) {
			if a.Verb == VerbHold {
				check(NodeID(n), a.Node)
			}
		})
		if c.holdsByReject(NodeID(n)) {
			check(NodeID(n), c.plan.Nodes[n].Parent)
		}
	}
	for i := range c.plan.Watches {
		for _, a := range c.plan.Watches[i].Then {
			if a.Verb == VerbHold {
				check(c.plan.Watches[i].Node, a.Node)
			}
		}
	}
}

func (c *compiler) ladderAround(n NodeID) LadderID {
	if n == None {
		return None
	}
	return c.plan.LadderOf(n, 0)
}

// holdsByReject reports whether a decision holds its block by the default
// answer reject, which has no entry in then.
func (c *compiler) holdsByReject(n NodeID) bool {
	s := c.plan.Nodes[n].Specs[0]
	if c.plan.Nodes[n].Kind != KindDecide || s.OwnAnswers {
		return false
	}
	_, written := thenOf(s, "reject")
	return !written
}

// checkBranch finds a branch that cannot be reached, and redos that would leave
// or enter it (E-BACK-2).
func (c *compiler) checkBranch() {
	p := c.plan
	if p.Branch == None {
		return
	}
	touching := slices.ContainsFunc(p.Nodes, func(n Node) bool { return n.Touching })
	for n := p.Branch + 1; n < p.Nodes[p.Branch].End && !touching; n++ {
		if !p.Nodes[n].OfProcess {
			c.report("E-BACK-2", c.pos(n), "`"+p.nodeText(n)+"` is never reached: nothing in this model touches anything, so there is nothing to back out",
				"the branch is entered by back-out alone", "say what the model `touches`, or remove the step")
			break
		}
	}
	for n := range p.Nodes {
		eachAction(p.Nodes[n].Specs, func(a *Action, _ string) {
			if a.Verb == VerbRedo && p.inBranch(a.From) != p.inBranch(NodeID(n)) {
				c.report("E-BACK-2", c.pos(NodeID(n)), "`"+p.nodeText(NodeID(n))+"` asks for a redo across the border of the branch `"+p.nodeText(p.Branch)+"`",
					"the branch is entered by back-out alone, and left at its end", "redo inside the branch, or end it with `resume`")
			}
		})
	}
}

func (p *Plan) inBranch(n NodeID) bool {
	return p.Branch != None && n != None && p.Branch <= n && n < p.Nodes[p.Branch].End
}
