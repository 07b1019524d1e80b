package expr_test

import (
	"testing"

	"github.com/headgate/headgate/expr"
)

func TestTemplate(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		src  string
		want expr.Value
	}{
		{"", expr.String("")},
		{"plain", expr.String("plain")},
		{"${n}", expr.Int(7)},
		{"${params.end_date}", expr.Null()},
		{"${items.map(i, i.kind)}", expr.List(expr.String("library"), expr.String("service"), expr.String("trailing"))},
		{" ${n}", expr.String(" 7")},
		{"deploy ${size} at ${T} ${share}", expr.String("deploy medium at 2024-10-04T00:00:00Z 0.05")},
		{`a ${{"k": "}"}.k} b`, expr.String("a } b")},
		{"$${n} costs $5", expr.String("${n} costs $5")},
		{"${n}${n}", expr.String("77")},
	} {
		tmpl, problems := expr.CompileTemplate(test.src, facts())
		if problems != nil {
			t.Errorf("%s: %v", test.src, problems)
			continue
		}
		if got := tmpl.Eval(facts(), new(expr.Stack)); !got.Equal(test.want) {
			t.Errorf("%s: got %v, want %v", test.src, got, test.want)
		}
	}
}

func TestTemplateUnknown(t *testing.T) {
	t.Parallel()
	tmpl, _ := expr.CompileTemplate("until ${params.end_date}", facts())
	got := tmpl.Eval(facts(), new(expr.Stack))
	if ref, why := got.Blame(); !got.IsUnknown() || ref != 7 || why != expr.ReasonAbsent {
		t.Errorf("got %v (cell %d), want absent (cell 7)", got, ref)
	}
}

func TestTemplateProblems(t *testing.T) {
	t.Parallel()
	_, problems := expr.CompileTemplate("a ${siz} b ${n +} c ${nn", facts())
	var got []int
	for _, p := range problems {
		got = append(got, p.Offset)
	}
	if len(got) != 3 || got[0] != 4 || got[1] != 16 || got[2] != 20 {
		t.Errorf("problems at %v, want [4 16 20]: %v", got, problems)
	}
}
