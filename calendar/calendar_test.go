package calendar

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestWorkingTime(t *testing.T) {
	t.Parallel()
	berlin := zone(t, "Europe/Berlin")
	one, two := office(t, berlin, "08:00-17:00"), office(t, berlin, "08:00-12:00, 13:00-17:00")
	night := office(t, berlin, "22:00-06:00")
	tests := []struct {
		c         *Calendar
		from, dur string // a leading - subtracts
		want      string
	}{
		// Ends are closings, beginnings are openings.
		{one, "2026-06-12T08:00", "9bh", "2026-06-12T17:00"},
		{one, "2026-06-16T08:00", "-9bh", "2026-06-15T08:00"},
		{one, "2026-06-12T16:00", "2bh", "2026-06-15T09:00"},
		{one, "2026-06-15T09:00", "-2bh", "2026-06-12T16:00"},
		{one, "2026-06-13T12:00", "1bh", "2026-06-15T09:00"}, // Saturday
		{one, "2026-06-12T17:00", "1bh", "2026-06-15T09:00"}, // at closing
		{one, "2026-06-12T03:00", "1bh", "2026-06-12T09:00"},
		{one, "2026-06-12T10:00", "0bh", "2026-06-12T10:00"},
		{one, "2026-06-13T10:00", "0bd", "2026-06-13T10:00"},
		{two, "2026-06-12T11:00", "2bh", "2026-06-12T14:00"}, // over lunch
		{two, "2026-06-12T14:00", "-2bh", "2026-06-12T11:00"},
		{night, "2026-06-15T22:00", "10bh", "2026-06-17T00:00"},

		// Working days keep the clock in working time, else count from the opening.
		{one, "2026-06-12T10:00", "1bd", "2026-06-15T10:00"},
		{one, "2026-06-12T08:00", "1bd", "2026-06-15T08:00"},
		{one, "2026-06-12T17:00", "1bd", "2026-06-16T08:00"}, // closed: from Monday 08:00
		{one, "2026-06-13T10:00", "1bd", "2026-06-16T08:00"},
		{one, "2026-06-15T07:59", "1bd", "2026-06-16T08:00"},
		{one, "2026-06-13T10:00", "-1bd", "2026-06-12T08:00"},
		{one, "2026-06-15T10:00", "-1bd", "2026-06-12T10:00"},
		{one, "2026-06-09T14:00", "10bd", "2026-06-23T14:00"},
		{two, "2026-06-12T12:30", "1bd", "2026-06-15T13:00"}, // lunch: from 13:00
		{two, "2026-06-12T13:30", "1bd", "2026-06-15T13:30"},
		{night, "2026-06-13T02:00", "1bd", "2026-06-16T02:00"}, // the night from Friday

		// Holidays of Berlin: Easter 2026 is 5 April; Ascension 14 May.
		{one, "2026-04-02T10:00", "1bd", "2026-04-07T10:00"},
		{one, "2026-04-07T10:00", "-1bd", "2026-04-02T10:00"},
		{one, "2026-04-03T10:00", "1bd", "2026-04-08T08:00"}, // Good Friday itself
		{one, "2026-05-13T16:00", "2bh", "2026-05-15T09:00"},
		{one, "2026-12-23T12:00", "5bd", "2026-12-31T12:00"}, // the 26th is a Saturday
		{one, "2025-05-07T12:00", "1bd", "2025-05-09T12:00"}, // a single holiday
		{one, "2024-05-07T12:00", "1bd", "2024-05-08T12:00"},

		// Clock changes are on Sundays; days around them are 24 hours apart or not.
		{one, "2026-03-27T12:00", "1bd", "2026-03-30T12:00"},
		{one, "2026-10-23T12:00", "1bd", "2026-10-26T12:00"},
		{one, "2026-10-26T12:00", "-1bd", "2026-10-23T12:00"},
	}
	for _, tt := range tests {
		src, add := tt.dur, true
		if src[0] == '-' {
			src, add = src[1:], false
		}
		d, from := mustDur(t, src), at(t, berlin, tt.from)
		got := d.SubtractFrom(from, berlin, tt.c)
		if add {
			got = d.AddTo(from, berlin, tt.c)
		}
		if want := at(t, berlin, tt.want); got != want {
			t.Errorf("%s and %s in %s = %s, want %s", tt.from, tt.dur, tt.c.hours, got.Format(berlin), tt.want)
		}
	}
}

// A calendar that works on Sunday nights is cut by clock changes themselves.
func TestWorkingTimeOverClockChange(t *testing.T) {
	t.Parallel()
	berlin := zone(t, "Europe/Berlin")
	days, _ := ParseWeekdays("Mon-Sun")
	hours, _ := ParseHours("01:00-04:00")
	c, err := NewCalendar(CalendarSpec{Zone: berlin, Days: days, Hours: hours, FromYear: 2026, ToYear: 2026})
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		from, to string
		work     time.Duration
	}{
		{"2026-03-28", "2026-03-29", 3 * time.Hour},
		{"2026-03-29", "2026-03-30", 2 * time.Hour},
		{"2026-10-25", "2026-10-26", 4 * time.Hour},
	}
	for _, tt := range tests {
		if got := c.Between(at(t, berlin, tt.from), at(t, berlin, tt.to)); got != tt.work {
			t.Errorf("working time from %s to %s = %v, want %v", tt.from, tt.to, got, tt.work)
		}
	}
	for from, want := range map[string]string{
		"2026-03-28T03:30": "2026-03-29T03:30", // 1.5 hours after an opening at 01:00 CET
		"2026-03-28T02:30": "2026-03-29T03:00", // missing: the first after
		"2026-10-24T03:30": "2026-10-25T03:30",
		"2026-10-25T03:30": "2026-10-26T03:30",
	} {
		if got := c.AddDays(at(t, berlin, from), 1); got != at(t, berlin, want) {
			t.Errorf("%s + 1bd = %s, want %s", from, got.Format(berlin), want)
		}
	}
}

func TestSwallowedHours(t *testing.T) {
	t.Parallel()
	berlin := zone(t, "Europe/Berlin")
	hours, _ := ParseHours("02:00-03:00")
	c, err := NewCalendar(CalendarSpec{Zone: berlin, Days: everyDay, Hours: hours, FromYear: 2026, ToYear: 2026})
	if err != nil {
		t.Fatal(err)
	}
	before := at(t, berlin, "2026-03-28T02:30")
	if got, want := c.Add(before, time.Hour), at(t, berlin, "2026-03-30T02:30"); got != want {
		t.Errorf("+ 1bh = %s, want %s", got.Format(berlin), want.Format(berlin))
	}
	if got, want := c.NextOpen(before+30*60*1000), at(t, berlin, "2026-03-30T02:00"); got != want {
		t.Errorf("NextOpen = %s, want %s", got.Format(berlin), want.Format(berlin))
	}
}

func TestContainsIsHalfOpen(t *testing.T) {
	t.Parallel()
	berlin := zone(t, "Europe/Berlin")
	c := office(t, berlin, "08:00-17:00")
	open, closing := at(t, berlin, "2026-06-12T08:00"), at(t, berlin, "2026-06-12T17:00")
	for instant, want := range map[Instant]bool{open - 1: false, open: true, closing - 1: true, closing: false} {
		if got := c.Contains(instant); got != want {
			t.Errorf("Contains(%s) = %t, want %t", instant.Format(berlin), got, want)
		}
	}
	if got, want := c.NextOpen(closing), at(t, berlin, "2026-06-15T08:00"); got != want {
		t.Errorf("NextOpen = %s, want %s", got.Format(berlin), want.Format(berlin))
	}
}

func TestCalendarEnds(t *testing.T) {
	t.Parallel()
	c := office(t, UTC, "08:00-17:00") // 2015 to 2040
	for name, got := range map[string]Instant{
		"Add beyond":      c.Add(at(t, UTC, "2040-12-31T16:00"), 2*time.Hour),
		"Sub beyond":      c.Sub(at(t, UTC, "2015-01-02T09:00"), 2*time.Hour),
		"Add outside":     c.Add(at(t, UTC, "2041-06-01"), time.Hour),
		"Sub outside":     c.Sub(at(t, UTC, "2041-06-01"), time.Hour),
		"AddDays beyond":  c.AddDays(at(t, UTC, "2040-12-31T12:00"), 1),
		"AddDays before":  c.AddDays(at(t, UTC, "2015-01-02T12:00"), -1),
		"AddDays outside": c.AddDays(at(t, UTC, "2014-12-31T12:00"), 1),
		"NextOpen":        c.NextOpen(at(t, UTC, "2040-12-31T17:00")),
		"none":            c.Add(0, time.Hour),
	} {
		if got != 0 {
			t.Errorf("%s = %s, want none", name, got)
		}
	}
	if got, want := c.Add(at(t, UTC, "2040-12-31T16:00"), time.Hour), at(t, UTC, "2040-12-31T17:00"); got != want {
		t.Errorf("the last hour ends %s, want %s", got, want)
	}
}

func TestAlways(t *testing.T) {
	t.Parallel()
	c := Always()
	from := at(t, UTC, "2026-06-13T10:00")
	d := mustDur(t, "1bd2bh")
	if got, want := d.AddTo(from, UTC, c), at(t, UTC, "2026-06-14T12:00"); got != want {
		t.Errorf("1bd2bh = %s, want %s", got, want)
	}
	if !c.IsAlways() || !c.Contains(from) || c.NextOpen(from) != from || c.Between(from, from+1000) != time.Second {
		t.Error("Always does not always work")
	}
}

func TestPoint(t *testing.T) {
	t.Parallel()
	berlin := zone(t, "Europe/Berlin")
	c := office(t, berlin, "08:00-17:00")
	tests := []struct {
		c        *Calendar
		from, to string
		percent  int
		want     string
	}{
		{Always(), "2026-06-12T08:00", "2026-06-12T12:00", 75, "2026-06-12T11:00"},
		{Always(), "2026-06-12T08:00", "2026-06-12T12:00", 150, "2026-06-12T14:00"},
		{Always(), "2026-06-12T08:00", "2026-06-12T08:00", 50, "2026-06-12T20:00"}, // no way: 1bd
		{c, "2026-06-12T16:00", "2026-06-15T11:00", 75, "2026-06-15T10:00"},
		{c, "2026-06-12T16:00", "2026-06-15T11:00", 0, "2026-06-12T16:00"},
		{c, "2026-06-12T08:00", "2026-06-15T08:00", 100, "2026-06-15T08:00"}, // the end itself
		{c, "2026-06-12T08:00", "2026-06-15T08:00", 200, "2026-06-15T17:00"},
		{c, "2026-06-12T08:00", "2026-06-11T08:00", 100, "2026-06-12T17:00"}, // already past: 1bd
	}
	for _, tt := range tests {
		got := tt.c.Point(at(t, berlin, tt.from), at(t, berlin, tt.to), tt.percent)
		if want := at(t, berlin, tt.want); got != want {
			t.Errorf("%d%% from %s to %s = %s, want %s", tt.percent, tt.from, tt.to, got.Format(berlin), tt.want)
		}
	}
	if got := c.Point(0, at(t, berlin, "2026-06-12"), 50); got != 0 {
		t.Errorf("Point from none = %s, want none", got)
	}
}

func TestNewCalendarRefuses(t *testing.T) {
	t.Parallel()
	ok := CalendarSpec{Zone: UTC, Days: everyDay, Hours: []Hours{{0, 3600}}, FromYear: 2026, ToYear: 2026}
	for want, change := range map[string]func(*CalendarSpec){
		"calendar: no zone":                                          func(s *CalendarSpec) { s.Zone = nil },
		"calendar: no working days":                                  func(s *CalendarSpec) { s.Days = 0 },
		"calendar: no working hours":                                 func(s *CalendarSpec) { s.Hours = nil },
		"calendar: years 1900 to 2026 are not between 1971 and 2104": func(s *CalendarSpec) { s.FromYear = 1900 },
		"calendar: hours are empty, out of order or overlap":         func(s *CalendarSpec) { s.Hours = []Hours{{0, 3600}, {1800, 7200}} },
	} {
		spec := ok
		change(&spec)
		if _, err := NewCalendar(spec); err == nil || err.Error() != want {
			t.Errorf("error = %v, want %q", err, want)
		}
	}
	if _, err := NewCalendar(ok); err != nil {
		t.Error(err)
	}
}

func TestParseWeekdaysAndHours(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		"Mon-Fri": "Mon-Fri", "Sat, Sun": "Sat, Sun", "Fri-Mon": "Mon, Fri-Sun", "Mon,Wed, Fri": "Mon, Wed, Fri", "Sun": "Sun",
	} {
		if got, err := ParseWeekdays(src); err != nil || got.String() != want {
			t.Errorf("ParseWeekdays(%q) = %s, %v, want %s", src, got, err, want)
		}
	}
	for src, offset := range map[string]int{"": 0, "Mon-": 4, "mon": 0, "Mon,": 4, "Mon Tue": 4, "Monday": 0} {
		_, err := ParseWeekdays(src)
		wantSyntaxError(t, src, err, offset)
	}
	got, err := ParseHours("13:00-17:00, 08:00-12:00")
	if err != nil || len(got) != 2 || got[0].String() != "08:00-12:00" || got[1].String() != "13:00-17:00" {
		t.Errorf("ParseHours = %v, %v", got, err)
	}
	for src, offset := range map[string]int{
		"": 0, "8:00-17:00": 0, "08:00": 5, "08:00-08:00": 6, "24:00-08:00": 0, "08:00-25:00": 6, "08:00-12:00, 11:00-13:00": 0,
		"22:00-06:00, 05:00-07:00": 0, "08:60-09:00": 0,
	} {
		_, err := ParseHours(src)
		wantSyntaxError(t, src, err, offset)
	}
}

// calendars under test: with and without breaks, over midnight, over clock
// changes, in zones that change by an hour, by half of one, and to the west.
func propertyCalendars(t testing.TB) []*Calendar {
	all, _ := ParseHours("00:00-24:00")
	var cs []*Calendar
	for _, name := range []string{"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/St_Johns"} {
		z := zone(t, name)
		for _, hours := range []string{"08:00-17:00", "00:30-02:15, 02:30-12:00", "22:00-06:00"} {
			cs = append(cs, office(t, z, hours))
		}
		c, err := NewCalendar(CalendarSpec{Zone: z, Days: everyDay, Hours: all, FromYear: 2015, ToYear: 2040})
		if err != nil {
			t.Fatal(err)
		}
		cs = append(cs, c)
	}
	return cs
}

var (
	anInstant = rapid.Int64Range(int64(1577836800000), int64(1893456000000)) // 2020 to 2030
	aWorkday  = rapid.Int64Range(1, 100*3600*1000)
)

func TestWorkingTimeProperties(t *testing.T) {
	t.Parallel()
	calendars := propertyCalendars(t)
	rapid.Check(t, func(rt *rapid.T) {
		c := rapid.SampledFrom(calendars).Draw(rt, "calendar")
		from := Instant(anInstant.Draw(rt, "from"))
		d := time.Duration(aWorkday.Draw(rt, "ms")) * time.Millisecond
		end, begin := c.Add(from, d), c.Sub(from, d)
		if got := c.Between(from, end); got != d {
			rt.Errorf("Between(t, Add(t, %v)) = %v", d, got)
		}
		if got := c.Between(begin, from); got != d {
			rt.Errorf("Between(Sub(t, %v), t) = %v", d, got)
		}
		if c.Between(from, end-1) >= d || c.Between(begin+1, from) >= d {
			rt.Errorf("%s is not the first or %s not the last", end, begin)
		}
		if later := c.Add(from+1, d); later < end {
			rt.Errorf("Add is not monotonic: %s before %s", later, end)
		}
		if open := c.NextOpen(from); open < from || !c.Contains(open) || open > from && c.Between(from, open) != 0 {
			rt.Errorf("NextOpen(%s) = %s", from, open)
		}
	})
}

func TestWorkingDayProperties(t *testing.T) {
	t.Parallel()
	calendars := propertyCalendars(t)
	rapid.Check(t, func(rt *rapid.T) {
		c := rapid.SampledFrom(calendars).Draw(rt, "calendar")
		from := c.NextOpen(Instant(anInstant.Draw(rt, "from")))
		n := rapid.IntRange(1, 300).Draw(rt, "n")
		to := c.AddDays(from, n)
		day, second, ms := c.zone.clock(from)
		toDay, toSecond, toMs := c.zone.clock(to)
		if want := c.zone.at(toDay, second) + Instant(ms); to != want {
			rt.Errorf("%s + %dbd = %s, want the same clock, %s", from.Format(c.zone), n, to.Format(c.zone), want.Format(c.zone))
		}
		if toDay < day+int64(n) || ms != toMs {
			rt.Errorf("%s + %dbd = %s is too early", from, n, to)
		}
		// Back again, unless a clock was missing, or doubled and the second.
		if second == toSecond && c.zone.at(day, second)+Instant(ms) == from && c.Contains(to) {
			if back := c.AddDays(to, -n); back != from {
				rt.Errorf("%s + %dbd - %[2]dbd = %s", from.Format(c.zone), n, back.Format(c.zone))
			}
		}
	})
}

// The calendar against a plain count of minutes.
func TestBetweenCountsMinutes(t *testing.T) {
	t.Parallel()
	calendars := propertyCalendars(t)
	rapid.Check(t, func(rt *rapid.T) {
		c := rapid.SampledFrom(calendars).Draw(rt, "calendar")
		from := Instant(anInstant.Draw(rt, "from")/60000) * 60000
		to := from + Instant(rapid.IntRange(0, 5*24*60).Draw(rt, "minutes"))*60000
		minutes := 0
		for at := from; at < to; at += 60000 {
			if c.Contains(at) {
				minutes++
			}
		}
		if got := c.Between(from, to); got != time.Duration(minutes)*time.Minute {
			rt.Errorf("Between(%s, %s) = %v, want %d minutes", from, to, got, minutes)
		}
	})
}
