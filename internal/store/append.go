package store

import "github.com/headgate/headgate/calendar"

// Append is one decision on its way to the disk: the events, and every row
// that changes because of them. Either all of it becomes durable or nothing.
// Committing does not change the append, so the same one can be tried again.
type Append struct {
	// Case is the id of the case; empty for a new one, see Open.
	Case string
	// Expect is the number of events that the case has; 0 if it is new. When
	// the case has moved on, the append is refused with ErrConflict.
	Expect int64
	// Open, unless nil, is for a new case that has no id yet. Commit takes the
	// next number of Prefix ("REL-17") and calls Open inside the transaction
	// with the id and a copy of the append; Open fills in the rest, for which
	// the id may be needed. An error from it refuses the append and does not
	// use up the number, so the numbers have no holes. Open may be called
	// again with another id; the last call counts. It must not call the store.
	Open func(id string, a *Append) error
	// Prefix is of the id: REL for releases, CHG for changes. An append with
	// Expect 0 and an id of its own moves the numbering past that id.
	Prefix string

	// Guards are other cases that the decision read, such as the change that
	// authorizes a release. ErrConflict if one of them has moved on.
	Guards []Guard
	// Directory is the version of the directory that the decision read, or 0
	// if it does not matter. ErrConflict if that has moved on.
	Directory int64

	// Events are new events, in order. The store gives them their Position,
	// Case, Seq and Leaf; it leaves those of this slice as they are.
	Events []Event
	Projection
	// Effects leave through the outbox once the events are durable.
	Effects []Effect
	// Calls are executor calls to add or replace.
	Calls []Call
	// Acked are effects whose delivery these events report. ErrLease if one is
	// not held any more.
	Acked []Lease
	// Claim, unless nil, takes effects out of the outbox instead of adding to a
	// case: of the rest only At is read. So a claim costs no transaction when
	// there is one on its way.
	Claim *Claim

	// Key makes a repetition of the same request harmless; zero for none.
	Key Key
	// Response is kept under Key and returned to a repetition.
	Response []byte
	// At is when the command was given; kept with Key.
	At calendar.Instant
}

// Projection is what can be made again from the log of a case.
type Projection struct {
	// Head replaces the head of the case and must have a Kind. The store gives
	// it its Case, Number and Version.
	Head Head
	// Snapshot is the state after the last event; nil keeps the older one.
	Snapshot []byte
	// Work is open work to add or replace by (Place, Verb).
	Work []Work
	// WorkGone is open work to remove, before Work is added. An empty Verb
	// removes all work of the place; an empty Place all of the case.
	WorkGone []WorkKey
	// Grants are grants of this case, a change, to add or replace by id.
	Grants []Grant
	// CIs are components to find this case by, beside those it is found by
	// already; Head.CIs lists all of them.
	CIs []string
	// Links and Unlinks join this case to others and part it from them.
	Links, Unlinks []Link
}

// Guard is a case that must still have Version events.
type Guard struct {
	Case    string
	Version int64
}

// Key identifies a request of a client: the same ID from the same Actor is the
// same request. Request is a hash of what was asked for, by which another
// request under the same key is told apart.
type Key struct {
	ID      string
	Actor   string
	Request Hash
}

// Receipt tells what an append did.
type Receipt struct {
	Case     string
	Version  int64    // number of events of the case after it
	Position int64    // of its last event in the log of all cases; 0 if it had none
	Response []byte   // Append.Response
	Claimed  []Effect // what Append.Claim found, the oldest first
}

// Outcome is the answer to one append. Err is nil, ErrConflict, ErrKeyReused,
// ErrLease, what Open returned, or ErrDuplicate: the key is known, and Receipt
// is that of the first time.
type Outcome struct {
	Receipt Receipt
	Err     error
}
