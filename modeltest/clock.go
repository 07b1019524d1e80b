package modeltest

import (
	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/expr"
)

const (
	day        = calendar.Instant(24 * 3600 * 1000)
	firstOfAll = "2026-03-02T08:00" // a Monday; local time
	sampleT    = "2026-03-17T09:00" // a Tuesday two weeks later
)

// beginOf is when a test begins: at 08:00 of the working day before the
// earliest instant that the model, or a line of the test, derives from T, so
// that nothing is late from the start. Without T it is a Monday.
func beginOf(plan *engine.Plan, t calendar.Instant) calendar.Instant {
	if t == 0 {
		return local(plan, firstOfAll)
	}
	env := &planned{plan: plan, t: t}
	first := t
	for i := range plan.Times {
		if at, _, ok := plan.Times[i].Expr.Eval(env); ok && at < first {
			first = at
		}
	}
	return workday(plan, first-day)
}

// workday is 08:00 of the last day not after t on which that is working time,
// in the calendar in force.
func workday(plan *engine.Plan, t calendar.Instant) calendar.Instant {
	z, c := zoneOf(plan), calendarOf(plan)
	const longest = 30 // days without work in one row
	var first calendar.Instant
	for i := range longest {
		y, m, d := (t - calendar.Instant(i)*day).Time(z.Location()).Date()
		at := local(plan, calendar.Date{Year: y, Month: m, Day: d}.String()+"T08:00")
		if i == 0 {
			first = at
		}
		if at <= t && c.Contains(at) {
			return at
		}
	}
	return first
}

// local reads a timestamp in the zone of a plan.
func local(plan *engine.Plan, text string) calendar.Instant {
	e, err := calendar.ParseTime(text)
	if err != nil {
		panic("modeltest: " + err.Error()) // the texts are ours
	}
	t, _, _ := e.Eval(&planned{plan: plan})
	return t
}

func zoneOf(plan *engine.Plan) *calendar.Zone {
	if plan.SiteZone == nil {
		return calendar.UTC
	}
	return plan.SiteZone
}

// calendarOf is the calendar in force.
func calendarOf(plan *engine.Plan) *calendar.Calendar {
	if plan.Calendar == engine.None {
		return calendar.Always()
	}
	return plan.Calendars[plan.Calendar].Calendar
}

func calendarNamed(plan *engine.Plan, id string) *calendar.Calendar {
	for i := range plan.Calendars {
		if plan.Calendars[i].ID == id && id != "" {
			return plan.Calendars[i].Calendar
		}
	}
	return calendarOf(plan)
}

// later is d after t.
func later(plan *engine.Plan, t calendar.Instant, d calendar.Dur) calendar.Instant {
	return d.AddTo(t, zoneOf(plan), calendarNamed(plan, d.Calendar))
}

// planned is the calendar.Env of a case that has not begun: of all it knows T
// and what is derived from it alone.
type planned struct {
	plan  *engine.Plan
	t     calendar.Instant
	depth int
}

// Point implements calendar.Env.
func (e *planned) Point(ref int) calendar.Instant {
	switch kind, i := engine.SplitRef(expr.Ref(ref)); kind {
	case engine.RefT:
		return e.t
	case engine.RefNode:
		if n, attr := engine.SplitNodeRef(i); n == e.plan.AnchorT && attr == engine.AttrStart {
			return e.t
		}
	case engine.RefDate:
		const deepest = 32
		if e.depth > deepest {
			return 0
		}
		in := planned{e.plan, e.t, e.depth + 1}
		if at, _, ok := e.plan.Times[e.plan.Dates[i].Time].Expr.Eval(&in); ok {
			return at
		}
	}
	return 0
}

// Skipped implements calendar.Env.
func (e *planned) Skipped(int) bool { return false }

// Duration implements calendar.Env.
func (e *planned) Duration(ref int) (calendar.Dur, *calendar.Calendar, bool) {
	if kind, i := engine.SplitRef(expr.Ref(ref)); kind == engine.RefTarget {
		t := &e.plan.Targets[i]
		if t.Calendar == engine.None {
			return t.Dur, calendar.Always(), true
		}
		return t.Dur, e.plan.Calendars[t.Calendar].Calendar, true
	}
	return calendar.Dur{}, nil, false
}

// Window implements calendar.Env.
func (e *planned) Window(int) (calendar.Window, bool) { return calendar.Window{}, false }

// Calendar implements calendar.Env.
func (e *planned) Calendar(ref int) *calendar.Calendar {
	if ref == calendar.NoRef {
		return calendarOf(e.plan)
	}
	if kind, i := engine.SplitRef(expr.Ref(ref)); kind == engine.RefCalendar {
		return e.plan.Calendars[i].Calendar
	}
	return nil
}

// ZoneOf implements calendar.Env.
func (e *planned) ZoneOf(ref int) *calendar.Zone {
	if kind, i := engine.SplitRef(expr.Ref(ref)); kind == engine.RefZone {
		return e.plan.Zones[i]
	}
	return nil
}

// Zone implements calendar.Env.
func (e *planned) Zone() *calendar.Zone { return zoneOf(e.plan) }

// Base implements calendar.Env.
func (e *planned) Base() calendar.Instant { return 0 }
