package service

import (
	"context"
	"fmt"

	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/internal/store"
)

// Rebuild throws all projections away and makes them again from the log: heads,
// snapshots, inbox, grants and links. No case may change meanwhile.
func (s *Service) Rebuild(ctx context.Context) error {
	past, err := s.past(ctx)
	if err != nil {
		return err
	}
	now := s.now()
	err = s.Store.Rebuild(ctx, func(id string, log []store.Event) (store.Projection, error) {
		l, err := past.replay(id, log)
		if err != nil {
			return store.Projection{}, err
		}
		w := past.world(l)
		p, err := s.project(l, w, now)
		if err == nil {
			p.Snapshot = engine.AppendState(nil, l.plan, l.state)
		}
		return p, err
	})
	s.cases.clear()
	return fault("rebuild projections", err)
}

// past is everything a rebuild needs beside the log, read before it begins,
// because the store must not be asked while it rebuilds.
type past struct {
	plans     map[string]*engine.Plan
	directory *directory
	grants    map[string][]engine.Grant // by change
	standing  map[string][]engine.Grant // by digest of the model version
	previous  map[string][]engine.Named // by case
	since     map[string]*loaded        // replayed so far, by case
}

// past reads the plans of all models, the directory, and what each case reads
// of others, as it is now.
func (s *Service) past(ctx context.Context) (*past, error) {
	p := &past{
		plans: map[string]*engine.Plan{}, grants: map[string][]engine.Grant{}, standing: map[string][]engine.Grant{},
		previous: map[string][]engine.Named{}, since: map[string]*loaded{},
	}
	var err error
	if p.directory, err = s.directory(ctx); err != nil {
		return nil, err
	}
	models, err := s.Store.Models(ctx)
	if err != nil {
		return nil, fault("list models", err)
	}
	for _, m := range models {
		if p.plans[m.Digest], err = s.plan(ctx, m.Digest); err != nil {
			return nil, err
		}
	}
	return p, s.replayAll(ctx, p)
}

// replayAll reads the whole log once, to know the grants that every change gave
// and the packages that cases left to the next ones.
func (s *Service) replayAll(ctx context.Context, p *past) error {
	logs, order := map[string][]store.Event{}, []string{}
	for at := int64(0); ; {
		rows, err := s.Store.Log(ctx, at, logBatch)
		if err != nil {
			return fault("read log", err)
		}
		if len(rows) == 0 {
			break
		}
		for _, row := range rows {
			if logs[row.Case] == nil {
				order = append(order, row.Case)
			}
			logs[row.Case] = append(logs[row.Case], row)
		}
		at = rows[len(rows)-1].Position
	}
	for _, id := range order {
		l, err := p.replay(id, logs[id])
		if err != nil {
			return err
		}
		p.since[id] = l
		for _, g := range l.state.Given {
			p.grants[id] = append(p.grants[id], g)
			if g.Kind == "standing" {
				p.standing[g.Model] = append(p.standing[g.Model], g)
			}
		}
	}
	for _, id := range order {
		p.previous[id] = p.before(p.since[id])
	}
	return nil
}

func (p *past) replay(id string, log []store.Event) (*loaded, error) {
	if len(log) == 0 {
		return nil, fmt.Errorf("%s has no events", id)
	}
	f, err := firstOf(&log[0])
	if err != nil {
		return nil, err
	}
	plan := p.plans[f.Pin.Digest]
	if plan == nil {
		return nil, fmt.Errorf("%s runs model %s, which is not stored", id, f.Pin.Digest)
	}
	l := &loaded{id: id, pin: f.Pin, plan: plan, state: &engine.State{}, version: int64(len(log)), previous: p.previous[id]}
	return l, replay(plan, l.state, log, nil)
}

// before returns what a case reads of the one before it, by the rule of
// Service.previous.
func (p *past) before(l *loaded) []engine.Named {
	var last *loaded
	for _, old := range p.since {
		if old.id != l.id && isPrevious(old, l) && (last == nil || later(old, last)) {
			last = old
		}
	}
	if last == nil || len(l.plan.Previous) == 0 {
		return nil
	}
	return valuesOf(last, l.plan.Previous)
}

// world returns what a case depends on, from what was read before.
func (p *past) world(l *loaded) *worldRead {
	w := &worldRead{directory: p.directory, world: engine.World{
		Directory: &p.directory.world, Freezes: p.directory.freezes, CIs: p.directory.cis, Previous: l.previous,
	}}
	for _, id := range sortedIDs(l.state.Changes) {
		w.world.Grants = append(w.world.Grants, p.grants[id]...)
	}
	w.world.Grants = append(w.world.Grants, p.standing[l.pin.Digest]...)
	return w
}
