package runner

import (
	"context"
	"time"

	"github.com/headgate/headgate/internal/service"
)

// lane is a way on which effects of some kinds are taken. Lanes do not wait for
// each other: a call can be stopped while all slots for calls are taken.
type lane struct {
	*Runner
	news  service.News // of these kinds
	kinds []string
	slots chan struct{}
	do    func(context.Context, service.Effect)
}

func (r *Runner) lanes() []*lane {
	return []*lane{
		{r, service.NewCalls, []string{service.EffectCall}, make(chan struct{}, r.Slots), r.call},
		{r, service.NewStops, []string{service.EffectStop}, make(chan struct{}, 64), r.stop},
		{r, service.NewNotices, []string{service.EffectNotify, service.EffectEmit}, make(chan struct{}, r.Slots), r.tell},
	}
}

// turn claims as many effects as there are free slots.
func (l *lane) turn(ctx context.Context) time.Duration {
	free := l.free(ctx)
	if free == 0 {
		return l.Poll
	}
	claimed, err := l.Service.ClaimEffects(ctx, l.Worker, l.kinds, free, l.Lease)
	if err != nil {
		l.complain(ctx, "effects wait", err)
	}
	for _, e := range claimed { // some may be claimed in spite of an error
		l.slots <- struct{}{}
		l.work.Go(func() {
			defer func() { <-l.slots }()
			l.do(ctx, e)
		})
	}
	if len(claimed) == free {
		return 0
	}
	return l.Poll
}

// free waits until a slot is free and returns how many are; 0 when ctx ended.
func (l *lane) free(ctx context.Context) int {
	select {
	case l.slots <- struct{}{}:
		<-l.slots
		return cap(l.slots) - len(l.slots)
	case <-ctx.Done():
		return 0
	}
}

// stop ends or pauses the call it is about, if that runs here. If it runs
// elsewhere, that runner learns of it when it extends its lease.
func (r *Runner) stop(ctx context.Context, e service.Effect) {
	r.mu.Lock()
	if call := r.running[e.Key]; call != nil {
		call.obey(wishOf(e))
	}
	r.mu.Unlock()
	r.report(ctx, e, service.Result{Outcome: service.OutcomeDone})
}

func wishOf(e service.Effect) service.Wish {
	if e.Pause {
		return service.Pause
	}
	return service.Stop
}

// tell passes a notice on; events have nobody outside to go to yet.
func (r *Runner) tell(ctx context.Context, e service.Effect) {
	if e.Kind == service.EffectNotify {
		if err := r.Notify(ctx, e); err != nil {
			r.complain(ctx, "notice waits", err)
			r.giveBack(ctx, e, backoff(e.Try), err.Error())
			return
		}
	}
	r.report(ctx, e, service.Result{Outcome: service.OutcomeDone})
}

// giveBack lets an effect be claimed again after a time. If even that fails,
// its lease runs out.
func (r *Runner) giveBack(ctx context.Context, e service.Effect, after time.Duration, why string) {
	if err := r.Service.Release(ctx, e, after, why); err != nil {
		r.complain(ctx, "claim kept until its lease ends", err)
	}
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
		pause(ctx, min(100*time.Millisecond<<try, 5*time.Second), nil)
	}
}
