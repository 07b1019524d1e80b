package engine

import (
	"slices"
	"strconv"
	"strings"

	"github.com/headgate/headgate/expr"
	"github.com/headgate/headgate/model"
)

// checkStaff proves that the people of the site can perform the model with its
// separations (E-STAFF-1), and have the skills it asks for (E-STAFF-2). Roles
// whose holders are only known in a case, because `members` reads it or the
// site has no team for them, are left out: they bind nobody yet. The team
// `deciders`, if the site names one, stands for those who decide grants.
// Source: language reference, section 12, "Staffing proof".
func (c *compiler) checkStaff() {
	if !c.known {
		return
	}
	s := &staffing{c: c, deciders: c.team("deciders")}
	s.people = make([][]string, len(c.plan.Roles))
	for r := range c.plan.Roles {
		s.people[r] = s.holders(RoleID(r))
	}
	s.seats()
	s.separate()
	if core := s.unstaffed(); core != nil {
		s.report(core)
	}
}

// staffing is one matching problem: seats to fill so that seats with an edge
// between them get different people.
type staffing struct {
	c        *compiler
	people   [][]string // by role: who may fill it; nil: not known
	deciders []string
	list     []seat
	differ   [][]bool // by pairs of seats
}

// seat is one act of one person in a step.
type seat struct {
	node    NodeID
	roles   []RoleID
	persons []string // sorted
	vote    bool     // several seats of one decision: one person has one vote
}

func (c *compiler) team(id string) []string {
	for _, t := range c.site.Teams {
		if t.ID.Text == id {
			return t.Items
		}
	}
	return nil
}

// holders lists who may fill a role, nil if that is not known here.
func (s *staffing) holders(r RoleID) []string {
	role := &s.c.plan.Roles[r]
	people := s.c.team(role.ID)
	if role.Members != None {
		people = s.c.siteMembers(role.Members)
	}
	if len(people) == 0 {
		return nil
	}
	skilled := slices.DeleteFunc(slices.Clone(people), func(id string) bool { return !s.c.hasSkills(id, role.Skills) })
	if len(skilled) == 0 {
		s.c.report("E-STAFF-2", s.c.rolePos(role.ID), "nobody of `"+role.ID+"` ("+strings.Join(people, ", ")+") has the skills "+strings.Join(role.Skills, ", "),
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

// seats lists the acts of every step: one for work, one for each vote a
// decision needs, giver and receiver of a handoff.
func (s *staffing) seats() {
	for n := range s.c.plan.Nodes {
		id, spec := NodeID(n), s.c.plan.Nodes[n].Specs[0]
		switch kind := s.c.plan.Nodes[n].Kind; {
		case kind == KindHandoff:
			s.seat(id, []RoleID{spec.From}, true)
			s.seat(id, []RoleID{spec.To}, true)
		case kind == KindDecide:
			s.votes(id, spec)
		case len(spec.Who) > 0 && !spec.UndoHere:
			s.seat(id, spec.Who, false)
		}
	}
}

// votes adds the seats of a decision: one of each role when all must agree, k
// when k votes pass, else one.
func (s *staffing) votes(n NodeID, spec *Spec) {
	every := spec.Pass.Rule == TallyAll || spec.Pass.Rule == TallyDefault && len(spec.Who) > 1
	switch {
	case every:
		for _, r := range spec.Who {
			s.seat(n, []RoleID{r}, true)
		}
	case spec.Pass.Rule == TallyCount:
		// One more vote than there are people says as much as a thousand.
		for range min(spec.Pass.K, len(s.c.site.People)+1) {
			s.seat(n, spec.Who, true)
		}
	case len(spec.Who) > 0:
		s.seat(n, spec.Who, false)
	}
}

// seat adds a seat, unless who may take it is not known.
func (s *staffing) seat(n NodeID, roles []RoleID, vote bool) {
	out := seat{node: n, roles: roles, vote: vote}
	for _, r := range roles {
		if r == None || s.people[r] == nil {
			return
		}
		out.persons = append(out.persons, s.people[r]...)
	}
	if s.c.plan.Nodes[n].Specs[0].DiffersDeciders {
		out.persons = slices.DeleteFunc(out.persons, func(id string) bool { return slices.Contains(s.deciders, id) })
	}
	slices.Sort(out.persons)
	out.persons = slices.Compact(out.persons)
	s.list = append(s.list, out)
}

// separate computes which seats must get different people, and folds seats
// that are alike, which one person can take together.
func (s *staffing) separate() {
	edges := make([][]bool, len(s.list))
	for i := range s.list {
		edges[i] = make([]bool, len(s.list))
		for j := range s.list {
			edges[i][j] = i != j && (s.mustDiffer(&s.list[i], &s.list[j]) || s.mustDiffer(&s.list[j], &s.list[i]))
		}
	}
	var kept []int
	for i := range s.list {
		alike := slices.ContainsFunc(kept, func(k int) bool {
			return !edges[i][k] && slices.Equal(s.list[i].persons, s.list[k].persons) && slices.Equal(edges[i], edges[k])
		})
		if !alike {
			kept = append(kept, i)
		}
	}
	list := make([]seat, len(kept))
	s.differ = make([][]bool, len(kept))
	for a, i := range kept {
		list[a] = s.list[i]
		for _, j := range kept {
			s.differ[a] = append(s.differ[a], edges[i][j])
		}
	}
	s.list = list
}

// mustDiffer reports whether a names b as somebody it must not be. Roles are
// compared where a seat has one alone: of several, one may be free.
func (s *staffing) mustDiffer(a, b *seat) bool {
	if a.node == b.node && a.vote && b.vote {
		return true
	}
	spec := s.c.plan.Nodes[a.node].Specs[0]
	if slices.Contains(spec.DiffersNodes, b.node) {
		return true
	}
	if len(b.roles) != 1 || a.node == b.node {
		return false
	}
	if slices.Contains(spec.DiffersRoles, b.roles[0]) {
		return true
	}
	return len(a.roles) == 1 && slices.Contains(s.c.plan.Roles[a.roles[0]].DiffersFrom, b.roles[0])
}

// unstaffed returns the smallest set of seats it finds that cannot be filled
// together, or nil if all can.
func (s *staffing) unstaffed() []int {
	core := make([]int, len(s.list))
	for i := range core {
		core[i] = i
	}
	if s.fill(core) {
		return nil
	}
	for i := 0; i < len(core); {
		without := slices.Delete(slices.Clone(core), i, i+1)
		if s.fill(without) {
			i++
			continue
		}
		core = without
	}
	return core
}

// fill reports whether the seats can be filled: search that takes the seat with
// the fewest people left first. Models have a dozen kinds of seats, so this
// ends at once; a search that does not is given up and counts as filled.
func (s *staffing) fill(seats []int) bool {
	taken := make([]string, len(s.list))
	steps := 0
	var place func(left []int) bool
	place = func(left []int) bool {
		if steps++; len(left) == 0 || steps > maxStaffingSteps {
			return true
		}
		best, people := s.tightest(left, taken)
		rest := slices.Delete(slices.Clone(left), best, best+1)
		for _, person := range people {
			taken[left[best]] = person
			if place(rest) {
				return true
			}
		}
		taken[left[best]] = ""
		return false
	}
	return place(seats)
}

const maxStaffingSteps = 100_000

// tightest returns the seat with the fewest people it can still get, and them.
func (s *staffing) tightest(left []int, taken []string) (int, []string) {
	best, fewest := -1, []string(nil)
	for i, seat := range left {
		free := slices.DeleteFunc(slices.Clone(s.list[seat].persons), func(id string) bool { return s.clashes(seat, id, taken) })
		if best < 0 || len(free) < len(fewest) {
			best, fewest = i, free
		}
	}
	return best, fewest
}

func (s *staffing) clashes(seat int, person string, taken []string) bool {
	for other, edge := range s.differ[seat] {
		if edge && taken[other] == person {
			return true
		}
	}
	return false
}

// report says who cannot do what together.
func (s *staffing) report(core []int) {
	var parts []string
	for i := 0; i < len(core); {
		text, times := s.seatText(core[i]), 0
		for ; i < len(core) && s.seatText(core[i]) == text; i++ {
			times++
		}
		if times > 1 {
			text += " (" + strconv.Itoa(times) + " of them)"
		}
		parts = append(parts, text)
	}
	s.c.report("E-STAFF-1", s.c.pos(s.list[core[0]].node), "no legal staffing: "+strings.Join(parts, "; "),
		"all steps must be performable together with their separations", "add a person to a role, or drop a separation nobody obliges")
}

func (s *staffing) seatText(i int) string {
	p, seat := s.c.plan, &s.list[i]
	return "`" + p.nodeText(seat.node) + "` by `" + p.rolesText(seat.roles) + "`: " + or(strings.Join(seat.persons, " or "), "nobody")
}
