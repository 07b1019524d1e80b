package expr_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/headgate/headgate/expr"
)

// world is a scope and a source by name, for tests.
type world struct {
	names  []string
	types  []expr.Type
	values []expr.Value
	fns    []expr.Function
	call   func(fn int, args []expr.Value) expr.Value
}

func (w *world) add(name string, t expr.Type, v expr.Value) *world {
	w.names, w.types, w.values = append(w.names, name), append(w.types, t), append(w.values, v)
	return w
}

func (w *world) Resolve(path []string) (expr.Symbol, int, bool) {
	for n := len(path); n > 0; n-- {
		if i := slices.Index(w.names, strings.Join(path[:n], ".")); i >= 0 {
			return expr.Symbol{Ref: expr.Ref(i), Type: w.types[i]}, n, true
		}
	}
	return expr.Symbol{}, 0, false
}

func (w *world) Suggest(name string) string { return expr.Nearest(name, w.names) }

func (w *world) Functions() []expr.Function { return w.fns }

func (w *world) Load(r expr.Ref) expr.Value { return w.values[r] }

func (w *world) Call(fn int, args []expr.Value) expr.Value { return w.call(fn, args) }

// eval compiles and evaluates src, which must have no problems.
func (w *world) eval(t testing.TB, src string) expr.Value {
	t.Helper()
	p, problems := expr.Compile(src, w, expr.Type{})
	if problems != nil {
		t.Fatalf("Compile(%q): %v", src, problems)
	}
	return expr.Eval(p, w, new(expr.Stack))
}

func scalar(n expr.TypeName) expr.Type { return expr.Scalar(n) }
