package engine

import (
	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/expr"
)

// Spec is the compiled body of a node under one combination of overlays.
// Indexes are None when a field is absent.
type Spec struct {
	Title, How, Why, Guidance string
	Skip                      string // reason: an overlay skips it
	When                      ProgramID
	Needs                     Needs
	At                        int32 // index in Plan.Times, or None
	Plan                      int32 // planned finish: index in Plan.Times, or None
	Due                       Limit
	Else                      []Action
	Then                      []OutcomeActions
	Ladder                    LadderID
	Window                    WindowUse
	Owed                      bool
	OweAfter                  NodeID // owed by overlay: its clock starts with the end of this node; None: released
	OwedByOverlay             bool   // an overlay owes it: its clock starts with the end of OweAfter
	Takes                     calendar.Estimate
	HasTakes                  bool
	Who                       []RoleID
	WhoPerson                 ProgramID
	Accountable               RoleID
	Consult, Inform           []RoleID
	DiffersRoles              []RoleID // differs_from a role
	DiffersNodes              []NodeID // differs_from a step
	DiffersDeciders           bool
	About                     []Cell
	Checklist                 []string
	Show                      []ProgramID
	Waits                     []ProgramID // further start conditions, of Rules
	Rules                     []int32     // the rules of Plan.Rules that bind here; with a StartIf in the order of Waits
	ValidFor                  Span
	ValidUntil                int32

	Use      string // executor
	With     []Input
	Retry    int
	Timeout  Span
	Touches  *Touches
	BackOut  *BackOut
	UndoHere bool // use: back_out – the undoing happens here

	Ask            string
	Answers        []string
	Pass, Fail     Tally
	For            Span
	OwnAnswers     bool // answers are written; the default ones are approve, reject
	Until          ProgramID
	Advice         []RoleID
	Final          RoleID
	RevocableUntil int32 // index in Plan.Times, or None
	WaiveWho       RoleID
	WaiveFor       Span
	WaiveUntil     int32

	From, To RoleID // handoff
	Under    int32  // index in Plan.Targets: the clock of a handoff, or None
	Package  []Cell
	Checks   []ProgramID

	Template, Text string
	Body           *expr.Template // Text with its expressions, or nil
	Audience       []string       // notify, document: roles or audiences, as written

	Remedy          string
	RemedyProcedure NodeID // None: the text is work of the accountable
	Accept          RoleID

	Lock  *LockUse
	Child *Child

	Of        ProgramID   // source of an each, or None: OfValue
	OfValue   *expr.Value // the literal list of an each
	Deferred  bool        // of: deferred
	OpenUntil int32       // index in Plan.Times, or None
	Serial    bool
	AtOnce    int32
	Enough    Enough
	KeyField  string

	rt specTables // built by prepare
}

// Cell is what something is about: an output of a node, the node itself when
// Output is None, or any value when Node is None too. Program reads the value;
// it is None for a node itself.
type Cell struct {
	Node    NodeID
	Output  int32
	Program ProgramID
}

// Span is a duration that may depend on the case: a literal, a program, or
// nothing (Set false).
type Span struct {
	Set     bool
	Literal calendar.Dur
	Program ProgramID // None: the literal
}

// Limit is the `due` of a node.
type Limit struct {
	Set  bool
	Open bool
	Span Span
	Time int32 // index in Plan.Times, or None
}

// WindowUse guards the start of touching leaves.
type WindowUse struct {
	Window  int32    // index in Plan.Windows, or None
	Cell    expr.Ref // a window that is a value (a column, a param), or expr.NoRef
	Fit     bool
	P95     bool
	Restore Span
	Carrier NodeID // the node that wrote the window: fit looks at the whole of it
}

// Input is one entry of with.
type Input struct {
	Name     string
	Template *expr.Template
}

// Touches says what a step changes.
type Touches struct {
	CIs         []string
	Program     ProgramID
	Environment string
}

// BackOut undoes a touching step.
type BackOut struct {
	None   string
	Accept RoleID
	Use    string
	With   []Input
	Who    []RoleID
	How    string
	Takes  calendar.Estimate
}

// Tally is the rule that settles a decision.
type Tally struct {
	Rule    TallyRule
	K       int
	Program ProgramID
}

// TallyRule is the kind of a tally.
type TallyRule uint8

// The tally rules.
const (
	TallyDefault TallyRule = iota // any for one role, all for several; fail: when pass cannot be met
	TallyAny
	TallyAll
	TallyMajority
	TallyCount
	TallyProgram
	TallyNone
)

// Enough is the join of a block.
type Enough struct {
	Kind EnoughKind
	K    int
}

// EnoughKind is the kind of a join.
type EnoughKind uint8

// The joins.
const (
	EnoughAll EnoughKind = iota
	EnoughAny
	EnoughCount
	EnoughPercent
	EnoughSettled
)

// LockUse takes a lock.
type LockUse struct {
	Lock int32
	Key  *expr.Template // nil: the whole
	From int32          // index in Plan.Times, or None
}

// Child is the case a release step starts.
type Child struct {
	Model, Mode string // call, spawn, next
	With        []Input
	T           int32 // index in Plan.Times, or None
	Overlay     string
}
