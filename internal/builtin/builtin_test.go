package builtin

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/internal/executor"
	"github.com/headgate/headgate/internal/service"
)

var noon = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

// shelf is records kept in memory: one case, and what is known beside it. The
// shop has a web part with a cache in it.
type shelf struct {
	v        client.CaseView
	others   []service.Touch
	recorded map[string]service.Recorded
	inPlace  bool
	blobs    map[string][]byte
}

func newShelf() *shelf {
	at := noon
	return &shelf{
		v: client.CaseView{
			CaseSummary:  client.CaseSummary{ID: "REL-7", Model: "m", Version: "1.0.0", T: &at, StartedAt: noon.Add(-time.Hour)},
			CIs:          []string{"shop_web"},
			Environments: []string{"live"},
			Steps:        []client.StepSummary{{Place: "assemble", Phase: "build"}, {Place: "pre_baseline", Phase: "deploy"}},
			Deliverables: []client.DeliverableView{{Place: "pre_baseline", Name: "before", Status: "expected"}},
		},
		recorded: map[string]service.Recorded{}, blobs: map[string][]byte{},
	}
}

var partOf = map[string]string{"shop_cache": "shop_web", "shop_web": "shop", "shop_db": "shop"}

func (s *shelf) Case(context.Context, service.Caller, service.CaseKind, string) (client.CaseView, error) {
	return s.v, nil
}

func (s *shelf) Model(_ context.Context, _ service.Caller, ref string) (client.ModelView, error) {
	return client.ModelView{ModelSummary: client.ModelSummary{Class: "class of " + ref}}, nil
}

func (s *shelf) PutBlob(_ context.Context, _ service.Caller, _, _ string, content []byte) (client.Blob, error) {
	digest := fmt.Sprintf("sha256:%x", sha256.Sum256(content))
	s.blobs[digest] = content
	return client.Blob{Digest: digest}, nil
}

func (s *shelf) Blob(_ context.Context, _ service.Caller, digest string) (client.Blob, []byte, error) {
	if content, ok := s.blobs[digest]; ok {
		return client.Blob{Digest: digest}, content, nil
	}
	return client.Blob{}, nil, errors.New("not there")
}

func (s *shelf) Touching(_ context.Context, _ service.Caller, cis []string) ([]service.Touch, error) {
	return slices.DeleteFunc(slices.Clone(s.others), func(t service.Touch) bool { return len(common(t.CIs, cis)) == 0 }), nil
}

func (s *shelf) Recorded(_ context.Context, _ service.Caller, ci string) (service.Recorded, error) {
	r := s.recorded[ci]
	r.CI = ci
	return r, nil
}

func (s *shelf) InPlace(context.Context, service.Caller, service.CaseKind, string) (bool, error) {
	return s.inPlace, nil
}

func (s *shelf) Parts(_ context.Context, cis []string) ([]string, error) {
	out := slices.Clone(cis)
	for i := 0; i < len(out); i++ {
		for part, whole := range partOf {
			if whole == out[i] {
				out = append(out, part)
			}
		}
	}
	slices.Sort(out)
	return out, nil
}

func (s *shelf) Wholes(_ context.Context, cis []string) ([]string, error) {
	out := slices.Clone(cis)
	for i := 0; i < len(out); i++ {
		if whole := partOf[out[i]]; whole != "" && !slices.Contains(out, whole) {
			out = append(out, whole)
		}
	}
	slices.Sort(out)
	return out, nil
}

// run calls an executor or source for the case.
func (s *shelf) run(t *testing.T, name, place string, with map[string]json.RawMessage) executor.Result {
	t.Helper()
	e, ok := Executors(s)[name]
	if !ok {
		e = Sources(s)[name]
	}
	var out bytes.Buffer
	r := e.Run(t.Context(), executor.Call{Case: s.v.ID, Place: place, Executor: name, Try: 1, With: with}, &out)
	if r.Outcome == executor.Done && len(r.Outputs) > 0 && out.Len() == 0 {
		t.Errorf("%s says nothing of what it found", name)
	}
	return r
}

// gave decodes one output.
func gave[T any](t *testing.T, r executor.Result, name string) T {
	t.Helper()
	var v T
	if r.Outcome != executor.Done {
		t.Fatalf("ended %s: %s", r.Outcome, r.Error)
	}
	if err := json.Unmarshal(r.Outputs[name], &v); err != nil {
		t.Fatalf("output %s %q: %v", name, r.Outputs[name], err)
	}
	return v
}

type attestation struct{ Digest, Result string }

func TestImpactFollowsPartsAndWholes(t *testing.T) {
	t.Parallel()
	s := newShelf()
	got := gave[[]string](t, s.run(t, "config.impact", "impact", nil), "affected")
	if d := cmp.Diff([]string{"shop", "shop_cache", "shop_web"}, got); d != "" {
		t.Errorf("affected (-want +got):\n%s", d)
	}
	got = gave[[]string](t, s.run(t, "config.impact", "impact", map[string]json.RawMessage{"cis": []byte(`["shop_db"]`)}), "affected")
	if d := cmp.Diff([]string{"shop", "shop_cache", "shop_db", "shop_web"}, got); d != "" {
		t.Errorf("affected with an input (-want +got):\n%s", d)
	}
}

// TestBaselineHoldsWhatIsRecorded: before the deployment what others left,
// after it this package; the same state has the same digest.
func TestBaselineHoldsWhatIsRecorded(t *testing.T) {
	t.Parallel()
	s := newShelf()
	s.recorded["shop_web"] = service.Recorded{Release: "REL-3", Package: "sha256:old", At: noon.Add(-48 * time.Hour)}
	before := gave[attestation](t, s.run(t, "config.baseline", "pre_baseline", nil), "before")
	var got state
	if err := json.Unmarshal(s.blobs[before.Digest], &got); err != nil {
		t.Fatal(err)
	}
	want := state{
		CIs:          []service.Recorded{{CI: "shop_cache"}, {CI: "shop_web", Release: "REL-3", Package: "sha256:old", At: noon.Add(-48 * time.Hour)}},
		Environments: []string{"live"},
	}
	if d := cmp.Diff(want, got); d != "" || before.Result != "pass" {
		t.Errorf("result %s, baseline (-want +got):\n%s", before.Result, d)
	}
	if again := gave[attestation](t, s.run(t, "config.baseline", "pre_baseline", nil), "before"); again != before {
		t.Errorf("nothing changed and the baseline is %v, then %v", before, again)
	}
	s.inPlace, s.v.Package = true, "sha256:new"
	after := gave[attestation](t, s.run(t, "config.baseline", "pre_baseline", nil), "before")
	if text := string(s.blobs[after.Digest]); after == before || !strings.Contains(text, `"package": "sha256:new"`) || strings.Contains(text, "sha256:old") {
		t.Errorf("after the deployment: %s", text)
	}
}

func TestCompareCountsWhatOthersChanged(t *testing.T) {
	t.Parallel()
	s := newShelf()
	taken := noon
	s.v.Calls = []client.CallView{{Executor: "config.baseline", State: "done", EndedAt: &taken}}
	s.recorded["shop_web"] = service.Recorded{Release: "REL-3", At: noon.Add(-time.Minute)}
	s.recorded["shop_cache"] = service.Recorded{Release: "REL-9", At: noon.Add(time.Minute)}
	s.recorded["shop_db"] = service.Recorded{Release: "REL-9", At: noon.Add(time.Minute)} // no part of what is changed
	r := s.run(t, "config.compare", "config", nil)
	if drift, restored := gave[int](t, r, "drift"), gave[bool](t, r, "restored"); drift != 1 || !restored {
		t.Errorf("drift %d, restored %t, want 1 and true: nothing was put in place", drift, restored)
	}
	s.recorded["shop_cache"] = service.Recorded{Release: s.v.ID, At: noon.Add(time.Minute)}
	s.inPlace = true
	r = s.run(t, "config.compare", "config", nil)
	if drift, restored := gave[int](t, r, "drift"), gave[bool](t, r, "restored"); drift != 0 || restored {
		t.Errorf("drift %d, restored %t, want 0 and false", drift, restored)
	}
}

func TestConflictsNameWhatIsInTheWay(t *testing.T) {
	t.Parallel()
	in := func(d time.Duration) *time.Time { at := noon.Add(d); return &at }
	for _, row := range []struct {
		name  string
		other service.Touch
		want  string
	}{
		{"deploys a part now", service.Touch{Case: "REL-8", Phase: "deploy", CIs: []string{"shop_cache"}}, "REL-8 is being deployed and changes shop_cache"},
		{"deploys the whole now", service.Touch{Case: "REL-8", Phase: "deploy", CIs: []string{"moon", "shop"}}, "REL-8 is being deployed and changes shop"},
		{"planned near", service.Touch{Case: "REL-8", Phase: "build", CIs: []string{"shop_web"}, T: in(23 * time.Hour)}, "REL-8 is planned for 26 Nov 2026 11:00 UTC and changes shop_web"},
		{"planned a day away", service.Touch{Case: "REL-8", Phase: "build", CIs: []string{"shop_web"}, T: in(-24 * time.Hour)}, ""},
		{"not planned", service.Touch{Case: "REL-8", Phase: "build", CIs: []string{"shop_web"}}, ""},
		{"another part of the whole", service.Touch{Case: "REL-8", Phase: "deploy", CIs: []string{"shop_db"}}, ""},
		{"itself", service.Touch{Case: "REL-7", Phase: "deploy", CIs: []string{"shop_web"}}, ""},
	} {
		s := newShelf()
		s.others = []service.Touch{row.other}
		r := s.run(t, "calendar.conflicts", "conflict_check", nil)
		switch {
		case row.want == "" && r.Outcome != executor.Done:
			t.Errorf("%s: %s %s, want done", row.name, r.Outcome, r.Error)
		case row.want != "" && (r.Outcome != executor.Failed || r.Error != "in the way: "+row.want):
			t.Errorf("%s: %s %q, want failed because %s", row.name, r.Outcome, r.Error, row.want)
		}
	}
}

// TestSealLeadsToEveryPart: the package is the digest of a list of what was
// built, and what does not count is not in it.
func TestSealLeadsToEveryPart(t *testing.T) {
	t.Parallel()
	s := newShelf()
	if r := s.run(t, "package.seal", "seal", nil); r.Outcome != executor.Failed {
		t.Errorf("sealed nothing: %+v", r)
	}
	part, _ := s.PutBlob(t.Context(), me, "", "", []byte("binary"))
	s.v.Deliverables = append(s.v.Deliverables,
		client.DeliverableView{Place: "assemble", Name: "content", Status: "submitted", Value: part.Digest, Blob: part.Digest},
		client.DeliverableView{Place: "assemble", Name: "old", Status: "void", Value: "sha256:gone", Blob: "sha256:gone"},
		client.DeliverableView{Place: "pre_baseline", Name: "other", Status: "submitted", Value: "sha256:b", Blob: "sha256:b"})
	r := s.run(t, "package.seal", "seal", nil)
	digest := gave[string](t, r, "package")
	if got, want := string(s.blobs[digest]), part.Digest+" assemble.content\n"; got != want {
		t.Errorf("the package lists %q, want %q", got, want)
	}
	if text := string(s.blobs[gave[attestation](t, r, "provenance").Digest]); !strings.Contains(text, strings.TrimPrefix(digest, "sha256:")) {
		t.Errorf("the provenance is not about the package: %s", text)
	}
	if r := s.run(t, "store.put", "check_in", nil); gave[attestation](t, r, "master_copy").Result != "pass" {
		t.Errorf("store.put: %+v", r)
	}
	delete(s.blobs, part.Digest)
	if r := s.run(t, "store.put", "check_in", nil); r.Outcome != executor.Failed || !strings.Contains(r.Error, "content of assemble") {
		t.Errorf("store.put without the content: %+v", r)
	}
}
