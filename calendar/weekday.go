package calendar

import (
	"cmp"
	"slices"
	"strings"
)

// Weekdays is a set of weekdays; bit 0 is Monday, bit 6 is Sunday.
type Weekdays uint8

const everyDay Weekdays = 1<<daysPerWeek - 1

const weekdayHint = "weekdays are Mon Tue Wed Thu Fri Sat Sun"

// ParseWeekdays reads a list of weekdays and ranges, "Mon-Thu, Sat". A range
// may run over Sunday. The error is a *SyntaxError.
func ParseWeekdays(s string) (Weekdays, error) {
	p := parser{src: s}
	var set Weekdays
	for {
		days, err := p.weekdays()
		if err != nil {
			return 0, err
		}
		set |= days
		if !p.byte(',') {
			return set, p.end()
		}
	}
}

// weekdays reads a weekday or a range of them.
func (p *parser) weekdays() (Weekdays, error) {
	from, err := p.weekday()
	if err != nil {
		return 0, err
	}
	if !p.byte('-') {
		return 1 << from, nil
	}
	to, err := p.weekday()
	if err != nil {
		return 0, err
	}
	set := Weekdays(1 << to)
	for ; from != to; from = (from + 1) % daysPerWeek {
		set |= 1 << from
	}
	return set, nil
}

func (p *parser) weekday() (int64, error) {
	if i := p.oneOf(weekdayNames[:]); i >= 0 {
		return int64(i), nil
	}
	return 0, p.fail(weekdayHint, "expected a weekday, found %q", p.rest())
}

// IsEmpty reports whether no weekday is in s.
func (s Weekdays) IsEmpty() bool { return s&everyDay == 0 }

func (s Weekdays) has(weekday int64) bool { return s>>weekday&1 != 0 }

// String returns the weekdays as ParseWeekdays reads them, runs of three and
// more as ranges.
func (s Weekdays) String() string {
	var parts []string
	for d := 0; d < daysPerWeek; d++ {
		if !s.has(int64(d)) {
			continue
		}
		first := d
		for d+1 < daysPerWeek && s.has(int64(d+1)) {
			d++
		}
		switch d - first {
		case 0:
			parts = append(parts, weekdayNames[d])
		case 1:
			parts = append(parts, weekdayNames[first], weekdayNames[d])
		default:
			parts = append(parts, weekdayNames[first]+"-"+weekdayNames[d])
		}
	}
	return strings.Join(parts, ", ")
}

// ParseHours reads the hours of a working day, "08:00-12:00, 13:00-17:00", in
// any order. 22:00-06:00 is over midnight. The error is a *SyntaxError.
func ParseHours(s string) ([]Hours, error) {
	p := parser{src: s}
	var hours []Hours
	for {
		h, err := p.hours()
		if err != nil {
			return nil, err
		}
		hours = append(hours, h)
		if !p.byte(',') {
			break
		}
	}
	if err := p.end(); err != nil {
		return nil, err
	}
	slices.SortFunc(hours, func(a, b Hours) int { return cmp.Compare(a.From, b.From) })
	if checkHours(hours) != nil {
		return nil, errorAt(0, "write each hour once", "hours overlap")
	}
	return hours, nil
}

// hours reads 08:00-17:00.
func (p *parser) hours() (Hours, error) {
	from, err := p.clockBefore24()
	if err != nil {
		return Hours{}, err
	}
	return p.hoursFrom(from)
}

// hoursFrom reads the end of hours that begin at a second of the day.
func (p *parser) hoursFrom(from int64) (Hours, error) {
	if !p.byte('-') {
		return Hours{}, p.fail("write 08:00-17:00", "expected - and the closing time, found %q", p.rest())
	}
	p.space()
	at := p.pos
	to, err := p.clock()
	if err != nil {
		return Hours{}, err
	}
	if to == from {
		return Hours{}, errorAt(at, "for a whole day write 00:00-24:00", "opens and closes at the same time")
	}
	if to < from {
		to += secondsPerDay
	}
	return Hours{from, to}, nil
}

// String returns h as 08:00-17:00.
func (h Hours) String() string {
	to := h.To
	if to > secondsPerDay {
		to -= secondsPerDay
	}
	return clockString(h.From) + "-" + clockString(to)
}

func clockString(second int64) string {
	digits := func(n int64) string { return string([]byte{byte('0' + n/10), byte('0' + n%10)}) }
	return digits(second/secondsPerHour) + ":" + digits(second/60%60)
}
