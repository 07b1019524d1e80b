package engine

import "github.com/headgate/headgate/calendar"

// CommandKind names what is asked of a case.
type CommandKind uint8

// The commands. Each is legal for exactly the roles the language reference
// names, else for the accountable; each may carry a reason.
const (
	CmdStart       CommandKind = iota + 1 // start the case
	CmdBegin                              // a person starts a task or undo work
	CmdReport                             // done or failed with outputs: a person's task, or a machine's result
	CmdConfirm                            // in_doubt: which of done or failed it was
	CmdVote                               // an answer of a decision
	CmdRevoke                             // take a vote back
	CmdSettle                             // final authority
	CmdSubmit                             // give one output or evidence before the report
	CmdAccept                             // accept a deliverable
	CmdReturn                             // return a deliverable
	CmdWaive                              // waive a gate or deliverable
	CmdOffer                              // offer a handoff
	CmdTake                               // accept a handoff
	CmdRefuse                             // refuse a handoff, with reasons
	CmdWithdraw                           // withdraw an offered handoff
	CmdAssign                             // claim or assign
	CmdAcknowledge                        // acknowledge an escalation
	CmdHold
	CmdResume
	CmdRetry         // blocked: new attempt
	CmdAcceptFailure // blocked: continue with a reason
	CmdRedo
	CmdBackOut
	CmdCancel
	CmdShift
	CmdApply
	CmdTick // a checklist point
	CmdNote
	CmdAskHelp // functional escalation by hand
	CmdFact
	CmdSignal // an event the model listens to
	CmdLinkChange
	CmdRevokeGrant // in a change: take a grant back
	CmdWorld       // the world changed: read waiting conditions again
	CmdPaused      // a machine step reached its safe point
	CmdTime        // Tick(At): fire all timers up to At
)

// Command is one input to a case. At is the instant it was received; a case's
// time never runs backwards, so Decide uses the later of At and the last
// event. Node and Frame address a step, block or item (see Plan.Find); Node None
// is the case. Other unused fields are zero.
type Command struct {
	Kind    CommandKind
	At      calendar.Instant
	Actor   Actor
	Node    NodeID
	Frame   FrameID
	Attempt uint16 // of a machine's report: the attempt it belongs to; 0: the current one
	Answer  string // answer, outcome (done, failed, in_doubt), point, fact or event name, change or grant id, overlay, date name
	Reason  string
	Person  string           // assign, delegate
	Target  NodeID           // redo from, hold, back-out and cancel block
	Time    calendar.Instant // shift
	Values  []Named          // outputs, params, fact, event fields, form fields
	Points  []string         // checklist points ticked with the act
	Start   *Start
}

// Start is what a case is started with.
type Start struct {
	Case     string // id, such as REL-12
	Title    string
	Params   []Named
	T        calendar.Instant // planned date, or 0
	Assign   []Assignment
	Overlays []string
	Changes  []string // linked changes
	CIs      []string
	Mode     Mode
	Facts    []Named // of the case itself: size, component_kinds, previous…
}

// Assignment presets the holders of a role.
type Assignment struct {
	Role    string
	Persons []string
}

// Mode is how a case is run.
type Mode uint8

// The modes. In Rehearsal and DryRun no grants, outside notices or executor
// calls happen; the events are the same.
const (
	Real Mode = iota
	Rehearsal
	DryRun
)

// Refusal says why a command changes nothing. Code is one of
// docs/diagnostics.md, such as R-SOD.
type Refusal struct {
	Code  string           `json:"code"`
	Place string           `json:"place"`           // step as a person writes it: wave_go[canary]
	Why   string           `json:"why"`             // one sentence
	Need  string           `json:"need,omitempty"`  // what would help, one sentence
	Ask   []string         `json:"ask,omitempty"`   // persons who may
	Until calendar.Instant `json:"until,omitempty"` // next opening, or 0
}

// Error returns "code place: why (need)".
func (r *Refusal) Error() string {
	s := r.Code
	if r.Place != "" {
		s += " " + r.Place
	}
	s += ": " + r.Why
	if r.Need != "" {
		s += " (" + r.Need + ")"
	}
	return s
}
