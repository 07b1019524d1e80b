package engine

import (
	"slices"
	"strings"
)

// checkAnswers warns of an answer that changes nothing: it has no `then`, so
// the flow goes on as after the first one, and nothing reads what was decided
// (W-FLOW-5). Source: language reference, section 8, "continues: it is a
// choice".
func (c *compiler) checkAnswers() {
	for n := range c.plan.Nodes {
		step := c.steps[n]
		if c.plan.Nodes[n].Kind != KindDecide || step == nil || len(step.Answers) < 2 || c.answerRead(NodeID(n)) {
			continue
		}
		idle := slices.DeleteFunc(slices.Clone(step.Answers[1:]), func(a string) bool { return c.answered(NodeID(n), a) })
		if len(idle) == 0 {
			continue
		}
		c.report("W-FLOW-5", c.fieldPos(NodeID(n), "answers"),
			"answering `"+strings.Join(idle, "` or `")+"` at `"+c.plan.nodeText(NodeID(n))+"` goes on like `"+step.Answers[0]+"`",
			"without a `then`, an answer that nothing reads changes nothing",
			"add then: {"+idle[0]+": hold} or another action, or read `"+step.ID+".outcome` in the `when` of a later step")
	}
}

// answered reports whether an answer has actions, plainly or in an overlay.
func (c *compiler) answered(n NodeID, answer string) bool {
	for _, s := range c.plan.Nodes[n].Specs {
		for _, o := range s.Then {
			if o.Outcome == answer {
				return true
			}
		}
	}
	return false
}

// answerRead reports whether something reads how a decision ended. Of a
// decision in an each, whoever looks into its items may.
func (c *compiler) answerRead(n NodeID) bool {
	p := c.plan
	if len(p.Readers(NodeRef(n, AttrOutcome))) > 0 || len(p.Readers(NodeRef(n, AttrState))) > 0 {
		return true
	}
	for s := p.Nodes[n].Scope; s > 0; s = p.Scopes[s].Parent {
		each := p.Scopes[s].Each
		if len(p.Readers(NodeRef(each, AttrItems))) > 0 || len(p.Readers(NodeRef(each, AttrByKey))) > 0 {
			return true
		}
	}
	return false
}
