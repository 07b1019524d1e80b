package calendar

import "time"

// Window is when acts may start: "always", weekly hours, or given spans, less an
// excepted span. It is a value, cheap to copy, and its methods do not allocate.
//
// A window read from text has no zone of its own, and knows the period it
// excepts only by name; In and Except fill them in for each use. A window with
// hours that name no zone must not be used without In.
// Source: language reference, section 10, "window".
type Window struct {
	always bool
	parts  []part
	spans  []Span
	zone   *Zone
	cut    Span
	except namedAt
}

// part is one item of the comma list: hours that open on some weekdays.
type part struct {
	days  Weekdays
	hours Hours
	zone  clockZone
}

// namedAt is a name with its place in the text.
type namedAt struct {
	name string
	at   int
}

// farAway is how far openings are searched: a window that does not open within
// two years does not open.
const farAway = 2 * 366 * millisPerDay

// SpanWindow returns the window that is open in the spans, as {from, for} of the
// language. The slice is kept.
func SpanWindow(spans ...Span) Window { return Window{spans: spans} }

// AlwaysOpen returns the window "always".
func AlwaysOpen() Window { return Window{always: true} }

// Refs returns the named zones (RefZone) and the excepted period (RefPeriod) of
// a window read by ParseWindow.
func (w Window) Refs() []Ref {
	var refs []Ref
	for _, p := range w.parts {
		refs = p.zone.appendRef(refs)
	}
	if w.except.name != "" {
		refs = append(refs, Ref{RefPeriod, w.except.name, w.except.at})
	}
	return refs
}

// Bind returns w with the zones that Refs lists, as zone knows them. IANA names,
// UTC and AoE are known already.
func (w Window) Bind(zone func(name string) (*Zone, error)) (Window, error) {
	parts := append([]part(nil), w.parts...)
	for i := range parts {
		if err := parts[i].zone.bind(zone); err != nil {
			return Window{}, err
		}
	}
	w.parts = parts
	return w, nil
}

// In returns w with z for the hours that name no zone.
func (w Window) In(z *Zone) Window { w.zone = z; return w }

// Except returns w closed during s, and only there: s replaces the span of an
// earlier call.
func (w Window) Except(s Span) Window { w.cut = s; return w }

// Days returns the weekdays on which hours of w begin, and false when w is not
// written as hours of weekdays.
func (w Window) Days() (days Weekdays, ok bool) {
	for _, p := range w.parts {
		days |= p.days
	}
	return days, len(w.parts) > 0
}

// Contains reports whether w is open at t. Hours are half-open.
func (w *Window) Contains(t Instant) bool { return !w.cut.Contains(t) && w.closing(t) != 0 }

// End returns the first instant after t at which w is not open: none if it is
// not open at t, Forever if that is more than two years away.
func (w *Window) End(t Instant) Instant {
	if t == 0 || !w.Contains(t) {
		return 0
	}
	if end := w.openUntil(t, t+farAway); end < t+farAway {
		return end
	}
	return Forever
}

// openUntil returns the end of the opening at t, or an instant at or after
// enough up to which w is open.
func (w *Window) openUntil(t, enough Instant) Instant {
	for t < enough {
		end := w.closing(t)
		switch {
		case end == 0:
			return t
		case !w.cut.IsEmpty() && t <= w.cut.From && w.cut.From < end:
			return w.cut.From
		}
		t = end
	}
	return t
}

// NextOpening returns the first instant at or after t at which w is open and
// stays open for length, and false if there is none within two years.
func (w *Window) NextOpening(t Instant, length time.Duration) (Instant, bool) {
	if t == 0 || t == Forever {
		return 0, false
	}
	need := Instant(length.Milliseconds())
	for limit := t + farAway; t != 0 && t <= limit; t = w.nextEdge(t) {
		if !w.Contains(t) {
			continue
		}
		end := w.openUntil(t, t+need)
		if end-t >= need {
			return t, true
		}
		t = end
	}
	return 0, false
}

// NextStart returns the first instant after t at which w opens, having been
// closed: what `next w after t` means. A window that is open at t and for the
// two years after starts right there. It is false if there is no start within
// two years.
func (w *Window) NextStart(t Instant) (Instant, bool) {
	if w.End(t) == Forever {
		return t, true
	}
	limit := t + farAway
	for s := w.nextEdge(t); s != 0 && s <= limit; s = w.nextEdge(s) {
		if !w.Contains(s - 1) {
			return s, true
		}
	}
	return 0, false
}

// LastStart returns the last instant before t at which w opens, having been
// closed: what `last w before t` means. It is false if there is none within two
// years.
func (w *Window) LastStart(t Instant) (Instant, bool) {
	limit := t - farAway
	for s := w.lastEdge(t); s != 0 && s >= limit; s = w.lastEdge(s) {
		if !w.Contains(s - 1) {
			return s, true
		}
	}
	return 0, false
}

// nextEdge returns the first instant after t at which a part or span begins to
// let w be open, none if there is none soon: an opening outside the cut, or the
// end of the cut.
func (w *Window) nextEdge(t Instant) Instant {
	next := w.opening(t)
	if w.cut.IsEmpty() || w.cut.To <= t {
		return next
	}
	if next != 0 && next < w.cut.From {
		return next
	}
	if w.closing(w.cut.To) != 0 {
		return w.cut.To
	}
	return w.opening(w.cut.To)
}

// lastEdge is nextEdge before t.
func (w *Window) lastEdge(t Instant) Instant {
	last := w.openingBefore(t)
	if w.cut.IsEmpty() || t <= w.cut.From {
		return last
	}
	if w.cut.To < t && w.closing(w.cut.To) != 0 {
		last = max(last, w.cut.To)
	}
	if w.cut.Contains(last) {
		last = w.openingBefore(w.cut.From)
	}
	return last
}

// The methods below leave the cut out.

// closing returns the latest end of the parts and spans that are open at t, none
// if none is.
func (w *Window) closing(t Instant) Instant {
	if w.always {
		return Forever
	}
	end := Instant(0)
	for i := range w.parts {
		end = max(end, w.parts[i].closing(t, w.zone))
	}
	for _, s := range w.spans {
		if s.Contains(t) {
			end = max(end, s.To)
		}
	}
	return end
}

// opening returns the first opening of a part or span after t, none if there is
// none.
func (w *Window) opening(t Instant) Instant {
	first := Forever
	for i := range w.parts {
		first = min(first, w.parts[i].opening(t, w.zone))
	}
	for _, s := range w.spans {
		if s.From > t && !s.IsEmpty() {
			first = min(first, s.From)
		}
	}
	if first == Forever {
		return 0
	}
	return first
}

// openingBefore returns the last opening of a part or span before t, none if
// there is none.
func (w *Window) openingBefore(t Instant) Instant {
	last := Instant(0)
	for i := range w.parts {
		last = max(last, w.parts[i].openingBefore(t, w.zone))
	}
	for _, s := range w.spans {
		if s.From < t && !s.IsEmpty() {
			last = max(last, s.From)
		}
	}
	return last
}

// on returns the opening of p on a local day, empty if a clock change swallows
// it.
func (p *part) on(day int64, z *Zone) Span {
	return Span{z.at(day, p.hours.From), z.at(day, p.hours.To)}
}

// closing looks at the days around too: hours may reach over midnight, and a
// clock may be set back over it.
func (p *part) closing(t Instant, z *Zone) Instant {
	z = p.zone.or(z)
	today, _, _ := z.clock(t)
	end := Instant(0)
	for day := today - 1; day <= today+1; day++ {
		if p.days.has(weekdayOf(day)) {
			if s := p.on(day, z); s.Contains(t) {
				end = max(end, s.To)
			}
		}
	}
	return end
}

// twoWeeks of days hold an opening even if a clock change swallows one.
const twoWeeks = 2 * daysPerWeek

func (p *part) opening(t Instant, z *Zone) Instant {
	z = p.zone.or(z)
	today, _, _ := z.clock(t)
	for day := today; day <= today+twoWeeks; day++ {
		if p.days.has(weekdayOf(day)) {
			if s := p.on(day, z); s.From > t && !s.IsEmpty() {
				return s.From
			}
		}
	}
	return Forever
}

func (p *part) openingBefore(t Instant, z *Zone) Instant {
	z = p.zone.or(z)
	today, _, _ := z.clock(t)
	for day := today + 1; day >= today-twoWeeks; day-- {
		if p.days.has(weekdayOf(day)) {
			if s := p.on(day, z); s.From < t && !s.IsEmpty() {
				return s.From
			}
		}
	}
	return 0
}
