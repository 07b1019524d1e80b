package model

import (
	"fmt"
	"strings"
	"testing"
)

// TestComparisonHoldsToTheTable: what a child may make of its parent's field is
// no looser, and what it may not is, in a later version of the same model too.
func TestComparisonHoldsToTheTable(t *testing.T) {
	t.Parallel()
	for _, c := range refinements {
		for _, value := range c.tighter {
			if got := fieldStand(t, c.step, c.field, value); got >= Looser {
				t.Errorf("%s: %s against %s is %d, want as tight", c.field, value, c.step, got)
			}
		}
		for _, value := range c.looser {
			if got := fieldStand(t, c.step, c.field, value); got != Looser {
				t.Errorf("%s: %s against %s is %d, want looser", c.field, value, c.step, got)
			}
		}
		for _, value := range c.apart {
			if got := fieldStand(t, c.step, c.field, value); got < Looser {
				t.Errorf("%s: %s against %s is %d, want looser or apart", c.field, value, c.step, got)
			}
		}
	}
}

// fieldStand compares the step x of a parent with that of a child that writes
// one field of it.
func fieldStand(t *testing.T, step, field, value string) Stand {
	t.Helper()
	kind, _, _ := strings.Cut(strings.TrimPrefix(step, "{"), ":")
	child := fmt.Sprintf("kind: release-model\nid: child\nversion: 1.0.0\ntitle: Child\nextends: floor@1\nowner: lead\nphases:\n  plan:\n    - before\n    - %s: x\n      %s: %s\n", kind, field, value)
	if strings.Contains(step, "steps:") {
		child += "      steps: [y]\n"
	}
	set := libraryOf(t, fmt.Sprintf(refinedParent, "accountable: lead", step), child)
	old, _ := Flatten(set.ByID("floor"), set)
	new, _ := Flatten(set.ByID("child"), set)
	a, b := spots(old)["x"].step, spots(new)["x"].step
	rules := Compare(old, new)
	if field == "gives" {
		return worstOutput(rules, a, b)
	}
	if field == "then" {
		return worstOutcome(rules, a, b)
	}
	return rules.Field(field, a, b)
}

func worstOutput(rules *Comparison, old, new *Step) Stand {
	worst := Equal
	both(old.Gives, new.Gives, func(a, b Output) { worst = max(worst, rules.Part(a, b)) })
	return worst
}

func worstOutcome(rules *Comparison, old, new *Step) Stand {
	worst := Equal
	for _, o := range new.Then {
		worst = max(worst, rules.Then(o.Outcome.Text, old, new))
	}
	return worst
}

// TestComparisonBothWays: a field that comes or goes, which no refinement can
// do, and what is equal though it is written otherwise.
func TestComparisonBothWays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		field, with, without string
		want                 Stand // of with against without
	}{
		{"due", `{task: x, who: lead, due: 1d}`, `{task: x, who: lead}`, Tighter},
		{"escalate", `{task: x, who: lead, due: 1d, escalate: common}`, `{task: x, who: lead, due: 1d}`, Tighter},
		{"watch", `{task: x, who: lead, watch: [{if: params.a, then: hold}]}`, `{task: x, who: lead}`, Tighter},
		{"lock", `{task: x, who: lead, lock: {of: bench}}`, `{task: x, who: lead}`, Tighter},
		{"window", `{task: x, who: lead, window: days}`, `{task: x, who: lead}`, Tighter},
		{"window", `{task: x, who: lead, window: nights}`, `{task: x, who: lead, window: days}`, Tighter},
		{"at_once", `{each: x, of: [a, b], as: i, at_once: 2, steps: [{task: y, who: lead}]}`, `{each: x, of: [a, b], as: i, steps: [{task: y, who: lead}]}`, Tighter},
		{"final", `{decide: x, who: expert, due: 1d, else: hold, final: lead}`, `{decide: x, who: expert, due: 1d, else: hold}`, Looser},
		{"waive", `{gate: x, until: params.a, due: 1d, else: hold, waive: {who: lead}}`, `{gate: x, until: params.a, due: 1d, else: hold}`, Looser},
		{"owed", `{task: x, who: lead, owed: true, due: 1d}`, `{task: x, who: lead, due: 1d}`, Looser},
		{"when", `{task: x, who: lead, when: params.a}`, `{task: x, who: lead}`, Looser},
		{"else", `{decide: x, who: lead, due: 1d, else: hold}`, `{decide: x, who: lead, due: 1d, else: escalate}`, Tighter},
		{"pass", `{decide: x, who: lead, due: 1d, else: hold, pass: 2}`, `{decide: x, who: lead, due: 1d, else: hold}`, Tighter},
		{"checklist", `{task: x, who: lead, checklist: [one]}`, `{task: x, who: lead}`, Tighter},
		{"until", `{gate: x, until: params.a && params.b, due: 1d, else: hold}`, `{gate: x, until: "params.b&&params.a", due: 1d, else: hold}`, Equal},
		{"how", `{task: x, who: lead, how: Well.}`, `{task: x, who: lead}`, Equal},
	} {
		old, new := flatWith(t, c.without), flatWith(t, c.with)
		a, b := spots(old)["x"].step, spots(new)["x"].step
		if got := Compare(old, new).Field(c.field, a, b); got != c.want {
			t.Errorf("%s: %s against %s is %d, want %d", c.field, c.with, c.without, got, c.want)
		}
		if got := Compare(new, old).Field(c.field, b, a); got != opposite(c.want) {
			t.Errorf("%s: %s against %s is %d, want %d", c.field, c.without, c.with, got, opposite(c.want))
		}
	}
}

func flatWith(t *testing.T, step string) *Model {
	t.Helper()
	set := libraryOf(t, fmt.Sprintf(refinedParent, "accountable: lead", step))
	m, _ := Flatten(set.ByID("floor"), set)
	return m
}

func TestDifferences(t *testing.T) {
	t.Parallel()
	old := flatWith(t, `{task: x, who: lead, due: 1d, how: Well.}`)
	new := flatWith(t, `{task: x, who: lead, due: 2d, checklist: [one]}`)
	var got []string
	for _, d := range Differences(spots(old)["x"].step, spots(new)["x"].step) {
		got = append(got, fmt.Sprintf("%s %v %v", d.Key, d.Old != nil, d.New != nil))
	}
	if want := "[how true false due true true checklist false true]"; fmt.Sprint(got) != want {
		t.Errorf("differences are %v, want %s", got, want)
	}
	if got := Differences(old, old); len(got) > 0 {
		t.Errorf("a model differs from itself in %v", got)
	}
}
