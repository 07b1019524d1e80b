package calendar

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestParseDur(t *testing.T) {
	t.Parallel()
	tests := []struct {
		src       string
		want      Dur
		canonical string
	}{
		{"1h30m", Dur{Secs: 5400}, "1h30m"},
		{"90m", Dur{Secs: 5400}, "1h30m"},
		{" 1h 30m ", Dur{Secs: 5400}, "1h30m"},
		{"0d", Dur{}, "0s"},
		{"7d", Dur{Days: 7}, "1w"},
		{"24h", Dur{Secs: 86400}, "24h"},
		{"3mo", Dur{Months: 3}, "3mo"},
		{"1y3mo", Dur{Months: 15}, "1y3mo"},
		{"1m1mo", Dur{Months: 1, Secs: 60}, "1mo1m"},
		{"2bd@office", Dur{WorkDays: 2, Calendar: "office"}, "2bd@office"},
		{"1bd4bh@office", Dur{WorkDays: 1, WorkSecs: 4 * 3600, Calendar: "office"}, "1bd4bh@office"},
		{"1w2d3bd4bh5h6m7s", Dur{Days: 9, WorkDays: 3, WorkSecs: 4 * 3600, Secs: 5*3600 + 6*60 + 7}, "1w2d3bd4bh5h6m7s"},
	}
	for _, tt := range tests {
		got, err := ParseDur(tt.src)
		if err != nil {
			t.Errorf("%q: %v", tt.src, err)
			continue
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.src, diff)
		}
		if got.String() != tt.canonical {
			t.Errorf("String of %q = %q, want %q", tt.src, got, tt.canonical)
		}
	}
}

func TestDurSyntaxErrors(t *testing.T) {
	t.Parallel()
	for src, offset := range map[string]int{
		"": 0, "h": 0, "-1h": 0, "1": 1, "1.5h": 1, "1x": 1, "1H": 1, "1h2h": 2, "1h@office": 2, "1bd@": 4,
		"1bd@office x": 11, "1hm": 1, "999999999s": 0, "1 h": 1,
	} {
		_, err := ParseDur(src)
		wantSyntaxError(t, src, err, offset)
	}
}

func TestElapsed(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]time.Duration{"1h30m": 90 * time.Minute, "0s": 0, "1d": -1, "1mo": -1, "1bh": -1, "1bd": -1} {
		got, ok := mustDur(t, src).Elapsed()
		if want < 0 {
			if ok {
				t.Errorf("Elapsed of %s = %v, want none", src, got)
			}
			continue
		}
		if got != want || !ok {
			t.Errorf("Elapsed of %s = %v, %t, want %v", src, got, ok, want)
		}
	}
}

func TestAddTo(t *testing.T) {
	t.Parallel()
	berlin, lordHowe := zone(t, "Europe/Berlin"), zone(t, "Australia/Lord_Howe")
	newYork := zone(t, "America/New_York")
	tests := []struct {
		zone      *Zone
		from, dur string
		want      string // of adding
	}{
		{berlin, "2026-03-28T12:00", "1d", "2026-03-29T12:00"}, // 23 hours
		{berlin, "2026-03-28T12:00", "24h", "2026-03-29T13:00"},
		{berlin, "2026-10-24T12:00", "1d", "2026-10-25T12:00"}, // 25 hours
		{berlin, "2026-03-28T02:30", "1d", "2026-03-29T03:00"}, // missing: the first after
		{berlin, "2026-10-24T02:30", "1d", "2026-10-25T02:30"}, // doubled: the first
		{berlin, "2026-03-28T02:30", "2d", "2026-03-30T02:30"}, // the gap leaves no trace
		{berlin, "2026-01-31T10:00", "1mo", "2026-02-28T10:00"},
		{berlin, "2024-01-31T10:00", "1mo", "2024-02-29T10:00"},
		{berlin, "2024-02-29T10:00", "1y", "2025-02-28T10:00"},
		{berlin, "2026-01-30T10:00", "1mo1d", "2026-03-01T10:00"}, // months first
		{berlin, "2026-11-30T10:00", "3mo", "2027-02-28T10:00"},
		{newYork, "2026-03-07T02:30", "1d", "2026-03-08T03:00"},
		{newYork, "2026-10-31T01:30", "1d", "2026-11-01T01:30"},
		{lordHowe, "2026-10-03T02:15", "1d", "2026-10-04T02:30"}, // half an hour forward
		{lordHowe, "2026-04-04T01:45", "1d", "2026-04-05T01:45"},
	}
	for _, tt := range tests {
		d, from := mustDur(t, tt.dur), at(t, tt.zone, tt.from)
		if got, want := d.AddTo(from, tt.zone, nil), at(t, tt.zone, tt.want); got != want {
			t.Errorf("%s + %s in %s = %s, want %s", tt.from, tt.dur, tt.zone, got.Format(tt.zone), tt.want)
		}
	}
}

func TestDoubledClockIsTheFirst(t *testing.T) {
	t.Parallel()
	berlin := zone(t, "Europe/Berlin")
	d := mustDur(t, "1d")
	got := d.AddTo(at(t, berlin, "2026-10-24T02:30"), berlin, nil)
	if want := "2026-10-25T02:30:00+02:00"; got.Format(berlin) != want {
		t.Errorf("got %s, want %s", got.Format(berlin), want)
	}
}

func TestSubtractFrom(t *testing.T) {
	t.Parallel()
	berlin := zone(t, "Europe/Berlin")
	c := office(t, berlin, "08:00-17:00")
	tests := []struct{ from, dur, want string }{
		{"2026-03-31T10:00", "1mo", "2026-02-28T10:00"},
		{"2026-06-09T14:00", "15w", "2026-02-24T14:00"},
		{"2026-06-09T14:00", "1bd4bh", "2026-06-08T10:00"},
		{"2026-06-09T14:00", "1bd8bh", "2026-06-05T15:00"},
		{"2026-06-09T14:00", "1h", "2026-06-09T13:00"},
	}
	for _, tt := range tests {
		d := mustDur(t, tt.dur)
		if got, want := d.SubtractFrom(at(t, berlin, tt.from), berlin, c), at(t, berlin, tt.want); got != want {
			t.Errorf("%s - %s = %s, want %s", tt.from, tt.dur, got.Format(berlin), tt.want)
		}
	}
	none := mustDur(t, "1d")
	if got := none.AddTo(0, berlin, nil); got != 0 {
		t.Errorf("none + 1d = %s, want none", got)
	}
}

func TestCompare(t *testing.T) {
	t.Parallel()
	c := office(t, zone(t, "Europe/Berlin"), "08:00-17:00")
	const unknown = 9
	tests := []struct {
		a, b string
		c    *Calendar
		want int
	}{
		{"1h", "60m", nil, 0},
		{"48h", "5d", nil, -1},
		{"1d", "24h", nil, unknown},
		{"1d", "22h", nil, 1},
		{"1mo", "30d", nil, unknown},
		{"1mo", "27d", nil, 1},
		{"12mo", "1y", nil, 0},
		{"2bd", "10bd", nil, -1},
		{"4bh", "1bd", nil, unknown},
		{"4bh", "1bd", c, -1},
		{"9bh", "1bd", c, 0},
		{"1bd", "1d", c, unknown},
		{"1bd1h", "1bd", nil, 1},
		{"1bd1h", "2bd", nil, unknown},
	}
	for _, tt := range tests {
		got, ok := Compare(mustDur(t, tt.a), mustDur(t, tt.b), tt.c)
		if !ok {
			got = unknown
		}
		if got != tt.want {
			t.Errorf("Compare(%s, %s) = %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}
