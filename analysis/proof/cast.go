package proof

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/expr"
)

// cast is a company in which every role has people of its own, with all skills
// and each in an organization of his own, so that no separation stands in the
// way. Whether the people there are suffice is proved apart, as a matching.
type cast struct {
	directory *engine.Directory
	assign    []engine.Assignment
	of        [][]string // by role
}

// newCast hires as many for each role as the largest count of votes asks for,
// and three at least, so that two may have to differ from a third.
func newCast(p *engine.Plan) *cast {
	c := &cast{directory: &engine.Directory{}, of: make([][]string, len(p.Roles))}
	size := crowd(p)
	for r := range p.Roles {
		id := p.Roles[r].ID
		for i := range size {
			person := id
			if i > 0 {
				person += "_" + strconv.Itoa(i+1)
			}
			c.of[r] = append(c.of[r], person)
			c.hire(person, p.Roles[r].Skills)
		}
		slices.Sort(c.of[r])
		c.assign = append(c.assign, engine.Assignment{Role: id, Persons: c.of[r]})
	}
	c.hire(someone, nil)
	for _, g := range p.SiteGroups {
		c.directory.Groups = append(c.directory.Groups, engine.Team{ID: g, Members: []string{someone}})
	}
	slices.SortFunc(c.directory.People, func(a, b engine.Person) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(c.directory.Groups, func(a, b engine.Team) int { return cmp.Compare(a.ID, b.ID) })
	return c
}

func (c *cast) hire(person string, skills []string) {
	c.directory.People = append(c.directory.People, engine.Person{ID: person, Name: person, Skills: skills, Organization: "of_" + person})
}

// crowd is how many people a role needs for any decision to pass.
func crowd(p *engine.Plan) int {
	size := 3
	for n := range p.Nodes {
		for _, spec := range p.Nodes[n].Specs {
			size = max(size, spec.Pass.K, spec.Fail.K)
			for _, id := range []engine.ProgramID{spec.Pass.Program, spec.Fail.Program} {
				if id == engine.None {
					continue
				}
				for _, v := range p.Programs[id].Expr.Constants() {
					if v.Kind() == expr.KindInt {
						size = max(size, int(v.AsInt())+1)
					}
				}
			}
		}
	}
	return min(size, 12)
}
