package engine

// marksNode lists the events that mark as most do, by markNode alone.
var marksNode = [...]bool{
	Entered: true, Ready: true, Started: true, Done: true, Decided: true, Accepted: true,
	EvidenceAccepted: true, PhaseEntered: true, LaterEvent: false,
}

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
		d.markAny(e)
		if d.p.rt.needs && (e.Kind == Cancelled || e.Kind == Skipped) {
			d.touchReaders(d.p.rt.needers)
		}
	}
}

// markAny marks what an event of a node, an item or the case lets go on.
func (d *decider) markAny(e *Event) {
	n, f := e.Node, e.Frame
	switch {
	case n == None:
		d.caseDirty = true
	case d.isItem(n, f):
		d.touch(n, d.s.Frames[f].Parent)
		if e.Kind == Started {
			d.touchFirst(n, f)
		}
	default:
		d.markNode(e, d.s.slot(d.p, n, f))
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

// markNode marks what the new state of a node lets go on.
func (d *decider) markNode(e *Event, slot *Slot) {
	n, f := e.Node, e.Frame
	r := d.p.row(n)
	switch slot.State {
	case ReadyState:
		if r.is(isWatched) {
			d.touch(n, f)
		}
	case Active:
		if r.is(goesOn) {
			d.touch(n, f)
		}
		if r.is(isBlock) {
			d.touchChildren(n, f, r)
		}
	case Settled:
		d.touchAround(n, f, r)
		if r.is(isReleased) || n == d.p.Branch || d.reviewed() {
			d.caseDirty = true
		}
		if slot.Attempt > 1 || len(d.s.Late) > 0 || r.kind == KindProcedure {
			d.touchAll()
		}
	default:
		d.touch(n, f)
	}
	if r.is(isRead) {
		d.touchReaders(d.p.rt.readers[n])
	}
	if len(d.p.rt.timed) > 0 {
		d.touchReaders(d.p.rt.timed)
	}
}

// reviewed reports whether the last phase has settled: then what still settles
// was owed, or waited to be accepted, and may be the last that the case lacked.
func (v *view) reviewed() bool {
	last := v.p.rt.lastPhase
	return last != None && v.s.slot(v.p, last, 0).settled()
}

// touchAround marks what the end of a node lets go on: the block around it,
// unless a sibling that always stands behind it comes first, and the next.
func (d *decider) touchAround(n NodeID, f FrameID, r *row) {
	if r.is(isFirm) && r.next != None && d.p.row(r.next).is(isFirm) {
		d.touch(r.next, f)
		return
	}
	if b, bf := d.up(n, f); b != None {
		d.touch(b, bf)
	} else {
		d.caseDirty = true
	}
	d.touchNext(n, f)
}

// touchNext marks the next sibling, and those behind absent and owed ones.
func (d *decider) touchNext(n NodeID, f FrameID) {
	for q := d.p.row(n).next; q != None; q = d.p.row(q).next {
		d.touch(q, f)
		if d.holdsUp(q) {
			return
		}
	}
}

// holdsUp reports whether a sibling that was not entered yet holds up the flow:
// it is part of the case and not owed.
func (d *decider) holdsUp(q NodeID) bool {
	return d.p.row(q).is(isFirm) || d.present(q) && !d.p.spec(q, d.s.Overlays).Owed
}

func (d *decider) touchChildren(n NodeID, f FrameID, r *row) {
	switch r.kind {
	case KindEach: // its items are marked as they join
	case KindParallel:
		for k := n + 1; k < r.end; k = d.p.row(k).end {
			d.touch(k, f)
		}
	default:
		d.touchFirst(n, f)
	}
}

// touchFirst marks the first child of a sequence, or of an item.
func (d *decider) touchFirst(n NodeID, f FrameID) {
	k := n + 1
	if k >= d.p.row(n).end {
		return
	}
	d.touch(k, f)
	if !d.holdsUp(k) {
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
