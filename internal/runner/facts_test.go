package runner

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/headgate/headgate/internal/service"
)

// minutes returns when the readings were made, in minutes after begun.
func (f *fake) minutes(begun time.Time) []float64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	out := []float64{}
	for _, r := range f.facts {
		out = append(out, r.At.Sub(begun).Minutes())
	}
	return out
}

func TestFactsAreReadWhenTheyAreWanted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		begun := time.Now()
		f.wanted = []service.Want{{Case: "REL-1", Fact: "live", From: "metrics", MaxAge: 10 * time.Minute, At: begun}}
		during(t, bench(f, nil), func(context.CancelFunc) { pass(20*time.Minute + time.Second) })
		if d := cmp.Diff([]float64{0, 5, 10, 15, 20}, f.minutes(begun)); d != "" {
			t.Errorf("read at minute (-want +got):\n%s", d)
		}
	})
}

// TestReadingsDoNotCrowd: many facts wanted at once are read a few at a time.
func TestReadingsDoNotCrowd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		for i := range 100 {
			f.wanted = append(f.wanted, service.Want{Case: fmt.Sprint("REL-", i), Fact: "live", MaxAge: time.Hour})
		}
		var now, most atomic.Int32
		r := bench(f, func(c *Config) {
			c.Slots = 4
			c.Read = func(context.Context, service.Want) (json.RawMessage, error) {
				most.Store(max(most.Load(), now.Add(1)))
				time.Sleep(time.Second)
				now.Add(-1)
				return json.RawMessage("1"), nil
			}
		})
		during(t, r, func(context.CancelFunc) { pass(27 * time.Second) })
		read := map[string]bool{}
		for _, r := range f.facts {
			read[r.Case] = true
		}
		if len(read) != 100 || most.Load() != 4 {
			t.Errorf("%d facts read, at most %d at a time; want 100 and 4", len(read), most.Load())
		}
	})
}

func TestAFactIsReadByOneAtATime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		f.wanted = []service.Want{{Case: "REL-1", Fact: "live"}, {Case: "REL-2", Fact: "live"}}
		reads := map[string]int{}
		r := bench(f, func(c *Config) {
			c.Read = func(ctx context.Context, w service.Want) (json.RawMessage, error) {
				f.mu.Lock()
				reads[w.Case]++
				f.mu.Unlock()
				time.Sleep(30 * time.Second) // longer than many turns
				return json.RawMessage("1"), nil
			}
		})
		during(t, r, func(context.CancelFunc) {
			pass(20 * time.Second)
			f.mu.Lock()
			defer f.mu.Unlock()
			if d := cmp.Diff(map[string]int{"REL-1": 1, "REL-2": 1}, reads); d != "" {
				t.Errorf("reads (-want +got):\n%s", d)
			}
		})
	})
}

func TestAReadingThatFailedIsTriedAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		f.wanted = []service.Want{{Case: "REL-1", Fact: "live", MaxAge: time.Hour}}
		tries := 0
		r := bench(f, func(c *Config) {
			c.Read = func(context.Context, service.Want) (json.RawMessage, error) {
				f.mu.Lock()
				defer f.mu.Unlock()
				if tries++; tries < 3 {
					return nil, errors.New("no answer")
				}
				return json.RawMessage(`{"sev1":0}`), nil
			}
		})
		during(t, r, func(context.CancelFunc) { pass(10 * time.Second) })
		if len(f.facts) != 1 || f.facts[0].Value != `{"sev1":0}` || tries != 3 {
			t.Errorf("readings %+v after %d tries", f.facts, tries)
		}
	})
}
