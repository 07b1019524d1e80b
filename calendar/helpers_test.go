package calendar

import (
	"errors"
	"testing"
)

func zone(t testing.TB, name string) *Zone {
	t.Helper()
	z, err := LoadZone(name, nil)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// at reads a local time in z, such as 2026-03-29T02:30.
func at(t testing.TB, z *Zone, s string) Instant {
	t.Helper()
	p := parser{src: s}
	l, err := p.literal()
	if err == nil {
		err = p.end()
	}
	if err != nil {
		t.Fatalf("%s: %v", s, err)
	}
	return l.in(z)
}

func mustDur(t testing.TB, s string) Dur {
	t.Helper()
	d, err := ParseDur(s)
	if err != nil {
		t.Fatalf("%s: %v", s, err)
	}
	return d
}

func mustWindow(t testing.TB, s string, z *Zone) Window {
	t.Helper()
	w, err := ParseWindow(s)
	if err != nil {
		t.Fatalf("%s: %v", s, err)
	}
	return w.In(z)
}

// office works Mon-Fri 08:00-17:00 with the holidays of Berlin; hours may be
// others.
func office(t testing.TB, z *Zone, hours string) *Calendar {
	t.Helper()
	h, err := ParseHours(hours)
	if err != nil {
		t.Fatal(err)
	}
	days, err := ParseWeekdays("Mon-Fri")
	if err != nil {
		t.Fatal(err)
	}
	holidays, _ := HolidayList("de-be")
	c, err := NewCalendar(CalendarSpec{Zone: z, Days: days, Hours: h, Holidays: holidays, FromYear: 2015, ToYear: 2040})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// wantSyntaxError checks that err is a *SyntaxError at an offset, and says what
// to do.
func wantSyntaxError(t testing.TB, src string, err error, offset int) {
	t.Helper()
	var syntax *SyntaxError
	if !errors.As(err, &syntax) {
		t.Errorf("%q: got error %v, want a *SyntaxError", src, err)
		return
	}
	if syntax.Offset != offset {
		t.Errorf("%q: error %q at %d, want %d", src, syntax, syntax.Offset, offset)
	}
	if syntax.Msg == "" {
		t.Errorf("%q: error without message", src)
	}
}
