package builtin

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/internal/executor"
)

// seal stores a manifest of everything the build phase gave, in document order,
// and a provenance statement (in-toto, SLSA provenance) about it. The digest of
// the manifest is that of the package: it leads to every part.
func (r records) seal(ctx context.Context, v client.CaseView, _ executor.Call) (outputs, error) {
	materials := built(v)
	if len(materials) == 0 {
		return nil, errors.New("the build phase gave no digest or file to seal")
	}
	var manifest strings.Builder
	for _, m := range materials {
		fmt.Fprintf(&manifest, "%s %s.%s\n", m.Value, m.Place, m.Name)
	}
	sealed, err := r.PutBlob(ctx, me, v.ID+"-package.txt", "text/plain", []byte(manifest.String()))
	if err != nil {
		return nil, err
	}
	statement, err := r.store(ctx, v.ID+"-provenance.json", provenance(v, sealed.Digest, materials))
	return outputs{"package": sealed.Digest, "provenance": evidence(statement)}, err
}

// built are the outputs with a digest that count, of the steps of the build
// phase; not the seal's own.
func built(v client.CaseView) []client.DeliverableView {
	var out []client.DeliverableView
	for _, d := range v.Deliverables {
		counts := d.Status != "expected" && d.Status != "void" && d.Status != "expired" && d.Status != "returned"
		if d.Blob != "" && counts && phaseOf(v, d.Place) == "build" && d.Name != "provenance" && d.Name != "package" {
			out = append(out, d)
		}
	}
	return out
}

func phaseOf(v client.CaseView, place string) string {
	i := slices.IndexFunc(v.Steps, func(s client.StepSummary) bool { return s.Place == place })
	if i < 0 {
		return ""
	}
	return v.Steps[i].Phase
}

func provenance(v client.CaseView, digest string, materials []client.DeliverableView) map[string]any {
	var resolved []map[string]any
	for _, m := range materials {
		resolved = append(resolved, map[string]any{
			"name": m.Place + "." + m.Name, "digest": map[string]string{"sha256": strings.TrimPrefix(m.Value, "sha256:")},
			"annotations": map[string]string{"by": m.By},
		})
	}
	return map[string]any{
		"_type":         "https://in-toto.io/Statement/v1",
		"subject":       []any{map[string]any{"name": v.Title, "digest": map[string]string{"sha256": strings.TrimPrefix(digest, "sha256:")}}},
		"predicateType": "https://slsa.dev/provenance/v1",
		"predicate": map[string]any{
			"buildDefinition": map[string]any{
				"buildType":            "headgate/" + v.Model + "@" + v.Version,
				"externalParameters":   map[string]string{"case": v.ID, "model": v.Digest},
				"resolvedDependencies": resolved,
			},
		},
	}
}

// masterCopy attests that everything the build gave lies in the definitive
// store, which is the server's content store.
func (r records) masterCopy(ctx context.Context, v client.CaseView, _ executor.Call) (outputs, error) {
	sum := sha256.New()
	for _, d := range built(v) {
		if _, _, err := r.Blob(ctx, me, d.Value); err != nil {
			return nil, fmt.Errorf("%s of %s (%s) is not in the store; store it with the step: --file %s=PATH", d.Name, d.Place, d.Value, d.Name)
		}
		fmt.Fprintln(sum, d.Value)
	}
	return outputs{"master_copy": evidence("sha256:" + hex.EncodeToString(sum.Sum(nil)))}, nil
}

func (r records) classify(ctx context.Context, v client.CaseView, _ executor.Call) (outputs, error) {
	m, err := r.Model(ctx, me, v.Model+"@"+v.Version)
	return outputs{"type": m.Class}, err
}
