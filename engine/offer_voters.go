package engine

import (
	"fmt"
	"slices"
)

// Voter is somebody whose vote a decision waits for, or whose advice it asks.
type Voter struct {
	Person string
	Role   RoleID
	Advice bool
	// WhyNot says why a vote of somebody who holds the role is refused.
	WhyNot string
}

// Voters lists who may vote on a decision and in which role, in the order of
// its roles, and after them those whose advice is asked. Who is named by a
// condition or was given the right by a rung comes after the roles.
func Voters(p *Plan, s *State, w *World, n NodeID, f FrameID) []Voter {
	if p.Nodes[n].Kind != KindDecide {
		return nil
	}
	v := view{p: p, s: s, w: w, now: w.at(s.Now), node: n, frame: f}
	spec := v.specAt(n, f)
	b := ballot{v: &v, n: n, f: f, spec: spec}
	roles := spec.Who
	if len(roles) == 0 && spec.WhoPerson == None {
		roles = []RoleID{v.accountable(n, f)}
	}
	for _, r := range roles {
		b.add(r, false, v.holders(r, f)...)
	}
	if spec.WhoPerson != None {
		b.add(None, false, personList(v.eval(spec.WhoPerson, n, f))...)
	}
	for i := range s.Escalations {
		if e := &s.Escalations[i]; e.MayDecide && e.Node == n && e.Frame == f {
			b.add(e.Role, false, e.Persons...)
		}
	}
	for _, r := range slices.Concat(spec.Advice, spec.Consult) {
		b.add(r, true, v.holders(r, f)...)
	}
	return b.list
}

// ballot gathers voters, each person once.
type ballot struct {
	v    *view
	n    NodeID
	f    FrameID
	spec *Spec
	list []Voter
}

func (b *ballot) add(role RoleID, advice bool, persons ...string) {
	for _, person := range persons {
		if slices.ContainsFunc(b.list, func(x Voter) bool { return x.Person == person }) {
			continue
		}
		x := Voter{Person: person, Role: role, Advice: advice}
		if !advice {
			if no := b.v.separatedFrom(b.n, b.f, b.spec, role, person); no.code != blameNone {
				x.WhyNot, _, _ = b.v.explain(b.n, b.f, &no)
			}
		}
		b.list = append(b.list, x)
	}
}

// PassRule says in a few words which votes settle a decision as its first
// answer.
func PassRule(p *Plan, s *State, w *World, n NodeID, f FrameID) string {
	v := view{p: p, s: s, w: w, now: w.at(s.Now), node: n, frame: f}
	spec := v.specAt(n, f)
	members := len(v.electorate(n, f, spec))
	switch spec.passRule() {
	case TallyAll:
		return "one vote of every role"
	case TallyMajority:
		return fmt.Sprintf("%d of %d", members/2+1, members)
	case TallyCount:
		return fmt.Sprintf("%d of %d", spec.Pass.K, members)
	case TallyProgram:
		return p.Programs[spec.Pass.Program].Source
	}
	return "the first vote"
}

// passRule returns the rule that settles a decision; by default any for one
// role and all for several.
func (s *Spec) passRule() TallyRule {
	switch {
	case s.Pass.Rule != TallyDefault:
		return s.Pass.Rule
	case len(s.Who) > 1:
		return TallyAll
	}
	return TallyAny
}
