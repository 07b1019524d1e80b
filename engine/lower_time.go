package engine

import (
	"strings"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/expr"
	"github.com/headgate/headgate/model"
)

// times compiles the timeline: dates, periods and windows.
func (c *compiler) times() {
	t, at := &c.m.Timeline, c.at(None)
	for i := range t.Dates {
		c.plan.Dates[i].Time = c.time(&t.Dates[i].Time, at, baseless)
	}
	for i := range t.Periods {
		c.plan.Periods[i].From = c.time(&t.Periods[i].From, at, baseless)
		c.plan.Periods[i].To = c.time(&t.Periods[i].To, at, baseless)
	}
	for i := range t.Windows {
		w := &t.Windows[i]
		out := &c.plan.Windows[i]
		if w.Window != nil {
			out.Window = c.window(w.Window, w.ID.Pos)
		}
		for j := range w.From {
			out.From = append(out.From, c.time(&w.From[j], at, baseless))
		}
		out.For, out.Except = c.span(w.For, at), None
		if w.Window != nil && len(w.From) == 0 {
			c.exceptPeriod(out, w.Window)
		}
	}
}

// window binds the zones a window names. One that an item names is read at run
// time, in the zone in force until then.
func (c *compiler) window(w *calendar.Window, pos model.Pos) *calendar.Window {
	bound, err := w.Bind(func(name string) (*calendar.Zone, error) {
		return calendar.LoadZone(name, c.siteZone())
	})
	if err != nil {
		c.report("E-REF-1", pos, "window in an unknown zone: "+err.Error(), "a clock time is read in a zone", "write an IANA name, UTC or site")
		return w
	}
	return &bound
}

// exceptPeriod notes the period a window excepts.
func (c *compiler) exceptPeriod(out *Window, w *calendar.Window) {
	out.Except = None
	for _, ref := range w.Refs() {
		if ref.Kind != calendar.RefPeriod {
			continue
		}
		if n, ok := c.names[ref.Text]; ok && n.kind == namePeriod {
			out.Except = n.index
		} else {
			c.unknown(c.m.Pos, ref.Text, nil)
		}
	}
}

// windowUse compiles the guard of starts that node n carries.
func (c *compiler) windowUse(n NodeID, w *model.WindowUse) WindowUse {
	at := c.inside(n)
	out := WindowUse{Window: None, Cell: expr.NoRef, Fit: w.Fit != "", P95: w.Fit == "p95", Restore: c.span(w.Restore, at), Carrier: n}
	if w.Zone != "" {
		c.later("the zone of a window")
	}
	switch known, ok := c.names[w.In]; {
	case w.In == "always" || w.In == "":
	case w.Inline != nil:
		out.Window = int32(len(c.plan.Windows))
		c.plan.Windows = append(c.plan.Windows, Window{Window: c.window(w.Inline, w.Pos), For: Span{Program: None}, Except: None})
		c.exceptPeriod(&c.plan.Windows[out.Window], w.Inline)
	case ok && known.kind == nameWindow:
		out.Window = known.index
	default:
		out.Cell = c.windowCell(w, at)
	}
	return out
}

// windowCell resolves a window that is a value: a column, a param.
func (c *compiler) windowCell(w *model.WindowUse, at spot) expr.Ref {
	cell, ok := c.cellOf(strings.Split(w.In, "."), at, expr.TypeWindow)
	if !ok {
		var ids []string
		for _, w := range c.m.Timeline.Windows {
			ids = append(ids, w.ID.Text)
		}
		c.unknown(w.Pos, w.In, ids)
	}
	return cell
}

// releasedNode is the node whose end is the instant of released.
func (c *compiler) releasedNode() NodeID {
	if c.m.Process == nil || c.m.Process.Released.Src == "" {
		return None
	}
	id, end := strings.CutSuffix(c.m.Process.Released.Src, ".end")
	if n := c.plan.node(id); end && n != None {
		return n
	}
	c.unknown(c.m.Process.Released.Pos, c.m.Process.Released.Src, c.nodeIDs())
	return None
}

// documentLadder compiles the named ladders and the one of the document.
func (c *compiler) documentLadder() {
	for i := range c.m.Ladders {
		c.plan.Ladders[i].Rungs = c.rungs(&c.m.Ladders[i], c.at(None))
	}
	l := c.m.Escalate
	if l == nil && c.m.Process != nil {
		l = c.m.Process.Escalate
	}
	c.plan.Ladder = c.ladderID(l, c.at(None))
}

// factInputs compiles the inputs of facts and checks their sources.
func (c *compiler) factInputs() {
	for i, f := range c.m.Facts {
		c.plan.Facts[i].With = c.inputs(f.With, c.at(None))
		c.factSource(&f, c.plan.Facts[i].Type)
	}
}

// linkBodies compiles what a link looks for.
func (c *compiler) linkBodies() {
	for i, l := range c.m.Links {
		at := c.at(None)
		c.plan.Links[i].Expect = c.program(l.Expect, at, expr.Scalar(expr.TypeInt))
		at.other = true
		c.plan.Links[i].Where = c.program(l.Where, at, boolType)
	}
}
