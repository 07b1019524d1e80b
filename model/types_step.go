package model

import "github.com/headgate/headgate/calendar"

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
