package calendar

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// testEnv resolves references by name. It holds what the expression was bound
// to: the number of a reference is its index in names.
type testEnv struct {
	names     []Ref
	points    map[string]Instant
	skipped   []string
	durations map[string]Dur
	windows   map[string]Window
	calendars map[string]*Calendar // "" is the one in force
	zones     map[string]*Zone
	zone      *Zone
	base      Instant
}

func (e *testEnv) Point(ref int) Instant { return e.points[e.names[ref].Text] }
func (e *testEnv) Skipped(ref int) bool  { return slices.Contains(e.skipped, e.names[ref].Text) }
func (e *testEnv) ZoneOf(ref int) *Zone  { return e.zones[e.names[ref].Text] }
func (e *testEnv) Zone() *Zone           { return e.zone }
func (e *testEnv) Base() Instant         { return e.base }

func (e *testEnv) Duration(ref int) (Dur, *Calendar, bool) {
	d, ok := e.durations[e.names[ref].Text]
	return d, nil, ok
}

func (e *testEnv) Window(ref int) (Window, bool) {
	w, ok := e.windows[e.names[ref].Text]
	return w, ok
}

func (e *testEnv) Calendar(ref int) *Calendar {
	if ref == NoRef {
		return e.calendars[""]
	}
	return e.calendars[e.names[ref].Text]
}

// bind numbers the references of src from 100 on, so that a number and an index
// cannot be mistaken for one another.
func bind(t testing.TB, env *testEnv, src string) *Expr {
	t.Helper()
	e, err := ParseTime(src)
	if err != nil {
		t.Fatalf("%q: %v", src, err)
	}
	env.names = make([]Ref, 100, 100+len(e.Refs()))
	e, err = e.Bind(func(r Ref) (int, error) {
		env.names = append(env.names, r)
		return len(env.names) - 1, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func berlinEnv(t testing.TB) *testEnv {
	berlin := zone(t, "Europe/Berlin")
	return &testEnv{
		zone: berlin,
		points: map[string]Instant{
			"T":                at(t, berlin, "2026-06-09T14:00"), // a Tuesday
			"release.end":      at(t, berlin, "2026-06-12T09:30"), // Friday
			"waves[eu].start":  at(t, berlin, "2026-06-14T23:30"), // Sunday
			"freeze.granted":   at(t, berlin, "2026-10-24T12:00"), // the day before clocks go back
			"start":            at(t, berlin, "2026-06-01T08:00"),
			"table.code_start": at(t, berlin, "2026-01-31T10:00"),
		},
		skipped:   []string{"skipped.end"},
		durations: map[string]Dur{"day.notice": mustDur(t, "1d"), "sla.target": mustDur(t, "4bh")},
		windows: map[string]Window{
			"days":  mustWindow(t, "Tue-Thu 08:00-20:00", berlin),
			"night": mustWindow(t, "Mon-Sun 23:00-05:00", berlin),
			"any":   AlwaysOpen(),
			"never": SpanWindow(),
		},
		calendars: map[string]*Calendar{"": office(t, berlin, "08:00-17:00"), "always": Always()},
		zones:     map[string]*Zone{"site": zone(t, "America/New_York"), "region.zone": zone(t, "Asia/Tokyo")},
	}
}

func TestEval(t *testing.T) {
	t.Parallel()
	env := berlinEnv(t)
	env.base = at(t, env.zone, "2026-06-10T10:00")
	tests := []struct{ src, want string }{
		{"T", "2026-06-09T14:00"},
		{"T - 2bd", "2026-06-05T14:00"},
		{"T - 3w + 1h30m", "2026-05-19T15:30"},
		{"T - 15w", "2026-02-24T14:00"},
		{"T + 4bh", "2026-06-10T09:00"},
		{"T + 4bh@always", "2026-06-09T18:00"},
		{"T + 1mo", "2026-07-09T14:00"},
		{"table.code_start + 1mo", "2026-02-28T10:00"},
		{"T - day.notice", "2026-06-08T14:00"},
		{"release.end + sla.target", "2026-06-12T13:30"},
		{"freeze.granted + 1d", "2026-10-25T12:00"},
		{"freeze.granted + 24h", "2026-10-25T11:00"},
		{"waves[eu].start", "2026-06-14T23:30"},
		{"start", "2026-06-01T08:00"},

		{"Fri 02:00 of week T - 5w", "2026-05-08T02:00"},
		{"Wed of week T - 3w", "2026-05-20"},
		{"Mon of week waves[eu].start", "2026-06-08"}, // Sunday ends the ISO week
		{"13:00 of day release.end", "2026-06-12T13:00"},
		{"Wed of month T", "2026-06-03"},
		{"1st Tue of month T", "2026-06-02"},
		{"2nd Tue 18:00 of month T + 1mo", "2026-07-14T18:00"},
		{"4th Mon of month T", "2026-06-22"},
		{"last Fri 18:00 of month T", "2026-06-26T18:00"},
		{"days of week T", "2026-06-09T08:00"},

		{"next Tue 14:00 after T", "2026-06-16T14:00"}, // T is a Tuesday at 14:00: strictly after
		{"next Tue 14:00 after T - 1h", "2026-06-09T14:00"},
		{"next Mon after T + 1w", "2026-06-22"},
		{"next 09:00 after release.end + 12h", "2026-06-13T09:00"},
		{"next 09:00", "2026-06-11T09:00"},
		{"next Mon", "2026-06-15"},
		{"next days after T", "2026-06-10T08:00"},
		{"next days", "2026-06-11T08:00"}, // open at the base: the next opening
		{"next night after T + 1h", "2026-06-09T23:00"},
		{"next any after T + 1h", "2026-06-09T15:00"}, // always open: at once
		{"last days before T + 4d", "2026-06-11T08:00"},
		{"end of last days before T + 4d", "2026-06-11T20:00"},
		{"end of (next night after T)", "2026-06-10T05:00"},
		{"last Fri before T", "2026-06-05"},
		{"last 14:00 before T", "2026-06-08T14:00"},

		{"end of day", "2026-06-11"},
		{"start of day of T", "2026-06-09"},
		{"end of week of T", "2026-06-15"},
		{"end of month of T", "2026-07-01"},
		{"start of quarter of T", "2026-04-01"},
		{"end of quarter of T", "2026-07-01"},
		{"end of quarter of table.code_start", "2026-04-01"},
		{"end of day AoE of T", "2026-06-10T14:00"},
		{"end of day UTC", "2026-06-11T02:00"},
		{"end of day site of T", "2026-06-10T06:00"},
		{"end of day region.zone of T", "2026-06-09T17:00"},
		{"next 14:00 site after T", "2026-06-09T20:00"},
		{"next 14:00 America/New_York after T", "2026-06-09T20:00"},
		{"end of day + 1h", "2026-06-11T01:00"},
		{"start of day of freeze.granted + 1d", "2026-10-25"},

		{"later(T, release.end)", "2026-06-12T09:30"},
		{"earlier(T, release.end)", "2026-06-09T14:00"},
		{"later(T, skipped.end + 5d)", "2026-06-09T14:00"},
		{"earlier(skipped.end, end of day AoE of T, release.end)", "2026-06-10T14:00"},
		{"missing.end or T + 1d", "2026-06-10T14:00"},
		{"T or release.end", "2026-06-09T14:00"},
		{"(missing or T) + 1d", "2026-06-10T14:00"},

		{"2026-01-06", "2026-01-06"},
		{"2026-01-06T14:00", "2026-01-06T14:00"},
		{"2026-01-06T14:00Z - 1h", "2026-01-06T14:00"},
		{"2026-01-06T14:00:30+02:00", "2026-01-06T13:00:30"},
		{"2026-01-06-1d", "2026-01-05"},
		{"2026-03-29T02:30", "2026-03-29T03:00"}, // skipped by the clock change
	}
	for _, tt := range tests {
		e := bind(t, env, tt.src)
		got, blame, ok := e.Eval(env)
		if want := at(t, env.zone, tt.want); got != want || !ok || blame != NoRef {
			t.Errorf("%s = %s, blame %d, %t; want %s", tt.src, got.Format(env.zone), blame, ok, want.Format(env.zone))
		}
		if strings.Contains(tt.src, "(next night") {
			continue // its parentheses are not needed
		}
		if got := e.String(); got != tt.src && !strings.HasPrefix(tt.src, "2026-") {
			t.Errorf("String of %q = %q", tt.src, got)
		}
	}
}

func TestEvalUnresolved(t *testing.T) {
	t.Parallel()
	env := berlinEnv(t)
	tests := []struct{ src, blame string }{
		{"missing.end", "missing.end"},
		{"missing.end + 1d", "missing.end"},
		{"T + missing.delay", "missing.delay"},
		{"T + 1bd@missing", "missing"},
		{"T + 9000y", ""},
		{"T + 100y + 1bd@office", "office"},
		{"next missing after T", "missing"},
		{"next never after T", "never"},
		{"end of next any after T", "any"},
		{"next 14:00 other.zone after T", "other.zone"},
		{"next Tue", ""}, // no base
		{"end of day", ""},
		{"Tue of day T + 1d", ""},
		{"later(T, missing.end)", "missing.end"},
		{"earlier(missing.end, skipped.end)", "missing.end"},
		{"later(skipped.end)", "skipped.end"},
		{"missing.a or missing.b", "missing.a"},
	}
	env.calendars["office"] = env.calendars[""]
	for _, tt := range tests {
		got, blame, ok := bind(t, env, tt.src).Eval(env)
		name := ""
		if blame != NoRef {
			name = env.names[blame].Text
		}
		if got != 0 || ok || name != tt.blame {
			t.Errorf("%s = %v, blame %q, %t; want blame %q", tt.src, got, name, ok, tt.blame)
		}
	}
}

func TestRefs(t *testing.T) {
	t.Parallel()
	src := "later(T - 2bd@office, end of day region.zone of f.granted, last days before start + day.notice) or night of week x[1].end"
	e, err := ParseTime(src)
	if err != nil {
		t.Fatal(err)
	}
	want := []Ref{
		{RefPoint, "T", 6},
		{RefCalendar, "office", 14},
		{RefZone, "region.zone", 33},
		{RefPoint, "f.granted", 48},
		{RefWindow, "days", 64},
		{RefPoint, "start", 76},
		{RefDuration, "day.notice", 84},
		{RefWindow, "night", 99},
		{RefPoint, "x[1].end", 113},
	}
	if diff := cmp.Diff(want, e.Refs()); diff != "" {
		t.Errorf("refs (-want +got):\n%s", diff)
	}
	for _, r := range e.Refs() {
		if !strings.HasPrefix(src[r.Offset:], r.Text) {
			t.Errorf("%q is not at %d", r.Text, r.Offset)
		}
	}
}

func TestRefsOfLastWeekday(t *testing.T) {
	t.Parallel()
	e, err := ParseTime("last Fri 18:00 site of month T")
	if err != nil {
		t.Fatal(err)
	}
	want := []Ref{{RefZone, "site", 15}, {RefPoint, "T", 29}}
	if diff := cmp.Diff(want, e.Refs()); diff != "" {
		t.Errorf("refs (-want +got):\n%s", diff)
	}
}

func TestBindJoinsErrors(t *testing.T) {
	t.Parallel()
	e, err := ParseTime("a.end + b")
	if err != nil {
		t.Fatal(err)
	}
	_, err = e.Bind(func(r Ref) (int, error) { return 0, fmt.Errorf("unknown %s", r.Text) })
	if got, want := fmt.Sprint(err), "unknown a.end\nunknown b"; got != want {
		t.Errorf("error = %q, want %q", got, want)
	}
}

func TestFallbacks(t *testing.T) {
	t.Parallel()
	env := berlinEnv(t)
	e := bind(t, env, "2026-03-01 or missing or T + 1d")
	if got, want := e.Fallbacks(), 3; got != want {
		t.Fatalf("Fallbacks = %d, want %d", got, want)
	}
	want := []Instant{at(t, env.zone, "2026-03-01"), 0, at(t, env.zone, "2026-06-10T14:00")}
	for i, want := range want {
		if got, _, ok := e.EvalFallback(i, env); got != want || ok != (want != 0) {
			t.Errorf("EvalFallback(%d) = %v, %t, want %v", i, got, ok, want)
		}
	}
	if got := bind(t, env, "T").Fallbacks(); got != 1 {
		t.Errorf("Fallbacks of T = %d, want 1", got)
	}
}

func TestRelative(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]bool{
		"T + 1d": false, "next Tue after T": false, "end of day of T": false, "later(T, next Tue)": true,
		"end of day": true, "next days + 1h": true, "end of next days": true, "next Tue after end of day": true,
	} {
		if got := bind(t, berlinEnv(t), src).Relative(); got != want {
			t.Errorf("Relative of %q = %t, want %t", src, got, want)
		}
	}
}

func TestTimeString(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		" T-2bd@office ":                   "T - 2bd@office",
		"T + 90m":                          "T + 1h30m",
		"T + (7d)":                         "",
		"((T))":                            "T",
		"(next Tue after T) + 1h":          "(next Tue after T) + 1h",
		"next Tue after T + 1h":            "next Tue after T + 1h",
		"next Tue after (T + 1h)":          "next Tue after T + 1h",
		"next Tue + 1h":                    "next Tue + 1h",
		"end of ( last days before T )":    "end of last days before T",
		"a or ( b or c )":                  "a or (b or c)",
		"(a or b)+1d":                      "(a or b) + 1d",
		"later( a,b or c )":                "later(a, b or c)",
		"2026-01-06T14:00+02:00":           "2026-01-06T12:00:00Z",
		"2026-01-06T14:00":                 "2026-01-06T14:00:00",
		"2026-01-06T14:00:00.250Z":         "2026-01-06T14:00:00.250Z",
		"end of day Etc/GMT+5 of T":        "end of day Etc/GMT+5 of T",
		"end of day America/New_York of T": "end of day America/New_York of T",
		"next 08:00 America/New_York+1h":   "next 08:00 America/New_York + 1h",
		"later":                            "later",
		"end":                              "end",
		"later.end":                        "later.end",
		"next.start + 1d":                  "next.start + 1d",
		"end of day.end":                   "",
		"later(start,end) - due.x":         "later(start, end) - due.x",
		"last Fri 18:00 of month a or 2026-01-01": "last Fri 18:00 of month a or 2026-01-01",
	} {
		e, err := ParseTime(src)
		if want == "" {
			if err == nil {
				t.Errorf("%q = %q, want an error", src, e)
			}
			continue
		}
		if err != nil {
			t.Errorf("%q: %v", src, err)
			continue
		}
		if got := e.String(); got != want {
			t.Errorf("String of %q = %q, want %q", src, got, want)
		}
	}
}

func TestTimeSyntaxErrors(t *testing.T) {
	t.Parallel()
	tests := []struct {
		src    string
		offset int
	}{
		{"", 0},
		{"   ", 3},
		{"T -", 3},
		{"T - 2", 5},
		{"T - 2x", 5},
		{"T - 1.5h", 5},
		{"2d", 0},
		{"T T", 2},
		{"next", 4},
		{"next after T", 11},
		{"next 25:00 after T", 5},
		{"next 24:00 after T", 5},
		{"last Tue", 8},
		{"last days of T", 10},
		{"Tue", 3},
		{"Tue of year T", 7},
		{"5th Tue of month T", 0},
		{"1st of month T", 4},
		{"1st Tue of week T", 11},
		{"end of", 6},
		{"end of T", 7},
		{"start of next days after T", 9},
		{"later(T", 7},
		{"later()", 6},
		{"(T", 2},
		{"T)", 1},
		{"2026-02-30", 0},
		{"2026-01-06T25:00", 11},
		{"2026-1-6", 0},
		{"end of day Mars/Olympus of T", 11},
		{"T + 1h@office", 6},
		{"T + 1h 1h", 7},
		{"a[", 1},
		{"T or", 4},
		{"T + 99999999d", 4},
		{strings.Repeat("(", 200) + "T", 100},
		{strings.Repeat("end of ", 200) + "T", 700},
		{strings.Repeat("next Mon after ", 200) + "T", 1500},
	}
	for _, tt := range tests {
		_, err := ParseTime(tt.src)
		wantSyntaxError(t, tt.src, err, tt.offset)
	}
}

func TestEvalDoesNotAllocate(t *testing.T) {
	env := berlinEnv(t)
	env.base = env.points["T"]
	for _, src := range []string{
		"T - 2bd", "later(T + 4bh, skipped.end, release.end - 1mo)", "missing or next days after T + day.notice",
		"end of last days before T + 4d", "2nd Tue 18:00 of month T", "end of day site", "Fri 02:00 of week 2026-01-06",
	} {
		e := bind(t, env, src)
		if allocs := testing.AllocsPerRun(100, func() { e.Eval(env) }); allocs != 0 {
			t.Errorf("Eval of %q allocates %v times", src, allocs)
		}
	}
}
