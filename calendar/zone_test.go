package calendar

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// zonesUnderTest change by an hour, by half of one, over midnight, during
// Ramadan, by a whole day, and never.
var zonesUnderTest = []string{
	"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/St_Johns", "America/Havana",
	"America/Sao_Paulo", "Africa/Casablanca", "Pacific/Apia", "Asia/Kolkata", "UTC", "AoE",
}

// Package time is the oracle. Instants reach from before the table to after it.
func TestZoneAgreesWithPackageTime(t *testing.T) {
	t.Parallel()
	var zones []*Zone
	for _, name := range zonesUnderTest {
		zones = append(zones, zone(t, name))
	}
	rapid.Check(t, func(rt *rapid.T) {
		z := rapid.SampledFrom(zones).Draw(rt, "zone")
		sec := rapid.Int64Range(-2e9, 6e9).Draw(rt, "second")
		want := time.Unix(sec, 0).In(z.Location())
		_, offset := want.Zone()
		if got := z.offset(sec); got != int64(offset) {
			rt.Fatalf("offset of %s at %s = %d, want %d", z, want, got, offset)
		}
		local := z.local(sec)
		back := z.unix(local)
		if z.local(back) != local || back > sec {
			rt.Errorf("%s: local %s is %d, want %d or the one before", z, want, back, sec)
		}
	})
}

// Around every clock change, each local second is its first instant, or the
// first after the gap; and never goes back.
func TestClockChanges(t *testing.T) {
	t.Parallel()
	for _, name := range zonesUnderTest {
		z := zone(t, name)
		for _, start := range z.starts.keys {
			change := int64(start)
			previous := int64(noSecond)
			for local := z.local(change) - 3*3600; local < z.local(change)+3*3600; local += 300 {
				got := z.unix(local)
				if got < previous {
					t.Fatalf("%s: unix goes back at %s", name, time.Unix(local, 0).UTC())
				}
				previous = got
				shown := z.local(got)
				if shown != local && (shown < local || z.local(got-1) >= local) {
					t.Fatalf("%s: local %s is shown as %s", name, time.Unix(local, 0).UTC(), time.Unix(shown, 0).UTC())
				}
				if shown == local && (z.local(got-3600) == local || z.local(got-1800) == local) {
					t.Fatalf("%s: local %s is not the first", name, time.Unix(local, 0).UTC())
				}
			}
		}
	}
}

func TestTableEdges(t *testing.T) {
	t.Parallel()
	for _, name := range zonesUnderTest {
		z := zone(t, name)
		for _, edge := range []int64{z.from, z.to} {
			for sec := edge - 2*secondsPerDay; sec < edge+2*secondsPerDay; sec += 1800 {
				if got := z.unix(z.local(sec)); got != sec {
					t.Fatalf("%s: %d comes back as %d", name, sec, got)
				}
			}
		}
	}
}

func TestLoadZone(t *testing.T) {
	t.Parallel()
	site := zone(t, "Asia/Tokyo")
	if got, err := LoadZone("site", site); got != site || err != nil {
		t.Errorf("site = %v, %v", got, err)
	}
	if got, _ := LoadZone("AoE", nil); got.Name() != "AoE" || at(t, got, "2026-06-09") != at(t, UTC, "2026-06-09T12:00") {
		t.Errorf("AoE = %v", got)
	}
	for _, name := range []string{"", "Local", "Mars/Olympus", "../etc/passwd", "site"} {
		_, err := LoadZone(name, nil)
		wantSyntaxError(t, name, err, 0)
	}
}

func TestDates(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		days := rapid.Int64Range(-1e6, 1e6).Draw(rt, "days")
		u := time.Unix(days*secondsPerDay, 0).UTC()
		want := Date{u.Year(), u.Month(), u.Day()}
		if got := dateOf(days); got != want {
			rt.Fatalf("dateOf(%d) = %s, want %s", days, got, want)
		}
		if got := want.days(); got != days {
			rt.Errorf("days of %s = %d, want %d", want, got, days)
		}
		if got, want := weekdayOf(days), int64(u.Weekday()+6)%7; got != want {
			rt.Errorf("weekday of %d = %d, want %d", days, got, want)
		}
		if want.Year >= 0 && want.Year <= 9999 {
			if got, err := ParseDate(want.String()); got != want || err != nil {
				rt.Errorf("ParseDate(%s) = %s, %v", want, got, err)
			}
		}
	})
}

func TestDateSyntaxErrors(t *testing.T) {
	t.Parallel()
	for src, offset := range map[string]int{"": 0, "2026-13-01": 0, "2026-02-29": 0, "2026-1-1": 0, "2026-01-01T": 10, "2026-01-011": 10} {
		_, err := ParseDate(src)
		wantSyntaxError(t, src, err, offset)
	}
}
