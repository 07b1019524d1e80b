package calendar

import (
	"testing"
	"time"
)

func BenchmarkAddWorkingHours(b *testing.B) {
	berlin := zone(b, "Europe/Berlin")
	c, d, t := office(b, berlin, "08:00-12:00, 13:00-17:00"), mustDur(b, "40bh"), at(b, berlin, "2026-06-12T11:00")
	b.ReportAllocs()
	for b.Loop() {
		d.AddTo(t, berlin, c)
	}
}

func BenchmarkAddWorkingDays(b *testing.B) {
	berlin := zone(b, "Europe/Berlin")
	c, d, t := office(b, berlin, "08:00-17:00"), mustDur(b, "2bd"), at(b, berlin, "2026-06-12T11:00")
	b.ReportAllocs()
	for b.Loop() {
		d.AddTo(t, berlin, c)
	}
}

func BenchmarkAddDays(b *testing.B) {
	berlin := zone(b, "Europe/Berlin")
	d, t := mustDur(b, "1w"), at(b, berlin, "2026-06-12T11:00")
	b.ReportAllocs()
	for b.Loop() {
		d.AddTo(t, berlin, nil)
	}
}

func BenchmarkPoint(b *testing.B) {
	berlin := zone(b, "Europe/Berlin")
	c := office(b, berlin, "08:00-17:00")
	from, to := at(b, berlin, "2026-06-12T11:00"), at(b, berlin, "2026-06-19T11:00")
	b.ReportAllocs()
	for b.Loop() {
		c.Point(from, to, 75)
	}
}

func BenchmarkNextOpening(b *testing.B) {
	berlin := zone(b, "Europe/Berlin")
	for _, tt := range []struct{ name, at string }{{"open", "2026-06-09T11:00"}, {"closed", "2026-06-11T21:00"}} {
		b.Run(tt.name, func(b *testing.B) {
			w, t := mustWindow(b, "Tue-Thu 08:00-16:00", berlin), at(b, berlin, tt.at)
			b.ReportAllocs()
			for b.Loop() {
				w.NextOpening(t, 2*time.Hour)
			}
		})
	}
}

func BenchmarkEval(b *testing.B) {
	for _, src := range []string{"T", "T - 2bd", "T - 1w", "later(T - 2bd, release.end)", "next days after T + 1h", "Fri 02:00 of week T - 5w"} {
		b.Run(src, func(b *testing.B) {
			env := berlinEnv(b)
			e := bind(b, env, src)
			fast := &slotEnv{testEnv: env, points: make([]Instant, len(env.names)), calendar: env.calendars[""]}
			for i, r := range env.names {
				fast.points[i] = env.points[r.Text]
			}
			b.ReportAllocs()
			for b.Loop() {
				e.Eval(fast)
			}
		})
	}
}

// slotEnv looks points up as an engine does: by number.
type slotEnv struct {
	*testEnv
	points   []Instant
	calendar *Calendar
}

func (e *slotEnv) Point(ref int) Instant  { return e.points[ref] }
func (e *slotEnv) Calendar(int) *Calendar { return e.calendar }

func BenchmarkRecurNext(b *testing.B) {
	berlin := zone(b, "Europe/Berlin")
	r, err := ParseRecur("every 1mo on 1st Tue")
	if err != nil {
		b.Fatal(err)
	}
	t := at(b, berlin, "2026-06-03")
	b.ReportAllocs()
	for b.Loop() {
		r.Next(t, berlin)
	}
}

func BenchmarkNewCalendar(b *testing.B) {
	berlin := zone(b, "Europe/Berlin")
	holidays, _ := HolidayList("de-be")
	spec := CalendarSpec{Zone: berlin, Days: 0b11111, Hours: []Hours{{8 * 3600, 17 * 3600}}, Holidays: holidays}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := NewCalendar(spec); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLoadZone(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		zone(b, "Europe/Berlin")
	}
}
