package cli

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headgate/headgate/client"
)

// TestReportSaysWhatItsGiverSays: a report without a result passes nothing.
func TestReportSaysWhatItsGiverSays(t *testing.T) {
	t.Parallel()
	step := client.StepView{Acts: []client.ActView{{Form: []client.FormField{
		{Name: "proof", Kind: "report"}, {Name: "plan", Kind: "file"}, {Name: "package"},
	}}}}
	stored := client.Blob{Digest: "sha256:ab", Name: "p.txt"}
	file := map[string]string{"digest": "sha256:ab", "name": "p.txt"}
	for _, tt := range []struct {
		name, result string
		want         any
	}{
		{"proof", "", file},
		{"proof", "pass", map[string]string{"digest": "sha256:ab", "name": "p.txt", "result": "pass"}},
		{"proof", "fail", map[string]string{"digest": "sha256:ab", "name": "p.txt", "result": "fail"}},
		{"plan", "pass", file},
		{"package", "pass", "sha256:ab"},
	} {
		if diff := cmp.Diff(asAsked(step, tt.name, stored, tt.result), tt.want); diff != "" {
			t.Errorf("%s with result %q (-got +want):\n%s", tt.name, tt.result, diff)
		}
	}
}
