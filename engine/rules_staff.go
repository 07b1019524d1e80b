package engine

import (
	"slices"
	"strings"
)

// staffable reports which steps nobody could do any more, with all separations,
// if a person took node n; nil if the rest can still be staffed, or could not
// be as it is. It is the staffing proof of the model, with who did what so far.
// Source: language reference, section 12, "Staffing proof".
func (v *view) staffable(n NodeID, f FrameID, person string) []NodeID {
	if v.w == nil || v.w.Directory == nil || !v.separates(n, f) || !v.missed(n, f, person) {
		return nil
	}
	core := v.unstaffed(f, n, person)
	if core == nil || v.unstaffed(f, None, "") != nil {
		return nil
	}
	return slices.DeleteFunc(core, func(k NodeID) bool { return k == n })
}

// separates reports whether anybody must differ from who does node n, or he
// from others.
func (v *view) separates(n NodeID, f FrameID) bool {
	spec := v.specAt(n, f)
	apart := func(r RoleID) bool { return v.p.keepsApart(n, r) }
	return spec.DiffersDeciders || v.p.keepsApart(n, None) || slices.ContainsFunc(spec.Who, apart)
}

// missed reports whether a step that must differ from node n could be done by
// the person who takes it: only then is anybody missed there. Asked first, since
// it is cheap and mostly says no.
func (v *view) missed(n NodeID, f FrameID, person string) bool {
	s := staffing{p: v.p}
	spec := v.specAt(n, f)
	mine := seat{node: n, roles: spec.Who}
	for k := range v.p.Nodes {
		id := NodeID(k)
		other := v.p.Nodes[k].Specs[0]
		for _, r := range [...]RoleID{other.From, other.To} {
			if r != None && id != n && v.meets(&s, &mine, id, r, f, person) {
				return true
			}
		}
		for _, r := range other.Who {
			if id != n && v.meets(&s, &mine, id, r, f, person) {
				return true
			}
		}
	}
	return false
}

// meets reports whether a person who takes a seat may hold role r in node k,
// which must differ from it.
func (v *view) meets(s *staffing, mine *seat, k NodeID, r RoleID, f FrameID, person string) bool {
	roles := [1]RoleID{r}
	theirs := seat{node: k, roles: roles[:]}
	if s.mustDiffer(mine, &theirs) || s.mustDiffer(&theirs, mine) {
		return v.isHolder(r, person, f)
	}
	for _, own := range mine.roles { // a decision has a seat for each of its roles
		one := [1]RoleID{own}
		if alone := (seat{node: mine.node, roles: one[:]}); s.mustDiffer(&alone, &theirs) || s.mustDiffer(&theirs, &alone) {
			return v.isHolder(r, person, f)
		}
	}
	return false
}

// unstaffed returns the steps that cannot be done together by the people there
// are when node n is taken by a person; None adds nobody.
func (v *view) unstaffed(f FrameID, n NodeID, person string) []NodeID {
	s := &staffing{p: v.p, people: make([][]string, len(v.p.Roles)), crowd: len(v.w.Directory.People)}
	for r := range v.p.Roles {
		s.people[r] = v.staff(RoleID(r), f)
	}
	for i := range v.w.Grants {
		if g := &v.w.Grants[i]; g.Stage == "deploy" && v.active(g) {
			s.deciders = append(s.deciders, g.Deciders...)
		}
	}
	s.taken = func(k NodeID) ([]string, bool) {
		if k == n {
			return []string{person}, true
		}
		return v.takenBy(k, f)
	}
	s.seats()
	s.separate()
	var core []NodeID
	for _, i := range s.unstaffed() {
		core = addOnce(core, s.list[i].node)
	}
	return core
}

// staff lists who holds a role and has its skills, nil if nobody is known.
func (v *view) staff(r RoleID, f FrameID) []string {
	var list []string
	for _, person := range v.holders(r, f) {
		if v.skilled(r, person) {
			list = append(list, person)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// takenBy says who did or does node n, as seen from frame f, and whether that
// is decided. Steps of other items, and those still to come, are open.
func (v *view) takenBy(n NodeID, f FrameID) ([]string, bool) {
	slot, at := v.slotFor(n, f)
	switch {
	case slot == nil:
		return nil, false
	case v.leftOut(n, at) || v.p.rt.procedure[n] != None || v.branch(n):
		return nil, true
	case slot.settled() && (slot.By == "" || slot.By == "engine"):
		return nil, true
	case slot.settled():
		return []string{slot.By}, true
	case slot.Assignee != "":
		return []string{slot.Assignee}, true
	}
	return nil, false
}

// overstaffed refuses that a person takes a node when nobody would be left for
// another step.
func (v *view) overstaffed(n NodeID, f FrameID, spec *Spec, person string) *Refusal {
	core := v.staffable(n, f, person)
	if len(core) == 0 {
		return nil
	}
	names := make([]string, len(core))
	for i, k := range core {
		names[i] = "`" + v.p.nodeText(k) + "`"
	}
	r := &Refusal{
		Code: "R-SOD", Place: v.place(n, f), Need: "another person takes it, or somebody joins a role",
		Why: "if " + person + " does it, nobody is left for " + strings.Join(names, ", "),
	}
	for _, other := range v.allowed(n, f, spec) {
		if other != person && len(v.staffable(n, f, other)) == 0 {
			r.Ask = append(r.Ask, other)
		}
	}
	return r
}
