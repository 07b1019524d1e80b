package expr_test

import (
	"fmt"
	"testing"

	"github.com/headgate/headgate/expr"
)

const canary = "live.samples >= 1000 && (live.error_rate > 2.0 * live.baseline_error_rate || live.p95 > 1.5 * live.baseline_p95)"

func live() *world {
	number := scalar(expr.TypeNumber)
	w := new(world).
		add("live.samples", scalar(expr.TypeInt), expr.Int(1500)).
		add("live.error_rate", number, expr.Number(0.01)).
		add("live.baseline_error_rate", number, expr.Number(0.01)).
		add("live.p95", number, expr.Number(200)).
		add("live.baseline_p95", number, expr.Number(180)).
		add("train.blockers", scalar(expr.TypeInt), expr.Int(0)).
		add("size", expr.EnumOf("small", "large"), expr.String("small"))
	return w
}

func TestScalarsDoNotAllocate(t *testing.T) {
	w := live()
	for _, src := range []string{
		canary, "train.blockers == 0", `size == "small" ? 1.5 * live.p95 : live.p95 / 2`,
		`[1, 2, 3].exists(x, x > live.samples)`, `size in ["small", "large"]`,
	} {
		p, problems := expr.Compile(src, w, expr.Type{})
		if problems != nil {
			t.Fatalf("Compile(%q): %v", src, problems)
		}
		var stack expr.Stack
		if n := testing.AllocsPerRun(100, func() { expr.Eval(p, w, &stack) }); n != 0 {
			t.Errorf("%s allocates %v times", src, n)
		}
	}
}

func BenchmarkEval(b *testing.B) {
	w := live()
	for _, bench := range []struct{ name, src string }{
		{"one fact", "train.blockers == 0"},
		{"two facts", `size == "small" && train.blockers == 0`},
		{"canary", canary},
		{"exists", "[1, 2, 3, 4].exists(x, x > 10)"},
	} {
		b.Run(bench.name, func(b *testing.B) {
			p, problems := expr.Compile(bench.src, w, scalar(expr.TypeBool))
			if problems != nil {
				b.Fatal(problems)
			}
			var stack expr.Stack
			b.ReportAllocs()
			for b.Loop() {
				expr.Eval(p, w, &stack)
			}
		})
	}
}

func BenchmarkCompile(b *testing.B) {
	w := live()
	for _, src := range []string{"train.blockers == 0", canary} {
		b.Run(fmt.Sprintf("%d bytes", len(src)), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, problems := expr.Compile(src, w, scalar(expr.TypeBool)); problems != nil {
					b.Fatal(problems)
				}
			}
		})
	}
}
