package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"sync/atomic"
	"testing"
)

// TestWatchTakesUpWhereItBroke: every connection of this server breaks after
// one event; the next one asks for what came after it.
func TestWatchTakesUpWhereItBroke(t *testing.T) {
	t.Parallel()
	var asked []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		last := r.Header.Get("Last-Event-ID")
		asked = append(asked, last+" of "+r.URL.Query().Get("case"))
		n, _ := strconv.ParseInt(last, 10, 64) // the first time there is none: 0
		fmt.Fprintf(w, ": hello\nretry: 2000\n\nid: %d\nevent: change\ndata: {\"id\": %d, \"case\": \"REL-1\"}\n\ndata: no json\n\n", n+1, n+1)
	}))
	t.Cleanup(server.Close)

	enough := errors.New("enough")
	var ids []int64
	err := New(server.URL, "hg_1").Watch(t.Context(), "REL-1", 0, func(e StreamEvent) error {
		if ids = append(ids, e.ID); len(ids) == 3 {
			return enough
		}
		return nil
	})
	if !errors.Is(err, enough) {
		t.Errorf("error %v, want that of the callback", err)
	}
	if want := []int64{1, 2, 3}; !slices.Equal(ids, want) {
		t.Errorf("events %v, want %v", ids, want)
	}
	if want := []string{" of REL-1", "1 of REL-1", "2 of REL-1"}; !slices.Equal(asked, want) {
		t.Errorf("asked for %q, want %q", asked, want)
	}
}

func TestWatchEndsWhenRefused(t *testing.T) {
	t.Parallel()
	var tries atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		tries.Add(1)
		w.WriteHeader(http.StatusUnauthorized)
	}))
	t.Cleanup(server.Close)
	err := New(server.URL, "").Watch(t.Context(), "", 0, func(StreamEvent) error { return nil })
	var p *Problem
	if !errors.As(err, &p) || p.Status != http.StatusUnauthorized || tries.Load() != 1 {
		t.Errorf("error %v after %d tries, want one refusal", err, tries.Load())
	}
}

func TestWatchEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, end := context.WithCancel(t.Context())
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.(http.Flusher).Flush()
		end()
		<-r.Context().Done()
	}))
	t.Cleanup(server.Close)
	if err := New(server.URL, "").Watch(ctx, "", 0, func(StreamEvent) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want that of the context", err)
	}
}

// TestWatchGivesAgainWhatCouldNotBeLookedAt: the server goes away while the
// commit is looked at, so it is given once more.
func TestWatchGivesAgainWhatCouldNotBeLookedAt(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n, _ := strconv.ParseInt(r.Header.Get("Last-Event-ID"), 10, 64)
		fmt.Fprintf(w, "data: {\"id\": %d}\n\n", n+1)
	}))
	t.Cleanup(server.Close)
	enough := errors.New("enough")
	var ids []int64
	err := New(server.URL, "").Watch(t.Context(), "", 6, func(e StreamEvent) error {
		if ids = append(ids, e.ID); len(ids) == 1 {
			return fmt.Errorf("read the case: %w", ErrNoAnswer)
		}
		return enough
	})
	if want := []int64{7, 7}; !errors.Is(err, enough) || !slices.Equal(ids, want) {
		t.Errorf("events %v, %v; want %v", ids, err, want)
	}
}
