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

// claim claims from now until 100 later and returns the keys too.
func claim(t testing.TB, s store.Outbox, now calendar.Instant, limit int, topics ...string) ([]store.Effect, string) {
	t.Helper()
	effects := must[[]store.Effect](t)(s.Claim(context.Background(), topics, now, now+100, limit))
	var keys []string
	for _, e := range effects {
		keys = append(keys, e.Key)
	}
	return effects, strings.Join(keys, " ")
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
