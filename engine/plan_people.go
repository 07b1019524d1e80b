package engine

import "github.com/headgate/headgate/calendar"

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

// Rule is a standing guard of the process, already attached to the specs it
// matches; kept for explanation.
type Rule struct {
	ID              string
	Code            string // R-GRANT, R-WINDOW, R-SOD
	StartIf         ProgramID
	DiffersDeciders bool
}
