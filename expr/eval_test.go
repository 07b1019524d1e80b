package expr_test

import (
	"testing"

	"github.com/headgate/headgate/expr"
)

const day = 86_400_000

// facts has one name of every type.
func facts() *world {
	text, number := scalar(expr.TypeString), scalar(expr.TypeNumber)
	item := expr.RecordOf(
		expr.TypeField{Name: "kind", Type: text}, expr.TypeField{Name: "unreleased", Type: scalar(expr.TypeBool)},
		expr.TypeField{Name: "outcome", Type: text.Maybe()},
	)
	w := new(world).
		add("no", scalar(expr.TypeBool), expr.Bool(false)).
		add("yes", scalar(expr.TypeBool), expr.Bool(true)).
		add("dark", scalar(expr.TypeBool), expr.Unknown(expr.NoRef, expr.ReasonUndecided)).
		add("gone", scalar(expr.TypeBool).Maybe(), expr.Null()).
		add("n", scalar(expr.TypeInt), expr.Int(7)).
		add("x", number, expr.Number(2.5)).
		add("share", scalar(expr.TypePercent), expr.Number(0.05)).
		add("params.end_date", scalar(expr.TypeTime).Maybe(), expr.Null()).
		add("T", scalar(expr.TypeTime), expr.Time(20_000*day)).
		add("lag", scalar(expr.TypeDuration), expr.Duration(4000)).
		add("size", expr.EnumOf("small", "medium", "large"), expr.String("medium")).
		add("dials.rigor", expr.OrderedEnumOf("R1", "R2", "R10"), expr.String("R10")).
		add("blockers", expr.MapOf(scalar(expr.TypeInt)), expr.Map(expr.Field{Name: "v1", Value: expr.Int(0)})).
		add("items", expr.ListOf(item), expr.List(
			record("library", true, expr.String("done")), record("service", true, expr.Null()),
			record("trailing", false, expr.String("failed")))).
		add("streams", expr.ListOf(item), expr.List(record("a", true, expr.String("done"))).Open(20)).
		add("lines", expr.MapOf(item), expr.Handle(3)).
		add("bare", item, expr.Map(expr.Field{Name: "unreleased", Value: expr.Bool(true)})).
		add("anything", expr.Type{}, expr.String("s"))
	recv := expr.RecordOf(expr.TypeField{Name: "kind", Type: text})
	w.fns = []expr.Function{
		{Name: "granted", Params: []expr.Type{expr.EnumOf("build", "deploy"), text.Maybe()}, Result: scalar(expr.TypeBool), ID: 0},
		{Name: "reached", Recv: &recv, Params: []expr.Type{text}, Result: scalar(expr.TypeBool), ID: 1},
	}
	w.call = answer
	return w
}

func record(kind string, unreleased bool, outcome expr.Value) expr.Value {
	return expr.Map(
		expr.Field{Name: "outcome", Value: outcome},
		expr.Field{Name: "kind", Value: expr.String(kind)},
		expr.Field{Name: "unreleased", Value: expr.Bool(unreleased)})
}

// answer grants everything but parts, says that libraries reached all, and
// keeps the records of lines.
func answer(fn int, args []expr.Value) expr.Value {
	switch {
	case fn == 0:
		return expr.Bool(args[1].IsNull())
	case fn == 1:
		kind, _ := args[0].Get("kind")
		return expr.Bool(kind.AsString() == "library")
	case fn == expr.FieldOf && args[0] == expr.Handle(3) && args[1] == expr.String("new"):
		return expr.Handle(4)
	case fn == expr.FieldOf && args[0] == expr.Handle(4) && args[1] == expr.String("kind"):
		return expr.String("minor")
	}
	return expr.Null()
}

func TestEval(t *testing.T) {
	t.Parallel()
	yes, no := expr.Bool(true), expr.Bool(false)
	for _, test := range []struct {
		src  string
		want expr.Value
	}{
		// Literals.
		{`"a\n\x41\u00e9\101"`, expr.String("a\nAéA")},
		{`r"\d" + '''it's'''`, expr.String(`\dit's`)},
		{`0x1F - -1`, expr.Int(32)},
		{`-9223372036854775808`, expr.Int(-1 << 63)},
		{`1.5e3`, expr.Number(1500)},
		{`null == null // a comment`, yes},
		// Arithmetic; ints and numbers mix.
		{`7 / 2`, expr.Int(3)},
		{`-7 % 3`, expr.Int(-1)},
		{`n / 2.0`, expr.Number(3.5)},
		{`x > 2`, yes},
		{`n == 7.0`, yes},
		{`9007199254740993 > 9007199254740992.0`, yes},
		{`2 < 2.5 && 2.5 < 3 && -2 > -2.5 && 1e300 > 1`, yes},
		{`share < 0.1 && share * 100 == 5`, yes},
		{`(yes ? 1 : 2.0) / 2`, expr.Number(0.5)},
		{`2 + 3 * 4 - -1`, expr.Int(15)},
		{`-x`, expr.Number(-2.5)},
		// Time.
		{`T + duration("1d") - T == duration("24h")`, yes},
		{`lag < duration("5s")`, yes},
		{`T >= timestamp("2024-10-04T00:00:00Z")`, yes},
		{`int(timestamp("1969-12-31T23:59:59.500Z"))`, expr.Int(-1)},
		{`string(T)`, expr.String("2024-10-04T00:00:00Z")},
		{`string(lag + duration("500ms"))`, expr.String("4.5s")},
		// Texts and words.
		{`size == "medium"`, yes},
		{`size in ["small", "large"]`, no},
		{`dials.rigor >= "R2" && dials.rigor > "R1"`, yes},
		{`"abc".contains("b") && "abc".startsWith("ab") && "abc".endsWith("bc")`, yes},
		{`"v1.10".matches("^v[0-9]+\\.")`, yes},
		{`size("né")`, expr.Int(2)},
		{`"a" < "b"`, yes},
		// Lists, maps and records.
		{`[1, 2] + [3]`, expr.List(expr.Int(1), expr.Int(2), expr.Int(3))},
		{`[1, 2.0, 3][2] == 3`, yes},
		{`{"a": 1, "b": "x"}.b`, expr.String("x")},
		{`blockers["v1"] == 0 && blockers.v1 == 0 && "v1" in blockers`, yes},
		{`items[0].kind`, expr.String("library")},
		{`lines["new"].kind`, expr.String("minor")},
		{`has(lines.old)`, no},
		{`range(3)`, expr.List(expr.Int(0), expr.Int(1), expr.Int(2))},
		// Macros.
		{`items.filter(i, i.kind in ["library", "service"] && i.unreleased).size()`, expr.Int(2)},
		{`items.map(i, i.kind)`, expr.List(expr.String("library"), expr.String("service"), expr.String("trailing"))},
		{`items.map(i, i.unreleased, i.kind == "library")`, expr.List(yes, no)},
		{`items.exists(i, i.outcome != "done")`, yes},
		{`items.exists_one(i, i.kind == "service")`, yes},
		{`[1, 2].all(a, [3, 4].all(b, a < b))`, yes},
		{`{"k": 1}.all(k, k == "k")`, yes},
		{`[].all(x, false) && ![].exists(x, true)`, yes},
		// Absent.
		{`params.end_date == null`, yes},
		{`has(params.end_date)`, no},
		{`items[1].outcome == null && items[1].outcome != "done"`, yes},
		{`has(items[0].outcome) && !has(items[1].outcome)`, yes},
		{`params.end_date`, expr.Null()},
		// Functions.
		{`granted("build") && !granted("deploy", "contract")`, yes},
		{`items.exists(i, i.reached("live")) && !items.all(i, i.reached("live"))`, yes},
		// Lists that may grow.
		{`streams.all(s, s.kind == "b")`, no},
		{`streams.exists(s, s.kind == "a")`, yes},
		{`"a" in streams.map(s, s.kind)`, yes},
		{`(streams + streams).exists_one(s, s.kind == "a")`, no},
		{`anything == "s"`, yes},
		// A record without an optional field.
		{`bare.outcome == null && !has(bare.outcome)`, yes},
	} {
		if got := facts().eval(t, test.src); !got.Equal(test.want) {
			t.Errorf("%s\n got %v\nwant %v", test.src, got, test.want)
		}
	}
}

func TestUnknown(t *testing.T) {
	t.Parallel()
	const dark, gone, end = 2, 3, 7
	for _, test := range []struct {
		src  string
		ref  expr.Ref
		want expr.Reason
	}{
		{`dark`, dark, expr.ReasonUndecided},
		{`!dark == yes`, dark, expr.ReasonUndecided},
		{`dark && gone`, dark, expr.ReasonUndecided},
		{`gone || no`, gone, expr.ReasonAbsent},
		{`gone ? 1 : 2`, gone, expr.ReasonAbsent},
		{`params.end_date < T`, end, expr.ReasonAbsent},
		{`params.end_date + lag`, end, expr.ReasonAbsent},
		{`[dark, yes]`, dark, expr.ReasonUndecided},
		{`items.filter(i, dark)`, dark, expr.ReasonUndecided},
		{`items.map(i, dark)`, dark, expr.ReasonUndecided},
		{`items.exists_one(i, dark)`, dark, expr.ReasonUndecided},
		{`items.all(i, i.unreleased || dark)`, dark, expr.ReasonUndecided},
		{`granted("deploy", string(1 / 0))`, expr.NoRef, expr.ReasonDivision},
		{`1 % 0`, expr.NoRef, expr.ReasonDivision},
		{`x / 0`, expr.NoRef, expr.ReasonDivision},
		{`9223372036854775807 + 1`, expr.NoRef, expr.ReasonOverflow},
		{`-9223372036854775807 - 2`, expr.NoRef, expr.ReasonOverflow},
		{`-9223372036854775808 * -1`, expr.NoRef, expr.ReasonOverflow},
		{`-9223372036854775808 / -1`, expr.NoRef, expr.ReasonOverflow},
		{`-(n - n + -9223372036854775808)`, expr.NoRef, expr.ReasonOverflow},
		{`1e300 * 1e300`, expr.NoRef, expr.ReasonOverflow},
		{`T + duration("3000000d")`, expr.NoRef, expr.ReasonOverflow},
		{`items[3].kind`, expr.NoRef, expr.ReasonIndex},
		{`items[-1].kind`, expr.NoRef, expr.ReasonIndex},
		{`blockers["v2"] == 0`, expr.NoRef, expr.ReasonKey},
		{`int("seven" + "")`, expr.NoRef, expr.ReasonConvert},
		{`anything + 1`, expr.NoRef, expr.ReasonType},
		{`anything && yes`, expr.NoRef, expr.ReasonType},
		{`streams.all(s, s.kind == "a")`, 20, expr.ReasonOpen},
		{`streams.exists(s, s.kind == "b")`, 20, expr.ReasonOpen},
		{`streams.exists_one(s, s.kind == "a")`, 20, expr.ReasonOpen},
		{`bare.kind == "a"`, expr.NoRef, expr.ReasonKey},
		{`items[1].reached(items[1].outcome)`, expr.NoRef, expr.ReasonAbsent},
		{`streams.size() == 1`, 20, expr.ReasonOpen},
		{`streams[4].kind == "a"`, 20, expr.ReasonOpen},
		{`"b" in streams.map(s, s.kind)`, 20, expr.ReasonOpen},
		{`range(100001).size()`, expr.NoRef, expr.ReasonCost},
		{`yes || range(400).all(a, range(400).all(b, a >= 0))`, expr.NoRef, expr.ReasonUndecided},
		{`range(400).all(a, range(400).all(b, a >= 0)) || yes`, expr.NoRef, expr.ReasonCost},
	} {
		got := facts().eval(t, test.src)
		if test.src[:3] == "yes" {
			if !got.IsTrue() {
				t.Errorf("%s: got %v, want true", test.src, got)
			}
			continue
		}
		ref, why := got.Blame()
		if !got.IsUnknown() || ref != test.ref || why != test.want {
			t.Errorf("%s: got %v (cell %d), want unknown: %v (cell %d)", test.src, got, ref, test.want, test.ref)
		}
	}
}

// TestThreeValued checks the operators over all of true, false, unknown and
// absent, which counts as unknown.
func TestThreeValued(t *testing.T) {
	t.Parallel()
	boolean := scalar(expr.TypeBool).Maybe()
	values := []expr.Value{expr.Bool(false), expr.Bool(true), expr.Unknown(expr.NoRef, expr.ReasonUndecided), expr.Null()}
	const f, tr, u = 0, 1, 2
	and := [4][4]int{{f, f, f, f}, {f, tr, u, u}, {f, u, u, u}, {f, u, u, u}}
	or := [4][4]int{{f, tr, u, u}, {tr, tr, tr, tr}, {u, tr, u, u}, {u, tr, u, u}}
	eq := [4][4]int{{tr, f, u, f}, {f, tr, u, f}, {u, u, u, u}, {f, f, u, tr}}
	cond := [4][4]int{{f, tr, u, 3}, {f, f, f, f}, {u, u, u, u}, {u, u, u, u}}
	for i, a := range values {
		for j, b := range values {
			w := new(world).add("a", boolean, a).add("b", boolean, b)
			for _, test := range []struct {
				src  string
				want int
			}{
				{"a && b", and[i][j]},
				{"a || b", or[i][j]},
				{"a == b", eq[i][j]},
				{"!(a != b)", eq[i][j]},
				{"a ? false : b", cond[i][j]},
				{"[1].all(x, a) && b", and[i][j]},
				{"[false, true].exists(x, x ? a : b)", or[i][j]},
				{"[true, false].all(x, x ? a : b)", and[i][j]},
			} {
				got, want := w.eval(t, test.src), values[test.want]
				if got.Kind() != want.Kind() || got.IsTrue() != want.IsTrue() {
					t.Errorf("%s with a = %v, b = %v: got %v, want %v", test.src, a, b, got, want)
				}
			}
		}
	}
}
