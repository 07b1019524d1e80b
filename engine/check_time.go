package engine

import (
	"slices"

	"github.com/headgate/headgate/expr"
	"github.com/headgate/headgate/model"
)

// checkTimes finds times that can never be resolved because they wait for
// themselves, and dates and tables built in a circle (E-TIME-6).
// Source: language reference, section 10.
func (c *compiler) checkTimes() {
	for n := range c.plan.Nodes {
		for _, s := range c.plan.Nodes[n].Specs {
			c.checkReachable(NodeID(n), "at", s.At, true)
			c.checkReachable(NodeID(n), "due", s.Due.Time, false)
		}
	}
	for i := range c.plan.Dates {
		c.checkCircle(MakeRef(RefDate, i), c.m.Timeline.Dates[i].Time.Pos, c.plan.Dates[i].ID)
	}
	for i := range c.plan.Tables {
		for col := range c.plan.Tables[i].Columns {
			c.checkCircle(MakeRef(RefColumn, i<<8|col), c.m.Tables[i].ID.Pos, c.plan.Tables[i].ID)
		}
	}
}

// checkReachable reports a time of a node that reads the node itself or what
// comes after it. The node of T stands at T until it starts, so its start may
// be read from anywhere.
func (c *compiler) checkReachable(n NodeID, field string, id int32, entering bool) {
	if id == None {
		return
	}
	for _, ref := range c.behind(c.plan.Times[id].Refs) {
		kind, i := SplitRef(ref)
		if kind != RefNode {
			continue
		}
		read, attr := SplitNodeRef(i)
		switch {
		case read == c.plan.AnchorT && attr == AttrStart:
		case read == n && (attr == AttrEnd || attr == AttrDue || entering), c.plan.before(n, read):
			c.report("E-TIME-6", c.fieldPos(n, field), "`"+field+"` of `"+c.plan.nodeText(n)+"` waits for `"+c.plan.refText(ref)+"`, which comes later",
				"a time is known before what it is for", "anchor it on something that comes before")
			return
		}
	}
}

// behind lists cells and what the dates, tables and programs among them are
// made of.
func (c *compiler) behind(refs []expr.Ref) []expr.Ref {
	b := &indexer{p: c.plan}
	b.refs(Reader{}, refs)
	out := make([]expr.Ref, len(b.entries))
	for i, e := range b.entries {
		out[i] = e.ref
	}
	return out
}

// checkCircle reports a date or table that is built on itself.
func (c *compiler) checkCircle(ref expr.Ref, pos model.Pos, id string) {
	seen := []expr.Ref{}
	next := c.parts(ref)
	for len(next) > 0 {
		part := next[0]
		next = next[1:]
		if part == ref {
			c.report("E-TIME-6", pos, "`"+id+"` is built on itself", "what is computed from itself has no value", "break the circle at one of its parts")
			return
		}
		if !slices.Contains(seen, part) {
			seen = append(seen, part)
			next = append(next, c.parts(part)...)
		}
	}
}

// parts lists the cells a cell is computed from.
func (c *compiler) parts(ref expr.Ref) []expr.Ref {
	b := &indexer{p: c.plan, depth: maxBehind}
	b.behind(Reader{}, ref)
	out := make([]expr.Ref, len(b.entries))
	for i, e := range b.entries {
		out[i] = e.ref
	}
	return out
}
