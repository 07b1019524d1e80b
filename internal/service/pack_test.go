package service

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/internal/service/record"
)

// TestARecordSaysWhatWasAskedFor: the planned date, and every param once, also
// when an overlay that is not in force declares it anew.
func TestARecordSaysWhatWasAskedFor(t *testing.T) {
	t.Parallel()
	k := setup(t)
	if err := k.Bootstrap(t.Context(), "eva", "Eva Brandt", "long enough", permissions...); err != nil {
		t.Fatal(err)
	}
	at := k.Clock().Add(10 * 24 * time.Hour)
	v := k.begin(Release, "eva", client.StartRequest{
		Model: "software-standard", Title: "Shop 2", T: &at, CIs: []string{"shop"},
		Assign: map[string][]string{"release_manager": {"eva"}},
		Params: map[string]json.RawMessage{"summary": raw("faster"), "service": raw("shop")},
	})
	doc, err := k.Record(t.Context(), person("eva"), Release, v.ID, "json")
	if err != nil {
		t.Fatal(err)
	}
	var pack record.Pack
	if err := json.Unmarshal(doc.Content, &pack); err != nil {
		t.Fatal(err)
	}
	if pack.Case.T == nil || !pack.Case.T.Equal(at.UTC()) {
		t.Errorf("planned for %v, want %v", pack.Case.T, at)
	}
	var names []string
	for _, p := range pack.Params {
		names = append(names, p.Name)
	}
	slices.Sort(names)
	if slices.Contains(names, "T") || len(slices.Compact(slices.Clone(names))) != len(names) {
		t.Errorf("params %v, want each once and no empty T", names)
	}
	md, err := k.Record(t.Context(), person("eva"), Release, v.ID, "md")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"| Planned for (T) | 2026-12-05 08:00:00Z |", "| release_manager | Eva Brandt (eva) |", "| Status | running |"} {
		if !strings.Contains(string(md.Content), want) {
			t.Errorf("the record does not say %q", want)
		}
	}
}
