package expr_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headgate/headgate/expr"
)

// TestConjuncts takes a condition apart: each part says what it says alone, and
// lists what it reads alone.
func TestConjuncts(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.add("x", scalar(expr.TypeInt), expr.Int(3)).add("y", scalar(expr.TypeBool), expr.Bool(false))
	w.add("l", expr.ListOf(scalar(expr.TypeInt)), expr.List(expr.Int(1), expr.Int(2)))
	for _, c := range []struct {
		src         string
		texts, says []string
		reads       []int
	}{
		{"x > 2", []string{"x > 2"}, []string{"true"}, []int{1}},
		{"x > 2 && (y || x == 4)", []string{"x > 2", "y || x == 4"}, []string{"true", "false"}, []int{1, 2}},
		{"x > 2 && l.all(i, i < x) && y", []string{"x > 2", "l.all(i, i < x)", "y"}, []string{"true", "true", "false"}, []int{1, 2, 1}},
		{"y || x > 2 && y", []string{"y || x > 2 && y"}, []string{"false"}, []int{2}},
	} {
		p, problems := expr.Compile(c.src, w, scalar(expr.TypeBool))
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		var texts, says []string
		var reads []int
		for _, part := range p.Conjuncts() {
			var stack expr.Stack
			texts, reads = append(texts, part.String()), append(reads, len(part.Refs()))
			says = append(says, map[bool]string{true: "true", false: "false"}[expr.Eval(part, w, &stack).IsTrue()])
		}
		if diff := cmp.Diff([]any{texts, says, reads}, []any{c.texts, c.says, c.reads}); diff != "" {
			t.Errorf("%s (-got +want):\n%s", c.src, diff)
		}
	}
}
