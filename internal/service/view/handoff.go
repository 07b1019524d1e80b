package view

import (
	"cmp"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/engine"
)

func (c *Case) handoffs() []client.HandoffView {
	out := []client.HandoffView{}
	for _, at := range c.steps() {
		if c.Plan.Nodes[at.node].Kind == engine.KindHandoff {
			out = append(out, c.handoff(at))
		}
	}
	return out
}

func (c *Case) handoff(at step) client.HandoffView {
	spec, slot := c.spec(at), c.slot(at)
	v := client.HandoffView{
		Place: c.place(at), From: roleName(c.Plan, spec.From), To: roleName(c.Plan, spec.To), State: c.handoffState(at, slot),
		Status: c.Status(at), Holder: c.holder(spec.From), Package: []string{}, Points: c.points(at), Clock: c.clock(c.waitingAt(at)),
	}
	if slot.Attempt > 1 {
		v.Refusals = int(slot.Attempt) - 1
	}
	if slot.State == engine.Settled && slot.Outcome == engine.OutcomeAccepted {
		v.Holder = cmp.Or(slot.By, c.holder(spec.To))
	}
	for _, cell := range spec.Package {
		name := c.Plan.Nodes[cell.Node].ID
		if cell.Output != engine.None {
			name += "." + c.Plan.Outputs[cell.Output].Name
		}
		v.Package = append(v.Package, name)
	}
	return v
}

func (c *Case) handoffState(at step, slot *engine.Slot) string {
	switch {
	case slot.State == engine.Settled:
		return slot.Outcome.String()
	case slot.State == engine.Active && slot.Sub == engine.OfferedSub:
		return "offered"
	case slot.State == engine.Active:
		return "prepared"
	default:
		return "pending"
	}
}

func roleName(p *engine.Plan, r engine.RoleID) string {
	if r == engine.None {
		return ""
	}
	return p.Roles[r].ID
}

func (c *Case) points(at step) []client.Point {
	out := []client.Point{}
	slot := c.slot(at)
	for _, text := range c.spec(at).Checklist {
		p := client.Point{Text: text}
		for i := range c.State.Ticks {
			if t := &c.State.Ticks[i]; t.Node == at.node && t.Frame == at.frame && t.Attempt == slot.Attempt && t.Point == text {
				p.Ticked, p.By = true, t.By
			}
		}
		out = append(out, p)
	}
	return out
}

// GrantView shows a grant.
func GrantView(g *engine.Grant) client.GrantView {
	return client.GrantView{
		ID: g.ID, Change: g.Change, Kind: g.Kind, Stage: g.Stage, CIs: orEmpty(g.CIs), Environments: orEmpty(g.Environments),
		From: instant(g.From), To: instant(g.To), Package: g.Package, Deciders: orEmpty(g.Deciders), Status: g.Status,
	}
}
