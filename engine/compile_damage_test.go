package engine

import (
	"bytes"
	"os"
	"testing"

	"github.com/headgate/headgate/model"
	"github.com/headgate/headgate/models"
)

// A document under work is broken most of the time: whatever line is missing,
// building it finds something or makes a plan, and never panics.
func TestBuildSurvivesMissingLines(t *testing.T) {
	t.Parallel()
	set := shipped(t)
	for _, name := range []string{"software-standard.yaml", "change-basic.yaml", "handbook-page.yaml"} {
		text, err := os.ReadFile("../models/" + name)
		if err != nil {
			t.Fatal(err)
		}
		lines := bytes.SplitAfter(text, []byte("\n"))
		for i := range lines {
			var damaged []byte
			for j, line := range lines {
				if j != i {
					damaged = append(damaged, line...)
				}
			}
			docs, _ := model.Parse(name, damaged)
			for _, doc := range docs {
				if doc.Model == nil {
					continue
				}
				plan, found := Build(doc.Model, set, set.Site)
				if (plan == nil) != found.HasErrors() {
					t.Errorf("%s without line %d: got plan %v with findings %v", name, i+1, plan != nil, found)
				}
			}
		}
	}
}

// FuzzBuild looks for a document that makes building panic.
func FuzzBuild(f *testing.F) {
	set := shipped(f)
	for _, name := range []string{"software-standard.yaml", "change-basic.yaml", "handbook-page.yaml"} {
		text, err := os.ReadFile("../models/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add(models.Tracks(2, 5))
	f.Fuzz(func(t *testing.T, text []byte) {
		docs, _ := model.Parse("fuzz.yaml", text)
		for _, doc := range docs {
			if doc.Model == nil {
				continue
			}
			if plan, found := Build(doc.Model, set, set.Site); (plan == nil) != found.HasErrors() {
				t.Errorf("got plan %v with findings %v", plan != nil, found)
			}
		}
	})
}
