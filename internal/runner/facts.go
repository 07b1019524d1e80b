package runner

import (
	"context"
	"log/slog"
	"time"

	"github.com/headgate/headgate/internal/service"
)

// facts reads what open cases want by now, each reading beside the others, and
// sleeps until the next is wanted.
func (r *Runner) facts(ctx context.Context) time.Duration {
	now := r.Clock()
	wanted, err := r.Service.Wanted(ctx, now.Add(r.Poll))
	if err != nil {
		r.complain(ctx, "facts wait", err)
		return r.Poll
	}
	next := r.Poll
	for _, w := range wanted {
		switch wait := w.At.Sub(now); {
		case wait > 0:
			next = min(next, wait)
		case r.begin(w):
			r.work.Go(func() { r.read(ctx, w) })
		}
	}
	return max(next, 10*time.Millisecond)
}

func wantKey(w service.Want) string { return w.Case + "/" + w.Fact }

// begin claims a reading: false while it is under way.
func (r *Runner) begin(w service.Want) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.reading[wantKey(w)] {
		return false
	}
	r.reading[wantKey(w)] = true
	return true
}

func (r *Runner) end(w service.Want) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.reading, wantKey(w))
}

// readAgain is the pause after a reading that failed.
const readAgain = time.Second

// read takes a reading when one of the readers is free. After a failure it
// keeps its claim for a moment, so that it is not tried again at once.
func (r *Runner) read(ctx context.Context, w service.Want) {
	defer r.end(w)
	if err := r.readNow(ctx, w); err != nil && ctx.Err() == nil {
		r.Logger.LogAttrs(ctx, slog.LevelWarn, "fact not read",
			slog.String("case", w.Case), slog.String("fact", w.Fact), slog.String("from", w.From), slog.Any("error", err))
		pause(ctx, max(r.Poll, readAgain), nil)
	}
}

func (r *Runner) readNow(ctx context.Context, w service.Want) error {
	select {
	case r.readers <- struct{}{}:
		defer func() { <-r.readers }()
	case <-ctx.Done():
		return ctx.Err()
	}
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	value, err := r.Read(ctx, w)
	if err != nil {
		return err
	}
	return r.Service.FactReading(ctx, w.Case, w.Fact, value)
}
