package view

import (
	"strings"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/engine"
)

// subjects lists what a step is about or hands over, so that who decides sees
// on what.
func (c *Case) subjects(at step) []client.DeliverableView {
	out := []client.DeliverableView{}
	for _, x := range engine.Subjects(c.Plan, c.State, c.World, at.node, at.frame) {
		out = append(out, c.subject(&x))
	}
	return out
}

func (c *Case) subject(x *engine.Subject) client.DeliverableView {
	if x.Output != engine.None {
		return c.given(x.Output)
	}
	v := client.DeliverableView{Name: x.Name, Kind: "value", Status: "expected", Mandatory: true, Value: Text(x.Value), About: []string{}}
	if x.Node == engine.None {
		if !x.Value.IsUnknown() {
			v.Status = "given"
		}
		return v
	}
	from := step{x.Node, x.Frame}
	v.Place, v.Value = c.place(from), ""
	if _, output, ok := strings.Cut(x.Name, "."); ok {
		v.Name, v.Kind = output, "evidence"
		return v
	}
	slot := c.slot(from)
	v.Kind, v.Status, v.Value = "step", c.Status(from), c.outcomeWord(from)
	v.By, v.At = slot.By, instant(slot.End)
	return v
}

// support lists what other steps gave about the same things.
func (c *Case) support(at step) []client.DeliverableView {
	out := []client.DeliverableView{}
	for _, i := range engine.Supports(c.Plan, c.State, c.World, at.node, at.frame) {
		out = append(out, c.given(i))
	}
	return out
}

// given shows an output that was given, by its index in the state.
func (c *Case) given(i int) client.DeliverableView {
	o := &c.State.Outputs[i]
	return c.deliverable(step{c.Plan.Outputs[o.Output].Node, o.Frame}, o.Output)
}
