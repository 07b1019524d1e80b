package engine

import (
	"slices"
	"strings"

	"github.com/headgate/headgate/model"
)

// needs compiles the predecessors of a node beside the order of its list.
func (c *compiler) needs(n NodeID, s *model.Step) Needs {
	if s.Needs == nil {
		return Needs{}
	}
	ids, k := s.Needs.IDs, len(s.Needs.IDs)
	switch {
	case len(s.Needs.Any) > 0:
		ids, k = s.Needs.Any, 1
	case len(s.Needs.Of) > 0:
		ids, k = s.Needs.Of, s.Needs.AtLeast
	}
	out := Needs{K: k, Cancel: s.Needs.Rest == "cancel"}
	for _, id := range ids {
		if x, ok := c.need(n, id, fieldPos(s, "needs")); ok {
			out.List = append(out.List, x)
		}
	}
	return out
}

// need compiles one predecessor, "step" or "step.outcome".
func (c *compiler) need(n NodeID, text string, pos model.Pos) (Need, bool) {
	id, outcome, _ := strings.Cut(text, ".")
	node := c.plan.node(id)
	switch {
	case node == None:
		c.unknown(pos, id, c.nodeIDs())
		return Need{}, false
	case !c.plan.inSight(node, c.plan.Nodes[n].Scope):
		c.report("E-ACT-2", pos, "`"+id+"` is in another item", "a step needs what is in its sight", "need the `each` around it")
		return Need{}, false
	case outcome != "" && !slices.Contains(c.outcomes(node), outcome):
		c.report("E-FLOW-3", pos, "`"+id+"` never ends as "+outcome, "a join waits for what can happen",
			didYouMean(outcome, c.outcomes(node)))
		return Need{}, false
	}
	return Need{Node: node, Outcome: outcome}, true
}
