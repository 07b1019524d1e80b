package expr_test

import (
	"strings"
	"testing"

	"github.com/headgate/headgate/expr"
)

func TestImplies(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"x", "x", true},
		{"x", "y", false},
		{"x && y", "y&&x", true},
		{"x && y", "x", true},
		{"x", "x && y", false},
		{"x", "x || y", true},
		{"x || y", "x", false},
		{"x || y", "z || y || x", true},
		{"x && y", "y || z", true},
		{"(x || y) && z", "y || x", true},
		{"x && z || y && z", "(x || y) && z", true},
		{"(x || y) && z", "x && z || y && z", false}, // true, and not told by the joints alone
		{"x && y", "(x && y) || z", true},
		{"n > 2", "n > 1", false},
		{"!(x) && y", "!x", true},
		{`s == "a && b"`, `s == "a"`, false},
		{`s == 'a'`, `s == "a"`, true},
		{"1 == 1.0", "1 == 1", false},
		{"a.all(k, k == 1)", "a.all(j, j == 1)", false},
		{"x", "true", true},
		{"false", "x", true},
		{"true", "x", false},
		{"x ? y : z", "x", false},
		{"x &&", "x &&", false},
	} {
		if got := expr.Implies(c.a, c.b); got != c.want {
			t.Errorf("Implies(%s, %s) = %v, want %v", c.a, c.b, got, c.want)
		}
	}
}

// TestImpliesGivesUp: what a hostile document could ask for is bounded; without
// the bound this does not end.
func TestImpliesGivesUp(t *testing.T) {
	t.Parallel()
	a := "a0" + strings.Repeat(" && a", 20_000)
	b := "b0" + strings.Repeat(" || b", 20_000)
	if expr.Implies(a, b) {
		t.Error("proved from nothing")
	}
}

func TestCanonicalText(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{"  (x)&& ( y||z ) ": "x && (y || z)", "x &&": "x &&", "": ""} {
		if got := expr.Canonical(src); got != want {
			t.Errorf("Canonical(%q) = %q, want %q", src, got, want)
		}
	}
}
