package calendar

import "errors"

// RefKind says what a reference in a text must name.
type RefKind uint8

// The kinds of references. Bare start, end, ready and due are points of the
// node that the text belongs to; T and released are points too.
const (
	RefPoint    RefKind = iota // an instant: T, a date, node.start, an event, an output, table.column
	RefDuration                // a duration, after + or -
	RefWindow                  // a window, after next and last and before of
	RefCalendar                // a calendar, after @
	RefZone                    // a zone: site, or the field of an item
	RefPeriod                  // a period, after except (windows only)
)

// NoRef is the number of no reference: blame that falls on none, and the
// calendar in force.
const NoRef = -1

// Ref is a name in a text that the caller resolves.
type Ref struct {
	Kind   RefKind
	Text   string // dotted path as written
	Offset int    // byte offset into the text
}

// Env is what an Expr is evaluated against. The numbers are those that Bind was
// given. Eval calls it on the hot path: methods should neither allocate nor
// compute what can be kept.
type Env interface {
	// Point returns an instant, none while it is unresolved.
	Point(ref int) Instant
	// Skipped reports whether an unresolved point belongs to a skipped node.
	Skipped(ref int) bool
	// Duration returns a duration and the calendar its bh and bd count in, nil
	// for the one in force; false while it is unresolved.
	Duration(ref int) (Dur, *Calendar, bool)
	// Window returns a window with its zone and exception filled in; false
	// while it is unresolved.
	Window(ref int) (Window, bool)
	// Calendar returns a calendar, for NoRef the one in force; nil while it is
	// unresolved.
	Calendar(ref int) *Calendar
	// ZoneOf returns a named zone, nil while it is unresolved.
	ZoneOf(ref int) *Zone
	// Zone returns the zone in force; it is never nil.
	Zone() *Zone
	// Base returns what a relative word without anchor counts from, none if
	// there is nothing.
	Base() Instant
}

// Expr is a time expression: a tree in an array, children before parents. It is
// immutable, and evaluated without allocating.
// Source: language reference, section 10, "time".
type Expr struct {
	nodes []node
	kids  []int32 // operands of lists
	refs  []Ref
	bound []int // what Bind made of refs; nil: their indexes
	root  int32
}

type op uint8

const (
	opPoint     op = iota // ref
	opLiteral             // lit
	opAdd                 // a + dur
	opSub                 // a - dur
	opOr                  // the first resolved of list
	opLater               // the last of list
	opEarlier             // the first of list
	opNext                // next spec after a
	opLast                // last spec before a
	opSpecOf              // spec of unit a
	opNthOf               // nth spec of month a
	opStartOf             // start of unit zone of a
	opEndOf               // end of unit zone of a
	opEndWindow           // end of a, the opening of a window
)

type span uint8

const (
	unitDay span = iota
	unitWeek
	unitMonth
	unitQuarter
)

// none stands for a child that is not there: the base.
const none int32 = -1

type node struct {
	op   op
	unit span
	nth  int8
	a    int32 // child, or the first of the list in kids
	n    int32 // length of the list
	ref  int32 // index in refs, none if there is none
	spec spec
	dur  Dur
	lit  literal
}

// spec says which instants next, last and of look for: openings of a window, or
// a clock time on a weekday.
type spec struct {
	window  int32 // index in refs, or none
	weekday int8  // -1: any
	clock   int32 // second of the day, -1: 00:00
	zone    clockZone
	zoneRef int32 // index in refs, or none
}

// Refs returns every reference in the order of the text. The caller must not
// change the slice.
func (e *Expr) Refs() []Ref { return e.refs }

// Relative reports whether e has a relative word without anchor, which counts
// from Env.Base.
func (e *Expr) Relative() bool {
	for i := range e.nodes {
		if n := &e.nodes[i]; n.op >= opNext && n.a == none {
			return true
		}
	}
	return false
}

// Bind returns e with each reference known by the number that resolve gives it;
// without Bind it is the index in Refs. The errors of resolve are joined.
func (e *Expr) Bind(resolve func(Ref) (int, error)) (*Expr, error) {
	bound := *e
	bound.bound = make([]int, len(e.refs))
	var errs []error
	for i, ref := range e.refs {
		var err error
		if bound.bound[i], err = resolve(ref); err != nil {
			errs = append(errs, err)
		}
	}
	if errs != nil {
		return nil, errors.Join(errs...)
	}
	return &bound, nil
}

// Fallbacks returns the number of ordered fallback dates of e, 1 without `or`.
func (e *Expr) Fallbacks() int {
	if n := &e.nodes[e.root]; n.op == opOr {
		return int(n.n)
	}
	return 1
}

// fallback returns the node of the ith fallback date.
func (e *Expr) fallback(i int) int32 {
	if n := &e.nodes[e.root]; n.op == opOr {
		return e.kids[int(n.a)+i]
	}
	return e.root
}
