package storetest

import (
	"context"
	"fmt"
	"testing"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/internal/store"
)

func testDirectory(t *testing.T, s store.Store) {
	ctx := context.Background()
	diff(t, "version", must[int64](t)(s.DirectoryVersion(ctx)), int64(1))
	mara := store.Person{
		ID: "mara", Name: "Mara Lindt", Organization: "acme", Skills: []string{"db"}, Permissions: []string{"admin"},
		Disabled: true, Data: []byte("{}"),
	}
	ada := store.Person{ID: "ada", Name: "Ada", Skills: []string{}, Permissions: []string{}, Data: []byte{}}
	noError(t, s.PutPerson(ctx, mara))
	noError(t, s.PutPerson(ctx, ada))
	diff(t, "people", must[[]store.Person](t)(s.People(ctx)), []store.Person{ada, mara})
	mara.Name, mara.Disabled = "Mara L.", false
	noError(t, s.PutPerson(ctx, mara))
	diff(t, "person", must[store.Person](t)(s.Person(ctx, "mara")), mara)
	_, err := s.Person(ctx, "eve")
	wantError(t, err, store.ErrNotFound)

	ops := store.Team{ID: "ops", Kind: "team", Name: "Operations", Members: []string{"mara", "ada"}}
	cab := store.Team{ID: "cab", Kind: "group", Members: []string{}}
	noError(t, s.PutTeam(ctx, ops))
	noError(t, s.PutTeam(ctx, cab))
	diff(t, "teams", must[[]store.Team](t)(s.Teams(ctx)), []store.Team{cab, ops})
	diff(t, "version", must[int64](t)(s.DirectoryVersion(ctx)), int64(6))
}

func testSeed(t *testing.T, s store.Store) {
	ctx := context.Background()
	mara := store.Person{ID: "mara", Name: "Mara Lindt", Skills: []string{"db"}, Permissions: []string{}, Data: []byte{}}
	noError(t, s.PutPerson(ctx, mara))
	seed := store.Seed{
		People: []store.Person{
			{ID: "mara", Name: "somebody else"},
			{ID: "jon", Name: "Jon", Skills: []string{}, Permissions: []string{"read"}, Data: []byte{}},
		},
		Teams:    []store.Team{{ID: "ops", Kind: "team", Members: []string{"jon"}}},
		Settings: []store.Setting{{Name: "ci.shop", Value: []byte("1")}},
	}
	noError(t, s.Seed(ctx, seed))
	diff(t, "people", must[[]store.Person](t)(s.People(ctx)), []store.Person{seed.People[1], mara})
	diff(t, "teams", must[[]store.Team](t)(s.Teams(ctx)), seed.Teams)
	diff(t, "settings", must[[]store.Setting](t)(s.Settings(ctx, "")), seed.Settings)
	diff(t, "version", must[int64](t)(s.DirectoryVersion(ctx)), int64(3))
	noError(t, s.Seed(ctx, seed))
	diff(t, "version after nothing was added", must[int64](t)(s.DirectoryVersion(ctx)), int64(3))
}

func testSettings(t *testing.T, s store.Store) {
	ctx := context.Background()
	noError(t, s.PutSetting(ctx, store.Setting{Name: "freeze.b", Value: []byte("1")}))
	noError(t, s.PutSetting(ctx, store.Setting{Name: "freeze.a", Value: []byte("2")}))
	noError(t, s.PutSetting(ctx, store.Setting{Name: "freezer", Value: []byte("3")}))
	noError(t, s.PutSetting(ctx, store.Setting{Name: "freeze.b", Value: []byte("4")}))
	diff(t, "settings", must[[]store.Setting](t)(s.Settings(ctx, "freeze.")), []store.Setting{{Name: "freeze.a", Value: []byte("2")}, {Name: "freeze.b", Value: []byte("4")}})
	diff(t, "setting", string(must[[]byte](t)(s.Setting(ctx, "freezer"))), "3")
	noError(t, s.PutSetting(ctx, store.Setting{Name: "freezer"}))
	_, err := s.Setting(ctx, "freezer")
	wantError(t, err, store.ErrNotFound)
	diff(t, "version", must[int64](t)(s.DirectoryVersion(ctx)), int64(6))
}

func testCredentials(t *testing.T, s store.Store) {
	ctx := context.Background()
	_, err := s.Credential(ctx, "mara")
	wantError(t, err, store.ErrNotFound)
	noError(t, s.PutSession(ctx, store.Session{Hash: store.Hash{1}, Person: "mara", ExpiresAt: 100}))
	noError(t, s.PutSession(ctx, store.Session{Hash: store.Hash{2}, Person: "jon", ExpiresAt: 100}))
	noError(t, s.PutCredential(ctx, "mara", "$argon2id$1"))
	noError(t, s.PutCredential(ctx, "mara", "$argon2id$2"))
	diff(t, "hash", must[string](t)(s.Credential(ctx, "mara")), "$argon2id$2")
	_, err = s.Session(ctx, store.Hash{1}, 5) // a new password ends old logins
	wantError(t, err, store.ErrNotFound)
	must[store.Session](t)(s.Session(ctx, store.Hash{2}, 5))
	noError(t, s.PutCredential(ctx, "mara", ""))
	_, err = s.Credential(ctx, "mara")
	wantError(t, err, store.ErrNotFound)
}

func testSessions(t *testing.T, s store.Store) {
	ctx := context.Background()
	v := store.Session{Hash: store.Hash{7, 7}, Person: "mara", CreatedAt: 1, SeenAt: 2, ExpiresAt: 100}
	noError(t, s.PutSession(ctx, v))
	diff(t, "session", must[store.Session](t)(s.Session(ctx, v.Hash, 99)), v)
	for _, test := range []struct {
		hash store.Hash
		now  calendar.Instant
	}{{v.Hash, 100}, {store.Hash{7}, 5}, {store.Hash{}, 5}} {
		_, err := s.Session(ctx, test.hash, test.now)
		wantError(t, err, store.ErrNotFound)
	}
	v.SeenAt, v.ExpiresAt = 90, 200
	noError(t, s.PutSession(ctx, v))
	diff(t, "prolonged", must[store.Session](t)(s.Session(ctx, v.Hash, 150)), v)
	noError(t, s.DeleteSession(ctx, v.Hash))
	noError(t, s.DeleteSession(ctx, v.Hash))
	_, err := s.Session(ctx, v.Hash, 5)
	wantError(t, err, store.ErrNotFound)
}

func testTokens(t *testing.T, s store.Store) {
	ctx := context.Background()
	a := store.Token{ID: "a", Hash: store.Hash{1}, Name: "ci", Person: "mara", CreatedAt: 1, ExpiresAt: 100}
	b := store.Token{ID: "b", Hash: store.Hash{2}, Name: "cron", Person: "jon", CreatedAt: 2}
	noError(t, s.PutToken(ctx, b))
	noError(t, s.PutToken(ctx, a))
	diff(t, "token", must[store.Token](t)(s.Token(ctx, a.Hash, 99)), a)
	diff(t, "token for ever", must[store.Token](t)(s.Token(ctx, b.Hash, calendar.Forever)), b)
	_, err := s.Token(ctx, a.Hash, 100)
	wantError(t, err, store.ErrNotFound)
	_, err = s.Token(ctx, store.Hash{3}, 1)
	wantError(t, err, store.ErrNotFound)
	if s.PutToken(ctx, store.Token{ID: "c", Hash: a.Hash, Person: "eve"}) == nil {
		t.Error("two tokens with one secret")
	}
	diff(t, "of mara", must[[]store.Token](t)(s.Tokens(ctx, "mara")), []store.Token{a})
	diff(t, "of everybody", must[[]store.Token](t)(s.Tokens(ctx, "")), []store.Token{a, b})
	wantError(t, s.DeleteToken(ctx, "jon", "a"), store.ErrNotFound)
	noError(t, s.DeleteToken(ctx, "mara", "a"))
	noError(t, s.DeleteToken(ctx, "", "b"))
	diff(t, "left", must[[]store.Token](t)(s.Tokens(ctx, "")), []store.Token{})
}

func testPrune(t *testing.T, s store.Store) {
	ctx := context.Background()
	old, young := simple("REL-1", 0), simple("REL-2", 0)
	old.Key, old.At = store.Key{ID: "old"}, 10
	young.Key, young.At = store.Key{ID: "young"}, 20
	accept(t, s, old, young)
	noError(t, s.PutSession(ctx, store.Session{Hash: store.Hash{1}, ExpiresAt: 100}))
	noError(t, s.PutSession(ctx, store.Session{Hash: store.Hash{2}, ExpiresAt: 101}))
	noError(t, s.PutToken(ctx, store.Token{ID: "a", Hash: store.Hash{1}, ExpiresAt: 100}))
	noError(t, s.PutToken(ctx, store.Token{ID: "b", Hash: store.Hash{2}}))

	noError(t, s.Prune(ctx, 100, 20))
	_, err := s.Lookup(ctx, old.Key)
	wantError(t, err, store.ErrNotFound)
	must[store.Receipt](t)(s.Lookup(ctx, young.Key))
	_, err = s.Session(ctx, store.Hash{1}, 1)
	wantError(t, err, store.ErrNotFound)
	must[store.Session](t)(s.Session(ctx, store.Hash{2}, 1))
	tokens := must[[]store.Token](t)(s.Tokens(ctx, ""))
	diff(t, "tokens", len(tokens) == 1 && tokens[0].ID == "b", true)
	diff(t, "events", must[int64](t)(s.Position(ctx)), int64(2))

	var batch []*store.Append // more keys than go at once
	for i := range 1200 {
		a := simple(fmt.Sprintf("CHG-%d", i+1), 0)
		a.Key, a.At = store.Key{ID: fmt.Sprint("k", i), Actor: fmt.Sprint("p", i%3)}, calendar.Instant(30+i%2)
		batch = append(batch, a)
	}
	accept(t, s, batch...)
	noError(t, s.Prune(ctx, 100, 31))
	for i, a := range batch {
		_, err := s.Lookup(ctx, a.Key)
		if got := err == nil; got != (i%2 == 1) {
			t.Fatalf("key %d kept: got %v", i, got)
		}
	}
}
