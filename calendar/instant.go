package calendar

import (
	"cmp"
	"math"
	"time"
)

// Instant is a point in time in Unix milliseconds. Zero means none: an instant
// that is unresolved, or a result that does not exist.
type Instant int64

// Forever is the end of what never ends. It is later than every real instant.
const Forever Instant = math.MaxInt64

// FromTime returns the instant of t, cut to milliseconds. The zero time.Time
// is the zero Instant.
func FromTime(t time.Time) Instant {
	if t.IsZero() {
		return 0
	}
	return Instant(t.UnixMilli())
}

// ParseInstant reads an RFC 3339 timestamp with its zone, seconds and fraction
// optional. Local times need a zone of reference: see ParseTime.
// The error is a *SyntaxError.
func ParseInstant(s string) (Instant, error) {
	p := parser{src: s}
	lit, err := p.literal()
	if err != nil {
		return 0, err
	}
	if !lit.zoned {
		return 0, errorAt(len(s), "end it with Z or an offset like +02:00", "timestamp without zone")
	}
	if err := p.end(); err != nil {
		return 0, err
	}
	return lit.in(nil), nil
}

// Time returns t as a time.Time in loc, and the zero time for none.
func (t Instant) Time(loc *time.Location) time.Time {
	if t == 0 {
		return time.Time{}
	}
	return time.UnixMilli(int64(t)).In(loc)
}

// Format returns t in RFC 3339 with the offset of z, with milliseconds only if
// it has any; none is the empty string.
func (t Instant) Format(z *Zone) string {
	switch t {
	case 0:
		return ""
	case Forever:
		return "forever"
	}
	layout := "2006-01-02T15:04:05Z07:00"
	if t%1000 != 0 {
		layout = "2006-01-02T15:04:05.000Z07:00"
	}
	return t.Time(z.Location()).Format(layout)
}

// In returns t for a sentence in zone z: "16:00" on the day of now, else "Tue 3
// Mar 16:00 CET", with the year in another one; none is the empty string.
func (t Instant) In(z *Zone, now Instant) string {
	switch t {
	case 0:
		return ""
	case Forever:
		return "for ever"
	}
	at, day := t.Time(z.Location()), now.Time(z.Location())
	switch {
	case at.Year() != day.Year():
		return at.Format("Mon 2 Jan 2006 15:04 MST")
	case at.YearDay() != day.YearDay():
		return at.Format("Mon 2 Jan 15:04 MST")
	}
	return at.Format("15:04")
}

// String returns t in RFC 3339 in UTC.
func (t Instant) String() string { return t.Format(UTC) }

// IsZero reports whether t is none.
func (t Instant) IsZero() bool { return t == 0 }

// Add returns the instant an elapsed d later, d cut to milliseconds. None and
// Forever stay what they are.
func (t Instant) Add(d time.Duration) Instant {
	if t == 0 || t == Forever {
		return t
	}
	return t + Instant(d.Milliseconds())
}

// Sub returns the elapsed time from u to t, negative if t is earlier. Both must
// be real instants, fewer than 292 years apart.
func (t Instant) Sub(u Instant) time.Duration { return time.Duration(t-u) * time.Millisecond }

// Compare returns -1, 0 or +1 as t is before, at or after u.
func (t Instant) Compare(u Instant) int { return cmp.Compare(t, u) }

// seconds splits t into whole Unix seconds, rounded down, and the rest in
// milliseconds.
func (t Instant) seconds() (sec, ms int64) {
	sec = floorDiv(int64(t), 1000)
	return sec, int64(t) - sec*1000
}

// Span is the half-open interval [From, To). It is empty unless From < To.
type Span struct{ From, To Instant }

// Contains reports whether t lies in s.
func (s Span) Contains(t Instant) bool { return s.From <= t && t < s.To }

// IsEmpty reports whether s contains no instant.
func (s Span) IsEmpty() bool { return s.From >= s.To }

// Length returns the elapsed length of s, zero if it is empty.
func (s Span) Length() time.Duration {
	if s.IsEmpty() {
		return 0
	}
	return s.To.Sub(s.From)
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
