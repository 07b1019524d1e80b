package storetest

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/headgate/headgate/internal/store"
)

func testCommit(t *testing.T, s store.Store) {
	ctx := context.Background()
	a := simple("REL-1", 0)
	a.Head = store.Head{
		Kind: "release", Status: "running", Health: "waiting", Phase: "build", Outcome: "none", Title: "Shop 4.2",
		Model: "standard", ModelVersion: "2.1", Digest: "sha256:ab", Owner: "mara", Rigor: "high", Urgency: "normal",
		Mode: "real", NextDueAt: 70, ClockAt: 60, T: 90, StartedAt: 50, EndedAt: 0, Summary: []byte(`{"x":1}`),
	}
	a.Events = append(a.Events, store.Event{Kind: "noted", V: 2, At: 1001, Actor: "", Data: []byte{0, 255}})
	got := accept(t, s, a)
	diff(t, "receipt", got, []store.Receipt{{Case: "REL-1", Version: 2, Position: 2}})

	c, err := s.Case(ctx, "REL-1")
	noError(t, err)
	head := a.Head
	head.Case, head.Number, head.Version = "REL-1", 1, 2
	diff(t, "case", c, store.Case{Head: head, Snapshot: []byte("after 1"), SnapshotSeq: 2})

	events, err := s.Events(ctx, "REL-1", 0, 10)
	noError(t, err)
	want := slices.Clone(a.Events)
	for i := range want {
		e := &want[i]
		e.Position, e.Case, e.Seq, e.Leaf = int64(i+1), "REL-1", int64(i+1), events[i].Leaf
	}
	diff(t, "events", events, want)

	_, err = s.Case(ctx, "REL-2")
	wantError(t, err, store.ErrNotFound)
}

func testCommitRefusesStale(t *testing.T, s store.Store) {
	accept(t, s, simple("REL-1", 0))
	before := ReadProjections(t, s)
	for _, expect := range []int64{0, 2, 100} {
		o := commit(t, s, loaded("REL-1", expect))
		wantError(t, o[0].Err, store.ErrConflict)
	}
	o := commit(t, s, loaded("REL-9", 1))
	wantError(t, o[0].Err, store.ErrConflict)
	nothingChanged(t, s, before, 1)
	accept(t, s, loaded("REL-1", 1))
}

// loaded returns an append that writes to every table.
func loaded(id string, expect int64) *store.Append {
	a := toyAppend(id, expect, change{
		Head:   store.Head{Status: "changed", NextDueAt: 5, ClockAt: 6},
		Work:   []store.Work{{Case: id, WorkKey: store.WorkKey{Place: "verify", Verb: "Approve"}, People: []string{"jon"}, Teams: []string{}, Data: []byte{}}},
		Grants: []store.Grant{{ID: "g1", Change: id, Data: []byte{}}},
		Links:  []store.Link{{Release: id, Change: "CHG-1"}},
	})
	a.Effects = []store.Effect{{Topic: "mail", Key: "mail " + id, At: 9, Payload: []byte("hello")}}
	a.Calls = []store.Call{{Key: "call " + id, Place: "deploy", State: "queued"}}
	a.Key = store.Key{ID: "key " + id, Actor: "mara", Request: store.Hash{1}}
	return a
}

func nothingChanged(t *testing.T, s store.Store, before Projections, position int64) {
	t.Helper()
	ctx := context.Background()
	diff(t, "projections", ReadProjections(t, s), before)
	diff(t, "position", must[int64](t)(s.Position(ctx)), position)
	diff(t, "effects", must[bool](t)(s.Ready(ctx, nil, 1e6)), false)
	for _, id := range []string{"REL-1", "REL-9"} {
		_, err := s.Call(ctx, "call "+id)
		wantError(t, err, store.ErrNotFound)
		_, err = s.Lookup(ctx, store.Key{ID: "key " + id, Actor: "mara", Request: store.Hash{1}})
		wantError(t, err, store.ErrNotFound)
	}
}

func testCommitSparesNeighbours(t *testing.T, s store.Store) {
	accept(t, s, simple("REL-1", 0))
	o := commit(t, s, simple("REL-2", 0), simple("REL-1", 7), simple("REL-3", 0), &store.Append{}, simple("REL-1", 1))
	var got []bool
	for _, outcome := range o {
		got = append(got, outcome.Err == nil)
	}
	diff(t, "accepted", got, []bool{true, false, true, false, true})
	diff(t, "positions", []int64{o[0].Receipt.Position, o[2].Receipt.Position, o[4].Receipt.Position}, []int64{2, 3, 4})
	diff(t, "cases", ids(everyHead(t, s, store.CaseFilter{})), "REL-1 REL-2 REL-3")
}

func testCommitSeesEarlierInBatch(t *testing.T, s store.Store) {
	key := store.Key{ID: "k", Actor: "mara"}
	first, again := simple("REL-1", 0), simple("REL-1", 1)
	first.Key, again.Key = key, key
	next, late := simple("REL-1", 1), simple("REL-1", 1)
	next.Snapshot = nil
	o := commit(t, s, first, again, next, late)
	noError(t, o[0].Err)
	wantError(t, o[1].Err, store.ErrDuplicate)
	diff(t, "receipt of the repetition", o[1].Receipt, o[0].Receipt)
	noError(t, o[2].Err)
	wantError(t, o[3].Err, store.ErrConflict)

	c := must[store.Case](t)(s.Case(context.Background(), "REL-1"))
	diff(t, "version", c.Head.Version, int64(2))
	diff(t, "snapshot", c.SnapshotSeq, int64(1))
	diff(t, "tail", len(c.Tail), 1)
}

func testCommitIsRepeatable(t *testing.T, s store.Store) {
	ctx := context.Background()
	a := simple("REL-1", 0)
	a.Key = store.Key{ID: "k", Actor: "mara", Request: store.Hash{1}}
	a.Response = []byte("made REL-1")
	first := commit(t, s, a)[0]
	noError(t, first.Err)

	again := commit(t, s, a)[0]
	wantError(t, again.Err, store.ErrDuplicate)
	diff(t, "receipt of the repetition", again.Receipt, first.Receipt)
	diff(t, "looked up", must[store.Receipt](t)(s.Lookup(ctx, a.Key)), first.Receipt)

	other := a.Key
	other.Request = store.Hash{2}
	b := simple("REL-2", 0)
	b.Key = other
	o := commit(t, s, b)[0]
	wantError(t, o.Err, store.ErrKeyReused)
	diff(t, "receipt of the other request", o.Receipt, store.Receipt{})
	_, err := s.Lookup(ctx, other)
	wantError(t, err, store.ErrKeyReused)

	b.Key.Actor = "jon" // another person's keys are another matter
	accept(t, s, b)
	diff(t, "cases", ids(everyHead(t, s, store.CaseFilter{})), "REL-1 REL-2")
}

func testCommitLeavesAppendAlone(t *testing.T, s store.Store) {
	a, want := loaded("REL-1", 0), loaded("REL-1", 0)
	accept(t, s, a)
	diff(t, "append", a, want)
}

func testCommitGuards(t *testing.T, s store.Store) {
	ctx := context.Background()
	accept(t, s, simple("CHG-1", 0))
	version := must[int64](t)(s.DirectoryVersion(ctx))
	guarded := func(id string, change, directory int64) *store.Append {
		a := simple(id, 0)
		a.Guards = []store.Guard{{Case: "CHG-1", Version: change}}
		a.Directory = directory
		return a
	}
	accept(t, s, guarded("REL-1", 1, version))
	wantError(t, commit(t, s, guarded("REL-2", 2, version))[0].Err, store.ErrConflict)
	wantError(t, commit(t, s, guarded("REL-2", 1, version+1))[0].Err, store.ErrConflict)
	// The change moves on in the same batch.
	o := commit(t, s, simple("CHG-1", 1), guarded("REL-2", 1, version), guarded("REL-3", 2, 0))
	wantError(t, o[1].Err, store.ErrConflict)
	noError(t, o[2].Err)

	noError(t, s.PutTeam(ctx, store.Team{ID: "ops", Kind: "team"}))
	wantError(t, commit(t, s, guarded("REL-2", 2, version))[0].Err, store.ErrConflict)
	accept(t, s, guarded("REL-2", 2, must[int64](t)(s.DirectoryVersion(ctx))))
}

func testCommitNumbers(t *testing.T, s store.Store) {
	open := func(prefix string, refuse error) *store.Append {
		return &store.Append{Prefix: prefix, Open: func(id string, a *store.Append) error {
			*a = *simple("", 0)
			a.Head.Title, a.Case = "my id is "+id, id
			return refuse
		}}
	}
	errNo := errors.New("no")
	o := commit(t, s, open("REL", nil), open("CHG", nil), open("REL", errNo), open("REL", nil))
	wantError(t, o[2].Err, errNo)
	diff(t, "ids", []string{o[0].Receipt.Case, o[1].Receipt.Case, o[3].Receipt.Case}, []string{"REL-1", "CHG-1", "REL-2"})
	diff(t, "next", accept(t, s, open("REL", nil))[0].Case, "REL-3")

	accept(t, s, simple("REL-10", 0)) // brought along from elsewhere
	diff(t, "after one with an id of its own", accept(t, s, open("REL", nil))[0].Case, "REL-11")
	c := must[store.Case](t)(s.Case(context.Background(), "REL-11"))
	diff(t, "title", c.Head.Title, "my id is REL-11")
	diff(t, "number", c.Head.Number, int64(11))
}

func testCommitRefusesNonsense(t *testing.T, s store.Store) {
	headless, eventless := simple("REL-1", 0), simple("REL-1", 0)
	headless.Head, eventless.Events = store.Head{}, nil
	for _, a := range []*store.Append{{}, headless, eventless} {
		if o := commit(t, s, a)[0]; o.Err == nil {
			t.Errorf("accepted %+v", a)
		}
	}
	diff(t, "position", must[int64](t)(s.Position(context.Background())), int64(0))
}

func testLeaves(t *testing.T, s store.Store) {
	accept(t, s, simple("REL-1", 0), simple("REL-2", 0), simple("REL-1", 1))
	seen := map[store.Hash]bool{}
	for _, e := range must[[]store.Event](t)(s.Log(context.Background(), 0, 10)) {
		if e.Leaf != store.LeafHash("main", &e) {
			t.Errorf("leaf of event %d is not the hash of what was read back", e.Position)
		}
		seen[e.Leaf] = true
	}
	diff(t, "different leaves", len(seen), 3)
}

func testCaseTail(t *testing.T, s store.Store) {
	ctx := context.Background()
	for i := range int64(5) {
		a := simple("REL-1", i)
		if i != 1 {
			a.Snapshot = nil
		}
		accept(t, s, a)
	}
	c := must[store.Case](t)(s.Case(ctx, "REL-1"))
	diff(t, "snapshot", string(c.Snapshot), "after 2")
	diff(t, "covers", c.SnapshotSeq, int64(2))
	diff(t, "tail", c.Tail, must[[]store.Event](t)(s.Events(ctx, "REL-1", 2, 10)))

	bare := simple("REL-2", 0)
	bare.Snapshot = nil
	accept(t, s, bare)
	c = must[store.Case](t)(s.Case(ctx, "REL-2"))
	diff(t, "no snapshot", c.Snapshot == nil && c.SnapshotSeq == 0 && len(c.Tail) == 1, true)
}

func testLog(t *testing.T, s store.Store) {
	ctx := context.Background()
	accept(t, s, simple("REL-1", 0), simple("REL-2", 0))
	accept(t, s, simple("REL-1", 1))
	var got []string
	for after := int64(0); ; {
		page := must[[]store.Event](t)(s.Log(ctx, after, 2))
		if len(page) == 0 {
			break
		}
		for _, e := range page {
			if e.Position <= after {
				t.Fatalf("position %d after %d", e.Position, after)
			}
			got, after = append(got, e.Case), e.Position
		}
	}
	diff(t, "log", got, []string{"REL-1", "REL-2", "REL-1"})
	diff(t, "of one case", len(must[[]store.Event](t)(s.Events(ctx, "REL-1", 1, 10))), 1)
	diff(t, "limit", len(must[[]store.Event](t)(s.Events(ctx, "REL-1", 0, 1))), 1)
}
