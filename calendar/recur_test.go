package calendar

import (
	"testing"
)

func TestRecurNext(t *testing.T) {
	t.Parallel()
	berlin := zone(t, "Europe/Berlin")
	tests := []struct {
		src, after string
		want       []string
	}{
		{"every 2w on Tue 14:00 in Jan,Jul from 2026-01-06", "2025-12-01", []string{
			"2026-01-06T14:00", "2026-01-20T14:00", "2026-07-07T14:00", "2026-07-21T14:00", "2027-01-05T14:00",
		}},
		{"every 2w on Mon", "2026-06-09", []string{"2026-06-22", "2026-07-06"}},
		{"every 4w on Tue from 2026-01-06T06:00", "2026-01-07", []string{"2026-02-03T06:00", "2026-03-03T06:00"}},
		{"every 1w on Tue 08:00", "2026-06-09T08:00", []string{"2026-06-16T08:00"}},
		{"every 4mo on Wed", "2026-02-01", []string{"2026-05-06", "2026-09-02", "2027-01-06"}},
		{"every 1mo on 1st Tue", "2026-06-02", []string{"2026-07-07", "2026-08-04"}},
		{"every 1mo on last Fri 17:00", "2026-06-01", []string{"2026-06-26T17:00", "2026-07-31T17:00"}},
		{"every 6mo", "2026-02-01", []string{"2026-07-01", "2027-01-01"}},
		{"every 1mo from 2026-01-31T10:00", "2026-01-31", []string{
			"2026-01-31T10:00", "2026-02-28T10:00", "2026-03-31T10:00", "2026-04-30T10:00",
		}},
		{"every 1y in May, Nov", "2026-05-01", []string{"2026-11-01", "2027-05-01"}},
		{"every 2y on 2nd Tue in Oct from 2025-01-01", "2025-10-14", []string{"2027-10-12"}},
		{"every 1y from 2024-02-29", "2024-03-01", []string{"2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"}},
		{"every 3d from 2026-01-01T09:00", "2026-01-01T09:00", []string{"2026-01-04T09:00", "2026-01-07T09:00"}},
		{"every 1d on Sun 03:00", "2026-06-09", []string{"2026-06-14T03:00"}},
		{"every 1d on Sun 02:30", "2026-03-28", []string{"2026-03-29T03:00"}}, // a missing clock
		{"every 1d from 2026-10-24T12:00", "2026-10-24T12:00", []string{"2026-10-25T12:00"}},
		{"every 24h from 2026-10-24T12:00", "2026-10-24T12:00", []string{"2026-10-25T11:00"}},
		{"every 90m", "2026-06-09T10:00", []string{"2026-06-09T11:30"}},
		{"every 1w on Tue 14:00 America/New_York", "2026-06-09", []string{"2026-06-09T20:00"}},
		{"every 2d on Mon in Feb from 2026-02-02", "2026-02-02", []string{"2026-02-16"}},
	}
	for _, tt := range tests {
		r, err := ParseRecur(tt.src)
		if err != nil {
			t.Errorf("%s: %v", tt.src, err)
			continue
		}
		next := at(t, berlin, tt.after)
		for i, want := range tt.want {
			var ok bool
			if next, ok = r.Next(next, berlin); next != at(t, berlin, want) || !ok {
				t.Errorf("%s, number %d after %s = %s, want %s", tt.src, i+1, tt.after, next.Format(berlin), want)
				break
			}
		}
	}
}

func TestRecurEnds(t *testing.T) {
	t.Parallel()
	r, err := ParseRecur("every 7d on Tue from 2026-01-05") // a Monday, always
	if err != nil {
		t.Fatal(err)
	}
	if got, ok := r.Next(at(t, UTC, "2026-01-05"), UTC); ok {
		t.Errorf("Next = %s, want none", got)
	}
}

func TestRecurString(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		"every 2w on Tue 14:00 in Jan,Jul from 2026-01-06": "every 2w on Tue 14:00 in Jan, Jul from 2026-01-06",
		"every  1mo on 1st Tue":                            "every 1mo on 1st Tue",
		"every 90m":                                        "every 90m",
		"every 24h":                                        "every 24h",
		"every 1y in Nov,May":                              "every 1y in May, Nov",
		"every 1w on Mon 09:00 site from 2026-01-05T09:00Z": "every 1w on Mon 09:00 site from 2026-01-05T09:00:00Z",
	} {
		r, err := ParseRecur(src)
		if err != nil {
			t.Errorf("%s: %v", src, err)
			continue
		}
		if got := r.String(); got != want {
			t.Errorf("String of %q = %q, want %q", src, got, want)
		}
	}
}

func TestRecurZone(t *testing.T) {
	t.Parallel()
	r, err := ParseRecur("every 1w on Mon 09:00 site")
	if err != nil {
		t.Fatal(err)
	}
	if refs := r.Refs(); len(refs) != 1 || refs[0] != (Ref{RefZone, "site", 22}) {
		t.Fatalf("Refs = %v", refs)
	}
	newYork := zone(t, "America/New_York")
	r, err = r.Bind(func(name string) (*Zone, error) { return LoadZone(name, newYork) })
	if err != nil {
		t.Fatal(err)
	}
	got, _ := r.Next(at(t, UTC, "2026-06-09"), UTC)
	if want := at(t, newYork, "2026-06-15T09:00"); got != want {
		t.Errorf("Next = %s, want %s", got, want)
	}
}

func TestRecurSyntaxErrors(t *testing.T) {
	t.Parallel()
	for src, offset := range map[string]int{
		"": 0, "2w": 0, "every": 5, "every Tue": 6, "every 0w": 6, "every 1bd": 6, "every 2h on Mon": 9,
		"every 1w on 1st Mon": 12, "every 1mo on 5th Mon": 13, "every 1w on": 11, "every 1w on Mon 24:00": 16,
		"every 1w in": 11, "every 1w in June": 12, "every 1h in Jan": 9, "every 1w from": 13, "every 1w from Mon": 14,
		"every 1w on Mon 09:00 Mars/X": 22, "every 1w 2d": 9, "every 1w from 2026-01-06 on Mon": 25,
	} {
		_, err := ParseRecur(src)
		wantSyntaxError(t, src, err, offset)
	}
}
