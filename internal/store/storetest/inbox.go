package storetest

import (
	"context"
	"fmt"
	"testing"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/internal/store"
)

func item(place, verb string, clock calendar.Instant, people, teams []string) store.Work {
	return store.Work{
		WorkKey: store.WorkKey{Place: place, Verb: verb}, ClockAt: clock,
		People: append([]string{}, people...), Teams: append([]string{}, teams...), Data: []byte{},
	}
}

func testInbox(t *testing.T, s store.Store) {
	ctx := context.Background()
	full := store.Work{
		Case: "REL-1", WorkKey: store.WorkKey{Place: "deploy_wave[canary]", Verb: "Approve"}, Kind: "decision", State: "ready",
		Status: "waiting", Title: "Go for canary?", Role: "ops_lead", ReadyAt: 5, ClockAt: 40, Escalated: true,
		People: []string{"mara", "jon"}, Teams: []string{"ops"}, Data: []byte(`{"from":"ada"}`),
	}
	accept(t, s,
		toyAppend("REL-1", 0, change{Work: []store.Work{full, item("verify", "Complete", 0, []string{"jon"}, nil)}}),
		toyAppend("REL-2", 0, change{Work: []store.Work{
			item("build", "Complete", 20, nil, []string{"dev"}),
			item("plan", "Complete", 30, []string{"mara"}, []string{"ops", "dev"}),
		}}),
	)
	for _, test := range []struct {
		name   string
		filter store.WorkFilter
		want   string
	}{
		{"all", store.WorkFilter{}, "REL-2/build REL-2/plan REL-1/deploy_wave[canary] REL-1/verify"},
		{"person", store.WorkFilter{People: []string{"mara"}}, "REL-2/plan REL-1/deploy_wave[canary]"},
		{"team", store.WorkFilter{Teams: []string{"dev"}}, "REL-2/build REL-2/plan"},
		{"person or team, once each", store.WorkFilter{People: []string{"jon", "mara"}, Teams: []string{"ops"}}, "REL-2/plan REL-1/deploy_wave[canary] REL-1/verify"},
		{"a person is not a team", store.WorkFilter{Teams: []string{"mara"}}, ""},
		{"nobody", store.WorkFilter{People: []string{"eve"}}, ""},
		{"case", store.WorkFilter{Case: "REL-1"}, "REL-1/deploy_wave[canary] REL-1/verify"},
		{"person in case", store.WorkFilter{Case: "REL-1", People: []string{"mara"}}, "REL-1/deploy_wave[canary]"},
	} {
		work := everyWork(t, s, test.filter)
		diff(t, test.name, places(work), test.want)
		diff(t, test.name+", size", must[int](t)(s.InboxSize(ctx, test.filter)), len(work))
	}
	work := everyWork(t, s, store.WorkFilter{People: []string{"mara"}})
	diff(t, "all fields", work[1], full)
}

func testInboxPages(t *testing.T, s store.Store) {
	var work []store.Work
	for i := range 7 {
		work = append(work, item(fmt.Sprintf("step%d", i), "Complete", calendar.Instant(i/2*10), []string{"mara"}, []string{"ops"}))
	}
	accept(t, s, toyAppend("REL-1", 0, change{Work: work}))
	want := "REL-1/step2 REL-1/step3 REL-1/step4 REL-1/step5 REL-1/step6 REL-1/step0 REL-1/step1"
	for limit := 1; limit <= 8; limit++ {
		for _, f := range []store.WorkFilter{{}, {People: []string{"mara"}, Teams: []string{"ops"}}} {
			f.Limit = limit
			diff(t, fmt.Sprint("pages of ", limit), places(everyWork(t, s, f)), want)
		}
	}
}

func testInboxChanges(t *testing.T, s store.Store) {
	mara := store.WorkFilter{People: []string{"mara"}}
	step := func(expect int64, c change, wantAll, wantMara string) {
		t.Helper()
		accept(t, s, toyAppend("REL-1", expect, c))
		diff(t, "all", places(everyWork(t, s, store.WorkFilter{})), wantAll)
		diff(t, "mara", places(everyWork(t, s, mara)), wantMara)
	}
	two := []store.Work{item("a", "Approve", 1, []string{"mara"}, nil), item("a", "Waive", 2, []string{"mara"}, nil), item("b", "Complete", 3, []string{"mara"}, nil)}
	step(0, change{Work: two}, "REL-1/a REL-1/a REL-1/b", "REL-1/a REL-1/a REL-1/b")
	// Reassigned and given another clock: mara's old entry goes.
	step(1, change{Work: []store.Work{item("b", "Complete", 0, []string{"jon"}, nil)}}, "REL-1/a REL-1/a REL-1/b", "REL-1/a REL-1/a")
	step(2, change{Gone: []store.WorkKey{{Place: "a", Verb: "Waive"}}}, "REL-1/a REL-1/b", "REL-1/a")
	step(3, change{Gone: []store.WorkKey{{Place: "a"}, {Place: "never there"}}}, "REL-1/b", "")
	// Removed and added again by one append.
	step(4, change{Gone: []store.WorkKey{{}}, Work: two[:1]}, "REL-1/a", "REL-1/a")
	step(5, change{Gone: []store.WorkKey{{}}}, "", "")
	step(6, change{}, "", "")
}
