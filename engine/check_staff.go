package engine

import (
	"slices"
	"strconv"
	"strings"
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
	s := &staffing{p: c.plan, deciders: c.team("deciders"), crowd: len(c.site.People)}
	s.people = make([][]string, len(c.plan.Roles))
	for r := range c.plan.Roles {
		s.people[r] = c.staff(RoleID(r))
	}
	s.seats()
	s.separate()
	if core := s.unstaffed(); core != nil {
		c.reportStaffing(s, core)
	}
}

// staffing is one matching problem: seats to fill so that seats with an edge
// between them get different people.
type staffing struct {
	p        *Plan
	people   [][]string // by role: who may fill it; nil: not known
	deciders []string
	crowd    int // how many people there are
	// taken says of a node of a running case who did or does it, and whether
	// that is decided: with nobody it asks for nobody. Nil of a model.
	taken  func(NodeID) (persons []string, decided bool)
	list   []seat
	differ [][]bool // by pairs of seats
}

// seat is one act of one person in a step.
type seat struct {
	node    NodeID
	roles   []RoleID
	persons []string // sorted
	vote    bool     // several seats of one decision: one person has one vote
}

// seats lists the acts of every step: one for work, one for each vote a
// decision needs, giver and receiver of a handoff.
func (s *staffing) seats() {
	for n := range s.p.Nodes {
		id, spec := NodeID(n), s.p.Nodes[n].Specs[0]
		switch kind := s.p.Nodes[n].Kind; {
		case s.settled(id, spec):
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
		for range min(spec.Pass.K, s.crowd+1) {
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
	if s.p.Nodes[n].Specs[0].DiffersDeciders {
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
	spec := s.p.Nodes[a.node].Specs[0]
	if spec.namesNode(b.node) {
		return true
	}
	if len(b.roles) != 1 || a.node == b.node {
		return false
	}
	return spec.namesRole(b.roles[0]) || len(a.roles) == 1 && s.p.rolesDiffer(a.roles[0], b.roles[0])
}

// settled adds the seats of a node of which it is decided who does it.
func (s *staffing) settled(n NodeID, spec *Spec) bool {
	if s.taken == nil {
		return false
	}
	persons, decided := s.taken(n)
	for _, person := range persons {
		s.list = append(s.list, seat{node: n, roles: spec.Who, persons: []string{person}})
	}
	return decided
}

// reportStaffing says who cannot do what together.
func (c *compiler) reportStaffing(s *staffing, core []int) {
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
	c.report("E-STAFF-1", c.pos(s.list[core[0]].node), "no legal staffing: "+strings.Join(parts, "; "),
		"all steps must be performable together with their separations", "add a person to a role, or drop a separation nobody obliges")
}

func (s *staffing) seatText(i int) string {
	p, seat := s.p, &s.list[i]
	return "`" + p.nodeText(seat.node) + "` by `" + p.rolesText(seat.roles) + "`: " + or(strings.Join(seat.persons, " or "), "nobody")
}
