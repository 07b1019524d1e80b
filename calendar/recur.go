package calendar

import (
	"strconv"
	"strings"
	"time"
)

// Recur is a recurrence: every so much time, in periods that are counted from
// `from`, or else from 1970: days from 1 January, weeks from Monday the 5th,
// months and years from January. A period of days, weeks, months or years has
// one occurrence, on the day that `on` says in its first day, week or month
// (every 4mo on Wed: the first Wednesday of January, May and September). A
// yearly one with `in` has one in each of its months; `in` leaves out the other
// months of the rest.
//
// What is not said is that of `from`, else the beginning: its clock or 00:00,
// its weekday or Monday, its day of the month (the last if the month is
// shorter) or the 1st, its month or January.
// Source: language reference, section 10, "recur".
type Recur struct {
	every   int64
	unit    recurUnit
	nth     int    // 1 to 5 (last), 0 if not said
	weekday int64  // -1 if not said
	clock   int64  // second of the day, -1 if not said
	months  uint16 // bit 0 is January; 0 if not said
	zone    clockZone
	from    literal
	hasFrom bool
}

type recurUnit uint8

const (
	everySeconds recurUnit = iota
	everyDays
	everyWeeks
	everyMonths
	everyYears
)

// recurYears is how far occurrences are searched.
const recurYears = 100

// Refs returns the named zone (RefZone), if there is one.
func (r Recur) Refs() []Ref { return r.zone.appendRef(nil) }

// Bind returns r with the zone that Refs lists, as zone knows it.
func (r Recur) Bind(zone func(name string) (*Zone, error)) (Recur, error) {
	err := r.zone.bind(zone)
	return r, err
}

// Next returns the first occurrence after t, and false if there is none within
// a hundred years. Days and clocks are those of z, unless r names a zone.
func (r *Recur) Next(t Instant, z *Zone) (Instant, bool) {
	z = r.zone.or(z)
	if r.hasFrom {
		// The beginning may be an occurrence itself.
		t = max(t, r.from.in(z)-1)
	}
	if r.unit == everySeconds {
		return r.nextStep(t, z), true
	}
	anchor := r.anchor(z)
	day, _, _ := z.clock(t)
	for end := day + recurYears*366; day <= end; day++ {
		if !r.takes(day, anchor) {
			continue
		}
		if next := z.at(day, anchor.clock); next > t {
			return next, true
		}
	}
	return 0, false
}

// nextStep is Next for elapsed time.
func (r *Recur) nextStep(t Instant, z *Zone) Instant {
	start := z.at(0, 0)
	if r.hasFrom {
		start = r.from.in(z)
	}
	step := r.every * 1000
	return start + Instant((floorDiv(int64(t-start), step)+1)*step)
}

// anchor is what periods are counted from, with what is not said filled in.
type anchor struct {
	day     int64
	date    Date
	weekday int64
	clock   int64
	months  uint16
}

func (r *Recur) anchor(z *Zone) anchor {
	a := anchor{weekday: r.weekday, clock: r.clock, months: r.months}
	second := int64(0)
	if r.hasFrom {
		a.day, second, _ = z.clock(r.from.in(z))
	} else if r.unit == everyWeeks {
		a.day = daysPerWeek - epochWeekday // Monday
	}
	a.date = dateOf(a.day)
	if a.clock < 0 {
		a.clock = second
	}
	if a.weekday < 0 && r.unit == everyWeeks {
		a.weekday = weekdayOf(a.day)
	}
	if a.months == 0 && r.unit == everyYears {
		a.months = 1 << (a.date.Month - 1)
	}
	return a
}

// takes reports whether there is an occurrence on the day.
func (r *Recur) takes(day int64, a anchor) bool {
	if a.weekday >= 0 && weekdayOf(day) != a.weekday {
		return false
	}
	date := dateOf(day)
	if a.months != 0 && a.months>>(date.Month-1)&1 == 0 {
		return false
	}
	return r.period(day, date, a)%r.every == 0 && (r.unit < everyMonths || date.Day == r.dayOf(day, date, a))
}

// period returns the number of the period of one unit that the day is in.
func (r *Recur) period(day int64, date Date, a anchor) int64 {
	switch r.unit {
	case everyWeeks:
		monday := a.day - weekdayOf(a.day)
		return floorDiv(day-monday, daysPerWeek)
	case everyMonths:
		return int64(date.Year-a.date.Year)*monthsPerYear + int64(date.Month-a.date.Month)
	case everyYears:
		return int64(date.Year - a.date.Year)
	default:
		return day - a.day
	}
}

// dayOf returns the day of the month of the occurrence in the month of day.
func (r *Recur) dayOf(day int64, date Date, a anchor) int {
	if a.weekday < 0 {
		return min(a.date.Day, monthLength(date.Year, date.Month))
	}
	first := day - int64(date.Day) + 1
	return int(nthWeekday(first, max(1, r.nth), a.weekday)-first) + 1
}

const recurHint = "write it like every 2w on Tue 14:00, every 1mo on 1st Tue or every 1y in May, Nov"

// ParseRecur reads "every 2w on Tue 14:00 in Jan,Jul from 2026-01-06". The
// error is a *SyntaxError.
func ParseRecur(s string) (Recur, error) {
	p := parser{src: s}
	r := Recur{weekday: -1, clock: -1}
	for _, read := range []func(*Recur) error{p.every, p.on, p.in, p.from} {
		if err := read(&r); err != nil {
			return Recur{}, err
		}
	}
	if err := p.end(); err != nil {
		return Recur{}, err
	}
	return r, nil
}

// every reads the word and one amount.
func (p *parser) every(r *Recur) error {
	if !p.word("every") || !isDigit(p.peek()) {
		return p.fail(recurHint, "expected every and an amount, found %q", p.rest())
	}
	at := p.pos
	var d Dur
	var seen [len(units)]bool
	if err := p.amount(&d, &seen); err != nil {
		return err
	}
	switch yearly := seen[0]; {
	case d.IsZero():
		return errorAt(at, recurHint, "every nothing")
	case d.Working():
		return errorAt(at, "recur in s m h d w mo or y", "a recurrence of working time")
	case yearly:
		r.unit, r.every = everyYears, d.Months/monthsPerYear
	case d.Months != 0:
		r.unit, r.every = everyMonths, d.Months
	case seen[2]:
		r.unit, r.every = everyWeeks, d.Days/daysPerWeek
	case d.Days != 0:
		r.unit, r.every = everyDays, d.Days
	default:
		r.every = d.Secs
	}
	return nil
}

func (p *parser) on(r *Recur) error {
	p.space()
	at := p.pos
	if !p.word("on") {
		return nil
	}
	if r.unit == everySeconds {
		return errorAt(at, "use d, w, mo or y", "a weekday in a recurrence of hours")
	}
	p.space()
	nthAt := p.pos
	r.nth = p.oneOf(nthNames[:]) + 1
	if r.nth > 0 && r.unit < everyMonths {
		return errorAt(nthAt, "use mo or y", "the %s weekday of what is no month", nthNames[r.nth-1])
	}
	var err error
	if r.weekday, err = p.weekday(); err != nil || !p.isClock() {
		return err
	}
	if r.clock, err = p.clockBefore24(); err != nil {
		return err
	}
	r.zone, err = p.zone("in", "from")
	return err
}

func (p *parser) in(r *Recur) error {
	p.space()
	at := p.pos
	if !p.word("in") {
		return nil
	}
	if r.unit == everySeconds {
		return errorAt(at, "use d, w, mo or y", "a month in a recurrence of hours")
	}
	for {
		m := p.oneOf(monthNames[:])
		if m < 0 {
			return p.fail("months are "+strings.Join(monthNames[:], " "), "expected a month, found %q", p.rest())
		}
		r.months |= 1 << m
		if !p.byte(',') {
			return nil
		}
	}
}

func (p *parser) from(r *Recur) (err error) {
	if !p.word("from") {
		return nil
	}
	r.from, err = p.literal()
	r.hasFrom = true
	return err
}

// String returns r in canonical form.
func (r Recur) String() string {
	s := "every " + strconv.FormatInt(r.every, 10) + [...]string{"s", "d", "w", "mo", "y"}[r.unit]
	if r.unit == everySeconds {
		s = "every " + r.elapsed()
	}
	if r.weekday >= 0 {
		s += " on "
		if r.nth > 0 {
			s += nthNames[r.nth-1] + " "
		}
		s += weekdayNames[r.weekday]
	}
	if r.clock >= 0 {
		s += " " + clockString(r.clock) + r.zone.suffix()
	}
	var months []string
	for m, name := range monthNames {
		if r.months>>m&1 != 0 {
			months = append(months, name)
		}
	}
	if months != nil {
		s += " in " + strings.Join(months, ", ")
	}
	if r.hasFrom {
		s += " from " + r.from.String()
	}
	return s
}

// elapsed returns the step in its greatest whole unit: a recurrence has one
// amount.
func (r Recur) elapsed() string {
	for _, u := range units[6:] {
		if r.every%u.size == 0 {
			return strconv.FormatInt(r.every/u.size, 10) + u.name
		}
	}
	return ""
}

// String returns l as short as it can be read again.
func (l literal) String() string {
	t := time.Unix(l.local, l.ms*int64(time.Millisecond)).UTC()
	layout := "2006-01-02T15:04:05"
	switch {
	case !l.zoned && l.ms == 0 && l.local%secondsPerDay == 0:
		layout = "2006-01-02"
	case l.ms != 0:
		layout = "2006-01-02T15:04:05.000"
	}
	if l.zoned {
		layout += "Z"
	}
	return t.Format(layout)
}
