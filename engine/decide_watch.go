package engine

// watched reads the conditions of the watches on a node, or of the case, and
// runs the first handler that is due. It reports whether one ran: then the
// rules start over.
// Source: language reference, section 7.
func (d *decider) watched(n NodeID, f FrameID, lo, hi int32) bool {
	for i := lo; i < hi; i++ {
		w := &d.p.Watches[i]
		if w.If == None || w.Event != None || !d.watchInForce(w) {
			continue
		}
		if !w.PerItem {
			if d.readWatch(i, w, n, f) {
				return true
			}
			continue
		}
		inner := d.p.Nodes[n].Inner
		for k := range d.s.Frames {
			if fr := &d.s.Frames[k]; fr.Parent == f && fr.Scope == inner && fr.State == ItemOpen && d.readWatch(i, w, n, FrameID(k)) {
				return true
			}
		}
	}
	return false
}

func (v *view) watchInForce(w *Watch) bool { return w.Overlay == 0 || w.Overlay&v.s.Overlays != 0 }

// readWatch reads one condition and records when it turns. An edge is the
// difference between the rest state before and after an input, so a handler
// fires at most once within one.
func (d *decider) readWatch(i int32, w *Watch, n NodeID, f FrameID) bool {
	x := d.eval(w.If, n, f)
	now := x.IsTrue()
	state := d.s.watch(i, f)
	was := state != nil && state.True
	if now != was {
		d.turn(i, w, n, f, now, x.IsUnknown())
		state = d.s.watch(i, f)
	}
	d.waitForGrants(w.If, n, f, forWatches)
	if !now || state.Done || w.For.Set || d.firedNow(i, f) {
		return false
	}
	return d.handle(i, w, n, f, nil)
}

func (d *decider) turn(i int32, w *Watch, n NodeID, f FrameID, now, unknown bool) {
	e := d.newEvent(WatchTurned, n, f)
	e.Index, e.Answer = i, "false"
	switch {
	case now:
		e.Answer = "true"
		e.Until = d.plus(d.now, &w.For, n, f)
		e.Read = d.readFacts(w.If)
	case unknown:
		e.Answer = "unknown"
	}
	d.emit(e)
}

func (d *decider) firedNow(i int32, f FrameID) bool {
	for _, x := range d.fired {
		if x.watch == i && x.frame == f && x.input == d.input {
			return true
		}
	}
	return false
}

// handle runs a handler, unless its when is not true or its max is used up.
func (d *decider) handle(i int32, w *Watch, n NodeID, f FrameID, signal *Command) bool {
	if st := d.s.watch(i, f); w.Max > 0 && st != nil && int(st.Fired) >= w.Max {
		return false
	}
	d.event = signal
	if !d.holds(w.When, n, f) {
		d.event = nil
		return false
	}
	d.fired = append(d.fired, watchFired{i, f, d.input})
	e := d.newEvent(WatchFired, n, f)
	e.Index = i
	e.Read = d.readFacts(w.If)
	d.emit(e)
	d.watch, d.cause = i, HoldWatch
	d.act(w.Then, n, f)
	d.watch, d.cause, d.event = None, HoldPerson, nil
	d.touchNode(n, d.outer(n, f))
	return true
}

// outer returns the frame of the slot of n: that around an item for an each.
func (d *decider) outer(n NodeID, f FrameID) FrameID {
	if d.isItem(n, f) {
		return d.s.Frames[f].Parent
	}
	return f
}

// signal delivers a named event of the model to the watches on it.
func (d *decider) signal(c *Command) *Refusal {
	event := int32(None)
	for i := range d.p.Events {
		if d.p.Events[i].Name == c.Answer {
			event = int32(i)
		}
	}
	if event == None {
		return refuse("R-STATE", c.Answer, "the model listens to no event of that name")
	}
	for _, field := range d.p.Events[event].Fields {
		if !hasNamed(c.Values, field) {
			return refuse("R-STATE", c.Answer, "the event must bring "+field)
		}
	}
	e := d.newEvent(SignalReceived, None, 0)
	e.Answer, e.Values, e.Text = c.Answer, c.Values, c.Reason
	d.emit(e)
	for i := range d.p.Watches {
		w := &d.p.Watches[i]
		if w.Event != event || !d.watchInForce(w) {
			continue
		}
		d.signalTo(int32(i), w, c)
	}
	return nil
}

func (d *decider) signalTo(i int32, w *Watch, c *Command) {
	if w.Node == None {
		d.handle(i, w, None, 0, c)
		return
	}
	scope := d.p.Nodes[w.Node].Scope
	if w.PerItem {
		scope = d.p.Nodes[w.Node].Inner
	}
	for k := 0; k < len(d.s.Frames); k++ {
		if d.s.Frames[k].Scope != scope || d.s.Frames[k].State == ItemAbsent && k > 0 {
			continue
		}
		slot, _ := d.slotFor(w.Node, FrameID(k))
		if slot.State >= ReadyState && !slot.settled() {
			d.handle(i, w, w.Node, FrameID(k), c)
		}
	}
}

func hasNamed(list []Named, name string) bool {
	for i := range list {
		if list[i].Name == name {
			return true
		}
	}
	return false
}
