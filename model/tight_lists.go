package model

import (
	"slices"
	"strings"

	"github.com/headgate/headgate/expr"
)

// superset compares lists whose every word obliges to something.
func superset(list func(*Step) []string) func(*tightening, *Step, *Step) verdict {
	return func(_ *tightening, old, new *Step) verdict { return atLeast(list(old), list(new)) }
}

// atLeast is tighter when all old words are in the new list, in any order.
func atLeast(old, new []string) verdict {
	for _, w := range old {
		if !slices.Contains(new, w) {
			return verdict{Looser, listed(old), listed(new), "keep `" + w + "`; add what you need"}
		}
	}
	return verdict{stand: longer(old, new)}
}

// atMost is tighter when the new list has words of the old one only.
func atMost(old, new []string) verdict {
	for _, w := range new {
		if !slices.Contains(old, w) {
			return verdict{Looser, listed(old), listed(new), "name some of " + listed(old)}
		}
	}
	return verdict{stand: longer(new, old)}
}

// inOrder is tighter when all old words are in the new list, in the same
// order.
func inOrder(old, new []string) verdict {
	rest := new
	for _, w := range old {
		i := slices.Index(rest, w)
		if i < 0 {
			return verdict{Looser, listed(old), listed(new), "keep `" + w + "` and the order; add what you need"}
		}
		rest = rest[i+1:]
	}
	return verdict{stand: longer(old, new)}
}

func longer(a, b []string) Stand {
	if len(b) > len(a) {
		return Tighter
	}
	return Equal
}

func listed(words []string) string { return "[" + strings.Join(words, ", ") + "]" }

func checksOf(s *Step) []string {
	out := make([]string, len(s.Checks))
	for i, c := range s.Checks {
		out[i] = expr.Canonical(c.Src)
	}
	return out
}

func checklistStand(_ *tightening, old, new *Step) verdict {
	return inOrder(old.Checklist, new.Checklist)
}

// answersStand: the first answer is the positive one, so it stays the first.
func answersStand(_ *tightening, old, new *Step) verdict {
	a, b := answersOf(old), answersOf(new)
	if a[0] != b[0] {
		return verdict{Looser, listed(a), listed(b), "begin with " + written(a[0])}
	}
	return atLeast(a, b)
}

// ofStand compares literal lists by what names their elements.
func ofStand(_ *tightening, old, new *Step) verdict {
	if old.Of == nil || new.Of == nil || len(old.Of.Literal) == 0 || len(new.Of.Literal) == 0 {
		return verdict{}
	}
	return inOrder(keysOf(old.Of.Literal), keysOf(new.Of.Literal))
}

func keysOf(list []Value) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = v.Text
		if len(v.Fields) > 0 {
			out[i] = v.Fields[0].Value.Text
		}
	}
	return out
}

func touchesStand(_ *tightening, old, new *Step) verdict {
	a, b := old.Touches, new.Touches
	switch {
	case a == nil || b == nil:
		return verdict{stand: Tighter}
	case a.Environment != b.Environment:
		return verdict{Looser, a.Environment, b.Environment, "keep the environment; a step of its own may touch another"}
	case a.FromCEL.Src != "" || b.FromCEL.Src != "":
		return unlike(expr.Canonical(a.FromCEL.Src)+strings.Join(a.CIs, ", "), expr.Canonical(b.FromCEL.Src)+strings.Join(b.CIs, ", "))
	}
	return atLeast(a.CIs, b.CIs)
}
