package engine

import "github.com/headgate/headgate/calendar"

// Decision is the result of Decide. A Decision may be reused: Decide truncates
// its slices and writes over them, so that deciding allocates nothing in the
// steady state. It must not be copied.
type Decision struct {
	// Events happened, in order. With a refusal they are what happened anyway
	// and stands: timers that fired before the command's instant, and a gate
	// that the command found to hold no longer. They are to be stored like any.
	Events []Event
	// Refusal is nil when the command was accepted.
	Refusal *Refusal
	// State is the state after Events. It shares no memory with the input.
	State State

	run decider
}

// Offers is what Offer returns: what this person may do now, and what waits.
type Offers struct {
	// Acts are the commands this person may give now, most urgent first.
	Acts []Act
	// Waiting says for every open node whom or what it waits for, in document
	// order.
	Waiting []Waiting
}

// Act is a command that is legal now, or with WhyNot one that would be this
// person's but for the reason given.
type Act struct {
	Kind    CommandKind
	Node    NodeID
	Frame   FrameID
	Place   string // deploy_wave[canary]
	Title   string
	Answers []string     // of a decision
	Needs   []OutputNeed // what must be given with it
	Points  []string     // checklist points still open
	Due     calendar.Instant
	Role    RoleID
	WhyNot  *Refusal // set: shown but refused, with the reason
}

// OutputNeed is an output a report must bring.
type OutputNeed struct {
	Name, Kind string
	Optional   bool
}

// Waiting is one open node and what it waits for.
type Waiting struct {
	Node      NodeID
	Frame     FrameID
	Place     string
	Kind      NodeKind
	State     string   // word of the language: ready, running, open, offered, paused, in_doubt, blocked, held
	Persons   []string // who may act, sorted
	Role      RoleID
	Since     calendar.Instant
	Due       calendar.Instant
	From      calendar.Instant // start of the clock of Due
	Why       string           // one sentence: who or what is awaited
	Next      string           // what happens when nobody acts, one sentence
	Helpers   []string         // who may help
	Escalated []string
}

// WorkItem is one piece of open work, for the inbox.
type WorkItem struct {
	Node      NodeID
	Frame     FrameID
	Attempt   uint16
	Kind      NodeKind
	Place     string
	Title     string
	State     string   // as in Waiting
	Persons   []string // candidates, sorted
	Role      RoleID
	Assignee  string
	Ready     calendar.Instant
	Due       calendar.Instant
	From      calendar.Instant // start of the clock of Due
	Escalated []string
}
