package demo

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/headgate/headgate/client"
)

// play is a release under way: the case, the changes it stands under, and what
// the people need to do their work.
type play struct {
	Config
	crew    *crew
	server  Server
	clock   *Clock
	printer *printer

	visitors bool // people besides those of the demonstration may act
	story    story
	others   []other
	seen     map[string]time.Time // by work: since when
	passed   map[string]bool      // by work: was refused, because a visitor was there first
	told     map[string]int64     // by case: last entry of the log that was printed
	figures  figures
	moves    int
	progress time.Time // when anything happened last, on the real clock
}

// patience is how long nothing may happen at all, on the real clock, before a
// play without visitors says that it is stuck.
const patience = 90 * time.Second

// observer is who looks at cases for the driver.
const observer = "eva"

// run lets people and machines do what there is to do until the release and
// its changes are closed.
func (p *play) run(ctx context.Context) error {
	p.progress = time.Now()
	for ctx.Err() == nil {
		over, err := p.turn(ctx)
		if over || err != nil {
			return err
		}
		if !p.visitors && time.Since(p.progress) > patience {
			return p.stuck(ctx)
		}
	}
	return ctx.Err()
}

// turn does one thing: one act of a person, else a move of the clock, else it
// waits a moment for what runs.
func (p *play) turn(ctx context.Context) (over bool, err error) {
	open, busy, err := p.look(ctx)
	if err != nil || !open {
		return !open, err
	}
	work, err := p.work(ctx)
	if err != nil {
		return false, err
	}
	for _, item := range work {
		acted, err := p.act(ctx, item)
		if err != nil {
			return false, fmt.Errorf("%s %s: %w", item.Case, item.Place, err)
		}
		if acted {
			p.progress = time.Now()
			return false, nil
		}
	}
	moved := false
	if !busy && !p.expects(work) {
		if moved, err = p.move(ctx); err != nil {
			return false, err
		}
	}
	if !moved {
		pause(ctx, 20*time.Millisecond)
	}
	return false, nil
}

func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// look prints what happened since and reports whether any case is open, and
// whether an executor runs.
func (p *play) look(ctx context.Context) (open, busy bool, err error) {
	for _, id := range p.cases() {
		v, err := p.see(ctx, id)
		if err != nil {
			return false, false, err
		}
		if err := p.tell(ctx, v); err != nil {
			return false, false, err
		}
		if v.EndedAt == nil {
			open = true
		}
		if id == p.story.Release {
			p.figures.ended, p.figures.outcome = v.EndedAt != nil, v.Outcome
			if err := p.deployment(ctx, v); err != nil {
				return false, false, err
			}
		}
		for _, c := range v.Calls {
			busy = busy || c.State == "queued" || c.State == "running"
		}
	}
	return open, busy, nil
}

// cases are those of the story that were started.
func (p *play) cases() []string {
	if p.story.Release == "" {
		return p.story.Changes
	}
	return append([]string{p.story.Release}, p.story.Changes...)
}

// ours reports whether people of the demonstration do a piece of work: that of
// the story, and of the others what comes before they are left.
func (p *play) ours(i client.InboxItem) bool {
	for _, o := range p.others {
		if o.id == i.Case {
			return !slices.Contains(o.leave, i.Place)
		}
	}
	return slices.Contains(p.cases(), i.Case)
}

func kindOf(id string) client.Kind {
	if len(id) > 3 && id[:3] == "CHG" {
		return client.Changes
	}
	return client.Releases
}

func (p *play) see(ctx context.Context, id string) (client.CaseView, error) {
	return ask(ctx, p.crew, observer, func(api *client.Client) (client.CaseView, error) { return api.Case(ctx, kindOf(id), id) })
}

// work lists what people are asked for in the cases of the play.
func (p *play) work(ctx context.Context) ([]client.InboxItem, error) {
	page, err := ask(ctx, p.crew, observer, func(api *client.Client) (client.Page[client.InboxItem], error) { return api.Inbox(ctx, "all") })
	items := slices.DeleteFunc(page.Items, func(i client.InboxItem) bool { return !p.ours(i) })
	return items, err
}

// act lets a person do a piece of work, if he is to do it now.
func (p *play) act(ctx context.Context, item client.InboxItem) (bool, error) {
	a, ok := actFor(item)
	if !ok {
		return false, fmt.Errorf("nobody knows how to %s %s, which is %s (%s)", item.Verb, item.Place, item.State, item.Kind)
	}
	if !a.ready(p) || p.passed[workKey(item)] || !p.ripe(item) {
		return false, nil
	}
	d := &deed{play: p, item: item, who: a.who}
	if d.who == "" && len(item.People) > 0 {
		d.who = item.People[0]
	}
	d.request = client.CommandRequest{Place: item.Place}
	begun := time.Now()
	if err := a.do(ctx, d); err != nil {
		return false, err
	}
	return true, p.give(ctx, d, time.Since(begun))
}

// give sends the command. That the work was done meanwhile by somebody else, as
// a visitor may, is fine.
func (p *play) give(ctx context.Context, d *deed, took time.Duration) error {
	_, err := ask(ctx, p.crew, d.who, func(api *client.Client) (client.CommandResult, error) {
		return api.Do(ctx, kindOf(d.item.Case), d.item.Case, d.request, client.Call{Key: key(d)})
	})
	var problem *client.Problem
	switch {
	case errors.As(err, &problem) && p.visitors && problem.Status == http.StatusConflict:
		p.passed[workKey(d.item)] = true
		return nil
	case err != nil:
		return err
	}
	p.figures.acts++
	p.printer.act(p.clock.Now(), d.item.Case, nameOf(d.who), d.said, took)
	return nil
}

// key is the same for the same work, so an act whose answer was lost by a crash
// is not done twice.
func key(d *deed) string {
	return fmt.Sprintf("demo %s %s %s %s %d", d.item.Case, d.item.Place, d.request.Command, d.request.Answer, d.item.ReadyAt.UnixMilli())
}

// ripe reports whether a visitor had his chance to do the work.
func (p *play) ripe(item client.InboxItem) bool {
	k := workKey(item)
	if p.seen[k].IsZero() {
		p.seen[k] = time.Now()
	}
	return time.Since(p.seen[k]) >= p.Pause
}

// workKey tells pieces of work apart, also of two attempts of a step.
func workKey(i client.InboxItem) string {
	return fmt.Sprintf("%s %s %s %s %d", i.Case, i.Place, i.Title, i.Verb, i.ReadyAt.UnixMilli())
}

// expects reports whether somebody is about to do some of the work.
func (p *play) expects(work []client.InboxItem) bool {
	return slices.ContainsFunc(work, func(i client.InboxItem) bool {
		a, _ := actFor(i)
		return a.ready(p) && !p.passed[workKey(i)]
	})
}

// move moves the clock to where something happens by itself, when that lies
// ahead. Nothing does where no instant is known: then people or machines are
// awaited.
func (p *play) move(ctx context.Context) (bool, error) {
	next, err := p.server.Next(ctx)
	if err != nil || next.IsZero() {
		return false, err
	}
	by, err := p.clock.Advance(next)
	if err != nil || by == 0 {
		return false, err
	}
	p.moves++
	p.progress = time.Now()
	p.printer.skipped(p.clock.Now(), by)
	return true, nil
}

func (p *play) stuck(ctx context.Context) error {
	v, err := p.see(ctx, p.story.Release)
	if err != nil {
		return err
	}
	return fmt.Errorf("nothing has happened for %s: %s (%s)", patience, v.Why, v.WhyNext)
}
