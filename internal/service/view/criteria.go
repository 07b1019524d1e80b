package view

import (
	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/engine"
)

var criterionWords = map[engine.CriterionState]string{
	engine.CriterionUnmet: "unmet", engine.CriterionMet: "met", engine.CriterionUndecided: "undecided",
}

// criteria lists what a step waits for, one by one, with what says so.
func (c *Case) criteria(at step) []client.CriterionView {
	out := []client.CriterionView{}
	for _, x := range engine.Criteria(c.Plan, c.State, c.World, at.node, at.frame) {
		v := client.CriterionView{
			Text: x.Text, State: criterionWords[x.State], Lack: x.Lack, ValidUntil: instant(x.Until),
			Evidence: []client.DeliverableView{}, Facts: []client.FactView{}, Grants: []client.GrantView{},
		}
		for _, i := range x.Outputs {
			v.Evidence = append(v.Evidence, c.given(i))
		}
		for _, i := range x.Facts {
			v.Facts = append(v.Facts, c.fact(i))
		}
		for i := range x.Grants {
			v.Grants = append(v.Grants, GrantView(&x.Grants[i]))
		}
		out = append(out, v)
	}
	return out
}

// voters lists who may vote on a decision.
func (c *Case) voters(at step) []client.VoterView {
	out := []client.VoterView{}
	for _, x := range engine.Voters(c.Plan, c.State, c.World, at.node, at.frame) {
		out = append(out, client.VoterView{Person: x.Person, Role: roleName(c.Plan, x.Role), Advice: x.Advice, WhyNot: x.WhyNot})
	}
	return out
}
