package model

import (
	"github.com/headgate/headgate/expr"
)

// untilStand: a condition is tighter when it holds less often.
func untilStand(_ *tightening, old, new *Step) verdict {
	return conditionStand(old.Until.Src, new.Until.Src)
}

// whenStand: a guard is tighter when it holds more often, so that the step runs
// at least as often. No guard always holds.
func whenStand(_ *tightening, old, new *Step) verdict {
	v := verdict{implied(old.When.Src, new.When.Src), old.When.Src, new.When.Src, "write `" + old.When.Src + " || …`, or remove `when`"}
	switch v.stand {
	case Tighter:
		v.stand = Looser
	case Looser:
		v.stand = Tighter
	}
	if old.When.Src == "" {
		v.hint = "remove `when`: it always ran"
	}
	return v
}

// conditionStand compares two conditions of which the one that holds less often
// is tighter. No condition always holds.
func conditionStand(old, new string) verdict {
	return verdict{implied(old, new), old, new, "write `" + old + " && …`"}
}

// implied tells whether condition b is equal to a, holds less often (tighter)
// or more often (looser); apart when that cannot be told.
func implied(a, b string) Stand {
	a, b = or(a, "true"), or(b, "true")
	less, more := expr.Implies(b, a), expr.Implies(a, b)
	switch {
	case less && more || a == b:
		return Equal
	case less:
		return Tighter
	case more:
		return Looser
	}
	return Apart
}

// or gives a text, or another when it is empty.
func or(text, other string) string {
	if text == "" {
		return other
	}
	return text
}
