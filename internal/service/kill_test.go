package service

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/internal/service/auth"
	"github.com/headgate/headgate/internal/store"
	"github.com/headgate/headgate/internal/store/sqlite"
)

// killDir names the folder of the child process of TestFaultsKilled.
const killDir = "HEADGATE_TEST_KILL_DIR"

// TestFaultsKilled kills a server while it answers one command after the other.
// Every command that was answered is in the log; repeating all of them under
// their keys, the unanswered one included, leaves each there exactly once.
func TestFaultsKilled(t *testing.T) {
	t.Parallel()
	if dir := os.Getenv(killDir); dir != "" {
		noteForEver(dir)
		return
	}
	k := setup(t)
	rel := k.page(page1)
	k.stop()
	most := 0 // a round may be killed before it is where an earlier one was
	for round := range 3 {
		answered := killed(t, k.dir, 20+7*round)
		k.open()
		for n := range answered + 2 { // the one under way when it was killed as well
			if err := note(context.Background(), k.Service, rel, n); err != nil {
				t.Fatal(err)
			}
		}
		most = max(most, answered+2)
		if got := k.count(rel, "Noted", "write"); got != most {
			t.Errorf("round %d: %d notes are in the log, want %d", round, got, most)
		}
		k.stop()
	}
	k.open()
}

// killed runs the child until it has answered at least that many commands, and
// kills it. It returns the number of the last one answered.
func killed(t *testing.T, dir string, least int) int {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestFaultsKilled$")
	child.Env = append(os.Environ(), killDir+"="+dir)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	answered, lines := 0, bufio.NewScanner(out)
	for lines.Scan() {
		if _, err := fmt.Sscanf(lines.Text(), "answered %d", &answered); err != nil {
			t.Fatalf("the child says %q", lines.Text())
		}
		if answered == least {
			if err := child.Process.Kill(); err != nil { // and read what it had said before
				t.Fatal(err)
			}
		}
	}
	_ = child.Wait() // it was killed
	if answered < least {
		t.Fatalf("the child answered only %d commands", answered)
	}
	return answered
}

// noteForEver is the child: a server that takes notes until it is killed.
func noteForEver(dir string) {
	ctx := context.Background()
	st, err := sqlite.Open(ctx, sqlite.Config{Path: filepath.Join(dir, "headgate.db")})
	if err != nil {
		fmt.Println(err)
		return
	}
	s := New(Config{
		Store: st, Committer: store.NewCommitter(st, store.CommitterConfig{}), Cost: auth.Cost{Memory: 64, Passes: 1, Lanes: 1},
		Clock: func() time.Time { return time.Date(2026, 11, 25, 8, 0, 0, 0, time.UTC) },
	})
	for n := range 100_000 {
		if err := note(ctx, s, "REL-1", n); err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println("answered", n)
	}
}

func note(ctx context.Context, s *Service, rel string, n int) error {
	_, err := s.Command(ctx, person("ben"), Release, rel,
		client.CommandRequest{Command: "note", Place: "write", Reason: fmt.Sprint(n)}, Condition{Key: fmt.Sprint("note-", n)})
	return err
}
