package modeltest

import (
	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/model"
)

// entry is one line of a test. What it has is done in the order of the fields.
type entry struct {
	pos     model.Pos
	until   *wanted
	at      *asking // a time
	after   *calendar.Dur
	do      *deed
	event   *signal
	fact    *reading
	refused *model.Word // the code that the deed, event or fact must get
	expect  []expectation
}

// wanted is a place and a word for how it stands: a state or an outcome.
type wanted struct {
	place place
	word  model.Word
}

// place is a step, block or item, or with an empty id the case.
type place struct {
	text           string // bake[canary]
	id             string // bake
	pos            model.Pos
	state, outcome int // questions
}

// deed is what somebody does about a place.
type deed struct {
	place  place
	output string // a deliverable of it, or empty
	who    []string
	as     string // a role
	asRole int    // question: who is in it
	answer string
	reason string
	revoke string
	gives  []model.Entry
}

// signal is an event that comes from outside.
type signal struct {
	name   model.Word
	fields []model.Entry
}

// reading is facts that are read.
type reading struct {
	facts []model.Entry
}

// asking is a question compiled with the plan, and where it stands.
type asking struct {
	pos      model.Pos
	text     string
	question int
}

// expectation is one line of `expect`.
type expectation struct {
	key   model.Word
	kind  expectKind
	place place // of a word, or of a value of a step
	value int   // question
	want  model.Value
	who   int // question: who is in the role that the key or value names, or none
}

type expectKind uint8

const (
	expectWord      expectKind = iota // how a place stands
	expectValue                       // what a name reads as
	expectOutcome                     // the outcome of the case
	expectInbox                       // the open work of people
	expectEscalated                   // what was escalated
	expectReminded                    // who was reminded
	expectHolder                      // who holds responsibility
	expectCompile                     // a code of the compiler
	expectLater                       // sight, which needs labels
)
