package model

import (
	"fmt"
	"slices"
)

// waits reports whether a step stands until something happens, so that it
// needs a limit: a wait with only `for` or `at` ends by itself.
func waits(s *Step) bool {
	switch s.Kind {
	case "decide", "gate":
		return true
	case "wait":
		return s.Until.Src != ""
	}
	return false
}

// checkDue finds steps that could stand for ever (E-TIME-1, E-TIME-3).
func checkDue(c *checker) {
	for _, p := range c.places {
		switch {
		case p.Due == nil && (waits(p.Step) || p.Kind == "handoff" && p.Under == ""):
			c.report("E-TIME-1", p.Pos, fmt.Sprintf("%s has no `due`", titleOf(p.Step)),
				"what waits for somebody must end somewhere", "write a duration, a time, or `open` with a reminder")
		case p.Due == nil && p.Owed && (p.Kind != "each" || p.OpenUntil == nil):
			c.report("E-TIME-1", p.Pos, fmt.Sprintf("the owed %s has no `due`", titleOf(p.Step)),
				"a debt without a date is never paid", "write a duration or a time")
		case p.Due == nil && len(p.Else) > 0:
			c.report("E-TIME-1", fieldPos(p.Step, "else"), fmt.Sprintf("%s has an `else` and no `due`", titleOf(p.Step)),
				"`else` says what lateness means", "add `due:`, or remove `else`")
		case p.Due != nil && p.Due.Open && !c.reminds(p):
			c.report("E-TIME-3", p.Due.Pos, fmt.Sprintf("%s is open and nobody is reminded", titleOf(p.Step)),
				"percentages count towards a limit, and here is none", "add escalate: [{every: 1d, remind: …}]")
		}
	}
}

// reminds reports whether the ladder in scope has a rung that fires without a
// limit.
func (c *checker) reminds(p place) bool {
	return slices.ContainsFunc(c.rungs(c.ladderOf(p)), func(r Rung) bool { return r.Percent == 0 })
}

// checkElse finds silence without a meaning, or with one it must not have
// (E-TIME-2, E-TIME-4, E-TIME-5).
func checkElse(c *checker) {
	for _, p := range c.places {
		at := fieldPos(p.Step, "else")
		switch {
		case p.Kind == "handoff" && len(p.Else) > 0:
			c.report("E-TIME-4", at, fmt.Sprintf("`else` on the handoff `%s`", p.ID),
				"silence never accepts what is handed over", "remove it; silence here always escalates")
		case waits(p.Step) && p.Due != nil && p.Due.Open && len(p.Else) > 0:
			c.report("E-TIME-2", at, fmt.Sprintf("%s is open and has an `else`", titleOf(p.Step)),
				"without a limit it would never be read", "give it a limit, or remove `else`")
		case waits(p.Step) && p.Due != nil && !p.Due.Open && len(p.Else) == 0:
			c.report("E-TIME-2", p.Due.Pos, fmt.Sprintf("%s does not say what silence means", titleOf(p.Step)),
				"a timed decision has no default for silence", "add `else:` with an answer, `escalate`, or an action")
		default:
			c.positiveElse(p, p.Else, at)
		}
	}
	for _, o := range c.m.Overlays {
		for _, op := range o.Changes {
			if op.Set != nil && c.byID[op.At.Text] != nil && len(op.Set.Else) > 0 {
				target := *c.byID[op.At.Text]
				target.Set = op.Set.Set
				c.positiveElse(place{Step: &target}, op.Set.Else, fieldPos(op.Set, "else"))
			}
		}
	}
}

// positiveElse finds silence that would say yes, or do work.
func (c *checker) positiveElse(p place, actions []Action, at Pos) {
	for _, a := range actions {
		yes := a.Verb == "continue" || a.Verb == "answer" && a.Answer == positive(p.Step)
		switch {
		case yes && (p.Kind == "gate" || p.OfProcess && p.Kind == "decide"):
			c.report("E-TIME-5", at, fmt.Sprintf("silence would say yes at %s", titleOf(p.Step)),
				"nothing the process asks for is ever approved by silence", "use `escalate` or the negative answer")
		case (p.Kind == "task" || p.Kind == "auto") && (a.Verb == "continue" || a.Verb == "fail"):
			c.report("E-TIME-5", at, fmt.Sprintf("lateness would end the work of `%s`", p.ID),
				"being late neither completes nor fails work", "use `escalate`, `hold`, `drop` or `defer`")
		}
	}
}

// positive is the first answer of a decision.
func positive(s *Step) string { return answersOf(s)[0] }

// answersOf gives the answers of a decision, written or default.
func answersOf(s *Step) []string {
	if len(s.Answers) > 0 {
		return s.Answers
	}
	return []string{"approve", "reject"}
}

// checkTimes finds relative times where they count from nothing (E-TIME-6).
func checkTimes(c *checker) {
	for _, d := range c.m.Timeline.Dates {
		c.anchored(&d.Time)
	}
	for _, p := range c.m.Timeline.Periods {
		c.anchored(&p.From)
		c.anchored(&p.To)
	}
	c.eachAction(func(_ place, a Action) { c.anchored(a.Time) })
}

func (c *checker) anchored(t *Time) {
	if t != nil && t.Expr != nil && t.Expr.Relative() {
		c.report("E-TIME-6", t.Pos, fmt.Sprintf("`%s` counts from nothing", t.Src),
			"a date has no moment of entering that `next` or `end of` could count from", "anchor it: `next Tue after T`, `end of day of T`")
	}
}
