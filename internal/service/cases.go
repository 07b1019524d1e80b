package service

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/internal/service/view"
	"github.com/headgate/headgate/internal/store"
)

// CaseQuery selects cases of one kind. Status is open, closed or all.
type CaseQuery struct {
	Status, Text, Model, Health, Cursor string
	Limit                               int
}

// Cases lists cases, the clock that runs out first on top. The first page says
// how many there are.
func (s *Service) Cases(ctx context.Context, c Caller, kind CaseKind, q CaseQuery) (client.Page[client.CaseSummary], error) {
	page := client.Page[client.CaseSummary]{Items: []client.CaseSummary{}}
	if err := c.need(MayRead); err != nil {
		return page, err
	}
	f := store.CaseFilter{
		Kind: string(kind), Open: q.Status == "open", Closed: q.Status == "closed", Health: q.Health, Model: q.Model, Text: q.Text,
		Cursor: q.Cursor, Limit: q.Limit,
	}
	if f.Closed {
		f.Order = store.ByNewest
	}
	heads, next, err := s.Store.List(ctx, f)
	if err != nil {
		return page, fault("list cases", err)
	}
	if q.Cursor == "" {
		if page.Total, err = s.Store.ListSize(ctx, f); err != nil {
			return page, fault("count cases", err)
		}
	}
	newest, err := s.newestVersions(ctx)
	if err != nil {
		return page, err
	}
	for i := range heads {
		sum, err := s.summary(ctx, &heads[i], newest)
		if err != nil {
			return page, err
		}
		page.Items = append(page.Items, sum)
	}
	page.Next = next
	return page, nil
}

// summary shows a row of the list as of now: what depends on the time of day is
// not in the row.
func (s *Service) summary(ctx context.Context, h *store.Head, newest map[string]string) (client.CaseSummary, error) {
	var more headSummary
	if err := json.Unmarshal(h.Summary, &more); err != nil {
		return client.CaseSummary{}, fmt.Errorf("decode head of %s: %w", h.Case, err)
	}
	sum := client.CaseSummary{
		ID: h.Case, Kind: h.Kind, Title: h.Title, Model: h.Model, Version: h.ModelVersion, Rigor: h.Rigor, Urgency: h.Urgency, Mode: h.Mode,
		Status: h.Status, Health: h.Health, Outcome: h.Outcome, Phase: h.Phase, Phases: more.Phases, Owner: h.Owner, Next: more.Next,
		T: instantOrNil(h.T), StartedAt: instant(h.StartedAt), EndedAt: instantOrNil(h.EndedAt), ETag: view.ETag(h.Version),
	}
	if v := newest[h.Model]; v != h.ModelVersion {
		sum.Newer = v
	}
	if sum.Next != nil {
		plan, err := s.plan(ctx, h.Digest)
		if err != nil {
			return sum, err
		}
		view.Run(plan, sum.Next, s.now())
	}
	return sum, nil
}

// newestVersions returns the current version of every model that has one.
func (s *Service) newestVersions(ctx context.Context) (map[string]string, error) {
	rows, err := s.sortedModels(ctx)
	newest := map[string]string{}
	for i := range rows {
		if current(rows, i) {
			newest[rows[i].ID] = rows[i].Version
		}
	}
	return newest, err
}

// seenBy returns a case as the caller sees it now.
func (s *Service) seenBy(ctx context.Context, c Caller, l *loaded) (*view.Case, *worldRead, error) {
	w, err := s.worldOf(ctx, l, nil)
	if err != nil {
		return nil, nil, err
	}
	w.world.Zone = c.Zone
	v := view.New(l.pin.Kind, l.plan, l.state, &w.world, l.version, s.now(), c.Person)
	newest, err := s.newestVersions(ctx)
	if n := newest[l.pin.Model]; n != l.pin.Version {
		v.Newer = n
	}
	return v, w, err
}

// Case returns everything about a case but graph and log.
func (s *Service) Case(ctx context.Context, c Caller, kind CaseKind, id string) (client.CaseView, error) {
	l, err := s.loadKind(ctx, c, kind, id)
	if err != nil {
		return client.CaseView{}, err
	}
	return s.caseView(ctx, c, l)
}

func (s *Service) caseView(ctx context.Context, c Caller, l *loaded) (client.CaseView, error) {
	v, w, err := s.seenBy(ctx, c, l)
	if err != nil {
		return client.CaseView{}, err
	}
	linked, err := s.linked(ctx, l, w)
	if err != nil {
		return client.CaseView{}, err
	}
	shown := v.View(linked)
	return shown, s.markStored(ctx, shown.Deliverables)
}

// linked reads the rows that a case view shows beside its own.
func (s *Service) linked(ctx context.Context, l *loaded, w *worldRead) (view.Linked, error) {
	out := view.Linked{Changes: []client.LinkedChange{}, Calls: []client.CallView{}}
	for _, id := range l.state.Changes {
		change, err := s.linkedChange(ctx, id, w.world.Grants)
		if err != nil {
			return out, err
		}
		out.Changes = append(out.Changes, change)
	}
	calls, err := s.Store.CallsOf(ctx, l.id)
	if err != nil {
		return out, fault("list calls", err)
	}
	for i := range calls {
		out.Calls = append(out.Calls, callView(&calls[i]))
	}
	if l.pin.Kind == string(Change) {
		out.Releases, err = s.Store.Releases(ctx, l.id)
	}
	return out, fault("list links", err)
}

func (s *Service) linkedChange(ctx context.Context, id string, grants []engine.Grant) (client.LinkedChange, error) {
	out := client.LinkedChange{ID: id, Title: id, Status: "unknown", Grants: []client.GrantView{}}
	for i := range grants {
		if grants[i].Change == id {
			out.Grants = append(out.Grants, view.GrantView(&grants[i]))
		}
	}
	l, err := s.load(ctx, id)
	var e *Error
	if errors.As(err, &e) && e.Kind == NotFound {
		return out, nil
	}
	if err != nil {
		return out, err
	}
	out.Title, out.Status = l.state.Title, view.CaseStatus(l.state)
	return out, nil
}

func callView(c *store.Call) client.CallView {
	return client.CallView{
		Key: c.Key, Place: c.Place, Executor: c.Executor, State: c.State, Attempt: c.Attempt, StartedAt: instantOrNil(c.StartedAt),
		EndedAt: instantOrNil(c.EndedAt), Error: c.Error,
	}
}

// CaseGraph returns the live graph of a case.
func (s *Service) CaseGraph(ctx context.Context, c Caller, kind CaseKind, id string, fold []string) (client.Graph, error) {
	l, err := s.loadKind(ctx, c, kind, id)
	if err != nil {
		return client.Graph{}, err
	}
	v, _, err := s.seenBy(ctx, c, l)
	if err != nil {
		return client.Graph{}, err
	}
	return v.Graph(fold), nil
}

// Why is what a case waits for, and what happens when nobody acts.
type Why struct {
	Why  string `json:"why"`
	Next string `json:"next"`
}

// Why returns what a case waits for in one sentence.
func (s *Service) Why(ctx context.Context, c Caller, kind CaseKind, id string) (Why, error) {
	l, err := s.loadKind(ctx, c, kind, id)
	if err != nil {
		return Why{}, err
	}
	v, _, err := s.seenBy(ctx, c, l)
	if err != nil {
		return Why{}, err
	}
	why, next := v.Why()
	return Why{Why: why, Next: next}, nil
}
