package expr_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/headgate/headgate/expr"
)

func TestParseType(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"string", "list(ci)", "map(list(int?))?", "time", "any", "percent?"} {
		got, err := expr.ParseType(s)
		if err != nil || got.String() != s {
			t.Errorf("ParseType(%q) = %v, %v", s, got, err)
		}
	}
	for s, want := range map[string]string{
		"strng":      `unknown type "strng"; did you mean string?`,
		"set(ci)":    `type "set(ci)": write list(t) or map(t)`,
		"list(ci":    `type "list(ci": write list(t) or map(t)`,
		"list(dat)?": `unknown type "dat"; did you mean date?`,
	} {
		if _, err := expr.ParseType(s); err == nil || err.Error() != want {
			t.Errorf("ParseType(%q): got %v, want %s", s, err, want)
		}
	}
}

func TestParseText(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text string
		typ  expr.Type
		want expr.Value
	}{
		{"5%", scalar(expr.TypePercent), expr.Number(0.05)},
		{"1.10", scalar(expr.TypeString), expr.String("1.10")},
		{"no", scalar(expr.TypeString), expr.String("no")},
		{"1d2h", scalar(expr.TypeDuration), expr.Duration(26 * 3_600_000)},
		{"-1d12h", scalar(expr.TypeDuration), expr.Duration(-36 * 3_600_000)},
		{"2024-10-04T02:00:00+02:00", scalar(expr.TypeTime), expr.Time(20_000 * day)},
		{"small", expr.EnumOf("small"), expr.String("small")},
	} {
		if got, err := expr.ParseText(test.text, test.typ); err != nil || got != test.want {
			t.Errorf("ParseText(%q, %v) = %v, %v", test.text, test.typ, got, err)
		}
	}
	for text, typ := range map[string]expr.Type{
		"yes": scalar(expr.TypeBool), "1.5": scalar(expr.TypeInt), "Inf": scalar(expr.TypeNumber),
		"2bd": scalar(expr.TypeDuration), "smal": expr.EnumOf("small"), "x": expr.ListOf(expr.Type{}),
	} {
		if got, err := expr.ParseText(text, typ); err == nil {
			t.Errorf("ParseText(%q, %v) = %v, want an error", text, typ, got)
		}
	}
}

// everything is a type with all others in it.
func everything() expr.Type {
	f := func(name string, t expr.Type) expr.TypeField { return expr.TypeField{Name: name, Type: t} }
	return expr.RecordOf(
		f("b", scalar(expr.TypeBool)), f("i", scalar(expr.TypeInt)), f("x", scalar(expr.TypeNumber)),
		f("s", scalar(expr.TypeString).Maybe()), f("t", scalar(expr.TypeTime)), f("d", scalar(expr.TypeDuration)),
		f("l", expr.ListOf(scalar(expr.TypeInt))), f("m", expr.MapOf(scalar(expr.TypeString))))
}

func drawEverything(t *rapid.T) expr.Value {
	f := func(name string, v expr.Value) expr.Field { return expr.Field{Name: name, Value: v} }
	text := expr.Null()
	if rapid.Bool().Draw(t, "present") {
		text = expr.String(rapid.String().Draw(t, "s"))
	}
	var items []expr.Value
	for _, i := range rapid.SliceOf(rapid.Int64()).Draw(t, "l") {
		items = append(items, expr.Int(i))
	}
	return expr.Map(
		f("b", expr.Bool(rapid.Bool().Draw(t, "b"))), f("i", expr.Int(rapid.Int64().Draw(t, "i"))),
		f("x", expr.Number(rapid.Float64Range(-math.MaxFloat64, math.MaxFloat64).Draw(t, "x"))), f("s", text),
		f("t", expr.Time(rapid.Int64Range(0, 1e13).Draw(t, "t"))),
		f("d", expr.Duration(rapid.Int64Range(-1e15, 1e15).Draw(t, "d"))), f("l", expr.List(items...)),
		f("m", expr.Map(f(rapid.String().Draw(t, "key"), expr.String("v")))))
}

func TestJSONRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		v := drawEverything(rt)
		data, err := v.MarshalJSON()
		if err != nil {
			rt.Fatal(err)
		}
		got, err := expr.ParseJSON(data, everything())
		if err != nil || !got.Equal(v) {
			rt.Fatalf("%s: got %v, %v", data, got, err)
		}
	})
}

func TestCanonical(t *testing.T) {
	t.Parallel()
	same := []expr.Value{expr.Int(2), expr.Number(2)}
	different := []expr.Value{
		expr.Int(1<<53 + 1), expr.Number(1 << 53),
		expr.Int(2), expr.String("2"), expr.Time(2), expr.Duration(2), expr.Null(), expr.Bool(true), expr.String("true"),
		expr.List(), expr.Map(), expr.List(expr.Int(2)), expr.List(expr.Int(2)).Open(1), expr.Handle(2), expr.Number(2.5),
		expr.Unknown(1, expr.ReasonAbsent), expr.Unknown(2, expr.ReasonAbsent), expr.Unknown(1, expr.ReasonKey),
		expr.String("@2"), expr.List(expr.String("a,b")), expr.List(expr.String("a"), expr.String("b")),
	}
	if a, b := canonical(same[0]), canonical(same[1]); a != b || !same[0].Equal(same[1]) {
		t.Errorf("equal numbers: %s and %s", a, b)
	}
	for i, a := range different {
		for j, b := range different {
			if (canonical(a) == canonical(b)) != (i == j) || a.Equal(b) != (i == j) {
				t.Errorf("%s and %s", canonical(a), canonical(b))
			}
		}
	}
}

func canonical(v expr.Value) string { return string(v.AppendCanonical(nil)) }

func TestMapSortsAndKeepsTheLast(t *testing.T) {
	t.Parallel()
	f := func(name string, n int64) expr.Field { return expr.Field{Name: name, Value: expr.Int(n)} }
	if got, want := canonical(expr.Map(f("b", 1), f("a", 2), f("b", 3))), `{"a":2,"b":3}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestNearest(t *testing.T) {
	t.Parallel()
	names := []string{"outcome", "params.size", "live.error_rate", "state"}
	for name, want := range map[string]string{
		"outcmoe": "outcome", "parms.size": "params.size", "live.eror_rate": "live.error_rate", "xyz": "", "stat": "state",
	} {
		if got := expr.Nearest(name, names); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", name, got, want)
		}
	}
}
