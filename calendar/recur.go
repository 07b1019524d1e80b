package calendar

// Recur is a recurrence.
type Recur struct{ unit string }

// ParseRecur reads "every 2w on Tue 14:00 in Jan,Jul from 2026-01-06". The
// error is a *SyntaxError.
func ParseRecur(s string) (Recur, error) { panic("api") }

// Refs returns the named zone (RefZone), if any.
func (r Recur) Refs() []Ref { panic("api") }

// Bind resolves the named zone of r.
func (r Recur) Bind(zone func(name string) (*Zone, error)) (Recur, error) { panic("api") }

// Next returns the first occurrence after t, read in z where r names no zone,
// and false if there is none.
func (r *Recur) Next(t Instant, z *Zone) (Instant, bool) { panic("api") }
func (r Recur) String() string                           { panic("api") }
