package model

import "github.com/headgate/headgate/calendar"

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
