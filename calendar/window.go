package calendar

import "time"

// Window is when acts may start: a value, cheap to copy.
type Window struct{ always bool }

// ParseWindow reads "always" or "Mon-Thu 08:00-16:00 Europe/Berlin, Sat
// 10:00-12:00 except freeze". The error is a *SyntaxError.
func ParseWindow(s string) (Window, error) { panic("api") }

// SpanWindow returns the window open in the given spans ({from, for} of the
// language), sorted by From; the slice is kept.
func SpanWindow(spans ...Span) Window { panic("api") }

// Refs returns the named zones (RefZone) and the excepted period (RefPeriod).
func (w Window) Refs() []Ref { panic("api") }

// Bind resolves the named zones ("site", item fields) of w.
func (w Window) Bind(zone func(name string) (*Zone, error)) (Window, error) { panic("api") }

// In returns w read in z where it names no zone. It does not allocate.
func (w Window) In(z *Zone) Window { panic("api") }

// Except returns w without s. It does not allocate. It replaces an earlier one.
func (w Window) Except(s Span) Window { panic("api") }

func (w *Window) Contains(t Instant) bool { panic("api") }

// NextOpening returns the first instant at or after t at which w is open and
// stays open for at least length, and false if there is none within two years.
func (w *Window) NextOpening(t Instant, length time.Duration) (Instant, bool) { panic("api") }

// NextStart returns the first instant after t at which w opens ("next w after t").
func (w *Window) NextStart(t Instant) (Instant, bool) { panic("api") }

// LastStart returns the last instant before t at which w opens ("last w before t").
func (w *Window) LastStart(t Instant) (Instant, bool) { panic("api") }

// End returns the first instant after t at which w is not open, Forever if that
// is more than two years away, and none if w is not open at t.
func (w *Window) End(t Instant) Instant { panic("api") }
func (w Window) String() string         { panic("api") }
