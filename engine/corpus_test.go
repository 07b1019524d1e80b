package engine

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headgate/headgate/docs"
	"github.com/headgate/headgate/model"
)

// documents are read beside those of testdata/lib of package model: a process,
// a parent and a site, unless the file has a site of its own.
const documents = "../model/testdata/"

// TestBroken: each document of testdata/broken has one thing wrong, and what is
// found in it, all of it, stands beside it.
func TestBroken(t *testing.T) {
	t.Parallel()
	files := corpus(t, "broken", 120)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
			t.Parallel()
			got := findings(t, file).String() + "\n"
			if got == "\n" {
				t.Error("nothing is wrong with it; it belongs to testdata/sound")
			}
			beside := strings.TrimSuffix(file, ".yaml") + ".txt"
			if *update {
				if err := os.WriteFile(beside, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(beside)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(got, string(want)); diff != "" {
				t.Errorf("%s (-got +want):\n%s", beside, diff)
			}
		})
	}
}

// TestSound: the documents of testdata/sound look odd and are in order.
func TestSound(t *testing.T) {
	t.Parallel()
	for _, file := range corpus(t, "sound", 30) {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
			t.Parallel()
			if found := findings(t, file); len(found) > 0 {
				t.Errorf("found:\n%s", found)
			}
		})
	}
}

// notRaised are the codes that no document of the corpus can show, with the
// reason.
var notRaised = map[string]string{
	"E-GRANT-1":  "the name of a rule of the release process; at run time R-GRANT",
	"E-WINDOW-1": "likewise; at run time R-WINDOW",
	"E-TEST-1":   "found by running the tests of a model, not by building it",
	"E-LOCK-1":   "locks do not run yet (E-LATER-1)",
	"E-LINK-1":   "links do not run yet (E-LATER-1)",
	"W-LINK-2":   "links do not run yet (E-LATER-1)",
	"E-LABEL-1":  "labels do not run yet (E-LATER-1)",
	"E-TABLE-1":  "tables are not proved yet: an input no row matches is undecided",
	"E-TABLE-2":  "likewise",
	"E-TABLE-3":  "likewise",
}

// TestEveryCodeHasADocument: what diagnostics.md lists is shown by a broken
// document, or has a reason why not.
func TestEveryCodeHasADocument(t *testing.T) {
	t.Parallel()
	shown := map[string]bool{}
	for _, file := range corpus(t, "broken", 120) {
		for _, d := range findings(t, file) {
			shown[d.Code] = true
		}
	}
	for _, d := range docs.Diagnostics() {
		switch _, excused := notRaised[d.Code]; {
		case strings.HasPrefix(d.Code, "R-"):
		case !shown[d.Code] && !excused:
			t.Errorf("no document of testdata/broken shows %s: %s", d.Code, d.Found)
		case shown[d.Code] && excused:
			t.Errorf("%s is shown; take it out of notRaised", d.Code)
		}
	}
}

func corpus(t *testing.T, folder string, atLeast int) []string {
	t.Helper()
	files, err := filepath.Glob(documents + folder + "/*.yaml")
	if err != nil || len(files) < atLeast {
		t.Fatalf("%d documents in %s, error %v; want at least %d", len(files), folder, err, atLeast)
	}
	return files
}

// findings gives all that is found in the models of a file. A file whose first
// line is "# without a site" is read without one.
func findings(t *testing.T, file string) model.Diagnostics {
	t.Helper()
	own := read(t, file)
	files := []model.File{own, read(t, documents+"lib/process.yaml"), read(t, documents+"lib/parent.yaml")}
	alone, _ := model.LoadSet(files[:1])
	if alone.Site == nil && !strings.HasPrefix(string(own.Text), "# without a site") {
		files = append(files, read(t, documents+"lib/site.yaml"))
	}
	set, found := model.LoadSet(files)
	for _, m := range set.Models {
		if m.Pos.File != own.Name {
			continue
		}
		_, more := Build(m, set, set.Site)
		found = append(found, more...)
		if flat, _ := model.Flatten(m, set); flat != nil {
			found = append(found, model.Later(flat)...)
		}
	}
	found.Sort()
	return set.Annotate(slices.CompactFunc(found, func(a, b model.Diagnostic) bool { return a.Code == b.Code && a.Pos == b.Pos && a.Message == b.Message }))
}

func read(t *testing.T, file string) model.File {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Base(file)
	if strings.HasPrefix(file, documents+"lib/") {
		name = "lib/" + name
	}
	return model.File{Name: name, Text: text}
}
