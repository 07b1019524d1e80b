package service

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/headgate/headgate/client"
)

// TestRecordsFollowReleases: a component is found by the open releases that
// change it, and afterwards by what the last of them left.
func TestRecordsFollowReleases(t *testing.T) {
	t.Parallel()
	k := setup(t)
	change := k.granted()
	k.give("eva", change, client.CommandRequest{Command: "vote", Place: "authorization", Answer: "approve", Values: grantedValue})
	rel := k.page(page1, change)
	open, err := k.Touching(t.Context(), me, []string{"handbook", "shop"})
	if err != nil || len(open) != 1 || open[0].Case != rel || open[0].CIs[0] != "handbook" {
		t.Fatalf("touching: %+v, %v", open, err)
	}
	recorded := func() Recorded {
		t.Helper()
		r, err := k.Recorded(t.Context(), me, "handbook")
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	if got := recorded(); got != (Recorded{CI: "handbook"}) {
		t.Errorf("recorded before any release has ended: %+v", got)
	}
	k.finish(rel, page1)
	first := recorded()
	if first.Release != rel || first.Package != page1 || first.At.IsZero() {
		t.Errorf("recorded %+v, want package %s of %s", first, page1, rel)
	}
	if in, err := k.InPlace(t.Context(), me, Release, rel); !in || err != nil {
		t.Errorf("in place: %t, %v", in, err)
	}
	k.advance(time.Hour)
	next := k.page(page2, change)
	if in, err := k.InPlace(t.Context(), me, Release, next); in || err != nil {
		t.Errorf("in place before it begins: %t, %v", in, err)
	}
	k.finish(next, page2)
	if got := recorded(); got.Release != next || got.Package != page2 {
		t.Errorf("recorded %+v, want that of %s", got, next)
	}
	if open, err := k.Touching(t.Context(), me, []string{"handbook"}); len(open) != 0 || err != nil {
		t.Errorf("touching after both have ended: %+v, %v", open, err)
	}
}

func TestPartsAndWholes(t *testing.T) {
	t.Parallel()
	k := setup(t)
	parts, err := k.Parts(t.Context(), []string{"shop"})
	if err != nil {
		t.Fatal(err)
	}
	wholes, err := k.Wholes(t.Context(), []string{"shop_web"})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"shop", "shop_web"}, wholes); d != "" {
		t.Errorf("wholes (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]string{"shop", "shop_db", "shop_web"}, parts); d != "" {
		t.Errorf("parts (-want +got):\n%s", d)
	}
}

var (
	me           = Machine("records")
	grantedValue = map[string]json.RawMessage{"grant": raw("granted")}
)
