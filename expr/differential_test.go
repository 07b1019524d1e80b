package expr_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"pgregory.net/rapid"

	"github.com/headgate/headgate/expr"
)

// TestAgreesWithCEL compares results with those of cel-go. What it calls an
// error must be unknown here. The other way round only floats are excepted:
// there we have no infinities.
func TestAgreesWithCEL(t *testing.T) {
	t.Parallel()
	env := oracle(t)
	rapid.Check(t, func(rt *rapid.T) {
		w := pairs(rt)
		src := (&gen{t: rt}).expression(rapid.IntRange(0, 4).Draw(rt, "depth"))
		got, want := evalOurs(rt, src, w), evalCEL(rt, env, src, w)
		_, why := got.Blame()
		switch {
		case got.IsUnknown() && types.IsError(want):
		case got.IsUnknown() && (why == expr.ReasonOverflow || why == expr.ReasonDivision || why == expr.ReasonConvert):
			rt.Skip("not finite") // e.g. 1.0 / 0.0 > 2.0
		case got.IsUnknown() || types.IsError(want) || !got.Equal(fromCEL(want)):
			rt.Fatalf("%s\n got %v\nwant %v", src, got, want)
		}
	})
}

func oracle(t *testing.T) *cel.Env {
	env, err := cel.NewEnv(
		cel.Variable("b", cel.BoolType), cel.Variable("c", cel.BoolType),
		cel.Variable("i", cel.IntType), cel.Variable("j", cel.IntType),
		cel.Variable("x", cel.DoubleType), cel.Variable("y", cel.DoubleType),
		cel.Variable("s", cel.StringType), cel.Variable("t", cel.StringType),
		cel.Variable("l", cel.ListType(cel.IntType)), cel.Variable("m", cel.ListType(cel.IntType)),
		cel.Variable("d", cel.DurationType), cel.Variable("at", cel.TimestampType))
	if err != nil {
		t.Fatal(err)
	}
	return env
}

func evalOurs(t *rapid.T, src string, w *world) expr.Value {
	p, problems := expr.Compile(src, w, expr.Type{})
	if problems != nil {
		t.Fatalf("Compile(%q): %v", src, problems)
	}
	return expr.Eval(p, w, new(expr.Stack))
}

func evalCEL(t *rapid.T, env *cel.Env, src string, w *world) ref.Val {
	ast, issues := env.Compile(src)
	if issues.Err() != nil {
		t.Fatalf("cel: %s: %v", src, issues.Err())
	}
	p, err := env.Program(ast)
	if err != nil {
		t.Fatalf("cel: %s: %v", src, err)
	}
	vars := map[string]any{}
	for i, name := range w.names {
		vars[name] = toCEL(w.values[i])
	}
	out, _, err := p.Eval(vars)
	if err != nil {
		return types.WrapErr(err)
	}
	return out
}

func toCEL(v expr.Value) any {
	switch v.Kind() {
	case expr.KindBool:
		return v.IsTrue()
	case expr.KindInt:
		return v.AsInt()
	case expr.KindNumber:
		return v.AsNumber()
	case expr.KindTime:
		return time.UnixMilli(v.AsInt()).UTC()
	case expr.KindDuration:
		return time.Duration(v.AsInt()) * time.Millisecond
	case expr.KindString:
		return v.AsString()
	default:
		items := []int64{}
		for _, item := range v.Items() {
			items = append(items, item.AsInt())
		}
		return items
	}
}

func fromCEL(v ref.Val) expr.Value {
	switch x := v.(type) {
	case types.Bool:
		return expr.Bool(bool(x))
	case types.Int:
		return expr.Int(int64(x))
	case types.Double:
		return expr.Number(float64(x))
	case types.String:
		return expr.String(string(x))
	case types.Timestamp:
		return expr.Time(x.UnixMilli())
	case types.Duration:
		return expr.Duration(x.Milliseconds())
	}
	list, err := v.ConvertToNative(reflect.TypeFor[[]int64]())
	if err != nil {
		return expr.Null()
	}
	var items []expr.Value
	for _, i := range list.([]int64) {
		items = append(items, expr.Int(i))
	}
	return expr.List(items...)
}

// BenchmarkCEL is what the canary condition costs with cel-go.
func BenchmarkCEL(b *testing.B) {
	env, err := cel.NewEnv(cel.Variable("live", cel.MapType(cel.StringType, cel.DoubleType)))
	if err != nil {
		b.Fatal(err)
	}
	src := strings.Replace(canary, "1000", "1000.0", 1)
	compile := func() cel.Program {
		ast, issues := env.Compile(src)
		if issues.Err() != nil {
			b.Fatal(issues.Err())
		}
		p, err := env.Program(ast, cel.EvalOptions(cel.OptOptimize))
		if err != nil {
			b.Fatal(err)
		}
		return p
	}
	b.Run("compile", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			compile()
		}
	})
	b.Run("eval", func(b *testing.B) {
		p := compile()
		vars := map[string]any{"live": map[string]float64{
			"samples": 1500, "error_rate": 0.01, "baseline_error_rate": 0.01, "p95": 200, "baseline_p95": 180,
		}}
		b.ReportAllocs()
		for b.Loop() {
			if _, _, err := p.Eval(vars); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("env", func(b *testing.B) {
		for b.Loop() {
			if _, err := cel.NewEnv(cel.Variable("b", cel.BoolType)); err != nil {
				b.Fatal(err)
			}
		}
	})
}
