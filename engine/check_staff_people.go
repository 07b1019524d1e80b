package engine

import (
	"slices"
	"strings"

	"github.com/headgate/headgate/expr"
	"github.com/headgate/headgate/model"
)

func (c *compiler) team(id string) []string {
	for _, t := range c.site.Teams {
		if t.ID.Text == id {
			return t.Items
		}
	}
	return nil
}

// staff lists who may fill a role, nil if that is not known here.
func (c *compiler) staff(r RoleID) []string {
	role := &c.plan.Roles[r]
	people := c.team(role.ID)
	if role.Members != None {
		people = c.siteMembers(role.Members)
	}
	if len(people) == 0 {
		return nil
	}
	skilled := slices.DeleteFunc(slices.Clone(people), func(id string) bool { return !c.hasSkills(id, role.Skills) })
	if len(skilled) == 0 {
		c.report("E-STAFF-2", c.rolePos(role.ID), "nobody of `"+role.ID+"` ("+strings.Join(people, ", ")+") has the skills "+strings.Join(role.Skills, ", "),
			"a step needs somebody who can do it", "train or add a person, or drop the skill")
		return nil
	}
	slices.Sort(skilled)
	return slices.Compact(skilled)
}

// siteMembers evaluates the members of a role over the site alone; nil if they
// depend on a case.
func (c *compiler) siteMembers(id ProgramID) []string {
	var stack expr.Stack
	v := expr.Eval(c.plan.Programs[id].Expr, siteGroups{c}, &stack)
	if v.Kind() == expr.KindString {
		return []string{v.AsString()}
	}
	var out []string
	for _, item := range v.Items() {
		out = append(out, item.AsString())
	}
	return out
}

// siteGroups knows the groups of the site and nothing else.
type siteGroups struct{ c *compiler }

// Load implements expr.Source.
func (g siteGroups) Load(ref expr.Ref) expr.Value {
	kind, i := SplitRef(ref)
	if kind != RefSite {
		return nothing{}.Load(ref)
	}
	for _, group := range g.c.site.Groups {
		if group.Key.Text == g.c.plan.SiteGroups[i] {
			return g.c.literal(group.Value, expr.Type{})
		}
	}
	return nothing{}.Load(ref)
}

// Call implements expr.Source.
func (g siteGroups) Call(fn int, args []expr.Value) expr.Value { return nothing{}.Call(fn, args) }

func (c *compiler) hasSkills(id string, skills []string) bool {
	if len(skills) == 0 {
		return true
	}
	for _, p := range c.site.People {
		if p.ID.Text == id {
			return !slices.ContainsFunc(skills, func(s string) bool { return !slices.Contains(p.Skills, s) })
		}
	}
	return true // of somebody the directory does not describe nothing is known
}

func (c *compiler) rolePos(id string) model.Pos {
	for _, r := range c.m.Roles {
		if r.ID.Text == id {
			return r.ID.Pos
		}
	}
	return c.m.Pos
}
