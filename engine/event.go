package engine

import (
	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/expr"
)

// FrameID is the index of a frame in State.Frames; 0 is the case.
type FrameID int32

// EventKind names what happened.
type EventKind uint8

// The events of a case, in the order of the language reference, section 5.
const (
	CaseStarted EventKind = iota + 1
	Entered
	Skipped
	Ready
	Postponed
	Assigned
	Started
	Paused
	Continued // a paused machine step goes on
	Done
	Failed
	InDoubt
	Expired
	Kept
	Reset
	Reopened
	Stale
	VoteCast
	VoteRevoked
	Decided
	Offered
	Accepted
	Refused
	Withdrawn
	EvidenceGiven
	EvidenceAccepted
	EvidenceReturned
	EvidenceSuspended
	EvidenceVoided
	Waived
	LockQueued
	LockGranted
	LockFreed
	Held
	Resumed
	DateShifted
	OverlayApplied
	RedoStarted
	ItemJoined
	ItemDropped
	ItemDeferred
	ChildStarted
	ChildSettled
	BoundaryPassed
	BackOutStarted
	UndoStarted
	Undone
	UndoFailed
	BackOutDone
	Escalated
	Acknowledged
	Reminded
	DueMissed
	Blocked
	Cancelled // of a node
	CheckedIn
	Ticked       // a checklist point
	Noted        // a comment
	StartDelayed // a start by itself waits: code in Answer, reason in Text, look again at Until
	WatchTurned  // the condition of watch Index became Answer: true, false or unknown
	WatchFired   // a handler runs
	OutcomeFixed // the outcome of the case, in Answer
	Elapsed      // a timer passed and changed nothing else
	Delegated
	Enrolled
	Excluded
	Revealed
	FactReceived
	LinkChanged
	ChangeLinked
	GrantGiven
	GrantRevoked
	Emitted
	SignalReceived
	PhaseEntered
	CaseReleased
	CaseClosed
	CaseCancelled
	LaterEvent // an event of a newer version this engine does not know: kept, ignored
)

// Event is one thing that happened in a case. Which fields are used depends on
// Kind; unused ones are zero. Node and Frame locate it; Attempt is the attempt
// of the node it belongs to. At is the instant it took effect. Events are
// immutable; slices in them are owned by the event.
type Event struct {
	Kind    EventKind
	Node    NodeID // None: the case
	Frame   FrameID
	Attempt uint16
	At      calendar.Instant
	Actor   Actor
	Role    RoleID           // the role the actor acted in, or None
	Text    string           // reason, answer's reason, note
	Answer  string           // answer, outcome, name of a date, overlay, checklist point, item key, fact, evidence or grant id
	Target  NodeID           // redo from, hold block, … or None
	Until   calendar.Instant // clock value computed with it: due, new time, valid until, rest in ms for pauses
	Index   int32            // rung, counter, watch, output or vote index
	Person  string           // whom it concerns: assignee
	Persons []string         // whom an escalation or reminder is for, sorted
	Values  []Named          // outputs, inputs, params, item value, fact
	Read    []Named          // facts, table rows and world values the condition read
	Start   *Start           // of CaseStarted
	Grant   *Grant           // of GrantGiven
}

// Named is a value under a name.
type Named struct {
	Name  string
	Value expr.Value
}

// Actor is who caused an event: a person (perhaps through a delegate or a
// token), a machine, or the engine itself (zero Actor).
type Actor struct {
	Person  string // id in the directory
	For     string // acts for this person by delegation
	Machine string // executor or system
}
