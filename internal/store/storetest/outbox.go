package storetest

import (
	"context"
	"strings"
	"testing"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/internal/store"
)

func withEffects(id string, effects ...store.Effect) *store.Append {
	a := simple(id, 0)
	a.Effects = effects
	return a
}

// claiming returns an append that claims from now until 100 later.
func claiming(now calendar.Instant, limit int, topics ...string) *store.Append {
	return &store.Append{At: now, Claim: &store.Claim{Topics: topics, Now: now, Until: now + 100, Limit: limit}}
}

// claim claims by a commit of its own and returns the keys too.
func claim(t testing.TB, s store.Store, now calendar.Instant, limit int, topics ...string) ([]store.Effect, string) {
	t.Helper()
	ready := must[bool](t)(s.Ready(context.Background(), topics, now))
	claimed := accept(t, s, claiming(now, limit, topics...))[0].Claimed
	diff(t, "ready", ready, len(claimed) > 0)
	return claimed, keysOf(claimed)
}

func keysOf(effects []store.Effect) string {
	var keys []string
	for _, e := range effects {
		keys = append(keys, e.Key)
	}
	return strings.Join(keys, " ")
}

func testOutbox(t *testing.T, s store.Store) {
	ctx := context.Background()
	mail := store.Effect{Topic: "mail", Key: "m1", At: 5, Payload: []byte("hello")}
	accept(t, s,
		withEffects("REL-1", mail, store.Effect{Topic: "call", Key: "c1"}),
		withEffects("REL-2", mail, store.Effect{Topic: "mail", Key: "later", ReadyAt: 500}, store.Effect{Topic: "call", Key: "c2"}))

	_, keys := claim(t, s, 10, 10, "webhook")
	diff(t, "of a topic that has none", keys, "")
	calls, keys := claim(t, s, 10, 1, "call")
	diff(t, "one call", keys, "c1")
	rest, keys := claim(t, s, 10, 10)
	diff(t, "the rest: the same key waits once", keys, "m1 c2")
	want := mail
	want.ID, want.Case, want.ReadyAt, want.Attempt, want.Lease = rest[0].ID, "REL-1", 110, 1, store.Lease{Effect: rest[0].ID, Token: 1}
	diff(t, "effect", rest[0], want)

	for _, e := range append(calls, rest...) {
		noError(t, s.Ack(ctx, e.Lease))
		wantError(t, s.Ack(ctx, e.Lease), store.ErrLease)
	}
	_, keys = claim(t, s, 499, 10)
	diff(t, "before its time", keys, "")
	_, keys = claim(t, s, 500, 10)
	diff(t, "at its time", keys, "later")
}

func testOutboxLease(t *testing.T, s store.Store) {
	ctx := context.Background()
	accept(t, s, withEffects("REL-1", store.Effect{Topic: "call", Key: "c1"}))
	first, _ := claim(t, s, 10, 10)
	lease := first[0].Lease
	_, keys := claim(t, s, 109, 10)
	diff(t, "while leased", keys, "")

	noError(t, s.Extend(ctx, lease, 300))
	_, keys = claim(t, s, 299, 10)
	diff(t, "while extended", keys, "")
	second, keys := claim(t, s, 300, 10)
	diff(t, "after the lease: delivered again", keys, "c1")
	diff(t, "attempt", second[0].Attempt, 2)

	// The first worker wakes up and must not speak for the second.
	wantError(t, s.Extend(ctx, lease, 900), store.ErrLease)
	wantError(t, s.Ack(ctx, lease), store.ErrLease)
	wantError(t, s.Nack(ctx, lease, 0, ""), store.ErrLease)

	noError(t, s.Nack(ctx, second[0].Lease, 600, "host is down"))
	wantError(t, s.Ack(ctx, second[0].Lease), store.ErrLease)
	_, keys = claim(t, s, 599, 10)
	diff(t, "before the retry", keys, "")
	third, _ := claim(t, s, 600, 10)
	diff(t, "reason", third[0].Reason, "host is down")
	noError(t, s.Ack(ctx, third[0].Lease))
}

func testOutboxFree(t *testing.T, s store.Store) {
	ctx := context.Background()
	accept(t, s, withEffects("REL-1",
		store.Effect{Topic: "call", Key: "c1"}, store.Effect{Topic: "call", Key: "c2"}, store.Effect{Topic: "call", Key: "c3"},
		store.Effect{Topic: "mail", Key: "later", ReadyAt: 500}))
	held, _ := claim(t, s, 10, 10, "call")
	noError(t, s.Nack(ctx, held[1].Lease, 300, "host is down"))
	noError(t, s.Nack(ctx, held[2].Lease, 0, "no such host"))

	diff(t, "freed", must[int](t)(s.Free(ctx, 20)), 1)
	diff(t, "freed again", must[int](t)(s.Free(ctx, 20)), 0)
	wantError(t, s.Extend(ctx, held[0].Lease, 900), store.ErrLease)
	wantError(t, s.Ack(ctx, held[0].Lease), store.ErrLease)
	_, keys := claim(t, s, 19, 10)
	diff(t, "before the instant", keys, "")
	again, keys := claim(t, s, 20, 10)
	diff(t, "what was held; no pause is cut short and nothing parked comes back", keys, "c1")
	diff(t, "attempt", again[0].Attempt, 2)
}

func testOutboxParks(t *testing.T, s store.Store) {
	ctx := context.Background()
	accept(t, s, withEffects("REL-1", store.Effect{Topic: "call", Key: "c1"}))
	e, _ := claim(t, s, 10, 10)
	noError(t, s.Nack(ctx, e[0].Lease, 0, "no such host"))
	_, keys := claim(t, s, 1e9, 10)
	diff(t, "parked", keys, "")
	parked := must[[]store.Effect](t)(s.Parked(ctx, 0, 10))
	diff(t, "parked", len(parked) == 1 && parked[0].Key == "c1" && parked[0].Reason == "no such host", true)
	diff(t, "after it", len(must[[]store.Effect](t)(s.Parked(ctx, e[0].ID, 10))), 0)

	noError(t, s.Retry(ctx, e[0].ID, 50))
	wantError(t, s.Retry(ctx, e[0].ID, 50), store.ErrNotFound)
	_, keys = claim(t, s, 50, 10)
	diff(t, "retried", keys, "c1")
}

// testOutboxClaimedInGroup lets claims ride with commands. They see the outbox
// as it was, less what the group acknowledges, and each other.
func testOutboxClaimedInGroup(t *testing.T, s store.Store) {
	accept(t, s, withEffects("REL-1", store.Effect{Topic: "call", Key: "c1"}, store.Effect{Topic: "call", Key: "c2"}, store.Effect{Topic: "mail", Key: "m1"}))
	first, _ := claim(t, s, 10, 1)
	report := simple("REL-1", 1)
	report.Acked = []store.Lease{first[0].Lease}

	// At 500 the lease of c1 is over, yet its report is in time.
	o := commit(t, s,
		claiming(500, 1), simple("REL-9", 7), report, claiming(500, 10, "call"), claiming(500, 10),
		withEffects("REL-2", store.Effect{Topic: "call", Key: "new"}))
	for i, want := range []error{nil, store.ErrConflict, nil, nil, nil, nil} {
		wantError(t, o[i].Err, want)
	}
	diff(t, "first claim", keysOf(o[0].Receipt.Claimed), "c2")
	diff(t, "second claim: c2 is taken", keysOf(o[3].Receipt.Claimed), "")
	diff(t, "third claim: no new effect", keysOf(o[4].Receipt.Claimed), "m1")
	diff(t, "positions", []int64{o[2].Receipt.Position, o[5].Receipt.Position}, []int64{2, 3})
	_, keys := claim(t, s, 500, 10)
	diff(t, "afterwards", keys, "new")

	noError(t, s.Ack(context.Background(), o[0].Receipt.Claimed[0].Lease))
}

// testOutboxClaimRefused lets a claim stand beside what leases guard against: a
// report whose lease is over in favour of another holds nobody up.
func testOutboxClaimRefused(t *testing.T, s store.Store) {
	accept(t, s, withEffects("REL-1", store.Effect{Topic: "call", Key: "c1"}))
	first, _ := claim(t, s, 10, 1)
	second, _ := claim(t, s, 500, 1)
	late := simple("REL-1", 1)
	late.Acked = []store.Lease{first[0].Lease}
	o := commit(t, s, late, claiming(1000, 1))
	wantError(t, o[0].Err, store.ErrLease)
	third := o[1].Receipt.Claimed
	diff(t, "claimed all the same", keysOf(third), "c1")
	diff(t, "tokens grow", second[0].Lease.Token < third[0].Lease.Token, true)
	diff(t, "attempt", third[0].Attempt, 3)
}

// testClaimRunsCalls checks what a claim writes into calls and tells of them.
func testClaimRunsCalls(t *testing.T, s store.Store) {
	ctx := context.Background()
	calls := []store.Call{{Key: "fresh", State: "queued"}, {Key: "again", State: "running", StartedAt: 5, SeenAt: 6}, {Key: "asked", State: "pausing"}, {Key: "other", State: "queued"}}
	a := withEffects("REL-1", store.Effect{Topic: "call", Key: "fresh"}, store.Effect{Topic: "call", Key: "again"}, store.Effect{Topic: "call", Key: "asked"}, store.Effect{Topic: "mail", Key: "m1"})
	a.Calls = calls
	accept(t, s, a)
	claimed, _ := claim(t, s, 50, 10)
	states := map[string]string{}
	for _, e := range claimed {
		states[e.Key] = e.Call
	}
	diff(t, "calls of what was claimed", states, map[string]string{"fresh": "running", "again": "running", "asked": "pausing", "m1": ""})
	for _, want := range []store.Call{
		{Key: "fresh", State: "running", StartedAt: 50, SeenAt: 50},
		{Key: "again", State: "running", StartedAt: 5, SeenAt: 50},
		{Key: "asked", State: "pausing", StartedAt: 50, SeenAt: 50},
		{Key: "other", State: "queued"},
	} {
		want.Case = "REL-1"
		diff(t, want.Key, must[store.Call](t)(s.Call(ctx, want.Key)), want)
	}
}

func testOutboxAckedByCommit(t *testing.T, s store.Store) {
	accept(t, s, withEffects("REL-1", store.Effect{Topic: "call", Key: "c1"}))
	e, _ := claim(t, s, 10, 10)
	report := func(expect int64, l store.Lease) *store.Append {
		a := simple("REL-1", expect)
		a.Acked = []store.Lease{l}
		return a
	}
	stale := e[0].Lease
	stale.Token--
	o := commit(t, s, report(1, stale), report(1, e[0].Lease), report(2, e[0].Lease))
	wantError(t, o[0].Err, store.ErrLease)
	noError(t, o[1].Err)
	wantError(t, o[2].Err, store.ErrLease)
	_, keys := claim(t, s, 1e9, 10)
	diff(t, "left", keys, "")
}

func testCalls(t *testing.T, s store.Store) {
	ctx := context.Background()
	c := store.Call{Key: "c1", Place: "deploy", Executor: "shell", State: "queued", Attempt: 1, Data: []byte("{}")}
	a := simple("REL-1", 0)
	a.Calls = []store.Call{c, {Key: "c2", Place: "verify", State: "queued", Data: []byte{}}}
	accept(t, s, a)
	c.Case = "REL-1"
	diff(t, "call", must[store.Call](t)(s.Call(ctx, "c1")), c)
	c.State, c.StartedAt, c.SeenAt, c.EndedAt, c.Error = "failed", 5, 6, 7, "exit status 1"
	noError(t, s.PutCalls(ctx, c))
	calls := must[[]store.Call](t)(s.CallsOf(ctx, "REL-1"))
	diff(t, "calls", len(calls), 2)
	diff(t, "first", calls[0], c)
	_, err := s.Call(ctx, "c3")
	wantError(t, err, store.ErrNotFound)
}

func testCallOutput(t *testing.T, s store.Store) {
	ctx := context.Background()
	wantError(t, s.AddOutput(ctx, "c1", 0, []byte("x")), store.ErrNotFound)
	_, err := s.Output(ctx, "c1", 0, 10)
	wantError(t, err, store.ErrNotFound)
	noError(t, s.PutCalls(ctx, store.Call{Key: "c1", Case: "REL-1", State: "running"}))
	output := func(after int64, limit int) string {
		t.Helper()
		return string(must[[]byte](t)(s.Output(ctx, "c1", after, limit)))
	}
	diff(t, "nothing yet", output(0, 10), "")
	noError(t, s.AddOutput(ctx, "c1", 0, []byte("abc")))
	noError(t, s.AddOutput(ctx, "c1", 0, []byte("abc"))) // sent again
	noError(t, s.AddOutput(ctx, "c1", 1, []byte("bcde")))
	wantError(t, s.AddOutput(ctx, "c1", 6, []byte("hole")), store.ErrConflict)
	noError(t, s.AddOutput(ctx, "c1", 5, []byte("fgh")))
	for _, test := range []struct {
		after int64
		limit int
		want  string
	}{{0, 100, "abcdefgh"}, {0, 3, "abc"}, {1, 3, "bcd"}, {3, 2, "de"}, {4, 100, "efgh"}, {7, 1, "h"}, {8, 10, ""}, {99, 10, ""}} {
		if got := output(test.after, test.limit); got != test.want {
			t.Errorf("output after %d, limit %d: got %q, want %q", test.after, test.limit, got, test.want)
		}
	}
	noError(t, s.PutCalls(ctx, store.Call{Key: "c1", Case: "REL-1", State: "done"}))
	diff(t, "printed survives a new state", must[store.Call](t)(s.Call(ctx, "c1")).Printed, int64(8))
}
