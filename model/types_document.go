package model

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

	Parents  []string  `canon:"-"` // "id@version" of the parents merged in, nearest first; set by Flatten
	Policies []*Policy `canon:"-"` // that bind it; set by Flatten
	Missing  []string  `canon:"-"` // models that it starts or looks at and the library has not; set by Flatten
	Tested   bool      `canon:"-"` // a test document names the model; set by Flatten
	Digest   string    `canon:"-"` // "sha256:<hex>" of Canonical; set by Flatten
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
	Digest     string `canon:"-"` // "sha256:<hex>" of its canonical form; set by Parse
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
	Least     *Step // the fields of Require as a step has them; `any` and kinds left out
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
