package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/headgate/headgate/internal/store"
	"github.com/headgate/headgate/internal/store/sqlite"
)

// Machine is where figures come from and what else went on there. Loads are
// those of the last minute, -1 where the system does not say; commits are
// durable transactions a second of the bare store, one after the other.
type Machine struct {
	Cores         int     `json:"cores"`
	Go            string  `json:"go"`
	System        string  `json:"system"`
	LoadBefore    float64 `json:"load_before"`
	LoadAfter     float64 `json:"load_after"`
	CommitsBefore float64 `json:"bare_commits_before"`
	CommitsAfter  float64 `json:"bare_commits_after"`
}

// steadiness is how far apart the two commit rates may lie, as a ratio, before
// a run says more about the neighbours than about the product.
const steadiness = 1.25

func machine() Machine {
	return Machine{Cores: runtime.GOMAXPROCS(0), Go: runtime.Version(), System: runtime.GOOS + "/" + runtime.GOARCH, LoadBefore: load()}
}

func (m *Machine) print(w io.Writer) {
	fmt.Fprintf(w, "%d cores, %s, %s; load average %.2f before, %.2f after\n", m.Cores, m.System, m.Go, m.LoadBefore, m.LoadAfter)
	if m.CommitsBefore == 0 {
		return
	}
	fmt.Fprintf(w, "bare commits on this disk, one after the other: %s/s before, %s/s after", number(m.CommitsBefore), number(m.CommitsAfter))
	if max(m.CommitsBefore, m.CommitsAfter) > steadiness*min(m.CommitsBefore, m.CommitsAfter) {
		fmt.Fprint(w, ": an unsteady machine, do not trust what hangs on the wall clock")
	}
	fmt.Fprintln(w)
}

// load returns the load average of the last minute, or -1.
func load() float64 {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return -1
	}
	first, _, _ := strings.Cut(string(text), " ")
	v, err := strconv.ParseFloat(first, 64)
	if err != nil {
		return -1
	}
	return v
}

// bareCommits returns how many of the smallest transactions a second a store
// in this folder makes durable, one after the other.
func bareCommits(ctx context.Context, dir string) (rate float64, err error) {
	const window = time.Second
	path := filepath.Join(dir, "bare.db")
	s, err := sqlite.Open(ctx, sqlite.Config{Path: path})
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, s.Close(), removeDB(path)) }()
	began := time.Now()
	n := int64(0)
	for ; time.Since(began) < window && ctx.Err() == nil; n++ {
		if _, err := s.Commit(ctx, []*store.Append{bareAppend(n)}); err != nil {
			return 0, err
		}
	}
	return float64(n) / time.Since(began).Seconds(), ctx.Err()
}

// bareAppend is the next event of the one case of the yardstick.
func bareAppend(n int64) *store.Append {
	return &store.Append{
		Case: "REL-1", Expect: n, Prefix: "REL",
		Events:     []store.Event{{Kind: "done", V: 1, At: 1, Data: make([]byte, 200)}},
		Projection: store.Projection{Head: store.Head{Kind: "release", Status: "running", StartedAt: 1}},
	}
}

// removeDB removes a database and the files beside it.
func removeDB(path string) error {
	files, err := filepath.Glob(path + "*")
	if err != nil {
		return err
	}
	for _, f := range files {
		err = errors.Join(err, os.Remove(f))
	}
	return err
}
