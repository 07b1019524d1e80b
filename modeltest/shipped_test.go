package modeltest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/headgate/headgate/model"
	"github.com/headgate/headgate/models"
	"github.com/headgate/headgate/modeltest"
)

// TestShippedModelsPass plays every test of every model that is shipped.
func TestShippedModelsPass(t *testing.T) {
	t.Parallel()
	set, found := model.LoadSet(slices.Concat(models.Shipped(), models.Bench(), models.Site()))
	if len(found) > 0 {
		t.Fatal(found)
	}
	for _, m := range set.Models {
		t.Run(m.ID, func(t *testing.T) {
			t.Parallel()
			suite, found := modeltest.Compile(m, m.Tests, set, set.Site)
			if len(found) > 0 {
				t.Fatal(set.Annotate(found))
			}
			for i := range suite.Tests {
				r := suite.Play(&suite.Tests[i])
				if r.Status != modeltest.Passed {
					t.Errorf("%s: %v %s\n%s", r.Name, r.Status, r.Later, told(r.Failure))
				}
			}
		})
	}
}

func told(f *modeltest.Failure) string {
	if f == nil {
		return ""
	}
	return f.Pos.String() + ": expected " + f.Want + ", but " + f.Got + "\n  " + strings.Join(f.Story, "\n  ")
}
