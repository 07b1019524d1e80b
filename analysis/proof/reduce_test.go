package proof

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/model"
	"github.com/headgate/headgate/models"
)

// TestPartsChangeNothing: what is found when every order of everything is tried
// is found when parts are explored one after another, in fewer situations.
func TestPartsChangeNothing(t *testing.T) {
	t.Parallel()
	lib := []model.File{load(t, "lib/process.yaml"), load(t, "lib/parent.yaml"), load(t, "lib/site.yaml")}
	sound, _ := filepath.Glob(documents + "sound/*.yaml")
	for _, file := range sound {
		name := filepath.Base(file)
		set, _ := model.LoadSet(append([]model.File{load(t, "sound/"+name)}, lib...))
		compare(t, name, set)
	}
	set, _ := model.LoadSet(append(models.Core(), model.File{Name: "tracks.yaml", Text: models.Tracks(2, 4)}))
	if whole, parts := compare(t, "tracks.yaml", set); parts*3 > whole {
		t.Errorf("two tracks of four steps: %d situations in parts, %d as a whole", parts, whole)
	}
}

const documents = "../../model/testdata/"

func load(t *testing.T, name string) model.File {
	t.Helper()
	text, err := os.ReadFile(documents + name)
	if err != nil {
		t.Fatal(err)
	}
	return model.File{Name: name, Text: text}
}

// compare proves the models of a file with and without parts.
func compare(t *testing.T, name string, set *model.Set) (whole, parts int) {
	t.Helper()
	for _, m := range set.Models {
		p, _ := engine.Build(m, set, set.Site)
		if p == nil || m.Abstract || filepath.Base(m.Pos.File) != name || len(p.NotYet) > 0 {
			continue
		}
		apart := newExplorer(p)
		all := newExplorer(p)
		all.branches, all.alone = nil, make([]bool, len(p.Nodes))
		got, want := apart.prove(Limits{Situations: 100_000}), all.prove(Limits{Situations: 100_000})
		if !slices.Equal(places(got), places(want)) {
			t.Errorf("%s: in parts %v, as a whole %v", name, places(got), places(want))
			for _, f := range append(got.Findings, want.Findings...) {
				t.Logf("%s\n  %s", f.Message, strings.Join(f.Story, "\n  "))
			}
		}
		if got.Situations > want.Situations {
			t.Errorf("%s: %d situations in parts, %d as a whole", name, got.Situations, want.Situations)
		}
		whole, parts = whole+want.Situations, parts+got.Situations
	}
	return whole, parts
}

func places(r *Result) []string {
	var list []string
	for _, f := range r.Findings {
		list = append(list, f.Code)
	}
	return slices.Compact(list)
}
