package expr_test

import (
	"strings"
	"testing"

	"github.com/headgate/headgate/expr"
)

func TestSay(t *testing.T) {
	t.Parallel()
	w := &world{fns: []expr.Function{{Name: "granted", Params: []expr.Type{expr.Scalar(expr.TypeString)}, Result: expr.Scalar(expr.TypeBool)}}}
	w.add("ok", expr.Scalar(expr.TypeBool), expr.Bool(true)).add("report.valid", expr.Scalar(expr.TypeBool), expr.Bool(true))
	w.add("n", expr.Scalar(expr.TypeInt), expr.Int(1)).add("rate", expr.Scalar(expr.TypeNumber), expr.Number(1)).add("s", expr.Scalar(expr.TypeString), expr.String(""))
	words := expr.Words{
		Be: "to be",
		Call: func(name string, args []string, not bool) string {
			if not {
				return "no " + name + " " + strings.Join(args, ",")
			}
			return "a " + name + " " + strings.Join(args, ",")
		},
		Name: func(path string, not bool) string {
			if owner, ok := strings.CutSuffix(path, ".valid"); ok && !not {
				return owner + " to count"
			}
			return ""
		},
	}
	for _, c := range []struct{ source, want string }{
		{`granted("build")`, "a granted build"},
		{`!granted("build") && n == 0`, "no granted build and n to be 0"},
		{`!(ok || n > 3)`, "ok to be false and n to be at most 3"},
		{`ok && (n < 2 || s != "x")`, "ok to be true and (n to be below 2 or s to be other than x)"},
		{`rate >= 2.0 * rate`, "rate to be at least 2.0 * rate"},
		{`rate <= 5.0`, "rate to be at most 5"},
		{`report.valid`, "report to count"},
		{`!report.valid`, "report.valid to be false"},
		{`s in ["a", "b"]`, `s to be one of ["a", "b"]`},
		{`ok ? ok : !ok`, "ok ? ok : !ok"},
	} {
		p, problems := expr.Compile(c.source, w, expr.Scalar(expr.TypeBool))
		if len(problems) > 0 {
			t.Fatalf("%s: %v", c.source, problems)
		}
		if got := p.Say(words); got != c.want {
			t.Errorf("%s: got %q, want %q", c.source, got, c.want)
		}
	}
}
