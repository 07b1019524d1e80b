package modeltest_test

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/model"
	"github.com/headgate/headgate/models"
	"github.com/headgate/headgate/modeltest"
)

// missed are the models whose tests do not reach everything. They came before
// the library and are covered by the tests of their children and of the engine.
var missed = map[string]bool{"release-core": true, "change-basic": true, "handbook-page": true}

// TestLibraryIsCovered: the tests of a model of the library reach every step of
// it, every way to go on, every handler and every rung.
func TestLibraryIsCovered(t *testing.T) {
	t.Parallel()
	set := shipped(t)
	for _, m := range set.Models {
		t.Run(m.ID, func(t *testing.T) {
			t.Parallel()
			if missed[m.ID] {
				t.Skip("older than the library")
			}
			suite, found := modeltest.Compile(m, m.Tests, set, set.Site)
			if len(found) > 0 {
				t.Fatal(set.Annotate(found))
			}
			var results []modeltest.Result
			for i := range suite.Tests {
				results = append(results, suite.Play(&suite.Tests[i]))
			}
			for _, p := range suite.Coverage(results) {
				if p.Tests == 0 {
					t.Errorf("no test reaches %s %s", p.Kind, p.Name)
				}
			}
		})
	}
}

func shipped(t *testing.T) *model.Set {
	t.Helper()
	set, found := model.LoadSet(slices.Concat(models.Shipped(), models.Site()))
	if len(found) > 0 {
		t.Fatal(found)
	}
	return set
}

// TestLibraryTable holds docs/library.md to the models; -update writes it.
func TestLibraryTable(t *testing.T) {
	t.Parallel()
	const page = "../docs/library.md"
	got := libraryPage(t)
	if *update {
		if err := os.WriteFile(page, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(got, string(want)); diff != "" {
		t.Errorf("run go test ./modeltest -run TestLibraryTable -update (-models +page):\n%s", diff)
	}
}

func libraryPage(t *testing.T) string {
	set := shipped(t)
	lines := map[string]int{}
	for _, f := range models.Shipped() {
		lines[f.Name] = bytes.Count(f.Text, []byte("\n"))
	}
	var own, public strings.Builder
	for _, m := range set.Models {
		plan, found := engine.Build(m, set, set.Site)
		if plan == nil {
			t.Fatal(set.Annotate(found))
		}
		b := &own
		if strings.HasPrefix(m.Pos.File, "models/public/") {
			b = &public
		}
		fmt.Fprintf(b, "| [`%s`](../%s) | %s | %s | %s | %d | %d | %d |\n",
			m.ID, m.Pos.File, m.Title, m.Class, m.Rigor, leaves(plan), len(m.Tests), lines[m.Pos.File])
	}
	const head = "| Model | What it releases | Class | Rigor | Steps | Tests | Lines |\n|---|---|---|---|---:|---:|---:|\n"
	page := libraryIntro + head + own.String()
	if public.Len() > 0 {
		page += publicIntro + head + public.String()
	}
	return page
}

func leaves(p *engine.Plan) int {
	n := 0
	for i := range p.Nodes {
		if !p.Nodes[i].Kind.IsBlock() {
			n++
		}
	}
	return n
}

const libraryIntro = `# Library of models

What is shipped beside the two processes. Steps count what the process, the parent and
the overlays bring; lines are those of the document, its tests included. Every model
passes ` + "`headgate model check`" + ` without a finding, and its tests reach every step, answer,
outcome, handler and rung; those of ` + "`release-core`, `change-basic` and `handbook-page`" + `
reach less. An emergency is no model of its own: start ` + "`software-standard`" + ` or
` + "`software-major`" + ` with the overlay ` + "`emergency`" + `.

A server stores those of them that fit it: whose executors, sources, templates and
calendars its ` + "`site.yaml`" + ` knows. To take over another one, copy it beside your own models
and put the names of your installation in the place of those of the sample. The sample
organisation with every name used here is ` + "[`models/site.yaml`](../models/site.yaml)" + `.

This page is written by ` + "`go test ./modeltest -run TestLibraryTable -update`" + `.

`

const publicIntro = `
## Inspired by public processes

Each of these is written in our own words after what a project tells in public about its
releases; ` + "`source`" + ` in the document says where and as of when. They are no statement of those
projects. Three histories at least are tested of each: one that goes well, one that is
late or repeated, and one exception.

`
