package engine

import (
	"slices"
	"time"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/expr"
)

// zone returns the zone in force.
func (p *Plan) zone() *calendar.Zone {
	if p.SiteZone == nil {
		return calendar.UTC
	}
	return p.SiteZone
}

// calendarOf returns the calendar of that name; the one in force for "".
// Without any, time always works.
func (p *Plan) calendarOf(name string) *calendar.Calendar {
	if name == "" {
		if p.Calendar != None && int(p.Calendar) < len(p.Calendars) {
			return p.Calendars[p.Calendar].Calendar
		}
		return alwaysWorks
	}
	for i := range p.Calendars {
		if p.Calendars[i].ID == name {
			return p.Calendars[i].Calendar
		}
	}
	return alwaysWorks
}

var alwaysWorks = calendar.Always()

// timeAt returns the instant of a time of node n, 0 while unresolved. base is
// what a relative word counts from.
func (v *view) timeAt(ti int32, n NodeID, f FrameID, base calendar.Instant) calendar.Instant {
	if ti == None {
		return 0
	}
	node, frame, b := v.node, v.frame, v.base
	v.node, v.frame, v.base = n, f, base
	t, _, ok := v.p.Times[ti].Expr.Eval(v)
	v.node, v.frame, v.base = node, frame, b
	if !ok {
		return 0
	}
	return t
}

// CountsFromT reports whether a time is counted from the planned date.
func (p *Plan) CountsFromT(t int32) bool {
	return slices.ContainsFunc(p.Times[t].Refs, func(ref expr.Ref) bool {
		kind, i := SplitRef(ref)
		if kind == RefNode {
			n, a := SplitNodeRef(i)
			return n == p.AnchorT && a == AttrStart
		}
		return kind == RefT
	})
}

// Point returns the instant a name in a time stands for, 0 while unresolved.
// The node of T stands at T until it starts.
func (v *view) Point(ref int) calendar.Instant {
	if kind, i := SplitRef(expr.Ref(ref)); kind == RefNode {
		if n, a := SplitNodeRef(i); n == v.p.AnchorT && a == AttrStart {
			if slot, _ := v.slotFor(n, v.frame); slot == nil || slot.Start == 0 {
				return v.s.T
			}
		}
	}
	x := v.Load(expr.Ref(ref))
	if x.Kind() == expr.KindTime {
		return calendar.Instant(x.AsInt())
	}
	if v.forecast != nil {
		return v.forecast.instant(expr.Ref(ref), v.frame)
	}
	return 0
}

// Skipped reports whether an unresolved point belongs to a skipped node.
func (v *view) Skipped(ref int) bool {
	kind, i := SplitRef(expr.Ref(ref))
	var n NodeID
	switch kind {
	case RefNode:
		n, _ = SplitNodeRef(i)
	case RefOutput:
		n = v.p.Outputs[i].Node
	default:
		return false
	}
	slot, _ := v.slotFor(n, v.frame)
	return slot != nil && slot.Outcome == OutcomeSkipped
}

// Duration returns the duration a name stands for and the calendar it counts
// in, nil for the one in force.
func (v *view) Duration(ref int) (calendar.Dur, *calendar.Calendar, bool) {
	if kind, i := SplitRef(expr.Ref(ref)); kind == RefTarget {
		t := &v.p.Targets[i]
		if t.Calendar == None {
			return t.Dur, alwaysWorks, true
		}
		return t.Dur, v.p.Calendars[t.Calendar].Calendar, true
	}
	d, ok := durOf(v.Load(expr.Ref(ref)))
	return d, nil, ok
}

func durOf(x expr.Value) (calendar.Dur, bool) {
	switch x.Kind() {
	case expr.KindDuration:
		return calendar.Elapsed(time.Duration(x.AsInt()) * time.Millisecond), true
	case expr.KindString:
		d, err := calendar.ParseDur(x.AsString())
		return d, err == nil
	}
	return calendar.Dur{}, false
}

// Window returns the window a name stands for.
func (v *view) Window(ref int) (calendar.Window, bool) {
	if kind, i := SplitRef(expr.Ref(ref)); kind == RefWindow {
		return v.window(int32(i), v.node, v.frame)
	}
	x := v.Load(expr.Ref(ref))
	for i := range v.p.Windows {
		if v.p.Windows[i].ID == x.AsString() && x.AsString() != "" {
			return v.window(int32(i), v.node, v.frame)
		}
	}
	w, err := calendar.ParseWindow(x.AsString())
	return w, err == nil && x.AsString() != ""
}

// Calendar returns the calendar a time names.
func (v *view) Calendar(ref int) *calendar.Calendar {
	if ref == calendar.NoRef {
		return v.p.calendarOf("")
	}
	if kind, i := SplitRef(expr.Ref(ref)); kind == RefCalendar {
		return v.p.Calendars[i].Calendar
	}
	return nil
}

// ZoneOf returns the zone a name stands for, or nil.
func (v *view) ZoneOf(ref int) *calendar.Zone {
	if kind, i := SplitRef(expr.Ref(ref)); kind == RefZone {
		return v.p.Zones[i]
	}
	z, err := calendar.LoadZone(v.Load(expr.Ref(ref)).AsString(), v.p.zone())
	if err != nil {
		return nil
	}
	return z
}

// Zone returns the zone in force.
func (v *view) Zone() *calendar.Zone { return v.p.zone() }

// Base returns what a relative word counts from.
func (v *view) Base() calendar.Instant { return v.base }

// span returns the duration of s for node n, the calendar it counts in, and
// whether it is known.
func (v *view) span(s *Span, n NodeID, f FrameID) (calendar.Dur, *calendar.Calendar, bool) {
	if !s.Set {
		return calendar.Dur{}, nil, false
	}
	d := s.Literal
	if s.Program != None {
		var ok bool
		if d, ok = durOf(v.eval(s.Program, n, f)); !ok {
			return d, nil, false
		}
	}
	return d, v.p.calendarOf(d.Calendar), true
}

// plus returns the instant a span after t, 0 if it is not known.
func (v *view) plus(t calendar.Instant, s *Span, n NodeID, f FrameID) calendar.Instant {
	d, c, ok := v.span(s, n, f)
	if !ok || t == 0 {
		return 0
	}
	return d.AddTo(t, v.p.zone(), c)
}

// dial returns what the urgency of the case does.
func (v *view) dial() UrgencyDial { return v.p.dialOf(v.s.Urgency) }

// dialOf returns what an urgency does.
func (p *Plan) dialOf(urgency string) UrgencyDial {
	for i := range p.Urgencies {
		if p.Urgencies[i].ID == urgency {
			return p.Urgencies[i]
		}
	}
	return UrgencyDial{}
}

// stretches reports whether an urgency changes own clocks.
func (d UrgencyDial) stretches() bool { return d.Elapsed || d.HalfDue }

// dueSpan is span for a due: halved or turned into elapsed time as the urgency
// of the case says.
// Source: language reference, section 15, "dials".
func (v *view) dueSpan(s *Span, n NodeID, f FrameID) (calendar.Dur, *calendar.Calendar, bool) {
	d, c, ok := v.span(s, n, f)
	if !ok || len(v.p.Urgencies) == 0 {
		return d, c, ok
	}
	dial := v.dial()
	if dial.Elapsed {
		d.Secs, d.WorkSecs = d.Secs+d.WorkSecs, 0
		d.Secs, d.WorkDays = d.Secs+d.WorkDays*86400, 0
	}
	if dial.HalfDue {
		d = half(d, c)
	}
	return d, c, ok
}

// half returns half of d, a calendar day being 24 hours and a working day
// those of c.
func half(d calendar.Dur, c *calendar.Calendar) calendar.Dur {
	day := int64(c.DayLength() / time.Second)
	return calendar.Dur{
		WorkSecs: (d.WorkSecs + d.WorkDays*day) / 2,
		Secs:     (d.Secs + d.Days*86400 + d.Months*30*86400) / 2,
		Calendar: d.Calendar,
	}
}
