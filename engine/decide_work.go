package engine

// commandWork are the commands of people and machines on work.
func (d *decider) commandWork(c *Command) *Refusal {
	if c.Node == None || d.isItem(c.Node, c.Frame) {
		return refuse("R-STATE", d.place(c.Node, c.Frame), "name a step")
	}
	switch c.Kind {
	case CmdBegin:
		return d.beginWork(c)
	case CmdReport:
		return d.report(c)
	case CmdConfirm:
		return d.confirm(c)
	case CmdPaused:
		return d.pausedAt(c)
	case CmdTick:
		return d.tick(c)
	case CmdAssign:
		return d.assign(c)
	case CmdRetry:
		return d.retry(c)
	default:
		return d.acceptFailure(c)
	}
}

// mayWork checks that a person may work on a ready or started step, and
// returns his role.
func (d *decider) mayWork(n NodeID, f FrameID, spec *Spec, actor *Actor) (RoleID, *Refusal) {
	role, ok := d.performer(n, f, spec, actor.voter())
	if !ok {
		return None, d.notYours(n, f, actor.Person, roleOr(spec.Who, d.accountable(n, f)))
	}
	slot := d.s.slot(d.p, n, f)
	if slot.Assignee != "" && slot.Assignee != actor.voter() && slot.Assignee != actor.Person {
		if _, boss := d.answers(n, f, actor.Person); !boss {
			return None, &Refusal{
				Code: "R-ROLE", Place: d.place(n, f), Why: slot.Assignee + " has taken it",
				Need: "let " + slot.Assignee + " or the accountable assign it to you", Ask: []string{slot.Assignee},
			}
		}
	}
	if b := d.separated(n, f, spec, role, actor); b.code != blameNone {
		return None, d.refusal(n, f, &b)
	}
	if slot.Assignee == "" {
		return role, d.overstaffed(n, f, spec, actor.voter())
	}
	return role, nil
}

func roleOr(roles []RoleID, other RoleID) RoleID {
	if len(roles) > 0 {
		return roles[0]
	}
	return other
}

// beginWork starts a person's task.
func (d *decider) beginWork(c *Command) *Refusal {
	n, f := c.Node, c.Frame
	slot := d.s.slot(d.p, n, f)
	if d.p.Nodes[n].Kind != KindTask || slot.State != ReadyState {
		return d.notNow(n, f, slot)
	}
	spec := d.p.spec(n, slot.Overlays)
	role, r := d.mayWork(n, f, spec, &c.Actor)
	if r != nil {
		return r
	}
	if b := d.startable(n, f, spec); b.code != blameNone {
		return d.refuseStart(n, f, &b)
	}
	d.startTask(n, f, spec, role)
	return nil
}

// refuseStart refuses a start; a gate that holds no longer reopens all the
// same, so that its ladder runs.
func (d *decider) refuseStart(n NodeID, f FrameID, b *blame) *Refusal {
	r := d.refusal(n, f, b)
	if b.code == blameGuard {
		d.as(d.now, Actor{})
		d.reopenGuard(n, f, b.node)
	}
	return r
}

func (d *decider) startTask(n NodeID, f FrameID, spec *Spec, role RoleID) {
	d.passBoundaries(n, f)
	values, read := d.inputs(n, f, spec), d.readValues(f, spec)
	e := d.newEvent(Started, n, f)
	e.Role, e.Values, e.Read = role, values, read
	d.emit(e)
}

// report takes the end of a task, the result of a machine, or the end of an
// undoing.
func (d *decider) report(c *Command) *Refusal {
	n, f := c.Node, c.Frame
	if u := d.s.undoingOf(n, f); u != nil {
		return d.reportUndo(c, u)
	}
	slot := d.s.slot(d.p, n, f)
	spec := d.p.spec(n, slot.Overlays)
	switch d.p.Nodes[n].Kind {
	case KindTask:
		return d.reportTask(c, slot, spec)
	case KindAuto:
		return d.reportAuto(c, slot, spec)
	case KindBoundary:
		return d.acceptBoundary(c, slot, spec)
	default:
		return d.notNow(n, f, slot)
	}
}

func (d *decider) reportTask(c *Command, slot *Slot, spec *Spec) *Refusal {
	n, f := c.Node, c.Frame
	if slot.State != ReadyState && slot.State != Active {
		return d.notNow(n, f, slot)
	}
	role, r := d.mayWork(n, f, spec, &c.Actor)
	if r != nil {
		return r
	}
	begin := slot.State == ReadyState
	if begin {
		if b := d.startable(n, f, spec); b.code != blameNone {
			return d.refuseStart(n, f, &b)
		}
	}
	if c.Answer == "failed" {
		if begin {
			d.passBoundaries(n, f)
		}
		e := d.newEvent(Failed, n, f)
		e.Role, e.Text, e.Values = role, c.Reason, c.Values
		d.emit(e)
		d.after(n, f)
		return nil
	}
	if r := d.complete(c, slot, spec); r != nil {
		return r
	}
	if begin && (spec.Touches != nil || spec.BackOut != nil || spec.recordsInputs(spec.rt.reads)) {
		d.startTask(n, f, spec, role)
	} else if begin {
		d.passBoundaries(n, f)
	}
	e := d.newEvent(Done, n, f)
	e.Role, e.Text, e.Values = role, c.Reason, c.Values
	d.emit(e)
	d.linkOutput(c.Values)
	d.after(n, f)
	return nil
}

// linkOutput links the case to the change that a task gives as `change`.
func (d *decider) linkOutput(values []Named) {
	for i := range values {
		if values[i].Name == "change" && values[i].Value.AsString() != "" {
			e := d.newEvent(ChangeLinked, None, 0)
			e.Answer = values[i].Value.AsString()
			d.emit(e)
			return
		}
	}
}

// complete checks that a report brings the outputs and the checklist.
func (d *decider) complete(c *Command, slot *Slot, spec *Spec) *Refusal {
	n, f := c.Node, c.Frame
	node := &d.p.Nodes[n]
	for i := node.Outputs[0]; i < node.Outputs[1]; i++ {
		out := &d.p.Outputs[i]
		if out.Optional || out.Type.Optional || out.Default != nil || hasNamed(c.Values, out.Name) {
			continue
		}
		if o := d.s.output(i, f); o != nil && o.Attempt == slot.Attempt {
			continue
		}
		return refuse("R-STATE", d.place(n, f), "the report must bring "+out.Name)
	}
	for i := range c.Values {
		if !d.gives(n, c.Values[i].Name) {
			return refuse("R-STATE", d.place(n, f), "this step gives no "+c.Values[i].Name)
		}
	}
	if r := d.unaccepted(n, f, c.Values, &c.Actor); r != nil {
		return r
	}
	for _, point := range spec.Checklist {
		if !contains(c.Points, point) && !d.s.ticked(n, f, slot.Attempt, point) {
			return refuse("R-STATE", d.place(n, f), "the point "+point+" has not been ticked")
		}
	}
	return nil
}

func (d *decider) gives(n NodeID, name string) bool {
	node := &d.p.Nodes[n]
	for i := node.Outputs[0]; i < node.Outputs[1]; i++ {
		if d.p.Outputs[i].Name == name {
			return true
		}
	}
	return false
}

func (s *State) ticked(n NodeID, f FrameID, attempt uint16, point string) bool {
	for i := range s.Ticks {
		if t := &s.Ticks[i]; t.Node == n && t.Frame == f && t.Attempt == attempt && t.Point == point {
			return true
		}
	}
	return false
}

// reportAuto takes the result of an executor for the attempt it belongs to.
func (d *decider) reportAuto(c *Command, slot *Slot, spec *Spec) *Refusal {
	n, f := c.Node, c.Frame
	if slot.State != Active {
		return d.notNow(n, f, slot)
	}
	if c.Attempt != 0 && c.Attempt != slot.Attempt {
		return refuse("R-STATE", d.place(n, f), "the report is of an earlier attempt")
	}
	if c.Actor.Machine == "" {
		if role, ok := d.performer(n, f, spec, c.Actor.Person); !ok {
			return d.notYours(n, f, c.Actor.Person, roleOr(spec.Who, role))
		}
	}
	kind := Done
	switch c.Answer {
	case "transient":
		if d.reportTransient(c, slot, spec) {
			return nil
		}
		kind = Failed
	case "failed":
		kind = Failed
	case "in_doubt":
		e := d.newEvent(InDoubt, n, f)
		e.Text = c.Reason
		d.emit(e)
		d.undoNext()
		return nil
	}
	e := d.newEvent(kind, n, f)
	e.Text, e.Values = c.Reason, c.Values
	d.emit(e)
	if kind == Done {
		d.linkOutput(c.Values)
	}
	if d.queued(n, f) {
		d.undoNext()
		return nil
	}
	d.after(n, f)
	return nil
}

// confirm says which it was of a step in doubt: done or failed. The watcher of
// the step, else the accountable, does.
func (d *decider) confirm(c *Command) *Refusal {
	n, f := c.Node, c.Frame
	slot := d.s.slot(d.p, n, f)
	if slot.State != Active || slot.Sub != InDoubtSub {
		return d.notNow(n, f, slot)
	}
	spec := d.p.spec(n, slot.Overlays)
	role, ok := d.performer(n, f, spec, c.Actor.Person)
	if !ok {
		var r *Refusal
		if role, r = d.authority(n, f, c); r != nil {
			return r
		}
	}
	if b := d.separated(n, f, spec, role, &c.Actor); b.code != blameNone {
		return d.refusal(n, f, &b)
	}
	kind := Done
	switch c.Answer {
	case "failed":
		kind = Failed
	case "done", "":
	default:
		return refuse("R-STATE", d.place(n, f), "confirm says done or failed")
	}
	if r := d.unaccepted(n, f, c.Values, &c.Actor); r != nil {
		return r
	}
	e := d.newEvent(kind, n, f)
	e.Role, e.Text, e.Values = role, c.Reason, c.Values
	d.emit(e)
	if d.queued(n, f) {
		d.undoNext()
		return nil
	}
	d.after(n, f)
	return nil
}

// pausedAt takes the news that a machine step reached its safe point.
func (d *decider) pausedAt(c *Command) *Refusal {
	slot := d.s.slot(d.p, c.Node, c.Frame)
	if slot.State != Active || d.p.Nodes[c.Node].Kind != KindAuto {
		return d.notNow(c.Node, c.Frame, slot)
	}
	d.say(Paused, c.Node, c.Frame)
	if len(d.s.Undo) > 0 {
		d.undoNext()
	} else if !d.held(c.Node, c.Frame) {
		d.say(Continued, c.Node, c.Frame)
	}
	return nil
}

// tick ticks a checklist point; of a handoff the receiver does.
func (d *decider) tick(c *Command) *Refusal {
	n, f := c.Node, c.Frame
	slot := d.s.slot(d.p, n, f)
	if slot.State != ReadyState && slot.State != Active {
		return d.notNow(n, f, slot)
	}
	spec := d.p.spec(n, slot.Overlays)
	if !contains(spec.Checklist, c.Answer) {
		return refuse("R-STATE", d.place(n, f), "there is no point "+c.Answer)
	}
	var role RoleID
	var r *Refusal
	if d.p.Nodes[n].Kind == KindHandoff {
		role, r = d.receiver(n, f, spec, &c.Actor)
	} else {
		role, r = d.mayWork(n, f, spec, &c.Actor)
	}
	if r != nil {
		return r
	}
	if d.s.ticked(n, f, slot.Attempt, c.Answer) {
		return nil
	}
	e := d.newEvent(Ticked, n, f)
	e.Answer, e.Role = c.Answer, role
	d.emit(e)
	return nil
}

// assign gives a step to a person: himself (claim), or by the accountable to
// somebody who may do it.
func (d *decider) assign(c *Command) *Refusal {
	n, f := c.Node, c.Frame
	slot := d.s.slot(d.p, n, f)
	if slot.State != ReadyState && slot.State != Active {
		return d.notNow(n, f, slot)
	}
	spec := d.p.spec(n, slot.Overlays)
	person := c.Person
	if person == "" {
		person = c.Actor.Person
	}
	if person != c.Actor.Person && slot.Assignee != c.Actor.Person {
		if _, r := d.authority(n, f, c); r != nil {
			return r
		}
	}
	role, ok := d.performer(n, f, spec, person)
	if !ok {
		return d.notYours(n, f, person, roleOr(spec.Who, None))
	}
	if b := d.separated(n, f, spec, role, &Actor{Person: person}); b.code != blameNone {
		return d.refusal(n, f, &b)
	}
	if r := d.overstaffed(n, f, spec, person); r != nil {
		return r
	}
	e := d.newEvent(Assigned, n, f)
	e.Person, e.Role, e.Text = person, role, c.Reason
	d.emit(e)
	return nil
}

// retry begins a new attempt of a blocked node, of a failed undoing, or of a
// gate or decision that no longer counts.
func (d *decider) retry(c *Command) *Refusal {
	n, f := c.Node, c.Frame
	if u := d.s.undoingOf(n, f); u != nil && u.State == NotUndone {
		if _, r := d.authority(n, f, c); r != nil {
			return r
		}
		values := d.undoInputs(n, f)
		e := d.newEvent(UndoStarted, n, f)
		e.Index, e.Values, e.Text = d.undoIndex(n, f), values, c.Reason
		d.emit(e)
		return nil
	}
	slot := d.s.slot(d.p, n, f)
	if kind := d.p.Nodes[n].Kind; (kind == KindGate || kind == KindDecide) && slot.settled() {
		return d.askAgain(c, slot)
	}
	if slot.Flags&FlagBlocked == 0 {
		return d.notNow(n, f, slot)
	}
	if _, r := d.authority(n, f, c); r != nil {
		return r
	}
	if r := d.liveInRetry(n, f); r != nil {
		return r
	}
	d.reopened(n, f, c.Reason)
	return nil
}

// askAgain reopens a gate or decision that no longer counts, for who would
// start what waits behind it, or who answers for it.
func (d *decider) askAgain(c *Command, slot *Slot) *Refusal {
	n, f := c.Node, c.Frame
	if d.stands(n, f, slot) || d.consumed(n, f) {
		return d.notNow(n, f, slot)
	}
	behind := false
	for k, at := range d.readyBehind(n, f) {
		_, mine := d.performer(k, at, d.specAt(k, at), c.Actor.voter())
		behind = behind || mine
	}
	if _, r := d.authority(n, f, c); r != nil && !behind {
		return r
	}
	d.reopened(n, f, "no longer true")
	d.pushBack(n, f)
	return nil
}

// liveInRetry refuses to begin again what a block has not undone: a retry does
// not undo, a redo does.
func (d *decider) liveInRetry(n NodeID, f FrameID) (r *Refusal) {
	if !d.p.row(n).is(isBlock) {
		return nil
	}
	d.eachUnsatisfied(n, f, func(k NodeID, at FrameID) {
		d.eachTouching(k, at, func(live NodeID, in FrameID, _ *Slot) {
			r = refuse("R-STATE", d.place(n, f), "`"+d.place(live, in)+"` is still live")
			r.Need = "redo it, or back it out"
		})
	})
	return r
}

func (d *decider) undoIndex(n NodeID, f FrameID) int32 {
	for i := range d.s.Undo {
		if d.s.Undo[i].Node == n && d.s.Undo[i].Frame == f {
			return int32(i)
		}
	}
	return None
}

// acceptFailure lets the flow go on past a blocked node, with a reason.
func (d *decider) acceptFailure(c *Command) *Refusal {
	n, f := c.Node, c.Frame
	slot := d.s.slot(d.p, n, f)
	if u := d.s.undoingOf(n, f); u != nil && u.State == NotUndone {
		if _, r := d.authority(n, f, c); r != nil {
			return r
		}
		d.undone(n, f, true, "accepted: "+c.Reason)
		return nil
	}
	if slot.Flags&FlagBlocked == 0 {
		return d.notNow(n, f, slot)
	}
	if _, r := d.authority(n, f, c); r != nil {
		return r
	}
	if c.Reason == "" {
		return refuse("R-STATE", d.place(n, f), "accepting a failure needs a reason")
	}
	outcome := slot.Outcome.String()
	if d.p.Nodes[n].Kind.IsBlock() {
		outcome = "partial"
	}
	e := d.newEvent(Done, n, f)
	e.Answer, e.Text = outcome, c.Reason
	e.Index = acceptedFailure
	d.emit(e)
	return nil
}

// acceptedFailure in Event.Index of Done says that the accountable lets the
// flow go on past the outcome.
const acceptedFailure int32 = -2

// reportUndo takes the end of a back-out, of the executor or of the person who
// undoes.
func (d *decider) reportUndo(c *Command, u *UndoItem) *Refusal {
	n, f := c.Node, c.Frame
	spec := d.specAt(n, f)
	if u.State != BeingUndone {
		return refuse("R-STATE", d.place(n, f), "its back-out failed; retry or accept it")
	}
	if c.Actor.Machine == "" && d.roleOf(spec.BackOut.Who, c.Actor.Person, f) == None {
		if _, ok := d.performer(n, f, spec, c.Actor.Person); !ok {
			if _, r := d.authority(n, f, c); r != nil {
				return d.notYours(n, f, c.Actor.Person, roleOr(spec.BackOut.Who, d.accountable(n, f)))
			}
		}
	}
	d.undone(n, f, c.Answer != "failed", c.Reason)
	return nil
}

// acceptBoundary arms a boundary that somebody must accept, or takes the report
// of the remedy of one that was passed.
func (d *decider) acceptBoundary(c *Command, slot *Slot, spec *Spec) *Refusal {
	n, f := c.Node, c.Frame
	if slot.Sub == RemedySub {
		return d.reportRemedy(c)
	}
	if slot.State != ReadyState || spec.Accept == None {
		return d.notNow(n, f, slot)
	}
	if !d.isHolder(spec.Accept, c.Actor.Person, f) {
		return d.notYours(n, f, c.Actor.Person, spec.Accept)
	}
	e := d.newEvent(Done, n, f)
	e.Role, e.Text = spec.Accept, c.Reason
	d.emit(e)
	d.after(n, f)
	return nil
}
