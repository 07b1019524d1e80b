package engine

import (
	"slices"
	"strings"
)

// redo is the reach of one redo action.
// Source: language reference, section 6, "Redo".
type redo struct {
	asker, from, block NodeID // block bounds it; None: the case
	handler            bool
}

// reach finds the block that bounds a redo: the smallest that holds both, the
// asker itself if from is in it.
func (p *Plan) reach(asker, from NodeID, handler bool) redo {
	r := redo{asker: asker, from: from, block: None, handler: handler}
	if asker != None {
		_, _, r.block = p.fork(asker, from)
	}
	return r
}

// holds reports whether a node is in the range: from and what is in it, all in
// the block that is after it, and the asker if it is a step.
func (r redo) holds(p *Plan, n NodeID) bool {
	inBlock := r.block == None || r.block < n && n < p.Nodes[r.block].End
	inFrom := r.from <= n && n < p.Nodes[r.from].End
	return inFrom || n == r.asker && !r.handler || inBlock && p.before(r.from, n)
}

// mayHaveStarted reports whether a step of the range may have started when the
// redo is asked: it stands before the asker or beside it. What comes after the
// asker has not begun, but for a watch, whose block runs.
func (r redo) mayHaveStarted(p *Plan, n NodeID) bool {
	return r.holds(p, n) && (r.handler || !p.before(r.asker, n)) && n != r.asker
}

// checkRedos finds redos that cannot undo what they go back over (E-REDO-2),
// that cross a boundary of their own path (E-REDO-3), and readers of evidence
// that a redo of another branch voids (E-EVID-2).
func (c *compiler) checkRedos() {
	p := c.plan
	for n := range p.Nodes {
		eachAction(p.Nodes[n].Specs, func(a *Action, _ string) {
			if a.Verb == VerbRedo {
				r := p.reach(NodeID(n), a.From, false)
				c.checkRedo(r)
				c.checkKept(r, a)
			}
		})
	}
	for i := range p.Watches {
		for _, a := range p.Watches[i].Then {
			if a.Verb == VerbRedo {
				r := p.reach(p.Watches[i].Node, a.From, true)
				c.checkRedo(r)
				c.checkKept(r, &a)
			}
		}
	}
}

// checkKept warns of steps that a redo lists to keep and that record nothing
// they could be compared by: they always run again (W-REDO-4). `unchanged` asks
// for no step by name, so it promises nothing.
func (c *compiler) checkKept(r redo, a *Action) {
	p := c.plan
	if len(a.Keep) == 0 {
		return
	}
	var rerun []string
	for n := range p.Nodes {
		id := NodeID(n)
		if !r.holds(p, id) || id == r.from || id == r.asker || !p.Nodes[n].Kind.keepable() || p.Nodes[n].Touching {
			continue
		}
		listed := slices.ContainsFunc(a.Keep, func(k NodeID) bool { return k <= id && id < p.Nodes[k].End })
		spec := p.Nodes[n].Specs[0]
		if listed && !spec.recordsInputs(p.readingsOf(id, spec)) {
			rerun = append(rerun, "`"+p.nodeText(id)+"`")
		}
	}
	if len(rerun) > 0 {
		c.report("W-REDO-4", c.pos(r.asker), "the redo of `"+p.nodeText(r.asker)+"` cannot keep "+strings.Join(rerun, ", "),
			"what records no inputs always runs again", "add `about` (of the step or its evidence), or accept that it reruns")
	}
}

func (c *compiler) checkRedo(r redo) {
	p := c.plan
	if b := c.crossed(r); b != None {
		c.report("E-REDO-3", c.pos(r.asker), "the redo of `"+p.nodeText(r.asker)+"` from `"+p.nodeText(r.from)+"` crosses the boundary `"+p.nodeText(b)+"`",
			"what is before a passed boundary cannot be undone", "move the boundary after the decision, or end in `hold`, `back_out` or its `remedy`")
		return
	}
	for n := range p.Nodes {
		id := NodeID(n)
		if c.live(id) && r.mayHaveStarted(p, id) && !c.behindBoundary(r, id) {
			c.report("E-REDO-2", c.pos(r.asker), "the redo of `"+p.nodeText(r.asker)+"` from `"+p.nodeText(r.from)+"` goes back over `"+p.nodeText(id)+"`, which cannot be undone",
				"a redo leaves nothing half done", "give `"+p.nodeText(id)+"` a `back_out`, or redo from after it")
			return
		}
	}
	c.checkVoided(r)
}

// live reports whether a step touches something and has no way back.
func (c *compiler) live(n NodeID) bool {
	s := c.plan.Nodes[n].Specs[0]
	return s.Touches != nil && (s.BackOut == nil || s.BackOut.None != "")
}

// behindBoundary reports whether a boundary of the range stands before a step:
// once it is passed, the redo leaves that branch or item as it is.
func (c *compiler) behindBoundary(r redo, n NodeID) bool {
	p := c.plan
	for b := range p.Nodes {
		if p.Nodes[b].Kind == KindBoundary && r.holds(p, NodeID(b)) && p.before(NodeID(b), n) {
			return true
		}
	}
	return false
}

// crossed returns a boundary that the asker has always passed on its way from
// where the redo starts, or None. A boundary with a condition may not be there.
func (c *compiler) crossed(r redo) NodeID {
	p := c.plan
	if r.handler || r.asker == None {
		return None
	}
	for b := range p.Nodes {
		id := NodeID(b)
		if p.Nodes[b].Kind != KindBoundary || c.conditional(id, r.block) || !p.before(r.from, id) || !p.before(id, r.asker) {
			continue
		}
		for w := id + 1; w < r.asker; w++ {
			if p.Nodes[w].Kind.isWork() && p.before(id, w) && p.before(w, r.asker) && !c.conditional(w, r.block) {
				return id
			}
		}
	}
	return None
}

// conditional reports whether a node below a block may not run.
func (c *compiler) conditional(n, block NodeID) bool {
	for ; n != block && n != None; n = c.plan.Nodes[n].Parent {
		if s := c.plan.Nodes[n].Specs[0]; s.When != None || c.plan.Nodes[n].Overlay != 0 || c.plan.Nodes[n].Patched != 0 {
			return true
		}
	}
	return false
}

// checkVoided finds a reader outside the range of evidence given inside it: it
// would be stale for good.
func (c *compiler) checkVoided(r redo) {
	p := c.plan
	for i := range p.Outputs {
		o := &p.Outputs[i]
		if o.Evidence == "" || !r.holds(p, o.Node) {
			continue
		}
		for field := EvidenceResult; field <= EvidenceAbout; field++ {
			for _, reader := range p.Readers(EvidenceRef(i, field)) {
				c.checkReader(r, o, reader)
			}
		}
	}
}

func (c *compiler) checkReader(r redo, o *Output, reader Reader) {
	p := c.plan
	settles := slices.Contains([]ReaderRule{ReadsWhen, ReadsStart, ReadsSettle}, reader.Rule)
	if reader.Node == None || !settles || r.holds(p, reader.Node) || p.apart(reader.Node) || p.before(r.asker, reader.Node) {
		return
	}
	c.report("E-EVID-2", c.pos(reader.Node), "`"+p.nodeText(reader.Node)+"` reads `"+p.nodeText(o.Node)+"."+o.Name+"`, which the redo of `"+p.nodeText(r.asker)+"` voids",
		"what was read must still be true", "put the reader after `"+p.nodeText(r.from)+"`, or into the range")
}
