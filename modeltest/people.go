package modeltest

import (
	"cmp"
	"slices"
	"strings"

	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/model"
)

// perRole is how many people are made up for a role that nobody fills: enough
// to keep apart what must be, and for small quorums.
const perRole = 3

// directoryOf is the people of a site, with teams made up for the roles of a
// plan that it does not fill.
func directoryOf(plan *engine.Plan, site *model.Site) *engine.Directory {
	d := &engine.Directory{}
	if site != nil {
		d.People, d.Teams, d.Groups = peopleOf(site), teamsOf(site), groupsOf(site)
	}
	for i := range plan.Roles {
		invent(d, &plan.Roles[i])
	}
	slices.SortFunc(d.People, func(a, b engine.Person) int { return cmp.Compare(a.ID, b.ID) })
	for _, list := range [][]engine.Team{d.Teams, d.Groups} {
		slices.SortFunc(list, func(a, b engine.Team) int { return cmp.Compare(a.ID, b.ID) })
	}
	return d
}

// invent makes up the people of a role: those of its organization if it has
// one, else a team.
func invent(d *engine.Directory, r *engine.Role) {
	org, outside := strings.CutPrefix(r.Party, "organization:")
	filled := r.Members != engine.None || slices.ContainsFunc(d.Teams, func(t engine.Team) bool { return t.ID == r.ID })
	if outside {
		filled = slices.ContainsFunc(d.People, func(p engine.Person) bool { return p.Organization == org })
	}
	if filled {
		return
	}
	var ids []string
	for i := range perRole {
		id := r.ID + "_" + string(rune('1'+i))
		ids = append(ids, id)
		d.People = append(d.People, engine.Person{ID: id, Skills: r.Skills, Organization: org})
	}
	if !outside {
		d.Teams = append(d.Teams, engine.Team{ID: r.ID, Members: ids})
	}
}

// everybody lists the people who may act: those of the directory, and those
// whom only a team names.
func everybody(d *engine.Directory) []string {
	var ids []string
	for i := range d.People {
		ids = append(ids, d.People[i].ID)
	}
	for i := range d.Teams {
		ids = append(ids, d.Teams[i].Members...)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func peopleOf(site *model.Site) []engine.Person {
	list := make([]engine.Person, len(site.People))
	for i, p := range site.People {
		list[i] = engine.Person{ID: p.ID.Text, Name: p.Name, Skills: p.Skills, Organization: p.Organization}
	}
	return list
}

func teamsOf(site *model.Site) []engine.Team {
	list := make([]engine.Team, len(site.Teams))
	for i, t := range site.Teams {
		list[i] = team(t.ID.Text, t.Items)
	}
	return list
}

func team(id string, members []string) engine.Team {
	members = slices.Clone(members)
	slices.Sort(members)
	return engine.Team{ID: id, Members: slices.Compact(members)}
}

// groupsOf are the groups of a site; one of a keyed group is called group.key.
func groupsOf(site *model.Site) []engine.Team {
	var list []engine.Team
	for _, g := range site.Groups {
		if g.Value.Kind != model.Record {
			list = append(list, team(g.Key.Text, names(g.Value)))
		}
		for _, keyed := range g.Value.Fields {
			list = append(list, team(g.Key.Text+"."+keyed.Key.Text, names(keyed.Value)))
		}
	}
	return list
}

func names(v model.Value) []string {
	if v.Kind == model.Scalar {
		return []string{v.Text}
	}
	list := make([]string, len(v.List))
	for i := range list {
		list[i] = v.List[i].Text
	}
	return list
}
