package service

import (
	"testing"

	"github.com/headgate/headgate/client"
)

// Holding a whole case makes open work that stands at no step.
func TestTheWholeCaseIsHeldAndResumed(t *testing.T) {
	t.Parallel()
	k := setup(t)
	id := k.page("sha256:1")
	owner := k.see(id).Owner
	k.give(owner, id, client.CommandRequest{Command: "hold", Reason: "the office is closed"})
	if got := k.see(id).Health; got != "held" {
		t.Errorf("health %q, want held", got)
	}
	inbox, err := k.Inbox(t.Context(), person(owner), "me", "", 50)
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, i := range inbox.Items {
		found = found || i.Case == id && i.Place == "" && i.Verb == "Unblock"
	}
	if !found {
		t.Errorf("inbox of %s has no held case: %+v", owner, inbox.Items)
	}
	k.give(owner, id, client.CommandRequest{Command: "resume"})
	if got := k.see(id).Health; got == "held" {
		t.Error("still held after resume")
	}
}
