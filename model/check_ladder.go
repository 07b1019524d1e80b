package model

import (
	"fmt"
	"slices"

	"github.com/headgate/headgate/calendar"
)

// ladderOf gives the ladder in scope at a place: the step's, that of a block
// around it, the document's, the process's; nil is none.
func (c *checker) ladderOf(p place) *Ladder {
	if p.Step != nil && p.Escalate != nil {
		return p.Escalate
	}
	for _, s := range slices.Backward(p.above) {
		if s.Escalate != nil {
			return s.Escalate
		}
	}
	switch {
	case c.m.Escalate != nil:
		return c.m.Escalate
	case c.m.Process != nil:
		return c.m.Process.Escalate
	}
	return nil
}

// missing reports whether a ladder uses one that is not there.
func (c *checker) missing(l *Ladder) bool {
	return l.Use != "" && indexNamed(c.m.Ladders, l.Use) < 0
}

func (c *checker) rungs(l *Ladder) []Rung {
	if l == nil {
		return nil
	}
	if l.Use == "" {
		return l.Rungs
	}
	if i := indexNamed(c.m.Ladders, l.Use); i >= 0 {
		return c.m.Ladders[i].Rungs
	}
	return nil
}

// checkLadders finds ladders that do not rise, and lateness that leads to a
// ladder on which nobody is asked (E-LADDER-1).
func checkLadders(c *checker) {
	c.eachLadder(func(p place, l *Ladder) {
		if c.missing(l) {
			c.unknown("E-REF-1", l.Pos, "ladder", l.Use, namesOf(c.m.Ladders))
		}
		for i, r := range l.Rungs {
			c.rung(p, r)
			if i > 0 && falls(l.Rungs[i-1], r) {
				c.report("E-LADDER-1", r.Pos, "a rung below the one before it",
					"rungs are climbed in order", "order them by time")
			}
		}
	})
	told := make(map[*Ladder]bool)
	for _, p := range c.places {
		l := c.ladderOf(p)
		if !c.escalates(p.Step) || l != nil && (told[l] || asks(c.rungs(l)) || c.missing(l)) {
			continue
		}
		told[l] = true
		at := p.Pos
		if l != nil {
			at = l.Pos
		}
		c.report("E-LADDER-1", at, fmt.Sprintf("%s escalates, and no rung asks or raises", titleOf(p.Step)),
			"an escalation that reaches nobody is silence", "end the ladder with {at: …, raise: role}")
	}
}

// escalates reports whether lateness at s runs the ladder.
func (c *checker) escalates(s *Step) bool {
	if s.Kind == "handoff" {
		return true
	}
	return slices.ContainsFunc(s.Else, func(a Action) bool { return a.Verb == "escalate" })
}

func asks(rungs []Rung) bool {
	return slices.ContainsFunc(rungs, func(r Rung) bool { return r.Ask != "" || r.Raise != "" })
}

// falls reports whether b is certainly before a.
func falls(a, b Rung) bool {
	if a.Percent > 0 && b.Percent > 0 {
		return b.Percent <= a.Percent && a.When.Src == "" && b.When.Src == ""
	}
	if a.After != nil && b.After != nil && a.After.Ref == "" && b.After.Ref == "" {
		order, ok := calendar.Compare(b.After.Literal, a.After.Literal, nil)
		return ok && order <= 0 && a.When.Src == "" && b.When.Src == ""
	}
	return false
}

func (c *checker) rung(p place, r Rung) {
	for _, role := range slices.Concat([]string{r.Remind, r.Ask, r.Raise}, r.More) {
		if role != "" && role != "true" {
			c.holder(p, r.Pos, role)
		}
	}
	if r.Percent == 0 && r.After == nil && r.At == nil && r.Every == nil {
		c.report("E-DOC-3", r.Pos, "a rung that does not say when", "it would never be reached", "add `at: 75%`, `at: 4bh` or `every: 1d`")
	}
	if r.Remind == "" && r.Ask == "" && r.Raise == "" && r.Emit == "" {
		c.report("E-DOC-3", r.Pos, "a rung that does nothing", "an escalation that reaches nobody is silence", "add `remind`, `ask` or `raise`")
	}
	if r.Emit != "" && indexNamed(c.m.Events, r.Emit) < 0 {
		c.unknown("E-REF-1", r.Pos, "event", r.Emit, namesOf(c.m.Events))
	}
}

// eachLadder calls visit for every ladder of the document.
func (c *checker) eachLadder(visit func(place, *Ladder)) {
	for i := range c.m.Ladders {
		visit(place{}, &c.m.Ladders[i])
	}
	if c.m.Escalate != nil {
		visit(place{}, c.m.Escalate)
	}
	for _, p := range c.places {
		if p.Escalate != nil {
			visit(p, p.Escalate)
		}
	}
	for i := range c.m.Overlays {
		o := &c.m.Overlays[i]
		if o.Escalate != nil {
			visit(place{overlay: o}, o.Escalate)
		}
		for _, op := range o.Changes {
			if op.Set != nil && op.Set.Escalate != nil {
				visit(place{overlay: o}, op.Set.Escalate)
			}
		}
	}
}
