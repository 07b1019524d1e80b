package engine

import (
	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/expr"
)

// Param is a value asked for at start.
type Param struct {
	Name     string
	Type     expr.Type
	Optional bool
	Default  *expr.Value
	Ask      string
	Overlay  Mask // asked only when this overlay is applied
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
