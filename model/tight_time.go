package model

import (
	"slices"
	"strings"

	"github.com/headgate/headgate/calendar"
)

// compareSpans orders two durations when they can be compared; nil is none.
func compareSpans(a, b *Span) (int, bool) {
	switch {
	case a == nil || b == nil:
		return 0, false
	case a.Ref != "" || b.Ref != "":
		return 0, a.Ref == b.Ref
	}
	return compareDurs(a.Literal, b.Literal)
}

func compareDurs(a, b calendar.Dur) (int, bool) {
	if a.Calendar != b.Calendar {
		return 0, false
	}
	return calendar.Compare(a, b, nil)
}

// compareTimes orders two times that are offsets from the same anchor.
func compareTimes(a, b *Time) (int, bool) {
	anchorA, backA, durA := offset(a.Src)
	anchorB, backB, durB := offset(b.Src)
	if anchorA != anchorB {
		return 0, false
	}
	switch {
	case durA.IsZero() && durB.IsZero():
		return 0, true
	case backA && (!backB || durB.IsZero()):
		return -1, true
	case backB && (!backA || durA.IsZero()):
		return 1, true
	case backA:
		return compareDurs(durB, durA)
	}
	return compareDurs(durA, durB)
}

// offset reads a time as an anchor with a duration after or before it.
func offset(src string) (anchor string, before bool, d calendar.Dur) {
	src = spaced(src)
	if i := strings.LastIndexAny(src, "+-"); i > 0 {
		if d, err := calendar.ParseDur(strings.TrimSpace(src[i+1:])); err == nil {
			return strings.TrimSpace(src[:i]), src[i] == '-', d
		}
	}
	return src, false, calendar.Dur{}
}

// atMostSpan: shorter is tighter; none is for ever.
func atMostSpan(old, new *Span) verdict {
	switch {
	case old == nil:
		return verdict{stand: Tighter}
	case new == nil:
		return verdict{Looser, old.Src, "", keep(old.Src)}
	}
	order, ok := compareSpans(old, new)
	if !ok {
		return verdict{Apart, old.Src, new.Src, "write " + old.Src + " or less, counted on the same clock"}
	}
	return ranked(0, order, old.Src, new.Src, "write "+old.Src+" or less")
}

// atLeastSpan: longer is tighter; none is no time.
func atLeastSpan(old, new *Span) verdict {
	switch {
	case old == nil:
		return verdict{stand: Tighter}
	case new == nil:
		return verdict{Looser, old.Src, "", keep(old.Src)}
	}
	order, ok := compareSpans(new, old)
	if !ok {
		return verdict{Apart, old.Src, new.Src, "write " + old.Src + " or more, counted on the same clock"}
	}
	return ranked(0, order, old.Src, new.Src, "write "+old.Src+" or more")
}

// atMostTime: earlier is tighter; none is for ever.
func atMostTime(old, new *Time) verdict {
	switch {
	case old == nil:
		return verdict{stand: Tighter}
	case new == nil:
		return verdict{Looser, old.Src, "", keep(old.Src)}
	}
	order, ok := compareTimes(old, new)
	if !ok {
		return verdict{Apart, old.Src, new.Src, "count from the same point: " + old.Src + " or earlier"}
	}
	return ranked(0, order, old.Src, new.Src, "write "+old.Src+" or earlier")
}

func dueStand(_ *tightening, old, new *Step) verdict { return dueLimit(old.Due, new.Due) }

func dueLimit(a, b *Due) verdict {
	switch {
	case a == nil || b == nil || a.Open:
		return verdict{stand: Tighter}
	case b.Open:
		return verdict{Looser, a.src(), "open", "keep the limit or an earlier one"}
	case a.Span != nil && b.Span != nil:
		return atMostSpan(a.Span, b.Span)
	case a.Time != nil && b.Time != nil:
		return atMostTime(a.Time, b.Time)
	}
	return verdict{Apart, a.src(), b.src(), "write both as a duration, or both as a time"}
}

func (d *Due) src() string {
	switch {
	case d.Span != nil:
		return d.Span.Src
	case d.Time != nil:
		return d.Time.Src
	}
	return "open"
}

func dwellStand(_ *tightening, old, new *Step) verdict { return atLeastSpan(old.For, new.For) }

// noticeStand: what happens a while before something happens no later.
func noticeStand(_ *tightening, old, new *Step) verdict {
	if old.At == nil || new.At == nil {
		return verdict{}
	}
	if _, before, _ := offset(old.At.Src); !before {
		return verdict{}
	}
	return atMostTime(old.At, new.At)
}

func validForStand(_ *tightening, old, new *Step) verdict {
	return atMostSpan(old.ValidFor, new.ValidFor)
}

func validUntilStand(_ *tightening, old, new *Step) verdict {
	return atMostTime(old.ValidUntil, new.ValidUntil)
}

// windowStand compares with the window of the step, or of a block around it.
func (t *tightening) windowStand(old, new *Step) verdict {
	was := old.Window
	if was == nil {
		was = t.around[old.ID]
	}
	return t.windowsStand(was, new.Window)
}

// windowsStand compares two uses of windows; nil is always.
func (t *tightening) windowsStand(old, new *WindowUse) verdict {
	switch {
	case old == nil:
		return verdict{stand: Tighter}
	case new == nil:
		return verdict{Looser, old.src(), "", keep(old.src())}
	}
	within := t.within(old, new)
	if within >= Looser {
		return verdict{within, old.src(), new.src(), "take hours inside of " + written(old.src())}
	}
	fits := slices.Index(fitness, old.Fit)
	if v := ranked(fits, slices.Index(fitness, new.Fit), old.src(), new.src(), "keep `fit`"); v.stand == Looser {
		return v
	}
	if old.Restore != nil && !t.defaults {
		return atLeastSpan(old.Restore, new.Restore)
	}
	return verdict{stand: within}
}

// fitness orders what `fit` asks for, least first.
var fitness = []string{"", "p85", "p95"}

func (t *tightening) within(old, new *WindowUse) Stand {
	a, b := t.hours(old), t.hours(new)
	switch {
	case old.Zone != new.Zone:
		return Apart
	case old.In == new.In:
		return Equal
	case a == nil || b == nil:
		return Apart
	}
	return hoursStand(*a, *b)
}

func hoursStand(old, new calendar.Window) Stand {
	switch within, told := new.Within(old); {
	case !told:
		return Apart
	case !within:
		return Looser
	}
	return Tighter
}

// hours gives the weekly hours of a use, or nil when it is built of times.
func (t *tightening) hours(w *WindowUse) *calendar.Window {
	switch {
	case w.In == "always":
		always := calendar.AlwaysOpen()
		return &always
	case w.Inline != nil:
		return w.Inline
	}
	if i := indexNamed(t.windows, w.In); i >= 0 {
		return t.windows[i].Window
	}
	return nil
}

func (w *WindowUse) src() string {
	text := w.In
	if w.Fit != "" {
		text += ", fit " + w.Fit
	}
	if w.Zone != "" {
		text += ", zone " + w.Zone
	}
	if w.Restore != nil {
		text += ", restore " + w.Restore.Src
	}
	return text
}
