package modeltest

import (
	"slices"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/expr"
)

// deed does what a line says somebody does. Of several people each does it; the
// first refusal ends it.
func (pl *player) deed(d *deed) *engine.Refusal {
	n, f := engine.NodeID(engine.None), engine.FrameID(0)
	if d.place.id != "" {
		var r *engine.Refusal
		if n, f, r = pl.plan.Find(pl.state(), d.place.text); r != nil {
			return r
		}
	}
	if d.revoke != "" && n != engine.None && pl.plan.Nodes[n].Kind == engine.KindGate {
		return pl.revokeGrants(n, f, d.revoke)
	}
	c := pl.command(d, n, f)
	if c.Actor.Machine != "" {
		return pl.do(c)
	}
	for _, person := range pl.doers(d, &c) {
		c.Actor = engine.Actor{Person: person}
		r := pl.do(c)
		if r != nil && pl.overrides(c) {
			r = nil
		}
		if r != nil {
			return r
		}
	}
	return nil
}

// overrides lets somebody who may not vote settle the decision by final
// authority, and reports whether he could.
func (pl *player) overrides(c engine.Command) bool {
	if c.Kind != engine.CmdVote || pl.spec(c.Node, c.Frame).Final == engine.None {
		return false
	}
	c.Kind = engine.CmdSettle
	return pl.do(c) == nil
}

// command is what a deed asks of the engine, whoever does it. A machine step is
// reported by its machine unless a person is named.
func (pl *player) command(d *deed, n engine.NodeID, f engine.FrameID) engine.Command {
	c := engine.Command{Kind: engine.CmdReport, Node: n, Frame: f, Target: engine.None, Reason: d.reason, Answer: d.answer}
	switch {
	case d.output != "":
		c.Kind, c.Answer = deliverableCommand(d.answer), d.output
		if c.Kind == engine.CmdSubmit {
			c.Values = slices.DeleteFunc(pl.outputs(n, f, d.gives), func(v engine.Named) bool { return v.Name != d.output })
		}
		return c
	case n == engine.None || pl.item(n, f) != nil || !pl.answers(n, f, d.answer):
		c.Kind, c.Answer = commandNamed(d.answer), ""
		return c
	}
	switch slot := pl.slot(n, f); pl.plan.Nodes[n].Kind {
	case engine.KindDecide:
		pl.ballot(d, &c)
	case engine.KindGate:
		c.Kind, c.Answer = engine.CmdWaive, ""
	case engine.KindHandoff:
		c.Kind, c.Answer = handoffCommand(slot.Sub, d.answer), ""
		c.Points = pl.spec(n, f).Checklist
		if c.Kind == engine.CmdOffer {
			c.Values, c.Points = pl.outputs(n, f, d.gives), nil
		}
	case engine.KindAuto:
		c.Values = pl.outputs(n, f, d.gives)
		if slot.Sub == engine.InDoubtSub {
			c.Kind = engine.CmdConfirm
		} else if len(d.who) == 0 && d.as == "" {
			c.Actor.Machine = machine
			pl.answered(n, f)
		}
	default:
		c.Points = pl.spec(n, f).Checklist
		if d.answer != "failed" {
			c.Values = pl.outputs(n, f, d.gives)
		}
	}
	return c
}

// ballot makes a command a vote, by default for the first answer, or takes one
// back.
func (pl *player) ballot(d *deed, c *engine.Command) {
	c.Kind = engine.CmdVote
	if d.revoke != "" {
		c.Kind, c.Answer, c.Reason = engine.CmdRevoke, "", d.revoke
		return
	}
	if c.Answer == "" {
		c.Answer = pl.spec(c.Node, c.Frame).Answers[0]
	}
	c.Values = pl.outputs(c.Node, c.Frame, d.gives)
}

// answers reports whether an answer is one that the step itself takes; all
// others are commands over it.
func (pl *player) answers(n engine.NodeID, f engine.FrameID, answer string) bool {
	switch pl.plan.Nodes[n].Kind {
	case engine.KindTask, engine.KindAuto, engine.KindBoundary:
		return answer == "" || answer == "done" || answer == "failed" || answer == "in_doubt"
	case engine.KindDecide:
		return answer == "" || slices.Contains(pl.spec(n, f).Answers, answer)
	case engine.KindHandoff:
		return fits(answer, []string{"", "offered", "accepted", "refused", "withdrawn"})
	case engine.KindGate:
		return answer == "" || answer == "waived"
	}
	return false
}

// commandNamed is the command over a step, block or the case of that name.
func commandNamed(word string) engine.CommandKind {
	k, _ := engine.ParseCommandKind(word)
	return k
}

func deliverableCommand(answer string) engine.CommandKind {
	switch answer {
	case "returned":
		return engine.CmdReturn
	case "waived":
		return engine.CmdWaive
	case "submitted":
		return engine.CmdSubmit
	}
	return engine.CmdAccept
}

// handoffCommand is what an answer asks for where a handoff stands; without one
// the next act of it.
func handoffCommand(sub engine.Sub, answer string) engine.CommandKind {
	switch answer {
	case "accepted":
		return engine.CmdTake
	case "refused":
		return engine.CmdRefuse
	case "withdrawn":
		return engine.CmdWithdraw
	case "offered":
		return engine.CmdOffer
	}
	if sub == engine.OfferedSub {
		return engine.CmdTake
	}
	return engine.CmdOffer
}

// answered drops the job of a machine that a line lets answer.
func (pl *player) answered(n engine.NodeID, f engine.FrameID) {
	pl.jobs = slices.DeleteFunc(pl.jobs, func(j job) bool { return j.node == n && j.frame == f })
}

// doers are who does a deed: those it names; of a role the first to whom it is
// offered, else its first; else the first to whom it is offered at all.
func (pl *player) doers(d *deed, c *engine.Command) []string {
	if len(d.who) > 0 {
		return d.who
	}
	people := pl.everybody
	if d.as != "" {
		people = pl.members(d.asRole)
	}
	for _, person := range people {
		engine.Offer(pl.plan, pl.state(), &pl.world, person, &pl.offers)
		for i := range pl.offers.Acts {
			a := &pl.offers.Acts[i]
			same := a.Kind == c.Kind || a.Kind == engine.CmdSettle && c.Kind == engine.CmdVote
			if same && a.Node == c.Node && a.Frame == c.Frame && a.WhyNot == nil {
				return []string{person}
			}
		}
	}
	if d.as != "" && len(people) > 0 {
		return people[:1]
	}
	return pl.likely(c)
}

// likely is who does what is not offered to anybody: whoever voted, or the one
// who answers for it.
func (pl *player) likely(c *engine.Command) []string {
	if c.Kind == engine.CmdRevoke {
		for _, v := range pl.state().Votes {
			if v.Node == c.Node && v.Frame == c.Frame && !v.Advice {
				return []string{v.Person}
			}
		}
	}
	return []string{pl.accountable(c.Node, c.Frame)}
}

// accountable is somebody who answers for a step, block or the case.
func (pl *player) accountable(n engine.NodeID, f engine.FrameID) string {
	if n == engine.None {
		n = pl.plan.Phases[0]
	}
	for n != engine.None {
		if r := pl.plan.SpecOf(n, pl.state().Overlays).Accountable; r != engine.None {
			if list := pl.world.Directory.Team(pl.plan.Roles[r].ID); len(list) > 0 {
				return list[0]
			}
		}
		n = pl.plan.Nodes[n].Parent
	}
	return pl.owner().Person
}

// members are the people a question about a role answers.
func (pl *player) members(question int) []string {
	var list []string
	for _, x := range pl.ask(question, 0).Items() {
		list = append(list, x.AsString())
	}
	return list
}

// revokeGrants takes back the grants that a gate read.
func (pl *player) revokeGrants(n engine.NodeID, f engine.FrameID, _ string) *engine.Refusal {
	until := pl.spec(n, f).Until
	for i := range pl.world.Grants {
		if g := &pl.world.Grants[i]; until != engine.None && readsGrant(pl.plan.Programs[until].Source, g.Stage) {
			g.Status = "revoked"
		}
	}
	return pl.do(engine.Command{Kind: engine.CmdWorld, Node: engine.None, Target: engine.None})
}

func timeOf(x expr.Value) calendar.Instant { return calendar.Instant(x.AsInt()) }
