package runner

import (
	"context"
	"errors"
	"io"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/headgate/headgate/internal/service"
)

// untilEnded is an executor that runs until somebody ends it, and then says why.
func untilEnded(ctx context.Context, _ service.Effect, _ <-chan struct{}, _ io.Writer) service.Result {
	<-ctx.Done()
	return service.Result{Outcome: service.OutcomeInDoubt, Error: context.Cause(ctx).Error()}
}

func TestACallIsRunAndReported(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(call("seal"))
		r := bench(f, func(c *Config) {
			c.Call = func(_ context.Context, e service.Effect, _ <-chan struct{}, out io.Writer) service.Result {
				io.WriteString(out, "sealing "+e.Case)
				return service.Result{Outcome: service.OutcomeDone, Outputs: nil}
			}
		})
		during(t, r, func(context.CancelFunc) { pass(time.Second) })
		want := []report{{Key: "seal", Result: service.Result{Outcome: service.OutcomeDone}}}
		if d := cmp.Diff(want, f.reported(), ignoreAt); d != "" {
			t.Errorf("reports (-want +got):\n%s", d)
		}
		if got := f.text["seal"]; got != "sealing REL-1" {
			t.Errorf("output %q", got)
		}
	})
}

var ignoreAt = cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".At" }, cmp.Ignore())

func TestWorkThatAppearsIsTakenAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		during(t, bench(f, func(c *Config) { c.Poll = time.Hour }), func(context.CancelFunc) {
			f.add(call("seal"))
			synctest.Wait()
			if n := len(f.reported()); n != 1 {
				t.Errorf("%d reports before any time has passed, want 1", n)
			}
		})
	})
}

func TestAStopEndsTheCallItIsAbout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(call("canary"), call("other"))
		during(t, bench(f, func(c *Config) { c.Call = untilEnded }), func(context.CancelFunc) {
			f.add(service.Effect{Key: "canary", Kind: service.EffectStop})
			pass(time.Second)
			want := []report{
				{Key: "canary", Result: service.Result{Outcome: service.OutcomeDone}}, // the stop itself
				{Key: "canary", Result: service.Result{Outcome: service.OutcomeInDoubt, Error: ErrStopped.Error()}},
			}
			if d := cmp.Diff(want, f.reported(), ignoreAt); d != "" {
				t.Errorf("reports (-want +got):\n%s", d)
			}
		})
		if got := f.reported()[2]; got.Key != "other" || got.Result.Error == ErrStopped.Error() {
			t.Errorf("the other call ended as %+v, want at the end of the runner", got)
		}
	})
}

func TestTidiesUpWhileACallTakesLong(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(call("deploy"))
		during(t, bench(f, func(c *Config) { c.Call, c.Poll = untilEnded, time.Second }), func(context.CancelFunc) {
			pass(time.Minute)
			f.mu.Lock()
			defer f.mu.Unlock()
			if f.tidied < 60 {
				t.Errorf("tidied %d times in a minute, want at every poll", f.tidied)
			}
		})
	})
}

func TestALostLeaseEndsTheCall(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(call("deploy"))
		f.wish = service.Stop
		during(t, bench(f, func(c *Config) { c.Call, c.Lease = untilEnded, 30*time.Second }), func(context.CancelFunc) {
			begun := time.Now()
			pass(9 * time.Second)
			if n := len(f.reported()); n != 0 {
				t.Fatalf("ended before the lease was looked at: %d reports", n)
			}
			pass(2 * time.Second)
			got := f.reported()
			if len(got) != 1 || got[0].Result.Error != ErrStopped.Error() {
				t.Fatalf("reports %+v, want one of a stopped call", got)
			}
			if after := got[0].At.Sub(begun); after != 10*time.Second {
				t.Errorf("ended after %s, want a third of the lease", after)
			}
		})
	})
}

// TestAnUnreachableStoreDoesNotEndACall: that the lease could not be extended
// is not that somebody else has it.
func TestAnUnreachableStoreDoesNotEndACall(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(call("deploy"))
		f.extendErr = errBusy
		during(t, bench(f, func(c *Config) { c.Call, c.Lease = untilEnded, 30*time.Second }), func(context.CancelFunc) {
			pass(time.Minute)
			if n := len(f.reported()); n != 0 || f.extended() < 5 {
				t.Errorf("%d reports after %d tries to extend, want none", n, f.extended())
			}
		})
	})
}

func TestAReportIsRepeatedUntilItIsDurable(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(call("seal"))
		f.busy = 5
		during(t, bench(f, nil), func(context.CancelFunc) {
			pass(time.Minute)
			if got := f.reported(); len(got) != 1 || got[0].Result.Outcome != service.OutcomeDone {
				t.Errorf("reports %+v, want one", got)
			}
		})
	})
}

// TestAReportThatCannotBeMadeIsLeftToTheLease: the claim is not held for ever.
func TestAReportThatCannotBeMadeIsLeftToTheLease(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(call("seal"))
		f.busy = 100
		r := bench(f, func(c *Config) { c.Slots = 1 })
		during(t, r, func(context.CancelFunc) {
			pass(time.Hour)
			if tries := 100 - f.busy; tries != 8 {
				t.Errorf("%d tries, want 8", tries)
			}
			f.mu.Lock()
			f.busy = 0
			f.mu.Unlock()
			f.add(call("next"))
			pass(time.Second)
			if got := f.reported(); len(got) != 1 || got[0].Key != "next" {
				t.Errorf("reports %+v, want that of the next call: its slot is still taken", got)
			}
		})
	})
}

func TestNoMoreCallsThanSlots(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var now, most atomic.Int32
		f := newFake(call("a"), call("b"), call("c"), call("d"), call("e"))
		r := bench(f, func(c *Config) {
			c.Slots, c.Poll = 2, time.Hour
			c.Call = func(context.Context, service.Effect, <-chan struct{}, io.Writer) service.Result {
				if n := now.Add(1); n > most.Load() {
					most.Store(n)
				}
				time.Sleep(10 * time.Second)
				now.Add(-1)
				return service.Result{Outcome: service.OutcomeDone}
			}
		})
		during(t, r, func(context.CancelFunc) {
			pass(31 * time.Second)
			if got := len(f.reported()); got != 5 || most.Load() != 2 {
				t.Errorf("%d calls done, at most %d at a time; want 5 and 2", got, most.Load())
			}
		})
	})
}

func TestANoticeIsGivenBackWithGrowingPauses(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		notice := func(try int) service.Effect {
			return service.Effect{Key: "tell", Kind: service.EffectNotify, Try: try}
		}
		f := newFake(notice(1), notice(2), notice(30))
		r := bench(f, func(c *Config) {
			c.Slots = 1
			c.Notify = func(context.Context, service.Effect) error { return errors.New("the mail server is away") }
		})
		during(t, r, func(context.CancelFunc) {})
		var pauses []time.Duration
		for _, g := range f.given {
			pauses = append(pauses, g.Pause)
			if g.Why != "the mail server is away" {
				t.Errorf("given back because %q", g.Why)
			}
		}
		if d := cmp.Diff([]time.Duration{time.Second, 2 * time.Second, 5 * time.Minute}, pauses); d != "" {
			t.Errorf("pauses (-want +got):\n%s", d)
		}
	})
}

func TestTimersFireWhenTheyAreDue(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		due := time.Now().Add(300 * time.Millisecond)
		f.due = due
		during(t, bench(f, func(c *Config) { c.Poll = time.Hour }), func(context.CancelFunc) {
			pass(time.Second)
			if got := f.ticks[len(f.ticks)-1]; !got.Equal(due) || !f.due.IsZero() {
				t.Errorf("ticked at %s, want %s", got, due)
			}
		})
	})
}

// TestAStopDoesNotWaitForASlot: when calls take all slots, they can be stopped.
func TestAStopDoesNotWaitForASlot(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(call("canary"))
		during(t, bench(f, func(c *Config) { c.Call, c.Slots, c.Poll = untilEnded, 1, time.Hour }), func(context.CancelFunc) {
			f.add(service.Effect{Key: "canary", Kind: service.EffectStop})
			synctest.Wait()
			if got := f.reported(); len(got) != 2 || got[1].Result.Error != ErrStopped.Error() {
				t.Errorf("reports %+v before any time has passed, want that of the stopped call", got)
			}
		})
	})
}

// TestAPauseIsPassedOn: as a stop of its own, with the lease of a call whose
// pause another runner has taken, and with a call that is claimed only then.
func TestAPauseIsPassedOn(t *testing.T) {
	t.Parallel()
	atSafePoint := func(ctx context.Context, _ service.Effect, pause <-chan struct{}, _ io.Writer) service.Result {
		select {
		case <-pause:
			return service.Result{Outcome: service.OutcomePaused}
		case <-ctx.Done():
			return service.Result{Outcome: service.OutcomeInDoubt}
		}
	}
	tests := map[string]func(f *fake){
		"by a stop":  func(f *fake) { f.add(service.Effect{Key: "deploy", Kind: service.EffectStop, Pause: true}) },
		"by a lease": func(f *fake) { f.mu.Lock(); f.wish = service.Pause; f.mu.Unlock() },
	}
	for name, ask := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				f := newFake(call("deploy"))
				during(t, bench(f, func(c *Config) { c.Call = atSafePoint }), func(context.CancelFunc) {
					ask(f)
					pass(30 * time.Second)
					got := f.reported()
					if n := len(got); n == 0 || got[n-1].Result.Outcome != service.OutcomePaused {
						t.Errorf("reports %+v, want paused", got)
					}
				})
			})
		})
	}
	t.Run("from the start", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			late := call("deploy")
			late.Pause = true
			f := newFake(late)
			during(t, bench(f, func(c *Config) { c.Call = atSafePoint }), func(context.CancelFunc) {})
			if got := f.reported(); len(got) != 1 || got[0].Result.Outcome != service.OutcomePaused {
				t.Errorf("reports %+v, want paused", got)
			}
		})
	})
}

// TestACleanStopGivesBackWhatMayBeRepeated: at once, and nobody has to confirm
// anything.
func TestACleanStopGivesBackWhatMayBeRepeated(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake(call("baseline"))
		begun := time.Now()
		during(t, bench(f, func(c *Config) {
			c.Call, c.Idempotent = untilEnded, func(executor string) bool { return executor == "x" }
		}), func(context.CancelFunc) {})
		if after := time.Since(begun); after != 0 {
			t.Errorf("the stop took %s", after)
		}
		if d := cmp.Diff([]given{{Key: "baseline", Why: "the server stopped while it ran; it is run again"}}, f.given); d != "" || len(f.reported()) != 0 {
			t.Errorf("reports %+v; given back (-want +got):\n%s", f.reported(), d)
		}
	})
}

// TestACleanStopLetsOtherCallsEnd: they have a grace, keep their lease in it,
// and are in doubt only after it.
func TestACleanStopLetsOtherCallsEnd(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name  string
		takes time.Duration
		want  service.Result
		after time.Duration
	}{
		{"in time", 50 * time.Second, service.Result{Outcome: service.OutcomeDone}, 50 * time.Second},
		{"too long", time.Hour, service.Result{Outcome: service.OutcomeInDoubt, Error: ErrEnding.Error()}, time.Minute},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				f := newFake(call("deploy"))
				begun := time.Now()
				during(t, bench(f, func(c *Config) {
					c.Grace = time.Minute
					c.Call = func(ctx context.Context, _ service.Effect, _ <-chan struct{}, _ io.Writer) service.Result {
						select {
						case <-time.After(row.takes):
							return service.Result{Outcome: service.OutcomeDone}
						case <-ctx.Done():
							return service.Result{Outcome: service.OutcomeInDoubt, Error: context.Cause(ctx).Error()}
						}
					}
				}), func(context.CancelFunc) {})
				if d := cmp.Diff([]report{{Key: "deploy", Result: row.want}}, f.reported(), ignoreAt); d != "" {
					t.Errorf("reports (-want +got):\n%s", d)
				}
				if after := time.Since(begun); after != row.after || f.extended() == 0 {
					t.Errorf("ended after %s with %d extensions of the lease, want %s", after, f.extended(), row.after)
				}
			})
		})
	}
}
