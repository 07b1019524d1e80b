package service

import (
	"context"
	"encoding/json"
	"time"
)

// Runner is what the runner needs of the service: work to do, a place to report
// it to, and time. It is the whole seam between them. Every method is safe to
// repeat after a crash: a report that was committed is not committed twice.
type Runner interface {
	// TickDue fires the timers of cases whose instant has passed on the service's
	// clock, at most limit of them, and returns how many cases it moved and when
	// to call it next (zero: nothing is planned).
	TickDue(ctx context.Context, limit int) (moved int, next time.Time, err error)

	// ClaimEffects leases up to n effects that are ready to run. A claim ends
	// by Report, by Release, or by the lease running out; then the effect may be
	// claimed again with a higher Try.
	ClaimEffects(ctx context.Context, worker string, n int, lease time.Duration) ([]Effect, error)

	// Extend keeps a claim for another lease. False: the claim is lost, stop.
	Extend(ctx context.Context, e Effect, lease time.Duration) (bool, error)

	// Report ends a claim with what came of it. A refusal of the engine (the
	// attempt is over, the case is closed) ends the claim too and is nil; an
	// error means that nothing was committed and Report should be called again.
	Report(ctx context.Context, e Effect, r Result) error

	// Release gives a claim back, to be claimed again after a pause.
	Release(ctx context.Context, e Effect, pause time.Duration, why string) error

	// AppendOutput adds live output of a call at a byte offset; what is there
	// already is not written twice.
	AppendOutput(ctx context.Context, key string, offset int64, data []byte) error

	// Wanted lists the outside readings that open cases wait for.
	Wanted(ctx context.Context) ([]Want, error)

	// FactReading gives a reading to a case. One that the case no longer waits for
	// is dropped.
	FactReading(ctx context.Context, caseID, fact string, value json.RawMessage, at time.Time) error

	// Changed returns a channel that is closed when there may be new work: an
	// effect, another instant that is due first, a fact to read. It is a hint:
	// polling once in a while is the truth.
	Changed() <-chan struct{}
}

// The kinds of effects.
const (
	EffectCall   = "call"   // an executor is to run
	EffectStop   = "stop"   // an executor is to stop at a safe point
	EffectNotify = "notify" // people are to be told
	EffectEmit   = "emit"   // an event for other cases or systems
)

// Effect is one thing to do outside the case. Key is the same at every try,
// so the other side can recognize a repetition; that of a stop is the key of the
// call to be stopped. ID and Lease are the claim: leave them as they are.
type Effect struct {
	ID       int64
	Key      string
	Kind     string
	Case     string
	Title    string
	Place    string
	Attempt  int
	Try      int // 1 at the first claim; more: an earlier try may have acted
	Lease    int64
	Executor string // call, stop: name in the model, such as pipeline.deploy
	With     map[string]json.RawMessage
	Timeout  time.Duration // counted from the start of the step; 0: none was written
	To       []string      // notify: people
	Text     string
	Mode     string // real, rehearsal, dry_run: only real ones reach outside
}

// The outcomes of an effect.
const (
	OutcomeDone    = "done"
	OutcomeFailed  = "failed"
	OutcomeInDoubt = "in_doubt" // nobody knows whether it acted: a person confirms
	OutcomePaused  = "paused"   // stopped at a safe point
)

// Result is what came of an effect.
type Result struct {
	Outcome string
	Outputs map[string]json.RawMessage
	Error   string // one sentence for people, of a failed or doubtful one
}

// Want is a fact that an open case waits for.
type Want struct {
	Case   string
	Fact   string
	From   string // source in the model, such as metrics.service
	With   map[string]json.RawMessage
	MaxAge time.Duration // 0: never ages
	ReadAt time.Time     // last reading; zero: none yet
}
