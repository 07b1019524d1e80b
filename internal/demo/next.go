package demo

import "time"

// Reading is a fact that an open case reads.
type Reading struct {
	ReadAt time.Time     // zero: not yet
	Again  time.Time     // when it is to be read again
	MaxAge time.Duration // 0: never too old
}

// FirstInstant returns the first instant at which something happens by itself,
// zero when there is none. It is past while that is under way.
//
// Due is the first timer of any case, zero for none; it fires once its instant
// is over. A reading is such an instant only if a case would notice that it
// became too old: then the case has a timer for that, at the latest when it is.
// So watches see fresh facts all the time, and long waits are not taken in
// steps of a fact that is looked at when they end.
func FirstInstant(now, due time.Time, readings []Reading) time.Time {
	next := due
	if !due.IsZero() {
		next = due.Add(time.Millisecond)
	}
	for _, r := range readings {
		noticed := !due.IsZero() && !due.After(r.ReadAt.Add(r.MaxAge))
		if (noticed || !r.Again.After(now)) && (next.IsZero() || r.Again.Before(next)) {
			next = r.Again
		}
	}
	return next
}
