package engine

import (
	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/expr"
)

// Status is where the case stands.
type Status uint8

// The statuses of a case.
const (
	Draft Status = iota
	Running
	BackingOut
	Closed
	CaseWasCancelled
)

// NodeState is where a node stands.
type NodeState uint8

// The states of a node. Open, Prepared, OfferedState and so on of the
// language are Active with the node's kind and Sub.
const (
	Pending  NodeState = iota
	Entering           // entered, not ready yet: at, or start of its block
	ReadyState
	Active
	Settled
)

// Sub refines Active.
type Sub uint8

// The refinements.
const (
	InProgress Sub = iota
	PausedSub
	InDoubtSub
	RetrySub // between two tries of a call
	PreparedSub
	OfferedSub
	UndoingSub
	TakenBackSub // settled: cancelled by a back-out that may still be called off
	RemedySub    // settled: a passed boundary whose remedy its accountable is to do
)

// Flag is a set of marks on a slot.
type Flag uint8

// The flags.
const (
	FlagLive Flag = 1 << iota // an attempt before this one touched, and that has not been undone
	FlagStale
	FlagBlocked
	FlagArmed
	FlagPassed
	FlagSatisfied
	FlagUndone
	FlagKeepable // reset under keep: restored when its inputs are unchanged
)

// Outcome is how a node ended.
type Outcome uint8

// The outcomes. OutcomeAnswer stands for an answer of a decision; the answer
// itself is in Slot.Answer.
const (
	OutcomeNone Outcome = iota
	OutcomeDone
	OutcomeFailed
	OutcomeSkipped
	OutcomeExpired
	OutcomeAnswer
	OutcomeAccepted
	OutcomeRefused
	OutcomeWithdrawn
	OutcomeCancelled
	OutcomeBackedOut
	OutcomeWaived
	OutcomeKept
	OutcomeSuperseded
	OutcomePartial
	OutcomeDropped
	OutcomeDeferred
)

// Slot is the state of one node in one frame.
type Slot struct {
	State                      NodeState
	Sub                        Sub
	Flags                      Flag
	Outcome                    Outcome
	Answer                     int8  // index in Spec.Answers, or -1
	Retries                    uint8 // tries of a call that failed for now
	Attempt                    uint16
	Overlays                   Mask // in force when the attempt was entered
	Entered, Ready, Start, End calendar.Instant
	Due                        calendar.Instant // 0: none or unresolved
	Assignee                   string           // person, or empty
	By                         string           // who settled it: person, or "engine"
}

// Live reports whether a touching step changed something, in this attempt or an
// earlier one, that has not been undone.
func (s *Slot) Live() bool {
	return (s.Start != 0 && s.Outcome != OutcomeSkipped || s.Flags&FlagLive != 0) && s.Flags&FlagUndone == 0
}

// Frame is one scope instance: the case, or an item of an each. An item is
// addressed as its each with the frame of the item; the each itself has the
// frame it stands in.
type Frame struct {
	Scope   ScopeID
	Parent  FrameID // None of the case
	Base    int32   // index of its first slot
	State   ItemState
	Outcome Outcome
	Gone    bool // the element vanished from the source; the last value stays
	Key     string
	Value   expr.Value
}

// ItemState is where an item stands.
type ItemState uint8

// The states of an item.
const (
	ItemAbsent  ItemState = iota // left over from an earlier attempt of its each
	ItemWaiting                  // joined; its turn has not come
	ItemOpen                     // its steps run
	ItemSettled
)

// State is a case at one moment. It is a value: Decide writes the next one
// into Decision.State and leaves this one as it was. The zero State is a case
// that has not started.
type State struct {
	Case                     string
	Title                    string
	Status                   Status
	Mode                     Mode
	Now                      calendar.Instant // of the last event
	Seq                      int64            // number of events so far
	Phase                    NodeID
	Overlays                 Mask
	Urgency                  string
	Outcome                  string
	T                        calendar.Instant
	DueMoved                 calendar.Instant // when dues were last moved by a shift or overlay
	Started, Released, Ended calendar.Instant

	Frames      []Frame
	Slots       []Slot
	Timers      []Timer // sorted by (At, Class, Node, Frame, Kind)
	Params      []Named
	Facts       []FactReading
	Outputs     []OutputValue
	Votes       []Vote
	Holds       []Hold
	Rungs       []RungFired
	Counts      []Count // redo and shift counters
	Clocks      []RestClock
	Inputs      []Recorded
	Ticks       []Tick
	Undo        []UndoItem
	Redos       []PendingRedo // waiting for their undoing; at most one per range
	BackOut     BackOutState
	Beside      []Beside   // procedures under way
	Dropping    []Dropping // first to settle last
	Delays      []Delay    // machine starts that wait for the world
	Doers       []Doer     // who did what others must differ from, over all attempts
	Givers      []Doer     // who offered a handoff, of its current attempt
	Given       []Grant    // in a change: the grants it gave
	Changes     []string
	CIs         []string
	About       []Named // of the case itself: size, component_kinds, previous…
	Assign      []Assignment
	Escalations []Escalation
	Watches     []WatchState
	Late        []NodeID    // inserted by an overlay after their place had passed: first of all
	Missed      []Missed    // elses that fired, so that each does once per due
	Dates       []NamedTime // dates a shift moved off their expression
}

// Timer is an instant at which something happens by itself. Classes are those
// of the language reference, section 10.
type Timer struct {
	At      calendar.Instant
	Class   uint8
	Kind    TimerKind
	Node    NodeID
	Frame   FrameID
	Attempt uint16
	Index   int32
}

// TimerKind says what fires.
type TimerKind uint8

// The timers of this engine.
const (
	TimerLatestBackOut TimerKind = iota
	TimerValidity
	TimerFactAge
	TimerWatchAt
	TimerWatchFor
	TimerElse
	TimerAt
	TimerFor
	TimerWindow
	TimerTimeout
	TimerRetry
	TimerRung
	TimerHold // a rung of the ladder that runs on a hold
	TimerPeriod
)

// PendingRedo is a redo whose touching steps are being undone. Its range is
// held until then.
type PendingRedo struct {
	Asker      NodeID // None: a person or handler on Block
	Frame      FrameID
	From       NodeID
	Block      NodeID // that bounds the range; None: the case
	BlockFrame FrameID
	Keep       bool  // unchanged nodes are restored
	Counter    int32 // with Keep: only those its action lists; None: all
}

// BackOutState is a back-out of a block or the case under way. Active false:
// none.
type BackOutState struct {
	Active bool
	Node   NodeID // block, or None for the case
	Frame  FrameID
	By     string // person, or "engine"
	At     calendar.Instant
	Queued bool // the steps to undo are listed
}

// Dropping is an item or step that settles when its steps have been undone.
type Dropping struct {
	Node  NodeID
	Frame FrameID
	Why   string // drop, cancel, or anything else: backed_out
}

// Delay is a start by itself that the world or a guard does not allow yet.
type Delay struct {
	Node  NodeID
	Frame FrameID
	Code  string
	Why   string
	Until calendar.Instant // look again then; 0: when something changes
}

// Doer is a person who acted on a step that another must differ from.
type Doer struct {
	Node   NodeID
	Frame  FrameID
	Role   RoleID
	Person string
}

// slot returns the slot of node n in frame f, a frame of the scope of n.
func (s *State) slot(p *Plan, n NodeID, f FrameID) *Slot {
	return s.slotOf(p.row(n), f)
}

// slotOf is slot for the row of a node.
func (s *State) slotOf(r *row, f FrameID) *Slot {
	i := r.slot
	if f != 0 {
		i += s.Frames[f].Base
	}
	return &s.Slots[i]
}

// reading returns the last reading of a fact, or nil.
func (s *State) reading(fact int32) *FactReading {
	for i := range s.Facts {
		if s.Facts[i].Fact == fact {
			return &s.Facts[i]
		}
	}
	return nil
}

// output returns the last value of an output in the frame of its node, of
// whatever attempt, or nil.
func (s *State) output(i int32, f FrameID) *OutputValue {
	for k := range s.Outputs {
		if o := &s.Outputs[k]; o.Output == i && o.Frame == f {
			return o
		}
	}
	return nil
}

// FactReading is the last reading of a fact.
type FactReading struct {
	Fact  int32
	Value expr.Value
	At    calendar.Instant
	From  string
}

// OutputValue is what a node gave in its current attempt.
type OutputValue struct {
	Frame     FrameID
	Output    int32 // index in Plan.Outputs
	Attempt   uint16
	Value     expr.Value
	Evidence  EvidenceState
	Before    EvidenceState    // while suspended: what it was
	At, Until calendar.Instant // given; valid until, 0 for ever
	By, For   string           // who gave it, a person or machine, and for whom by delegation
	Accepted  string           // who accepted the deliverable, or empty
	About     []expr.Value     // values of its subjects when given
	Result    string
}

// GivenBy reports whether a person gave the output, or it was given for him: he
// does not accept it.
func (o *OutputValue) GivenBy(person string) bool {
	return person != "" && (o.By == person || o.For == person)
}

// EvidenceState is whether evidence counts.
type EvidenceState uint8

// The states of evidence and deliverables.
const (
	EvidenceSubmitted EvidenceState = iota
	EvidenceWasAccepted
	EvidenceWasReturned
	EvidenceWaived
	EvidenceWasSuspended
	EvidenceVoid
	EvidenceExpired
)

// Vote is one ballot of an open or settled decision.
type Vote struct {
	Node    NodeID
	Frame   FrameID
	Attempt uint16
	Person  string // whose ballot it is
	By      string // who cast it: the person or a deputy
	Role    RoleID
	Answer  int8
	At      calendar.Instant
	Reason  string
	Advice  bool
}

// Hold is one cause that holds a block.
type Hold struct {
	Node   NodeID // block, or None for the case
	Frame  FrameID
	Cause  HoldCause
	By     string
	Reason string
	At     calendar.Instant
	Watch  int32 // cause HoldWatch: which
}

// HoldCause is why a block is held.
type HoldCause uint8

// The causes.
const (
	HoldPerson HoldCause = iota
	HoldDecision
	HoldElse
	HoldWatch
	HoldDeadline
	HoldRedo
	HoldBackOut
)

// RungFired marks a rung that has fired for an attempt.
type RungFired struct {
	Node    NodeID
	Frame   FrameID
	Attempt uint16
	Kind    TimerKind // TimerRung, or TimerHold for a rung on a hold
	Rung    int32
	Times   uint16 // of every:
	At      calendar.Instant
}

// Count is a redo or shift counter.
type Count struct {
	Counter int32
	Frame   FrameID
	N       uint16
}

// RestClock is an own clock that a hold stopped at least once. It counts on
// from Since with Used already behind it; while stopped Since is 0.
type RestClock struct {
	Node  NodeID
	Frame FrameID
	Kind  TimerKind // TimerElse: of due and rungs; TimerFor: of a dwell
	Since calendar.Instant
	Used  int64 // ms on the clock, working or elapsed
}

// Recorded is an input recorded at start, for stale and keep.
type Recorded struct {
	Node   NodeID
	Frame  FrameID
	Values []Named // with, resolved at start; also of the back-out, prefixed "back_out."
	Read   []Named // about, package, and what else it was started over
}

// Missed is a due whose else has fired.
type Missed struct {
	Node    NodeID
	Frame   FrameID
	Attempt uint16
	Due     calendar.Instant
}

// NamedTime is an instant under a name.
type NamedTime struct {
	Name string
	At   calendar.Instant
}

// Tick is a ticked checklist point.
type Tick struct {
	Node    NodeID
	Frame   FrameID
	Attempt uint16
	Point   string
	By      string
	At      calendar.Instant
}

// UndoItem is a touching step to undo or being undone, last started first.
type UndoItem struct {
	Node    NodeID
	Frame   FrameID
	State   uint8 // ToUndo, BeingUndone or NotUndone
	Attempt uint16
}

// Escalation is a rung that asked or raised.
type Escalation struct {
	Node         NodeID
	Frame        FrameID
	Attempt      uint16
	Rung         int32
	Role         RoleID
	Persons      []string
	At           calendar.Instant
	Acknowledged string
	MayDecide    bool
	Functional   bool
}

// WatchState is the memory of a watch: the value it last read and since when.
type WatchState struct {
	Watch int32
	Frame FrameID
	True  bool
	Done  bool // it has fired since it became true
	Since calendar.Instant
	Fired uint16
}
