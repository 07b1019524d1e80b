package engine

// redo starts a redo that node n asks for, or when it is used up does what
// comes then. It reports whether the flow moved.
// Source: language reference, section 6, "Redo".
func (d *decider) redo(a *Action, n NodeID, f FrameID) bool {
	if x := d.beside(n); x != nil { // a procedure asks for its block, and ends
		n, f = x.Node, x.Frame
		d.say(Cancelled, x.Procedure, 0)
	}
	block, bf := d.redoBlock(n, f, a.From)
	item := f
	if a.Counter != None && a.Max > 0 && d.s.counted(a.Counter, item) >= a.Max {
		return d.act(a.Then, n, f)
	}
	if d.crossesBoundary(n, f, a.From, block, bf) {
		d.escalateNow(n, f)
		return false
	}
	if r := d.rival(block, bf, a.From); r != nil && !d.holdsWhole(block, bf, a.From, r) {
		d.escalateNow(n, f)
		return false
	}
	d.startRedo(n, f, a.From, a.Counter, a.keep())
	return true
}

// keep is what a redo keeps, as its events say it.
func (a *Action) keep() string {
	switch {
	case a.KeepUnchanged:
		return keepUnchanged
	case len(a.Keep) > 0:
		return keepListed
	}
	return ""
}

// rival returns a redo under way whose range meets that of a new one, or nil.
func (v *view) rival(block NodeID, bf FrameID, from NodeID) *PendingRedo {
	for i := range v.s.Redos {
		r := &v.s.Redos[i]
		around := v.p.covers(v.s, block, bf, r.Block, r.BlockFrame) || v.p.covers(v.s, r.Block, r.BlockFrame, block, bf)
		if around && (v.p.inRange(from, r.From) || v.p.inRange(r.From, from)) {
			return r
		}
	}
	return nil
}

// holdsWhole reports whether the range of a new redo holds all of that of r,
// which it then replaces.
func (v *view) holdsWhole(block NodeID, bf FrameID, from NodeID, r *PendingRedo) bool {
	return v.p.covers(v.s, block, bf, r.Block, r.BlockFrame) && v.p.inRange(from, r.From)
}

// startRedo holds the range, undoes what touched, and resets. A redo under way
// that it holds all of ends.
func (d *decider) startRedo(n NodeID, f FrameID, from NodeID, counter int32, keep string) {
	block, bf := d.redoBlock(n, f, from)
	for i := range d.s.Redos {
		if r := d.s.Redos[i]; d.holdsWhole(block, bf, from, &r) {
			d.unhold(r.Block, r.BlockFrame, HoldRedo)
		}
	}
	e := d.newEvent(RedoStarted, n, f)
	e.Target, e.Index, e.Answer = from, counter, keep
	d.emit(e)
	r := d.s.Redos[len(d.s.Redos)-1]
	if !d.queueUndo(r.Block, r.BlockFrame, from) {
		d.finishRedo(&r)
		return
	}
	d.hold(r.Block, r.BlockFrame, HoldRedo, "")
	d.undoNext()
}

// finishRedo resets the range once nothing in it is live any more.
func (d *decider) finishRedo(r *PendingRedo) {
	redo := *r
	for i := range d.s.Holds {
		if h := &d.s.Holds[i]; h.Cause == HoldRedo && h.Node == redo.Block && h.Frame == redo.BlockFrame {
			d.unhold(redo.Block, redo.BlockFrame, HoldRedo)
			break
		}
	}
	e := d.newEvent(Reset, redo.Asker, redo.Frame)
	e.Target, e.Index = redo.From, redo.Counter
	switch {
	case redo.Counter != None:
		e.Answer = keepListed
	case redo.Keep:
		e.Answer = keepUnchanged
	}
	d.emit(e)
	d.continuePaused()
}

// crossesBoundary reports whether a passed boundary lies on the asker's own
// path from `from`.
func (v *view) crossesBoundary(n NodeID, f FrameID, from, block NodeID, bf FrameID) bool {
	for k := min(from, v.p.firstAfter(from)); k < NodeID(len(v.p.Nodes)); k++ {
		if v.p.Nodes[k].Kind != KindBoundary || !v.p.inRange(from, k) {
			continue
		}
		if n != None && n < k && !v.p.covers(v.s, n, f, k, f) {
			continue
		}
		if block != None && k >= v.p.Nodes[block].End {
			break
		}
		slot, _ := v.slotFor(k, f)
		if slot != nil && slot.Flags&FlagPassed != 0 {
			return true
		}
	}
	return false
}

// command redo by a person: from Target, over the block the command names.
func (d *decider) commandRedo(c *Command) *Refusal {
	if c.Target < 0 || int(c.Target) >= len(d.p.Nodes) {
		return refuse("R-STATE", "", "name the step to redo from")
	}
	if d.frameFor(d.p.Nodes[c.Target].Scope, c.Frame) == None {
		return refuse("R-STATE", d.p.Nodes[c.Target].ID, "it is inside an item; redo over that item, or from a step before the each")
	}
	asker, f := c.Node, c.Frame
	if asker == c.Target {
		asker, f = d.enclosing(c.Target, c.Frame)
	}
	if asker != None && !d.isItem(asker, f) && d.s.slot(d.p, asker, f).settled() {
		r := refuse("R-STATE", d.place(asker, f), "it has already ended")
		r.Need = "redo over the case instead"
		return r
	}
	if _, r := d.authority(asker, f, c); r != nil {
		return r
	}
	block, bf := d.redoBlock(asker, f, c.Target)
	if r := d.rival(block, bf, c.Target); d.s.BackOut.Active || r != nil && !d.holdsWhole(block, bf, c.Target, r) {
		return d.refusal(c.Target, c.Frame, &blame{code: blameRedo, node: c.Target})
	}
	if d.crossesBoundary(None, c.Frame, c.Target, block, bf) {
		return refuse("R-REDO", d.place(c.Target, c.Frame), "a boundary after it has been passed; only its remedy remains")
	}
	if slot, _ := d.slotFor(c.Target, f); slot == nil || slot.State == Pending {
		return refuse("R-STATE", d.place(c.Target, c.Frame), "it has not been entered yet, there is nothing to redo")
	}
	keep := ""
	if c.Answer == keepUnchanged {
		keep = keepUnchanged
	}
	d.startRedo(asker, f, c.Target, None, keep)
	return nil
}
