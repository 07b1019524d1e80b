package engine

import (
	"slices"

	"github.com/headgate/headgate/expr"
)

// voidReaders voids what is bound to an older value of an output of n: evidence
// about it is void, settled steps that read it are stale, and a decision about
// it that is not consumed reopens.
// Source: language reference, sections 8 and 9.
func (d *decider) voidReaders(n NodeID, f FrameID) {
	node := &d.p.Nodes[n]
	if node.Outputs[0] == node.Outputs[1] || !d.p.row(n).is(isSubject) {
		return
	}
	why := d.p.rt.renewed[n]
	d.voidAbout(why, n, func(c Cell) bool { return c.Node == n })
	d.freshen(why)
	d.reopenDeciders(n, f)
}

// voidFact is voidReaders for a fact that something is about.
func (d *decider) voidFact(fact int32) {
	if !d.p.rt.subjectFacts[fact] {
		return
	}
	why := "a new value of " + d.p.Facts[fact].ID
	d.voidAbout(why, None, func(c Cell) bool { return c.Node == None && c.Program != None && d.p.readsFact(c.Program, fact) })
	d.freshen(why)
}

func (p *Plan) readsFact(pr ProgramID, fact int32) bool {
	return slices.Contains(p.Programs[pr].Expr.Refs(), MakeRef(RefFact, int(fact)))
}

// voidAbout voids evidence, but that of node n itself, about cells that have
// another value now.
func (d *decider) voidAbout(why string, n NodeID, changed func(Cell) bool) {
	for i := 0; i < len(d.s.Outputs); i++ {
		o := &d.s.Outputs[i]
		out := &d.p.Outputs[o.Output]
		if len(o.About) == 0 || o.Evidence == EvidenceVoid || o.Evidence == EvidenceWasSuspended || out.Node == n || !d.aboutChanged(out.About, o, changed) {
			continue
		}
		e := d.newEvent(EvidenceVoided, out.Node, o.Frame)
		e.Index, e.Answer, e.Text = o.Output, out.Name, why
		d.emit(e)
	}
}

func (d *decider) aboutChanged(about []Cell, o *OutputValue, changed func(Cell) bool) bool {
	for i, c := range about {
		if changed(c) && i < len(o.About) && !o.About[i].Equal(d.cell(c, o.Frame)) {
			return true
		}
	}
	return false
}

// freshen finds settled steps that are stale now, because what they read has
// another value or was read by a stale step itself, and those that are no
// longer, because the old value is back.
// Source: language reference, section 9.
func (d *decider) freshen(why string) {
	for i := 0; i < len(d.s.Frames); i++ {
		for _, n := range d.p.rt.fed {
			f := FrameID(i)
			if d.p.row(n).scope != d.s.Frames[i].Scope {
				continue
			}
			slot := d.s.slot(d.p, n, f)
			if !slot.settled() || slot.Flags&FlagSatisfied == 0 {
				continue
			}
			if was, is := slot.Flags&FlagStale != 0, d.isStale(n, f); was != is {
				d.sayStale(n, f, is, why)
			}
		}
	}
}

func (d *decider) sayStale(n NodeID, f FrameID, stale bool, why string) {
	e := d.newEvent(Stale, n, f)
	e.Text = why
	if !stale {
		e.Answer = staleCleared
	}
	d.emit(e)
}

// staleCleared in Event.Answer of Stale says that a step is so no longer;
// staleWaived in that of Waived, that its accountable lets it stand.
const (
	staleCleared = "cleared"
	staleWaived  = "stale"
)

// isStale compares what a settled step was started over with what is there now.
func (v *view) isStale(n NodeID, f FrameID) bool {
	r := v.s.recorded(n, f)
	if r == nil {
		return false
	}
	if !sameNamed(r.Read, v.readValues(f, v.specAt(n, f))) {
		return true
	}
	return slices.ContainsFunc(v.p.rt.feeds[n], func(k NodeID) bool {
		slot, _ := v.slotFor(k, f)
		return slot != nil && slot.Flags&FlagStale != 0
	})
}

// linkFeeds collects from which nodes each node reads what it records.
func (p *Plan) linkFeeds() {
	p.rt.feeds = make([][]NodeID, len(p.Nodes))
	p.rt.subjectFacts = make([]bool, len(p.Facts))
	p.rt.renewed = make([]string, len(p.Nodes))
	for i := range p.Nodes {
		p.rt.renewed[i] = "a new value of " + p.Nodes[i].ID
	}
	for i := range p.Nodes {
		for _, spec := range p.Nodes[i].Specs {
			cells := slices.Concat(spec.About, spec.Package)
			for o := p.Nodes[i].Outputs[0]; o < p.Nodes[i].Outputs[1]; o++ {
				cells = append(cells, p.Outputs[o].About...)
			}
			for _, c := range cells {
				p.feed(NodeID(i), c)
			}
			for _, in := range spec.With {
				p.feedRefs(NodeID(i), in.Template.Refs())
			}
		}
		if len(p.rt.feeds[i]) > 0 {
			p.rt.fed = append(p.rt.fed, NodeID(i))
		}
	}
}

func (p *Plan) feed(n NodeID, c Cell) {
	switch {
	case c.Node != None:
		p.rt.feeds[n] = addOnce(p.rt.feeds[n], c.Node)
	case c.Program != None:
		p.feedRefs(n, p.Programs[c.Program].Expr.Refs())
		for i := range p.Facts {
			if p.readsFact(c.Program, int32(i)) {
				p.rt.subjectFacts[i] = true
				p.rt.feeds[n] = addOnce(p.rt.feeds[n], n)
			}
		}
	}
}

func (p *Plan) feedRefs(n NodeID, refs []expr.Ref) {
	for _, ref := range refs {
		switch kind, i := SplitRef(ref); kind {
		case RefOutput:
			p.rt.feeds[n] = addOnce(p.rt.feeds[n], p.Outputs[i].Node)
		case RefEvidence:
			p.rt.feeds[n] = addOnce(p.rt.feeds[n], p.Outputs[i>>3].Node)
		}
	}
}

// waiveStale lets a stale step stand: its accountable does, with a reason, and
// not who did the step. It then counts for the values that are there now.
func (d *decider) waiveStale(c *Command, slot *Slot) *Refusal {
	n, f := c.Node, c.Frame
	role, r := d.authority(n, f, c)
	switch {
	case r != nil:
		return r
	case c.Reason == "":
		return refuse("R-STATE", d.place(n, f), "a waiver needs a reason")
	case slot.By == c.Actor.Person:
		return &Refusal{Code: "R-SOD", Place: d.place(n, f), Why: "who did it cannot waive it", Need: "another accountable does", Ask: without(d.holders(role, f), slot.By)}
	}
	e := d.newEvent(Waived, n, f)
	e.Role, e.Answer, e.Text, e.Read = role, staleWaived, c.Reason, d.readValues(f, d.specAt(n, f))
	d.emit(e)
	d.freshen("`" + d.p.nodeText(n) + "` was waived")
	d.touchAll()
	return nil
}
