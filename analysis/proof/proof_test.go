package proof_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/headgate/headgate/analysis/proof"
	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/model"
	"github.com/headgate/headgate/models"
)

// plansOf builds the models of a document that can be started, with a library.
func plansOf(tb testing.TB, doc model.File, lib []model.File) []*engine.Plan {
	tb.Helper()
	set, _ := model.LoadSet(append([]model.File{doc}, lib...))
	var plans []*engine.Plan
	for _, m := range set.Models {
		if m.Pos.File != doc.Name || m.Abstract {
			continue
		}
		p, found := engine.Build(m, set, set.Site)
		if p == nil {
			tb.Fatalf("%s: %v", m.ID, set.Annotate(found))
		}
		plans = append(plans, p)
	}
	return plans
}

// documents are those of the corpus of package model.
const documents = "../../model/testdata/"

func library(tb testing.TB) []model.File {
	tb.Helper()
	var files []model.File
	for _, name := range []string{"process", "parent", "site"} {
		files = append(files, read(tb, documents+"lib/"+name+".yaml"))
	}
	return files
}

func read(tb testing.TB, path string) model.File {
	tb.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	return model.File{Name: filepath.Base(path), Text: text}
}

func report(t *testing.T, p *engine.Plan, r *proof.Result) {
	t.Helper()
	for _, f := range r.Findings {
		t.Errorf("%s at %s: %s\n  %s", f.Code, p.Nodes[f.Node].ID, f.Message, strings.Join(f.Story, "\n  "))
	}
}

// unsound is what the proof finds in documents that no single step shows to be
// wrong. Where the process of the corpus goes on in the very phase that is
// backed out, what is left of it waits for what was undone.
var unsound = map[string]string{
	"answer_read_later":          "E-BACK-2 publish",
	"auto_reads_in_deploy":       "E-BACK-2 publish, E-FLOW-2 health",
	"boundary_and_back_out":      "E-BACK-2 publish",
	"good":                       "E-BACK-2 publish",
	"handoff_and_back":           "E-FLOW-2 over", // nothing was written, and nobody writes again
	"inside_a_policy":            "E-BACK-2 change",
	"output_with_default":        "E-FLOW-2 few", // nobody counts again
	"policy_of_another_place":    "E-BACK-2 change",
	"procedure_beside_any_block": "E-BACK-2 publish, E-FLOW-1 mend", // nothing runs it
}

// TestSound: documents that look odd and are in order are proved to be, but for
// those in which only the whole is wrong.
func TestSound(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(documents + "sound/*.yaml")
	if err != nil || len(files) < 30 {
		t.Fatalf("%d documents, error %v", len(files), err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".yaml")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, p := range plansOf(t, read(t, file), library(t)) {
				r := proof.Prove(p, proof.Limits{Situations: 20_000})
				if len(r.Beyond) > 0 {
					t.Errorf("%s: not explored: %q", p.Model, r.Beyond)
				}
				for _, f := range r.Findings {
					got = append(got, f.Code+" "+p.Nodes[f.Node].ID)
					t.Logf("%s\n  %s", f.Message, strings.Join(f.Story, "\n  "))
				}
			}
			if got := strings.Join(got, ", "); got != unsound[name] {
				t.Errorf("found %q, want %q", got, unsound[name])
			}
		})
	}
}

// TestShipped: nothing is wrong with what is shipped, as far as the test goes;
// TestLongShipped goes to the end.
func TestShipped(t *testing.T) {
	t.Parallel()
	lib := models.Shipped()
	for _, doc := range append(lib, models.Bench()...) {
		t.Run(doc.Name, func(t *testing.T) {
			t.Parallel()
			for _, p := range plansOf(t, doc, lib) {
				r := proof.Prove(p, proof.Limits{Situations: 2_000})
				report(t, p, r)
				t.Logf("%s: %d situations, %d moves, not explored: %q", p.Model, r.Situations, r.Moves, r.Beyond)
			}
		})
	}
}
