package storetest

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/internal/store"
)

// change is the data of a toy event: all that it changes in its case.
type change struct {
	Head    store.Head      `json:"head"`
	Work    []store.Work    `json:"work,omitempty"`
	Gone    []store.WorkKey `json:"gone,omitempty"`
	Grants  []store.Grant   `json:"grants,omitempty"`
	Links   []store.Link    `json:"links,omitempty"`
	Unlinks []store.Link    `json:"unlinks,omitempty"`
	CIs     []string        `json:"cis,omitempty"`
}

// toyAppend returns the append that a toy service makes of a change: one
// event, and the projection as a delta.
func toyAppend(id string, expect int64, c change) *store.Append {
	if c.Head.Kind == "" {
		c.Head.Kind = "release"
	}
	if c.Head.Summary == nil {
		c.Head.Summary = []byte("{}")
	}
	if c.Head.CIs == nil {
		c.Head.CIs = []string{}
	}
	return &store.Append{
		Case:   id,
		Expect: expect,
		Prefix: "REL",
		Events: []store.Event{{Kind: "changed", V: 1, At: 1000, Actor: "mara", Data: encode(c)}},
		Projection: store.Projection{
			Head: c.Head, Snapshot: []byte("after " + strconv.FormatInt(expect+1, 10)),
			Work: c.Work, WorkGone: c.Gone, Grants: c.Grants, Links: c.Links, Unlinks: c.Unlinks, CIs: c.CIs,
		},
	}
}

// simple returns an append to id of one event and nothing else.
func simple(id string, expect int64) *store.Append {
	return toyAppend(id, expect, change{Head: store.Head{Status: "running", Title: "case " + id}})
}

// Append returns an append of one event that writes to every projection, for
// tests of one implementation. Fold makes the same projections of its event.
func Append(id string, expect int64) *store.Append {
	a := loaded(id, expect)
	a.Key = store.Key{ID: fmt.Sprint(id, "/", expect), Actor: "mara"}
	a.Effects[0].Key = a.Key.ID
	return a
}

func encode(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}

// Fold makes the projection of a case from its log: the rebuild of the toy.
func Fold(id string, log []store.Event) (store.Projection, error) {
	var p store.Projection
	for _, e := range log {
		var c change
		if err := json.Unmarshal(e.Data, &c); err != nil {
			return p, err
		}
		p.Head = c.Head
		p.Snapshot = []byte("after " + strconv.FormatInt(e.Seq, 10))
		p.Work = slices.DeleteFunc(p.Work, func(w store.Work) bool { return slices.ContainsFunc(c.Gone, covers(w.WorkKey)) })
		for _, w := range c.Work {
			p.Work = upsert(p.Work, w, func(o store.Work) bool { return o.WorkKey == w.WorkKey })
		}
		for _, g := range c.Grants {
			p.Grants = upsert(p.Grants, g, func(o store.Grant) bool { return o.ID == g.ID })
		}
		p.Links = slices.DeleteFunc(p.Links, func(l store.Link) bool { return slices.Contains(c.Unlinks, l) })
		p.CIs = append(p.CIs, c.CIs...)
		for _, l := range c.Links {
			p.Links = upsert(p.Links, l, func(o store.Link) bool { return o == l })
		}
	}
	return p, nil
}

// covers reports whether a key that removes work removes that of k.
func covers(k store.WorkKey) func(gone store.WorkKey) bool {
	return func(gone store.WorkKey) bool {
		return gone.Place == "" || gone.Place == k.Place && (gone.Verb == "" || gone.Verb == k.Verb)
	}
}

func upsert[T any](list []T, v T, same func(T) bool) []T {
	if i := slices.IndexFunc(list, same); i >= 0 {
		list[i] = v
		return list
	}
	return append(list, v)
}

// Projections is everything that pages read of a store and that a rebuild
// makes again.
type Projections struct {
	Cases   []store.Case
	Work    []store.Work
	Inboxes map[string][]store.Work // by subject: "person mara", "team ops"
	Grants  []store.Grant
	Links   []store.Link
	Due     []string
	Facts   []string
	OfCI    map[string]string // ids of cases by component
	Tally   []store.Tally
}

// ReadProjections reads all projections through the interface, to hold those
// of a rebuilt store against live ones with cmp.Diff.
func ReadProjections(t testing.TB, s store.Store) Projections {
	t.Helper()
	ctx := context.Background()
	p := Projections{Inboxes: map[string][]store.Work{}}
	var all []string
	for _, h := range everyHead(t, s, store.CaseFilter{Order: store.ByNewest}) {
		all = append(all, h.Case)
		p.Cases = append(p.Cases, must[store.Case](t)(s.Case(ctx, h.Case)))
		for _, change := range must[[]string](t)(s.Changes(ctx, h.Case)) {
			p.Links = append(p.Links, store.Link{Release: h.Case, Change: change})
		}
	}
	p.Work = everyWork(t, s, store.WorkFilter{})
	for subject, f := range subjects(p.Work) {
		p.Inboxes[subject] = everyWork(t, s, f)
	}
	p.Grants = must[[]store.Grant](t)(s.Grants(ctx, all, ""))
	p.Due = must[[]string](t)(s.Due(ctx, calendar.Forever-1, len(all)+1))
	p.Facts = must[[]string](t)(s.FactsDue(ctx, calendar.Forever-1))
	p.OfCI = map[string]string{}
	for _, c := range p.Cases {
		for _, ci := range c.Head.CIs {
			p.OfCI[ci] = ids(everyHead(t, s, store.CaseFilter{CIs: []string{ci}}))
		}
	}
	p.Tally = must[[]store.Tally](t)(s.Tally(ctx))
	return p
}

// Same fails the test unless both are the same.
func Same(t testing.TB, got, want Projections) {
	t.Helper()
	diff(t, "projections", got, want)
}

// subjects returns a filter for everybody who appears in the work.
func subjects(work []store.Work) map[string]store.WorkFilter {
	filters := map[string]store.WorkFilter{}
	for _, w := range work {
		for _, p := range w.People {
			filters["person "+p] = store.WorkFilter{People: []string{p}}
		}
		for _, t := range w.Teams {
			filters["team "+t] = store.WorkFilter{Teams: []string{t}}
		}
	}
	return filters
}

// everyHead reads a list of cases to its end, page by page.
func everyHead(t testing.TB, s store.Cases, f store.CaseFilter) []store.Head {
	t.Helper()
	var heads []store.Head
	for {
		page, next, err := s.List(context.Background(), f)
		noError(t, err)
		heads = append(heads, page...)
		if next == "" {
			return heads
		}
		f.Cursor = next
	}
}

// everyWork reads an inbox to its end, page by page.
func everyWork(t testing.TB, s store.Cases, f store.WorkFilter) []store.Work {
	t.Helper()
	var work []store.Work
	for {
		page, next, err := s.Inbox(context.Background(), f)
		noError(t, err)
		work = append(work, page...)
		if next == "" {
			return work
		}
		f.Cursor = next
	}
}

func ids(heads []store.Head) string {
	var b []string
	for _, h := range heads {
		b = append(b, h.Case)
	}
	return strings.Join(b, " ")
}

func places(work []store.Work) string {
	var b []string
	for _, w := range work {
		b = append(b, w.Case+"/"+w.Place)
	}
	return strings.Join(b, " ")
}
