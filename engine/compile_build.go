package engine

import (
	"slices"
	"strings"

	"github.com/headgate/headgate/model"
)

// Build does all that leads from a document to a plan: Flatten, Check and
// Compile, with the findings of all three in one order, each once. The plan is
// nil if any of them is an error. Lib finds the process and the parents.
func Build(doc *model.Model, lib model.Library, site *model.Site) (*Plan, model.Diagnostics) {
	m, found := model.Flatten(doc, lib)
	if m == nil {
		return nil, found
	}
	found = append(found, model.Check(m, site)...)
	plan, compiled := Compile(m, site)
	found = append(found, fresh(compiled, found)...)
	found = once(found)
	if found.HasErrors() {
		return nil, found
	}
	return plan, found
}

// fresh leaves out what an earlier step found too: the same code for the same
// word of the same line.
func fresh(found, earlier model.Diagnostics) model.Diagnostics {
	return slices.DeleteFunc(found, func(d model.Diagnostic) bool {
		return slices.ContainsFunc(earlier, func(e model.Diagnostic) bool {
			return d.Code == e.Code && d.Pos.File == e.Pos.File && d.Pos.Line == e.Pos.Line && quoted(d.Message) == quoted(e.Message)
		})
	})
}

// quoted is the first word of a message between backquotes.
func quoted(message string) string {
	_, rest, _ := strings.Cut(message, "`")
	word, _, _ := strings.Cut(rest, "`")
	return word
}

// Staffed returns the model and the site as they are when staff, lists of
// people by role, fills its roles, whatever `members` and the teams say: the
// `staff` of a test. The role `deciders` is who decides grants. Neither
// argument is changed.
// Source: language reference, sections 12 and 15.
func Staffed(m *model.Model, site *model.Site, staff []model.Entry) (*model.Model, *model.Site) {
	staffed, place := *m, model.Site{}
	if site != nil {
		place = *site
	}
	staffed.Roles, place.Teams = slices.Clone(m.Roles), slices.Clone(place.Teams)
	for _, entry := range staff {
		for i := range staffed.Roles {
			if staffed.Roles[i].ID.Text == entry.Key.Text {
				staffed.Roles[i].Members = model.CEL{}
			}
		}
		same := func(t model.NamedList) bool { return t.ID.Text == entry.Key.Text }
		place.Teams = append(slices.DeleteFunc(place.Teams, same), model.NamedList{ID: entry.Key, Items: people(entry.Value)})
	}
	return &staffed, &place
}

// people reads one person, or a list of them.
func people(v model.Value) []string {
	if v.Kind == model.Scalar {
		return []string{v.Text}
	}
	ids := make([]string, len(v.List))
	for i, item := range v.List {
		ids[i] = item.Text
	}
	return ids
}
