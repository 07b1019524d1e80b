package engine

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/headgate/headgate/model"
)

// shipped loads the documents shipped with the product.
func shipped(t testing.TB) *model.Set {
	t.Helper()
	names, err := filepath.Glob("../models/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return load(t, names...)
}

// load reads documents that must be without errors.
func load(t testing.TB, names ...string) *model.Set {
	t.Helper()
	var files []model.File
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, model.File{Name: filepath.Base(name), Text: text})
	}
	set, found := model.LoadSet(files)
	if found.HasErrors() {
		t.Fatal(found)
	}
	return set
}

// compiled is the plan of a shipped model.
func compiled(t testing.TB, id string) *Plan {
	t.Helper()
	set := shipped(t)
	p, found := Build(set.ByID(id), set, set.Site)
	if found.HasErrors() {
		t.Fatal(set.Annotate(found))
	}
	return p
}

func TestPlansOfShippedModels(t *testing.T) {
	t.Parallel()
	for _, m := range shipped(t).Models {
		t.Run(m.ID, func(t *testing.T) {
			t.Parallel()
			golden(t, "plan/"+m.ID+".txt", compiled(t, m.ID).Dump())
		})
	}
}
