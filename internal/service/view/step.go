package view

import (
	"cmp"
	"strings"
	"time"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/engine"
)

// Steps returns the table of steps, in document order.
func (c *Case) Steps() []client.StepSummary {
	out := []client.StepSummary{}
	for _, at := range c.steps() {
		out = append(out, c.stepSummary(at))
	}
	return out
}

func (c *Case) stepSummary(at step) client.StepSummary {
	node, slot, spec := &c.Plan.Nodes[at.node], c.slot(at), c.spec(at)
	status, due := c.Status(at), slot.Due
	if status == "held" { // its clock stands still
		due = 0
	}
	return client.StepSummary{
		Place: c.place(at), Title: c.title(at), Kind: node.Kind.String(), Phase: c.phaseID(node.Phase), Status: status,
		State: c.stateWord(at), Outcome: c.outcomeWord(at), Attempt: int(slot.Attempt), Who: c.who(at), By: slot.By,
		ReadyAt: instant(slot.Ready), StartedAt: instant(slot.Start), EndedAt: instant(slot.End), Due: instant(due),
		PlannedAt: instant(c.plannedAt(at)), Owed: spec.Owed,
	}
}

// plannedAt is when a step is to start by the plan of the case; 0 is not known.
func (c *Case) plannedAt(at step) calendar.Instant {
	if c.planned == nil {
		c.planned = map[step]calendar.Instant{}
		for _, p := range engine.PlanOf(c.Plan, c.State, c.World, nil) {
			c.planned[step{p.Node, p.Frame}] = p.Start
		}
	}
	return c.planned[at]
}

// who is who may act on an open step, else who holds its role.
func (c *Case) who(at step) []string {
	if w := c.waitingAt(at); w != nil && len(w.Persons) > 0 {
		return w.Persons
	}
	spec := c.spec(at)
	roles := spec.Who
	if c.Plan.Nodes[at.node].Kind == engine.KindHandoff {
		roles = []engine.RoleID{spec.From}
	}
	out := []string{}
	for _, r := range roles {
		if r != engine.None {
			out = append(out, c.holders(r)...)
		}
	}
	return out
}

// Step returns everything the page of a step shows but its log and call. The
// refusal says that there is no such place.
func (c *Case) Step(place string) (client.StepView, *engine.Refusal) {
	n, f, no := c.Plan.Find(c.State, place)
	if no != nil {
		return client.StepView{}, no
	}
	at := step{n, f}
	spec := c.spec(at)
	v := client.StepView{
		StepSummary: c.stepSummary(at), Case: c.State.Case, CaseTitle: c.State.Title, How: spec.How, WhyText: spec.Why,
		Guidance: spec.Guidance, Ask: spec.Ask, Answers: orEmpty(spec.Answers), Accountable: c.holder(spec.Accountable), Consult: roleIDs(c.Plan, spec.Consult),
		Inform: roleIDs(c.Plan, spec.Inform), Acts: c.acts(&at), Points: c.points(at), Inputs: c.inputs(at),
		Outputs: c.deliverables(&at), About: c.subjects(at), Support: c.support(at), Criteria: c.criteria(at), Voters: c.voters(at), Votes: c.votes(at), Shown: c.shown(at), Log: []client.LogEntry{}, Ladder: c.ladder(at), Touches: []string{},
	}
	if c.Plan.Nodes[n].Kind == engine.KindDecide {
		v.Pass = engine.PassRule(c.Plan, c.State, c.World, n, f)
	}
	if w := c.waitingAt(at); w != nil {
		v.Why, v.Clock = w.Why, c.clock(w)
	} else {
		v.Why = c.notOpen(at)
	}
	if spec.Touches != nil {
		v.Touches = orEmpty(spec.Touches.CIs)
		if spec.Touches.Environment != "" {
			v.Touches = append(v.Touches, "in "+spec.Touches.Environment)
		}
	}
	if spec.BackOut != nil {
		v.BackOut = backOut(c.Plan, spec.BackOut)
	}
	return v, nil
}

// notOpen says of a step that nobody can act at how it ended, or what comes
// before it and whom that waits for.
func (c *Case) notOpen(at step) string {
	if c.over() {
		return engine.Why(c.Plan, c.State, c.World)
	}
	no := engine.NotNow(c.Plan, c.State, c.World, at.node, at.frame)
	why := "`" + c.place(at) + "` " + strings.TrimPrefix(no.Why, "it ")
	if no.Need != "" {
		why += ": " + no.Need
	}
	why += "."
	for i := range c.Offers.Waiting {
		if w := &c.Offers.Waiting[i]; no.Need == "first "+w.Place {
			why += " " + w.Why
		}
	}
	return why
}

func backOut(p *engine.Plan, b *engine.BackOut) string {
	switch {
	case b.None != "":
		return "cannot be undone: " + b.None
	case b.Use != "":
		return "undone by " + b.Use + " in " + b.Takes.String()
	case b.How != "":
		return "undone by hand: " + b.How
	default:
		return "undone by hand"
	}
}

func (c *Case) inputs(at step) []client.NamedJSON {
	out := []client.NamedJSON{}
	for i := range c.State.Inputs {
		r := &c.State.Inputs[i]
		if r.Node != at.node || r.Frame != at.frame {
			continue
		}
		for _, v := range r.Values {
			out = append(out, client.NamedJSON{Name: v.Name, Type: "any", Value: JSON(v.Value)})
		}
	}
	return out
}

func (c *Case) votes(at step) []client.VoteView {
	out := []client.VoteView{}
	answers := c.spec(at).Answers
	for i := range c.State.Votes {
		v := &c.State.Votes[i]
		if v.Node != at.node || v.Frame != at.frame || v.Attempt != c.slot(at).Attempt {
			continue
		}
		answer := ""
		if v.Answer >= 0 && int(v.Answer) < len(answers) {
			answer = answers[v.Answer]
		}
		out = append(out, client.VoteView{
			Person: v.Person, Role: roleName(c.Plan, v.Role), Answer: answer, Advice: v.Advice, Reason: v.Reason, At: v.At.Time(time.UTC),
		})
	}
	return out
}

// shown lists the facts that the step asks to see beside it.
func (c *Case) shown(at step) []client.NamedJSON {
	out := []client.NamedJSON{}
	for _, id := range c.spec(at).Show {
		for _, ref := range c.Plan.Programs[id].Expr.Refs() {
			kind, i := engine.SplitRef(ref)
			if kind != engine.RefFact {
				continue
			}
			f := &c.Plan.Facts[i]
			v := client.NamedJSON{Name: f.ID, Type: f.Type.String(), Value: []byte("null")}
			for k := range c.State.Facts {
				if int(c.State.Facts[k].Fact) == i {
					v.Value = JSON(c.State.Facts[k].Value)
				}
			}
			out = append(out, v)
		}
	}
	return out
}

func (c *Case) ladder(at step) []client.RungView {
	id := c.Plan.LadderOf(at.node, c.slot(at).Overlays)
	if id == engine.None {
		return []client.RungView{}
	}
	return Rungs(c.Plan, &c.Plan.Ladders[id])
}

// acts lists what the caller may do, at one step or in the whole case, with the
// form each act needs.
func (c *Case) acts(only *step) []client.ActView {
	out := []client.ActView{}
	for i := range c.Offers.Acts {
		a := &c.Offers.Acts[i]
		if only == nil || only.node == a.Node && only.frame == a.Frame {
			out = append(out, c.act(a))
		}
	}
	return out
}

func (c *Case) act(a *engine.Act) client.ActView {
	v := client.ActView{
		Command: a.Kind.String(), Place: a.Place, Label: c.label(a), Answers: orEmpty(a.Answers), Form: []client.FormField{}, Points: []client.Point{},
	}
	for _, need := range a.Needs {
		v.Form = append(v.Form, c.field(a, &need))
	}
	for _, text := range a.Points {
		v.Points = append(v.Points, client.Point{Text: text})
	}
	if a.Kind == engine.CmdAccept || a.Kind == engine.CmdReturn || a.Kind == engine.CmdSubmit {
		v.Answers = []string{a.Title} // the name of the deliverable
	}
	if a.WhyNot != nil {
		v.Refused = Problem(a.WhyNot)
	}
	return v
}

func (c *Case) field(a *engine.Act, need *engine.OutputNeed) client.FormField {
	f := client.FormField{Name: need.Name, Type: need.Kind, Optional: need.Optional}
	if a.Node == engine.None {
		return f
	}
	node := &c.Plan.Nodes[a.Node]
	for i := node.Outputs[0]; i < node.Outputs[1]; i++ {
		if o := &c.Plan.Outputs[i]; o.Name == need.Name {
			f.Type, f.Kind, f.Words = o.Type.String(), o.Evidence, o.Type.Words
			if o.Evidence != "" {
				f.Type = o.Evidence
			}
		}
	}
	return f
}

// labels are the words on the button of an act.
var labels = map[engine.CommandKind]string{
	engine.CmdBegin: "Begin", engine.CmdReport: "Complete", engine.CmdConfirm: "Say what happened", engine.CmdVote: "Decide",
	engine.CmdRevoke: "Take vote back", engine.CmdSettle: "Settle", engine.CmdSubmit: "Give evidence", engine.CmdAccept: "Accept",
	engine.CmdReturn: "Return", engine.CmdWaive: "Waive", engine.CmdOffer: "Offer", engine.CmdTake: "Accept handoff",
	engine.CmdRefuse: "Refuse handoff", engine.CmdWithdraw: "Withdraw", engine.CmdAssign: "Assign", engine.CmdAcknowledge: "Acknowledge",
	engine.CmdHold: "Hold", engine.CmdResume: "Resume", engine.CmdRetry: "Try again", engine.CmdAcceptFailure: "Go on in spite of it",
	engine.CmdRedo: "Redo", engine.CmdBackOut: "Back out", engine.CmdCancel: "Cancel", engine.CmdShift: "Move the date",
	engine.CmdApply: "Apply overlay", engine.CmdTick: "Tick", engine.CmdNote: "Note", engine.CmdAskHelp: "Ask for help",
	engine.CmdLinkChange: "Link change", engine.CmdRevokeGrant: "Revoke grant",
}

func (c *Case) label(a *engine.Act) string { return cmp.Or(labels[a.Kind], a.Kind.String()) }

// Problem shows a refusal of the engine.
func Problem(r *engine.Refusal) *client.Problem {
	return &client.Problem{
		Title: "Refused", Status: 409, Detail: r.Why, Code: r.Code, Place: r.Place, Need: r.Need, Ask: r.Ask, Until: instant(r.Until),
	}
}
