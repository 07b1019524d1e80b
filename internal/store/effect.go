package store

import "github.com/headgate/headgate/calendar"

// Effect is something that must leave the house because of a commit.
type Effect struct {
	ID      int64            // given by the store, ascending
	Case    string           // given by the append
	Topic   string           // who delivers it: call, mail, webhook, …
	Key     string           // idempotency key for the receiver; while one waits, the same key is not added again
	At      calendar.Instant // when it was committed
	ReadyAt calendar.Instant // not before; 0: at once. While leased: end of the lease
	Payload []byte

	Lease   Lease  // set by a claim
	Attempt int    // from 1, set by a claim
	Call    string // state of the call that has its key, set by a claim; empty without one
	Reason  string // of the last Nack
}

// Claim leases up to Limit effects that are ready at Now, oldest first, until
// the instant Until. Their calls run from then on, at Append.At, unless they
// are to pause. It finds what stood in the outbox before its transaction, less
// what that transaction acknowledges.
type Claim struct {
	Topics     []string // empty: all of them
	Now, Until calendar.Instant
	Limit      int
}

// Lease is the right to deliver an effect. Token is a fencing token: it grows
// with every claim, so a worker that slept too long cannot speak for a newer
// one.
type Lease struct {
	Effect int64
	Token  int64
}

// Call is one call of an executor.
type Call struct {
	Key       string // idempotency key, the same as its effect's
	Case      string // given by the append
	Place     string
	Executor  string
	State     string // queued, running, pausing, paused, done, failed, in_doubt, stopped
	Attempt   int
	StartedAt calendar.Instant
	EndedAt   calendar.Instant
	SeenAt    calendar.Instant // last sign of life
	Error     string
	Data      []byte // request and result, encoded by the service
	Printed   int64  // bytes of output so far; read only
}
