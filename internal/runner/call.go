package runner

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/headgate/headgate/internal/service"
)

// The cancellation causes of a call.
var (
	// ErrStopped says that its case has withdrawn it, or that another runner
	// has its claim.
	ErrStopped = errors.New("stopped by the case")
	// ErrEnding says that this runner ends.
	ErrEnding = errors.New("the server stopped")
)

// running is a call under way.
type running struct {
	cancel  context.CancelCauseFunc
	pausing sync.Once
	pause   chan struct{} // closed when it is to pause
}

func (c *running) obey(w service.Wish) {
	switch w {
	case service.Pause:
		c.pausing.Do(func() { close(c.pause) })
	case service.Stop:
		c.cancel(ErrStopped)
	case service.GoOn:
	}
}

// call runs an executor under its lease, with its output kept as it comes. The
// end of ctx does not end it at once, see wind.
func (r *Runner) call(ctx context.Context, e service.Effect) {
	callCtx, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	defer cancel(nil)
	c := &running{cancel: cancel, pause: make(chan struct{})}
	if e.Pause {
		c.obey(service.Pause)
	}
	r.enter(e.Key, c)
	defer r.leave(e.Key)
	defer context.AfterFunc(ctx, func() { r.wind(callCtx, e, c) })()

	out := newOutput(ctx, r.Service, e.Key, r.Logger)
	var lease sync.WaitGroup
	lease.Go(func() { r.keepLease(callCtx, e, c) })
	result := r.Call(callCtx, e, c.pause, out)
	again := errors.Is(context.Cause(callCtx), ErrEnding) && r.Idempotent(e.Executor) && result.Outcome != service.OutcomeDone
	cancel(nil)
	lease.Wait()
	out.Close()
	if again {
		r.giveBack(context.WithoutCancel(ctx), e, 0, "the server stopped while it ran; it is run again")
		return
	}
	r.report(context.WithoutCancel(ctx), e, result)
}

// wind ends a call because the runner ends: at once if it may be run again,
// else after a grace in which it may come to its end.
func (r *Runner) wind(callCtx context.Context, e service.Effect, c *running) {
	if !r.Idempotent(e.Executor) {
		pause(callCtx, r.Grace, nil)
	}
	c.cancel(ErrEnding)
}

// keepLease extends the claim until the call is over, and passes on what the
// case wants of it.
func (r *Runner) keepLease(ctx context.Context, e service.Effect, c *running) {
	tick := time.NewTicker(r.Lease / 3)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			wish, err := r.Service.Extend(ctx, e, r.Lease)
			if err != nil {
				r.complain(ctx, "lease not extended", err)
				continue // that it cannot be extended is not that somebody else has it
			}
			c.obey(wish)
		}
	}
}

func (r *Runner) enter(key string, c *running) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.running[key] = c
}

func (r *Runner) leave(key string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.running, key)
}
