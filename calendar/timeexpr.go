package calendar

// RefKind says what a reference in a text must name.
type RefKind uint8

const (
	RefPoint    RefKind = iota // an instant: T, a date, released, node.start, an output, table.column
	RefDuration                // a duration: after + or -
	RefWindow                  // a window: after next and last
	RefCalendar                // a calendar: after @
	RefZone                    // a zone: site, or an item's field
	RefPeriod                  // a period: after except
)

// NoRef is the reference of nothing: blame that falls on no reference, and the
// calendar in force.
const NoRef = -1

// Ref is a name in a text that the caller has to resolve.
type Ref struct {
	Kind   RefKind
	Text   string // dotted path as written, without spaces
	Offset int    // byte offset into the text
}

// Env is what an Expr is evaluated against. The ints are those Bind was given.
// Methods are on the hot path and should not allocate.
type Env interface {
	Point(ref int) Instant                   // none: unresolved
	Skipped(ref int) bool                    // an unresolved point belongs to a skipped node
	Duration(ref int) (Dur, *Calendar, bool) // and the calendar it counts in, nil for Calendar(NoRef)
	Window(ref int) (Window, bool)
	Calendar(ref int) *Calendar // NoRef: the calendar in force; nil: unresolved
	ZoneOf(ref int) *Zone       // a named zone; nil: unresolved
	Zone() *Zone                // the zone in force
	Base() Instant              // what a relative word counts from; none: nothing
}

// Expr is a time expression.
type Expr struct{ refs []Ref }

// ParseTime reads a time expression. The error is a *SyntaxError.
func ParseTime(src string) (*Expr, error) { panic("api") }

// Refs returns every reference in order of the text; the caller must not change it.
func (e *Expr) Refs() []Ref { panic("api") }

// Relative reports whether e counts from Env.Base somewhere (E-TIME-6 where
// there is none).
func (e *Expr) Relative() bool { panic("api") }

// Bind returns e with each reference as the small int that resolve gives it.
// All errors of resolve are joined.
func (e *Expr) Bind(resolve func(Ref) (int, error)) (*Expr, error) { panic("api") }

// Eval returns the instant of e and true, or false and the reference to blame
// (as bound), NoRef if it is none. It does not allocate.
func (e *Expr) Eval(env Env) (t Instant, blame int, ok bool) { panic("api") }

// Fallbacks returns how many ordered fallback dates e has (1 without `or`).
func (e *Expr) Fallbacks() int { panic("api") }

// EvalFallback is Eval of the ith of them alone, counted from 0.
func (e *Expr) EvalFallback(i int, env Env) (t Instant, blame int, ok bool) { panic("api") }
func (e *Expr) String() string                                              { panic("api") }
