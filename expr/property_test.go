package expr_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/headgate/headgate/expr"
)

// pairs draws values for the names gen uses. Times are multiples of 250 ms, which
// cel-go writes without rounding.
func pairs(t *rapid.T) *world {
	ints := rapid.SampledFrom([]int64{0, 1, 2, -1, 40, math.MaxInt64, math.MinInt64})
	floats := rapid.SampledFrom([]float64{0, 1, -1.5, 3, 1e18, 1e300})
	texts := rapid.SampledFrom([]string{"", "a", "ab", "1", "é", "2.5"})
	list := rapid.SliceOfN(rapid.Int64Range(-3, 3), 0, 4)
	w := new(world)
	for _, n := range []string{"b", "c"} {
		w.add(n, scalar(expr.TypeBool), expr.Bool(rapid.Bool().Draw(t, n)))
	}
	for _, n := range []string{"i", "j"} {
		w.add(n, scalar(expr.TypeInt), expr.Int(ints.Draw(t, n)))
	}
	for _, n := range []string{"x", "y"} {
		w.add(n, scalar(expr.TypeNumber), expr.Number(floats.Draw(t, n)))
	}
	for _, n := range []string{"s", "t"} {
		w.add(n, scalar(expr.TypeString), expr.String(texts.Draw(t, n)))
	}
	for _, n := range []string{"l", "m"} {
		var items []expr.Value
		for _, i := range list.Draw(t, n) {
			items = append(items, expr.Int(i))
		}
		w.add(n, expr.ListOf(scalar(expr.TypeInt)), expr.List(items...))
	}
	w.add("d", scalar(expr.TypeDuration), expr.Duration(250*rapid.Int64Range(-4e6, 4e6).Draw(t, "d")))
	return w.add("at", scalar(expr.TypeTime), expr.Time(250*rapid.Int64Range(0, 8e9).Draw(t, "at")))
}

func compile(t testing.TB, src string, w *world) *expr.Program {
	t.Helper()
	p, problems := expr.Compile(src, w, expr.Type{})
	if problems != nil {
		t.Fatalf("Compile(%q): %v", src, problems)
	}
	return p
}

// TestCanonicalSource: the canonical source is one fixed point, and means the
// same.
func TestCanonicalSource(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		w := pairs(rt)
		src := (&gen{t: rt}).expression(rapid.IntRange(0, 4).Draw(rt, "depth"))
		p, problems := expr.Compile(src, w, expr.Type{})
		if problems != nil {
			rt.Fatalf("Compile(%q): %v", src, problems)
		}
		q, problems := expr.Compile(p.String(), w, expr.Type{})
		if problems != nil {
			rt.Fatalf("%q became %q: %v", src, p, problems)
		}
		if p.String() != q.String() || !p.Type().Equal(q.Type()) {
			rt.Fatalf("%q became %q, then %q", src, p, q)
		}
		var stack expr.Stack
		if got, want := expr.Eval(q, w, &stack), expr.Eval(p, w, &stack); !got.Equal(want) {
			rt.Fatalf("%q is %v, %q is %v", src, want, q, got)
		}
	})
}

// TestUnknownIsMonotone: what is decided while some cells are unknown stays so,
// whatever their values turn out to be.
func TestUnknownIsMonotone(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		w := pairs(rt)
		src := (&gen{t: rt}).boolean(rapid.IntRange(1, 4).Draw(rt, "depth"))
		p, problems := expr.Compile(src, w, expr.Type{})
		if problems != nil {
			rt.Fatalf("Compile(%q): %v", src, problems)
		}
		var stack expr.Stack
		full := expr.Eval(p, w, &stack)
		for i := range w.values {
			if rapid.Bool().Draw(rt, "hide "+w.names[i]) {
				w.values[i] = expr.Unknown(expr.NoRef, expr.ReasonUndecided)
			}
		}
		part := expr.Eval(p, w, &stack)
		if !part.IsUnknown() && !part.Equal(full) {
			rt.Fatalf("%s: %v while partly unknown, then %v", src, part, full)
		}
	})
}

func FuzzCompile(f *testing.F) {
	for _, src := range []string{
		canary, `items.filter(i, i.kind in ["a"] && has(i.outcome)).size() > 0`, `"${" + '''x''' // c`, "a.b[",
		`{"a": 1}["a"] == -0x1F ? "\u00e9".matches("(") : null`, "((((", "1e", "@", "size in [size]", "\"\xff\"",
		`granted("biuld", n)`, `dials.rigor >= "R3"`, "in", "has(x)", "range(1000000).map(x, range(1000000))",
	} {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		w := facts()
		p, problems := expr.Compile(src, w, expr.Type{})
		for _, problem := range problems {
			if problem.Offset < 0 || problem.Length < 0 || problem.Offset+problem.Length > len(src) || problem.Msg == "" {
				t.Fatalf("%q: %+v", src, problem)
			}
		}
		if (p == nil) == (problems == nil) {
			t.Fatalf("%q: program %v, problems %v", src, p, problems)
		}
		if p == nil {
			return
		}
		var stack expr.Stack
		v := expr.Eval(p, w, &stack)
		q, problems := expr.Compile(p.String(), w, expr.Type{})
		if problems != nil || q.String() != p.String() {
			t.Fatalf("%q: canonical %q: %v", src, p, problems)
		}
		if again := expr.Eval(q, w, &stack); !again.Equal(v) {
			t.Fatalf("%q: %v, then %v", src, v, again)
		}
	})
}

func FuzzTemplate(f *testing.F) {
	f.Add("deploy ${size} by ${T}, $${not} ${{\"a\": \"}\"}.a}")
	f.Add("${size")
	f.Fuzz(func(t *testing.T, src string) {
		w := facts()
		p, problems := expr.CompileTemplate(src, w)
		for _, problem := range problems {
			if problem.Offset < 0 || problem.Length < 0 || problem.Offset+problem.Length > len(src) {
				t.Fatalf("%q: %+v", src, problem)
			}
		}
		if p != nil {
			p.Eval(w, new(expr.Stack))
		}
	})
}
