package sqlite_test

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headgate/headgate/internal/store"
	"github.com/headgate/headgate/internal/store/sqlite"
	"github.com/headgate/headgate/internal/store/storetest"
)

// childEnv holds the path of a database in which the test binary, started
// again, commits without end until it is killed.
const childEnv = "HEADGATE_TEST_COMMIT_TO"

// TestFaultsKill kills a committing process again and again. Whatever it had
// acknowledged is there afterwards: once, in order, and with projections that
// a rebuild agrees with.
func TestFaultsKill(t *testing.T) {
	t.Parallel()
	kills := 5
	if os.Getenv("HEADGATE_LONG") != "" {
		kills = 40
	}
	path := filepath.Join(t.TempDir(), "headgate.db")
	chance := rand.New(rand.NewPCG(1, 2))
	acknowledged := map[string]bool{}
	for kill := range kills {
		for _, ack := range runAndKill(t, path, kill, 1+chance.IntN(150)) {
			if acknowledged[ack] {
				t.Fatalf("%s acknowledged twice", ack)
			}
			acknowledged[ack] = true
		}
		checkIntegrity(t, path)
		checkAfterKill(t, path, acknowledged)
	}
	t.Logf("%d commits acknowledged over %d kills", len(acknowledged), kills)
}

// runAndKill starts a child, kills it once it has acknowledged n commits, and
// returns all that it acknowledged up to then.
func runAndKill(t *testing.T, path string, run, n int) []string {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childEnv+"="+path, fmt.Sprintf("HEADGATE_TEST_RUN=%d", run))
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	var acks []string
	for {
		line, err := lines.ReadString('\n')
		if err != nil { // a line cut short was not acknowledged
			break
		}
		acks = append(acks, strings.TrimSpace(line))
		if len(acks) == n {
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	_ = child.Wait() // says that it was killed
	if len(acks) < n {
		t.Fatalf("child ended by itself after %d of %d acknowledgements", len(acks), n)
	}
	return acks
}

// commitForEver is what the child does: some submitters, each with cases of
// its own, who print what was acknowledged.
func commitForEver(path string, out io.Writer) error {
	ctx := context.Background()
	s, err := sqlite.Open(ctx, sqlite.Config{Path: path})
	if err != nil {
		return err
	}
	c := store.NewCommitter(s, store.CommitterConfig{})
	var wg sync.WaitGroup
	errs := make([]error, 6)
	for n := range errs {
		wg.Go(func() {
			id := fmt.Sprintf("REL-%d", n+1)
			known, _ := s.Case(ctx, id) // zero if it is new
			for version := known.Head.Version; errs[n] == nil; version++ {
				a := storetest.Append(id, version)
				a.Events[0].Actor = fmt.Sprintf("%s/%d/%d", os.Getenv("HEADGATE_TEST_RUN"), n, version)
				if _, errs[n] = c.Submit(ctx, a); errs[n] == nil {
					_, errs[n] = fmt.Fprintf(out, "%s %d %s\n", id, version+1, a.Events[0].Actor)
				}
			}
		})
	}
	wg.Wait()
	return errs[0]
}

func checkAfterKill(t *testing.T, path string, acknowledged map[string]bool) {
	t.Helper()
	ctx := context.Background()
	s, err := sqlite.Open(ctx, sqlite.Config{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	log, err := s.Log(ctx, 0, 1_000_000)
	if err != nil {
		t.Fatal(err)
	}
	found, last := map[string]int{}, map[string]int64{}
	for _, e := range log {
		if e.Seq != last[e.Case]+1 {
			t.Errorf("%s: seq %d follows %d", e.Case, e.Seq, last[e.Case])
		}
		last[e.Case] = e.Seq
		found[fmt.Sprintf("%s %d %s", e.Case, e.Seq, e.Actor)]++
	}
	for ack := range acknowledged {
		if found[ack] != 1 {
			t.Errorf("acknowledged %q is there %d times", ack, found[ack])
		}
	}
	live := storetest.ReadProjections(t, s)
	for _, c := range live.Cases {
		if c.Head.Version != last[c.Head.Case] {
			t.Errorf("%s has version %d and %d events", c.Head.Case, c.Head.Version, last[c.Head.Case])
		}
	}
	if err := s.Rebuild(ctx, storetest.Fold); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(live, storetest.ReadProjections(t, s)); d != "" {
		t.Errorf("rebuilt (-live +rebuilt):\n%s", d)
	}
}

// checkIntegrity lets SQLite look over the whole file.
func checkIntegrity(t *testing.T, path string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(`PRAGMA integrity_check`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var report []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		report = append(report, line)
	}
	if !slices.Equal(report, []string{"ok"}) {
		t.Errorf("integrity: %q", report)
	}
}
