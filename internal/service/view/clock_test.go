package view

import (
	"testing"
	"time"

	"github.com/headgate/headgate/calendar"
)

func TestUsedOnItsOwnHours(t *testing.T) {
	t.Parallel()
	hours, err := calendar.ParseHours("08:00-16:00")
	if err != nil {
		t.Fatal(err)
	}
	days, err := calendar.ParseWeekdays("Mon-Fri")
	if err != nil {
		t.Fatal(err)
	}
	office, err := calendar.NewCalendar(calendar.CalendarSpec{Zone: calendar.UTC, Days: days, Hours: hours})
	if err != nil {
		t.Fatal(err)
	}
	at := func(day, hour int) calendar.Instant {
		return calendar.FromTime(time.Date(2026, 11, day, hour, 0, 0, 0, time.UTC))
	}
	tests := []struct {
		what           string
		cal            *calendar.Calendar
		from, now, due calendar.Instant
		want           int
	}{
		{"not begun", office, at(25, 8), at(25, 8), at(25, 12), 0},
		{"three of four hours", office, at(25, 8), at(25, 11), at(25, 12), 75},
		{"at night no office hour passes", office, at(25, 14), at(26, 3), at(26, 10), 50},
		{"elapsed time passes at night", nil, at(25, 14), at(26, 0), at(26, 10), 50},
		{"the weekend does not count", office, at(27, 15), at(29, 12), at(30, 9), 50},
		{"over goes on", office, at(25, 8), at(25, 14), at(25, 12), 150},
		{"before it runs", office, at(26, 8), at(25, 8), at(26, 12), 0},
		{"no way, before", nil, at(25, 8), at(25, 7), at(25, 8), 0},
		{"no way, after", nil, at(25, 8), at(25, 9), at(25, 8), 100},
	}
	for _, tt := range tests {
		if got := used(tt.cal, tt.from, tt.now, tt.due); got != tt.want {
			t.Errorf("%s: %d %%, want %d", tt.what, got, tt.want)
		}
	}
}
