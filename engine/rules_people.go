package engine

import (
	"slices"
	"strings"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/expr"
)

// holders returns who holds a role as seen from frame f, sorted. An assignment
// of the case comes before the members of the model, and these before the team
// of the directory. The slice belongs to its source: do not change it.
func (v *view) holders(r RoleID, f FrameID) []string {
	if r == None {
		return nil
	}
	role := &v.p.Roles[r]
	for i := range v.s.Assign {
		if v.s.Assign[i].Role == role.ID {
			return v.s.Assign[i].Persons
		}
	}
	if role.Members != None {
		return personList(v.eval(role.Members, v.node, f))
	}
	if v.w == nil {
		return nil
	}
	if role.Party != "" {
		if org, ok := strings.CutPrefix(role.Party, "organization:"); ok {
			return v.organization(org)
		}
	}
	return v.team(r, role.ID)
}

// team finds the team of a role. Where it stood the last time is tried first:
// a directory seldom changes between decisions.
func (v *view) team(r RoleID, id string) []string {
	if v.w.Directory == nil {
		return nil
	}
	teams := v.w.Directory.Teams
	if int(r) < len(v.teams) {
		if i := int(v.teams[r]); i < len(teams) && teams[i].ID == id {
			return teams[i].Members
		}
	}
	for i := range teams {
		if teams[i].ID == id {
			v.teamStands(r, i)
			return teams[i].Members
		}
	}
	return nil
}

func (v *view) teamStands(r RoleID, i int) {
	if int(r) >= len(v.teams) {
		v.teams = append(v.teams, make([]int32, int(r)+1-len(v.teams))...)
	}
	v.teams[r] = int32(i)
}

func personList(x expr.Value) []string {
	if x.Kind() == expr.KindString {
		return []string{x.AsString()}
	}
	list := make([]string, 0, x.Len())
	for _, p := range x.Items() {
		if s := p.AsString(); s != "" {
			list = append(list, s)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func (v *view) organization(org string) []string {
	var list []string
	if v.w.Directory != nil {
		for i := range v.w.Directory.People {
			if v.w.Directory.People[i].Organization == org {
				list = append(list, v.w.Directory.People[i].ID)
			}
		}
	}
	return list
}

// isHolder reports whether a person holds role r, himself or as the deputy of
// an absent holder of a role that allows it, and has the skills of the role.
func (v *view) isHolder(r RoleID, person string, f FrameID) bool {
	if r == None || person == "" {
		return false
	}
	role := &v.p.Roles[r]
	if list := v.holders(r, f); !contains(list, person) && !(role.Deputy && v.isDeputy(person, list)) {
		return false
	}
	return len(role.Skills) == 0 || v.skilled(r, person)
}

// isDeputy reports whether a person is the deputy of one who is absent.
func (v *view) isDeputy(person string, list []string) bool {
	return v.w != nil && slices.ContainsFunc(list, func(holder string) bool { return v.deputyOf(holder) == person })
}

// contains is for short sorted lists, where a scan is fastest.
func contains(list []string, s string) bool {
	for i := range list {
		if list[i] == s {
			return true
		}
	}
	return false
}

func (v *view) deputyOf(holder string) string {
	p := v.w.Directory.Person(holder)
	if p == nil {
		return ""
	}
	for _, a := range p.Away {
		if (calendar.Span{From: a.From, To: a.To}).Contains(v.now) {
			return a.Deputy
		}
	}
	return ""
}

// skilled reports whether a person has the skills of a role. Whom the directory
// does not know is trusted: it may keep no skills.
func (v *view) skilled(r RoleID, person string) bool {
	need := v.p.Roles[r].Skills
	if len(need) == 0 || v.w == nil {
		return true
	}
	p := v.w.Directory.Person(person)
	if p == nil {
		return true
	}
	for _, skill := range need {
		if !contains(p.Skills, skill) {
			return false
		}
	}
	return true
}

// roleOf returns the first role of the list that a person holds, or None.
func (v *view) roleOf(roles []RoleID, person string, f FrameID) RoleID {
	for _, r := range roles {
		if v.isHolder(r, person, f) {
			return r
		}
	}
	return None
}

// performer returns the role in which a person may do the work of node n, and
// whether he may: by the roles of who, by name, by a rung that asked for help,
// and for a step without who as the accountable.
func (v *view) performer(n NodeID, f FrameID, spec *Spec, person string) (RoleID, bool) {
	if r := v.roleOf(spec.Who, person, f); r != None {
		return r, true
	}
	if spec.WhoPerson != None && contains(personList(v.eval(spec.WhoPerson, n, f)), person) {
		return None, true
	}
	if len(spec.Who) == 0 && spec.WhoPerson == None && v.isHolder(v.accountable(n, f), person, f) {
		return v.accountable(n, f), true
	}
	if e := v.s.escalated(n, f, person, true); e != nil {
		return e.Role, true
	}
	return None, false
}

// accountable returns the role that answers for node n.
func (v *view) accountable(n NodeID, f FrameID) RoleID {
	for n != None {
		slot, _ := v.slotFor(n, f)
		mask := v.s.Overlays
		if slot != nil && slot.State > Pending {
			mask = slot.Overlays
		}
		if r := v.p.spec(n, mask).Accountable; r != None {
			return r
		}
		n = v.p.Nodes[n].Parent
	}
	return v.p.roleID(v.p.Owner)
}

// answers reports whether a person is accountable for node n, or was given the
// right to decide about it by a rung.
func (v *view) answers(n NodeID, f FrameID, person string) (RoleID, bool) {
	at := n
	if at == None {
		at = v.p.Phases[0]
	}
	if r := v.accountable(at, f); v.isHolder(r, person, f) {
		return r, true
	}
	for i := range v.s.Escalations {
		e := &v.s.Escalations[i]
		if e.MayDecide && e.Node == n && contains(e.Persons, person) {
			return e.Role, true
		}
	}
	return None, false
}

// roleID returns the role of that id, or None.
func (p *Plan) roleID(id string) RoleID {
	for i := range p.Roles {
		if p.Roles[i].ID == id {
			return RoleID(i)
		}
	}
	return None
}

// escalated returns the rung that named a person for the current attempt of
// node n, or nil.
func (s *State) escalated(n NodeID, f FrameID, person string, functional bool) *Escalation {
	for i := range s.Escalations {
		e := &s.Escalations[i]
		if e.Node == n && e.Frame == f && (e.Functional || e.MayDecide) == functional && contains(e.Persons, person) {
			return e
		}
	}
	return nil
}

// separated returns the step or role that forbids a person to act on node n,
// over all attempts and through delegation, with the person who did it.
// Source: language reference, section 12; rules I2 and I3.
func (v *view) separated(n NodeID, f FrameID, spec *Spec, role RoleID, actor *Actor) (b blame) {
	if !spec.DiffersDeciders && !v.p.keepsApart(n, role) {
		return blame{}
	}
	for _, person := range [2]string{actor.Person, actor.For} {
		if person == "" {
			continue
		}
		if b = v.separatedFrom(n, f, spec, role, person); b.code != blameNone {
			return b
		}
	}
	return blame{}
}

// separatedFrom holds what a person is about to do against all he did. Who is
// named by a separation does not matter, nor who came first.
func (v *view) separatedFrom(n NodeID, f FrameID, spec *Spec, role RoleID, person string) blame {
	for i := range v.s.Doers {
		did := &v.s.Doers[i]
		if did.Person != person {
			continue
		}
		if v.p.rolesDiffer(role, did.Role) {
			return blame{code: blameRole, role: did.Role, name: person}
		}
		if did.Node == n {
			continue // nothing differs from itself
		}
		other := v.specAt(did.Node, did.Frame)
		if other.namesRole(role) || spec.namesRole(did.Role) ||
			(other.namesNode(n) || spec.namesNode(did.Node)) && v.sameItem(n, f, did) {
			return blame{code: blameSeparated, node: did.Node, name: person}
		}
	}
	if spec.DiffersDeciders && v.decidedFor(n, f, person) {
		return blame{code: blameDecider, name: person}
	}
	return blame{}
}

// namesNode reports whether a step must be done by somebody else than node n.
func (s *Spec) namesNode(n NodeID) bool { return slices.Contains(s.DiffersNodes, n) }

// namesRole reports whether a step must be done by nobody who acts as r.
func (s *Spec) namesRole(r RoleID) bool { return r != None && slices.Contains(s.DiffersRoles, r) }

// rolesDiffer reports whether nobody may act in both roles, whichever of the
// two says so.
func (p *Plan) rolesDiffer(a, b RoleID) bool {
	return a != None && b != None && (slices.Contains(p.Roles[a].DiffersFrom, b) || slices.Contains(p.Roles[b].DiffersFrom, a))
}

// sameItem reports whether node n in frame f and what somebody did are not in
// two different items of one each: separations hold per item.
func (v *view) sameItem(n NodeID, f FrameID, did *Doer) bool {
	if at := v.frameFor(v.p.Nodes[did.Node].Scope, f); at != None {
		return at == did.Frame
	}
	at := v.frameFor(v.p.Nodes[n].Scope, did.Frame)
	return at == None || at == f
}

// decidedFor reports whether a person decided a grant that covers what n
// touches.
func (v *view) decidedFor(n NodeID, f FrameID, person string) bool {
	if v.w == nil {
		return false
	}
	for i := range v.w.Grants {
		g := &v.w.Grants[i]
		if g.Status == "active" && g.Stage == "deploy" && contains(g.Deciders, person) {
			return true
		}
	}
	return false
}

// siteGroup returns a group of the directory, as a list or, when its teams are
// called group.key, as a map of lists.
func (v *view) siteGroup(ref expr.Ref, id string) expr.Value {
	if members := v.w.Directory.Group(id); members != nil {
		return stringList(members)
	}
	var fields []expr.Field
	if v.w.Directory != nil {
		for _, g := range v.w.Directory.Groups {
			if key, ok := strings.CutPrefix(g.ID, id+"."); ok {
				fields = append(fields, expr.Field{Name: key, Value: stringList(g.Members)})
			}
		}
	}
	if fields == nil {
		return expr.Unknown(ref, reasonWorld)
	}
	return expr.Map(fields...)
}
