package calendar

import (
	"errors"
	"testing"
)

// checkText is what every parser of this package owes: an error with a place in
// the text, or a value whose canonical text reads as the same canonical text.
func checkText[V interface{ String() string }](t *testing.T, src string, parse func(string) (V, error)) (V, bool) {
	t.Helper()
	v, err := parse(src)
	var syntax *SyntaxError
	if errors.As(err, &syntax) {
		if syntax.Offset < 0 || syntax.Offset > len(src) || syntax.Msg == "" {
			t.Errorf("%q: error %q at %d", src, syntax, syntax.Offset)
		}
		return v, false
	}
	if err != nil {
		t.Fatalf("%q: %v is no *SyntaxError", src, err)
	}
	text := v.String()
	again, err := parse(text)
	if err != nil {
		t.Fatalf("%q: canonical %q: %v", src, text, err)
	}
	if got := again.String(); got != text {
		t.Errorf("%q: canonical %q reads as %q", src, text, got)
	}
	return v, true
}

func FuzzParseDur(f *testing.F) {
	for _, src := range []string{"1h30m", "2bd@office", "3mo", "1y2mo3w4d5bd6bh7h8m9s", "0s", "1.5h"} {
		f.Add(src)
	}
	berlin, always := zone(f, "Europe/Berlin"), Always()
	from := at(f, berlin, "2026-03-28T02:30")
	f.Fuzz(func(t *testing.T, src string) {
		d, ok := checkText(t, src, ParseDur)
		if ok && (d.AddTo(from, berlin, always) < from || d.SubtractFrom(from, berlin, always) > from) {
			t.Errorf("%q points the wrong way", src)
		}
	})
}

func FuzzParseTime(f *testing.F) {
	for _, src := range []string{
		"T - 2bd@office", "later(a.end, earlier(b, c or d))", "next Tue 14:00 Europe/Berlin after T", "last days before T",
		"end of last days before T + 4d", "2nd Wed of month T", "last Fri 18:00 of month T", "end of day AoE of f.at",
		"2026-01-06T14:00:30.250+02:00", "Fri 02:00 of week T - 5w", "night of month x[1].y", "(a or b) - c.d", "start of quarter site",
	} {
		f.Add(src)
	}
	env := berlinEnv(f)
	env.base = env.points["T"]
	f.Fuzz(func(t *testing.T, src string) {
		e, ok := checkText(t, src, ParseTime)
		if !ok {
			return
		}
		for _, r := range e.Refs() {
			if r.Offset+len(r.Text) > len(src) || src[r.Offset:r.Offset+len(r.Text)] != r.Text {
				t.Errorf("%q: %q is not at %d", src, r.Text, r.Offset)
			}
		}
		got, _, ok := bind(t, env, src).Eval(env)
		same, _, _ := bind(t, env, e.String()).Eval(env)
		if got != same || ok != (got != 0) {
			t.Errorf("%q = %s, %t; canonical %q = %s", src, got, ok, e, same)
		}
	})
}

func FuzzParseWindow(f *testing.F) {
	for _, src := range []string{
		"always", "always except freeze", "Mon-Thu 08:00-16:00 Europe/Berlin, Sat 22:00-02:00 site except freeze", "Sun 00:00-24:00 AoE",
		"Fri-Mon 01:00-03:00 region.zone",
	} {
		f.Add(src)
	}
	berlin := zone(f, "Europe/Berlin")
	from := at(f, berlin, "2026-03-28T12:00")
	f.Fuzz(func(t *testing.T, src string) {
		w, ok := checkText(t, src, ParseWindow)
		if !ok {
			return
		}
		w = w.In(berlin)
		opening, ok := w.NextOpening(from, 0)
		if !ok || opening < from || !w.Contains(opening) || w.End(opening) <= opening {
			t.Errorf("%q opens at %s, %t", src, opening, ok)
		}
		if last, ok := w.LastStart(from); ok && (last >= from || !w.Contains(last)) {
			t.Errorf("%q opened last at %s", src, last)
		}
	})
}

func FuzzParseRecur(f *testing.F) {
	for _, src := range []string{
		"every 2w on Tue 14:00 in Jan,Jul from 2026-01-06", "every 1mo on 1st Tue", "every 1y in May, Nov", "every 90m from 2026-01-06T12:00Z",
		"every 3d on Mon 08:00 America/New_York", "every 1mo from 2026-01-31",
	} {
		f.Add(src)
	}
	berlin := zone(f, "Europe/Berlin")
	from := at(f, berlin, "2026-03-28T12:00")
	f.Fuzz(func(t *testing.T, src string) {
		r, ok := checkText(t, src, ParseRecur)
		if !ok {
			return
		}
		next, ok := r.Next(from, berlin)
		if ok != (next > from) {
			t.Errorf("%q: next after %s = %s, %t", src, from, next, ok)
		}
		if !ok {
			return
		}
		if before, ok := r.Next(next-1, berlin); ok && before != next {
			t.Errorf("%q: %s is no occurrence from just before: %s", src, next, before)
		}
	})
}
