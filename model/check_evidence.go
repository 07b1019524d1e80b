package model

import (
	"fmt"
	"slices"
	"strings"
)

// checkBackOut finds steps that change something, cannot be undone, and stand
// before any boundary (E-BACK-1).
func checkBackOut(c *checker) {
	c.backOuts(c.m.Phases, false)
	c.backOuts(c.m.Procedures, false)
	for _, o := range c.m.Overlays {
		for _, op := range o.Changes {
			c.backOuts(op.Before, false)
			c.backOuts(op.After, false)
		}
	}
}

// backOuts checks a list of steps; passed says that a boundary stands before
// it. It returns whether one stands before what follows.
func (c *checker) backOuts(steps []*Step, passed bool) bool {
	for _, s := range steps {
		c.backOut(s, passed)
		switch s.Kind {
		case "boundary":
			passed = true
		case "parallel":
			any := passed
			for _, branch := range s.Steps {
				any = c.backOuts([]*Step{branch}, passed) || any
			}
			passed = any
		default:
			passed = c.backOuts(s.Steps, passed) || passed
		}
	}
	return passed
}

func (c *checker) backOut(s *Step, passed bool) {
	if b := s.BackOut; b != nil {
		switch {
		case b.None != "" && b.Accept == "":
			c.report("E-BACK-1", b.Pos, fmt.Sprintf("nobody accepts that `%s` cannot be undone", s.ID),
				"somebody answers for going ahead without a way back", "write {none: reason, accept: role}")
		case b.None == "" && b.Use == "" && b.Who == nil:
			c.report("E-BACK-1", b.Pos, fmt.Sprintf("the back-out of `%s` is done by nobody", s.ID),
				"it is a step of its own", "write {use, with, takes} or {who, how, takes}")
		}
		return
	}
	if s.Touches != nil && !passed {
		c.report("E-BACK-1", s.Pos, fmt.Sprintf("`%s` changes something and has no `back_out`", s.ID),
			"before a boundary everything can be taken back", "add `back_out:`, or {none: reason, accept: role}")
	}
}

// checkEvidence finds deliverables nobody gives or accepts (E-EVID-1).
func checkEvidence(c *checker) {
	for _, p := range c.places {
		for _, o := range p.Gives {
			if o.Accept != "" && !c.isRole(p, o.Accept) {
				c.unknown("E-EVID-1", o.ID.Pos, "role that accepts `"+o.ID.Text+"`:", o.Accept, c.roleNames(p))
			}
			if o.Accept != "" && o.Evidence == "" {
				c.report("E-EVID-1", o.ID.Pos, fmt.Sprintf("`%s` is accepted and is no evidence", o.ID.Text),
					"a deliverable is a file, report, log, attestation, statement or checklist", "add `kind:`")
			}
		}
		for _, ref := range p.Package {
			c.given(p, "package", ref)
		}
	}
}

// given checks that somebody gives what a handoff hands over.
func (c *checker) given(p place, key, ref string) {
	id, output, ok := strings.Cut(ref, ".")
	s := c.byID[id]
	if s == nil || strings.ContainsAny(ref, "[]") {
		c.path(p, ref)
		return
	}
	if !ok {
		return
	}
	if indexNamed(s.Gives, output) < 0 && !slices.Contains(nodeFields, output) {
		c.unknown("E-EVID-1", fieldPos(p.Step, key), "output of `"+id+"`:", output, namesOf(s.Gives))
	}
}

// nodeFields are what every node can be asked (language reference, section 2).
var nodeFields = []string{
	"outcome", "state", "ready", "start", "end", "by", "attempt", "held_for", "settled", "held", "held_count",
	"due", "items", "total", "done", "dropped", "deferred", "failed", "open",
}

// checkReferences finds plain references to nothing in about, under, windows,
// locks, labels and events (E-REF-1). Those inside
// conditions and times are found when they are compiled.
func checkReferences(c *checker) {
	c.timelineT()
	for _, p := range c.places {
		for _, ref := range p.About {
			c.path(p, ref)
		}
		for _, o := range p.Gives {
			for _, ref := range o.About {
				c.path(p, ref)
			}
		}
		c.uses(p)
	}
	for _, h := range c.watches() {
		if h.Event != "" && indexNamed(c.m.Events, h.Event) < 0 {
			c.unknown("E-REF-1", h.Pos, "event", h.Event, namesOf(c.m.Events))
		}
	}
}

func (c *checker) watches() []Handler {
	out := slices.Clone(c.m.Watch)
	for _, p := range c.places {
		out = append(out, p.Watch...)
	}
	for _, o := range c.m.Overlays {
		out = append(out, o.Watch...)
	}
	return out
}

func (c *checker) timelineT() {
	if c.m.Timeline.T == "" {
		return
	}
	node, _, _ := strings.Cut(c.m.Timeline.T, ".")
	if c.byID[node] == nil {
		c.unknown("E-REF-1", c.m.Timeline.TPos, "step", node, c.stepIDs())
	}
}

// path checks the first word of a reference, and the output when it is plain.
func (c *checker) path(p place, ref string) {
	head, rest, _ := strings.Cut(ref, ".")
	head, _, indexed := strings.Cut(head, "[")
	pos := fieldPos(p.Step, "about")
	s := c.byID[head]
	switch {
	case s != nil && !indexed && len(s.Steps) == 0 && rest != "" && !strings.Contains(rest, "."):
		if indexNamed(s.Gives, rest) < 0 && !slices.Contains(nodeFields, rest) && !c.machineGives(s) {
			c.unknown("E-REF-1", pos, "output of `"+head+"`:", rest, namesOf(s.Gives))
		}
	case s == nil && !c.inSight(p, head):
		c.unknown("E-REF-1", pos, "step or fact", head, append(c.stepIDs(), namesOf(c.m.Facts)...))
	}
}

// machineGives reports whether a step gives what its executor returns.
func (c *checker) machineGives(s *Step) bool { return s.Kind == "auto" && len(s.Gives) == 0 }

func (c *checker) inSight(p place, word string) bool {
	if word == "params" || indexNamed(c.m.Facts, word) >= 0 || indexNamed(c.m.Tables, word) >= 0 || indexNamed(c.m.Links, word) >= 0 {
		return true
	}
	if c.m.Process != nil && word == c.m.Process.ID {
		return true
	}
	return p.As == word || slices.ContainsFunc(p.above, func(s *Step) bool { return s.As == word })
}

// uses checks what a step takes by name: agreement, window, lock, label.
func (c *checker) uses(p place) {
	if p.Under != "" {
		agreement, target, _ := strings.Cut(p.Under, ".")
		if i := indexNamed(c.m.Agreements, agreement); i < 0 {
			c.unknown("E-REF-1", fieldPos(p.Step, "under"), "agreement", agreement, namesOf(c.m.Agreements))
		} else if t := c.m.Agreements[i].Targets; !slices.ContainsFunc(t, func(n NamedSpan) bool { return n.ID.Text == target }) {
			c.report("E-REF-1", fieldPos(p.Step, "under"), fmt.Sprintf("the agreement %s has no target `%s`", agreement, target),
				"the clock of a handoff is that of a target", "write under: agreement.target")
		}
	}
	if w := p.Window; w != nil && w.Inline == nil && w.In != "" && !strings.Contains(w.In, ".") && w.In != "always" &&
		indexNamed(c.m.Timeline.Windows, w.In) < 0 {
		c.unknown("E-REF-1", w.Pos, "window", w.In, namesOf(c.m.Timeline.Windows))
	}
	if p.Lock != nil && indexNamed(c.m.Locks, p.Lock.Of) < 0 {
		c.unknown("E-REF-1", fieldPos(p.Step, "lock"), "lock", p.Lock.Of, namesOf(c.m.Locks))
	}
	if p.Label != "" && indexNamed(c.m.Labels, p.Label) < 0 {
		c.unknown("E-REF-1", fieldPos(p.Step, "label"), "label", p.Label, namesOf(c.m.Labels))
	}
	if p.Remedy != nil && p.Remedy.Procedure != "" && byID(c.m.Procedures, p.Remedy.Procedure) == nil {
		c.unknown("E-REF-1", fieldPos(p.Step, "remedy"), "procedure", p.Remedy.Procedure, idsOf(c.m.Procedures))
	}
}
