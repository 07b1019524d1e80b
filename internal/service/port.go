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

	// ClaimEffects leases up to n effects of some kinds. A claim ends by Report,
	// by Release, or by the lease running out; then the effect may be claimed
	// again with a higher Try. Calls that their case has withdrawn meanwhile are
	// not among them.
	ClaimEffects(ctx context.Context, worker string, kinds []string, n int, lease time.Duration) ([]Effect, error)

	// Extend keeps a claim for another lease, and says what the case wants of
	// the call now.
	Extend(ctx context.Context, e Effect, lease time.Duration) (Wish, error)

	// Report ends a claim with what came of it. A refusal of the engine (the
	// attempt is over, the case is closed) ends the claim too and is nil; an
	// error means that nothing was committed and Report should be called again.
	Report(ctx context.Context, e Effect, r Result) error

	// Release gives a claim back, to be claimed again after a pause.
	Release(ctx context.Context, e Effect, pause time.Duration, why string) error

	// AppendOutput adds live output of a call at a byte offset; what is there
	// already is not written twice.
	AppendOutput(ctx context.Context, key string, offset int64, data []byte) error

	// Wanted lists the outside readings that are to be taken until an instant.
	// It looks only at cases that want one by then.
	Wanted(ctx context.Context, until time.Time) ([]Want, error)

	// FactReading gives a reading to a case. One that the case no longer waits for
	// is dropped.
	FactReading(ctx context.Context, caseID, fact string, value json.RawMessage) error

	// Tidy forgets logins and idempotency keys that have had their time. It looks
	// for them once an hour, however often it is called.
	Tidy(ctx context.Context) error

	// Changed returns a channel that is closed when there is news of some kinds.
	// It is a hint: polling once in a while is the truth.
	Changed(of News) <-chan struct{}
}

// News is a set of reasons to look for work.
type News uint8

// The reasons.
const (
	NewTimers News = 1 << iota // an instant that is due sooner, another directory
	NewFacts                   // a reading to take
	NewCalls                   // effects of these kinds
	NewStops
	NewNotices // and events
)

// The kinds of effects.
const (
	EffectCall   = "call"   // an executor is to run
	EffectStop   = "stop"   // an executor is to end, or to pause at a safe point
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
	Pause    bool   // stop: at the next safe point; call: pause before anything
}

// Wish is what a case wants of a call under way.
type Wish uint8

// The wishes.
const (
	GoOn  Wish = iota
	Pause      // at the next safe point
	Stop       // at once: the case has withdrawn it, or somebody else has the claim
)

// The outcomes of an effect.
const (
	OutcomeDone    = "done"
	OutcomeFailed  = "failed"
	OutcomeInDoubt = "in_doubt" // nobody knows whether it acted: a person confirms
	OutcomePaused  = "paused"   // stopped at a safe point
	// OutcomeTransient is a failure that may pass by itself: the case repeats the
	// call as often as its step says, after pauses of its own.
	OutcomeTransient = "transient"
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
	At     time.Time     // when it is to be read: at half its age, so that no condition meets one that just ran out
}
