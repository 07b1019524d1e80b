package model

import (
	"fmt"
	"slices"
	"strings"
)

// checkTouches finds machines that may walk around the gates: what a step does
// not say to touch needs no grant, is guarded by no rule and is not undone
// (W-TOUCH-1), and what touches in every item at once spares none of them
// (W-TOUCH-2).
func checkTouches(c *checker) {
	changing := c.changing()
	for _, p := range c.places {
		switch {
		case p.Kind == "auto" && slices.Contains(changing, c.phaseOf(p)) && c.unsaid(p.Step):
			c.report("W-TOUCH-1", fieldPos(p.Step, "use"),
				fmt.Sprintf("`%s` runs %s in `%s` and does not say what it touches, so it needs no grant and cannot be undone", p.ID, p.Use, c.phaseOf(p)),
				"grants, windows and back-out are asked of steps that say what they touch",
				fmt.Sprintf("add touches: {cis: […], environment: …} and `back_out`; if it changes nothing, none: {%s: reason}", p.ID))
		case p.Kind == "each" && p.Set["order"] == (Pos{}) && p.AtOnce == 0 && touching(p.Step):
			c.report("W-TOUCH-2", p.Pos, fmt.Sprintf("the items of `%s` are touched all at once", p.ID),
				"what goes wrong in the first item has then gone wrong in all of them",
				"add `order: serial`, or `at_once: n`; if all at once is meant, `order: parallel`")
		}
	}
}

// changing are the phases of the process in which environments change: from
// the gate that reads a grant to do so, to the phase whose end is `released`.
func (c *checker) changing() []string {
	if c.m.Process == nil {
		return nil
	}
	last, _, _ := strings.Cut(c.m.Process.Released.Src, ".")
	var out []string
	granted := false
	for _, phase := range c.m.Process.Phases {
		granted = granted || slices.ContainsFunc(phase.Enter, permits)
		if granted {
			out = append(out, phase.ID.Text)
		}
		if phase.ID.Text == last {
			return out
		}
		granted = granted || slices.ContainsFunc(phase.Exit, permits)
	}
	return nil // released elsewhere: nothing is known of its phases
}

// permits reports whether a gate reads a grant to change environments.
func permits(s *Step) bool {
	return s.Kind == "gate" && (strings.Contains(s.Until.Src, `granted("deploy"`) || strings.Contains(s.Until.Src, `granted("enable"`))
}

// phaseOf is the phase a step of a model stands in, or "".
func (c *checker) phaseOf(p place) string {
	if len(p.above) == 0 || p.above[0].Kind != "phase" {
		return ""
	}
	return p.above[0].ID
}

// unsaid reports whether a machine step of the model neither says what it
// touches nor why it touches nothing.
func (c *checker) unsaid(s *Step) bool {
	return !s.OfProcess && s.Touches == nil && s.Use != "" && s.Use != "back_out" && indexNamed(c.m.None, s.ID) < 0
}

// touching reports whether a step, or one below it, says what it touches.
func touching(s *Step) bool {
	return s.Touches != nil || slices.ContainsFunc(s.Steps, touching)
}

// checkOwner finds a document owned by nobody, or by a person, who may leave
// (E-SITE-1).
func checkOwner(c *checker) {
	owner := c.m.Owner
	if c.site == nil || owner == "" || c.roles[owner] != nil {
		return
	}
	holders := slices.Concat(namesOf(c.m.Roles), entryNames(c.site.Groups))
	for _, t := range c.site.Teams {
		if !slices.Contains(holders, t.ID.Text) {
			holders = append(holders, t.ID.Text)
		}
	}
	person := slices.ContainsFunc(c.site.People, func(p Person) bool { return p.ID.Text == owner })
	switch known := slices.Contains(holders, owner); {
	case known:
	case person:
		c.report("E-SITE-1", c.m.key("owner"), fmt.Sprintf("the owner `%s` is a person", owner),
			"people go, and a document must still be answered for", "name a role, or a team or group of site.yaml, and put the person there")
	case len(c.site.Teams) > 0:
		c.unknown("E-SITE-1", c.m.key("owner"), "role, team or group", owner, holders)
	}
}
