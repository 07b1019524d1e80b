package sqlite_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/internal/store"
	"github.com/headgate/headgate/internal/store/sqlite"
	"github.com/headgate/headgate/internal/store/storetest"
)

func TestCheckVersion(t *testing.T) {
	t.Parallel()
	for version, want := range map[string]bool{
		"3.51.3": true, "3.51.10": true, "3.54.1": true, "4.0.0": true,
		"3.51.2": false, "3.51": false, "3.9.99": false, "2.99.99": false, "": false,
	} {
		err := sqlite.CheckVersion(version)
		if got := err == nil; got != want {
			t.Errorf("version %q accepted: got %v, want %v", version, got, want)
		}
		if err != nil && !strings.Contains(err.Error(), "3.51.3") {
			t.Errorf("version %q: %q does not say what is needed", version, err)
		}
	}
}

func TestPragmas(t *testing.T) {
	t.Parallel()
	s := open(t, sqlite.Config{})
	for _, test := range []struct {
		of   func(string) (string, error)
		name string
		want string
	}{
		{s.WriterPragma, "journal_mode", "wal"},
		{s.WriterPragma, "synchronous", "2"}, // FULL
		{s.WriterPragma, "foreign_keys", "1"},
		{s.WriterPragma, "busy_timeout", "5000"},
		{s.ReaderPragma, "busy_timeout", "5000"},
		{s.ReaderPragma, "query_only", "1"},
	} {
		if got, err := test.of(test.name); err != nil || got != test.want {
			t.Errorf("%s: got %s, %v, want %s", test.name, got, err, test.want)
		}
	}
	if s.ReaderExec(`DELETE FROM counters`) == nil {
		t.Error("a reader could write")
	}
}

// TestReopen closes and opens a store in a folder whose name needs escaping.
func TestReopen(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	dir := filepath.Join(t.TempDir(), "100% of #7?mode=memory&x")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	c := sqlite.Config{Path: filepath.Join(dir, "headgate.db")}
	first := open(t, c)
	if _, err := first.Commit(ctx, []*store.Append{storetest.Append("REL-1", 0)}); err != nil {
		t.Fatal(err)
	}
	want := storetest.ReadProjections(t, first)
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	storetest.Same(t, storetest.ReadProjections(t, open(t, c)), want)
	info, err := os.Stat(c.Path)
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got != 0o600 {
		t.Errorf("mode of the file: got %o, want 600", got)
	}
}

// TestOpenTogether opens a new file from many sides at once: one of them
// migrates, all of them work.
func TestOpenTogether(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "headgate.db")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			s, err := sqlite.Open(context.Background(), sqlite.Config{Path: path, Readers: 1})
			if err != nil {
				t.Error(err)
				return
			}
			if err := errors.Join(s.Ping(context.Background()), s.Close()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

func TestOpenRefusesNewerSchema(t *testing.T) {
	t.Parallel()
	c := sqlite.Config{Path: filepath.Join(t.TempDir(), "headgate.db")}
	s := open(t, c)
	if err := s.WriterExec(`INSERT INTO schema_version (version) VALUES (9999)`); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := sqlite.Open(context.Background(), c)
	if !errors.Is(err, store.ErrSchema) {
		t.Errorf("got error %v, want %v", err, store.ErrSchema)
	}
}

// TestUpgradeAsksForARebuild opens a file of the first schema: what newer
// projections hold is missing until they are made again.
func TestUpgradeAsksForARebuild(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	c := sqlite.Config{Path: filepath.Join(t.TempDir(), "headgate.db")}
	s := open(t, c)
	if stale, err := s.Stale(ctx); stale || err != nil {
		t.Fatalf("a new file is stale: %v, %v", stale, err)
	}
	if _, err := s.Commit(ctx, []*store.Append{storetest.Append("REL-1", 0)}); err != nil {
		t.Fatal(err)
	}
	for _, undo := range []string{
		`DROP INDEX cases_facts`, `ALTER TABLE cases DROP COLUMN facts_at`, `ALTER TABLE cases DROP COLUMN cis`,
		`DROP TABLE case_cis`, `ALTER TABLE outbox DROP COLUMN holder`, `DROP INDEX cases_kind`,
		`ALTER TABLE models DROP COLUMN state`, `DROP TABLE model_acts`,
		`DELETE FROM schema_version WHERE version > 1`,
	} {
		if err := s.WriterExec(undo); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, c)
	if stale, err := s.Stale(ctx); !stale || err != nil {
		t.Fatalf("stale after the upgrade: %v, %v", stale, err)
	}
	if err := s.Rebuild(ctx, storetest.Fold); err != nil {
		t.Fatal(err)
	}
	if stale, err := s.Stale(ctx); stale || err != nil {
		t.Errorf("stale after the rebuild: %v, %v", stale, err)
	}
}

func TestOpenRefusesOtherFiles(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "headgate.db")
	text := []byte(strings.Repeat("not a database\n", 1000))
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := sqlite.Open(context.Background(), sqlite.Config{Path: path}); !errors.Is(err, store.ErrDamaged) {
		t.Errorf("opened a text file: got %v, want %v", err, store.ErrDamaged)
	}
	if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, text) {
		t.Errorf("the file was changed: %v", err)
	}
	if _, err := sqlite.Open(context.Background(), sqlite.Config{Path: filepath.Join(path, "x", "headgate.db")}); err == nil {
		t.Error("opened a file in no folder")
	}
}

// TestLogIsFixed tries to change and to remove an event behind the store's back.
func TestLogIsFixed(t *testing.T) {
	t.Parallel()
	s := open(t, sqlite.Config{})
	if _, err := s.Commit(context.Background(), []*store.Append{storetest.Append("REL-1", 0)}); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{`DELETE FROM events`, `UPDATE events SET actor = 'eve'`} {
		if s.WriterExec(statement) == nil {
			t.Errorf("%s went through", statement)
		}
	}
}

// TestTenantsStayApart lets two tenants use the same ids, keys and names.
func TestTenantsStayApart(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "headgate.db")
	a := open(t, sqlite.Config{Path: path})
	b := open(t, sqlite.Config{Path: path, Tenant: "other"})
	for _, s := range []*sqlite.Store{a, b} {
		outcomes, err := s.Commit(ctx, []*store.Append{storetest.Append("REL-1", 0)})
		if err != nil || outcomes[0].Err != nil {
			t.Fatal(err, outcomes)
		}
		if err := s.PutSetting(ctx, store.Setting{Name: "zone", Value: []byte(`"UTC"`)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.Rebuild(ctx, func(string, []store.Event) (store.Projection, error) {
		return store.Projection{Head: store.Head{Kind: "release", Title: "other"}}, nil
	}); err != nil {
		t.Fatal(err)
	}
	log, err := a.Log(ctx, 0, 10)
	if err != nil || len(log) != 1 {
		t.Errorf("got %d events, %v, want those of one tenant: 1", len(log), err)
	}
	if k, err := a.Case(ctx, "REL-1"); err != nil || k.Head.Title == "other" {
		t.Errorf("a rebuild of the other tenant reached %q, %v", k.Head.Title, err)
	}
	if work, _, err := a.Inbox(ctx, store.WorkFilter{}); err != nil || len(work) != 1 {
		t.Errorf("got %d pieces of work, %v, want 1", len(work), err)
	}
}

// TestAHolderFreesItsOwn: of two that claim from one file, one begins anew.
func TestAHolderFreesItsOwn(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "headgate.db")
	a := open(t, sqlite.Config{Path: path, Holder: "a"})
	b := open(t, sqlite.Config{Path: path, Holder: "b"})
	one := storetest.Append("REL-1", 0)
	one.Effects = []store.Effect{{Topic: "call", Key: "c1"}, {Topic: "call", Key: "c2"}}
	if _, err := a.Commit(ctx, []*store.Append{one}); err != nil {
		t.Fatal(err)
	}
	for _, s := range []*sqlite.Store{a, b} {
		if held, err := s.Commit(ctx, claiming(10, 1)); err != nil || len(held[0].Receipt.Claimed) != 1 {
			t.Fatalf("claimed %v, %v", held, err)
		}
	}
	if freed, err := b.Free(ctx, 20); freed != 1 || err != nil {
		t.Errorf("freed %d, %v, want 1", freed, err)
	}
	again, err := a.Commit(ctx, claiming(20, 10))
	if err != nil {
		t.Fatal(err)
	}
	if got := again[0].Receipt.Claimed; len(got) != 1 || got[0].Key != "c2" {
		t.Errorf("free are %v, want c2 alone", got)
	}
}

func claiming(now calendar.Instant, limit int) []*store.Append {
	return []*store.Append{{At: now, Claim: &store.Claim{Now: now, Until: 100, Limit: limit}}}
}

// TestSecretsAreHashes looks for columns that could hold a secret: the
// interface takes hashes alone, and the schema has no place for more.
func TestSecretsAreHashes(t *testing.T) {
	t.Parallel()
	s := open(t, sqlite.Config{})
	for _, table := range []string{"tokens", "sessions", "credentials"} {
		if s.WriterExec(`SELECT hash FROM `+table) != nil {
			t.Errorf("%s has no hash", table)
		}
		for _, word := range []string{"secret", "password", "token"} {
			if s.WriterExec(`SELECT `+word+` FROM `+table) == nil {
				t.Errorf("%s has a column %s", table, word)
			}
		}
	}
}
