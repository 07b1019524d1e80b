package calendar

import "testing"

func TestWithin(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		inner, outer string
		within, told bool
	}{
		{"Mon-Thu 08:00-16:00", "Mon-Thu 08:00-16:00", true, true},
		{"Tue 09:00-15:00", "Mon-Thu 08:00-16:00", true, true},
		{"Mon-Fri 08:00-16:00", "Mon-Thu 08:00-16:00", false, true},
		{"Mon-Thu 07:59-16:00", "Mon-Thu 08:00-16:00", false, true},
		{"Mon-Thu 08:00-16:00", "always", true, true},
		{"always", "Mon-Thu 08:00-16:00", false, true},
		{"always", "Mon-Sun 00:00-24:00", true, true},
		{"Mon 08:00-16:00", "Mon 08:00-12:00, Mon 12:00-16:00", true, true},
		{"Sun 22:00-02:00", "Sun 22:00-24:00, Mon 00:00-02:00", true, true},
		{"Sun 22:00-02:00", "Sun 22:00-24:00", false, true},
		{"Mon 00:00-02:00", "Sun 22:00-02:00", true, true},
		{"Mon 08:00-12:00 Europe/Berlin", "Mon 08:00-16:00 Europe/Berlin", true, true},
		{"Mon 08:00-12:00 Europe/Berlin", "Mon 08:00-16:00 UTC", false, false},
		{"Mon 08:00-12:00 Europe/Berlin, Tue 08:00-12:00 UTC", "Mon-Tue 08:00-16:00 UTC", false, false},
		{"Mon 08:00-12:00 UTC", "always", true, true},
		{"always", "Mon 08:00-12:00 UTC", false, true},
		{"Mon 08:00-12:00 except freeze", "Mon 08:00-16:00", true, true},
		{"Mon 08:00-12:00 except freeze", "Mon 08:00-16:00 except freeze", true, true},
		{"Mon 08:00-12:00", "Mon 08:00-16:00 except freeze", false, true},
		{"Mon 08:00-12:00 except holiday", "Mon 08:00-16:00 except freeze", false, false},
	} {
		inner, outer := mustWindow(t, c.inner, nil), mustWindow(t, c.outer, nil)
		if within, told := inner.Within(outer); within != c.within || told != c.told {
			t.Errorf("%q within %q = %v, %v, want %v, %v", c.inner, c.outer, within, told, c.within, c.told)
		}
	}
	span := SpanWindow(Span{at(t, UTC, "2026-01-05"), at(t, UTC, "2026-01-06")})
	if _, told := span.Within(mustWindow(t, "Mon 08:00-12:00", nil)); told {
		t.Error("a span of dates was compared with hours of the week")
	}
}
