package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/internal/executor"
	"github.com/headgate/headgate/internal/service"
)

// builtins are the executors that need nothing but the records: sealing,
// classification, impact, baselines, the definitive store and conflicts.
func builtins(s *service.Service) map[string]executor.Executor {
	r := records{s}
	return map[string]executor.Executor{
		"package.seal":       answer(r.seal),
		"catalogue.classify": answer(r.classify),
		"config.impact":      answer(r.impact),
		"config.baseline":    answer(r.baseline),
		"store.put":          answer(r.masterCopy),
		"calendar.conflicts": answer(r.conflicts),
	}
}

// answer is an executor that returns at once.
type answer func(context.Context, executor.Call) (map[string]any, error)

func (f answer) Run(ctx context.Context, c executor.Call, out io.Writer) executor.Result {
	given, err := f(ctx, c)
	if err != nil {
		return executor.Result{Outcome: executor.Failed, Error: err.Error()}
	}
	outputs := map[string]json.RawMessage{}
	for name, v := range given {
		raw, err := json.Marshal(v)
		if err != nil {
			return executor.Result{Outcome: executor.Failed, Error: err.Error()}
		}
		outputs[name] = raw
		fmt.Fprintf(out, "%s: %s\n", name, raw)
	}
	return executor.Result{Outcome: executor.Done, Outputs: outputs}
}

type records struct{ *service.Service }

// me reads for the machine, which sees every case.
var me = service.Machine("records")

func (r records) view(ctx context.Context, c executor.Call) (client.CaseView, error) {
	kind := service.Release
	if strings.HasPrefix(c.Case, "CHG-") {
		kind = service.Change
	}
	return r.Case(ctx, me, kind, c.Case)
}

// seal stores a manifest of everything the build phase gave, in document order,
// and a provenance statement (in-toto, SLSA provenance) about it. The digest of
// the manifest is that of the package: it leads to every part.
func (r records) seal(ctx context.Context, c executor.Call) (map[string]any, error) {
	v, err := r.view(ctx, c)
	if err != nil {
		return nil, err
	}
	materials := given(v, "build")
	if len(materials) == 0 {
		return nil, fmt.Errorf("the build phase gave no digest or file to seal")
	}
	var manifest strings.Builder
	for _, m := range materials {
		fmt.Fprintf(&manifest, "%s %s.%s\n", m.Value, m.Place, m.Name)
	}
	sealed, err := r.PutBlob(ctx, me, v.ID+"-package.txt", "text/plain", []byte(manifest.String()))
	if err != nil {
		return nil, err
	}
	digest := sealed.Digest
	statement, err := json.MarshalIndent(provenance(v, digest, materials), "", "  ")
	if err != nil {
		return nil, err
	}
	blob, err := r.PutBlob(ctx, me, v.ID+"-provenance.json", "application/json", statement)
	if err != nil {
		return nil, err
	}
	return map[string]any{"package": digest, "provenance": evidence(blob.Digest)}, nil
}

func evidence(digest string) map[string]string {
	return map[string]string{"digest": digest, "result": "pass"}
}

// given are the outputs with a digest that count, of the steps of a phase.
func given(v client.CaseView, phase string) []client.DeliverableView {
	var out []client.DeliverableView
	for _, d := range v.Deliverables {
		counts := d.Status != "expected" && d.Status != "void" && d.Status != "expired" && d.Status != "returned"
		if d.Blob != "" && counts && phaseOf(v, d.Place) == phase && d.Name != "provenance" && d.Name != "package" {
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

func (r records) classify(ctx context.Context, c executor.Call) (map[string]any, error) {
	v, err := r.view(ctx, c)
	if err != nil {
		return nil, err
	}
	m, err := r.Model(ctx, me, v.Model+"@"+v.Version)
	if err != nil {
		return nil, err
	}
	return map[string]any{"type": m.Class}, nil
}

// impact is what the case says it changes: its CIs and its parameters of type ci.
func (r records) impact(ctx context.Context, c executor.Call) (map[string]any, error) {
	v, err := r.view(ctx, c)
	if err != nil {
		return nil, err
	}
	return map[string]any{"affected": affected(v)}, nil
}

func affected(v client.CaseView) []string {
	all := append([]string{}, v.CIs...)
	for _, p := range v.Params {
		var ci string
		if p.Type == "ci" && json.Unmarshal(p.Value, &ci) == nil && ci != "" {
			all = append(all, ci)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// baseline records what is known of the CIs at this moment under one digest.
func (r records) baseline(ctx context.Context, c executor.Call) (map[string]any, error) {
	v, err := r.view(ctx, c)
	if err != nil {
		return nil, err
	}
	text, err := json.MarshalIndent(map[string]any{"cis": affected(v), "package": v.Package, "environments": v.Environments}, "", "  ")
	if err != nil {
		return nil, err
	}
	blob, err := r.PutBlob(ctx, me, v.ID+"-baseline.json", "application/json", text)
	if err != nil {
		return nil, err
	}
	name := "before"
	if strings.HasPrefix(c.Place, "post") {
		name = "after"
	}
	return map[string]any{name: evidence(blob.Digest)}, nil
}

// masterCopy attests that everything the build gave lies in the definitive
// store, which is the server's content store.
func (r records) masterCopy(ctx context.Context, c executor.Call) (map[string]any, error) {
	v, err := r.view(ctx, c)
	if err != nil {
		return nil, err
	}
	sum := sha256.New()
	for _, d := range given(v, "build") {
		if _, _, err := r.Blob(ctx, me, d.Value); err != nil {
			return nil, fmt.Errorf("%s of %s (%s) is not in the store; store it with the step: --file %s=PATH", d.Name, d.Place, d.Value, d.Name)
		}
		fmt.Fprintln(sum, d.Value)
	}
	return map[string]any{"master_copy": evidence("sha256:" + hex.EncodeToString(sum.Sum(nil)))}, nil
}

// conflicts fails when another open release touches the same CI in its deploy
// phase, or is planned within a day of this one.
func (r records) conflicts(ctx context.Context, c executor.Call) (map[string]any, error) {
	v, err := r.view(ctx, c)
	if err != nil {
		return nil, err
	}
	page, err := r.Cases(ctx, me, service.Release, service.CaseQuery{Status: "open", Limit: 200})
	if err != nil {
		return nil, err
	}
	var found []string
	for _, other := range page.Items {
		if other.ID == v.ID || other.Phase != "deploy" && !near(other.T, v.T) {
			continue
		}
		view, err := r.Case(ctx, me, service.Release, other.ID)
		if err != nil {
			return nil, err
		}
		for _, ci := range affected(view) {
			if slices.Contains(affected(v), ci) {
				found = append(found, fmt.Sprintf("%s also changes %s", other.ID, ci))
			}
		}
	}
	if len(found) > 0 {
		return nil, fmt.Errorf("in the way: %s", strings.Join(found, "; "))
	}
	return nil, nil
}

func near(a, b *time.Time) bool {
	return a != nil && b != nil && a.Sub(*b).Abs() < 24*time.Hour
}
