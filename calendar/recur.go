package calendar

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
