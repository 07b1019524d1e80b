package model

import (
	"fmt"
	"slices"
)

// checkOverlays finds changes of mandatory steps that the overlay's urgency
// does not allow (E-OVER-2).
// Source: language reference, section 13.
func checkOverlays(c *checker) {
	for _, o := range c.m.Overlays {
		may := c.may(o.Urgency)
		for _, op := range o.Changes {
			s := c.byID[op.At.Text]
			if s == nil || !s.Mandatory {
				continue
			}
			switch {
			case op.Skip != "":
				c.mayOp(o, op, s, "skip", may)
			case op.Owe != nil:
				c.mayOp(o, op, s, "owe", may)
			}
			if op.Set != nil {
				c.loosens(o, op, s, may)
			}
		}
	}
}

// may gives the exceptions an urgency allows.
func (c *checker) may(urgency string) []string {
	if c.m.Process == nil {
		return nil
	}
	for _, u := range c.m.Process.Urgencies {
		if u.ID == urgency {
			return u.May
		}
	}
	return nil
}

// mayOp checks skip or owe of a mandatory step. What decides or guards in the
// process itself is never given up: it is where I1 to I22 are kept.
func (c *checker) mayOp(o Overlay, op Op, s *Step, what string, may []string) {
	guards := s.OfProcess && (s.Kind == "gate" || s.Kind == "decide")
	if slices.Contains(may, what) && !guards {
		return
	}
	hint := "tighten instead, or take an urgency whose `may` has `" + what + "`"
	if guards {
		hint = "leave it; the process decides here"
	}
	c.report("E-OVER-2", op.At.Pos, fmt.Sprintf("`%s` is mandatory, and the overlay `%s` may not %s it", s.ID, o.ID.Text, what),
		"what gives, decides or checks something binds in every urgency", hint)
}

// loosens finds set values that are looser than those of a mandatory step.
func (c *checker) loosens(o Overlay, op Op, s *Step, may []string) {
	t := &tightening{roles: c.m.Roles, labels: c.m.Labels, windows: c.m.Timeline.Windows, around: c.around}
	for _, l := range t.loosened(s, op.Set) {
		if l.exception != "" && slices.Contains(may, l.exception) {
			continue
		}
		code := l.code()
		if l.stand == Looser {
			code = "E-OVER-2"
		}
		c.found.add(Diagnostic{
			Code: code, Pos: fieldPos(op.Set, l.field), Message: l.says(fmt.Sprintf("`%s` of `%s`", l.field, s.ID)),
			Reason: fmt.Sprintf("`%s` is mandatory, and the overlay `%s` may only tighten it", s.ID, o.ID.Text), Hint: l.hint,
			Note: Note{fieldPos(s, l.field), written(l.old) + " is said here"},
		})
	}
}
