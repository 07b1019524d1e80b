package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/headgate/headgate/internal/store"
)

func testCommitter(t *testing.T, s store.Store) {
	ctx := context.Background()
	var announced []int64
	c := store.NewCommitter(s, store.CommitterConfig{Committed: func(p int64) { announced = append(announced, p) }})
	for i := range int64(3) {
		r := must[store.Receipt](t)(c.Submit(ctx, simple("REL-1", i)))
		diff(t, "version", r.Version, i+1)
	}
	_, err := c.Submit(ctx, simple("REL-1", 1))
	wantError(t, err, store.ErrConflict)
	c.Close()
	_, err = c.Submit(ctx, simple("REL-1", 3))
	wantError(t, err, store.ErrClosed)
	diff(t, "announced", announced, []int64{1, 2, 3})
}

// testConcurrency lets many submitters work on a few cases at once, loading
// again after each conflict, while others read. In the end every append that
// was acknowledged is there once, and every case has a log without holes.
func testConcurrency(t *testing.T, s store.Store) {
	const submitters, appends, cases = 32, 12, 8
	ctx := context.Background()
	c := store.NewCommitter(s, store.CommitterConfig{})
	var wg sync.WaitGroup
	for n := range submitters {
		wg.Go(func() {
			id := fmt.Sprintf("REL-%d", n%cases+1)
			for i := range appends {
				if err := insist(ctx, s, c, id, fmt.Sprintf("%d/%d", n, i)); err != nil {
					t.Errorf("submitter %d: %v", n, err)
					return
				}
				if _, _, err := s.Inbox(ctx, store.WorkFilter{People: []string{"jon"}}); err != nil {
					t.Errorf("reader %d: %v", n, err)
				}
			}
		})
	}
	wg.Wait()
	c.Close()

	actors := map[string]int{}
	for k := range cases {
		id := fmt.Sprintf("REL-%d", k+1)
		events := must[[]store.Event](t)(s.Events(ctx, id, 0, 1000))
		diff(t, "length of "+id, len(events), submitters/cases*appends)
		for i, e := range events {
			diff(t, "seq", e.Seq, int64(i+1))
			actors[e.Actor]++
		}
		known := must[store.Case](t)(s.Case(ctx, id))
		diff(t, "version of "+id, known.Head.Version, int64(len(events)))
	}
	diff(t, "acknowledged appends", len(actors), submitters*appends)
	live := ReadProjections(t, s)
	noError(t, s.Rebuild(ctx, Fold))
	diff(t, "rebuilt", ReadProjections(t, s), live)
}

// insist submits an append to a case until it goes through, as a service does.
func insist(ctx context.Context, s store.Cases, c *store.Committer, id, actor string) error {
	for {
		known, err := s.Case(ctx, id)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		a := loaded(id, known.Head.Version)
		a.Events[0].Actor, a.Key = actor, store.Key{}
		if _, err := c.Submit(ctx, a); !errors.Is(err, store.ErrConflict) {
			return err
		}
	}
}

func testEnds(t *testing.T, s store.Store) {
	ctx := context.Background()
	noError(t, s.Ping(ctx))
	stopped, cancel := context.WithCancel(ctx)
	cancel()
	_, err := s.Commit(stopped, []*store.Append{simple("REL-1", 0)})
	wantError(t, err, context.Canceled)
	_, err = s.Case(stopped, "REL-1")
	wantError(t, err, context.Canceled)
	_, err = s.Case(ctx, "REL-1")
	wantError(t, err, store.ErrNotFound)

	noError(t, s.Close())
	noError(t, s.Close())
	_, err = s.Commit(ctx, []*store.Append{simple("REL-1", 0)})
	wantError(t, err, store.ErrClosed)
	_, err = s.Case(ctx, "REL-1")
	wantError(t, err, store.ErrClosed)
	wantError(t, s.Ping(ctx), store.ErrClosed)
}
