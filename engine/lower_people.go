package engine

import (
	"slices"

	"github.com/headgate/headgate/model"
)

// roles numbers the roles of the model and of overlays. What
// they refer to follows in roleBodies, when all are known.
func (c *compiler) roles() {
	add := func(roles []model.Role, bit Mask) {
		for _, r := range roles {
			if old, ok := c.names[r.ID.Text]; ok && old.kind == nameRole {
				continue // an overlay names it again
			}
			c.id(r.ID, nameRole, len(c.plan.Roles))
			c.plan.Roles = append(c.plan.Roles, Role{
				ID: r.ID.Text, Skills: r.Skills, Members: None, Party: r.Party, Deputy: r.Deputy != "", Overlay: bit,
			})
		}
	}
	add(c.m.Roles, 0)
	for i := range c.m.Overlays {
		add(c.m.Overlays[i].Roles, 1<<i)
	}
	for _, owner := range []string{c.m.Owner, c.m.Accountable} {
		if _, ok := c.names[owner]; owner != "" && !ok {
			c.id(model.Word{Text: owner, Pos: c.m.Pos}, nameRole, len(c.plan.Roles))
			c.plan.Roles = append(c.plan.Roles, Role{ID: owner, Members: None})
		}
	}
}

// roleBodies compiles members and separations of roles.
func (c *compiler) roleBodies() {
	body := func(roles []model.Role) {
		for _, r := range roles {
			role := &c.plan.Roles[c.names[r.ID.Text].index]
			for _, other := range r.DiffersFrom {
				if id := c.role(other, r.ID.Pos); id != None && !slices.Contains(role.DiffersFrom, id) {
					role.DiffersFrom = append(role.DiffersFrom, id)
				}
			}
			if r.Members.Src == "anyone" {
				role.Public = true
			} else if role.Members == None && r.Members.Src != "" {
				role.Members = c.members(r.Members)
			}
		}
	}
	body(c.m.Roles)
	for i := range c.m.Overlays {
		body(c.m.Overlays[i].Roles)
	}
}

// members compiles the members of a role: a person or a list of them. It is
// evaluated where the role is used, so it may read any item.
func (c *compiler) members(src model.CEL) ProgramID {
	return c.program(src, c.widest(src), anyType)
}

// widest returns the innermost spot whose `as` name the source begins with.
func (c *compiler) widest(src model.CEL) spot {
	at := c.at(None)
	for i := range c.plan.Scopes {
		s := &c.plan.Scopes[i]
		if s.As != "" && reads(src.Src, s.As) {
			at.scope = ScopeID(i)
		}
	}
	return at
}

// reads reports whether source text names the word.
func reads(src, word string) bool {
	for i := 0; i+len(word) <= len(src); i++ {
		if src[i:i+len(word)] == word && (i == 0 || !inWord(src[i-1]) && src[i-1] != '.') &&
			(i+len(word) == len(src) || !inWord(src[i+len(word)])) {
			return true
		}
	}
	return false
}

func inWord(b byte) bool {
	return b == '_' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9'
}

// role returns the number of a role, or None and a diagnostic.
func (c *compiler) role(id string, pos model.Pos) RoleID {
	if n, ok := c.names[id]; ok && n.kind == nameRole {
		return RoleID(n.index)
	}
	c.unknown(pos, id, c.roleIDs())
	return None
}

// optionalRole is role, and None without a diagnostic for no role.
func (c *compiler) optionalRole(id string, pos model.Pos) RoleID {
	if id == "" {
		return None
	}
	return c.role(id, pos)
}

func (c *compiler) rolesOf(ids []string, pos model.Pos) []RoleID {
	var out []RoleID
	for _, id := range ids {
		if r := c.role(id, pos); r != None {
			out = append(out, r)
		}
	}
	return out
}

// knownRoles is rolesOf that leaves out audiences such as anyone.
func (c *compiler) knownRoles(ids []string, pos model.Pos) []RoleID {
	return c.rolesOf(slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return slices.Contains(audiences, id) }), pos)
}

// audiences are not roles: they only hear.
// Source: language reference, section 2.
var audiences = []string{"anyone", "affected_users", "all_users"}

func (c *compiler) roleIDs() []string {
	ids := make([]string, len(c.plan.Roles))
	for i, r := range c.plan.Roles {
		ids[i] = r.ID
	}
	return ids
}

// separations splits differs_from into roles, steps and the deciders of grants.
func (c *compiler) separations(ids []string, pos model.Pos, spec *Spec) {
	for _, id := range ids {
		n, ok := c.names[id]
		switch {
		case id == "deciders":
			spec.DiffersDeciders = true
		case ok && n.kind == nameRole:
			spec.DiffersRoles = append(spec.DiffersRoles, RoleID(n.index))
		case ok && n.kind == nameNode:
			spec.DiffersNodes = append(spec.DiffersNodes, NodeID(n.index))
		default:
			c.unknown(pos, id, append(c.roleIDs(), c.nodeIDs()...))
		}
	}
}

// ladderID compiles an inline ladder, or finds a named one; None for nil.
func (c *compiler) ladderID(l *model.Ladder, at spot) LadderID {
	switch {
	case l == nil:
		return None
	case l.Use == "":
		c.plan.Ladders = append(c.plan.Ladders, Ladder{Rungs: c.rungs(l, at)})
		return LadderID(len(c.plan.Ladders) - 1)
	}
	if n, ok := c.names[l.Use]; ok && n.kind == nameLadder {
		return LadderID(n.index)
	}
	var known []string
	for i := range c.m.Ladders {
		known = append(known, c.m.Ladders[i].ID.Text)
	}
	c.unknown(l.Pos, l.Use, known)
	return None
}

func (c *compiler) rungs(l *model.Ladder, at spot) []Rung {
	out := make([]Rung, 0, len(l.Rungs))
	for i := range l.Rungs {
		out = append(out, c.rung(&l.Rungs[i], at))
	}
	return out
}

func (c *compiler) rung(r *model.Rung, at spot) Rung {
	out := Rung{
		Percent: r.Percent, After: c.span(r.After, at), Time: c.time(r.At, at, based), When: c.program(r.When, at, boolType),
		Role: None, Contact: None, MayDecide: r.MayDecide, Emit: r.Emit,
	}
	if r.Every != nil {
		out.Every = *r.Every
	}
	target := ""
	switch {
	case r.Raise != "":
		out.Act, target = RungRaise, r.Raise
	case r.Ask != "":
		out.Act, target = RungAsk, r.Ask
	case r.Remind != "" && r.Remind != "true":
		out.Act, target = RungRemind, r.Remind
	case r.Remind == "" && r.Emit != "":
		out.Act = RungEmit
	}
	c.rungTarget(&out, target, r.Pos)
	out.Also = c.rolesOf(r.More, r.Pos)
	return out
}

// rungTarget finds who is told: a role, or a contact of an agreement.
func (c *compiler) rungTarget(r *Rung, target string, pos model.Pos) {
	if target == "" {
		return
	}
	for i, contact := range c.plan.Contacts {
		if contact.Agreement+"."+contact.Name == target {
			r.Contact = int32(i)
			return
		}
	}
	r.Role = c.role(target, pos)
}
