package store_test

import (
	"encoding/hex"
	"errors"
	"testing"

	"github.com/headgate/headgate/internal/store"
)

func event() store.Event {
	return store.Event{Position: 9, Case: "REL-1", Seq: 3, Kind: "done", V: 1, At: 1_700_000_000_000, Actor: "mara", Data: []byte("{}")}
}

// TestLeafHashStays holds the hash against one that was computed by another
// program, from the description in docs/store.md: hashes in old logs must
// stay good.
func TestLeafHashStays(t *testing.T) {
	t.Parallel()
	e := event()
	got := store.LeafHash("main", &e)
	const want = "451ae2697f609443e6c7e9cc396a75a8004a7f11c7ef6cea1b39537f95eb30aa"
	if hex.EncodeToString(got[:]) != want {
		t.Errorf("got %x, want %s", got, want)
	}
	e.Position, e.Leaf = 10, store.Hash{1}
	if store.LeafHash("main", &e) != got {
		t.Error("position or leaf changes the hash")
	}
}

// TestLeafHashCoversAll changes one field after the other, and moves a letter
// across the border of two fields.
func TestLeafHashCoversAll(t *testing.T) {
	t.Parallel()
	seen := map[store.Hash]string{}
	note := func(name, tenant string, change func(e *store.Event)) {
		e := event()
		change(&e)
		h := store.LeafHash(tenant, &e)
		if other, ok := seen[h]; ok {
			t.Errorf("%s has the hash of %s", name, other)
		}
		seen[h] = name
	}
	note("nothing", "main", func(*store.Event) {})
	note("tenant", "other", func(*store.Event) {})
	note("case", "main", func(e *store.Event) { e.Case = "REL-2" })
	note("seq", "main", func(e *store.Event) { e.Seq++ })
	note("kind", "main", func(e *store.Event) { e.Kind = "failed" })
	note("version", "main", func(e *store.Event) { e.V++ })
	note("at", "main", func(e *store.Event) { e.At++ })
	note("actor", "main", func(e *store.Event) { e.Actor = "jon" })
	note("data", "main", func(e *store.Event) { e.Data = []byte("[]") })
	note("border", "main", func(e *store.Event) { e.Actor, e.Data = "mar", []byte("a{}") })
	note("border of tenant", "mainR", func(e *store.Event) { e.Case = "EL-1" })
}

func TestCursor(t *testing.T) {
	t.Parallel()
	want := store.Cursor{At: 5, Number: 17, Case: "REL-17", Place: "deploy[ä]", Verb: "Approve"}
	if got, err := store.ParseCursor(want.String()); err != nil || got != want {
		t.Errorf("got %+v, %v, want %+v", got, err, want)
	}
}

func FuzzParseCursor(f *testing.F) {
	f.Add("")
	f.Add("bm8")
	f.Add(store.Cursor{At: 1, Case: "REL-1"}.String())
	f.Fuzz(func(t *testing.T, s string) {
		c, err := store.ParseCursor(s)
		if err != nil {
			if !errors.Is(err, store.ErrCursor) {
				t.Errorf("got error %v, want %v", err, store.ErrCursor)
			}
			return
		}
		if again, err := store.ParseCursor(c.String()); err != nil || again != c {
			t.Errorf("%+v became %+v, %v", c, again, err)
		}
	})
}
