package bench

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/headgate/headgate/internal/cpu"
	"github.com/headgate/headgate/internal/store"
)

// onSQLite measures R12 through the Go API of the service on one file: with
// commands sharing transactions, and with a transaction for each, in turns on
// the same store, with the same releases going on.
func onSQLite(ctx context.Context, c Config) (_ []Figure, err error) {
	s, err := openShop(ctx, c.Dir, c.Submitters)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	change, err := s.authorize(ctx)
	if err != nil {
		return nil, err
	}
	crew := &crew{desk: s, board: s.board, script: script(change), idle: s.clock.tick}
	var windows [2][]window // grouped, alone
	err = during(ctx, c.Submitters, s, crew, func(ctx context.Context) error {
		if err := pause(ctx, c.Window/2); err != nil { // until every stage of a release is peopled
			return err
		}
		for range c.Runs {
			for i, with := range []*store.Committer{s.together, s.alone} {
				w, err := s.look(ctx, crew, with, c.Window)
				if err != nil {
					return err
				}
				windows[i] = append(windows[i], w)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return figures(windows[0], windows[1]), nil
}

// during runs measure while a crew and the machines are at work. Its context
// ends when the crew does not get on.
func during(ctx context.Context, n int, s *shop, crew *crew, measure func(context.Context) error) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	machines := make(chan struct{})
	go func() {
		defer close(machines)
		s.machines(ctx)
	}()
	worked := make(chan error, 1)
	go func() {
		err := crew.work(ctx, n)
		if err != nil {
			stop(err) // without a crew there is nothing to measure
		}
		worked <- err
	}()
	err := measure(ctx)
	stop(nil)
	if failed := <-worked; failed != nil {
		err = failed
	}
	<-machines
	return err
}

func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-time.After(d):
		return nil
	}
}

// window is what one stretch of time saw.
type window struct {
	wall, cpu              time.Duration
	acts, reports, closed  int
	commands, transactions int64
	p50, p99               time.Duration
}

// settling is how long the crew works before a window opens, so that no act of
// the other way is in it.
const settling = 200 * time.Millisecond

// look counts for a while what the crew does with one of the committers.
func (s *shop) look(ctx context.Context, crew *crew, with *store.Committer, length time.Duration) (window, error) {
	s.commits.Store(with)
	if err := pause(ctx, min(settling, length)); err != nil {
		return window{}, err
	}
	crew.counted()
	began, used := time.Now(), cpu.Used()
	reports, commands, transactions := s.reports.Load(), s.counter.commands.Load(), s.counter.transactions.Load()
	err := pause(ctx, length)
	latency, closed := crew.counted()
	w := window{
		wall: time.Since(began), cpu: cpu.Used() - used, acts: len(latency), closed: closed, reports: int(s.reports.Load() - reports),
		commands: s.counter.commands.Load() - commands, transactions: s.counter.transactions.Load() - transactions,
	}
	slices.Sort(latency)
	w.p50, w.p99 = percentile(latency, 50), percentile(latency, 99)
	return w, err
}

// percentile is of sorted durations; 0 if there are none.
func percentile(sorted []time.Duration, p int) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(len(sorted)*p/100, len(sorted)-1)]
}

// releases is how many whole releases the acts of a window make. Counting those
// that happened to close in it would count the same with more noise.
func (w *window) releases() float64 { return float64(w.acts) / acts }

func (w *window) perSecond(n float64) float64 { return n / w.wall.Seconds() }

func figures(together, alone []window) []Figure {
	of := "sqlite"
	ratios := make([]float64, len(together))
	for i := range together {
		ratios[i] = rate(&together[i]) / rate(&alone[i])
	}
	return []Figure{
		figure(of, "releases, grouped", "1/s", each(together, rate)...),
		figure(of, "releases, a transaction per command", "1/s", each(alone, rate)...),
		figure(of, "grouped : a transaction per command", "×", ratios...).atLeast(4, 7),
		figure(of, "transitions, grouped", "1/s", each(together, func(w *window) float64 { return transitions * rate(w) })...),
		figure(of, "commands, grouped", "1/s", each(together, func(w *window) float64 { return w.perSecond(float64(w.commands)) })...),
		figure(of, "commands in a transaction, grouped", "", each(together, func(w *window) float64 { return float64(w.commands) / float64(w.transactions) })...),
		figure(of, "processor time per transition, grouped", "µs", each(together, cpuPerTransition)...).atMost(70, 40),
		figure(of, "processor time per transition, alone", "µs", each(alone, cpuPerTransition)...),
		figure(of, "act of a person p50, grouped", "ms", each(together, func(w *window) float64 { return millis(w.p50) })...),
		figure(of, "act of a person p99, grouped", "ms", each(together, func(w *window) float64 { return millis(w.p99) })...),
		figure(of, "act of a person p50, alone", "ms", each(alone, func(w *window) float64 { return millis(w.p50) })...),
		figure(of, "act of a person p99, alone", "ms", each(alone, func(w *window) float64 { return millis(w.p99) })...),
	}
}

func rate(w *window) float64 { return w.perSecond(w.releases()) }

func cpuPerTransition(w *window) float64 {
	return float64(w.cpu.Microseconds()) / (w.releases() * transitions)
}

func millis(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func each(windows []window, of func(*window) float64) []float64 {
	out := make([]float64, len(windows))
	for i := range windows {
		out[i] = of(&windows[i])
	}
	return out
}
