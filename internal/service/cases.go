package service

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/headgate/headgate/calendar"
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

// Cases lists cases, the clock that runs out first on top.
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

// newestVersions returns the highest version of every model.
func (s *Service) newestVersions(ctx context.Context) (map[string]string, error) {
	rows, err := s.Store.Models(ctx)
	newest := map[string]string{}
	for _, row := range rows {
		if old, ok := newest[row.ID]; !ok || compareVersions(row.Version, old) > 0 {
			newest[row.ID] = row.Version
		}
	}
	return newest, fault("list models", err)
}

// seenBy returns a case as the caller sees it now.
func (s *Service) seenBy(ctx context.Context, c Caller, l *loaded) (*view.Case, *worldRead, error) {
	w, err := s.worldOf(ctx, l, nil)
	if err != nil {
		return nil, nil, err
	}
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
	return v.View(linked), nil
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

// Log returns the entries of a case behind a seq, oldest first.
func (s *Service) Log(ctx context.Context, c Caller, kind CaseKind, id string, after int64, limit int) (client.Page[client.LogEntry], error) {
	page := client.Page[client.LogEntry]{Items: []client.LogEntry{}}
	l, err := s.loadKind(ctx, c, kind, id)
	if err != nil {
		return page, err
	}
	if page.Items, err = s.entries(ctx, l, after, limit); err != nil {
		return page, err
	}
	page.Total = int(l.version)
	if n := len(page.Items); n > 0 && page.Items[n-1].Seq < l.version {
		page.Next = fmt.Sprint(page.Items[n-1].Seq)
	}
	return page, nil
}

// entries shows up to limit events of a case behind a seq.
func (s *Service) entries(ctx context.Context, l *loaded, after int64, limit int) ([]client.LogEntry, error) {
	out := []client.LogEntry{}
	if limit <= 0 {
		return out, nil
	}
	rows, err := s.Store.Events(ctx, l.id, after, limit)
	if err != nil {
		return nil, fault("read log", err)
	}
	names, err := s.names(ctx, l)
	if err != nil {
		return nil, err
	}
	for i := range rows {
		entry, err := entryOf(l, names, &rows[i])
		if err != nil {
			return nil, err
		}
		out = append(out, entry)
	}
	return out, nil
}

func (s *Service) names(ctx context.Context, l *loaded) (view.Names, error) {
	d, err := s.directory(ctx)
	if err != nil {
		return view.Names{}, err
	}
	names := view.CaseNames(l.pin.Kind, l.plan, l.state)
	names.Person = d.name
	return names, nil
}

func entryOf(l *loaded, names view.Names, row *store.Event) (client.LogEntry, error) {
	data, err := engineEvent(row)
	if err != nil {
		return client.LogEntry{}, err
	}
	e, err := engine.ParseEventJSON(l.plan, l.state, data)
	if err != nil {
		return client.LogEntry{}, fmt.Errorf("event %d of %s: %w", row.Seq, row.Case, err)
	}
	entry := view.Entry(&e, names)
	entry.ID, entry.Seq, entry.Event = row.Position, row.Seq, data
	return entry, nil
}

// stepLog is how many entries of its log the page of a step shows, the newest.
const stepLog = 100

// Step returns everything about a step, and the entity tag of its case.
func (s *Service) Step(ctx context.Context, c Caller, kind CaseKind, id, place string) (client.StepView, string, error) {
	l, err := s.loadKind(ctx, c, kind, id)
	if err != nil {
		return client.StepView{}, "", err
	}
	v, _, err := s.seenBy(ctx, c, l)
	if err != nil {
		return client.StepView{}, "", err
	}
	step, no := v.Step(place)
	if no != nil {
		return client.StepView{}, "", notPlace(no)
	}
	if step.Call, err = s.callAt(ctx, l, step.Place); err != nil {
		return client.StepView{}, "", err
	}
	all, err := s.entries(ctx, l, 0, int(l.version))
	if err != nil {
		return client.StepView{}, "", err
	}
	for _, entry := range all {
		if entry.Place == step.Place {
			step.Log = append(step.Log, entry)
		}
	}
	step.Log = step.Log[max(0, len(step.Log)-stepLog):]
	return step, view.ETag(l.version), nil
}

func notPlace(no *engine.Refusal) *Error {
	return &Error{Kind: NotFound, Code: no.Code, Place: no.Place, Detail: no.Why, Need: no.Need}
}

// callAt returns the newest executor call of a place, or nil.
func (s *Service) callAt(ctx context.Context, l *loaded, place string) (*client.CallView, error) {
	calls, err := s.Store.CallsOf(ctx, l.id)
	if err != nil {
		return nil, fault("list calls", err)
	}
	for _, c := range slices.Backward(calls) {
		if c.Place == place {
			v := callView(&c)
			return &v, nil
		}
	}
	return nil, nil
}

// outputBatch is how much output is returned at a time.
const outputBatch = 256 << 10

// Output returns live output of the newest executor call of a step from a byte
// offset on, and the offset behind it.
func (s *Service) Output(ctx context.Context, c Caller, kind CaseKind, id, place string, after int64) ([]byte, int64, error) {
	l, err := s.loadKind(ctx, c, kind, id)
	if err != nil {
		return nil, after, err
	}
	call, err := s.callAt(ctx, l, place)
	if err != nil {
		return nil, after, err
	}
	if call == nil {
		return nil, after, notFound("executor call at", place)
	}
	text, err := s.Store.Output(ctx, call.Key, after, outputBatch)
	return text, after + int64(len(text)), fault("read output", err)
}

// Inbox lists open work: for me, for my teams, or for everybody.
func (s *Service) Inbox(ctx context.Context, c Caller, whose, cursor string, limit int) (client.Page[client.InboxItem], error) {
	page := client.Page[client.InboxItem]{Items: []client.InboxItem{}}
	if err := c.need(MayRead); err != nil {
		return page, err
	}
	d, err := s.directory(ctx)
	if err != nil {
		return page, err
	}
	mine, teams := d.inboxes(c.Person, s.now()), d.teamsOf(c.Person)
	f := store.WorkFilter{Cursor: cursor, Limit: limit}
	switch whose {
	case "me":
		f.People = mine
	case "teams":
		if f.Teams = teams; len(teams) == 0 {
			return page, nil
		}
	}
	rows, next, err := s.Store.Inbox(ctx, f)
	if err != nil {
		return page, fault("read inbox", err)
	}
	if page.Total, err = s.Store.InboxSize(ctx, f); err != nil {
		return page, fault("count inbox", err)
	}
	for i := range rows {
		item, err := s.inboxItem(ctx, &rows[i], c.Person, mine)
		if err != nil {
			return page, err
		}
		page.Items = append(page.Items, item)
	}
	page.Next = next
	return page, nil
}

func (s *Service) inboxItem(ctx context.Context, row *store.Work, me string, mine []string) (client.InboxItem, error) {
	var item client.InboxItem
	if err := json.Unmarshal(row.Data, &item); err != nil {
		return item, fmt.Errorf("decode work of %s: %w", row.Case, err)
	}
	item.For = "team"
	switch {
	case slices.Contains(item.People, me):
		item.For = "me"
	case slices.ContainsFunc(mine, func(id string) bool { return slices.Contains(item.People, id) }):
		item.For = "deputy"
	}
	if item.Clock == nil {
		return item, nil
	}
	l, err := s.load(ctx, row.Case)
	if err != nil {
		return item, err
	}
	view.Run(l.plan, item.Clock, s.now())
	return item, nil
}

// inboxes returns the people whose work a person sees as his own: himself, and
// those whose deputy he is now.
func (d *directory) inboxes(id string, now calendar.Instant) []string {
	out := []string{id}
	for i := range d.world.People {
		for _, a := range d.world.People[i].Away {
			if a.Deputy == id && a.From <= now && now < a.To {
				out = append(out, d.world.People[i].ID)
			}
		}
	}
	return out
}
