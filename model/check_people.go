package model

import (
	"fmt"
	"slices"
	"strings"
)

// audiences may stand beside roles in `to` and `advice` only.
var audiences = []string{"anyone", "affected_users", "all_users"}

// checkResponsible finds work nobody does, and models nobody answers for
// (E-RACI-1).
func checkResponsible(c *checker) {
	if c.m.Accountable == "" {
		c.report("E-RACI-1", c.m.Pos, "the header has no `accountable`",
			"every step and every case has exactly one who answers for it", "add `accountable: role`")
	}
	for _, p := range c.places {
		if (p.Kind == "task" || p.Kind == "decide") && p.Who == nil {
			c.report("E-RACI-1", p.Pos, fmt.Sprintf("%s has no `who`", titleOf(p.Step)),
				"what nobody is asked to do is not done", "add `who: role`")
		}
	}
}

// checkRoles finds roles that nobody declared (E-REF-1).
func checkRoles(c *checker) {
	if c.m.Accountable != "" {
		c.role(place{}, c.m.key("accountable"), c.m.Accountable)
	}
	for _, p := range c.places {
		c.rolesOf(p, p.Step)
	}
	for i := range c.m.Overlays {
		o := &c.m.Overlays[i]
		at := place{overlay: o}
		if o.By != "" {
			c.role(at, o.ID.Pos, o.By)
		}
		for _, op := range o.Changes {
			if op.Set != nil {
				c.rolesOf(at, op.Set)
			}
		}
	}
	for _, r := range c.m.Roles {
		c.party(r)
		for _, other := range slices.Concat(r.DiffersFrom, r.SameAs) {
			c.roleOrStep(place{}, r.ID.Pos, other)
		}
		if r.Deputy != "" && r.Deputy != "true" {
			c.role(place{}, r.ID.Pos, r.Deputy)
		}
	}
	for _, l := range c.m.Labels {
		for _, r := range l.Clearance {
			c.role(place{}, l.ID.Pos, r)
		}
	}
	c.eachAction(func(p place, a Action) {
		switch a.Verb {
		case "remind", "ask", "raise":
			if a.Target != "true" {
				c.holder(p, a.Pos, a.Target)
			}
		case "notify":
			for _, r := range a.Roles {
				c.audience(p, a.Pos, r)
			}
		}
	})
}

// rolesOf checks every role a step names.
func (c *checker) rolesOf(p place, s *Step) {
	if s.Who != nil {
		for _, r := range s.Who.Roles {
			c.role(p, s.Who.Pos, r)
		}
	}
	one := func(key, role string) {
		if role != "" {
			c.role(p, fieldPos(s, key), role)
		}
	}
	many := func(key string, roles []string) {
		for _, r := range roles {
			one(key, r)
		}
	}
	one("accountable", s.Accountable)
	one("final", s.Final)
	one("from", s.FromRole)
	one("to", s.ToRole)
	one("accept", s.Accept)
	many("consult", s.Consult)
	many("inform", s.Inform)
	many("present", s.Present)
	many("veto", s.Veto)
	for _, r := range slices.Concat(s.To, s.Advice) {
		c.audience(p, s.Pos, r)
	}
	for _, r := range slices.Concat(s.DiffersFrom, s.SameAs) {
		c.roleOrStep(p, fieldPos(s, "differs_from"), r)
	}
	if s.Waive != nil {
		one("waive", s.Waive.Who)
	}
	if b := s.BackOut; b != nil {
		one("back_out", b.Accept)
		if b.Who != nil {
			many("back_out", b.Who.Roles)
		}
	}
}

func (c *checker) role(p place, pos Pos, role string) {
	if !c.isRole(p, role) {
		c.unknown("E-REF-1", pos, "role", role, c.roleNames(p))
	}
}

func (c *checker) isRole(p place, role string) bool {
	return c.roles[role] != nil || p.overlay != nil && indexNamed(p.overlay.Roles, role) >= 0
}

func (c *checker) roleNames(p place) []string {
	out := namesOf(c.m.Roles)
	if p.overlay != nil {
		out = append(out, namesOf(p.overlay.Roles)...)
	}
	return out
}

func (c *checker) audience(p place, pos Pos, role string) {
	if !c.isRole(p, role) && !slices.Contains(audiences, role) {
		c.unknown("E-REF-1", pos, "role or audience", role, append(c.roleNames(p), audiences...))
	}
}

func (c *checker) roleOrStep(p place, pos Pos, name string) {
	if !c.isRole(p, name) && c.byID[name] == nil && name != "deciders" {
		c.unknown("E-REF-1", pos, "role or step", name, append(c.roleNames(p), c.stepIDs()...))
	}
}

// holder checks a role or the contact of an agreement, such as provider.L1.
func (c *checker) holder(p place, pos Pos, name string) {
	agreement, contact, dotted := strings.Cut(name, ".")
	if !dotted {
		c.role(p, pos, name)
		return
	}
	i := indexNamed(c.m.Agreements, agreement)
	if i < 0 {
		c.unknown("E-REF-1", pos, "agreement", agreement, namesOf(c.m.Agreements))
		return
	}
	known := make([]string, 0, len(c.m.Agreements[i].Contacts))
	for _, n := range c.m.Agreements[i].Contacts {
		known = append(known, n.ID.Text)
	}
	if !slices.Contains(known, contact) {
		c.unknown("E-REF-1", pos, "contact of "+agreement, contact, known)
	}
}

// party checks that a party is an agreement here, or an organization.
func (c *checker) party(r Role) {
	if r.Party == "" || strings.HasPrefix(r.Party, "organization:") {
		return
	}
	if indexNamed(c.m.Agreements, r.Party) < 0 {
		c.unknown("E-REF-1", r.ID.Pos, "agreement", r.Party, namesOf(c.m.Agreements))
	}
}

// checkSeparation finds one hand on both sides (E-SOD-1, E-EVID-3).
func checkSeparation(c *checker) {
	const reason = "nobody confirms his own work"
	for _, p := range c.places {
		if p.Kind == "handoff" && p.FromRole == p.ToRole && p.FromRole != "" && c.fixed(p.FromRole) {
			c.report("E-SOD-1", p.Pos, fmt.Sprintf("`%s` hands over to himself", p.FromRole), reason, "name two roles")
		}
		if p.Final != "" && p.Who != nil && slices.Contains(p.Who.Roles, p.Final) {
			c.report("E-SOD-1", fieldPos(p.Step, "final"), fmt.Sprintf("`%s` votes and overrides the vote", p.Final),
				"who overrides must differ from those he overrides", "name another role in `final`")
		}
		for _, o := range p.Gives {
			if o.Accept != "" && p.Who != nil && len(p.Who.Roles) == 1 && p.Who.Roles[0] == o.Accept && c.alone(o.Accept) {
				c.report("E-SOD-1", o.ID.Pos, fmt.Sprintf("`%s` gives `%s` and accepts it, and is one person", o.Accept, o.ID.Text),
					reason, "name another role in `accept`, or let a second person hold this one")
			}
		}
		if p.Kind == "gate" && p.Waive != nil {
			c.waiver(p)
		}
	}
}

// fixed reports whether a role is always the same people; one with a rotation
// hands over to its next shift.
func (c *checker) fixed(role string) bool {
	r := c.roles[role]
	return r == nil || r.Rotation == ""
}

// alone reports whether the site gives a role to one person only. Without that
// a colleague of the same role may accept; the giver himself is refused when he
// tries (docs/decisions/0009).
func (c *checker) alone(role string) bool {
	if r := c.roles[role]; c.site == nil || r == nil || r.Members.Src != "" || r.Rotation != "" {
		return false
	}
	for _, team := range c.site.Teams {
		if team.ID.Text == role {
			return len(team.Items) == 1
		}
	}
	return false
}

// waiver finds a gate waived by whom it checks: the performer of a step whose
// evidence it reads.
func (c *checker) waiver(p place) {
	for _, id := range identifiers(p.Until.Src) {
		checked := c.byID[id]
		if checked == nil || checked.Who == nil || len(checked.Gives) == 0 {
			continue
		}
		if slices.Contains(checked.Who.Roles, p.Waive.Who) {
			c.report("E-EVID-3", fieldPos(p.Step, "waive"), fmt.Sprintf("`%s` may waive what he gives in `%s`", p.Waive.Who, id),
				"a waiver is given by somebody else than the one who is checked", "name another role in `waive.who`")
			return
		}
	}
}

// identifiers lists the words of a condition that are not fields of another.
func identifiers(src string) []string {
	return strings.FieldsFunc(src, func(r rune) bool {
		return !(r == '_' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9')
	})
}
