package runner

import (
	"context"
	"log/slog"
	"time"

	"github.com/headgate/headgate/internal/service"
)

// facts reads what open cases want and is about to age, each reading beside the
// others, and sleeps until the next reading ages.
func (r *Runner) facts(ctx context.Context) time.Duration {
	wanted, err := r.Service.Wanted(ctx)
	if err != nil {
		r.complain(ctx, "facts wait", err)
		return r.Poll
	}
	now, next := r.Clock(), r.Poll
	for _, w := range wanted {
		if due := ReadAgain(w); due.After(now) {
			next = min(next, due.Sub(now))
			continue
		}
		if !r.mayRead(w, now) {
			continue
		}
		r.calls.Go(func() { r.read(ctx, w) })
	}
	return max(next, 10*time.Millisecond)
}

// ReadAgain is when a fact is to be read again: at half its age, so that a
// condition never waits for a reading that just ran out.
func ReadAgain(w service.Want) time.Time {
	if w.ReadAt.IsZero() {
		return time.Time{}
	}
	if w.MaxAge == 0 {
		return w.ReadAt.Add(time.Minute)
	}
	return w.ReadAt.Add(w.MaxAge / 2)
}

func wantKey(w service.Want) string { return w.Case + "/" + w.Fact }

// mayRead claims a reading: false while one is under way or was tried lately.
func (r *Runner) mayRead(w service.Want, now time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if now.Before(r.reading[wantKey(w)]) {
		return false
	}
	r.reading[wantKey(w)] = now.Add(time.Hour)
	return true
}

func (r *Runner) read(ctx context.Context, w service.Want) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	value, err := r.Read(ctx, w)
	if err == nil {
		err = r.Service.FactReading(ctx, w.Case, w.Fact, value, r.Clock())
	}
	if err != nil && ctx.Err() == nil {
		r.Logger.LogAttrs(ctx, slog.LevelWarn, "fact not read",
			slog.String("case", w.Case), slog.String("fact", w.Fact), slog.String("from", w.From), slog.Any("error", err))
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.reading, wantKey(w))
	if err != nil {
		r.reading[wantKey(w)] = r.Clock().Add(r.Poll)
	}
}
