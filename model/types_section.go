package model

import "github.com/headgate/headgate/calendar"

// Param is a typed value asked for at start.
type Param struct {
	ID      Word
	Type    TypeExpr
	Default *Value // nil: none
	Ask     string
	Label   string
	Of      string // narrows a ci to a type
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

// Test is a unit test of a model; Run is read by package modeltest.
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
