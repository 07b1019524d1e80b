package model

import (
	"fmt"
	"slices"
)

// moving are the verbs that take the flow elsewhere, so nothing can follow
// them (language reference, section 5).
var moving = []string{"redo", "cancel", "back_out", "drop", "defer", "fail", "continue"}

// actionList is a list of actions with what it belongs to.
type actionList struct {
	place
	actions []Action
	answers bool // answers of the decision may be given here
}

// actionLists gives every list of actions, those after a redo's max included.
func (c *checker) actionLists() []actionList {
	var out []actionList
	var add func(p place, actions []Action, answers bool)
	add = func(p place, actions []Action, answers bool) {
		if len(actions) == 0 {
			return
		}
		out = append(out, actionList{p, actions, answers})
		for _, a := range actions {
			add(p, a.Then, answers)
		}
	}
	of := func(p place, s *Step) {
		decides := p.Step != nil && p.Kind == "decide"
		add(p, s.Else, decides)
		for _, t := range s.Then {
			add(p, t.Actions, false)
		}
		for _, h := range s.Watch {
			add(p, h.Then, decides)
		}
	}
	for _, p := range c.places {
		of(p, p.Step)
	}
	for _, h := range c.m.Watch {
		add(place{}, h.Then, false)
	}
	for i := range c.m.Overlays {
		o := &c.m.Overlays[i]
		for _, h := range o.Watch {
			add(place{overlay: o}, h.Then, false)
		}
		for _, op := range o.Changes {
			if at, ok := c.placeOf(op.At.Text); ok && op.Set != nil {
				at.overlay = o
				of(at, op.Set)
			}
		}
	}
	return out
}

func (c *checker) placeOf(id string) (place, bool) {
	for _, p := range c.places {
		if p.ID == id {
			return p, true
		}
	}
	return place{}, false
}

func (c *checker) eachAction(visit func(place, Action)) {
	for _, l := range c.lists {
		for _, a := range l.actions {
			visit(l.place, a)
		}
	}
}

// checkActions finds actions that cannot be carried out: something behind a
// moving verb (E-ACT-1), no bound (E-REDO-1, E-TIME-7), a target out of sight
// (E-ACT-2) or unknown (E-REF-1).
func checkActions(c *checker) {
	for _, l := range c.lists {
		for i, a := range l.actions {
			if i+1 < len(l.actions) && slices.Contains(moving, a.Verb) {
				c.report("E-ACT-1", l.actions[i+1].Pos, fmt.Sprintf("an action after `%s`", a.Verb),
					"the flow has gone elsewhere by then", "put the moving verb last")
			}
			if a.Verb == "answer" {
				c.checkAnswer(l, a)
			}
			c.checkBound(a)
			c.checkTarget(l.place, a)
		}
	}
}

func (c *checker) checkAnswer(l actionList, a Action) {
	if a.Expr.Src != "" && l.answers {
		return
	}
	if !l.answers {
		c.unknown("E-ACT-1", a.Pos, "verb", a.Answer+a.Expr.Src, verbs)
		return
	}
	if answers := answersOf(l.Step); !slices.Contains(answers, a.Answer) {
		c.unknown("E-REF-1", a.Pos, "answer or verb", a.Answer, append(slices.Clone(answers), verbs...))
	}
}

func (c *checker) checkBound(a Action) {
	switch {
	case a.Verb == "redo" && a.Max == 0:
		c.report("E-REDO-1", a.Pos, "a redo without `max`",
			"a case must end, so each redo says how often it may repeat", "add `max: n` and what `then`")
	case a.Verb == "redo" && a.From == "":
		c.report("E-DOC-3", a.Pos, "a redo without `from`", "it does not say where to begin again", "add `from: step`")
	case a.Verb == "shift" && a.Max == 0:
		c.report("E-TIME-7", a.Pos, "a shift without `max`",
			"a date that moves without a bound is no date", "add `max: n`, or let a policy limit `shift`")
	}
}

// checkTarget finds what an action acts on.
func (c *checker) checkTarget(p place, a Action) {
	switch a.Verb {
	case "redo":
		if a.From != "" && c.byID[a.From] == nil {
			c.unknown("E-REF-1", a.Pos, "step", a.From, c.stepIDs())
		}
	case "run":
		if byID(c.m.Procedures, a.Target) == nil {
			c.unknown("E-REF-1", a.Pos, "procedure", a.Target, idsOf(c.m.Procedures))
		}
	case "apply":
		if indexNamed(c.m.Overlays, a.Target) < 0 {
			c.unknown("E-REF-1", a.Pos, "overlay", a.Target, namesOf(c.m.Overlays))
		}
	case "emit":
		if indexNamed(c.m.Events, a.Target) < 0 {
			c.unknown("E-REF-1", a.Pos, "event", a.Target, namesOf(c.m.Events))
		}
	case "hold", "resume", "cancel", "back_out", "drop":
		c.checkBlock(p, a)
	}
}

// checkBlock finds a block that is not around the handler. Procedures run
// beside any block, so theirs need only exist.
func (c *checker) checkBlock(p place, a Action) {
	target := a.Target
	if target == "" || target == "item" || target == "case" {
		return
	}
	if c.byID[target] == nil {
		c.unknown("E-REF-1", a.Pos, "block", target, c.stepIDs())
		return
	}
	around := slices.ContainsFunc(p.above, func(s *Step) bool { return s.ID == target })
	if around || p.procedure || p.Step == nil || p.ID == target || contains(p.Step, target) {
		return
	}
	c.report("E-ACT-2", a.Pos, fmt.Sprintf("`%s` is not in sight of %s", target, titleOf(p.Step)),
		"an action reaches the blocks around it and what is in them", "name a block around the handler, or `item`, `case`")
}

// contains reports whether a step with that id stands below s.
func contains(s *Step, id string) bool {
	return slices.ContainsFunc(s.Steps, func(c *Step) bool { return c.ID == id || contains(c, id) })
}

// outcomes are how each kind can end beside the general ones (language
// reference, section 4).
var outcomes = map[string][]string{
	"task": {"done"}, "auto": {"done"}, "wait": {"done", "expired"}, "gate": {"done", "waived"},
	"handoff": {"accepted", "refused"}, "document": {"done"}, "notify": {"done"}, "boundary": {"done"},
	"release": {"done"}, "group": {"done"}, "parallel": {"done"}, "each": {"done"},
}

var generalOutcomes = []string{"failed", "cancelled", "withdrawn", "backed_out", "superseded"}

// checkOutcomes finds entries of `then` for outcomes a step does not have.
func checkOutcomes(c *checker) {
	for _, p := range c.places {
		known := outcomes[p.Kind]
		if p.Kind == "decide" {
			known = answersOf(p.Step)
		}
		for _, t := range p.Then {
			if !slices.Contains(known, t.Outcome.Text) && !slices.Contains(generalOutcomes, t.Outcome.Text) {
				c.unknown("E-REF-1", t.Outcome.Pos, "outcome", t.Outcome.Text, append(slices.Clone(known), generalOutcomes...))
			}
		}
	}
}

func (c *checker) stepIDs() []string {
	out := make([]string, 0, len(c.places))
	for _, p := range c.places {
		if p.ID != "" {
			out = append(out, p.ID)
		}
	}
	return out
}

func idsOf(steps []*Step) []string {
	out := make([]string, len(steps))
	for i, s := range steps {
		out[i] = s.ID
	}
	return out
}

func namesOf[T identified](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = v.name()
	}
	return out
}
