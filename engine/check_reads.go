package engine

import (
	"github.com/headgate/headgate/expr"
	"github.com/headgate/headgate/model"
)

// checkReads finds outputs that are read where they may be missing (E-REF-2).
//
// Whether a step has run when another reads it is decided by an approximation
// that errs on the side of reporting: the producer stands before the reader,
// neither it nor a block around it is conditional, owed, or brought or left out
// by an overlay, unless the condition of the reader implies that of the
// producer, word for word as in `old && …`, or asks for its outcome. An output
// with a default or of an optional type may be missing, and so may evidence,
// whose result then reads "missing". What only waits (until, watches) may read
// what is not there yet, and so may the branch and procedures, which run at any
// time.
// Source: language reference, section 2.
func (c *compiler) checkReads() {
	for n := range c.plan.Nodes {
		if c.plan.apart(NodeID(n)) {
			continue
		}
		node := &c.plan.Nodes[n]
		for i, s := range node.Specs {
			if s.Skip != "" {
				continue
			}
			mask := spread(i, node.Patched) | node.Overlay
			c.checkSpecReads(NodeID(n), s, mask)
			for o := range c.plan.Overlays { // one that changes only what it reads
				if bit := Mask(1) << o; node.Patched&bit == 0 {
					c.checkSpecReads(NodeID(n), s, mask|bit)
				}
			}
		}
	}
}

func (c *compiler) checkSpecReads(n NodeID, s *Spec, mask Mask) {
	check := func(refs []expr.Ref, field string) {
		for _, ref := range refs {
			if kind, i := SplitRef(ref); kind == RefOutput {
				c.checkRead(n, int32(i), mask, c.fieldPos(n, field))
			}
		}
	}
	program := func(id ProgramID, field string) {
		if id != None {
			check(c.plan.Programs[id].Expr.Refs(), field)
		}
	}
	program(s.When, "when")
	program(s.For.Program, "for")
	program(s.Due.Span.Program, "due")
	program(s.Window.Restore.Program, "window")
	program(s.Of, "of")
	for _, t := range []struct {
		id    int32
		field string
	}{{s.At, "at"}, {s.Due.Time, "due"}} {
		if t.id != None {
			check(c.plan.Times[t.id].Refs, t.field)
		}
	}
	for _, in := range s.With {
		check(in.Template.Refs(), "with")
	}
	if s.BackOut != nil {
		for _, in := range s.BackOut.With {
			check(in.Template.Refs(), "back_out")
		}
	}
}

func (c *compiler) checkRead(n NodeID, output int32, mask Mask, pos model.Pos) {
	o := &c.plan.Outputs[output]
	if o.Default != nil || o.Optional || o.Type.Optional || o.Evidence != "" {
		return
	}
	why := c.mayMiss(n, o.Node, mask)
	if why == "" {
		return
	}
	c.report("E-REF-2", pos, "`"+c.plan.nodeText(n)+"` reads `"+c.plan.nodeText(o.Node)+"."+o.Name+"`, which may be missing: "+why,
		"a skipped step gives nothing, and nothing is not a value", "give the output a `default`, or put the same `when` on the reader")
}

// mayMiss says why a step may not have run when another is entered, or "".
func (c *compiler) mayMiss(reader, producer NodeID, mask Mask) string {
	p := c.plan
	if !p.before(producer, reader) {
		return "it does not stand before it"
	}
	_, _, block := p.fork(producer, reader)
	for q := producer; q != block; q = p.Nodes[q].Parent {
		if why := c.mayBeLeftOut(reader, q, block, mask); why != "" {
			return why
		}
	}
	return ""
}

func (c *compiler) mayBeLeftOut(reader, q, block NodeID, mask Mask) string {
	p := c.plan
	s := p.SpecOf(q, mask)
	name := "`" + p.nodeText(q) + "`"
	switch {
	case p.Nodes[q].Overlay&^mask != 0:
		return name + " belongs to an overlay"
	case s.Owed:
		return name + " is owed and may come later"
	case s.Skip != "":
		return name + " is skipped by " + p.overlayText(mask & p.Nodes[q].Patched)[1:]
	case s.When != None && !c.implied(reader, q, block, s.When, mask):
		return name + " has a `when`"
	}
	return ""
}

// implied reports whether the reader, or a block around it below the fork, runs
// only if the condition of q holds.
func (c *compiler) implied(reader, q, block NodeID, when ProgramID, mask Mask) bool {
	p := c.plan
	for r := reader; r != block; r = p.Nodes[r].Parent {
		own := p.SpecOf(r, mask).When
		if own == None {
			continue
		}
		if expr.Tightens(p.Programs[when].Expr, p.Programs[own].Expr) || asksOutcome(p.Programs[own].Expr, q) {
			return true
		}
	}
	return false
}

// asksOutcome reports whether a condition reads how node q ended.
func asksOutcome(e *expr.Program, q NodeID) bool {
	for _, ref := range e.Refs() {
		if ref == NodeRef(q, AttrOutcome) || ref == NodeRef(q, AttrSettled) {
			return true
		}
	}
	return false
}

// fieldPos is where a field of a node was written, else the node is.
func (c *compiler) fieldPos(n NodeID, field string) model.Pos {
	return fieldPos(c.steps[n], field)
}
