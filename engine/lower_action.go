package engine

import (
	"slices"

	"github.com/headgate/headgate/expr"
	"github.com/headgate/headgate/model"
)

// stand says where an action stands, which decides what it acts on unless it
// says so.
// Source: language reference, section 7, "Default targets".
type stand struct {
	at      spot
	node    NodeID // the step whose then or else it is, or the node it watches; None: the case
	handler bool
	answers []string // of the decision, where an answer wins over a verb of the same name
}

var verbs = map[string]Verb{
	"continue": VerbContinue, "fail": VerbFail, "answer": VerbAnswer, "hold": VerbHold, "resume": VerbResume,
	"cancel": VerbCancel, "redo": VerbRedo, "drop": VerbDrop, "defer": VerbDefer, "shift": VerbShift,
	"apply": VerbApply, "run": VerbRun, "back_out": VerbBackOut, "remind": VerbRemind, "ask": VerbAsk,
	"raise": VerbRaise, "notify": VerbNotify, "emit": VerbEmit, "void": VerbVoid, "reveal": VerbReveal,
	"enrol": VerbEnrol, "exclude": VerbExclude, "escalate": VerbEscalate,
}

func (c *compiler) actions(list []model.Action, s stand) []Action {
	var out []Action
	for i := range list {
		if a, ok := c.action(&list[i], s); ok {
			out = append(out, a)
		}
	}
	return out
}

// action compiles one verb with its argument.
func (c *compiler) action(a *model.Action, s stand) (Action, bool) {
	verb, ok := verbs[a.Verb]
	if !ok {
		return Action{}, false // the model's check names the verbs
	}
	out := Action{
		Verb: verb, Node: None, From: None, Program: None, Counter: None, Date: None, Time: None, Overlay: None,
		Max: a.Max, Name: a.Name,
	}
	if a.Target == "" && slices.Contains(s.answers, a.Verb) {
		out.Verb, out.Answer = VerbAnswer, a.Verb
		out.Node = s.node
		return out, true
	}
	switch verb {
	case VerbAnswer:
		return c.answer(out, a, s)
	case VerbHold, VerbResume, VerbCancel, VerbBackOut:
		return c.onBlock(out, a, s)
	case VerbDrop, VerbDefer:
		return c.onItem(out, a, s)
	case VerbRedo:
		return c.redo(out, a, s)
	case VerbShift:
		return c.shift(out, a, s)
	case VerbApply:
		return c.apply(out, a, s)
	case VerbRun:
		return c.run(out, a)
	default:
		return c.message(out, a, s)
	}
}

func (c *compiler) answer(out Action, a *model.Action, s stand) (Action, bool) {
	out.Node, out.Answer = s.node, a.Answer
	if a.Expr.Src != "" {
		out.Program = c.program(a.Expr, s.at, expr.EnumOf(s.answers...))
		return out, out.Program != None
	}
	if slices.Contains(s.answers, a.Answer) {
		return out, true
	}
	if s.answers == nil {
		c.report("E-ACT-2", a.Pos, "`"+a.Answer+"` is no verb, and there is no decision to answer here",
			"an answer settles the decision it stands on", "write a verb, or put it in the `else` of a decision")
		return out, false
	}
	c.report("E-REF-1", a.Pos, "`"+a.Answer+"` is none of the answers", "an answer is one of those of the decision",
		didYouMean(a.Answer, s.answers))
	return out, false
}

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

func (c *compiler) redo(out Action, a *model.Action, s stand) (Action, bool) {
	n, ok := c.plan.names[a.From]
	if !ok {
		c.unknown(a.Pos, a.From, c.nodeIDs())
		return out, false
	}
	if !c.plan.inSight(n, s.at.scope) {
		c.report("E-ACT-2", a.Pos, "`"+a.From+"` is in another item", "a redo starts where the asker can see",
			"name the `each` around it")
		return out, false
	}
	out.From, out.Counter = n, c.counter()
	if a.Keep != nil {
		out.KeepUnchanged = a.Keep.Unchanged
		for _, id := range a.Keep.IDs {
			if k, ok := c.plan.names[id]; ok {
				out.Keep = append(out.Keep, k)
			} else {
				c.unknown(a.Pos, id, c.nodeIDs())
			}
		}
	}
	out.Then = c.actions(a.Then, s)
	return out, true
}

func (c *compiler) counter() int32 {
	c.plan.Counters++
	return c.plan.Counters - 1
}

func (c *compiler) shift(out Action, a *model.Action, s stand) (Action, bool) {
	if a.Name != "T" {
		n, ok := c.names[a.Name]
		if !ok || n.kind != nameDate {
			c.unknown(a.Pos, a.Name, append([]string{"T"}, dateIDs(c.plan)...))
			return out, false
		}
		out.Date = n.index
	}
	out.Counter = c.counter()
	if a.Time != nil && a.Time.Src == "next" { // the following fallback date
		return out, true
	}
	out.Time = c.time(a.Time, s.at, baseless)
	return out, out.Time != None
}

func dateIDs(p *Plan) []string {
	ids := make([]string, len(p.Dates))
	for i, d := range p.Dates {
		ids[i] = d.ID
	}
	return ids
}

func (c *compiler) apply(out Action, a *model.Action, s stand) (Action, bool) {
	n, ok := c.names[a.Target]
	if !ok || n.kind != nameOverlay {
		var ids []string
		for i := range c.m.Overlays {
			ids = append(ids, c.m.Overlays[i].ID.Text)
		}
		c.unknown(a.Pos, a.Target, ids)
		return out, false
	}
	out.Overlay, out.With = n.index, c.inputs(a.With, s.at)
	return out, true
}

func (c *compiler) run(out Action, a *model.Action) (Action, bool) {
	n := c.plan.node(a.Target)
	if n == None || c.plan.Nodes[n].Kind != KindProcedure {
		c.unknown(a.Pos, a.Target, stepIDs(c.m.Procedures))
		return out, false
	}
	out.Node = n
	return out, true
}

// message compiles the verbs that tell somebody something, and the rest.
func (c *compiler) message(out Action, a *model.Action, s stand) (Action, bool) {
	out.Node, out.Name = s.node, a.Target
	switch out.Verb {
	case VerbRemind, VerbAsk, VerbRaise:
		if a.Target != "" && a.Target != "true" {
			out.Roles = c.rolesOf([]string{a.Target}, a.Pos)
		}
	case VerbNotify:
		out.Roles = c.knownRoles(a.Roles, a.Pos)
	case VerbEmit:
		out.With = c.inputs(a.With, s.at)
	default: // no argument of its own
	}
	return out, true
}

// node returns the node of that id, or None.
func (p *Plan) node(id string) NodeID {
	if n, ok := p.names[id]; ok {
		return n
	}
	return None
}

func (c *compiler) inputs(entries []model.Entry, at spot) []Input {
	out := make([]Input, 0, len(entries))
	for _, e := range entries {
		out = append(out, Input{Name: e.Key.Text, Template: c.template(text(e.Value), e.Value.Pos, at)})
	}
	return out
}

// text writes a value of with as the text it stands for. Lists and records are
// written as expressions, so that they keep their types.
func text(v model.Value) string {
	if v.Kind == model.Scalar {
		return v.Text
	}
	return "${" + source(v) + "}"
}

// handlers compiles the watches of a node, or of the case (None).
func (c *compiler) handlers(n NodeID, list []model.Handler, bit Mask) {
	for i := range list {
		c.plan.Watches = append(c.plan.Watches, c.handler(n, &list[i], bit))
	}
}

// handler compiles one watch. On an each it belongs to every item if it reads
// one.
func (c *compiler) handler(n NodeID, h *model.Handler, bit Mask) Watch {
	at := c.at(n)
	if n != None && c.readsItem(n, h) {
		at = c.inside(n)
	}
	w := Watch{Node: n, PerItem: n != None && at.scope != c.plan.Nodes[n].Scope, Event: None, Max: h.Max, Overlay: bit}
	s := stand{at: at, node: n, handler: true}
	if n != None && c.plan.Nodes[n].Kind == KindDecide {
		s.answers = c.answers(n)
		at.tally, s.at.tally = n, n
	}
	if h.Event != "" {
		w.Event = c.event(h)
		at.event, s.at.event = w.Event, w.Event
	}
	w.If, w.When = c.program(h.If, at, boolType), c.program(h.When, at, boolType)
	w.Time, w.For = c.time(h.At, at, based), c.span(h.For, at)
	w.Then = c.actions(h.Then, s)
	return w
}

// readsItem reports whether a watch on an each names its `as` variable or a
// step of its items.
func (c *compiler) readsItem(n NodeID, h *model.Handler) bool {
	p := c.plan
	inner := p.Nodes[n].Inner
	if inner == None {
		return false
	}
	sources := h.If.Src + " " + h.When.Src
	if h.At != nil {
		sources += " " + h.At.Src
	}
	if h.For != nil {
		sources += " " + h.For.Src
	}
	if as := p.Scopes[inner].As; as != "" && reads(sources, as) {
		return true
	}
	for i := n + 1; i < p.Nodes[n].End; i++ {
		if id := p.Nodes[i].ID; id != "" && p.Nodes[i].Scope == inner && reads(sources, id) {
			return true
		}
	}
	return false
}

func (c *compiler) event(h *model.Handler) int32 {
	if n, ok := c.names[h.Event]; ok && n.kind == nameEvent {
		return n.index
	}
	ids := make([]string, len(c.plan.Events))
	for i, e := range c.plan.Events {
		ids[i] = e.Name
	}
	c.unknown(h.Pos, h.Event, ids)
	return None
}

var (
	anyType  = expr.Type{}
	boolType = expr.Scalar(expr.TypeBool)
)
