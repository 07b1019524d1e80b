package service

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headgate/headgate/client"
)

// seen is of a deliverable what somebody who decides goes by.
type seen struct {
	Place, Name, Status, Value, By string
	Stored                         bool
}

func seenOf(list []client.DeliverableView) []seen {
	out := []seen{}
	for _, d := range list {
		out = append(out, seen{d.Place, d.Name, d.Status, d.Value, d.By, d.Stored})
	}
	return out
}

func TestWhoDecidesSeesOnWhat(t *testing.T) {
	t.Parallel()
	k := setup(t)
	ctx := context.Background()
	stored, err := k.PutBlob(ctx, person("ben"), "page.txt", "text/plain", []byte("Shut from Monday."))
	if err != nil {
		t.Fatal(err)
	}
	at := func(rel string) client.StepView {
		v, _, err := k.Step(ctx, person("rob"), Release, rel, "accept_package")
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	change := k.granted()
	k.give("eva", change, client.CommandRequest{Command: "vote", Place: "authorization", Answer: "approve", Values: map[string]json.RawMessage{"grant": raw("granted")}})
	rel := k.page(page1, change)
	if diff := cmp.Diff(seenOf(at(rel).About), []seen{{Place: "seal", Name: "package", Status: "expected"}}); diff != "" {
		t.Errorf("before it is sealed (-got +want):\n%s", diff)
	}
	k.give("ben", rel, client.CommandRequest{Command: "report", Place: "write", Answer: "done", Values: map[string]json.RawMessage{"text": raw(stored.Digest)}})
	k.machines(sealAs(stored.Digest))
	k.give("rob", rel, client.CommandRequest{Command: "report", Place: "read", Answer: "done", Values: map[string]json.RawMessage{"findings": raw("none")}})
	got := at(rel)
	if diff := cmp.Diff(seenOf(got.About), []seen{{"seal", "package", "submitted", stored.Digest, "package.seal", true}}); diff != "" {
		t.Errorf("about (-got +want):\n%s", diff)
	}
	if diff := cmp.Diff(seenOf(got.Support), []seen{{"read", "findings", "submitted", "none", "rob", false}}); diff != "" {
		t.Errorf("support (-got +want):\n%s", diff)
	}
}

func TestAHeldStepHasNoRunningClock(t *testing.T) {
	t.Parallel()
	k := setup(t)
	change := k.granted()
	k.give("eva", change, client.CommandRequest{Command: "vote", Place: "authorization", Answer: "approve", Values: grantedValue})
	rel := k.page(page1, change)
	at := func() client.StepView {
		v, _, err := k.Step(t.Context(), person("ben"), Release, rel, "write")
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	if v := at(); v.Due == nil || v.Clock == nil {
		t.Fatalf("before the hold: due %v, clock %v", v.Due, v.Clock)
	}
	k.give(k.see(rel).Owner, rel, client.CommandRequest{Command: "hold", Reason: "a call"})
	if v := at(); v.Status != "held" || v.Due != nil || v.Clock != nil {
		t.Errorf("held: %s, due %v, clock %v: %s", v.Status, v.Due, v.Clock, v.Why)
	}
	items, err := k.Inbox(t.Context(), person("ben"), "all", "", 50)
	if err != nil {
		t.Fatal(err)
	}
	for _, item := range items.Items {
		if item.Case == rel && item.Clock != nil {
			t.Errorf("%s %s runs on: %+v", item.Verb, item.Place, item.Clock)
		}
	}
}
