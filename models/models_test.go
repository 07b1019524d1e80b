package models_test

import (
	"slices"
	"testing"

	"github.com/headgate/headgate/model"
	"github.com/headgate/headgate/models"
)

// TestShippedModelsAreClean: what is shipped has no finding, not even a
// warning, and can be started by this version.
func TestShippedModelsAreClean(t *testing.T) {
	t.Parallel()
	set, ds := model.LoadSet(slices.Concat(models.Shipped(), models.Bench(), models.Site()))
	if len(ds) > 0 {
		t.Fatalf("reading:\n%s", ds)
	}
	for _, m := range set.Models {
		flat, ds := model.Flatten(m, set)
		if flat != nil {
			ds = append(ds, model.Check(flat, set.Site)...)
			ds = append(ds, model.Later(flat)...)
		}
		if len(ds) > 0 {
			t.Errorf("%s:\n%s", m.ID, set.Annotate(ds))
		}
	}
}

// TestR12IsTwelveStepsInFourPhases holds the benchmark to what it is named for.
func TestR12IsTwelveStepsInFourPhases(t *testing.T) {
	t.Parallel()
	set, _ := model.LoadSet(models.Bench())
	m, ds := model.Flatten(set.ByID("r12"), set)
	if ds.HasErrors() {
		t.Fatal(ds)
	}
	steps := 0
	for _, phase := range m.Phases {
		for _, s := range phase.Steps {
			steps += max(1, len(s.Steps))
		}
	}
	if len(m.Phases) != 4 || steps != 12 {
		t.Errorf("%d steps in %d phases, want 12 in 4", steps, len(m.Phases))
	}
}
