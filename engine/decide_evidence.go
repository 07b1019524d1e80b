package engine

import (
	"slices"

	"github.com/headgate/headgate/expr"
)

// commandEvidence are the commands on outputs and deliverables, and waivers.
func (d *decider) commandEvidence(c *Command) *Refusal {
	n, f := c.Node, c.Frame
	if n == None || d.isItem(n, f) {
		return refuse("R-STATE", d.place(n, f), "name a step")
	}
	slot := d.s.slot(d.p, n, f)
	if c.Kind == CmdWaive && d.p.Nodes[n].Kind == KindGate {
		return d.waiveGate(c, slot)
	}
	if c.Kind == CmdWaive && slot.Flags&FlagStale != 0 && c.Answer == "" {
		return d.waiveStale(c, slot)
	}
	i, r := d.outputOf(c, slot)
	if r != nil {
		return r
	}
	switch c.Kind {
	case CmdSubmit:
		return d.submit(c, slot, i)
	case CmdWaive:
		return d.waiveDeliverable(c, i)
	default:
		return d.judge(c, i)
	}
}

// outputOf finds the output a command means: by name, else the one deliverable
// of the step.
func (d *decider) outputOf(c *Command, _ *Slot) (int32, *Refusal) {
	node := &d.p.Nodes[c.Node]
	name := c.Answer
	if c.Kind == CmdSubmit && len(c.Values) == 1 {
		name = c.Values[0].Name
	}
	found := int32(None)
	for i := node.Outputs[0]; i < node.Outputs[1]; i++ {
		out := &d.p.Outputs[i]
		if name == out.Name {
			return i, nil
		}
		if name == "" && out.Accept != None {
			if found != None {
				return None, refuse("R-STATE", d.place(c.Node, c.Frame), "say which deliverable")
			}
			found = i
		}
	}
	if found == None {
		return None, refuse("R-STATE", d.place(c.Node, c.Frame), "this step gives no "+name)
	}
	return found, nil
}

// submit gives one output before the report, or again after it was returned.
func (d *decider) submit(c *Command, slot *Slot, i int32) *Refusal {
	n, f := c.Node, c.Frame
	old := d.s.output(i, f)
	returned := old != nil && (old.Evidence == EvidenceWasReturned || old.Evidence == EvidenceVoid)
	if slot.State != ReadyState && slot.State != Active && !returned {
		return d.notNow(n, f, slot)
	}
	spec := d.p.spec(n, slot.Overlays)
	role, r := d.mayWork(n, f, spec, &c.Actor)
	if r != nil {
		return r
	}
	if len(c.Values) != 1 {
		return refuse("R-STATE", d.place(n, f), "submit one output at a time")
	}
	if r := d.unaccepted(n, f, c.Values, &c.Actor); r != nil {
		return r
	}
	e := d.newEvent(EvidenceGiven, n, f)
	e.Index, e.Role, e.Values, e.Text = i, role, c.Values, c.Reason
	d.emit(e)
	d.voidReaders(n, f)
	return nil
}

// judge accepts or returns a deliverable. Nobody accepts his own.
func (d *decider) judge(c *Command, i int32) *Refusal {
	n, f := c.Node, c.Frame
	out := &d.p.Outputs[i]
	if out.Accept == None {
		return refuse("R-STATE", d.place(n, f), out.Name+" is no deliverable")
	}
	if !d.isHolder(out.Accept, c.Actor.Person, f) {
		return d.notYours(n, f, c.Actor.Person, out.Accept)
	}
	o := d.s.output(i, f)
	if o == nil || o.Evidence != EvidenceSubmitted {
		return refuse("R-STATE", d.place(n, f), out.Name+" has not been submitted")
	}
	if o.GivenBy(c.Actor.Person) || o.GivenBy(c.Actor.For) {
		return d.ownDeliverable(n, f, out, o)
	}
	kind := EvidenceAccepted
	if c.Kind == CmdReturn {
		kind = EvidenceReturned
		if c.Reason == "" {
			return refuse("R-STATE", d.place(n, f), "returning needs a reason")
		}
	}
	e := d.newEvent(kind, n, f)
	e.Index, e.Role, e.Answer, e.Text = i, out.Accept, out.Name, c.Reason
	d.emit(e)
	d.caseDirty = true
	return nil
}

// ownDeliverable refuses that who gave a deliverable, or for whom it was given,
// accepts it.
func (d *decider) ownDeliverable(n NodeID, f FrameID, out *Output, o *OutputValue) *Refusal {
	return &Refusal{
		Code: "R-SOD", Place: d.place(n, f), Why: "you gave " + out.Name + " yourself, or it was given for you", Need: "another accepts it",
		Ask: slices.DeleteFunc(slices.Clone(d.holders(out.Accept, f)), o.GivenBy),
	}
}

// unaccepted refuses that somebody gives, or has given for him, a deliverable
// which then nobody could accept.
func (d *decider) unaccepted(n NodeID, f FrameID, values []Named, actor *Actor) *Refusal {
	for i := d.p.Nodes[n].Outputs[0]; i < d.p.Nodes[n].Outputs[1]; i++ {
		if out := &d.p.Outputs[i]; hasNamed(values, out.Name) && d.onlyAccepters(out, f, actor) {
			return d.nobodyAccepts(n, f, out)
		}
	}
	return nil
}

// onlyAccepters reports whether who acts, and whom he acts for, are all who
// could accept a deliverable: then they may not give it, since who gives does
// not accept.
// Source: language reference, section 12, "Staffing proof"; rule I3.
func (v *view) onlyAccepters(out *Output, f FrameID, actor *Actor) bool {
	if out.Accept == None || v.p.Roles[out.Accept].Deputy {
		return false
	}
	accepters := v.holders(out.Accept, f)
	return len(accepters) > 0 && len(without(without(accepters, actor.Person), actor.For)) == 0
}

func (v *view) nobodyAccepts(n NodeID, f FrameID, out *Output) *Refusal {
	return &Refusal{
		Code: "R-SOD", Place: v.place(n, f), Why: "nobody would be left to accept " + out.Name, Need: "another person gives it",
	}
}

func without(list []string, person string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return s == person })
}

// waiveDeliverable lets the case close without a deliverable: its accepter
// does, with a reason.
func (d *decider) waiveDeliverable(c *Command, i int32) *Refusal {
	n, f := c.Node, c.Frame
	out := &d.p.Outputs[i]
	if out.Accept == None || !d.isHolder(out.Accept, c.Actor.Person, f) {
		return d.notYours(n, f, c.Actor.Person, out.Accept)
	}
	if c.Reason == "" {
		return refuse("R-STATE", d.place(n, f), "a waiver needs a reason")
	}
	if o := d.s.output(i, f); o != nil && (o.GivenBy(c.Actor.Person) || o.GivenBy(c.Actor.For)) {
		return refuse("R-SOD", d.place(n, f), "who gave it, or for whom it was given, cannot waive it")
	}
	e := d.newEvent(Waived, n, f)
	e.Index, e.Role, e.Answer, e.Text, e.Until = i, out.Accept, out.Name, c.Reason, c.Time
	d.emit(e)
	d.caseDirty = true
	return nil
}

// waiveGate lets a gate pass though its condition is not true: the role named
// does, with a reason and an end.
func (d *decider) waiveGate(c *Command, slot *Slot) *Refusal {
	n, f := c.Node, c.Frame
	spec := d.p.spec(n, slot.Overlays)
	switch {
	case spec.WaiveWho == None:
		return refuse("R-STATE", d.place(n, f), "nobody may waive this gate")
	case slot.State != Active:
		return d.notNow(n, f, slot)
	case !d.isHolder(spec.WaiveWho, c.Actor.Person, f):
		return d.notYours(n, f, c.Actor.Person, spec.WaiveWho)
	case c.Reason == "":
		return refuse("R-STATE", d.place(n, f), "a waiver needs a reason")
	}
	e := d.newEvent(Waived, n, f)
	e.Role, e.Text, e.Until = spec.WaiveWho, c.Reason, c.Time
	d.emit(e)
	d.after(n, f)
	return nil
}

// reopenDeciders reopens settled decisions about an output that has a new
// value, unless they are consumed.
func (d *decider) reopenDeciders(n NodeID, f FrameID) {
	for k := range d.p.rt.rows {
		if kind := d.p.rt.rows[k].kind; kind != KindDecide && kind != KindGate {
			continue
		}
		slot, frame := d.slotFor(NodeID(k), f)
		if slot == nil || !slot.settled() || slot.Flags&FlagSatisfied == 0 || slot.Outcome == OutcomeSkipped {
			continue
		}
		spec := d.p.spec(NodeID(k), slot.Overlays)
		if !slices.ContainsFunc(spec.About, func(c Cell) bool { return c.Node == n }) || d.consumed(NodeID(k), frame) {
			continue
		}
		d.reopened(NodeID(k), frame, "a new value of "+d.p.Nodes[n].ID)
		d.pushBack(NodeID(k), frame)
	}
}

// giveGrant gives, in a change, what its authorizing decision grants: for every
// stage the scope that the form names.
func (d *decider) giveGrant(n NodeID, f FrameID, answer int) {
	if answer != 0 {
		return
	}
	node := &d.p.Nodes[n]
	for i := node.Outputs[0]; i < node.Outputs[1]; i++ {
		if len(d.p.Outputs[i].Scope) == 0 {
			continue
		}
		for _, stage := range [2]string{"build", "deploy"} {
			g := d.grant(n, f, i, stage)
			e := d.newEvent(GrantGiven, n, f)
			e.Answer, e.Grant = g.ID, g
			d.emit(e)
		}
	}
}

// takeGrants takes back what a decision of a change gave that is made anew.
func (d *decider) takeGrants(n NodeID, reason string) {
	r := d.p.Nodes[n].Outputs
	if !slices.ContainsFunc(d.p.Outputs[r[0]:r[1]], func(o Output) bool { return len(o.Scope) > 0 }) {
		return
	}
	for i := range d.s.Given {
		if g := &d.s.Given[i]; g.Status == "active" {
			e := d.newEvent(GrantRevoked, None, 0)
			e.Answer, e.Text = g.ID, reason
			d.emit(e)
		}
	}
}

// grant builds a grant from the scope of an output: lists of CIs and of
// environments, in this order, and a window of times.
func (d *decider) grant(n NodeID, f FrameID, i int32, stage string) *Grant {
	g := &Grant{
		ID: d.s.Case + "/" + stage, Change: d.s.Case, Kind: "individual", Stage: stage, Status: "active",
		Deciders: d.deciders(n, f),
	}
	for k, pr := range d.p.Outputs[i].Scope {
		x := d.eval(pr, n, f)
		name := d.p.Programs[pr].Source
		switch {
		case x.IsNull() || x.IsUnknown():
		case x.Kind() == expr.KindList && k == 0:
			g.CIs = personList(x)
		case x.Kind() == expr.KindList:
			g.Environments = personList(x)
		case x.Kind() == expr.KindString && len(name) >= 6 && name[len(name)-6:] == "window":
			g.Window = x.AsString()
		case x.Kind() == expr.KindString:
			g.Package = x.AsString()
		}
	}
	return g
}

// deciders are those whose votes made a decision, and their deputies who cast
// them, sorted: a grant binds both (I2).
func (d *decider) deciders(n NodeID, f FrameID) []string {
	slot := d.s.slot(d.p, n, f)
	var list []string
	if slot.By != "" && slot.By != "engine" {
		list = append(list, slot.By)
	}
	for i := range d.s.Votes {
		b := &d.s.Votes[i]
		if b.Node == n && b.Frame == f && b.Attempt == slot.Attempt && !b.Advice && b.Answer == 0 {
			list = append(list, b.Person, b.By)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// commandRevokeGrant takes a grant back: one of its deciders or the accountable
// of the change does.
func (d *decider) commandRevokeGrant(c *Command) *Refusal {
	for i := range d.s.Given {
		g := &d.s.Given[i]
		if g.ID != c.Answer && c.Answer != "" || g.Status != "active" {
			continue
		}
		if !contains(g.Deciders, c.Actor.Person) {
			if _, r := d.authority(None, 0, c); r != nil {
				r.Ask = g.Deciders
				return r
			}
		}
		e := d.newEvent(GrantRevoked, None, 0)
		e.Answer, e.Text = g.ID, c.Reason
		d.emit(e)
		return nil
	}
	return refuse("R-STATE", c.Answer, "there is no active grant of that id")
}

// checkRevoked holds the case at the safe point when a touching step runs whose
// grant is gone.
func (d *decider) checkRevoked() {
	for i := range d.s.Frames {
		for k := range d.p.Nodes {
			n, f := NodeID(k), FrameID(i)
			if !d.p.Nodes[k].Touching || d.p.Nodes[k].Kind.IsBlock() || d.p.Nodes[k].Scope != d.s.Frames[i].Scope {
				continue
			}
			if slot := d.s.slot(d.p, n, f); slot.State != Active || slot.Sub != InProgress {
				continue
			}
			if d.grantBlame(n, f).code == blameNone {
				continue
			}
			b, bf := d.enclosing(n, f)
			if !d.held(n, f) {
				d.hold(b, bf, HoldElse, "the grant that covers "+d.place(n, f)+" is gone")
			}
		}
	}
}
