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
