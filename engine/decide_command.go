package engine

import (
	"slices"

	"github.com/headgate/headgate/expr"
)

// command applies a command, or says why it cannot be. All of a command's
// checks come before its first event, so that a refusal leaves nothing behind.
func (d *decider) command(c *Command) *Refusal {
	if c.Kind == CmdStart {
		return d.start(c)
	}
	switch d.s.Status {
	case Draft:
		return refuse("R-STATE", "", "this case has not started")
	case Closed, CaseWasCancelled:
		if c.Kind != CmdNote {
			return refuse("R-STATE", "", "this case has ended")
		}
	}
	if r := d.address(c); r != nil {
		return r
	}
	switch c.Kind {
	case CmdBegin, CmdReport, CmdConfirm, CmdPaused, CmdTick, CmdAssign, CmdRetry, CmdAcceptFailure:
		return d.commandWork(c)
	case CmdVote, CmdRevoke, CmdSettle:
		return d.commandVote(c)
	case CmdSubmit, CmdAccept, CmdReturn, CmdWaive:
		return d.commandEvidence(c)
	case CmdOffer, CmdTake, CmdRefuse, CmdWithdraw:
		return d.commandHandoff(c)
	case CmdHold, CmdResume, CmdBackOut, CmdCancel, CmdRedo:
		return d.commandBlock(c)
	default:
		return d.commandCase(c)
	}
}

// address refuses a place that is not in the case.
func (d *decider) address(c *Command) *Refusal {
	if c.Node == None {
		return nil
	}
	if c.Frame == 0 && uint(c.Node) < uint(len(d.p.rt.rows)) && d.p.row(c.Node).scope == 0 {
		return nil
	}
	if c.Node < 0 || int(c.Node) >= len(d.p.Nodes) || c.Frame < 0 || int(c.Frame) >= len(d.s.Frames) {
		return refuse("R-STATE", "", "no such step in this case")
	}
	if d.isItem(c.Node, c.Frame) {
		return nil
	}
	f := d.frameFor(d.p.Nodes[c.Node].Scope, c.Frame)
	if f == None {
		return refuse("R-STATE", d.p.Nodes[c.Node].ID, "say which item")
	}
	c.Frame = f
	return nil
}

// authority returns the role in which a person may command a block, item, step
// or the case: as its accountable.
func (d *decider) authority(n NodeID, f FrameID, c *Command) (RoleID, *Refusal) {
	if c.Actor.Person == "" {
		return None, refuse("R-ROLE", d.place(n, f), "a person must ask for this")
	}
	role, ok := d.answers(n, f, c.Actor.Person)
	if !ok {
		return None, d.notYours(n, f, c.Actor.Person, d.accountableOf(n, f))
	}
	return role, nil
}

func (v *view) accountableOf(n NodeID, f FrameID) RoleID {
	if n == None {
		n = v.p.Phases[0]
	}
	return v.accountable(n, f)
}

// commandCase are the commands on the case as a whole.
func (d *decider) commandCase(c *Command) *Refusal {
	switch c.Kind {
	case CmdShift:
		return d.commandShift(c)
	case CmdApply:
		return d.commandApply(c)
	case CmdFact:
		return d.commandFact(c)
	case CmdSignal:
		return d.signal(c)
	case CmdWorld:
		d.touchAll()
		d.checkRevoked()
		return nil
	case CmdNote, CmdAcknowledge, CmdAskHelp:
		return d.commandNote(c)
	case CmdLinkChange:
		return d.commandLink(c)
	case CmdRevokeGrant:
		return d.commandRevokeGrant(c)
	}
	return refuse("R-STATE", "", "this command is not known")
}

func (d *decider) commandNote(c *Command) *Refusal {
	kind := Noted
	switch c.Kind {
	case CmdAcknowledge:
		kind = Acknowledged
		if d.s.escalated(c.Node, c.Frame, c.Actor.Person, false) == nil && d.s.escalated(c.Node, c.Frame, c.Actor.Person, true) == nil {
			return refuse("R-ROLE", d.place(c.Node, c.Frame), "no escalation here is for you")
		}
	case CmdAskHelp:
		return d.askHelp(c)
	}
	e := d.newEvent(kind, c.Node, c.Frame)
	e.Text = c.Reason
	d.emit(e)
	return nil
}

// askHelp is functional escalation by hand: a person joins the work, ownership
// stays.
func (d *decider) askHelp(c *Command) *Refusal {
	spec := d.specAt(c.Node, c.Frame)
	if _, ok := d.performer(c.Node, c.Frame, spec, c.Actor.Person); !ok {
		if _, r := d.authority(c.Node, c.Frame, c); r != nil {
			return r
		}
	}
	if c.Person == "" {
		return refuse("R-STATE", d.place(c.Node, c.Frame), "say whom you ask")
	}
	e := d.newEvent(Escalated, c.Node, c.Frame)
	e.Answer, e.Persons, e.Text = "ask", []string{c.Person}, c.Reason
	d.emit(e)
	return nil
}

// commandFact takes a reading: it replaces the whole fact.
func (d *decider) commandFact(c *Command) *Refusal {
	for i := range d.p.Facts {
		if d.p.Facts[i].ID != c.Answer {
			continue
		}
		var x expr.Value
		if len(c.Values) == 1 && (c.Values[0].Name == c.Answer || c.Values[0].Name == "") {
			x = c.Values[0].Value
		} else {
			fields := make([]expr.Field, len(c.Values))
			for k, n := range c.Values {
				fields[k] = expr.Field{Name: n.Name, Value: n.Value}
			}
			x = expr.Map(fields...)
		}
		e := d.newEvent(FactReceived, None, 0)
		e.Index, e.Answer, e.Text = int32(i), c.Answer, c.Actor.Machine
		e.Values = []Named{{Name: c.Answer, Value: x}}
		d.emit(e)
		d.voidFact(int32(i))
		return nil
	}
	return refuse("R-STATE", c.Answer, "the model reads no fact of that name")
}

// commandLink links the case to a change.
func (d *decider) commandLink(c *Command) *Refusal {
	if _, r := d.authority(None, 0, c); r != nil {
		return r
	}
	if c.Answer == "" {
		return refuse("R-STATE", "", "say which change")
	}
	e := d.newEvent(ChangeLinked, None, 0)
	e.Answer = c.Answer
	d.emit(e)
	return nil
}

// commandBlock are the commands on a block, item, step or the case.
func (d *decider) commandBlock(c *Command) *Refusal {
	if c.Kind == CmdRedo {
		return d.commandRedo(c)
	}
	n, f := c.Node, c.Frame
	role, r := d.authority(n, f, c)
	if r != nil {
		return r
	}
	if n != None && c.Kind != CmdResume && !d.isItem(n, f) && d.s.slot(d.p, n, f).settled() {
		return refuse("R-STATE", d.place(n, f), "it has already ended")
	}
	d.cause = HoldPerson
	switch c.Kind {
	case CmdHold:
		e := d.newEvent(Held, n, f)
		e.Index, e.Text, e.Role = int32(HoldPerson), c.Reason, role
		d.emit(e)
	case CmdResume:
		return d.commandResume(c)
	case CmdBackOut:
		return d.commandBackOut(c)
	case CmdCancel:
		return d.commandCancel(c)
	}
	return nil
}

// commandResume lifts every hold on a block but those that end by themselves.
func (d *decider) commandResume(c *Command) *Refusal {
	if !d.s.heldBy(c.Node, c.Frame, nil) {
		return refuse("R-STATE", d.place(c.Node, c.Frame), "it is not held")
	}
	if c.Reason == "" && d.s.heldBy(c.Node, c.Frame, func(h HoldCause) bool { return h == HoldDeadline }) {
		return refuse("R-STATE", d.place(c.Node, c.Frame), "going on past the latest back-out needs a reason")
	}
	for i := 0; i < len(d.s.Holds); i++ {
		if h := d.s.Holds[i]; h.Node == c.Node && h.Frame == c.Frame && h.lasting() {
			d.unhold(h.Node, h.Frame, h.Cause)
			i = -1
		}
	}
	d.continuePaused()
	return nil
}

// heldBy reports whether a lasting hold on a block has a cause asked for.
func (s *State) heldBy(n NodeID, f FrameID, cause func(HoldCause) bool) bool {
	return slices.ContainsFunc(s.Holds, func(h Hold) bool {
		return h.Node == n && h.Frame == f && h.lasting() && (cause == nil || cause(h.Cause))
	})
}

// lasting reports whether a hold stays until somebody or a handler lifts it;
// that of a redo or a back-out ends with it.
func (h *Hold) lasting() bool { return h.Cause != HoldRedo && h.Cause != HoldBackOut }

func (d *decider) commandBackOut(c *Command) *Refusal {
	if d.s.BackOut.Active {
		return d.refusal(c.Node, c.Frame, &blame{code: blameRedo, node: c.Node})
	}
	if !d.touched(c.Node, c.Frame) {
		return refuse("R-STATE", d.place(c.Node, c.Frame), "nothing here has been changed, there is nothing to back out")
	}
	d.backOut(c.Node, c.Frame, c.Reason)
	return nil
}

// commandCancel cancels a block or the case; a live case must be backed out
// first.
func (d *decider) commandCancel(c *Command) *Refusal {
	if c.Node == None && d.touched(None, 0) {
		return &Refusal{
			Code: "R-CANCEL-1", Why: "live steps have not been undone",
			Need: "back out first; behind a boundary its remedy remains", Ask: d.holders(d.accountableOf(None, 0), 0),
		}
	}
	if c.Node != None && d.p.Nodes[c.Node].Kind == KindPhase {
		return refuse("R-STATE", d.place(c.Node, c.Frame), "a phase cannot be cancelled alone; cancel the case")
	}
	d.cancelBlock(c.Node, c.Frame, c.Reason)
	return nil
}
