package model

import (
	"fmt"
	"slices"
	"strings"
)

// checkStanding finds fields where they may not stand, and kinds without what
// they need.
func checkStanding(c *checker) {
	for _, p := range c.places {
		for key, at := range p.Set { // findings are sorted by place
			if !mayStand(key, p.Kind) {
				c.report("E-DOC-3", at, fmt.Sprintf("a %s has no `%s`", p.Kind, key),
					"it would be read by nobody", "fields that may stand here: "+strings.Join(fieldsOf(p.Kind), ", "))
			}
		}
		for _, oneOf := range required[p.Kind] {
			if !slices.ContainsFunc(oneOf, func(key string) bool { return isSet(p.Step, key) }) {
				c.report("E-DOC-3", p.Pos, fmt.Sprintf("%s has no `%s`", titleOf(p.Step), strings.Join(oneOf, "` and no `")),
					"without it the step says nothing to do", fmt.Sprintf("add `%s:`", oneOf[0]))
			}
		}
	}
}

func isSet(s *Step, key string) bool {
	_, ok := s.Set[key]
	return ok
}

// fieldsOf lists the fields of a kind beside texts.
func fieldsOf(kind string) []string {
	var out []string
	for _, key := range stepKeys {
		_, common := standing[key]
		_, own := ofKind[key]
		if (common || own) && mayStand(key, kind) {
			out = append(out, key)
		}
	}
	return out
}

// checkAnswered finds phases without a step and models without a test that no
// line of `none` answers for.
func checkAnswered(c *checker) {
	const reason = "nothing else in the document would show that it was left out on purpose"
	answered := func(name string) bool { return indexNamed(c.m.None, name) >= 0 }
	for _, phase := range c.m.Phases {
		own := slices.ContainsFunc(phase.Steps, func(s *Step) bool { return !s.OfProcess })
		if own || answered(phase.ID) || c.m.Process != nil && phase.ID == c.m.Process.Branch {
			continue
		}
		c.report("E-DOC-4", c.m.Pos, fmt.Sprintf("the phase `%s` has no step and no answer", phase.ID),
			reason, fmt.Sprintf("add a step, or `none: {%s: reason}`", phase.ID))
	}
	if len(c.m.Tests) == 0 && !c.m.Tested && !c.m.Abstract && !answered("tests") {
		c.report("E-DOC-4", c.m.Pos, "the model has no tests and no answer", reason, "add a test, or `none: {tests: reason}`")
	}
}

// checkTexts warns of tasks that do not say what is done.
func checkTexts(c *checker) {
	for _, p := range c.places {
		if p.Kind == "task" && p.How == "" {
			c.report("W-TEXT-1", p.Pos, fmt.Sprintf("the task `%s` has no `how`", p.ID),
				"who gets it tomorrow was not there when it was written", "say in one sentence what is done and what good looks like")
		}
	}
}
