package engine

import "slices"

// commandHandoff are the commands on a handoff: prepared by the giver, offered,
// then accepted or refused by the receiver, or withdrawn by the giver.
// Source: language reference, section 8, "Handoff"; rules I3 and I6.
func (d *decider) commandHandoff(c *Command) *Refusal {
	n, f := c.Node, c.Frame
	if n == None || d.p.Nodes[n].Kind != KindHandoff {
		return refuse("R-STATE", d.place(n, f), "this is no handoff")
	}
	slot := d.s.slot(d.p, n, f)
	spec := d.p.spec(n, slot.Overlays)
	switch c.Kind {
	case CmdOffer:
		return d.offer(c, slot, spec)
	case CmdWithdraw:
		return d.withdrawOffer(c, slot, spec)
	default:
		return d.receive(c, slot, spec)
	}
}

// offer offers a prepared handoff; its checks must hold.
func (d *decider) offer(c *Command, slot *Slot, spec *Spec) *Refusal {
	n, f := c.Node, c.Frame
	if slot.State != Active || slot.Sub != PreparedSub {
		return d.notNow(n, f, slot)
	}
	if !d.isHolder(spec.From, c.Actor.voter(), f) {
		return d.notYours(n, f, c.Actor.Person, spec.From)
	}
	if b := d.separated(n, f, spec, spec.From, &c.Actor); b.code != blameNone {
		return d.refusal(n, f, &b)
	}
	if b := d.startable(n, f, spec); b.code != blameNone {
		return d.refuseStart(n, f, &b)
	}
	for _, check := range spec.Checks {
		if !d.holds(check, n, f) {
			return refuse("R-STATE", d.place(n, f), "a check does not hold: "+d.p.inWords(check, stated))
		}
	}
	if r := d.voteForm(c); r != nil {
		return r
	}
	d.passBoundaries(n, f)
	e := d.newEvent(Offered, n, f)
	e.Role, e.Text, e.Values = spec.From, c.Reason, c.Values
	d.emit(e)
	return nil
}

// receiver checks that a person may receive: he holds the role and is not the
// giver.
func (d *decider) receiver(n NodeID, f FrameID, spec *Spec, actor *Actor) (RoleID, *Refusal) {
	if !d.isHolder(spec.To, actor.voter(), f) {
		return None, d.notYours(n, f, actor.Person, spec.To)
	}
	if giver := d.s.giver(n, f); d.s.gave(n, f, actor.Person) || d.s.gave(n, f, actor.For) {
		return None, &Refusal{
			Code: "R-SOD", Place: d.place(n, f), Why: "you gave it, so somebody else must receive it",
			Ask: without(d.holders(spec.To, f), giver),
		}
	}
	if b := d.separated(n, f, spec, spec.To, actor); b.code != blameNone {
		return None, d.refusal(n, f, &b)
	}
	return spec.To, nil
}

// gave reports whether a person offered a handoff, or it was offered for him.
func (s *State) gave(n NodeID, f FrameID, person string) bool {
	return person != "" && slices.ContainsFunc(s.Givers, func(g Doer) bool { return g.Node == n && g.Frame == f && g.Person == person })
}

// giver returns who offered a handoff.
func (s *State) giver(n NodeID, f FrameID) string {
	for i := range s.Givers {
		if s.Givers[i].Node == n && s.Givers[i].Frame == f {
			return s.Givers[i].Person
		}
	}
	return ""
}

// receive accepts with every point ticked, or refuses with reasons.
func (d *decider) receive(c *Command, slot *Slot, spec *Spec) *Refusal {
	n, f := c.Node, c.Frame
	if slot.State != Active || slot.Sub != OfferedSub {
		return d.notNow(n, f, slot)
	}
	role, r := d.receiver(n, f, spec, &c.Actor)
	if r != nil {
		return r
	}
	kind := Accepted
	if c.Kind == CmdRefuse {
		kind = Refused
		if c.Reason == "" {
			return refuse("R-STATE", d.place(n, f), "a refusal needs its reasons")
		}
	} else {
		for _, point := range spec.Checklist {
			if !contains(c.Points, point) && !d.s.ticked(n, f, slot.Attempt, point) {
				return refuse("R-STATE", d.place(n, f), "the point "+point+" has not been ticked")
			}
		}
	}
	e := d.newEvent(kind, n, f)
	e.Role, e.Text = role, c.Reason
	d.emit(e)
	d.after(n, f)
	return nil
}

// withdrawOffer takes an offer back.
func (d *decider) withdrawOffer(c *Command, slot *Slot, spec *Spec) *Refusal {
	n, f := c.Node, c.Frame
	if slot.State != Active || slot.Sub != OfferedSub && slot.Sub != PreparedSub {
		return d.notNow(n, f, slot)
	}
	if !d.isHolder(spec.From, c.Actor.voter(), f) {
		return d.notYours(n, f, c.Actor.Person, spec.From)
	}
	e := d.newEvent(Withdrawn, n, f)
	e.Role, e.Text = spec.From, c.Reason
	d.emit(e)
	d.after(n, f)
	return nil
}
