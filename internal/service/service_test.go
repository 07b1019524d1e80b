package service

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/internal/store"
)

const (
	page1 = "sha256:1a44dc15364204a80fe80e9039455cc1608281820fe2b24f1e5233ade6af1dd5"
	page2 = "sha256:2a44dc15364204a80fe80e9039455cc1608281820fe2b24f1e5233ade6af1dd5"
)

// sealAs is what the executors of the sample site would answer.
func sealAs(digest string) func(Effect) Result {
	return func(e Effect) Result {
		switch e.Executor {
		case "package.seal":
			return Result{Outcome: OutcomeDone, Outputs: map[string]json.RawMessage{"package": raw(digest), "provenance": raw("seal-1")}}
		case "config.baseline":
			return Result{Outcome: OutcomeDone, Outputs: map[string]json.RawMessage{"before": raw("baseline-1"), "after": raw("baseline-2")}}
		default:
			return Result{Outcome: OutcomeDone}
		}
	}
}

// granted runs a change until its grant is given.
func (k *kit) granted() string {
	k.t.Helper()
	v := k.begin(Change, "ben", client.StartRequest{Model: "change-basic", Title: "Handbook pages", Params: map[string]json.RawMessage{
		"summary": raw("publish pages"), "reason": raw("they are old"), "cis": raw([]string{"handbook"}), "environments": raw([]string{"live"}),
		"window": raw("Mon-Fri 08:00-18:00"),
	}})
	k.give("ben", v.ID, client.CommandRequest{Command: "report", Place: "request", Answer: "done", Values: map[string]json.RawMessage{"request_form": raw("as said")}})
	k.give("ana", v.ID, client.CommandRequest{Command: "accept", Place: "request", Answer: "request_form"})
	k.give("ana", v.ID, client.CommandRequest{Command: "vote", Place: "accept_request", Answer: "accept"})
	return v.ID
}

// page begins a release of a handbook page and writes it.
func (k *kit) page(digest string, changes ...string) string {
	k.t.Helper()
	t := time.UnixMilli(k.ms.Load())
	v := k.begin(Release, "ida", client.StartRequest{
		Model: "handbook-page", Title: "Holidays", T: &t, CIs: []string{"handbook"}, Changes: changes,
		Params: map[string]json.RawMessage{"page": raw("handbook")},
	})
	return v.ID
}

func TestReleaseUnderAChange(t *testing.T) {
	t.Parallel()
	k := setup(t)
	change := k.granted()
	rel := k.page(page1, change)
	if why := k.see(rel).Why; !strings.Contains(why, "build_authorized") {
		t.Fatalf("the release does not wait for its grant: %s", why)
	}
	k.give("eva", change, client.CommandRequest{Command: "vote", Place: "authorization", Answer: "approve", Values: map[string]json.RawMessage{"grant": raw("granted")}})
	v := k.see(rel)
	if !strings.Contains(v.Why, "write") {
		t.Fatalf("the grant did not reach the release: %s", v.Why)
	}
	if got := v.Changes[0]; got.ID != change || len(got.Grants) == 0 || got.Grants[0].Status != "active" {
		t.Errorf("linked change %+v", got)
	}
	if got := k.see(change).Releases; !slices.Equal(got, []string{rel}) {
		t.Errorf("releases of the change: %v", got)
	}
	k.finish(rel, page1)

	t.Log("the next release of the page knows the package of the first")
	k.advance(time.Hour)
	second := k.page(page2, change)
	l, err := k.load(context.Background(), second)
	if err != nil {
		t.Fatal(err)
	}
	if len(l.previous) != 1 || l.previous[0].Value.AsString() != page1 {
		t.Errorf("previous %v, want %s", l.previous, page1)
	}
}

// finish plays a release of a page from its first task to its end.
func (k *kit) finish(rel, digest string) {
	k.t.Helper()
	k.give("ben", rel, client.CommandRequest{Command: "report", Place: "write", Answer: "done", Values: map[string]json.RawMessage{"text": raw(digest)}})
	k.machines(sealAs(digest))
	k.finishTesting(rel)
	for range 4 {
		k.machines(sealAs(digest))
		k.readFacts()
		k.advance(time.Minute)
		if _, _, err := k.TickDue(context.Background(), 10); err != nil {
			k.t.Fatal(err)
		}
	}
	k.give("eva", rel, client.CommandRequest{Command: "vote", Place: "close", Answer: "close"})
	if v := k.see(rel); v.Status != "closed" || v.Outcome != "successful" || v.Package != digest {
		k.t.Fatalf("the release ended %s %s with %s: %s", v.Status, v.Outcome, v.Package, v.Why)
	}
}

// finishTesting plays a release from its sealed package to its acceptance.
func (k *kit) finishTesting(rel string) {
	k.t.Helper()
	k.give("rob", rel, client.CommandRequest{Command: "report", Place: "read", Answer: "done", Values: map[string]json.RawMessage{"findings": raw("none")}})
	k.give("ida", rel, client.CommandRequest{Command: "accept", Place: "read", Answer: "findings"})
	k.give("rob", rel, client.CommandRequest{Command: "vote", Place: "accept_package", Answer: "accept"})
}

// readings are what the sources of the sample site say when all is well.
var readings = map[string]any{
	"config.compare":         map[string]any{"drift": 0, "restored": true},
	"service_desk.incidents": map[string]any{"open_sev12": 0},
	"metrics.service": map[string]any{
		"error_rate": 0.1, "p95": 80.0, "baseline_error_rate": 0.1, "baseline_p95": 90.0, "samples": 1000, "sev1": 0,
	},
}

func (k *kit) readFacts() {
	k.t.Helper()
	wants, err := k.Wanted(context.Background(), k.Clock())
	if err != nil {
		k.t.Fatal(err)
	}
	for _, w := range wants {
		reading, ok := readings[w.From]
		if !ok {
			k.t.Fatalf("wanted %+v", w)
		}
		if err := k.FactReading(context.Background(), w.Case, w.Fact, raw(reading)); err != nil {
			k.t.Fatal(err)
		}
	}
}

// TestRebuiltIsLive plays cases, then throws all projections away and makes
// them again: nothing may differ.
func TestRebuiltIsLive(t *testing.T) {
	t.Parallel()
	k := setup(t)
	change := k.granted()
	open := k.page(page2, change)
	k.give("eva", change, client.CommandRequest{Command: "vote", Place: "authorization", Answer: "approve", Values: map[string]json.RawMessage{"grant": raw("granted")}})
	k.finish(k.page(page1, change), page1)
	k.page(page1, change)
	k.give("ana", open, client.CommandRequest{Command: "note", Place: "write", Reason: "soon"})

	before := k.rows()
	if err := k.Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, k.rows()); diff != "" {
		t.Errorf("rows after a rebuild (-live +rebuilt):\n%s", diff)
	}
	if len(before) < 8 {
		t.Errorf("too little to compare: %d rows", len(before))
	}
}

// rows is every row that a rebuild makes, as text.
func (k *kit) rows() []string {
	k.t.Helper()
	ctx := context.Background()
	heads, _, err1 := k.Store.List(ctx, store.CaseFilter{})
	work, _, err2 := k.Store.Inbox(ctx, store.WorkFilter{})
	var out, ids []string
	for _, h := range heads {
		ids = append(ids, h.Case)
		out = append(out, fmt.Sprintf("head %+v %s", h, h.Summary))
		links, err := k.Store.Changes(ctx, h.Case)
		out = append(out, fmt.Sprint("links ", h.Case, links, err))
		row, err := k.Store.Case(ctx, h.Case)
		if err != nil {
			k.t.Fatal(err)
		}
		l, err := k.restore(ctx, &row)
		if err != nil {
			k.t.Fatal(err)
		}
		out = append(out, fmt.Sprintf("state %s %+v", h.Case, *l.state))
	}
	for _, w := range work {
		out = append(out, fmt.Sprintf("work %+v %s", w, w.Data))
	}
	grants, err3 := k.Store.Grants(ctx, ids, "")
	for _, g := range grants {
		out = append(out, fmt.Sprintf("grant %+v %s", g, g.Data))
	}
	if err := errors.Join(err1, err2, err3); err != nil {
		k.t.Fatal(err)
	}
	slices.Sort(out)
	return out
}

// TestManyAtOnce lets many people act on few cases at the same time. Every
// command that was accepted is in the log once, and the order is one that the
// engine allows, because a replay from the first event gives the same state.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	k := setup(t)
	change := k.granted()
	k.give("eva", change, client.CommandRequest{Command: "vote", Place: "authorization", Answer: "approve", Values: map[string]json.RawMessage{"grant": raw("granted")}})
	ids := []string{k.page(page1, change), k.page(page2, change), k.page(page1)}
	const notes = 12
	var wg sync.WaitGroup
	errs := make(chan error, 200)
	for i := range notes {
		for _, id := range ids {
			wg.Go(func() {
				r := client.CommandRequest{Command: "note", Place: "write", Reason: fmt.Sprintf("note %d", i)}
				cond := Condition{Key: fmt.Sprintf("%s-%d", id, i)}
				for range 2 { // a repetition is the same command
					if _, err := k.Command(context.Background(), person("ben"), Release, id, r, cond); err != nil {
						errs <- err
					}
				}
			})
		}
	}
	wg.Go(func() {
		for range 5 {
			if _, _, err := k.TickDue(context.Background(), 10); err != nil {
				errs <- err
			}
		}
	})
	wg.Wait()
	close(errs)
	busy := 0
	for err := range errs {
		var e *Error
		if !errors.As(err, &e) || e.Kind != Busy {
			t.Error(err)
		}
		busy++
	}
	for _, id := range ids {
		log, err := k.Log(t.Context(), person("eva"), Release, id, 0, 500)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]int{}
		for _, e := range log.Items {
			if e.Kind == "Noted" {
				seen[e.Reason]++
			}
		}
		if len(seen) != notes && busy == 0 {
			t.Errorf("%s has %d different notes, want %d", id, len(seen), notes)
		}
		for note, n := range seen {
			if n != 1 {
				t.Errorf("%s: %q is there %d times", id, note, n)
			}
		}
	}
	before := k.rows()
	k.restart()
	if diff := cmp.Diff(before, k.rows()); diff != "" {
		t.Errorf("after a restart (-before +after):\n%s", diff)
	}
}
