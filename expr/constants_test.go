package expr_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAtoms(t *testing.T) {
	t.Parallel()
	p := compile(t, `(live.samples == 0 || !(size in ["small", "large"])) && live.error_rate > 0.5`, live())
	var got []string
	for _, a := range p.Atoms() {
		got = append(got, a.String())
	}
	want := []string{"live.samples == 0", `size in ["small", "large"]`, "live.error_rate > 0.5"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
