package service

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/internal/store"
)

// TestWhatHadItsTimeIsForgotten: sessions that ended and keys of more than a
// week ago go, an hour after the start and then once an hour.
func TestWhatHadItsTimeIsForgotten(t *testing.T) {
	t.Parallel()
	k := setup(t)
	rel := k.page(page1)
	for _, step := range []struct {
		begin    string // session of a minute and key with that name, first
		wait     time.Duration
		sessions []string // kept
		keys     []string
	}{
		{begin: "a", wait: tidyEvery - time.Millisecond, sessions: []string{"a"}, keys: []string{"a"}},
		{wait: time.Millisecond, keys: []string{"a"}},
		{begin: "b", wait: tidyEvery / 2, sessions: []string{"b"}, keys: []string{"a", "b"}},
		{wait: tidyEvery / 2, keys: []string{"a", "b"}},
		{wait: keyLife - 2*tidyEvery, keys: []string{"a", "b"}},
		{wait: tidyEvery, keys: []string{"b"}},
	} {
		if step.begin != "" {
			k.session(step.begin, time.Minute)
			k.note(rel, step.begin)
		}
		k.advance(step.wait)
		k.jump(time.Hour) // a case clock that runs ahead makes nothing older
		if err := k.Tidy(t.Context()); err != nil {
			t.Fatal(err)
		}
		if s, keys := k.sessionsOf("a", "b"), k.keysOf("a", "b"); !slices.Equal(s, step.sessions) || !slices.Equal(keys, step.keys) {
			t.Errorf("after %s: sessions %v and keys %v are kept, want %v and %v", step.wait, s, keys, step.sessions, step.keys)
		}
	}
}

func (k *kit) session(name string, life time.Duration) {
	k.t.Helper()
	if err := k.Store.PutSession(k.t.Context(), store.Session{Hash: store.Hash{name[0]}, Person: "ben", ExpiresAt: k.wall().Add(life)}); err != nil {
		k.t.Fatal(err)
	}
}

func (k *kit) note(rel, key string) {
	k.t.Helper()
	r := client.CommandRequest{Command: "note", Place: "write", Reason: key}
	if _, err := k.Command(k.t.Context(), person("ben"), Release, rel, r, Condition{Key: key}); err != nil {
		k.t.Fatal(err)
	}
}

// sessionsOf returns which of them are stored, ended or not.
func (k *kit) sessionsOf(names ...string) []string {
	k.t.Helper()
	return k.found(names, func(name string) error {
		_, err := k.Store.Session(k.t.Context(), store.Hash{name[0]}, 1)
		return err
	})
}

func (k *kit) keysOf(names ...string) []string {
	k.t.Helper()
	return k.found(names, func(name string) error {
		_, err := k.Store.Lookup(k.t.Context(), store.Key{Actor: person("ben").id(), ID: name})
		if errors.Is(err, store.ErrKeyReused) {
			return nil // the request that is asked about is another
		}
		return err
	})
}

func (k *kit) found(names []string, find func(string) error) (found []string) {
	k.t.Helper()
	for _, name := range names {
		switch err := find(name); {
		case err == nil:
			found = append(found, name)
		case !errors.Is(err, store.ErrNotFound):
			k.t.Fatal(err)
		}
	}
	return found
}
