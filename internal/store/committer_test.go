package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/headgate/headgate/internal/store"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// disk is a fake that notes the batches it was given. A batch that holds a
// cursed case fails as a whole; each commit waits for a permit, if any are set.
type disk struct {
	permits chan struct{}
	begun   chan int // sizes of batches, as they begin
	err     error

	mu      sync.Mutex
	batches [][]string
}

func (d *disk) Commit(_ context.Context, batch []*store.Append) ([]store.Outcome, error) {
	var ids []string
	outcomes := make([]store.Outcome, len(batch))
	for i, a := range batch {
		ids = append(ids, a.Case)
		outcomes[i].Receipt = store.Receipt{Case: a.Case, Position: int64(i + 1)}
		if a.Case == "stale" {
			outcomes[i] = store.Outcome{Err: store.ErrConflict}
		}
	}
	d.mu.Lock()
	d.batches = append(d.batches, ids)
	d.mu.Unlock()
	if d.permits != nil {
		d.begun <- len(batch)
		<-d.permits
	}
	if slices.Contains(ids, "cursed") {
		return nil, d.err
	}
	return outcomes, nil
}

func slowDisk() *disk {
	return &disk{permits: make(chan struct{}), begun: make(chan int, 100)}
}

// submitting starts a Submit and returns where its error will be.
func submitting(ctx context.Context, c *store.Committer, id string) <-chan error {
	result := make(chan error, 1)
	go func() {
		r, err := c.Submit(ctx, &store.Append{Case: id})
		if err == nil && r.Case != id {
			err = fmt.Errorf("receipt of %q", r.Case)
		}
		result <- err
	}()
	return result
}

// gathered starts a commit that hangs and n more submits that wait behind it.
func gathered(t *testing.T, d *disk, c *store.Committer, ids ...string) []<-chan error {
	t.Helper()
	results := []<-chan error{submitting(context.Background(), c, "first")}
	<-d.begun
	for i, id := range ids {
		results = append(results, submitting(context.Background(), c, id))
		c.AwaitWaiting(i + 1)
	}
	return results
}

func TestCommitterGroupsWhatWaits(t *testing.T) {
	t.Parallel()
	d := slowDisk()
	c := store.NewCommitter(d, store.CommitterConfig{MaxBatch: 3})
	results := gathered(t, d, c, "a", "b", "stale", "d")
	close(d.permits)
	var got []bool
	for _, result := range results {
		got = append(got, <-result == nil)
	}
	c.Close()
	want := [][]string{{"first"}, {"a", "b", "stale"}, {"d"}}
	if diff := cmp.Diff(want, d.batches); diff != "" {
		t.Errorf("batches (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]bool{true, true, true, false, true}, got); diff != "" {
		t.Errorf("accepted (-want +got):\n%s", diff)
	}
}

func TestCommitterSplitsFailedGroup(t *testing.T) {
	t.Parallel()
	d := slowDisk()
	d.err = errors.New("bad page")
	c := store.NewCommitter(d, store.CommitterConfig{})
	results := gathered(t, d, c, "a", "b", "cursed", "d")
	close(d.permits)
	for i, want := range []error{nil, nil, nil, d.err, nil} {
		if got := <-results[i]; !errors.Is(got, want) {
			t.Errorf("submit %d: got error %v, want %v", i, got, want)
		}
	}
	c.Close()
	want := [][]string{{"first"}, {"a", "b", "cursed", "d"}, {"a", "b"}, {"cursed", "d"}, {"cursed"}, {"d"}}
	if diff := cmp.Diff(want, d.batches); diff != "" {
		t.Errorf("batches (-want +got):\n%s", diff)
	}
}

func TestCommitterGivesUpOnReadOnly(t *testing.T) {
	t.Parallel()
	d := slowDisk()
	d.err = fmt.Errorf("commit: %w", store.ErrReadOnly)
	c := store.NewCommitter(d, store.CommitterConfig{})
	results := gathered(t, d, c, "a", "cursed")
	close(d.permits)
	for _, result := range results[1:] {
		if got := <-result; !errors.Is(got, store.ErrReadOnly) {
			t.Errorf("got error %v, want %v", got, store.ErrReadOnly)
		}
	}
	c.Close()
	if got := len(d.batches); got != 2 {
		t.Errorf("got %d transactions, want 2: the second is hopeless", got)
	}
}

func TestCommitterCancel(t *testing.T) {
	t.Parallel()
	d := slowDisk()
	c := store.NewCommitter(d, store.CommitterConfig{})
	over, cancel := context.WithCancel(context.Background())
	taken := submitting(over, c, "taken")
	<-d.begun
	waiting := submitting(over, c, "waiting")
	c.AwaitWaiting(1)
	cancel()
	if err := <-waiting; !errors.Is(err, context.Canceled) {
		t.Errorf("waiting submit: got error %v, want %v", err, context.Canceled)
	}
	if _, err := c.Submit(over, &store.Append{Case: "late"}); !errors.Is(err, context.Canceled) {
		t.Errorf("late submit: got error %v, want %v", err, context.Canceled)
	}
	close(d.permits)
	if err := <-taken; err != nil {
		t.Errorf("taken submit: got error %v, want none: it is committed", err)
	}
	c.Close()
	if diff := cmp.Diff([][]string{{"taken"}}, d.batches); diff != "" {
		t.Errorf("batches (-want +got):\n%s", diff)
	}
}

func TestCommitterCloseDrains(t *testing.T) {
	t.Parallel()
	d := slowDisk()
	var announced []int64
	c := store.NewCommitter(d, store.CommitterConfig{Committed: func(p int64) { announced = append(announced, p) }})
	results := gathered(t, d, c, "a", "b")
	closed := make(chan struct{})
	go func() { c.Close(); close(closed) }()
	c.AwaitClosing()
	if _, err := c.Submit(context.Background(), &store.Append{Case: "late"}); !errors.Is(err, store.ErrClosed) {
		t.Errorf("late submit: got error %v, want %v", err, store.ErrClosed)
	}
	close(d.permits)
	<-closed
	for _, result := range results {
		if err := <-result; err != nil {
			t.Error(err)
		}
	}
	if diff := cmp.Diff([]int64{1, 2}, announced); diff != "" {
		t.Errorf("announced (-want +got):\n%s", diff)
	}
	c.Close() // again is harmless
}
