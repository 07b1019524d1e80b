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

var (
	anyType  = expr.Type{}
	boolType = expr.Scalar(expr.TypeBool)
)
