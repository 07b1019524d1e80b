package model

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite golden files")

// TestBadDocuments reads every document of testdata/bad beside the library of
// testdata/lib, each with one thing wrong, and compares what is found with the
// file of the same name.
func TestBadDocuments(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/bad/*.yaml")
	if err != nil || len(files) < 45 {
		t.Fatalf("%d documents, error %v; want at least 45", len(files), err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".yaml")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			golden(t, strings.TrimSuffix(file, ".yaml")+".txt", diagnose(t, file))
		})
	}
}

// diagnose gives every finding about the models of a file, as text.
func diagnose(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	bad := File{Name: filepath.Base(file), Text: text}
	set, all := LoadSet(append([]File{bad}, libFiles(t)...))
	site := set.Site
	if site != nil && site.ID != "lib" {
		site = nil
	}
	for _, m := range set.Models {
		if m.Pos.File != bad.Name {
			continue
		}
		flat, ds := Flatten(m, set)
		all = append(all, ds...)
		if flat != nil {
			all = append(all, Check(flat, site)...)
			all = append(all, Later(flat)...)
		}
	}
	all.Sort()
	return set.Annotate(all).String() + "\n"
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}
