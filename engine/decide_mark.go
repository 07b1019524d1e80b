package engine

// mark says what an event makes worth looking at: the node, the block around
// it, what follows it, and what reads it.
func (d *decider) mark(e *Event) {
	switch e.Kind {
	case CaseStarted:
		d.caseDirty = true
		d.touchPhase()
	case CaseReleased:
		d.caseDirty = true
		d.touchReaders(d.p.rt.released)
		d.touchReaders(d.p.rt.timed)
	case Held, VoteCast, VoteRevoked, Ticked, Postponed, Reminded, Escalated, Assigned, Noted, Acknowledged:
		d.touchNode(e.Node, e.Frame)
	case Resumed, DateShifted, OverlayApplied, LinkChanged, BackOutStarted, BackOutDone, Reset, GrantGiven, GrantRevoked, ChangeLinked, Undone:
		d.touchAll()
	case FactReceived:
		d.touchReaders(d.p.rt.facts[e.Index])
	case Elapsed, StartDelayed, WatchTurned, WatchFired, Emitted, CaseClosed, CaseCancelled, OutcomeFixed:
	case ItemJoined:
		d.touch(e.Node, e.Frame)
		d.touchJoined(e)
	default:
		d.markNode(e)
		if d.p.rt.needs && (e.Kind == Cancelled || e.Kind == Skipped) {
			d.touchReaders(d.p.rt.needers)
		}
	}
}

// touchPhase marks the first phase.
func (d *decider) touchPhase() {
	for _, ph := range d.p.Phases {
		if ph != d.p.Branch {
			d.touch(ph, 0)
			return
		}
	}
}

func (d *decider) touchNode(n NodeID, f FrameID) {
	if n != None {
		d.touch(n, f)
	}
}

func (d *decider) markNode(e *Event) {
	if e.Node == None {
		d.caseDirty = true
		return
	}
	n, f := e.Node, e.Frame
	if d.isItem(n, f) {
		d.touch(n, d.s.Frames[f].Parent)
		if e.Kind == Started {
			d.touchFirst(n, f)
		}
		return
	}
	slot := d.s.slot(d.p, n, f)
	switch slot.State {
	case ReadyState:
		if d.p.row(n).is(isWatched) {
			d.touch(n, f)
		}
	case Active:
		if d.p.row(n).is(goesOn) {
			d.touch(n, f)
		}
		if d.p.Nodes[n].Kind.isBlock() {
			d.touchChildren(n, f)
		}
	case Settled:
		b, bf := d.up(n, f)
		d.touch(b, bf)
		d.touchNext(n, f)
		if n == d.p.Released {
			d.caseDirty = true
		}
		if len(d.s.Late) > 0 || slot.Attempt > 1 {
			d.touchAll()
		}
	default:
		d.touch(n, f)
	}
	if r := d.p.rt.readers[n]; len(r) > 0 {
		d.touchReaders(r)
	}
	if len(d.p.rt.timed) > 0 {
		d.touchReaders(d.p.rt.timed)
	}
}

// touchNext marks the next sibling, and those behind absent and owed ones.
func (d *decider) touchNext(n NodeID, f FrameID) {
	for q := d.p.row(n).next; q != None; q = d.p.row(q).next {
		d.touch(q, f)
		if d.present(q) && !d.p.SpecOf(q, d.s.Overlays).Owed {
			return
		}
	}
}

func (d *decider) touchChildren(n NodeID, f FrameID) {
	if d.p.Nodes[n].Kind == KindEach {
		return
	}
	if d.p.Nodes[n].Kind == KindParallel {
		for k := n + 1; k < d.p.Nodes[n].End; k = d.p.Nodes[k].End {
			d.touch(k, f)
		}
		return
	}
	d.touchFirst(n, f)
}

// touchFirst marks the first child of a sequence, or of an item.
func (d *decider) touchFirst(n NodeID, f FrameID) {
	k := n + 1
	if k >= d.p.Nodes[n].End {
		return
	}
	d.touch(k, f)
	if !d.present(k) || d.p.SpecOf(k, d.s.Overlays).Owed {
		d.touchNext(k, f)
	}
}

func (d *decider) touchJoined(e *Event) {
	for i := range d.s.Frames {
		fr := &d.s.Frames[i]
		if fr.Parent == e.Frame && fr.Scope == d.p.Nodes[e.Node].Inner && fr.Key == e.Answer && fr.State == ItemOpen {
			d.touchFirst(e.Node, FrameID(i))
		}
	}
}

// touchReaders marks nodes in every frame they have.
func (d *decider) touchReaders(nodes []NodeID) {
	for _, n := range nodes {
		if n == None {
			d.caseDirty = true
			continue
		}
		scope := d.p.Nodes[n].Scope
		for i := range d.s.Frames {
			if d.s.Frames[i].Scope == scope {
				d.touch(n, FrameID(i))
			}
		}
	}
}

// touchAll marks everything that is not settled.
func (d *decider) touchAll() {
	d.caseDirty = true
	for i := range d.s.Frames {
		scope := d.s.Frames[i].Scope
		for k := range d.p.Nodes {
			if d.p.Nodes[k].Scope == scope && !d.s.slot(d.p, NodeID(k), FrameID(i)).settled() {
				d.touch(NodeID(k), FrameID(i))
			}
		}
	}
}
