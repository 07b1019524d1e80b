package engine

// Verb is what an action does.
type Verb uint8

// The verbs of the language.
const (
	VerbContinue Verb = iota
	VerbFail
	VerbAnswer
	VerbHold
	VerbResume
	VerbCancel
	VerbRedo
	VerbDrop
	VerbDefer
	VerbShift
	VerbApply
	VerbRun
	VerbBackOut
	VerbRemind
	VerbAsk
	VerbRaise
	VerbNotify
	VerbEmit
	VerbVoid
	VerbReveal
	VerbEnrol
	VerbExclude
	VerbEscalate
)

// Target says what an action acts on.
type Target uint8

// The targets.
const (
	TargetNode Target = iota // Action.Node
	TargetItem               // the innermost item
	TargetCase
	TargetBeside // in a procedure: the block it runs beside
)

// Action is a compiled verb. Counter numbers the redo and shift counters of
// the plan from 0 (None: not counted).
type Action struct {
	Verb          Verb
	Target        Target
	Node          NodeID
	Answer        string
	Program       ProgramID
	From          NodeID
	KeepUnchanged bool
	Keep          []NodeID
	Max           int
	Counter       int32
	Then          []Action
	Date          int32 // index in Plan.Dates, or None for T
	Time          int32
	Overlay       int32
	With          []Input
	Roles         []RoleID
	Name          string
}

// OutcomeActions is what an outcome does.
type OutcomeActions struct {
	Outcome string
	Actions []Action
}

// Watch is a compiled handler on Node (None: the case).
type Watch struct {
	Node    NodeID
	PerItem bool // it reads the item: one per item
	Event   int32
	If      ProgramID
	Time    int32
	For     Span
	When    ProgramID
	Max     int
	Then    []Action
	Overlay Mask
}
