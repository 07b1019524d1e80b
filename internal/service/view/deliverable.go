package view

import (
	"cmp"
	"strings"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/engine"
)

// deliverables lists evidence and deliverables, given or expected, and digests
// that were given, of the case; of one step everything it gives.
func (c *Case) deliverables(only *step) []client.DeliverableView {
	out := []client.DeliverableView{}
	for _, at := range c.steps() {
		if only != nil && *only != at {
			continue
		}
		node := &c.Plan.Nodes[at.node]
		for i := node.Outputs[0]; i < node.Outputs[1]; i++ {
			o := &c.Plan.Outputs[i]
			v := c.deliverable(at, i)
			if only != nil || o.Evidence != "" || o.Accept != engine.None || v.Blob != "" {
				out = append(out, v)
			}
		}
	}
	return out
}

func (c *Case) deliverable(at step, i int32) client.DeliverableView {
	o := &c.Plan.Outputs[i]
	v := client.DeliverableView{
		Name: o.Name, Place: c.place(at), Kind: cmp.Or(o.Evidence, o.Type.String()), Status: "expected", Mandatory: !o.Optional,
		About: []string{},
	}
	if o.Accept != engine.None {
		v.Accepter = c.holder(o.Accept)
	}
	for k := range c.State.Outputs {
		given := &c.State.Outputs[k]
		if given.Output != i || given.Frame != at.frame {
			continue
		}
		v.Status, v.Value, v.Result = evidenceWords[given.Evidence], Text(given.Value), given.Result
		v.By, v.At, v.ValidUntil, v.AcceptedBy = given.By, instant(given.At), instant(given.Until), given.Accepted
		if given.Evidence == engine.EvidenceSubmitted && o.Accept != engine.None {
			v.Accepter = c.accepter(o, given)
		}
		if strings.HasPrefix(v.Value, "sha256:") {
			v.Blob = v.Value
		}
		for _, about := range given.About {
			v.About = append(v.About, Text(about))
		}
		if given.Until != 0 && given.Until < c.Now && v.Status != "void" {
			v.Status = "expired"
		}
	}
	return v
}

// accepter is the first who may accept what was given, which who gave it may
// not; the role when nobody else holds it.
func (c *Case) accepter(o *engine.Output, given *engine.OutputValue) string {
	for _, person := range c.holders(o.Accept) {
		if !given.GivenBy(person) {
			return person
		}
	}
	return c.Plan.Roles[o.Accept].ID
}

var evidenceWords = map[engine.EvidenceState]string{
	engine.EvidenceSubmitted: "submitted", engine.EvidenceWasAccepted: "accepted", engine.EvidenceWasReturned: "returned",
	engine.EvidenceWaived: "waived", engine.EvidenceWasSuspended: "suspended", engine.EvidenceVoid: "void", engine.EvidenceExpired: "expired",
}
