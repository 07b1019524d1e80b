package runner

import (
	"context"
	"encoding/json"
	"errors"
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

func TestFactsAreReadAgainAtHalfTheirAge(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name   string
		maxAge time.Duration
		want   []float64
	}{
		{"ten minutes", 10 * time.Minute, []float64{0, 5, 10, 15, 20}},
		{"never ages", 0, []float64{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				f := newFake()
				f.wanted = []service.Want{{Case: "REL-1", Fact: "live", From: "metrics", MaxAge: row.maxAge}}
				begun := time.Now()
				during(t, bench(f, nil), func(context.CancelFunc) { pass(20*time.Minute + time.Second) })
				if d := cmp.Diff(row.want, f.minutes(begun)); d != "" {
					t.Errorf("read at minute (-want +got):\n%s", d)
				}
			})
		})
	}
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
