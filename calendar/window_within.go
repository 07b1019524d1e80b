package calendar

import "slices"

// Within reports whether w is open only when o is, and whether that can be told
// without a date: false for hours in different zones, for spans, and for an
// excepted period that is not the same.
func (w Window) Within(o Window) (within, told bool) {
	if o.except.name != "" && o.except.name != w.except.name {
		return false, w.except.name == ""
	}
	if o.always {
		return true, true
	}
	if len(w.spans)+len(o.spans) > 0 || w.zoneName() != o.zoneName() && !w.always {
		return false, false
	}
	open := o.spansOf(0, 3*daysPerWeek)
	for _, s := range w.spansOf(daysPerWeek, 2*daysPerWeek) {
		if !slices.ContainsFunc(open, func(o weekSpan) bool { return o.from <= s.from && s.to <= o.to }) {
			return false, true
		}
	}
	return true, true
}

// zoneName is the zone all hours of w name, or one that no zone has when they
// differ.
func (w Window) zoneName() string {
	for _, p := range w.parts {
		if p.zone.name != w.parts[0].zone.name {
			return "?"
		}
	}
	if len(w.parts) == 0 {
		return ""
	}
	return w.parts[0].zone.name
}

// weekSpan is a range of local seconds, counted from a Monday 00:00.
type weekSpan struct{ from, to int64 }

// spansOf gives when w is open on the days [from, to), the first of them a
// Monday 0, in order; parts that meet are one span, which may reach into the
// day after.
func (w Window) spansOf(from, to int64) []weekSpan {
	if w.always {
		return []weekSpan{{from * secondsPerDay, to * secondsPerDay}}
	}
	var all []weekSpan
	for _, p := range w.parts {
		for day := from; day < to; day++ {
			if p.days.has(day % daysPerWeek) {
				all = append(all, weekSpan{day*secondsPerDay + p.hours.From, day*secondsPerDay + p.hours.To})
			}
		}
	}
	slices.SortFunc(all, func(a, b weekSpan) int { return int(a.from - b.from) })
	var out []weekSpan
	for _, s := range all {
		if n := len(out); n > 0 && s.from <= out[n-1].to {
			out[n-1].to = max(out[n-1].to, s.to)
			continue
		}
		out = append(out, s)
	}
	return out
}
