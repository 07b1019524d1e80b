package calendar

import (
	"errors"
	"fmt"
	"time"
)

// Calendar is working time: the hours of the working days of a zone, without
// holidays. It is immutable and answers in constant time.
//
// All ranges of a span of years are laid out when it is made, eight bytes each:
// where they open, and how many working seconds came before. A range ends where
// the sum of the next says so. Each working day has the same number of ranges
// (an empty one where a clock change swallows it), so counting days is index
// arithmetic, and a place in time or in working time is found by stairs. A
// hundred years of one range a day take about 400 KiB. The alternative, a week
// and its exceptions, needs less and is slower at every holiday between.
//
// Outside its years a calendar knows no working time: an answer from there or
// to there is none.
type Calendar struct {
	zone    *Zone
	years   Span
	hours   []Hours // of every working day; nil in the calendar that always works
	opens   stairs  // Unix second at which range i opens; day i/len(hours)
	before  stairs  // working seconds before range i
	total   int64   // working seconds in all
	dayLong int64   // working seconds of a day without clock change
}

// Hours is a range of a working day in seconds after its local midnight. It is
// half-open; To is beyond 24 h for a range over midnight, which belongs to the
// day it opens on.
type Hours struct{ From, To int64 }

// CalendarSpec says what a Calendar is made of.
type CalendarSpec struct {
	Zone     *Zone    // required
	Days     Weekdays // not empty
	Hours    []Hours  // sorted, apart, not empty; copied
	Holidays Holidays // nil: none

	// First and last year, both included; 0 stands for 2000 and 2100.
	FromYear, ToYear int
}

// Always returns the calendar that always works: a working hour is an hour and
// a working day 24 hours.
func Always() *Calendar { return &Calendar{zone: UTC, dayLong: secondsPerDay} }

// NewCalendar lays out a calendar. Years are between 1971 and 2104.
func NewCalendar(spec CalendarSpec) (*Calendar, error) {
	if spec.FromYear == 0 {
		spec.FromYear = 2000
	}
	if spec.ToYear == 0 {
		spec.ToYear = 2100
	}
	if err := spec.check(); err != nil {
		return nil, fmt.Errorf("calendar: %w", err)
	}
	c := &Calendar{zone: spec.Zone, hours: append([]Hours(nil), spec.Hours...)}
	for _, h := range c.hours {
		c.dayLong += h.To - h.From
	}
	c.layOut(spec)
	return c, nil
}

func (s CalendarSpec) check() error {
	switch {
	case s.Zone == nil:
		return errors.New("no zone")
	case s.Days.IsEmpty():
		return errors.New("no working days")
	case len(s.Hours) == 0:
		return errors.New("no working hours")
	case s.FromYear < 1971 || s.ToYear > 2104 || s.ToYear < s.FromYear:
		return fmt.Errorf("years %d to %d are not between 1971 and 2104", s.FromYear, s.ToYear)
	}
	return checkHours(s.Hours)
}

// checkHours refuses ranges that overlap on the clock, over midnight too.
func checkHours(hours []Hours) error {
	end := hours[len(hours)-1].To - secondsPerDay
	for _, h := range hours {
		if h.From < 0 || h.From >= secondsPerDay || h.To <= h.From || h.From < end {
			return errors.New("hours are empty, out of order or overlap")
		}
		end = h.To
	}
	return nil
}

func (c *Calendar) layOut(spec CalendarSpec) {
	var opens, before []uint32
	off := holidaySet(spec)
	first, end := Date{spec.FromYear, time.January, 1}.days(), Date{spec.ToYear + 1, time.January, 1}.days()
	c.years = Span{c.zone.at(first, 0), c.zone.at(end, 0)}
	for day := first; day < end; day++ {
		if !spec.Days.has(weekdayOf(day)) || off[day] {
			continue
		}
		for _, h := range c.hours {
			open := c.zone.unix(day*secondsPerDay + h.From)
			opens, before = append(opens, uint32(open)), append(before, uint32(c.total))
			c.total += c.zone.unix(day*secondsPerDay+h.To) - open
		}
	}
	c.opens, c.before = newStairs(opens), newStairs(before)
}

// holidaySet includes the year after: a holiday may be kept before its year
// begins.
func holidaySet(spec CalendarSpec) map[int64]bool {
	off := map[int64]bool{}
	if spec.Holidays == nil {
		return off
	}
	for year := spec.FromYear; year <= spec.ToYear+1; year++ {
		for _, d := range spec.Holidays(year) {
			off[d.days()] = true
		}
	}
	return off
}

// IsAlways reports whether c is the elapsed clock.
func (c *Calendar) IsAlways() bool { return c.hours == nil }

// Zone returns the zone of c, UTC for Always.
func (c *Calendar) Zone() *Zone { return c.zone }

// DayLength returns the working time of one working day without clock change,
// 24 hours for Always.
func (c *Calendar) DayLength() time.Duration { return time.Duration(c.dayLong) * time.Second }

// length returns the working seconds of range i.
func (c *Calendar) length(i int) int64 {
	if i+1 == len(c.before.keys) {
		return c.total - int64(c.before.keys[i])
	}
	return int64(c.before.keys[i+1] - c.before.keys[i])
}

// lastOpen returns the last range that opens at or before t, or -1.
func (c *Calendar) lastOpen(t Instant) int {
	sec, _ := t.seconds()
	return c.opens.find(uint32(max(0, min(sec, 1<<32-1))))
}

func (c *Calendar) open(i int) Instant { return Instant(c.opens.keys[i]) * 1000 }

// within reports whether t, not before range i opens, is before it ends.
func (c *Calendar) within(i int, t Instant) bool {
	return i >= 0 && t < c.open(i)+Instant(c.length(i))*1000
}

// Contains reports whether t is working time. Ranges are half-open: the closing
// instant is not.
func (c *Calendar) Contains(t Instant) bool {
	return c.IsAlways() || c.within(c.lastOpen(t), t)
}

// NextOpen returns t if it is working time, else the next opening, and none
// after the last and outside the years of c.
func (c *Calendar) NextOpen(t Instant) Instant {
	if c.IsAlways() {
		return t
	}
	if !c.years.Contains(t) {
		return 0
	}
	_, t = c.nextOpen(t)
	return t
}

// nextOpen returns NextOpen with its range.
func (c *Calendar) nextOpen(t Instant) (int, Instant) {
	i := c.lastOpen(t)
	if c.within(i, t) {
		return i, t
	}
	for i++; i < len(c.opens.keys); i++ {
		if c.length(i) > 0 {
			return i, c.open(i)
		}
	}
	return i, 0
}

// worked returns the working milliseconds from the beginning of the years to t.
func (c *Calendar) worked(t Instant) int64 {
	i := c.lastOpen(t)
	if i < 0 {
		return 0
	}
	return int64(c.before.keys[i])*1000 + min(int64(t-c.open(i)), c.length(i)*1000)
}

// earliest returns the first instant at which worked is w > 0, none if it never
// is. It may be a closing.
func (c *Calendar) earliest(w int64) Instant {
	if w > c.total*1000 {
		return 0
	}
	i := c.before.find(uint32((w - 1) / 1000))
	return c.open(i) + Instant(w-int64(c.before.keys[i])*1000)
}

// latest returns the last instant at which worked is w >= 0, none if w is not
// less than the whole. It may be an opening.
func (c *Calendar) latest(w int64) Instant {
	if w < 0 || w >= c.total*1000 {
		return 0
	}
	i := c.before.find(uint32(w / 1000))
	return c.open(i) + Instant(w-int64(c.before.keys[i])*1000)
}

// Add returns the first instant by which d of working time has passed since t:
// 9 hours after Friday 08:00 is the closing of Friday, not the opening of
// Monday. It returns t if d is zero; a negative d is Sub. d is cut to
// milliseconds.
func (c *Calendar) Add(t Instant, d time.Duration) Instant {
	return c.addMillis(t, d.Milliseconds())
}

// Sub returns the last instant from which d of working time passes until t: 9
// hours before Tuesday 08:00 is the opening of Monday, not the closing of
// Friday. It returns t if d is zero; a negative d is Add.
func (c *Calendar) Sub(t Instant, d time.Duration) Instant {
	return c.addMillis(t, -d.Milliseconds())
}

func (c *Calendar) addMillis(t Instant, ms int64) Instant {
	switch {
	case t == 0 || t == Forever || ms == 0:
		return t
	case c.IsAlways():
		return t + Instant(ms)
	case !c.years.Contains(t):
		return 0
	case ms > 0:
		return c.earliest(c.worked(t) + ms)
	}
	return c.latest(c.worked(t) + ms)
}

// Between returns the working time from a to b, negative if b is earlier; what
// is outside the years of c counts nothing. Both are real instants.
func (c *Calendar) Between(a, b Instant) time.Duration {
	return time.Duration(c.between(a, b)) * time.Millisecond
}

func (c *Calendar) between(a, b Instant) int64 {
	if c.IsAlways() {
		return int64(b - a)
	}
	return c.worked(b) - c.worked(a)
}

// AddDays returns the instant n working days after t, or before it if n is
// negative: from t if it is working time, else from the next opening, at the
// same local clock time. So Friday 10:00 + 1 is Monday 10:00, and Friday 17:00,
// Saturday and Monday 08:00 + 1 are all Tuesday 08:00. It returns t if n is
// zero.
func (c *Calendar) AddDays(t Instant, n int) Instant {
	if t == 0 || t == Forever || n == 0 {
		return t
	}
	if c.IsAlways() {
		return t + Instant(n)*millisPerDay
	}
	if !c.years.Contains(t) {
		return 0
	}
	i, t := c.nextOpen(t)
	j := i + n*len(c.hours)
	if t == 0 || j < 0 || j >= len(c.opens.keys) {
		return 0
	}
	if nominal := c.nominal(i); c.length(i) == nominal && c.length(j) == nominal {
		return c.open(j) + t - c.open(i)
	}
	return c.sameClock(i, j, t)
}

func (c *Calendar) nominal(i int) int64 {
	h := c.hours[i%len(c.hours)]
	return h.To - h.From
}

// sameClock is the step from range i to j when a clock change cuts into one of
// them, so that the time since opening no longer tells the clock.
func (c *Calendar) sameClock(i, j int, t Instant) Instant {
	day, second, ms := c.zone.clock(t)
	from, _, _ := c.zone.clock(c.open(i))
	to, _, _ := c.zone.clock(c.open(j))
	return c.zone.at(to+day-from, second) + Instant(ms)
}

// Point returns the instant at which percent of the way from one instant to
// another is done on the clock of c. 100 is the end itself; more goes on at the
// same rate. A way that is not positive counts as one working day.
// Source: language reference, section 12, "Ladder".
func (c *Calendar) Point(from, to Instant, percent int) Instant {
	if from == 0 || to == 0 {
		return 0
	}
	way := c.between(from, to)
	switch {
	case way <= 0:
		way = c.dayLong * 1000
	case percent == 100:
		return to
	}
	return c.addMillis(from, way*int64(percent)/100)
}
