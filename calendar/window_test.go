package calendar

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestWindowHours(t *testing.T) {
	t.Parallel()
	berlin := zone(t, "Europe/Berlin")
	tests := []struct {
		src, at string
		end     string // empty: not open
	}{
		{"Tue-Thu 08:00-16:00", "2026-06-09T08:00", "2026-06-09T16:00"},
		{"Tue-Thu 08:00-16:00", "2026-06-09T07:59", ""},
		{"Tue-Thu 08:00-16:00", "2026-06-09T15:59", "2026-06-09T16:00"},
		{"Tue-Thu 08:00-16:00", "2026-06-09T16:00", ""}, // half-open
		{"Tue-Thu 08:00-16:00", "2026-06-12T10:00", ""},
		{"Mon 22:00-06:00", "2026-06-09T05:59", "2026-06-09T06:00"}, // over midnight
		{"Mon 22:00-06:00", "2026-06-08T05:00", ""},
		{"Mon 22:00-06:00", "2026-06-08T23:00", "2026-06-09T06:00"},
		{"Sun 00:00-24:00", "2026-06-14T23:59", "2026-06-15"},
		{"Sat-Mon 00:00-24:00", "2026-06-13T12:00", "2026-06-16"}, // days join
		{"Mon 08:00-12:00, Mon 11:00-14:00", "2026-06-08T09:00", "2026-06-08T14:00"},
		{"Mon-Fri 08:00-17:00 America/New_York", "2026-06-08T14:00", "2026-06-08T23:00"},
		{"Mon-Fri 08:00-17:00 America/New_York", "2026-06-08T13:59", ""},
		{"Fri-Mon 10:00-11:00", "2026-06-14T10:00", "2026-06-14T11:00"},

		// A clock that is missing is the first after, one that is doubled the first.
		{"Sun 01:00-05:00", "2026-03-29T04:00", "2026-03-29T05:00"},
		{"Sun 02:00-03:00", "2026-03-29T03:00", ""}, // swallowed
		{"Sun 02:30-04:00", "2026-03-29T03:00", "2026-03-29T04:00"},
		{"Sun 01:00-02:30", "2026-10-25T02:00", "2026-10-25T02:30"},
	}
	for _, tt := range tests {
		w := mustWindow(t, tt.src, berlin)
		instant := at(t, berlin, tt.at)
		want := Instant(0)
		if tt.end != "" {
			want = at(t, berlin, tt.end)
		}
		if got := w.End(instant); got != want || w.Contains(instant) != (want != 0) {
			t.Errorf("%s at %s ends %s, open %t; want %q", tt.src, tt.at, got.Format(berlin), w.Contains(instant), tt.end)
		}
	}
}

func TestDoubledHourIsOpenOnce(t *testing.T) {
	t.Parallel()
	berlin := zone(t, "Europe/Berlin")
	w := mustWindow(t, "Sun 02:00-02:30", berlin)
	first := at(t, berlin, "2026-10-25T02:15")
	if second := first.Add(time.Hour); !w.Contains(first) || w.Contains(second) {
		t.Errorf("open at the first 02:15: %t, at the second: %t; want true, false", w.Contains(first), w.Contains(second))
	}
}

// In St John's the clock of 7 November 2010 went back at 00:01, to 23:01 of the
// day before: the window of the 7th had opened and stays open.
func TestClockSetBackOverMidnight(t *testing.T) {
	t.Parallel()
	stJohns := zone(t, "America/St_Johns")
	w := mustWindow(t, "Sun 00:00-08:00", stJohns)
	opened := at(t, stJohns, "2010-11-07T00:00")
	again := opened.Add(30 * time.Minute)
	if got, want := again.Format(stJohns), "2010-11-06T23:30:00-03:30"; got != want {
		t.Fatalf("half an hour later it is %s, want %s", got, want)
	}
	if got, want := w.End(again), at(t, stJohns, "2010-11-07T08:00"); got != want {
		t.Errorf("End = %s, want %s", got.Format(stJohns), want.Format(stJohns))
	}
	if got, _ := w.LastStart(again); got != opened {
		t.Errorf("LastStart = %s, want %s", got.Format(stJohns), opened.Format(stJohns))
	}
}

func TestNextOpening(t *testing.T) {
	t.Parallel()
	berlin := zone(t, "Europe/Berlin")
	tests := []struct {
		src, at string
		length  time.Duration
		want    string
	}{
		{"Tue-Thu 08:00-16:00", "2026-06-05T10:00", 0, "2026-06-09T08:00"},
		{"Tue-Thu 08:00-16:00", "2026-06-09T10:00", 0, "2026-06-09T10:00"},
		{"Tue-Thu 08:00-16:00", "2026-06-09T10:00", 6 * time.Hour, "2026-06-09T10:00"},
		{"Tue-Thu 08:00-16:00", "2026-06-09T10:01", 6 * time.Hour, "2026-06-10T08:00"},
		{"Tue-Thu 08:00-16:00", "2026-06-09T16:00", 0, "2026-06-10T08:00"},
		{"Tue-Thu 08:00-16:00", "2026-06-09T10:00", 9 * time.Hour, ""},
		{"Mon 08:00-10:00, Tue 08:00-12:00", "2026-06-08T07:00", 3 * time.Hour, "2026-06-09T08:00"},
		{"Sat-Sun 00:00-24:00", "2026-06-08T07:00", 48 * time.Hour, "2026-06-13"},
		{"Sun 02:00-03:00", "2026-03-29", 0, "2026-04-05T02:00"},
		{"Sun 01:00-05:00", "2026-03-28", 4 * time.Hour, "2026-04-05T01:00"}, // 3 hours on the 29th
		{"Sun 01:00-05:00", "2026-10-24", 5 * time.Hour, "2026-10-25T01:00"}, // the one night with 5
		{"always", "2026-06-09T10:00", 1000 * time.Hour, "2026-06-09T10:00"},
	}
	for _, tt := range tests {
		w := mustWindow(t, tt.src, berlin)
		got, ok := w.NextOpening(at(t, berlin, tt.at), tt.length)
		want := Instant(0)
		if tt.want != "" {
			want = at(t, berlin, tt.want)
		}
		if got != want || ok != (want != 0) {
			t.Errorf("%s for %v from %s = %s, %t; want %q", tt.src, tt.length, tt.at, got.Format(berlin), ok, tt.want)
		}
	}
}

// Starts are openings out of a closed window; parts that meet are one opening.
func TestStarts(t *testing.T) {
	t.Parallel()
	berlin := zone(t, "Europe/Berlin")
	tests := []struct{ src, at, last, next string }{
		{"Tue-Thu 08:00-20:00", "2026-06-09T10:00", "2026-06-09T08:00", "2026-06-10T08:00"},
		{"Tue-Thu 08:00-20:00", "2026-06-09T08:00", "2026-06-04T08:00", "2026-06-10T08:00"},
		{"Tue-Thu 08:00-20:00", "2026-06-13T14:00", "2026-06-11T08:00", "2026-06-16T08:00"},
		{"Tue-Thu 00:00-24:00", "2026-06-10T10:00", "2026-06-09", "2026-06-16"},
		{"Mon 08:00-10:00, Mon 10:00-12:00", "2026-06-08T11:00", "2026-06-08T08:00", "2026-06-15T08:00"},
		{"always", "2026-06-08T11:00", "", "2026-06-08T11:00"},
		{"Mon-Sun 00:00-24:00", "2026-06-08T11:00", "", "2026-06-08T11:00"},
	}
	for _, tt := range tests {
		w := mustWindow(t, tt.src, berlin)
		last, _ := w.LastStart(at(t, berlin, tt.at))
		next, _ := w.NextStart(at(t, berlin, tt.at))
		if want := at(t, berlin, tt.next); next != want {
			t.Errorf("next %s after %s = %s, want %s", tt.src, tt.at, next.Format(berlin), tt.next)
		}
		want := Instant(0)
		if tt.last != "" {
			want = at(t, berlin, tt.last)
		}
		if last != want {
			t.Errorf("last %s before %s = %s, want %s", tt.src, tt.at, last.Format(berlin), tt.last)
		}
	}
}

func TestExcept(t *testing.T) {
	t.Parallel()
	berlin := zone(t, "Europe/Berlin")
	day := func(s string) Instant { return at(t, berlin, s) }
	freeze := Span{day("2026-06-10T12:00"), day("2026-06-16T10:00")}
	w := mustWindow(t, "Tue-Thu 08:00-16:00 except freeze", berlin).Except(freeze)
	for name, got := range map[string][2]Instant{
		"end before":            {w.End(day("2026-06-10T09:00")), day("2026-06-10T12:00")},
		"end within":            {w.End(day("2026-06-10T12:00")), 0},
		"end after":             {w.End(day("2026-06-16T10:00")), day("2026-06-16T16:00")},
		"next opening":          {first(w.NextOpening(day("2026-06-10T13:00"), 0)), day("2026-06-16T10:00")},
		"next opening of 5h":    {first(w.NextOpening(day("2026-06-10T08:00"), 5*time.Hour)), day("2026-06-16T10:00")},
		"next opening of 7h":    {first(w.NextOpening(day("2026-06-10T08:00"), 7*time.Hour)), day("2026-06-17T08:00")},
		"next start":            {first(w.NextStart(day("2026-06-10T09:00"))), day("2026-06-16T10:00")},
		"next start before":     {first(w.NextStart(day("2026-06-09T09:00"))), day("2026-06-10T08:00")},
		"last start":            {first(w.LastStart(day("2026-06-16T12:00"))), day("2026-06-16T10:00")},
		"last start within":     {first(w.LastStart(day("2026-06-15"))), day("2026-06-10T08:00")},
		"always":                {first(ptr(AlwaysOpen().Except(freeze)).NextStart(day("2026-06-09"))), freeze.To},
		"always, end":           {ptr(AlwaysOpen().Except(freeze)).End(day("2026-06-09")), freeze.From},
		"always, last":          {first(ptr(AlwaysOpen().Except(freeze)).LastStart(day("2026-06-20"))), freeze.To},
		"always, end behind it": {ptr(AlwaysOpen().Except(freeze)).End(freeze.To), Forever},
		"without end":           {first(ptr(w.Except(Span{freeze.From, Forever})).NextOpening(freeze.From, 0)), 0},
		"not any more":          {ptr(w.Except(Span{})).End(freeze.From), day("2026-06-10T16:00")},
	} {
		if got[0] != got[1] {
			t.Errorf("%s = %s, want %s", name, got[0].Format(berlin), got[1].Format(berlin))
		}
	}
}

func first(t Instant, _ bool) Instant { return t }

func ptr(w Window) *Window { return &w }

func TestSpanWindow(t *testing.T) {
	t.Parallel()
	w := SpanWindow(Span{1000, 2000}, Span{1500, 3000}, Span{5000, 5000}, Span{6000, 7000})
	for name, got := range map[string][2]Instant{
		"end of overlapping": {w.End(1000), 3000},
		"closed":             {w.End(3000), 0},
		"empty span":         {first(w.NextOpening(3000, 0)), 6000},
		"too short":          {first(w.NextOpening(1200, 1900*time.Millisecond)), 0},
		"next start":         {first(w.NextStart(1000)), 6000},
		"last start":         {first(w.LastStart(5500)), 1000},
		"none":               {first(w.NextOpening(7000, 0)), 0},
	} {
		if got[0] != got[1] {
			t.Errorf("%s = %d, want %d", name, got[0], got[1])
		}
	}
}

func TestWindowOpensWithinTwoYears(t *testing.T) {
	t.Parallel()
	now := at(t, UTC, "2026-01-01")
	near, far := now.Add(700*24*time.Hour), now.Add(740*24*time.Hour)
	for start, want := range map[Instant]bool{near: true, far: false} {
		w := SpanWindow(Span{start, start + 1000})
		if _, ok := w.NextOpening(now, 0); ok != want {
			t.Errorf("opening %v ahead: %t, want %t", start.Sub(now), ok, want)
		}
	}
}

func TestWindowRefsAndBind(t *testing.T) {
	t.Parallel()
	src := "Mon 08:00-16:00 site, Tue 08:00-16:00 Asia/Tokyo, Wed 08:00-16:00 region.zone except freeze"
	w, err := ParseWindow(src)
	if err != nil {
		t.Fatal(err)
	}
	want := []Ref{{RefZone, "site", 16}, {RefZone, "region.zone", 66}, {RefPeriod, "freeze", 85}}
	if diff := cmp.Diff(want, w.Refs()); diff != "" {
		t.Errorf("refs (-want +got):\n%s", diff)
	}
	if got := w.String(); got != src {
		t.Errorf("String = %q, want %q", got, src)
	}
	newYork := zone(t, "America/New_York")
	bound, err := w.Bind(func(string) (*Zone, error) { return newYork, nil })
	if err != nil {
		t.Fatal(err)
	}
	if !bound.Contains(at(t, newYork, "2026-06-08T08:00")) || !bound.Contains(at(t, zone(t, "Asia/Tokyo"), "2026-06-09T08:00")) {
		t.Error("bound window is not open when it should be")
	}
	if _, err := w.Bind(func(name string) (*Zone, error) { return LoadZone(name, nil) }); err == nil {
		t.Error("Bind without a site zone succeeds")
	}
}

func TestWindowString(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		"always":                                "always",
		"always except freeze":                  "always except freeze",
		"Fri-Mon 08:00-16:00":                   "Mon 08:00-16:00, Fri-Sun 08:00-16:00",
		"Sat-Sun 22:00-02:00":                   "Sat 22:00-02:00, Sun 22:00-02:00",
		"Mon-Sun 00:00-24:00 UTC":               "Mon-Sun 00:00-24:00 UTC",
		" Mon  08:00 - 16:00 , Tue 08:00-16:00": "Mon 08:00-16:00, Tue 08:00-16:00",
	} {
		w, err := ParseWindow(src)
		if err != nil {
			t.Errorf("%q: %v", src, err)
			continue
		}
		if got := w.String(); got != want {
			t.Errorf("String of %q = %q, want %q", src, got, want)
		}
	}
}

func TestWindowSyntaxErrors(t *testing.T) {
	t.Parallel()
	for src, offset := range map[string]int{
		"": 0, "mon 08:00-16:00": 0, "Mon": 3, "Mon 8:00-16:00": 4, "Mon 08:00": 9, "Mon 08:00-": 10, "Mon 08:00-08:00": 10,
		"Mon 24:00-08:00": 4, "Mon 08:00-16:00,": 16, "Mon 08:00-16:00 Mars/X": 16, "Mon 08:00-16:00 except": 22,
		"always except": 13, "always Mon": 7, "08:00-16:00": 0, "Mon-Fri 08:00-12:00, 13:00-17:00": 21, "Mo 08:00-16:00": 0,
		"Sat, Sun 10:00-12:00": 3,
	} {
		_, err := ParseWindow(src)
		wantSyntaxError(t, src, err, offset)
	}
}

// The window against a look at every minute.
func TestWindowProperties(t *testing.T) {
	t.Parallel()
	zones := []*Zone{zone(t, "Europe/Berlin"), zone(t, "America/New_York"), zone(t, "Australia/Lord_Howe"), zone(t, "America/Havana")}
	texts := []string{
		"Sun 01:00-05:00", "Sat-Sun 22:00-02:30, Sun 02:15-03:00", "Mon-Fri 08:00-16:00", "Sat-Sun 00:00-24:00",
		"Sun 00:30-01:30", "Sun 02:00-03:00", "Mon 09:00-12:00, Thu 10:00-10:30",
	}
	rapid.Check(t, func(rt *rapid.T) {
		z := rapid.SampledFrom(zones).Draw(rt, "zone")
		w := mustWindow(t, rapid.SampledFrom(texts).Draw(rt, "window"), z)
		from := Instant(anInstant.Draw(rt, "from")/60000) * 60000
		if rapid.Bool().Draw(rt, "except") {
			cut := from + Instant(rapid.IntRange(-600, 600).Draw(rt, "cut"))*60000
			w = w.Except(Span{cut, cut + Instant(rapid.IntRange(0, 1000).Draw(rt, "length"))*60000})
		}
		need := rapid.IntRange(0, 60).Draw(rt, "need")
		got, ok := w.NextOpening(from, time.Duration(need)*time.Minute)
		if !ok {
			rt.Fatalf("no opening of %d minutes after %s", need, from)
		}
		run := 0
		for m := from; m <= got; m += 60000 {
			if !w.Contains(m) {
				run = 0
				continue
			}
			if run++; run >= need && m-Instant(run-1)*60000 < got && run > need {
				rt.Fatalf("%s was open for %d minutes before %s", m.Format(z), need, got.Format(z))
			}
		}
		if !w.Contains(got) || got < from {
			rt.Errorf("not open at %s", got.Format(z))
		}
		if end := w.End(got); end-got < Instant(need)*60000 || w.Contains(end) || !w.Contains(end-1) {
			rt.Errorf("open from %s to %s, need %d minutes", got.Format(z), end.Format(z), need)
		}
		if start, ok := w.NextStart(from); !ok || start <= from || !w.Contains(start) || w.Contains(start-1) {
			rt.Errorf("NextStart(%s) = %s", from.Format(z), start.Format(z))
		}
		if start, ok := w.LastStart(from); !ok || start >= from || !w.Contains(start) || w.Contains(start-1) {
			rt.Errorf("LastStart(%s) = %s", from.Format(z), start.Format(z))
		}
		if next, _ := w.NextOpening(from+60000, time.Duration(need)*time.Minute); next < got {
			rt.Errorf("NextOpening is not monotonic: %s before %s", next, got)
		}
	})
}
