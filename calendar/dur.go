package calendar

import (
	"strconv"
	"strings"
	"time"
)

// Dur is a duration as models write it: a sum of amounts of several clocks,
// none of them negative. Months and days are steps of the calendar in a zone (a
// day over a clock change is a day), seconds are elapsed, and working days and
// seconds count in a Calendar. The zero Dur is no time at all.
// Source: language reference, section 10, "dur".
type Dur struct {
	Months   int64  // mo, and y as twelve of them
	Days     int64  // d, and w as seven of them
	WorkDays int64  // bd
	WorkSecs int64  // bh, in working seconds
	Secs     int64  // s, m and h, elapsed
	Calendar string // name after @, empty for the calendar in force
}

// Elapsed returns the Dur of an elapsed d, cut to seconds.
func Elapsed(d time.Duration) Dur { return Dur{Secs: int64(d / time.Second)} }

// maxAmount bounds each amount, so that sums in milliseconds never overflow.
const maxAmount = 10_000_000

type unit struct {
	name  string
	size  int64
	field func(*Dur) *int64
}

// units are in canonical order, greatest first.
var units = [...]unit{
	{"y", monthsPerYear, func(d *Dur) *int64 { return &d.Months }},
	{"mo", 1, func(d *Dur) *int64 { return &d.Months }},
	{"w", daysPerWeek, func(d *Dur) *int64 { return &d.Days }},
	{"d", 1, func(d *Dur) *int64 { return &d.Days }},
	{"bd", 1, func(d *Dur) *int64 { return &d.WorkDays }},
	{"bh", secondsPerHour, func(d *Dur) *int64 { return &d.WorkSecs }},
	{"h", secondsPerHour, func(d *Dur) *int64 { return &d.Secs }},
	{"m", 60, func(d *Dur) *int64 { return &d.Secs }},
	{"s", 1, func(d *Dur) *int64 { return &d.Secs }},
}

const durHint = "write amounts like 30m, 2d, 1h30m, 4bh or 2bd@office (s m h d w mo y bh bd)"

// ParseDur reads a duration like 1h30m, 3mo or 2bd@office. Amounts are whole
// numbers; a unit may occur once. The error is a *SyntaxError.
func ParseDur(s string) (Dur, error) {
	p := parser{src: s}
	d, _, err := p.dur()
	if err != nil {
		return Dur{}, err
	}
	if err := p.end(); err != nil {
		return Dur{}, err
	}
	return d, nil
}

// dur reads amounts and an optional @calendar, whose offset it returns, or -1.
func (p *parser) dur() (d Dur, calendarAt int, err error) {
	if !isDigit(p.peek()) {
		return Dur{}, -1, p.fail(durHint, "expected a duration, found %q", p.rest())
	}
	var seen [len(units)]bool
	for isDigit(p.peek()) {
		if err := p.amount(&d, &seen); err != nil {
			return Dur{}, -1, err
		}
	}
	if p.ahead(0) != '@' {
		return d, -1, nil
	}
	at := p.pos
	p.pos++
	calendarAt = p.pos
	if !d.Working() {
		return Dur{}, -1, errorAt(at, "only bh and bd count in a calendar", "@ on a duration without working time")
	}
	if d.Calendar, err = p.path(); err != nil {
		return Dur{}, -1, err
	}
	return d, calendarAt, nil
}

func (p *parser) amount(d *Dur, seen *[len(units)]bool) error {
	start, n := p.pos, int64(0)
	for ; isDigit(p.ahead(0)); p.pos++ {
		if n = n*10 + int64(p.ahead(0)-'0'); n > maxAmount {
			return errorAt(start, "", "amount is too large")
		}
	}
	i := p.unit()
	switch {
	case i < 0 && p.ahead(0) == '.':
		return errorAt(p.pos, "write 1h30m, not 1.5h", "amounts are whole numbers")
	case i < 0:
		return errorAt(p.pos, durHint, "no unit of time after %s", p.src[start:p.pos])
	case seen[i]:
		return errorAt(start, "add the amounts up", "%s occurs twice", units[i].name)
	}
	seen[i] = true
	*units[i].field(d) += n * units[i].size
	return nil
}

// unit reads a unit of time that stands right at the position and returns its
// index, or -1. Units are told apart by all their letters: 1m is a minute, 1mo
// a month.
func (p *parser) unit() int {
	n := 0
	for isLetter(p.ahead(n)) {
		n++
	}
	name := p.src[p.pos : p.pos+n]
	for i, u := range units {
		if u.name == name {
			p.pos += n
			return i
		}
	}
	return -1
}

// Working reports whether d counts any bh or bd.
func (d Dur) Working() bool { return d.WorkDays != 0 || d.WorkSecs != 0 }

// IsZero reports whether d is no time at all.
func (d Dur) IsZero() bool { d.Calendar = ""; return d == Dur{} }

// Elapsed returns d as elapsed time and true, or false if d has an amount whose
// elapsed length depends on where it begins (d, w, mo, y, bh, bd).
func (d Dur) Elapsed() (time.Duration, bool) {
	if d.Months|d.Days|d.WorkDays|d.WorkSecs != 0 {
		return 0, false
	}
	return time.Duration(d.Secs) * time.Second, true
}

// String returns d in canonical form: greatest unit first, 0s for none. Equal
// durations of one clock are written alike: 90m is 1h30m, 7d is 1w.
func (d Dur) String() string {
	var b strings.Builder
	for _, u := range units {
		left := u.field(&d)
		if n := *left / u.size; n != 0 {
			b.WriteString(strconv.FormatInt(n, 10))
			b.WriteString(u.name)
			*left -= n * u.size
		}
	}
	// A part of a working hour is no literal, but a result may have one.
	if d.WorkSecs != 0 {
		b.WriteString(strconv.FormatInt(d.WorkSecs, 10) + "bs")
	}
	if b.Len() == 0 {
		return "0s"
	}
	if d.Calendar != "" {
		b.WriteString("@" + d.Calendar)
	}
	return b.String()
}

// AddTo returns the instant d after t: first the months (a day that month has
// not is its last), then the days, both at the same local clock time in z; then
// the working days and the working time of c; then the seconds. The result is
// none if t is, or if c has too little working time. c may be nil if d is not
// Working; then it is not used.
func (d *Dur) AddTo(t Instant, z *Zone, c *Calendar) Instant { return d.step(t, z, c, 1) }

// SubtractFrom returns the instant d before t, by the same steps in the same
// order, each backwards.
func (d *Dur) SubtractFrom(t Instant, z *Zone, c *Calendar) Instant { return d.step(t, z, c, -1) }

func (d *Dur) step(t Instant, z *Zone, c *Calendar, sign int64) Instant {
	if t == 0 || t == Forever {
		return t
	}
	if d.Months|d.Days != 0 {
		t = z.stepDays(t, sign*d.Months, sign*d.Days)
	}
	if d.WorkDays != 0 {
		t = c.AddDays(t, int(sign*d.WorkDays))
	}
	if d.WorkSecs != 0 {
		t = c.addMillis(t, sign*d.WorkSecs*1000)
	}
	if t == 0 {
		return 0
	}
	return t + Instant(sign*d.Secs*1000)
}

// stepDays moves t by months, then days, and keeps its local clock time.
func (z *Zone) stepDays(t Instant, months, days int64) Instant {
	day, second, ms := z.clock(t)
	if months != 0 {
		day = dateOf(day).addMonths(months).days()
	}
	return z.at(day+days, second) + Instant(ms)
}

// Compare orders two durations where their order does not depend on when they
// begin: -1, 0 or +1 and true, else false. Days are 24 hours each give or take
// one hour in all, a month 28 to 31 days; a working day is as many working hours as c has a day. Without a
// calendar (nil), and between working and other time, equal parts cancel out
// and the rest decides if it points one way.
func Compare(a, b Dur, c *Calendar) (int, bool) {
	work := a.working(c) - b.working(c)
	low, high := a.minus(b)
	workDays := int64(0)
	if c == nil {
		workDays = a.WorkDays - b.WorkDays
	}
	low, high = min(low, work, workDays), max(high, work, workDays)
	switch {
	case low == 0 && high == 0:
		return 0, true
	case low >= 0:
		return 1, true
	case high <= 0:
		return -1, true
	}
	return 0, false
}

func (d Dur) working(c *Calendar) int64 {
	if c == nil {
		return d.WorkSecs
	}
	return d.WorkSecs + d.WorkDays*int64(c.DayLength()/time.Second)
}

// minus returns the bounds of the elapsed seconds of d's calendar and elapsed
// parts less those of e. A clock change moves the end by up to an hour.
func (d Dur) minus(e Dur) (low, high int64) {
	months, days := d.Months-e.Months, d.Days-e.Days
	low = d.Secs - e.Secs + (days+bound(months, 28, 31))*secondsPerDay
	high = d.Secs - e.Secs + (days+bound(months, 31, 28))*secondsPerDay
	if months|days != 0 {
		low, high = low-secondsPerHour, high+secondsPerHour
	}
	return low, high
}

func bound(n, ifPositive, ifNegative int64) int64 {
	if n < 0 {
		return n * ifNegative
	}
	return n * ifPositive
}
