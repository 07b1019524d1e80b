package compare_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headgate/headgate/analysis/compare"
	"github.com/headgate/headgate/model"
	"github.com/headgate/headgate/models"
)

// TestAnotherProcess: what the process says beside its steps is told too, and
// its steps once.
func TestAnotherProcess(t *testing.T) {
	t.Parallel()
	files := models.Core()
	i := slices.IndexFunc(files, func(f model.File) bool { return f.Name == "models/release-process.yaml" })
	other := slices.Clone(files)
	other[i].Text = []byte(strings.NewReplacer(
		"version: 1.0.0", "version: 1.1.0",
		"    start_if: fits_window\n", "    start_if: fits_window && covered\n",
		"until: config.restored\n        due: 2h", "until: config.restored\n        due: 1h",
	).Replace(string(files[i].Text)))
	of := func(files []model.File) *model.Model {
		set, ds := model.LoadSet(files)
		m, more := model.Flatten(set.ByID("handbook-page"), set)
		if ds = append(ds, more...); ds.HasErrors() {
			t.Fatal(ds)
		}
		return m
	}
	got := []string{}
	for _, c := range compare.Models(of(files), of(other)).Changes {
		got = append(got, compare.Word(c.Stand)+" "+c.Path+": "+c.Text)
	}
	want := []string{
		"neither process.version: `version` of the process `release` is now `1.1.0` instead of `1.0.0`",
		"tighter process.rules.in_time.start_if: `start_if` of the rule `in_time` of the process `release` is now `fits_window && covered` instead of `fits_window`",
		"tighter restored.due: `restored` is now due within `1h` instead of within `2h`",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
}
