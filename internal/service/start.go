package service

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/internal/store"
)

// Start starts a case with the version of the model named, or the current one.
// A repetition under the same idempotency key answers with the case that the
// first request started, as it is now.
func (s *Service) Start(ctx context.Context, c Caller, kind CaseKind, r client.StartRequest, cond Condition) (client.CaseView, error) {
	need := MayStart
	if kind == Change {
		need = MayChange
	}
	if err := c.need(need); err != nil {
		return client.CaseView{}, err
	}
	o := order{caller: c, cond: Condition{Key: cond.Key}, request: []any{kind, r}}
	key, err := o.key("")
	if err != nil {
		return client.CaseView{}, err
	}
	d, ok, err := s.repeated(ctx, "", key)
	if err != nil {
		return client.CaseView{}, err
	}
	if !ok {
		if d.case_, err = s.start(ctx, c, kind, r, key); err != nil {
			return client.CaseView{}, err
		}
	}
	return s.caseView(ctx, c, d.case_)
}

func (s *Service) start(ctx context.Context, c Caller, kind CaseKind, r client.StartRequest, key store.Key) (*loaded, error) {
	m, err := s.findModel(ctx, r.Model)
	if err != nil {
		return nil, err
	}
	if m.State != string(store.ModelApproved) {
		return nil, &Error{
			Kind: Refused, Code: "R-STATE", Detail: fmt.Sprintf("%s@%s is %s, so nothing can be started with it", m.ID, m.Version, words(store.ModelState(m.State))),
			Need: "start an approved version, or have this one approved: headgate model approve " + m.ID + "@" + m.Version,
		}
	}
	made, err := s.compiled(ctx, m.Digest)
	if err != nil {
		return nil, err
	}
	if err := startable(made.plan, kind); err != nil {
		return nil, err
	}
	start, err := s.startOf(ctx, made.plan, r)
	if err != nil {
		return nil, err
	}
	p := pin{Kind: string(kind), Model: m.ID, Version: m.Version, Digest: m.Digest}
	for range maxTries {
		l, err := s.open(ctx, c, made, p, start, key)
		if !errors.Is(err, store.ErrConflict) {
			return l, err
		}
		s.forget(&loaded{state: &engine.State{Changes: start.Changes}})
	}
	return nil, &Error{Kind: Busy, Code: "busy", Detail: "people or changes kept changing while the case was started", Need: "nothing was started; try again"}
}

// open decides the start inside the commit, because only there the id is known.
func (s *Service) open(ctx context.Context, c Caller, m *compiled, p pin, start engine.Start, key store.Key) (*loaded, error) {
	l := &loaded{pin: p, plan: m.plan, pausable: m.pausable, state: &engine.State{Started: s.now(), CIs: start.CIs, Changes: start.Changes}}
	var err error
	if l.previous, err = s.previous(ctx, l); err != nil {
		return nil, err
	}
	w, err := s.worldOf(ctx, l, nil)
	if err != nil {
		return nil, err
	}
	l.state = &engine.State{}
	var next *loaded
	var filled *store.Append
	a := &store.Append{Prefix: prefixes[CaseKind(p.Kind)], Guards: w.guards, Directory: w.directory.version, Key: key}
	a.Open = func(id string, a *store.Append) error {
		begin := start // Open may be called again with another id
		begin.Case = id
		command := engine.Command{Kind: engine.CmdStart, At: s.now(), Actor: c.actor(), Node: engine.None, Target: engine.None, Start: &begin}
		var d engine.Decision
		engine.Decide(m.plan, l.state, &w.world, &command, &d)
		if d.Refusal != nil {
			return refused(d.Refusal)
		}
		now := *l
		now.id = id
		next = now.after(&d)
		a.At = command.At
		if key.ID != "" {
			a.Response = startedAnswer(id)
		}
		filled = a
		return s.fill(a, &now, next, d.Events, w)
	}
	r, err := s.Committer.Submit(ctx, a)
	if errors.Is(err, store.ErrDuplicate) {
		return s.load(ctx, r.Case)
	}
	if err != nil {
		return nil, fault("start", err)
	}
	s.published(l, next, filled)
	if tellsOthers(filled) {
		s.tellLinked(ctx, next.id)
	}
	return next, nil
}

func startable(plan *engine.Plan, kind CaseKind) error {
	switch {
	case plan.CaseWord != string(kind):
		return invalid(fmt.Sprintf("model %s@%s is for a %s", plan.Model, plan.Version, plan.CaseWord), "choose a model for a "+string(kind))
	case len(plan.NotYet) > 0:
		return &Error{
			Kind: Refused, Code: "E-LATER-1",
			Detail: fmt.Sprintf("model %s@%s uses parts of the language that cannot run yet: %s", plan.Model, plan.Version, strings.Join(plan.NotYet, ", ")),
			Need:   "write it with the core, or wait for the version named",
		}
	default:
		return nil
	}
}
