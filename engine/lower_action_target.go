package engine

import "github.com/headgate/headgate/model"

// onBlock compiles hold, resume, cancel and back_out.
func (c *compiler) onBlock(out Action, a *model.Action, s stand) (Action, bool) {
	switch a.Target {
	case "":
		c.defaultTarget(&out, s)
		return out, true
	case "case":
		out.Target = TargetCase
		return out, true
	case "item":
		out.Target = TargetItem
		return c.item(out, a, s)
	}
	n, ok := c.block(a, s)
	out.Node = n
	return out, ok
}

// defaultTarget gives a verb on a block what it means without a target: in a
// handler the block, item or step it is on; in then and else the innermost
// block (hold, resume), the innermost one that touches (back_out), the case
// (cancel); in a procedure the block it runs beside.
func (c *compiler) defaultTarget(out *Action, s stand) {
	switch {
	case s.handler && s.node == None:
		out.Target = TargetCase
	case s.handler && s.at.scope != c.plan.Nodes[s.node].Scope:
		out.Target, out.Node = TargetItem, s.node
	case s.handler:
		out.Node = s.node
	case out.Verb == VerbCancel:
		out.Target = TargetCase
	case c.procedureOf(s.node) != None:
		out.Target = TargetBeside
	case out.Verb == VerbBackOut:
		out.Node = c.touchingBlock(s.node)
		if out.Node == None {
			out.Target = TargetCase
		}
	default:
		out.Node = c.plan.Nodes[s.node].Parent
	}
	if out.Verb == VerbResume && s.node != None && c.plan.Nodes[s.node].Phase == c.plan.Branch && c.plan.Branch != None && !s.handler {
		// In the branch resume ends the back-out and lets the case go on.
		out.Target, out.Node = TargetCase, None
	}
}

func (c *compiler) procedureOf(n NodeID) NodeID {
	for n != None && c.plan.Nodes[n].Kind != KindProcedure {
		n = c.plan.Nodes[n].Parent
	}
	return n
}

// touchingBlock returns the innermost block around n with touching steps, or
// None.
func (c *compiler) touchingBlock(n NodeID) NodeID {
	for b := c.plan.Nodes[n].Parent; b != None; b = c.plan.Nodes[b].Parent {
		if c.plan.Nodes[b].Touching {
			return b
		}
	}
	return None
}

// block finds a named target: a block around the action, or the node itself.
func (c *compiler) block(a *model.Action, s stand) (NodeID, bool) {
	n, ok := c.plan.names[a.Target]
	if !ok {
		c.unknown(a.Pos, a.Target, c.nodeIDs())
		return None, false
	}
	around := s.node == None || n <= s.node && s.node < c.plan.Nodes[n].End
	if !around && c.procedureOf(s.node) == None && !c.plan.inSight(n, s.at.scope) {
		c.report("E-ACT-2", a.Pos, "`"+a.Target+"` is not in sight of this action",
			"an action reaches the blocks around it", "name a block around it, or `item`, `case`")
		return None, false
	}
	return n, true
}

// onItem compiles drop and defer: of the innermost item, or of the each named.
func (c *compiler) onItem(out Action, a *model.Action, s stand) (Action, bool) {
	out.Target = TargetItem
	if out.Verb == VerbDefer {
		out.Name, out.Node = a.Target, c.plan.node(a.Target)
		if out.Node == None && a.Target != "" && !c.isLink(a.Target) {
			c.unknown(a.Pos, a.Target, c.nodeIDs())
			return out, false
		}
		return c.item(out, a, s)
	}
	if a.Target != "" && a.Target != "item" {
		n, ok := c.block(a, s)
		out.Node = n
		return out, ok
	}
	return c.item(out, a, s)
}

func (c *compiler) isLink(id string) bool {
	n, ok := c.names[id]
	return ok && n.kind == nameLink
}

// item checks that the action stands in an item. A single step may be deferred
// without one.
func (c *compiler) item(out Action, a *model.Action, s stand) (Action, bool) {
	if s.at.scope == 0 && out.Verb != VerbDefer {
		c.report("E-ACT-2", a.Pos, "`"+a.Verb+"` has no item here", "only the items of an `each` can be dropped",
			"put it inside an `each`, or name a block")
		return out, false
	}
	return out, true
}
