package storetest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/internal/store"
)

// BenchmarkStored measures appends and pages beside many stored cases, of
// which 2,000 are open with two pieces of work each. It reports the 99th
// percentile of each read.
func BenchmarkStored(b *testing.B, open func(b *testing.B) store.Store, sizes ...int) {
	for _, size := range sizes {
		b.Run(fmt.Sprint("stored-", size), func(b *testing.B) {
			s := open(b)
			fill(b, s, size)
			b.Run("append", func(b *testing.B) {
				c := store.NewCommitter(s, store.CommitterConfig{})
				defer c.Close()
				submitAll(b, c, 256, fullAppend)
			})
			for _, read := range reads(s, size) {
				b.Run(read.name, func(b *testing.B) { measure(b, read.run) })
			}
		})
	}
}

type read struct {
	name string
	run  func(ctx context.Context) error
}

func reads(s store.Store, stored int) []read {
	chance := rand.New(rand.NewPCG(1, 2))
	list := func(f store.CaseFilter) func(context.Context) error {
		return func(ctx context.Context) error { _, _, err := s.List(ctx, f); return err }
	}
	size := func(f store.CaseFilter) func(context.Context) error {
		return func(ctx context.Context) error { _, err := s.ListSize(ctx, f); return err }
	}
	return []read{
		{"case", func(ctx context.Context) error {
			_, err := s.Case(ctx, fmt.Sprintf("REL-%d", 1+chance.IntN(stored)))
			return err
		}},
		{"inbox", func(ctx context.Context) error {
			person := fmt.Sprint("p", chance.IntN(100))
			_, _, err := s.Inbox(ctx, store.WorkFilter{People: []string{person}, Teams: []string{"ops"}, Limit: 50})
			return err
		}},
		{"board", list(store.CaseFilter{Kind: "release", Open: true, Limit: 50})},
		{"late", list(store.CaseFilter{Open: true, Health: "late", Limit: 50})},
		{"newest", list(store.CaseFilter{Order: store.ByNewest, Limit: 50})},
		{"size-open", size(store.CaseFilter{Kind: "release", Open: true})},
		{"size-late", size(store.CaseFilter{Kind: "release", Open: true, Health: "late"})},
		{"size-all", size(store.CaseFilter{Kind: "release"})},
		{"search-open", list(store.CaseFilter{Open: true, Text: "nowhere", Limit: 50})},
		{"search-all", list(store.CaseFilter{Order: store.ByNewest, Text: "nowhere", Limit: 50})},
		{"tally", func(ctx context.Context) error { _, err := s.Tally(ctx); return err }},
		{"due", func(ctx context.Context) error { _, err := s.Due(ctx, 1e12+50, 500); return err }},
	}
}

func measure(b *testing.B, run func(context.Context) error) {
	took := make([]time.Duration, 0, b.N)
	for b.Loop() {
		began := time.Now()
		if err := run(context.Background()); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
}

// fill stores size cases in large batches, the last 2,000 of them open.
func fill(b *testing.B, s store.Store, size int) {
	const open, batch = 2000, 1000
	for first := 1; first <= size; first += batch {
		var appends []*store.Append
		for n := first; n < first+batch && n <= size; n++ {
			appends = append(appends, stored(n, n > size-open))
		}
		accept(b, s, appends...)
	}
}

func stored(n int, open bool) *store.Append {
	a := bareAppend(&benchCase{prefix: "REL", cases: n - 1})
	a.Events = append(a.Events, a.Events[0], a.Events[0])
	h := &a.Head
	h.Title, h.Summary = fmt.Sprint("Shop 4.", n), benchSummary
	h.StartedAt = calendar.Instant(1e12 + n)
	if !open {
		h.Status, h.Health, h.EndedAt, h.NextDueAt, h.ClockAt = "closed", "done", h.StartedAt+1, 0, 0
		return a
	}
	h.NextDueAt, h.ClockAt = calendar.Instant(1e12+n%1000), calendar.Instant(1e12+n%777)
	if n%10 == 0 {
		h.Health = "late"
	}
	for i := range 2 {
		a.Work = append(a.Work, store.Work{
			WorkKey: store.WorkKey{Place: fmt.Sprint("step", i), Verb: "Complete"}, Title: "Verify", ClockAt: h.ClockAt,
			People: []string{fmt.Sprint("p", (n+i)%100)}, Teams: []string{fmt.Sprint("t", n%10)}, Data: benchSummary,
		})
	}
	return a
}
