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

// fresh leaves out what an earlier step found too, or what follows from it.
func fresh(found, earlier model.Diagnostics) model.Diagnostics {
	told := make(map[echo]bool, 4*len(earlier))
	for _, e := range earlier {
		word, at := quoted(e.Message), e.Pos
		line := model.Pos{File: at.File, Line: at.Line}
		told[echo{code: e.Code, pos: line, word: word}] = true
		switch {
		case e.Code == "E-ID-1" || e.Code == "E-SITE-1":
			told[echo{code: e.Code, word: word}] = true
		case e.Severity == model.Error:
			told[echo{pos: at}] = true
		}
	}
	return slices.DeleteFunc(found, func(d model.Diagnostic) bool { return repeats(d, told) })
}

// echo is by what a finding is known again; what does not matter is empty.
type echo struct {
	code string
	pos  model.Pos
	word string
}

// repeats reports whether a finding says no more than an earlier one: the same
// code for the same word of the same line, a name the installation lacks, an
// id that is there twice or a use of it, an unknown name where something was
// found.
func repeats(d model.Diagnostic, told map[echo]bool) bool {
	word := quoted(d.Message)
	unknown := d.Code == "E-REF-1" || d.Code == "E-ACT-2"
	return told[echo{code: d.Code, pos: model.Pos{File: d.Pos.File, Line: d.Pos.Line}, word: word}] ||
		told[echo{code: d.Code, word: word}] ||
		unknown && (told[echo{code: "E-ID-1", word: word}] || told[echo{pos: d.Pos}])
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
