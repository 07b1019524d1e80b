package model

import "github.com/headgate/headgate/calendar"

// Pos is a place in a document. Line and Column count from 1, Column in runes.
// The zero Pos is no place.
type Pos struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

// Word is an identifier, enum word or short text as written, with its place.
type Word struct {
	Text string
	Pos  Pos
}

// CEL is a condition as written. An empty Src is no condition.
type CEL struct {
	Src string
	Pos Pos
}

// Time is a time expression, parsed. Nil is no time.
type Time struct {
	Src  string
	Pos  Pos
	Expr *calendar.Expr
}

// Span is a duration: a literal, or a reference such as wave.bake or
// provider.accept that is resolved when the model is compiled.
type Span struct {
	Src     string
	Pos     Pos
	Literal calendar.Dur // valid when Ref is empty
	Ref     string       // dotted path, or empty
}

// Model is one model document. As parsed it holds what the document says; as
// flattened (see Flatten) its phases hold the process's enter and exit steps
// around the model's own, parents are merged in, the operations of its rigor
// are applied, and Process is set. Slices keep document order.
type Model struct {
	Header
	Process *Process `canon:"-"` // set by Flatten

	Params       []Param
	Facts        []Fact
	Events       []EventType
	Links        []Link
	Agreements   []Agreement
	Roles        []Role
	Environments []Word // promotion path, first to last
	Timeline     Timeline
	Locks        []Lock
	Labels       []Label
	Tables       []Table
	Ladders      []Ladder // named
	Phases       []*Step  // one block of kind phase per phase of the process, in the process's order
	Procedures   []*Step  `canon:"sorted"` // sequence blocks that only a handler runs
	Watch        []Handler
	Escalate     *Ladder // nil: the process's
	Overlays     []Overlay
	Measures     []Measure
	Tests        []Test
	Guidance     string
	None         []None
	X            any

	Parents []string `canon:"-"` // "id@version" of the parents merged in, nearest first; set by Flatten
	Tested  bool     `canon:"-"` // a test document names the model; set by Flatten
	Digest  string   `canon:"-"` // "sha256:<hex>" of Canonical; set by Flatten
}

// Header is what every document says of itself.
type Header struct {
	Pos         Pos
	Set         map[string]Pos `canon:"-"` // places of the keys written, header and sections
	Kind        string         // process, release-model, change-model, policy, overlay, model-test, site
	ID          string         // kebab-case
	Version     string         // semver
	Title       string
	Owner       string // role
	Class       string
	Extends     string // "id@major" or empty
	Abstract    bool
	ReviewEvery string
	Rigor       string `canon:"default=R1"`      // R1..R4, default R1
	Urgency     string `canon:"default=planned"` // planned, expedited, emergency; default planned
	AppliesTo   CEL
	Accountable string // default role
	Label       string
	ShownAs     string
	Source      string
	Purpose     string
}

// Process is the fixed frame of one kind of case.
type Process struct {
	Header
	Runs       string // model kind it runs, such as release-model
	Roles      []Role
	Facts      []Fact
	Phases     []ProcessPhase `canon:"ordered"`
	Released   Time           // the instant of released, usually enable.end
	Branch     string         // phase entered by back-out, or empty
	BranchThen string         // phase that follows the branch
	Rules      []Rule         `canon:"ordered"`
	Escalate   *Ladder
	RigorOps   map[string][]Op // R1..R4; each level has the operations of those before
	Urgencies  []Urgency
	Digest     string `canon:"-"`
}

// ProcessPhase is one phase with the steps put around every model's own.
type ProcessPhase struct {
	ID    Word
	When  CEL
	Enter []*Step
	Exit  []*Step
}

// Rule is a standing guard of a process on every matching step.
type Rule struct {
	ID          Word
	At          string // "touches" or a step kind
	StartIf     CEL    // or empty
	DiffersFrom string // "deciders", a role, or empty
	FromRigor   string // lowest rigor it binds at, or empty
	Code        string // E-GRANT-1: refused as R-GRANT
}

// Urgency is a dial of the process: what an urgency does to clocks, windows
// and freezes, and which overlay operations it allows on mandatory steps.
type Urgency struct {
	ID      string
	HalfDue bool   // own clocks of due halved
	Elapsed bool   // bh and bd count as elapsed hours and 24 h days
	Windows string // "" or "waived"
	Freezes string // "" or "by_rule"
	May     []string
	Changes []Op
}

// Param is a typed value asked for at start.
type Param struct {
	ID      Word
	Type    TypeExpr
	Default *Value // nil: none
	Ask     string
	Label   string
	Of      string // narrows a ci to a type
}

// TypeExpr is a type as written: a scalar spelling ("time", "list(ci)",
// "string?"), an enum (Words) or a record (Fields); List or Map wrap Elem.
type TypeExpr struct {
	Pos      Pos
	Scalar   string
	Words    []string
	Fields   []Field
	List     *TypeExpr
	Map      *TypeExpr
	Optional bool
}

// Field is a named type of a record, event, executor or table column.
type Field struct {
	ID   Word
	Type TypeExpr
}

// Value is a literal of the document: scalar text that is read by the type its
// field expects, a list or a record. Exactly one of Text, List, Fields is used.
type Value struct {
	Pos    Pos
	Kind   ValueKind
	Text   string // scalar source text, unquoted; Quoted says how it was written
	Quoted bool
	List   []Value
	Fields []Entry
}

// ValueKind says which member of a Value is used.
type ValueKind uint8

// The kinds of a Value.
const (
	Scalar ValueKind = iota
	List
	Record
)

// Entry is a named value of a record.
type Entry struct {
	Key   Word
	Value Value
}

// Role is a responsibility of the model.
type Role struct {
	ID          Word
	Skills      []string
	Party       string // agreement id, or "organization:name"
	Members     CEL
	Rotation    string
	Deputy      string // "true", a role, or empty
	DiffersFrom []string
	SameAs      []string
	Min, Of     int
	Cap         int
	Open        bool
}

// Fact is an outside reading.
type Fact struct {
	ID     Word
	Type   TypeExpr
	From   string
	With   []Entry
	MaxAge *calendar.Dur
	Label  string
}

// EventType declares an event a watch may listen to.
type EventType struct {
	ID     Word
	Fields []Field
}

// Link is the sight of other cases.
type Link struct {
	ID     Word
	Model  string
	Where  CEL
	Pick   string
	Expect CEL
}

// Agreement is what is promised between organizations.
type Agreement struct {
	ID       Word
	Kind     string
	Hours    string // calendar id or "elapsed"
	Targets  []NamedSpan
	Contacts []NamedText
}

// NamedSpan is a duration under a name.
type NamedSpan struct {
	ID   Word
	Span Span
}

// NamedText is a text under a name.
type NamedText struct {
	ID   Word
	Text string
}

// Timeline says when: what the planned date T means, zone, calendar, named
// dates, periods and windows.
type Timeline struct {
	T        string // "node.start", or empty
	TPos     Pos
	Zone     string
	Calendar string
	Recurs   string
	Dates    []NamedTime
	Periods  []Period
	Windows  []NamedWindow
}

// NamedTime is a time under a name.
type NamedTime struct {
	ID   Word
	Time Time
}

// Period is a named interval, half-open.
type Period struct {
	ID       Word
	From, To Time
}

// NamedWindow is a window under a name: text of the window grammar, or From
// (times) and For.
type NamedWindow struct {
	ID     Word
	Window *calendar.Window // nil when From is used
	Src    string
	From   []Time
	For    *Span
}

// Lock is a shared resource.
type Lock struct {
	ID       Word
	Scope    string
	Capacity int `canon:"default=1"`
	Per      *calendar.Dur
	Queue    string `canon:"default=fifo"`
}

// Label is a secrecy label.
type Label struct {
	ID        Word
	Clearance []string
	Reveal    *Time // nil: never
}

// Table is a decision table (In, Out) or data (Columns).
type Table struct {
	ID      Word
	In      []NamedCEL `canon:"ordered"`
	Out     []Field    `canon:"ordered"`
	Columns []Field    `canon:"ordered"`
	Rows    [][]Value
	Unknown string
}

// NamedCEL is a condition under a name.
type NamedCEL struct {
	ID  Word
	CEL CEL
}

// Ladder is an escalation ladder: inline (ID empty), named, or a use of a
// named one (Use).
type Ladder struct {
	ID    Word
	Pos   Pos
	Use   string
	Rungs []Rung
}

// Rung is one step of a ladder. Exactly one of Percent, After, At, Every says
// when; Remind, Ask, Raise, Emit what.
type Rung struct {
	Pos       Pos
	Percent   int // of the way from ready to due; 0: not used
	After     *Span
	At        *Time
	Every     *calendar.Dur
	When      CEL
	Remind    string   // "true" (who does it) or a role
	Ask       string   // role: functional, adds performers
	Raise     string   // role: hierarchic
	More      []string // further roles of the same verb
	MayDecide bool
	Emit      string
}

// Handler is a watch: one trigger and what it does.
type Handler struct {
	Pos   Pos
	Event string
	If    CEL
	At    *Time
	For   *Span
	When  CEL
	Max   int
	Then  []Action
}

// Action is one verb with its argument.
type Action struct {
	Pos    Pos
	Verb   string // continue fail answer hold resume cancel redo drop defer shift apply run back_out remind ask raise notify emit void reveal enrol exclude escalate
	Target string // block, step, item, case, role, procedure, overlay, event; empty: the default target
	Answer string // verb answer: the answer; or Expr
	Expr   CEL
	From   string   // redo
	Keep   *Keep    // redo
	Max    int      // redo, shift
	Then   []Action // redo: when max is used up
	Name   string   // shift: T or a date
	Time   *Time    // shift
	With   []Entry  // apply, emit
	Roles  []string // notify
	Due    *Span    // hold: how long it may stand before the ladder's 100 %
}

// Keep says what a redo restores when unchanged.
type Keep struct {
	Unchanged bool
	IDs       []string
}

// OutcomeActions is one entry of then.
type OutcomeActions struct {
	Outcome Word
	Actions []Action
}

// Due is the limit of a step.
type Due struct {
	Pos  Pos
	Open bool
	Span *Span // own clock, from ready
	Time *Time // an instant
}

// WindowUse guards starts.
type WindowUse struct {
	Pos     Pos
	In      string // window id, "always", or inline Window
	Inline  *calendar.Window
	Fit     string // "", "p85" or "p95"
	Zone    string
	Restore *Span
}

// LockUse takes a lock.
type LockUse struct {
	Of   string
	Key  CEL
	Take int
	From *Time
}

// Who names performers: roles, or a person or organization by expression.
type Who struct {
	Pos          Pos
	Roles        []string
	Person       CEL
	Organization CEL
}

// Output is one thing a step gives: typed data, or evidence.
type Output struct {
	ID         Word
	Type       TypeExpr // of data; for evidence the scalar is the evidence kind
	Evidence   string   // file report log attestation statement checklist, or empty
	Default    *Value
	About      []string // dotted references
	ValidFor   *Span
	ValidUntil *Time
	VoidedBy   []string
	Accept     string // role: a deliverable
	Optional   bool
	Retain     string
	Label      string
	Scope      []string
}

// Touches marks a step that changes something.
type Touches struct {
	Pos         Pos
	CIs         []string // ids of the installation or references, as written
	FromCEL     CEL      // when cis is one expression
	Environment string
}

// BackOut undoes a touching step: Use or Who, or None with Accept.
type BackOut struct {
	Pos    Pos
	None   string
	Accept string
	Use    string
	With   []Entry
	Who    *Who
	How    string
	Takes  *calendar.Estimate
}

// Waive says who may waive a gate and for how long.
type Waive struct {
	Who        string
	ValidFor   *Span
	ValidUntil *Time
}

// Cap limits ballots.
type Cap struct {
	Per string
	Max int
}

// Remedy is what remains possible behind a boundary.
type Remedy struct {
	Text      string
	Procedure string
}

// Needs are further predecessors.
type Needs struct {
	Pos     Pos
	IDs     []string // all of them
	Any     []string
	AtLeast int
	Of      []string
	Rest    string
}

// Of is the source of an each.
type Of struct {
	Pos      Pos
	Literal  []Value
	CEL      CEL // expression, table or param name
	Deferred bool
}

// Step is a step, a block, or (kind phase) a phase.
type Step struct {
	Pos  Pos
	Kind string // task auto decide wait gate handoff document notify boundary release group parallel each phase
	ID   string // may be empty for parallel
	// From is the document that declared the step, "id@version".
	From string `canon:"-"`
	// Mandatory is set by Flatten: process steps, gates, decisions, handoffs, givers of deliverables.
	Mandatory bool `canon:"-"`
	// OfProcess is set on the enter and exit steps of the process.
	OfProcess bool
	// Overlay is the overlay that inserted the step, or empty; set by Flatten.
	Overlay string `canon:"-"`
	// Reference marks an entry of a child's phase list that only places an
	// inherited step ("id" or "inherited"); gone after Flatten.
	Reference bool
	Omit      string // reason: leaves an optional inherited step out; gone after Flatten

	Title, Why, How, Guidance, Because string
	X                                  any

	When        CEL
	Needs       *Needs
	At, Plan    *Time
	Due         *Due
	Else        []Action
	Then        []OutcomeActions
	Escalate    *Ladder
	Window      *WindowUse
	Lock        *LockUse
	Watch       []Handler
	Owed        bool
	Label       string
	ShownAs     string
	Takes       *calendar.Estimate
	Who         *Who
	Accountable string
	Consult     []string
	Inform      []string
	Present     []string
	Attest      string
	Gives       []Output
	About       []string
	Checklist   []string
	Show        []CEL
	DiffersFrom []string
	SameAs      []string
	ValidFor    *Span
	ValidUntil  *Time

	// auto
	Use     string
	With    []Entry
	Retry   int
	Timeout *Span
	Touches *Touches
	BackOut *BackOut

	// decide
	Ask            string
	Answers        []string // default approve, reject
	Pass, Fail     string   // word, number or CEL, as written
	PassPos        Pos
	For            *Span // decide, wait
	Advice         []string
	Veto           []string
	Final          string
	RevocableUntil *Time
	Cap            *Cap

	// wait, gate
	Until CEL
	Waive *Waive

	// handoff
	FromRole, ToRole string
	Under            string
	Package          []string
	Checks           []CEL
	Transfers        string `canon:"default=work"`
	OneWay           bool

	// document, notify
	Template, Text string
	To             []string
	Via            []string

	// boundary
	Remedy *Remedy
	Accept string

	// release (child case)
	Model       string
	Mode        string `canon:"default=call"`
	T           *Time
	Follow      bool // T: {follow: time}, later changes are sent as shifts
	OverlayUse  string
	OverlayWith []Entry
	Assign      []Entry
	Private     bool

	// blocks
	Steps     []*Step
	Enough    string `canon:"default=all"`
	Rest      string `canon:"default=cancel"`
	Of        *Of
	As        string
	Key       string
	Order     string `canon:"default=parallel"`
	AtOnce    int
	OpenUntil *Time

	// Set marks the fields written in this document, by their YAML key; a
	// refinement merges exactly these.
	Set map[string]Pos `canon:"-"`
}

// Overlay is a typed patch of a model addressed by step id.
type Overlay struct {
	ID       Word
	Urgency  string
	By       string
	Params   []Param
	Roles    []Role
	Changes  []Op
	Escalate *Ladder
	Watch    []Handler
}

// Op is one change of an overlay or dial, at a step, block or phase.
type Op struct {
	Pos    Pos
	At     Word
	Set    *Step // only the fields in Set.Set count
	Skip   string
	Owe    *Owe
	Before []*Step
	After  []*Step
}

// Owe lets a step leave its place and become owed.
type Owe struct {
	After string // node or "released"
	Due   Span
}

// Measure is a formula over closed cases.
type Measure struct {
	ID     Word
	Ratio  CEL
	Count  CEL
	From   *Time
	To     *Time
	Over   string
	Show   string
	Target string
}

// Test is a unit test of a model; Run is read by package engine's test runner.
type Test struct {
	Name    Word
	With    []Entry
	Staff   []Entry
	Facts   []Entry
	Gives   []Entry
	Overlay string
	Run     []Value
	Expect  []Entry
}

// None answers for something left out.
type None struct {
	ID     Word
	Reason string
}

// Site is the names of an installation.
type Site struct {
	Header
	Zone          string
	Calendars     []CalendarSpec
	Groups        []Entry
	People        []Person
	Teams         []NamedList
	Environments  []Entry
	CIs           []CI
	Executors     []Signature
	Sources       []Signature
	Templates     []string
	Models        []string
	Classes       []string
	Organizations []string
}

// CalendarSpec is a calendar of the installation.
type CalendarSpec struct {
	ID       Word
	Days     string
	Hours    string
	Holidays string   // shipped list, or empty
	Dates    []string // own list
}

// Person of the directory.
type Person struct {
	ID           Word
	Name         string
	Skills       []string
	Organization string
}

// NamedList is a list of ids under a name.
type NamedList struct {
	ID    Word
	Items []string
}

// CI of the installation.
type CI struct {
	ID     Word
	Type   string
	PartOf string
}

// Signature is what an executor takes and gives, or a source's type.
type Signature struct {
	ID         Word
	With       []Field
	Gives      []Field
	AnyGives   bool
	Type       *TypeExpr
	Dry        bool
	SafePoint  bool
	Idempotent bool
}

// Policy is limits for a scope of models.
type Policy struct {
	Header
	Limits []Limit
}

// Limit is one line of a policy: what steps it is about and what it asks of
// them.
type Limit struct {
	Pos       Pos
	At        string // "touches", a kind, a verb, a step or a phase
	Require   []Entry
	Limit     []Entry
	Forbid    []string
	FromRigor string // lowest rigor it binds at, or empty
}

// Suite is a document of tests kept beside a model.
type Suite struct {
	Header
	Model string // id@major
	Tests []Test
}

// SharedOverlay is an overlay several models share (second wave).
type SharedOverlay struct {
	Header
	For     []string // model ids
	Overlay Overlay
}
