package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/headgate/headgate/client"
)

// other is a case beside the story, so that a visitor finds the pages as they
// are on a working day. People do what it asks for, up to the places at which
// it is left.
type other struct {
	id    string
	leave []string
}

// scene is an other to start: who, what, and where it is left.
type scene struct {
	name  string
	who   string
	kind  client.Kind
	start client.StartRequest
	under string // name of the change it stands under, started before
	leave []string
}

// scenes are the others, in the order in which they are started.
func scenes(now time.Time) []scene {
	page := func(title string, days int) client.StartRequest {
		t := now.AddDate(0, 0, days)
		return client.StartRequest{
			Model: "handbook-page", Title: title, T: &t, CIs: []string{"handbook"},
			Params: map[string]json.RawMessage{"page": value("handbook")},
		}
	}
	next := slot(now.AddDate(0, 0, 14))
	return []scene{
		{"pages", "ben", client.Changes, change("Pages of the handbook", "handbook", "live"), "", []string{"carried_out"}},
		{"closed", "lea", client.Releases, page("How we release", 0), "pages", nil},
		{"held", "lea", client.Releases, page("Holidays", 12), "pages", []string{"write"}},
		{"late", "lea", client.Releases, page("Whom to call at night", 18), "pages", []string{"read"}},
		{"next", "eva", client.Releases, client.StartRequest{
			Model: "software-standard", Title: "Headgate 0.3.0", T: &next, CIs: []string{"headgate"},
			Params: map[string]json.RawMessage{"summary": value("What did not get into " + version), "service": value("headgate")},
		}, "", []string{"criteria"}},
		{"disk", "ben", client.Changes, change("Move the database to a larger disk", "headgate", "live"), "", []string{"authorization"}},
	}
}

// change is a change by the basic model.
func change(title, ci, environment string) client.StartRequest {
	return client.StartRequest{
		Model: "change-basic", Title: title, CIs: []string{ci},
		Params: map[string]json.RawMessage{
			"summary": value(title), "reason": value("it was asked for"), "cis": value([]string{ci}),
			"environments": value([]string{environment}), "window": value("Mon-Sun 00:00-24:00 Europe/Berlin"),
		},
	}
}

// beginOthers starts the cases beside the story, or finds them again.
func (p *play) beginOthers(ctx context.Context) error {
	ids := map[string]string{}
	for _, s := range scenes(p.story.T.AddDate(0, 0, -7)) {
		if s.under != "" {
			s.start.Changes = []string{ids[s.under]}
		}
		v, err := p.start(ctx, s.who, s.kind, "other "+s.name, s.start)
		if err != nil {
			return fmt.Errorf("start %s: %w", s.start.Title, err)
		}
		ids[s.name] = v.ID
		p.others = append(p.others, other{v.ID, s.leave})
	}
	return p.holdOne(ctx, ids["held"])
}

// holdOne holds a release, as happens.
func (p *play) holdOne(ctx context.Context, id string) error {
	_, err := ask(ctx, p.crew, "lea", func(api *client.Client) (client.CommandResult, error) {
		r := client.CommandRequest{Command: "hold", Place: "build", Reason: "the dates are not agreed yet"}
		return api.Do(ctx, client.Releases, id, r, client.Call{Key: "demo hold " + id})
	})
	var problem *client.Problem
	if errors.As(err, &problem) && problem.Status == http.StatusConflict {
		return nil // held before, and resumed by a visitor perhaps
	}
	return err
}
