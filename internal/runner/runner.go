// Package runner makes happen what cases wait for: it fires due timers, runs
// the effects that decisions left behind, and reads outside facts. It holds no
// state of its own. Everything it does is a claim with a lease, so that it may
// be killed at any moment: what it had claimed is claimed again, by it or by
// another, and an effect that may have happened is not repeated unless its
// executor says that this is harmless.
package runner

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"sync"
	"time"

	"github.com/headgate/headgate/internal/service"
)

// Config wires a Runner. Read reads a source of facts; Notify tells people.
type Config struct {
	Service service.Runner
	// Call runs an executor and returns when its effect is over, or when ctx is
	// cancelled and all that it started is gone. When pause is closed it goes to
	// its next safe point and returns OutcomePaused; one that has none goes on
	// to its end.
	Call func(ctx context.Context, e service.Effect, pause <-chan struct{}, out io.Writer) service.Result
	// Idempotent reports of the name of an executor whether doing it twice is
	// doing it once. Nil: of none.
	Idempotent func(executor string) bool
	Read       func(ctx context.Context, w service.Want) (json.RawMessage, error)
	Notify     func(ctx context.Context, e service.Effect) error

	Clock  func() time.Time // of the cases
	Worker string           // names this process in leases
	Slots  int              // calls at the same time, and readings; default 8
	Lease  time.Duration    // default 30s
	Poll   time.Duration    // the longest time without looking; default 1s
	Grace  time.Duration    // how long a call that must not be repeated may go on after the end; default 30s
	Logger *slog.Logger
}

// Runner runs until its context ends.
type Runner struct {
	Config
	readers chan struct{}
	work    sync.WaitGroup // effects and readings under way

	mu      sync.Mutex
	running map[string]*running // calls by effect key
	reading map[string]bool     // facts being read, by case and fact
}

// New returns a runner; it does nothing before Run.
func New(c Config) *Runner {
	orDefault(&c.Slots, 8)
	orDefault(&c.Lease, 30*time.Second)
	orDefault(&c.Poll, time.Second)
	orDefault(&c.Grace, 30*time.Second)
	if c.Idempotent == nil {
		c.Idempotent = func(string) bool { return false }
	}
	return &Runner{
		Config: c, readers: make(chan struct{}, c.Slots),
		running: map[string]*running{}, reading: map[string]bool{},
	}
}

func orDefault[T comparable](value *T, d T) {
	var zero T
	if *value == zero {
		*value = d
	}
}

// Run works until ctx ends, and returns when no call is under way any more:
// those that may be repeated are ended at once and given back, the others have
// Grace to come to their end.
func (r *Runner) Run(ctx context.Context) {
	var loops sync.WaitGroup
	loops.Go(func() { r.loop(ctx, service.NewTimers, r.timers) })
	loops.Go(func() { r.loop(ctx, service.NewFacts, r.facts) })
	loops.Go(func() { r.loop(ctx, 0, r.tidy) })
	for _, l := range r.lanes() {
		loops.Go(func() { r.loop(ctx, l.news, l.turn) })
	}
	loops.Wait()
	r.work.Wait()
}

// loop takes turns: after each it sleeps as long as the turn says, at most
// Poll, or until there is news for it.
func (r *Runner) loop(ctx context.Context, news service.News, turn func(context.Context) time.Duration) {
	for ctx.Err() == nil {
		changed := r.Service.Changed(news)
		if wait := min(turn(ctx), r.Poll); wait > 0 {
			pause(ctx, wait, changed)
		}
	}
}

// pause waits until a time has passed, ctx has ended or, unless it is nil,
// sooner is closed.
func pause(ctx context.Context, d time.Duration, sooner <-chan struct{}) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-sooner:
	case <-timer.C:
	}
}

// timers fires what is due and sleeps until the next.
func (r *Runner) timers(ctx context.Context) time.Duration {
	const batch = 100
	moved, next, err := r.Service.TickDue(ctx, batch)
	if err != nil {
		r.complain(ctx, "timers stay due", err)
	}
	switch {
	case moved >= batch:
		return 0
	case err != nil || next.IsZero():
		return r.Poll
	}
	return max(next.Sub(r.Clock()), time.Millisecond)
}

// tidy has a turn of its own, because the first time after long may take long.
func (r *Runner) tidy(ctx context.Context) time.Duration {
	if err := r.Service.Tidy(ctx); err != nil {
		r.complain(ctx, "old logins and keys stay", err)
	}
	return r.Poll
}

func (r *Runner) complain(ctx context.Context, what string, err error) {
	if ctx.Err() == nil {
		r.Logger.LogAttrs(ctx, slog.LevelWarn, what, slog.Any("error", err))
	}
}
