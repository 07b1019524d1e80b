package modeltest_test

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headgate/headgate/model"
	"github.com/headgate/headgate/models"
	"github.com/headgate/headgate/modeltest"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// kitchen reads the model of testdata with the tests of one document beside it.
func kitchen(t testing.TB, name string) (*model.Set, *modeltest.Suite, model.Diagnostics) {
	t.Helper()
	files := slices.Clone(models.Core())
	for _, name := range []string{"kitchen", name} {
		text, err := os.ReadFile("testdata/" + name + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, model.File{Name: name + ".yaml", Text: text})
	}
	set, found := model.LoadSet(files)
	if len(found) > 0 {
		t.Fatal(found)
	}
	suite, found := modeltest.Compile(set.ByID("kitchen"), set.Suites[0].Tests, set, nil)
	return set, suite, set.Annotate(slices.DeleteFunc(found, func(d model.Diagnostic) bool { return d.Severity == model.Warning }))
}

func TestPasses(t *testing.T) {
	t.Parallel()
	_, suite, found := kitchen(t, "passes")
	if len(found) > 0 {
		t.Fatal(found)
	}
	for i := range suite.Tests {
		t.Run(suite.Tests[i].Name, func(t *testing.T) {
			t.Parallel()
			if r := suite.Play(&suite.Tests[i]); r.Status != modeltest.Passed {
				t.Errorf("%v %s: %s", r.Status, r.Later, told(r.Failure))
			}
		})
	}
}

// TestFails holds what is said about tests that fail.
func TestFails(t *testing.T) {
	t.Parallel()
	_, suite, found := kitchen(t, "fails")
	if len(found) > 0 {
		t.Fatal(found)
	}
	var b strings.Builder
	for i := range suite.Tests {
		r := suite.Play(&suite.Tests[i])
		if r.Status != modeltest.Failed {
			t.Errorf("%s: %v, want failed", r.Name, r.Status)
			continue
		}
		b.WriteString(told(r.Failure) + "\n\n")
	}
	golden(t, "testdata/fails.golden", b.String())
}

// TestBroken holds what is found in tests that cannot be read: everything at
// once, each with its place.
func TestBroken(t *testing.T) {
	t.Parallel()
	_, suite, found := kitchen(t, "broken")
	if suite != nil {
		t.Error("a suite came of tests that cannot be read")
	}
	golden(t, "testdata/broken.golden", found.String()+"\n")
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}
