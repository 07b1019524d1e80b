package storetest

import (
	"context"
	"fmt"
	"testing"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/internal/store"
)

func put(t testing.TB, s store.Cases, id string, h store.Head) {
	t.Helper()
	accept(t, s, toyAppend(id, 0, change{Head: h}))
}

func testList(t *testing.T, s store.Store) {
	put(t, s, "REL-2", store.Head{ClockAt: 30, StartedAt: 3})
	put(t, s, "REL-10", store.Head{ClockAt: 30, StartedAt: 1})
	put(t, s, "REL-3", store.Head{ClockAt: 0, StartedAt: 5})
	put(t, s, "REL-4", store.Head{ClockAt: 10, StartedAt: 2})
	for _, limit := range []int{0, 1, 2, 3, 4, 5} {
		f := store.CaseFilter{Limit: limit}
		diff(t, fmt.Sprint("by clock, pages of ", limit), ids(everyHead(t, s, f)), "REL-4 REL-2 REL-10 REL-3")
		f.Order = store.ByNewest
		diff(t, fmt.Sprint("by newest, pages of ", limit), ids(everyHead(t, s, f)), "REL-3 REL-2 REL-4 REL-10")
	}
	for _, cursor := range []string{"x", "e30", "****"} {
		_, _, err := s.List(context.Background(), store.CaseFilter{Cursor: cursor})
		wantError(t, err, store.ErrCursor)
		_, _, err = s.Inbox(context.Background(), store.WorkFilter{Cursor: cursor})
		wantError(t, err, store.ErrCursor)
	}
}

func testListFilters(t *testing.T, s store.Store) {
	put(t, s, "REL-1", store.Head{Status: "running", Health: "late", Model: "standard", ModelVersion: "1", Title: "Shop 100% faster"})
	put(t, s, "REL-2", store.Head{Status: "running", Health: "on_track", Model: "standard", ModelVersion: "2", Title: "shop_front"})
	put(t, s, "REL-3", store.Head{Status: "closed", Health: "done", Model: "hotfix", ModelVersion: "1", Title: "Desk", EndedAt: 9})
	put(t, s, "CHG-4", store.Head{Kind: "change", Status: "running", Health: "late", Title: "Open the shop"})
	for _, test := range []struct {
		name   string
		filter store.CaseFilter
		want   string
	}{
		{"all", store.CaseFilter{}, "REL-1 REL-2 REL-3 CHG-4"},
		{"kind", store.CaseFilter{Kind: "change"}, "CHG-4"},
		{"open", store.CaseFilter{Open: true}, "REL-1 REL-2 CHG-4"},
		{"closed", store.CaseFilter{Closed: true}, "REL-3"},
		{"status", store.CaseFilter{Status: "running", Kind: "release"}, "REL-1 REL-2"},
		{"health", store.CaseFilter{Health: "late"}, "REL-1 CHG-4"},
		{"model", store.CaseFilter{Model: "standard"}, "REL-1 REL-2"},
		{"version", store.CaseFilter{Model: "standard", Version: "2"}, "REL-2"},
		{"text in title", store.CaseFilter{Text: "SHOP"}, "REL-1 REL-2 CHG-4"},
		{"text in id", store.CaseFilter{Text: "rel-3"}, "REL-3"},
		{"percent is a letter", store.CaseFilter{Text: "%"}, "REL-1"},
		{"underscore is a letter", store.CaseFilter{Text: "p_f"}, "REL-2"},
		{"backslash is a letter", store.CaseFilter{Text: `\`}, ""},
		{"everything at once", store.CaseFilter{Kind: "release", Open: true, Health: "late", Text: "shop"}, "REL-1"},
	} {
		heads := everyHead(t, s, test.filter)
		diff(t, test.name, ids(heads), test.want)
		diff(t, test.name+", size", must[int](t)(s.ListSize(context.Background(), test.filter)), len(heads))
	}
}

// testListCursorIsStable changes the list between pages: what keeps its place
// is seen once, whatever comes and goes around it.
func testListCursorIsStable(t *testing.T, s store.Store) {
	for i := range 9 {
		put(t, s, fmt.Sprintf("REL-%d", i+1), store.Head{ClockAt: calendar.Instant(10 * (i + 1))})
	}
	f := store.CaseFilter{Limit: 3}
	diff(t, "size of all pages", must[int](t)(s.ListSize(context.Background(), f)), 9)
	first, next, err := s.List(context.Background(), f)
	noError(t, err)
	diff(t, "first page", ids(first), "REL-1 REL-2 REL-3")

	put(t, s, "REL-20", store.Head{ClockAt: 5})                                  // before the cursor
	put(t, s, "REL-21", store.Head{ClockAt: 45})                                 // behind it
	accept(t, s, toyAppend("REL-3", 1, change{Head: store.Head{ClockAt: 95}}))   // moves behind it
	accept(t, s, toyAppend("REL-5", 1, change{Head: store.Head{ClockAt: 1000}})) // moves to the end
	f.Cursor = next
	diff(t, "the rest", ids(everyHead(t, s, f)), "REL-4 REL-21 REL-6 REL-7 REL-8 REL-9 REL-3 REL-5")
}

func testTally(t *testing.T, s store.Store) {
	put(t, s, "REL-1", store.Head{Status: "running", Health: "late", Model: "m"})
	put(t, s, "REL-2", store.Head{Status: "running", Health: "late", Model: "m"})
	put(t, s, "REL-3", store.Head{Status: "running", Health: "held", Model: "m"})
	put(t, s, "REL-4", store.Head{Status: "closed", Health: "done", Model: "m", EndedAt: 1})
	diff(t, "tally", must[[]store.Tally](t)(s.Tally(context.Background())), []store.Tally{
		{Kind: "release", Status: "running", Health: "held", Model: "m", Count: 1},
		{Kind: "release", Status: "running", Health: "late", Model: "m", Count: 2},
	})
}

func testDue(t *testing.T, s store.Store) {
	ctx := context.Background()
	diff(t, "next of none", must[calendar.Instant](t)(s.NextDue(ctx)), calendar.Instant(0))
	put(t, s, "REL-1", store.Head{NextDueAt: 30})
	put(t, s, "REL-2", store.Head{NextDueAt: 10})
	put(t, s, "REL-3", store.Head{NextDueAt: 20, EndedAt: 15}) // closed, but something is owed
	put(t, s, "REL-4", store.Head{})
	due := func(at calendar.Instant, limit int) []string {
		t.Helper()
		return must[[]string](t)(s.Due(ctx, at, limit))
	}
	diff(t, "before any", due(9, 10), []string{})
	diff(t, "at the instant", due(10, 10), []string{"REL-2"})
	diff(t, "later", due(30, 10), []string{"REL-2", "REL-3", "REL-1"})
	diff(t, "limit", due(30, 2), []string{"REL-2", "REL-3"})
	diff(t, "for ever", due(calendar.Forever, 10), []string{"REL-2", "REL-3", "REL-1"})
	diff(t, "next", must[calendar.Instant](t)(s.NextDue(ctx)), calendar.Instant(10))

	accept(t, s, toyAppend("REL-2", 1, change{})) // its timer was disarmed
	diff(t, "after one went", due(30, 10), []string{"REL-3", "REL-1"})
	diff(t, "next after one went", must[calendar.Instant](t)(s.NextDue(ctx)), calendar.Instant(20))
}

func testFactsDue(t *testing.T, s store.Store) {
	ctx := context.Background()
	put(t, s, "REL-1", store.Head{FactsAt: 30})
	put(t, s, "REL-2", store.Head{FactsAt: 10, NextDueAt: 5})
	put(t, s, "REL-3", store.Head{NextDueAt: 10})
	due := func(at calendar.Instant) []string {
		t.Helper()
		return must[[]string](t)(s.FactsDue(ctx, at))
	}
	diff(t, "before any", due(9), []string{})
	diff(t, "at the instant", due(10), []string{"REL-2"})
	diff(t, "for ever", due(calendar.Forever), []string{"REL-2", "REL-1"})
	accept(t, s, toyAppend("REL-2", 1, change{Head: store.Head{FactsAt: 40}})) // it was read
	diff(t, "after one was read", due(30), []string{"REL-1"})
	accept(t, s, toyAppend("REL-1", 1, change{}))
	diff(t, "after one wants it no more", due(calendar.Forever), []string{"REL-2"})
}

func testListByComponent(t *testing.T, s store.Store) {
	touching := func(cis ...string) change { return change{Head: store.Head{CIs: cis}, CIs: cis} }
	accept(t, s, toyAppend("REL-1", 0, touching("db", "shop")), toyAppend("REL-2", 0, touching("shop")), toyAppend("REL-3", 0, touching()))
	ended := touching("db")
	ended.Head.EndedAt = 7
	accept(t, s, toyAppend("REL-4", 0, ended))
	found := func(f store.CaseFilter) string { return ids(everyHead(t, s, f)) }
	diff(t, "one", found(store.CaseFilter{CIs: []string{"shop"}}), "REL-1 REL-2")
	diff(t, "any of several, once each", found(store.CaseFilter{CIs: []string{"shop", "db"}}), "REL-1 REL-2 REL-4")
	diff(t, "open ones", found(store.CaseFilter{CIs: []string{"db"}, Open: true}), "REL-1")
	diff(t, "unknown", found(store.CaseFilter{CIs: []string{"moon"}}), "")
	accept(t, s, toyAppend("REL-3", 1, touching("moon")))
	diff(t, "added later", found(store.CaseFilter{CIs: []string{"moon"}}), "REL-3")
	diff(t, "in the row", must[store.Case](t)(s.Case(context.Background(), "REL-3")).Head.CIs, []string{"moon"})
}
