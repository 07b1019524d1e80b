package calendar

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestHolidayLists(t *testing.T) {
	t.Parallel()
	tests := []struct {
		list string
		year int
		want string
	}{
		{"de-be", 2026, "2026-01-01 2026-03-08 2026-04-03 2026-04-06 2026-05-01 2026-05-14 2026-05-25 2026-10-03 2026-12-25 2026-12-26"},
		{"de-be", 2017, "2017-01-01 2017-04-14 2017-04-17 2017-05-01 2017-05-25 2017-06-05 2017-10-03 2017-10-31 2017-12-25 2017-12-26"},
		// 1 January 2022 is a Saturday, kept in 2021; Christmas 2022 is a Sunday.
		{"us-federal", 2022, "2021-12-31 2022-01-17 2022-02-21 2022-05-30 2022-06-20 2022-07-04 2022-09-05 2022-10-10 2022-11-11 2022-11-24 2022-12-26"},
		{"us-federal", 2020, "2020-01-01 2020-01-20 2020-02-17 2020-05-25 2020-07-03 2020-09-07 2020-10-12 2020-11-11 2020-11-26 2020-12-25"},
	}
	for _, tt := range tests {
		list, ok := HolidayList(tt.list)
		if !ok {
			t.Fatalf("no list %s", tt.list)
		}
		var got []string
		for _, d := range list(tt.year) {
			got = append(got, d.String())
		}
		slices.Sort(got)
		if diff := cmp.Diff(strings.Fields(tt.want), got); diff != "" {
			t.Errorf("%s %d (-want +got):\n%s", tt.list, tt.year, diff)
		}
	}
	for _, name := range HolidayLists() {
		if _, ok := HolidayList(name); !ok {
			t.Errorf("list %s is named and missing", name)
		}
	}
	if _, ok := HolidayList("atlantis"); ok {
		t.Error("there is a list atlantis")
	}
}

// Source of the dates: U.S. Naval Observatory, Dates of Easter Sunday.
func TestEaster(t *testing.T) {
	t.Parallel()
	for _, want := range []Date{{2000, 4, 23}, {2008, 3, 23}, {2011, 4, 24}, {2024, 3, 31}, {2025, 4, 20}, {2026, 4, 5}, {2038, 4, 25}, {2100, 3, 28}} {
		if got := easterSunday(want.Year); got != want {
			t.Errorf("Easter %d = %s, want %s", want.Year, got, want)
		}
	}
}

func TestHolidayKeptBeforeItsYear(t *testing.T) {
	t.Parallel()
	list, _ := HolidayList("us-federal")
	days, _ := ParseWeekdays("Mon-Fri")
	c, err := NewCalendar(CalendarSpec{Zone: UTC, Days: days, Hours: []Hours{{0, 3600}}, Holidays: list, FromYear: 2021, ToYear: 2021})
	if err != nil {
		t.Fatal(err)
	}
	if c.Contains(at(t, UTC, "2021-12-31T00:30")) {
		t.Error("31 December 2021 is a working day, but New Year 2022 is kept then")
	}
}

func TestHolidaysOn(t *testing.T) {
	t.Parallel()
	list := HolidaysOn(Date{2026, 8, 15}, Date{2027, 8, 15}, Date{2026, 1, 6})
	if diff := cmp.Diff([]Date{{2026, 8, 15}, {2026, 1, 6}}, list(2026)); diff != "" {
		t.Errorf("2026 (-want +got):\n%s", diff)
	}
}
