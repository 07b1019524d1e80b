package modeltest_test

import (
	"os"
	"testing"

	"github.com/headgate/headgate/model"
	"github.com/headgate/headgate/models"
	"github.com/headgate/headgate/modeltest"
)

const seedHead = "kind: model-test\nid: x\nversion: 1.0.0\ntitle: x\nowner: chef\nmodel: kitchen@1\ntests:\n  - test: x\n    run: "

// seedRuns are runs of every kind of entry that end soon: a fuzzer plays each
// thousands of times, and what never comes is played until a test gives up.
var seedRuns = []string{
	"[{until: menu.done}, {do: release, answer: hold}, {after: 1d}]",
	"[{until: menu.ready}, {do: menu, who: waiter_1, refused: R-SOD}]",
	"[{until: menu.ready}, {expect: {menu: done, menu.attempt: 2, inbox: {chef: []}, escalated: menu, holder: waiter}}]",
	"[{at: serve.end}]",
}

// FuzzTests: whatever a test document says, it is read with findings that lie
// in it or played to a result, and playing it again gives the same.
func FuzzTests(f *testing.F) {
	broken, err := os.ReadFile("testdata/broken.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(broken)
	for _, run := range seedRuns {
		f.Add([]byte(seedHead + run + "\n"))
	}
	kitchen, err := os.ReadFile("testdata/kitchen.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		set, _ := model.LoadSet(append(models.Core(), model.File{Name: "kitchen.yaml", Text: kitchen}, model.File{Name: "tests.yaml", Text: text}))
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
