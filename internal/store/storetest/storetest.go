// Package storetest is the suite that every implementation of store.Store must
// pass. It knows the interface alone, so what it shows of one store holds for
// the others too:
//
//	func TestStore(t *testing.T) {
//		storetest.Test(t, func(t *testing.T) store.Store { return open(t) })
//	}
//
// Events of the suite are those of a toy: each carries the whole change that
// it makes (see toy.go), so folding a log is a few lines and rebuilt
// projections can be held against live ones.
package storetest

import (
	"context"
	"errors"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/headgate/headgate/internal/store"
)

// Test runs the suite. Open returns a fresh, empty store and closes it when
// the test is over.
func Test(t *testing.T, open func(t *testing.T) store.Store) {
	tests := []struct {
		name string
		run  func(t *testing.T, s store.Store)
	}{
		{"Commit", testCommit},
		{"CommitRefusesStale", testCommitRefusesStale},
		{"CommitSparesNeighbours", testCommitSparesNeighbours},
		{"CommitSeesEarlierInBatch", testCommitSeesEarlierInBatch},
		{"CommitIsRepeatable", testCommitIsRepeatable},
		{"CommitLeavesAppendAlone", testCommitLeavesAppendAlone},
		{"CommitGuards", testCommitGuards},
		{"CommitNumbers", testCommitNumbers},
		{"CommitRefusesNonsense", testCommitRefusesNonsense},
		{"Leaves", testLeaves},
		{"CaseTail", testCaseTail},
		{"Log", testLog},
		{"List", testList},
		{"ListFilters", testListFilters},
		{"ListCursorIsStable", testListCursorIsStable},
		{"Tally", testTally},
		{"Due", testDue},
		{"FactsDue", testFactsDue},
		{"ListByComponent", testListByComponent},
		{"Inbox", testInbox},
		{"InboxPages", testInboxPages},
		{"InboxChanges", testInboxChanges},
		{"Grants", testGrants},
		{"Links", testLinks},
		{"Rebuild", testRebuild},
		{"RebuildFails", testRebuildFails},
		{"Outbox", testOutbox},
		{"OutboxLease", testOutboxLease},
		{"OutboxFree", testOutboxFree},
		{"OutboxParks", testOutboxParks},
		{"OutboxAckedByCommit", testOutboxAckedByCommit},
		{"OutboxClaimedInGroup", testOutboxClaimedInGroup},
		{"OutboxClaimRefused", testOutboxClaimRefused},
		{"ClaimRunsCalls", testClaimRunsCalls},
		{"Calls", testCalls},
		{"CallOutput", testCallOutput},
		{"Directory", testDirectory},
		{"Seed", testSeed},
		{"Settings", testSettings},
		{"Credentials", testCredentials},
		{"Sessions", testSessions},
		{"Tokens", testTokens},
		{"Prune", testPrune},
		{"Models", testModels},
		{"ModelLife", testModelLife},
		{"Blobs", testBlobs},
		{"Committer", testCommitter},
		{"Concurrency", testConcurrency},
		{"Ends", testEnds},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.run(t, open(t))
		})
	}
	t.Run("RebuildIsLive", func(t *testing.T) {
		t.Parallel()
		for seed := range 25 {
			t.Run(strconv.Itoa(seed), func(t *testing.T) { testRebuildIsLive(t, open(t), seed) })
		}
	})
}

// commit commits a batch and returns its outcomes.
func commit(t testing.TB, s store.Cases, batch ...*store.Append) []store.Outcome {
	t.Helper()
	outcomes, err := s.Commit(context.Background(), batch)
	if err != nil {
		t.Fatalf("commit: %v", err)
	}
	if len(outcomes) != len(batch) {
		t.Fatalf("commit gave %d outcomes for %d appends", len(outcomes), len(batch))
	}
	return outcomes
}

// accept commits a batch of which nothing may be refused.
func accept(t testing.TB, s store.Cases, batch ...*store.Append) []store.Receipt {
	t.Helper()
	var receipts []store.Receipt
	for i, o := range commit(t, s, batch...) {
		if o.Err != nil {
			t.Fatalf("append %d refused: %v", i, o.Err)
		}
		receipts = append(receipts, o.Receipt)
	}
	return receipts
}

// must returns v, or fails the test.
func must[T any](t testing.TB) func(v T, err error) T {
	t.Helper()
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func noError(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantError(t testing.TB, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("got error %v, want %v", got, want)
	}
}

// diff compares; an empty list and no list are the same.
func diff(t testing.TB, what string, got, want any) {
	t.Helper()
	if d := cmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}
