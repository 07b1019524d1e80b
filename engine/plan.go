package engine

import (
	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/expr"
)

// NodeID is the index of a node in Plan.Nodes; nodes stand in document order
// (pre-order), so the subtree of n is [n, Nodes[n].End). None is no node.
type NodeID int32

// None is the absent node, frame or index.
const None = -1

// ScopeID is the index of a scope in Plan.Scopes: 0 is the case, every each
// opens one for its items.
type ScopeID int32

// ProgramID is the index of a compiled condition in Plan.Programs, or None.
type ProgramID int32

// RoleID is the index of a role in Plan.Roles, or None.
type RoleID int32

// LadderID is the index of a ladder in Plan.Ladders, or None.
type LadderID int32

// Mask is a set of overlays; bit i is Plan.Overlays[i].
type Mask uint16

// Plan is a compiled model. It is immutable and may be shared. Nodes of every
// overlay are in it: applying an overlay changes a mask in the state, never a
// number, so a snapshot stays valid.
type Plan struct {
	Kind     string // release-model, …
	CaseWord string // release, change: the name the case is read under
	Model    string // id
	Version  string
	Title    string
	Digest   string // of the flattened model
	Rigor    string
	Urgency  string
	Owner    string
	Zone     string // IANA name

	Nodes     []Node
	Scopes    []Scope
	Phases    []NodeID // in order, the branch included
	Branch    NodeID   // phase entered by back-out, or None
	BranchTo  NodeID   // phase that follows the branch, or None
	Released  NodeID   // released is the end of this node, or None
	Params    []Param
	Roles     []Role
	Facts     []Fact
	Dates     []Date
	Periods   []Period
	Windows   []Window
	Calendars []Calendar
	Tables    []Table
	Ladders   []Ladder
	Overlays  []Overlay
	Urgencies []UrgencyDial
	Rules     []Rule
	Outputs   []Output // of all nodes, in node order
	Programs  []Program
	Times     []TimeProgram
	Events    []EventType
	Watches   []Watch // of the case, then of all nodes in document order
	Counters  int32   // number of redo and shift counters, see Action.Counter
	AnchorT   NodeID  // the node whose start T is, or None

	// What cells of ref.go index beside the tables above.
	Targets    []AgreementTarget
	Contacts   []Contact
	SiteGroups []string // groups of the directory that conditions read
	Previous   []string // names read as release.previous.<name>
	Links      []Link
	Zones      []*calendar.Zone
	Locks      []Lock

	SiteZone *calendar.Zone // the zone in force: of the timeline, else the site's, else UTC
	Calendar int32          // index in Calendars: the one in force, or None
	Ladder   LadderID       // of the document or the process; see LadderOf

	// NotYet lists what the model uses and this engine does not run yet; such
	// a plan compiles, shows and refuses to start (E-LATER-1).
	NotYet []string

	names map[string]NodeID
	index index
	rt    runtimeTables
}

// SpecOf returns the body of node n under the overlays of mask.
func (p *Plan) SpecOf(n NodeID, mask Mask) *Spec {
	node := &p.Nodes[n]
	return node.Specs[squeeze(mask, node.Patched)]
}

// squeeze packs the bits of mask that are set in within, lowest first.
func squeeze(mask, within Mask) int {
	packed, at := 0, 0
	for ; within != 0; within &= within - 1 {
		if mask&within&-within != 0 {
			packed |= 1 << at
		}
		at++
	}
	return packed
}

// LadderOf returns the ladder of node n under the overlays of mask: the
// innermost written on it or a block around it, else that of the last overlay
// in force that has one, else that of the document.
// Source: language reference, section 4.
func (p *Plan) LadderOf(n NodeID, mask Mask) LadderID {
	if l := p.SpecOf(n, mask).Ladder; l != None {
		return l
	}
	for i := len(p.Overlays) - 1; i >= 0; i-- {
		if mask&(1<<i) != 0 && p.Overlays[i].Ladder != None {
			return p.Overlays[i].Ladder
		}
	}
	return p.Ladder
}

// NodeKind is the kind of a node.
type NodeKind uint8

// The kinds of nodes. Phase, Group, Parallel, Each and Procedure are blocks.
const (
	KindTask NodeKind = iota
	KindAuto
	KindDecide
	KindWait
	KindGate
	KindHandoff
	KindDocument
	KindNotify
	KindBoundary
	KindChild
	KindPhase
	KindGroup
	KindParallel
	KindEach
	KindProcedure
)

// Node is a step or block of the plan.
type Node struct {
	ID                   string
	Kind                 NodeKind
	Parent               NodeID // None: top level
	End                  NodeID // first node behind the subtree
	Next                 NodeID // next sibling in a sequence, or None
	Phase                NodeID
	Scope                ScopeID // the scope its slots live in
	Inner                ScopeID // of an each: the scope of its items; else None
	Slot                 int32   // index of its slot within a frame of Scope
	Overlay              Mask    // non-zero: inserted by this overlay, absent without it
	Touching             bool    // it or something in it touches
	Mandatory, OfProcess bool

	// Specs holds the compiled fields for every combination of the overlays in
	// Patched that touch this node, lowest bit first; Specs[0] is the plain one.
	Patched Mask
	Specs   []*Spec
	Outputs [2]int32 // range in Plan.Outputs
	Watches [2]int32 // range in Plan.Watches
}

// Scope is a family of frames with the same nodes.
type Scope struct {
	Each   NodeID // None for the case
	Parent ScopeID
	First  NodeID // first node of the scope
	End    NodeID
	Slots  int32 // per frame
	As     string
}

// Spec is the compiled body of a node under one combination of overlays.
// Indexes are None when a field is absent.
type Spec struct {
	Title, How, Why, Guidance string
	Skip                      string // reason: an overlay skips it
	When                      ProgramID
	At                        int32 // index in Plan.Times, or None
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

// Param is a value asked for at start.
type Param struct {
	Name     string
	Type     expr.Type
	Optional bool
	Default  *expr.Value
	Ask      string
	Overlay  Mask // asked only when this overlay is applied
}

// Role is a responsibility. Members is None when holders come from the
// directory's team of the same id.
type Role struct {
	ID          string
	Skills      []string
	Members     ProgramID
	Party       string
	Public      bool // members: anyone
	Deputy      bool
	DiffersFrom []RoleID
	Overlay     Mask
}

// Fact is an outside reading the model declares.
type Fact struct {
	ID     string
	Type   expr.Type
	From   string
	With   []Input
	MaxAge calendar.Dur // zero: never ages
}

// Date is a named time; Time indexes Plan.Times.
type Date struct {
	ID   string
	Time int32
}

// Period is a named interval of times.
type Period struct {
	ID       string
	From, To int32
}

// Window is a named window.
type Window struct {
	ID     string
	Window *calendar.Window
	From   []int32 // times
	Except int32   // index in Plan.Periods, or None
	For    Span
}

// Calendar is a working calendar the plan uses.
type Calendar struct {
	ID       string
	Calendar *calendar.Calendar
}

// Table is a compiled decision table or data table.
type Table struct {
	ID      string
	In      []ProgramID
	Columns []string
	Rows    []TableRow
	Unknown string
	Data    expr.Value // of a data table: a list of records
}

// TableRow is one row: a test per input and an output per column.
type TableRow struct {
	Tests   []ProgramID // None: any
	Outputs []ProgramID // by column; None where it is a time
	Times   []int32     // by column: index in Plan.Times, or None; nil if there are none
}

// Ladder is an escalation ladder, rungs in order.
type Ladder struct {
	ID    string
	Rungs []Rung
}

// Rung is one step of a ladder.
type Rung struct {
	Percent   int
	After     Span
	Time      int32
	Every     calendar.Dur
	When      ProgramID
	Act       RungAct
	Role      RoleID   // None with RungRemind: whoever does it; None with Contact
	Contact   int32    // index in Plan.Contacts, or None
	Also      []RoleID // further targets of the same act
	MayDecide bool
	Emit      string
}

// RungAct is what a rung does.
type RungAct uint8

// The acts of a rung.
const (
	RungRemind RungAct = iota
	RungAsk
	RungRaise
	RungEmit
)

// Overlay is a compiled overlay.
type Overlay struct {
	ID      string
	Urgency string
	By      RoleID
	Params  []int32
	Roles   []RoleID
	Ladder  LadderID
	Inserts []NodeID // nodes it inserts, in document order
	Patches []NodeID // nodes it changes
}

// UrgencyDial is what an urgency does at run time.
type UrgencyDial struct {
	ID                                             string
	HalfDue, Elapsed, WindowsWaived, FreezesByRule bool
	May                                            []string
}

// AgreementTarget is a duration promised in an agreement, on its clock.
type AgreementTarget struct {
	Agreement, Name string
	Dur             calendar.Dur
	Calendar        int32 // index in Plan.Calendars; None: elapsed
}

// Contact is a named contact of an agreement.
type Contact struct{ Agreement, Name, Text string }

// Link is the sight of other cases.
type Link struct {
	ID, Model string
	Where     ProgramID // over RefOther
	Latest    bool      // pick: latest
	Expect    ProgramID
}

// Lock is a shared resource.
type Lock struct {
	ID, Scope string
	Capacity  int
}

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

// Rule is a standing guard of the process, already attached to the specs it
// matches; kept for explanation.
type Rule struct {
	ID              string
	Code            string // R-GRANT, R-WINDOW, R-SOD
	StartIf         ProgramID
	DiffersDeciders bool
}

// Output is something a node gives.
type Output struct {
	Node       NodeID
	Name       string
	Type       expr.Type
	Evidence   string // kind, or empty for data
	Default    *expr.Value
	About      []Cell
	ValidFor   Span
	ValidUntil int32
	Accept     RoleID // a deliverable: who accepts
	Optional   bool
	Retain     string
	Scope      []ProgramID // of a grant
}

// EventType is an event the model listens to.
type EventType struct {
	Name   string
	Fields []string
	Types  []expr.Type
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

// Program is a compiled condition with its place in the document.
type Program struct {
	Expr   *expr.Program
	Source string
	Pos    string // file:line:column
}

// TimeProgram is a compiled time expression.
type TimeProgram struct {
	Expr   *calendar.Expr
	Refs   []expr.Ref // the cells it reads
	Source string
	Pos    string
}
