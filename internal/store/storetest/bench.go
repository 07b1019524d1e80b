package storetest

import (
	"bytes"
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/internal/cpu"
	"github.com/headgate/headgate/internal/store"
)

// Benchmark measures durable commits: the bare minimum of an event, a head and
// a snapshot, and the full set of rows that a human action writes. "single" is
// one submitter with a transaction per commit, "alone" is 32 submitters whose
// commits still have a transaction each, and the others share transactions.
// Every submitter works on cases of its own. It reports commits per
// second, commits per transaction and processor time per commit.
func Benchmark(b *testing.B, open func(b *testing.B) store.Store) {
	for _, rows := range []struct {
		name   string
		append func(c *benchCase) *store.Append
	}{{"bare", bareAppend}, {"full", fullAppend}} {
		for _, run := range []struct {
			name       string
			submitters int
			maxBatch   int
		}{{"single", 1, 1}, {"alone-32", 32, 1}, {"grouped-32", 32, 0}, {"grouped-256", 256, 0}} {
			b.Run(rows.name+"/"+run.name, func(b *testing.B) {
				s := &counting{Store: open(b)}
				c := store.NewCommitter(s, store.CommitterConfig{MaxBatch: run.maxBatch})
				defer c.Close()
				submitAll(b, c, run.submitters, rows.append)
				b.ReportMetric(float64(b.N)/float64(s.transactions.Load()), "commits/tx")
			})
		}
	}
}

// counting counts transactions.
type counting struct {
	store.Store
	transactions atomic.Int64
}

func (s *counting) Commit(ctx context.Context, batch []*store.Append) ([]store.Outcome, error) {
	s.transactions.Add(1)
	return s.Store.Commit(ctx, batch)
}

// runs counts runs, so that each has cases of its own in a store that many use.
var runs atomic.Int64

// submitAll commits b.N appends from many submitters.
func submitAll(b *testing.B, c *store.Committer, submitters int, next func(*benchCase) *store.Append) {
	var left atomic.Int64
	left.Store(int64(b.N))
	run := runs.Add(1)
	var wg sync.WaitGroup
	b.ReportAllocs()
	b.ResetTimer()
	used := cpu.Used()
	for n := range submitters {
		wg.Go(func() {
			mine := &benchCase{prefix: fmt.Sprintf("B%d", run), submitter: n}
			for left.Add(-1) >= 0 {
				if _, err := c.Submit(context.Background(), next(mine)); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "commits/s")
	b.ReportMetric((cpu.Used()-used).Seconds()*1e6/float64(b.N), "cpu-µs/op")
}

// benchCase is where a submitter stands: a case gets 30 events, then comes
// the next.
type benchCase struct {
	prefix           string
	submitter, cases int
	version          int64
}

func (c *benchCase) advance() (id string, expect int64) {
	if c.version == 30 {
		c.cases, c.version = c.cases+1, 0
	}
	c.version++
	return fmt.Sprintf("%s-%d", c.prefix, 1+c.submitter*1_000_000+c.cases), c.version - 1
}

var (
	benchEvent    = bytes.Repeat([]byte("e"), 200)
	benchSnapshot = bytes.Repeat([]byte("s"), 600)
	benchSummary  = bytes.Repeat([]byte("j"), 300)
)

func bareAppend(c *benchCase) *store.Append {
	id, expect := c.advance()
	due := calendar.Instant(1e12 + expect*1000)
	return &store.Append{
		Case: id, Expect: expect, Prefix: "REL",
		Events: []store.Event{{Kind: "done", V: 1, At: due, Actor: "mara", Data: benchEvent}},
		Projection: store.Projection{
			Head: store.Head{
				Kind: "release", Status: "running", Health: "waiting", Phase: "deploy", Title: "Shop 4.2", Model: "standard",
				ModelVersion: "2.1", Owner: "mara", Rigor: "high", Urgency: "normal", Mode: "real",
				NextDueAt: due, ClockAt: due, StartedAt: 1e12,
			},
			Snapshot: benchSnapshot,
		},
	}
}

func fullAppend(c *benchCase) *store.Append {
	a := bareAppend(c)
	a.Head.Summary = benchSummary
	a.Events = append(a.Events, store.Event{Kind: "ready", V: 1, At: a.Head.NextDueAt, Data: benchEvent})
	// The head of 30 is by commits here, so two events count twice.
	a.Expect *= 2
	a.Key = store.Key{ID: fmt.Sprintf("%s/%d", a.Case, a.Expect), Actor: "mara"}
	a.WorkGone = []store.WorkKey{{Place: fmt.Sprint("step", c.version-1)}}
	a.Work = []store.Work{{
		WorkKey: store.WorkKey{Place: fmt.Sprint("step", c.version), Verb: "Complete"}, Kind: "task", State: "ready", Status: "waiting",
		Title: "Verify", Role: "ops", ReadyAt: 1e12, ClockAt: a.Head.ClockAt, People: []string{"mara", "jon"}, Teams: []string{"ops"},
		Data: benchSummary,
	}}
	if c.version%5 == 0 {
		a.Effects = []store.Effect{{Topic: "mail", Key: a.Key.ID, At: a.Head.NextDueAt, Payload: benchEvent}}
	}
	return a
}
