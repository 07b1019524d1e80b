package demo

import (
	"context"
	"slices"

	"github.com/headgate/headgate/client"
)

// machine is who acts where no person does.
const machine = "(machine)"

// tell prints what machines and rules did in a case since it was looked at
// last. What people did was told when they did it.
func (p *play) tell(ctx context.Context, v client.CaseView) error {
	for {
		page, err := ask(ctx, p.crew, observer, func(api *client.Client) (client.Page[client.LogEntry], error) {
			return api.Log(ctx, kindOf(v.ID), v.ID, p.told[v.ID], 500)
		})
		if err != nil {
			return err
		}
		for i := range page.Items {
			e := &page.Items[i]
			p.told[v.ID] = e.Seq
			if worthTelling(&v, e) {
				p.printer.line(e.At, v.ID, machine, e.Text)
			}
		}
		if page.Next == "" {
			return nil
		}
	}
}

// worthTelling are the events that people would tell each other about.
func worthTelling(v *client.CaseView, e *client.LogEntry) bool {
	switch e.Kind {
	case "Failed", "InDoubt", "BackOutStarted", "Undone", "BackOutDone", "CaseClosed", "WatchFired", "Expired", "RedoStarted":
		return true
	case "Done":
		return v.Kind == "release" && byMachine(v, e.Place)
	}
	return false
}

// byMachine reports whether a step is done by a machine, or by time.
func byMachine(v *client.CaseView, place string) bool {
	i := slices.IndexFunc(v.Steps, func(s client.StepSummary) bool { return s.Place == place })
	return i >= 0 && slices.Contains([]string{"auto", "notify", "document", "wait", "gate"}, v.Steps[i].Kind)
}
