package modeltest_test

import (
	"os"
	"testing"

	"github.com/headgate/headgate/model"
	"github.com/headgate/headgate/models"
	"github.com/headgate/headgate/modeltest"
)

// FuzzTests: whatever a test document says, it is read with findings that lie
// in it or played to a result, and playing it again gives the same.
func FuzzTests(f *testing.F) {
	for _, name := range []string{"passes", "fails", "broken"} {
		text, err := os.ReadFile("testdata/" + name + ".yaml")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add([]byte("kind: model-test\nid: x\nversion: 1.0.0\ntitle: x\nowner: chef\nmodel: kitchen@1\ntests:\n  - test: x\n    run: [{until: menu.done}, {do: release, answer: hold}, {after: 1d}]\n"))
	kitchen, err := os.ReadFile("testdata/kitchen.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		set, _ := model.LoadSet(append(models.Shipped(), model.File{Name: "kitchen.yaml", Text: kitchen}, model.File{Name: "tests.yaml", Text: text}))
		if len(set.Suites) == 0 {
			return
		}
		suite, found := modeltest.Compile(set.ByID("kitchen"), set.Suites[0].Tests, set, set.Site)
		if suite == nil {
			if !found.HasErrors() {
				t.Error("no suite and no error")
			}
			return
		}
		for i := range suite.Tests {
			once, again := suite.Play(&suite.Tests[i]), suite.Play(&suite.Tests[i])
			if once.Status != again.Status || told(once.Failure) != told(again.Failure) {
				t.Errorf("%s: %s, and again: %s", once.Name, told(once.Failure), told(again.Failure))
			}
		}
	})
}
