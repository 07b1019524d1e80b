package engine

import "github.com/headgate/headgate/model"

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
