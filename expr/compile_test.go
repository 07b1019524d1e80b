package expr_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headgate/headgate/expr"
)

// TestProblems: every problem is told, at its place; the text in the first
// column has the place in «».
func TestProblems(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ src, want string }{
		{`«siz» == "small"`, `E-REF-1: unknown name siz (did you mean size?)`},
		{`size == «"smal"»`, `E-REF-3: smal is not a word of [small, medium, large] (did you mean small?)`},
		{`size == "small" || size == «"huge"»`, `E-REF-3: huge is not a word of [small, medium, large] (the words are small, medium, large)`},
		{`«R2» == dials.rigor`, `E-REF-1: unknown name R2 (write "R2" for the word)`},
		{`dials.rigor >= «"R3"»`, `E-REF-3: R3 is not a word of [R1, R2, R10] (did you mean R1?)`},
		{`«size < "large"»`, `E-REF-3: these words have no order (compare with == or in)`},
		{`items.exists(i, i.«knd» == "a")`, `E-REF-1: unknown field knd (did you mean kind?)`},
		{`items.«exist»(j, true)`, `E-REF-1: unknown function exist (did you mean exists?)`},
		{`granted(«"biuld"»)`, `E-REF-3: biuld is not a word of [build, deploy] (did you mean build?)`},
		{`«granted()»`, `E-REF-3: granted has 2 arguments, not 0 (write granted([build, deploy], string?))`},
		{`n.«reached»("x")`, `E-REF-3: an int has no reached (it belongs to {kind: string})`},
		{`«n == null»`, `E-REF-3: this is never absent (declare it with a trailing ? if it may be)`},
		{`«n» && yes`, `E-REF-3: this is an int, not bool`},
		{`T < «"2026-01-01"»`, `E-REF-3: a time cannot be ordered against a string (write timestamp("2026-01-31T12:00:00Z"))`},
		{`lag < «5s»`, `E-DOC-3: malformed number 5s (write durations as duration("90s"))`},
		{`n «=» 3`, `E-DOC-3: unexpected character '=' (write == to compare)`},
		{`duration(«"1bd"») == lag`, `E-REF-3: this cannot be made a duration (write duration("1h30m"), with d for 24 hours; at least 1ms)`},
		{`"x".matches(«"("»)`, "E-DOC-3: missing closing ): `(` (patterns are RE2)"},
		{`"x".matches(«size»)`, `E-REF-3: a pattern must be a constant (write the pattern as a string)`},
		{`«T + T» == T`, `E-REF-3: + does not apply to a time and a time`},
		{`«n»`, `E-REF-3: this is an int, where a bool is wanted (compare it with something, as in x == y)`},
		{`«»`, `E-DOC-3: expected a value, found the end`},
		{`yes && «»`, `E-DOC-3: expected a value, found the end`},
		{`«"abc»`, `E-DOC-3: string without end (close it with ")`},
	} {
		before, rest, _ := strings.Cut(test.src, "«")
		marked, after, _ := strings.Cut(rest, "»")
		_, problems := expr.Compile(before+marked+after, facts(), scalar(expr.TypeBool))
		i := slices.IndexFunc(problems, func(p expr.Problem) bool { return p.String() == test.want })
		if i < 0 || problems[i].Offset != len(before) || problems[i].Length != len(marked) {
			t.Errorf("%s\n got %+v\nwant %s", test.src, problems, test.want)
		}
	}
}

func TestAllProblemsAtOnce(t *testing.T) {
	t.Parallel()
	_, problems := expr.Compile(`nn > 1 && size == "smll" && T && lag`, facts(), scalar(expr.TypeBool))
	var got []int
	for _, p := range problems {
		got = append(got, p.Offset)
	}
	if want := []int{0, 18, 28, 33}; !slices.Equal(got, want) {
		t.Errorf("problems at %v, want %v", got, want)
	}
}

// TestBounds: no input exhausts the machine.
func TestBounds(t *testing.T) {
	t.Parallel()
	for _, src := range []string{
		strings.Repeat("(", 10_000), strings.Repeat("!", 10_000) + "yes", strings.Repeat("[", 10_000),
		strings.Repeat("yes ? yes : ", 5_000) + "yes", strings.Repeat("a.", 3_000_000), strings.Repeat("-", 10_000) + "1",
	} {
		if p, problems := expr.Compile(src, facts(), expr.Type{}); p != nil || len(problems) != 1 {
			t.Errorf("%.20s…: got %v, want one problem", src, problems)
		}
	}
	long := facts().eval(t, strings.Repeat("n + ", 15_000)+"n")
	if want := expr.Int(7 * 15_001); !long.Equal(want) {
		t.Errorf("long chain: got %v, want %v", long, want)
	}
}

func TestProgram(t *testing.T) {
	t.Parallel()
	p := compile(t, "  ( n>1||(yes) )  &&granted( 'build' )&& n < 9  // why", facts())
	if got, want := p.String(), `(n > 1 || yes) && granted("build") && n < 9`; got != want {
		t.Errorf("String: got %s, want %s", got, want)
	}
	if diff := cmp.Diff([]expr.Ref{1, 4}, p.Refs()); diff != "" {
		t.Errorf("Refs (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]int{0}, p.Calls()); diff != "" {
		t.Errorf("Calls (-want +got):\n%s", diff)
	}
}

func TestTightens(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		old, new string
		tightens bool
	}{
		{"yes", "yes", true},
		{"yes", "yes && no", true},
		{"yes", "no && (yes)", true},
		{"yes && no", "n > 1 && no && yes", true},
		{"yes", "yes || no", false},
		{"yes || no", "(yes || no) && n > 1", true},
		{"yes || no", "no || n > 1 || yes", false},
		{"n > 1", "n > 2", false},
	} {
		old, changed := compile(t, test.old, facts()), compile(t, test.new, facts())
		if got := expr.Tightens(old, changed); got != test.tightens {
			t.Errorf("Tightens(%s, %s) = %v", old, changed, got)
		}
	}
}

func TestWanted(t *testing.T) {
	t.Parallel()
	answers := expr.EnumOf("approve", "reject")
	for _, test := range []struct {
		src  string
		want expr.Type
		ok   bool
	}{
		{`yes ? "approve" : "reject"`, answers, true},
		{`yes ? "approve" : "later"`, answers, false},
		{`size`, answers, false},
		{`size`, scalar(expr.TypeString), true},
		{`n`, scalar(expr.TypePercent), true},
		{`x`, scalar(expr.TypeInt), false},
		{`items`, expr.ListOf(expr.RecordOf(expr.TypeField{Name: "kind", Type: scalar(expr.TypeText)})), true},
		{`{"a": 1, "b": 2}`, expr.MapOf(scalar(expr.TypeNumber)), true},
		{`null`, scalar(expr.TypeTime), false},
		{`null`, scalar(expr.TypeTime).Maybe(), true},
		{`anything`, answers, true},
	} {
		_, problems := expr.Compile(test.src, facts(), test.want)
		if (problems == nil) != test.ok {
			t.Errorf("%s as %v: %v", test.src, test.want, problems)
		}
	}
	p, _ := expr.Compile("gone", facts(), scalar(expr.TypeBool))
	if got := expr.Eval(p, facts(), new(expr.Stack)); !got.IsUnknown() {
		t.Errorf("absent where a bool is wanted: got %v, want unknown", got)
	}
	p, _ = expr.Compile("n", facts(), scalar(expr.TypeNumber))
	if got := expr.Eval(p, facts(), new(expr.Stack)); got.Kind() != expr.KindNumber {
		t.Errorf("int where a number is wanted: got kind %v", got.Kind())
	}
}
