// Package executor does what machine steps ask for: it runs a program, calls a
// URL, or answers from the records of the case, and says what came of it.
//
// Which of them serves an executor's name (pipeline.deploy) or a source's name
// (metrics.service) is configuration of the installation, see Config. Models
// hold names only; commands, addresses and secrets stay out of them. A secret
// is a reference, ${env:NAME} or ${file:path}, resolved when a call is made and
// masked in everything the call prints.
//
// Every call ends in one of five ways: done, failed, failed for now (so
// that trying later may help, and does no harm), paused at a safe point, or in doubt.
// Nothing is repeated here but below one call; the case decides. In doubt is the honest answer whenever the effect may have happened
// and nobody can tell; a person decides then, and the call is not repeated by
// itself.
package executor

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"time"
)

// Call is one run of an executor or one reading of a source.
type Call struct {
	Key      string // the same at every try; sent as idempotency key
	Case     string
	Place    string // step as a person writes it: deploy_wave[canary]
	Executor string // name in the model
	Try      int    // from 1; more: an earlier try may have acted
	With     map[string]json.RawMessage
	Files    map[string]string // paths of inputs that are digests of stored content, by name
	Timeout  time.Duration     // 0: the configured one, else DefaultTimeout
	// Pause is closed when the call is to stop at its next safe point. An
	// executor without one goes on to its end. Nil: never.
	Pause <-chan struct{}
}

// DefaultTimeout bounds a call that says nothing.
const DefaultTimeout = 10 * time.Minute

// Outcome is how a call ended.
type Outcome string

// The outcomes.
const (
	Done    Outcome = "done"
	Failed  Outcome = "failed"
	InDoubt Outcome = "in_doubt"
	// Transient is a failure that may pass by itself, of a call that did nothing
	// or may be done twice.
	Transient Outcome = "transient"
	Paused    Outcome = "paused" // run again with the same inputs, it goes on from there
)

// Result is what came of a call. Error is one sentence for people.
type Result struct {
	Outcome Outcome
	Outputs map[string]json.RawMessage
	Files   map[string]string // outputs that are to be stored: paths by name; what counts is their digest
	Error   string
}

// Executor runs calls. Run returns when the effect is over, or when ctx is
// cancelled and everything it started is gone. Live output goes to out. The
// cause of a cancelled ctx is ErrStopped when the case no longer wants the call.
type Executor interface {
	Run(ctx context.Context, c Call, out io.Writer) Result
}

// ErrStopped is the cancellation cause of a call the case has withdrawn.
var ErrStopped = errors.New("stopped by the case")

func failed(err error) Result { return Result{Outcome: Failed, Error: err.Error()} }
func doubt(why string) Result { return Result{Outcome: InDoubt, Error: why} }
