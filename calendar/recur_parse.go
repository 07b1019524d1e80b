package calendar

import (
	"strconv"
	"strings"
)

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
