package engine

import "github.com/headgate/headgate/model"

// Build does all that leads from a document to a plan: Flatten, Check and
// Compile, with the findings of all three in one order, each once. The plan is
// nil if any of them is an error. Lib finds the process and the parents.
func Build(doc *model.Model, lib model.Library, site *model.Site) (*Plan, model.Diagnostics) {
	m, found := model.Flatten(doc, lib)
	if m == nil {
		return nil, found
	}
	plan, compiled := Compile(m, site)
	found = append(found, compiled...)
	found = once(found)
	if found.HasErrors() {
		return nil, found
	}
	return plan, found
}
