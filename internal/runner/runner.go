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
	"errors"
	"io"
	"log/slog"
	"sync"
	"time"

	"github.com/headgate/headgate/internal/service"
)

// ErrStopped is the cancellation cause of a call that its case has withdrawn.
var ErrStopped = errors.New("stopped by the case")

// Config wires a Runner. Call runs an executor and returns when its effect is
// over or ctx is cancelled; Read reads a source of facts; Notify tells people.
type Config struct {
	Service service.Runner
	Call    func(ctx context.Context, e service.Effect, out io.Writer) service.Result
	Read    func(ctx context.Context, w service.Want) (json.RawMessage, error)
	Notify  func(ctx context.Context, e service.Effect) error

	Clock  func() time.Time // the service's clock
	Worker string           // names this process in leases
	Slots  int              // calls at the same time; default 8
	Lease  time.Duration    // default 30s
	Poll   time.Duration    // the longest time without looking; default 1s
	Logger *slog.Logger
}

// Runner runs until its context ends.
type Runner struct {
	Config
	slots chan struct{}
	calls sync.WaitGroup

	mu      sync.Mutex
	running map[string]context.CancelCauseFunc // by effect key
	reading map[string]time.Time               // facts being read or lately failed, by case and fact: not before
}

// New returns a runner; it does nothing before Run.
func New(c Config) *Runner {
	if c.Slots == 0 {
		c.Slots = 8
	}
	if c.Lease == 0 {
		c.Lease = 30 * time.Second
	}
	if c.Poll == 0 {
		c.Poll = time.Second
	}
	return &Runner{
		Config:  c,
		slots:   make(chan struct{}, c.Slots),
		running: map[string]context.CancelCauseFunc{},
		reading: map[string]time.Time{},
	}
}

// Run works until ctx ends; then it ends the calls under way, which report
// themselves in doubt, and returns when they have.
func (r *Runner) Run(ctx context.Context) {
	var loops sync.WaitGroup
	for _, turn := range []func(context.Context) time.Duration{r.timers, r.effects, r.facts} {
		loops.Go(func() { r.loop(ctx, turn) })
	}
	loops.Wait()
	r.calls.Wait()
}

// loop takes turns: after each it sleeps as long as the turn says, at most
// Poll, or until something was committed.
func (r *Runner) loop(ctx context.Context, turn func(context.Context) time.Duration) {
	for ctx.Err() == nil {
		changed := r.Service.Changed()
		wait := min(turn(ctx), r.Poll)
		if wait <= 0 {
			continue
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
		case <-changed:
		case <-timer.C:
		}
		timer.Stop()
	}
}

// timers fires what is due and sleeps until the next.
func (r *Runner) timers(ctx context.Context) time.Duration {
	const batch = 100
	moved, next, err := r.Service.TickDue(ctx, batch)
	switch {
	case err != nil:
		r.complain(ctx, "timers stay due", err)
		return r.Poll
	case moved == batch:
		return 0
	case next.IsZero():
		return r.Poll
	}
	return max(next.Sub(r.Clock()), time.Millisecond)
}

// effects claims as many as there are free slots.
func (r *Runner) effects(ctx context.Context) time.Duration {
	free := r.free(ctx)
	if free == 0 {
		return r.Poll
	}
	claimed, err := r.Service.ClaimEffects(ctx, r.Worker, free, r.Lease)
	if err != nil {
		r.complain(ctx, "effects wait", err)
		return r.Poll
	}
	for _, e := range claimed {
		r.slots <- struct{}{}
		r.calls.Go(func() {
			defer func() { <-r.slots }()
			r.effect(ctx, e)
		})
	}
	if len(claimed) == free {
		return 0
	}
	return r.Poll
}

// free waits until a slot is free and returns how many are; 0 when ctx ended.
func (r *Runner) free(ctx context.Context) int {
	select {
	case r.slots <- struct{}{}:
		<-r.slots
		return cap(r.slots) - len(r.slots)
	case <-ctx.Done():
		return 0
	}
}

func (r *Runner) effect(ctx context.Context, e service.Effect) {
	switch e.Kind {
	case service.EffectCall:
		r.call(ctx, e)
	case service.EffectStop:
		r.stop(e.Key)
		r.report(ctx, e, service.Result{Outcome: service.OutcomeDone})
	case service.EffectNotify:
		r.notify(ctx, e)
	default: // emitted events have nobody outside to go to yet
		r.report(ctx, e, service.Result{Outcome: service.OutcomeDone})
	}
}

// call runs an executor under its lease, with its output kept as it comes.
func (r *Runner) call(ctx context.Context, e service.Effect) {
	callCtx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	r.enter(e.Key, cancel)
	defer r.leave(e.Key)

	out := newOutput(ctx, r.Service, e.Key, r.Logger)
	var lease sync.WaitGroup
	lease.Go(func() { r.keepLease(callCtx, e, cancel) })
	result := r.Call(callCtx, e, out)
	cancel(nil)
	lease.Wait()
	out.Close()
	r.report(context.WithoutCancel(ctx), e, result)
}

// keepLease extends the claim until the call is over. A lost claim ends the
// call: somebody else has it.
func (r *Runner) keepLease(ctx context.Context, e service.Effect, cancel context.CancelCauseFunc) {
	tick := time.NewTicker(r.Lease / 3)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if ok, err := r.Service.Extend(ctx, e, r.Lease); err == nil && !ok {
				cancel(ErrStopped)
				return
			}
		}
	}
}

// stop ends the call with this key, if it runs here.
func (r *Runner) stop(key string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if cancel := r.running[key]; cancel != nil {
		cancel(ErrStopped)
	}
}

func (r *Runner) enter(key string, cancel context.CancelCauseFunc) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.running[key] = cancel
}

func (r *Runner) leave(key string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.running, key)
}

func (r *Runner) notify(ctx context.Context, e service.Effect) {
	if err := r.Notify(ctx, e); err != nil {
		r.complain(ctx, "notice waits", err)
		if err := r.Service.Release(ctx, e, backoff(e.Try), err.Error()); err != nil {
			r.complain(ctx, "notice keeps its lease", err)
		}
		return
	}
	r.report(ctx, e, service.Result{Outcome: service.OutcomeDone})
}

// backoff is the pause after a failed try: 1s, 2s, 4s … to 5 minutes.
func backoff(try int) time.Duration {
	return min(time.Second<<min(try-1, 20), 5*time.Minute)
}

// report tells the service what came of an effect, again and again until it is
// durable: a result must not be lost because the disk was busy.
func (r *Runner) report(ctx context.Context, e service.Effect, result service.Result) {
	for try := 1; ; try++ {
		err := r.Service.Report(ctx, e, result)
		if err == nil || ctx.Err() != nil {
			return
		}
		r.complain(ctx, "report waits", err)
		if try == 8 {
			return // the lease runs out; the effect is claimed again
		}
		timer := time.NewTimer(min(100*time.Millisecond<<try, 5*time.Second))
		select {
		case <-ctx.Done():
		case <-timer.C:
		}
		timer.Stop()
	}
}

func (r *Runner) complain(ctx context.Context, what string, err error) {
	if ctx.Err() == nil {
		r.Logger.LogAttrs(ctx, slog.LevelWarn, what, slog.Any("error", err))
	}
}
