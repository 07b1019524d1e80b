package compare_test

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/headgate/headgate/analysis/compare"
	"github.com/headgate/headgate/model"
	"github.com/headgate/headgate/models"
)

var update = flag.Bool("update", false, "rewrite the golden parts of testdata")

// flat reads one document over the shipped ones and gives its model.
func flat(t *testing.T, name, text string) *model.Model {
	t.Helper()
	files := slices.Concat([]model.File{{Name: name, Text: []byte(text)}}, models.Core())
	set, ds := model.LoadSet(files)
	for _, d := range ds {
		if d.Pos.File == name {
			t.Fatal(ds)
		}
	}
	i := slices.IndexFunc(set.Models, func(m *model.Model) bool { return m.Pos.File == name })
	m, ds := model.Flatten(set.Models[i], set)
	if ds.HasErrors() {
		t.Fatalf("%s:\n%s", name, set.Annotate(ds))
	}
	return m
}

// TestPairs compares the two documents of each file of testdata.
func TestPairs(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			a := txtar.Parse(text)
			old, new := flat(t, a.Files[0].Name, string(a.Files[0].Data)), flat(t, a.Files[1].Name, string(a.Files[1].Data))
			got := compare.Models(old, new).String()
			if *update {
				a.Files = append(a.Files[:2], txtar.File{Name: "diff", Data: []byte(got)})
				if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(a.Files[2].Data), got); diff != "" {
				t.Errorf("diff (-want +got):\n%s", diff)
			}
		})
	}
}

func BenchmarkModels(b *testing.B) {
	set, _ := model.LoadSet(models.Core())
	old, _ := model.Flatten(set.ByID("software-standard"), set)
	new, _ := model.Flatten(set.ByID("handbook-page"), set)
	for b.Loop() {
		compare.Models(old, new)
	}
}
