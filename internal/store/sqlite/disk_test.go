package sqlite_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/headgate/headgate/internal/store"
	"github.com/headgate/headgate/internal/store/sqlite"
	"github.com/headgate/headgate/internal/store/storetest"
)

// TestFaultsPageLimit lets SQLite itself say that there is no more room.
func TestFaultsPageLimit(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "headgate.db")
	s := open(t, sqlite.Config{Path: path, MaxPages: 120})
	version := fillUp(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	checkIntegrity(t, path)
	goOn(t, open(t, sqlite.Config{Path: path}), version)
}

// TestFaultsLeaveNoClaim fails the transaction in which a claim rides; the same
// claim then finds the effect as if it were asked for the first time.
func TestFaultsLeaveNoClaim(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := open(t, sqlite.Config{Path: filepath.Join(t.TempDir(), "headgate.db")})
	if err := s.WriterExec(`CREATE TRIGGER cursed BEFORE INSERT ON outbox WHEN NEW.case_id = 'REL-2'
		BEGIN SELECT RAISE (ABORT, 'cursed'); END`); err != nil {
		t.Fatal(err)
	}
	good, bad := storetest.Append("REL-1", 0), storetest.Append("REL-2", 0)
	if _, err := s.Commit(ctx, []*store.Append{good}); err != nil {
		t.Fatal(err)
	}
	claim := claiming(10, 9)
	if outcomes, err := s.Commit(ctx, append(claim, bad)); err == nil {
		t.Fatalf("the cursed transaction is committed: %+v", outcomes)
	}
	outcomes, err := s.Commit(ctx, claim)
	if err != nil {
		t.Fatal(err)
	}
	got := outcomes[0].Receipt.Claimed
	if len(got) != 1 || got[0].Key != good.Effects[0].Key || got[0].Lease.Token != 1 || got[0].Attempt != 1 {
		t.Errorf("claimed %+v, want the effect of REL-1 for the first time", got)
	}
}

// fillUp commits until there is no room and returns how many commits were
// acknowledged so far. Whatever was acknowledged can be read, and nothing else.
func fillUp(t *testing.T, s *sqlite.Store) int64 {
	t.Helper()
	ctx := context.Background()
	c := store.NewCommitter(s, store.CommitterConfig{})
	defer c.Close()
	k, err := s.Case(ctx, "REL-1")
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	version := k.Head.Version
	for ; err == nil && version < 20_000; version++ {
		_, err = c.Submit(ctx, storetest.Append("REL-1", version))
	}
	version-- // the last one failed
	if !errors.Is(err, store.ErrFull) {
		t.Fatalf("after %d commits: got error %v, want %v", version, err, store.ErrFull)
	}
	if !strings.HasPrefix(err.Error(), store.ErrFull.Error()) {
		t.Errorf("got %q, want a sentence first", err)
	}
	k, err = s.Case(ctx, "REL-1")
	if err != nil {
		t.Fatal(err)
	}
	if k.Head.Version != version {
		t.Errorf("got version %d after %d acknowledged commits", k.Head.Version, version)
	}
	return version
}

// goOn does what a full disk refused, now that there is room.
func goOn(t *testing.T, s *sqlite.Store, version int64) {
	t.Helper()
	ctx := context.Background()
	outcomes, err := s.Commit(ctx, []*store.Append{storetest.Append("REL-1", version)})
	if err != nil || outcomes[0].Err != nil {
		t.Fatalf("commit with room again: %v, %v", err, outcomes)
	}
	live := storetest.ReadProjections(t, s)
	if err := s.Rebuild(ctx, storetest.Fold); err != nil {
		t.Fatal(err)
	}
	storetest.Same(t, storetest.ReadProjections(t, s), live)
}

// TestFaultsPermission takes the right to write from the data folder. The
// superuser may write anyway; see TestFaultsReadOnlyMount.
func TestFaultsPermission(t *testing.T) {
	t.Parallel()
	if os.Geteuid() == 0 {
		t.Skip("the superuser may write everywhere")
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	_, err := sqlite.Open(context.Background(), sqlite.Config{Path: filepath.Join(dir, "headgate.db")})
	if !errors.Is(err, store.ErrReadOnly) {
		t.Errorf("got error %v, want %v", err, store.ErrReadOnly)
	}
}
