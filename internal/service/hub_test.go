package service

import (
	"context"
	"fmt"
	"testing"

	"github.com/headgate/headgate/internal/store"
)

// fakeLog is a log that counts how often it is read. Positions have holes.
type fakeLog struct {
	store.Cases
	events []store.Event
	reads  int
}

func (l *fakeLog) add(n int) {
	for range n {
		p := int64(len(l.events)+1) * 3
		l.events = append(l.events, store.Event{Position: p, Case: fmt.Sprint("REL-", p%5)})
	}
}

func (l *fakeLog) Position(context.Context) (int64, error) {
	if len(l.events) == 0 {
		return 0, nil
	}
	return l.events[len(l.events)-1].Position, nil
}

func (l *fakeLog) Log(_ context.Context, after int64, limit int) ([]store.Event, error) {
	l.reads++
	var out []store.Event
	for _, e := range l.events {
		if e.Position > after && len(out) < limit {
			out = append(out, e)
		}
	}
	return out, nil
}

// drain reads from a position to the end and returns how many events there
// were; they must come in order and none twice.
func drain(t *testing.T, h *hub, at int64) int {
	t.Helper()
	n := 0
	for {
		events, _, err := h.after(t.Context(), at, 100)
		if err != nil {
			t.Fatal(err)
		}
		if len(events) == 0 {
			return n
		}
		for _, e := range events {
			if e.Position <= at {
				t.Fatalf("position %d after %d", e.Position, at)
			}
			at, n = e.Position, n+1
		}
	}
}

func TestHubShowsEverythingFromEverywhere(t *testing.T) {
	t.Parallel()
	log := &fakeLog{}
	log.add(10)
	h := newHub(log)
	for _, step := range []int{0, 1, 500, windowSize, 3} {
		log.add(step)
		h.notify()
		for _, skip := range []int{0, 1, 5, len(log.events) / 2, len(log.events) - 1, len(log.events)} {
			at := int64(skip) * 3
			if got, want := drain(t, h, at), len(log.events)-skip; got != want {
				t.Errorf("after %d more, from %d: %d events, want %d", step, at, got, want)
			}
		}
		if len(h.window) > windowSize {
			t.Errorf("the window holds %d events", len(h.window))
		}
	}
}

func TestHubReadsTheNewOnceForAll(t *testing.T) {
	t.Parallel()
	log := &fakeLog{}
	log.add(10)
	h := newHub(log)
	drain(t, h, 30)
	log.add(20)
	if err := h.poll(t.Context()); err != nil {
		t.Fatal(err)
	}
	log.reads = 0
	for range 50 {
		if n := drain(t, h, 30); n != 20 {
			t.Fatalf("%d events, want 20", n)
		}
	}
	if log.reads > 2 { // what is new, and that there is no more
		t.Errorf("50 watchers read the log %d times", log.reads)
	}
}

func TestHubWakes(t *testing.T) {
	t.Parallel()
	h := newHub(&fakeLog{})
	_, moved, err := h.after(t.Context(), 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	select {
	case <-moved:
		t.Fatal("woken without a commit")
	default:
	}
	h.notify()
	<-moved
}
