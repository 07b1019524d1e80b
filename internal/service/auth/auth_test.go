package auth

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

var cheap = Cost{Memory: 64, Passes: 1, Lanes: 1}

func TestPassword(t *testing.T) {
	t.Parallel()
	stored := Hash("correct horse", cheap)
	if !strings.HasPrefix(stored, "$argon2id$v=19$m=64,t=1,p=1$") {
		t.Errorf("stored form %q does not record its parameters", stored)
	}
	if !Check(stored, "correct horse") || Check(stored, "correct hors") || Check(stored, "") {
		t.Error("Check does not tell the password from others")
	}
	if Hash("correct horse", cheap) == stored {
		t.Error("two hashes share a salt")
	}
	if nobody := Unmatched(cheap); NeedsRehash(nobody, cheap) || Check(nobody, "") || Check(nobody, "correct horse") {
		t.Errorf("%q is no hash of this cost that matches nothing", nobody)
	}
	if NeedsRehash(stored, cheap) || !NeedsRehash(stored, DefaultCost) || !NeedsRehash("", cheap) {
		t.Error("NeedsRehash does not compare the costs")
	}
}

func TestCheckRefusesDamagedHashes(t *testing.T) {
	t.Parallel()
	good := Hash("x", cheap)
	for _, stored := range []string{
		"", "x", strings.Replace(good, "argon2id", "argon2i", 1), strings.Replace(good, "v=19", "v=16", 1),
		strings.Replace(good, "m=64", "m=4294967295", 1), strings.Replace(good, "t=1", "t=0", 1),
		strings.Replace(good, "p=1", "p=0", 1), good[:strings.LastIndex(good, "$")+1],
	} {
		if Check(stored, "x") {
			t.Errorf("Check(%q) accepts", stored)
		}
	}
}

func TestSecrets(t *testing.T) {
	t.Parallel()
	a, b := NewSecret(TokenPrefix), NewSecret(TokenPrefix)
	if a == b || !strings.HasPrefix(a, "hg_") || len(a) != 3+43 {
		t.Errorf("secrets %q and %q", a, b)
	}
	if Digest(a) == Digest(b) {
		t.Error("digests do not tell secrets apart")
	}
}

func TestGuessesBackOff(t *testing.T) {
	t.Parallel()
	var g Guesses
	now := time.Date(2026, 11, 25, 14, 0, 0, 0, time.UTC)
	for i := range FreeTries {
		if _, ok := g.Begin("mara", now); !ok {
			t.Fatalf("try %d is refused", i+1)
		}
	}
	if wait, ok := g.Begin("mara", now); ok || wait != time.Second {
		t.Errorf("after the free tries: %v %v, want a wait of 1s", wait, ok)
	}
	if _, ok := g.Begin("jon", now); !ok {
		t.Error("the guesses at one person slow down another")
	}
	for range 41 { // keep guessing as soon as it is allowed: the wait doubles and ends at the longest
		wait, ok := g.Begin("mara", now)
		if !ok {
			now = now.Add(wait)
		}
	}
	if wait, ok := g.Begin("mara", now); !ok || wait != 0 {
		t.Errorf("at the end of the wait: %v %v, want a try", wait, ok)
	}
	if wait, _ := g.Begin("mara", now); wait != longest {
		t.Errorf("wait is %v, want the longest, %v", wait, longest)
	}
	if _, ok := g.Begin("mara", now.Add(forgive+longest)); !ok {
		t.Error("a quiet hour does not forgive")
	}
	g.Succeeded("mara")
	if _, ok := g.Begin("mara", now); !ok {
		t.Error("a success does not forgive")
	}
}

func TestGuessesStayBounded(t *testing.T) {
	t.Parallel()
	var g Guesses
	now := time.Date(2026, 11, 25, 14, 0, 0, 0, time.UTC)
	for i := range maxEntries + 100 {
		g.Begin(fmt.Sprint(i), now)
	}
	if len(g.seen) > maxEntries {
		t.Errorf("%d entries are kept", len(g.seen))
	}
}
