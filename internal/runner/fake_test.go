package runner

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/headgate/headgate/internal/service"
)

// fake is a service.Runner that keeps everything in memory and writes down what
// it was asked. Its tests run in a synctest bubble, so time passes only when
// everybody waits.
type fake struct {
	mu      sync.Mutex
	queue   []service.Effect // to be claimed
	reports []report
	given   []given // claims given back
	lines   []append_
	text    map[string]string // output by key
	wanted  []service.Want
	facts   []reading
	ticks   []time.Time
	changed chan struct{}

	due       time.Time    // next timer; zero: none
	wish      service.Wish // what Extend says
	extends   int
	asked     int // calls of Wanted
	tidied    int
	busy      int // so many calls of Report fail first
	extendErr error
	outputErr error
}

type report struct {
	Key    string
	Result service.Result
	At     time.Time
}

type given struct {
	Key   string
	Pause time.Duration
	Why   string
}

type append_ struct {
	Key    string
	Offset int64
	Len    int
}

type reading struct {
	Case, Fact, Value string
	At                time.Time
}

var errBusy = errors.New("the disk is busy")

func newFake(effects ...service.Effect) *fake {
	return &fake{queue: effects, text: map[string]string{}, changed: make(chan struct{})}
}

// add lets more work appear, as a commit does.
func (f *fake) add(effects ...service.Effect) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.queue = append(f.queue, effects...)
	close(f.changed)
	f.changed = make(chan struct{})
}

func (f *fake) TickDue(context.Context, int) (int, time.Time, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ticks = append(f.ticks, time.Now())
	if f.due.IsZero() || f.due.After(time.Now()) {
		return 0, f.due, nil
	}
	f.due = time.Time{}
	return 1, time.Time{}, nil
}

func (f *fake) ClaimEffects(_ context.Context, _ string, kinds []string, n int, _ time.Duration) ([]service.Effect, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var claimed []service.Effect
	f.queue = slices.DeleteFunc(f.queue, func(e service.Effect) bool {
		take := len(claimed) < n && slices.Contains(kinds, e.Kind)
		if take {
			claimed = append(claimed, e)
		}
		return take
	})
	return claimed, nil
}

func (f *fake) Extend(context.Context, service.Effect, time.Duration) (service.Wish, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.extends++
	return f.wish, f.extendErr
}

func (f *fake) Report(_ context.Context, e service.Effect, r service.Result) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.busy > 0 {
		f.busy--
		return errBusy
	}
	f.reports = append(f.reports, report{e.Key, r, time.Now()})
	return nil
}

func (f *fake) Release(_ context.Context, e service.Effect, pause time.Duration, why string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.given = append(f.given, given{e.Key, pause, why})
	return nil
}

func (f *fake) AppendOutput(_ context.Context, key string, offset int64, data []byte) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.outputErr != nil {
		return f.outputErr
	}
	f.lines = append(f.lines, append_{key, offset, len(data)})
	f.text[key] += string(data)
	return nil
}

func (f *fake) Wanted(_ context.Context, until time.Time) ([]service.Want, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked++
	var out []service.Want
	for _, w := range f.wanted {
		if !w.At.After(until) {
			out = append(out, w)
		}
	}
	return out, nil
}

func (f *fake) FactReading(_ context.Context, caseID, fact string, value json.RawMessage) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.facts = append(f.facts, reading{caseID, fact, string(value), time.Now()})
	for i := range f.wanted {
		if f.wanted[i].Case == caseID && f.wanted[i].Fact == fact {
			f.wanted[i].ReadAt = time.Now()
			f.wanted[i].At = time.Now().Add(max(f.wanted[i].MaxAge/2, time.Minute))
		}
	}
	return nil
}

func (f *fake) Tidy(context.Context) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.tidied++
	return nil
}

func (f *fake) Changed(service.News) <-chan struct{} {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.changed
}

func (f *fake) extended() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.extends
}

// reported lists the reports so far.
func (f *fake) reported() []report {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.reports)
}

// bench is a runner over a fake. What is not set does nothing.
func bench(f *fake, set func(*Config)) *Runner {
	c := Config{
		Service: f, Clock: time.Now, Worker: "test", Logger: slog.New(slog.DiscardHandler),
		Call: func(context.Context, service.Effect, <-chan struct{}, io.Writer) service.Result {
			return service.Result{Outcome: service.OutcomeDone}
		},
		Read:   func(context.Context, service.Want) (json.RawMessage, error) { return json.RawMessage("1"), nil },
		Notify: func(context.Context, service.Effect) error { return nil },
	}
	if set != nil {
		set(&c)
	}
	return New(c)
}

// during lets the runner run while do looks at it, and ends it. Outside of do
// nothing of it is left: the bubble sees to that.
func during(t *testing.T, r *Runner, do func(stop context.CancelFunc)) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	over := make(chan struct{})
	go func() {
		defer close(over)
		r.Run(ctx)
	}()
	synctest.Wait()
	do(stop)
	stop()
	<-over
}

// pass lets time pass until everybody waits again.
func pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func call(key string) service.Effect {
	return service.Effect{Key: key, Kind: service.EffectCall, Case: "REL-1", Place: key, Executor: "x", Try: 1}
}
