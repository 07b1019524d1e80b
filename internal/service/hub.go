package service

import (
	"context"
	"sync"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/internal/store"
)

// hub tells watchers what was committed. It keeps no queue per watcher: all
// read the log, the newest part of it from a window in memory that is filled
// once for all of them. So resuming after a lost connection is the same as
// going on, a slow watcher costs nothing and misses nothing, and what another
// process committed is seen as well.
type hub struct {
	log    store.Cases
	mu     sync.Mutex
	moved  chan struct{} // closed at the next commit
	window []store.Event // the newest events, ascending and without gaps
	from   int64         // position behind which the window begins
	last   int64         // position up to which it has been read
	begun  bool          // last is known
	behind bool          // there may be more than the window holds
}

// windowSize is how many events the hub keeps in memory.
const windowSize = 8192

func newHub(log store.Cases) *hub { return &hub{log: log, moved: make(chan struct{})} }

// notify wakes all watchers.
func (h *hub) notify() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.behind = true
	close(h.moved)
	h.moved = make(chan struct{})
}

// poll wakes all watchers when another process has committed something.
func (h *hub) poll(ctx context.Context) error {
	position, err := h.log.Position(ctx)
	if err == nil && h.missed(position) {
		h.notify()
	}
	return err
}

func (h *hub) missed(position int64) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.begun && !h.behind && position > h.last
}

// after returns up to limit events behind a position, and a channel that is
// closed when there may be more.
func (h *hub) after(ctx context.Context, position int64, limit int) ([]store.Event, <-chan struct{}, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	moved := h.moved
	if err := h.fill(ctx); err != nil {
		return nil, moved, err
	}
	if position < h.from {
		events, err := h.log.Log(ctx, position, limit)
		return events, moved, err
	}
	i := 0
	for i < len(h.window) && h.window[i].Position <= position {
		i++
	}
	rest := h.window[i:]
	return rest[:min(limit, len(rest)):min(limit, len(rest))], moved, nil
}

func (h *hub) fill(ctx context.Context) error {
	if !h.begun {
		position, err := h.log.Position(ctx)
		if err != nil {
			return err
		}
		h.from, h.last, h.begun, h.behind = position, position, true, false
	}
	for h.behind {
		events, err := h.log.Log(ctx, h.last, 1000)
		if err != nil {
			return err
		}
		if len(events) == 0 {
			h.behind = false
			return nil
		}
		h.last = events[len(events)-1].Position
		h.window = append(h.window, events...)
		if extra := len(h.window) - windowSize; extra > 0 {
			h.from = h.window[extra-1].Position
			h.window = append([]store.Event(nil), h.window[extra:]...)
		}
	}
	return nil
}

// Watch is a place in the log of all cases.
type Watch struct {
	s    *Service
	only string
	at   int64
}

// Watch begins behind a position of the log (negative: at its end) and shows
// the events of one case, or of all cases the caller may see.
func (s *Service) Watch(ctx context.Context, c Caller, after int64, caseID string) (*Watch, error) {
	if err := c.need(MayRead); err != nil {
		return nil, err
	}
	if caseID != "" {
		if _, err := s.load(ctx, caseID); err != nil {
			return nil, err
		}
	}
	end, err := s.Store.Position(ctx)
	if err != nil {
		return nil, fault("read end of log", err)
	}
	if after < 0 || after > end {
		after = end
	}
	return &Watch{s: s, only: caseID, at: after}, nil
}

// watchBatch is how many events are read at a time.
const watchBatch = 500

// Next returns what was committed since the last call, one StreamEvent per case
// and run of its events, and a channel that is closed when there may be more.
// An empty list means: wait.
func (w *Watch) Next(ctx context.Context) ([]client.StreamEvent, <-chan struct{}, error) {
	for {
		events, moved, err := w.s.hub.after(ctx, w.at, watchBatch)
		if err != nil || len(events) == 0 {
			return nil, moved, fault("read log", err)
		}
		w.at = events[len(events)-1].Position
		if out := w.show(ctx, events); len(out) > 0 {
			return out, moved, nil
		}
	}
}

func (w *Watch) show(ctx context.Context, events []store.Event) []client.StreamEvent {
	var out []client.StreamEvent
	for _, e := range events {
		if w.only != "" && e.Case != w.only {
			continue
		}
		if n := len(out); n == 0 || out[n-1].Case != e.Case {
			out = append(out, client.StreamEvent{Case: e.Case, Title: w.s.titleOf(ctx, e.Case), Kinds: []string{}, Now: w.s.Clock()})
		}
		last := &out[len(out)-1]
		last.ID, last.Seq, last.Kinds = e.Position, e.Seq, append(last.Kinds, e.Kind)
	}
	return out
}

func (s *Service) titleOf(ctx context.Context, id string) string {
	l, err := s.load(ctx, id)
	if err != nil {
		return id // the title is a comfort: the event must not be lost for it
	}
	return l.state.Title
}
