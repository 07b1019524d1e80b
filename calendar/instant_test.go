package calendar

import (
	"testing"
	"time"
)

func TestInstant(t *testing.T) {
	t.Parallel()
	berlin := zone(t, "Europe/Berlin")
	for src, want := range map[string]string{
		"2026-06-09T14:00:00Z":          "2026-06-09T16:00:00+02:00",
		"2026-06-09T14:00Z":             "2026-06-09T16:00:00+02:00",
		"2026-06-09T14:00+02:00":        "2026-06-09T14:00:00+02:00",
		"2026-06-09T14:00:00.25-05:00":  "2026-06-09T21:00:00.250+02:00",
		"2026-06-09T14:00:00.123456Z":   "2026-06-09T16:00:00.123+02:00",
		"1969-12-31T23:59:59.999+00:00": "1970-01-01T00:59:59.999+01:00",
	} {
		got, err := ParseInstant(src)
		if err != nil {
			t.Errorf("%s: %v", src, err)
			continue
		}
		if got.Format(berlin) != want {
			t.Errorf("%s = %s, want %s", src, got.Format(berlin), want)
		}
		if again := FromTime(got.Time(time.UTC)); again != got {
			t.Errorf("%s comes back as %s", src, again)
		}
	}
	for src, offset := range map[string]int{
		"": 0, "2026-06-09": 10, "2026-06-09T14:00": 16, "2026-06-09T14:60Z": 11, "2026-06-09T14:00Zx": 17, "2026-06-09T14:00+25:00": 16,
	} {
		_, err := ParseInstant(src)
		wantSyntaxError(t, src, err, offset)
	}
}

func TestInstantInSentence(t *testing.T) {
	t.Parallel()
	berlin := zone(t, "Europe/Berlin")
	now, err := ParseInstant("2026-03-02T23:30+01:00")
	if err != nil {
		t.Fatal(err)
	}
	for src, want := range map[string]string{
		"2026-03-02T23:59+01:00": "23:59",
		"2026-03-02T22:15Z":      "23:15",
		"2026-03-02T23:15Z":      "Tue 3 Mar 00:15 CET",
		"2026-04-01T08:00Z":      "Wed 1 Apr 10:00 CEST",
		"2027-03-02T08:00Z":      "Tue 2 Mar 2027 09:00 CET",
	} {
		at, err := ParseInstant(src)
		if got := at.In(berlin, now); err != nil || got != want {
			t.Errorf("%s = %q, want %q (%v)", src, got, want, err)
		}
	}
	if got := Instant(0).In(berlin, now) + Forever.In(berlin, now); got != "for ever" {
		t.Errorf("none and Forever = %q", got)
	}
}

func TestNoInstant(t *testing.T) {
	t.Parallel()
	none := Instant(0)
	if !none.IsZero() || none.Add(time.Hour) != 0 || !none.Time(time.UTC).IsZero() || none.String() != "" || FromTime(time.Time{}) != 0 {
		t.Error("none does not stay none")
	}
	if Forever.Add(time.Hour) != Forever || Forever.String() != "forever" {
		t.Error("Forever does not stay forever")
	}
}

func TestSpan(t *testing.T) {
	t.Parallel()
	s := Span{1000, 3000}
	if s.Contains(999) || !s.Contains(1000) || !s.Contains(2999) || s.Contains(3000) {
		t.Error("a span is not half-open")
	}
	if got := s.Length(); got != 2*time.Second {
		t.Errorf("Length = %v, want 2s", got)
	}
	if empty := (Span{3000, 1000}); !empty.IsEmpty() || empty.Contains(2000) || empty.Length() != 0 {
		t.Error("a span that ends before it begins is not empty")
	}
}
