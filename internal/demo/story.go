package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/client"
)

// story is what a run that goes on must know of the one before. Cases are
// started under fixed keys, so a start whose answer was lost finds the same
// case; what goes into it must be the same too, and is noted first.
type story struct {
	T       time.Time `json:"t"`
	Release string    `json:"release"`
	Changes []string  `json:"changes"`
	Refused int       `json:"refused"` // self-approvals that were refused
}

func (p *play) storyFile() string { return filepath.Join(p.Dir, "run", "story.json") }

func (p *play) keep() error {
	text, err := json.Marshal(p.story)
	if err != nil {
		return err
	}
	return replaceFile(p.storyFile(), text)
}

// begin starts the change under which the release is built, and the release,
// or finds those of an earlier run.
func (p *play) begin(ctx context.Context) error {
	text, err := os.ReadFile(p.storyFile())
	switch {
	case errors.Is(err, fs.ErrNotExist):
		p.story.T = slot(p.clock.Now())
		if err := p.keep(); err != nil {
			return err
		}
	case err != nil:
		return err
	default:
		if err := json.Unmarshal(text, &p.story); err != nil {
			return fmt.Errorf("read story: %w", err)
		}
	}
	if err := p.catchUp(ctx); err != nil {
		return err
	}
	if len(p.story.Changes) == 0 {
		if err := p.change(ctx, "build", buildChange()); err != nil {
			return err
		}
	}
	if p.story.Release == "" {
		if err := p.startRelease(ctx); err != nil {
			return err
		}
	}
	return nil
}

// catchUp takes what happened in an earlier run as told.
func (p *play) catchUp(ctx context.Context) error {
	for _, id := range p.cases() {
		n, err := p.events(ctx, id)
		if err != nil {
			return err
		}
		p.told[id] = int64(n)
		p.printer.line(p.clock.Now(), id, "", fmt.Sprintf("goes on after %d events", n))
	}
	return nil
}

// events is how many a case has in its record.
func (p *play) events(ctx context.Context, id string) (int, error) {
	log, err := ask(ctx, p.crew, observer, func(api *client.Client) (client.Page[client.LogEntry], error) {
		return api.Log(ctx, kindOf(id), id, 0, 1)
	})
	return log.Total, err
}

func (p *play) start(ctx context.Context, who string, kind client.Kind, name string, r client.StartRequest) (client.CaseView, error) {
	return ask(ctx, p.crew, who, func(api *client.Client) (client.CaseView, error) {
		return api.Start(ctx, kind, r, client.Call{Key: "demo start " + name})
	})
}

// change starts a change and notes it.
func (p *play) change(ctx context.Context, name string, r client.StartRequest) error {
	v, err := p.start(ctx, "eva", client.Changes, name, r)
	if err != nil {
		return fmt.Errorf("start change: %w", err)
	}
	p.printer.act(p.clock.Now(), v.ID, nameOf("eva"), "raised the change: "+v.Title, 0)
	p.story.Changes = append(p.story.Changes, v.ID)
	return p.keep()
}

func (p *play) startRelease(ctx context.Context) error {
	v, err := p.start(ctx, "eva", client.Releases, "release", p.releaseRequest())
	if err != nil {
		return fmt.Errorf("start release: %w", err)
	}
	p.printer.act(p.clock.Now(), v.ID, nameOf("eva"), fmt.Sprintf("started %s, planned for %s", v.Title, p.story.T.In(berlin).Format("Mon 2 Jan 15:04")), 0)
	p.story.Release = v.ID
	return p.keep()
}

func buildChange() client.StartRequest {
	return client.StartRequest{
		Model: "change-basic", Title: "Build Headgate " + version, CIs: []string{"headgate_source"},
		Params: map[string]json.RawMessage{
			"summary": value("Build and test Headgate " + version), "reason": value("people wait for it"),
			"cis": value([]string{"headgate_source"}), "environments": value([]string{staging}), "window": value(serviceWindow),
		},
	}
}

const serviceWindow = "Mon-Thu 08:00-16:00 Europe/Berlin"

// releaseRequest asks for two waves: one instance, then all.
func (p *play) releaseRequest() client.StartRequest {
	t := p.story.T
	type ring struct {
		Name  string  `json:"name"`
		Share float64 `json:"share"`
		Bake  string  `json:"bake"`
	}
	return client.StartRequest{
		Model: "software-standard", Title: "Headgate " + version, T: &t, CIs: []string{"headgate"},
		Assign: map[string][]string{"release_manager": {"eva"}},
		Params: map[string]json.RawMessage{
			"summary": value("Headgate releases Headgate " + version), "service": value("headgate"),
			"rings": value([]ring{{"first", 0.5, "10m"}, {"all", 1, "15m"}}), // a percent is a fraction
		},
	}
}

// deployment raises the change for the deployment, once the package is sealed
// and accepted: its grant names exactly this package.
func (p *play) deployment(ctx context.Context, v client.CaseView) error {
	waits := slices.ContainsFunc(v.Waiting, func(w client.WaitingView) bool { return w.Place == "deploy_authorized" })
	if len(p.story.Changes) < 2 && waits {
		err := p.change(ctx, "deploy", client.StartRequest{
			Model: "change-package", Title: "Deploy Headgate " + version, CIs: []string{"headgate"},
			Params: map[string]json.RawMessage{
				"summary": value("Run Headgate " + version + " on both live instances"), "reason": value("it passed its tests and was accepted"),
				"cis": value([]string{"headgate"}), "environments": value([]string{"live"}), "window": value(serviceWindow), "package": value(v.Package),
			},
		})
		if err != nil {
			return err
		}
	}
	if len(p.story.Changes) < 2 || slices.ContainsFunc(v.Changes, func(c client.LinkedChange) bool { return c.ID == p.story.Changes[1] }) {
		return nil
	}
	_, err := ask(ctx, p.crew, "eva", func(api *client.Client) (client.CommandResult, error) {
		r := client.CommandRequest{Command: "link_change", Answer: p.story.Changes[1], Reason: "it grants the deployment"}
		return api.Do(ctx, client.Releases, v.ID, r, client.Call{Key: "demo link " + v.ID})
	})
	return err
}

// berlin is the zone of the organisation.
var berlin = mustLoad("Europe/Berlin")

func mustLoad(name string) *time.Location {
	z, err := calendar.LoadZone(name, nil)
	if err != nil {
		panic("demo: " + err.Error()) // the zones come with the binary
	}
	return z.Location()
}

// slot returns a morning of a working week in which a release that is started
// now can be deployed: two working days of notice, and the day must be one of
// the service window.
func slot(now time.Time) time.Time {
	day := now.In(berlin).AddDate(0, 0, 4)
	for day.Weekday() == time.Friday || day.Weekday() == time.Saturday || day.Weekday() == time.Sunday || day.Weekday() == time.Monday {
		day = day.AddDate(0, 0, 1)
	}
	return time.Date(day.Year(), day.Month(), day.Day(), 9, 0, 0, 0, berlin)
}
