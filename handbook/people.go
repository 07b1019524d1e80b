package handbook

import (
	"slices"
	"strconv"
	"strings"

	"github.com/headgate/headgate/engine"
)

// people lists the roles: what they must be able to do, who fills them and who
// may not be the same person.
func (b *builder) people() *Section {
	s := &Section{ID: "roles", Title: "Roles"}
	s.add(Para{plain("A role is filled by the team of the same name, unless the table says otherwise. Who answers for a step is always one role, the one marked A in section Responsibilities.")})
	t := Table{Caption: "Roles", Head: []string{"Role", "Skills", "Filled by", "Never the same person as", "Its part here"}}
	for i := range b.p.Roles {
		r := &b.p.Roles[i]
		t.Rows = append(t.Rows, Row{ID: "role-" + r.ID, Cells: []Text{
			then(strong(people(r.ID)), b.only(r.Overlay)), plain(strings.Join(r.Skills, ", ")), b.filled(r), b.rolesOf(r.DiffersFrom), b.partOf(engine.RoleID(i)),
		}})
	}
	s.table(t)
	if rules := b.separations(); len(rules) > 0 {
		s.add(Para{plain("Duties that are kept apart, beside those of the roles:")}, List{Items: rules})
	}
	return s
}

// filled says who fills a role that is not filled by the team of its name.
func (b *builder) filled(r *engine.Role) Text {
	switch {
	case r.Public:
		return plain("anyone")
	case r.Party != "":
		return plain("the party " + r.Party)
	case r.Members != engine.None:
		return code(b.source(r.Members))
	}
	return nil
}

// partOf says what a role has to do here: the matrix says in which steps.
func (b *builder) partOf(id engine.RoleID) Text {
	does, answers := 0, 0
	var more []Text
	for i := range b.p.Nodes {
		n := engine.NodeID(i)
		if b.isBlock(n) {
			continue
		}
		s, v := b.p.SpecOf(n, b.p.Nodes[i].Overlay), b.p.View(n, b.p.Nodes[i].Overlay)
		if slices.Contains(v.Who, b.p.Roles[id].ID) {
			does++
		}
		if s.Accountable == id {
			answers++
		}
		if s.WaiveWho == id {
			more = append(more, then(plain("may waive "), b.node(n)))
		}
	}
	for i := range b.p.Outputs {
		if o := &b.p.Outputs[i]; o.Accept == id {
			more = append(more, then(plain("accepts "), code(o.Name)))
		}
	}
	if b.p.Roles[id].ID == b.p.Owner {
		more = append(more, plain("owns this model"))
	}
	if b.isRaisedTo(id) {
		more = append(more, plain("is brought in when something is late"))
	}
	part := joined(append([]Text{counted("does ", does), counted("answers for ", answers)}, more...), "; ")
	if len(part) == 0 {
		return plain("none in this model")
	}
	return part
}

func counted(verb string, n int) Text {
	switch n {
	case 0:
		return nil
	case 1:
		return plain(verb + "1 step")
	}
	return plain(verb + strconv.Itoa(n) + " steps")
}

func (b *builder) isRaisedTo(id engine.RoleID) bool {
	return slices.ContainsFunc(b.p.Ladders, func(l engine.Ladder) bool {
		return slices.ContainsFunc(l.Rungs, func(r engine.Rung) bool { return r.Role == id || slices.Contains(r.Also, id) })
	})
}

// separations says which steps nobody may do who did or decided others, and the
// rules of the process that hold for every step of a kind.
func (b *builder) separations() []Text {
	var out []Text
	for i := range b.p.Nodes {
		s := b.p.Nodes[i].Specs[0]
		if t := b.apart(s); len(t) > 0 {
			out = append(out, then(b.node(engine.NodeID(i)), plain(": not by "), t))
		}
	}
	return out
}

// apart names whose work a step excludes from doing it.
func (b *builder) apart(s *engine.Spec) Text {
	var parts []Text
	if len(s.DiffersRoles) > 0 {
		parts = append(parts, prefixed("who is ", b.rolesOf(s.DiffersRoles)))
	}
	if len(s.DiffersNodes) > 0 {
		parts = append(parts, prefixed("who did ", b.nodes(s.DiffersNodes)))
	}
	if s.DiffersDeciders {
		parts = append(parts, plain("who decided the grant it needs"))
	}
	return joined(parts, ", ")
}

// matrix is who is responsible, accountable, consulted and informed.
func (b *builder) matrix() *Section {
	s := &Section{ID: "responsibilities", Title: "Responsibilities"}
	s.add(Para{plain("A answers for it, R does it, C is consulted or accepts what it gives, I is informed.")})
	m := b.p.Raci(0)
	t := Table{Caption: "Who is responsible, accountable, consulted and informed", Head: []string{"Step"}, Matrix: true}
	for _, role := range m.Roles {
		t.Head = append(t.Head, people(role))
	}
	for _, r := range m.Rows {
		cells := []Text{b.said("`" + r.Step + "`")}
		for _, c := range r.Cells {
			cells = append(cells, plain(c))
		}
		t.Rows = append(t.Rows, Row{Cells: cells})
	}
	s.table(t)
	return s
}

// isBlock reports whether a node has steps in it instead of being one.
func (b *builder) isBlock(n engine.NodeID) bool { return b.p.Nodes[n].Kind >= engine.KindPhase }

// only says under which overlays something is there.
func (b *builder) only(mask engine.Mask) Text {
	if mask == 0 {
		return nil
	}
	return plain(" (only with " + strings.Join(b.p.OverlayIDs(mask), " and ") + ")")
}
