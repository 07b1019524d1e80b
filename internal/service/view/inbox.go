package view

import (
	"fmt"
	"slices"
	"time"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/engine"
)

// Work is a row of the inbox: the item as anybody sees it, whose inbox it stands
// in, and a key that with the verb tells the work of a case apart.
type Work struct {
	Key   string
	Item  client.InboxItem
	Teams []string
}

// Work returns the open work of the case, in document order. For and the used
// share of the clock are left to Seen.
func (c *Case) Work() []Work {
	var out []Work
	for _, w := range engine.Work(c.Plan, c.State, c.World, nil) {
		at := step{w.Node, w.Frame}
		item := client.InboxItem{
			Case: c.State.Case, CaseTitle: c.State.Title, Model: c.Plan.Model, Version: c.Plan.Version, Place: w.Place, Title: w.Title,
			Kind: w.Kind.String(), Verb: c.verb(&w), State: w.State, Status: c.Status(at), Role: roleName(c.Plan, w.Role),
			People: orEmpty(w.Persons), From: c.asks(at), ReadyAt: w.Ready.Time(time.UTC), Escalated: len(w.Escalated) > 0,
		}
		if w.Due != 0 {
			item.Clock = c.Clock(at, w.Persons, w.From, w.Due)
		}
		if waiting := c.waitingAt(at); waiting != nil {
			item.Then = waiting.Next
		}
		if w.Assignee != "" {
			item.People = []string{w.Assignee}
		}
		for _, id := range w.Escalated {
			if !slices.Contains(item.People, id) {
				item.People = append(item.People, id)
			}
		}
		teams := []string{}
		if item.Role != "" {
			teams = append(teams, item.Role)
		}
		out = append(out, Work{Key: item.Place, Item: item, Teams: teams})
	}
	return unique(append(out, c.reviews()...))
}

// unique numbers the keys of work that would share one, such as two holds of
// one block.
func unique(list []Work) []Work {
	seen := map[[2]string]int{}
	for i := range list {
		w := &list[i]
		key := [2]string{w.Key, w.Item.Verb}
		if seen[key]++; seen[key] > 1 {
			w.Key += fmt.Sprintf(" #%d", seen[key])
		}
	}
	return list
}

// reviews are the deliverables that were given and wait to be accepted.
func (c *Case) reviews() []Work {
	var out []Work
	for i := range c.State.Outputs {
		given := &c.State.Outputs[i]
		o := &c.Plan.Outputs[given.Output]
		at := step{o.Node, given.Frame}
		if o.Accept == engine.None || given.Evidence != engine.EvidenceSubmitted || given.Attempt != c.slot(at).Attempt || c.over() {
			continue
		}
		people := slices.DeleteFunc(slices.Clone(c.holders(o.Accept)), given.GivenBy)
		out = append(out, Work{
			Key: c.place(at) + " " + o.Name,
			Item: client.InboxItem{
				Case: c.State.Case, CaseTitle: c.State.Title, Model: c.Plan.Model, Version: c.Plan.Version, Place: c.place(at), Title: o.Name,
				Kind: "deliverable", Verb: "Review", State: "submitted", Status: "waiting", Role: roleName(c.Plan, o.Accept),
				People: orEmpty(people), From: given.By, ReadyAt: given.At.Time(time.UTC),
			},
			Teams: []string{roleName(c.Plan, o.Accept)},
		})
	}
	return out
}

func (c *Case) over() bool {
	return c.State.Status == engine.Closed || c.State.Status == engine.CaseWasCancelled
}

// asks is who asks for the work: the giver of a handoff, else the accountable.
func (c *Case) asks(at step) string {
	if at.node != engine.None && c.Plan.Nodes[at.node].Kind == engine.KindHandoff {
		return c.holder(c.spec(at).From)
	}
	return c.holder(c.spec(at).Accountable)
}

// verb is what is to be done, one word of the inbox.
func (c *Case) verb(w *engine.WorkItem) string {
	switch {
	case w.State == "blocked" || w.State == "held" || IsBlock(w.Kind):
		return "Unblock"
	case w.State == "in_doubt":
		return "Confirm"
	case w.Kind == engine.KindGate:
		return "Waive"
	case w.Kind == engine.KindHandoff && w.State == "offered":
		return "Accept"
	case w.Kind == engine.KindHandoff:
		return "Offer"
	case w.Kind == engine.KindDecide:
		if answers := c.spec(step{w.Node, w.Frame}).Answers; len(answers) == 2 && answers[0] == "approve" {
			return "Approve"
		}
		return "Decide"
	case w.Kind == engine.KindBoundary:
		return "Accept"
	default:
		return "Complete"
	}
}
