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

func TestCompileShipped(t *testing.T) {
	t.Parallel()
	set := shipped(t)
	for _, m := range set.Models {
		flat, found := model.Flatten(m, set)
		if found.HasErrors() {
			t.Errorf("%s: %v", m.ID, found)
			continue
		}
		_, found = Compile(flat, set.Site)
		if len(found) > 0 {
			t.Errorf("%s:\n%v", m.ID, set.Annotate(found))
		}
	}
}
