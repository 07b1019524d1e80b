package httpapi

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/headgate/headgate/client"
)

const digest = "sha256:4a44dc15364204a80fe80e9039455cc1608281820fe2b24f1e5233ade6af1dd5"

// written lets ben write the page and mia accept the notes.
func written(s *server, id string) {
	s.t.Helper()
	s.as("ben").give(id, client.CommandRequest{
		Command: "report", Place: "write", Answer: "done", Values: map[string]json.RawMessage{"text": raw(digest), "notes": raw("all new")},
	})
	s.as("mia").give(id, client.CommandRequest{Command: "accept", Place: "write", Answer: "notes"})
}

// handedOver lets ben offer and mia take.
func handedOver(s *server, id string) {
	s.t.Helper()
	s.as("ben").give(id, client.CommandRequest{Command: "offer", Place: "to_test"})
	s.as("mia").give(id, client.CommandRequest{Command: "take", Place: "to_test", Points: []string{"it is readable"}})
}

func TestWholeReleaseByFourPeople(t *testing.T) {
	t.Parallel()
	s := setup(t)
	ben, mia, ida := s.as("ben"), s.as("mia"), s.as("ida")

	v := ben.page("Holidays 2027")
	if v.ID != "REL-1" || v.Status != "running" || v.Owner != "ana" || v.Phase != "build" {
		t.Fatalf("started %+v", v.CaseSummary)
	}
	if !strings.Contains(v.Why, "write") || v.Next == nil || !v.Next.Due.Equal(start.Add(4*time.Hour)) {
		t.Errorf("why %q, next clock %+v", v.Why, v.Next)
	}
	inbox := want[client.Page[client.InboxItem]](ben, "GET", "/inbox?for=me", nil)
	if len(inbox.Items) != 1 || inbox.Items[0].Verb != "Complete" || inbox.Items[0].For != "me" || inbox.Total != 1 {
		t.Errorf("inbox of ben: %+v", inbox)
	}

	p := mia.refused(http.StatusConflict, "R-ROLE", "POST", "/releases/REL-1/commands", client.CommandRequest{Command: "report", Place: "write", Answer: "done"})
	if p.Place != "write" || len(p.Ask) == 0 {
		t.Errorf("the refusal does not say where and who may: %+v", p)
	}
	written(s, v.ID)
	handedOver(s, v.ID)
	ben.refused(http.StatusConflict, "R-SOD", "POST", "/releases/REL-1/commands", client.CommandRequest{Command: "vote", Place: "go", Answer: "approve"})

	r := ida.give(v.ID, client.CommandRequest{Command: "vote", Place: "go", Answer: "approve", Reason: "it is good"})
	if got := r.Events[0].Text; got != "ida voted approve in go" {
		t.Errorf("sentence %q", got)
	}
	if got := s.publish(); got != 1 {
		t.Fatalf("%d executor calls, want 1", got)
	}
	end := want[client.CaseView](ben, "GET", "/releases/REL-1", nil)
	if end.Status != "closed" || end.Outcome != "successful" || end.Health != "done" || end.Next != nil {
		t.Errorf("ended %+v", end.CaseSummary)
	}
	wantCells := []string{"build done 2/2", "deploy done 2/2", "review not_needed 0/0"}
	if diff := cmp.Diff(wantCells, cells(end.Phases)); diff != "" {
		t.Errorf("phase grid (-want +got):\n%s", diff)
	}
	if inbox := want[client.Page[client.InboxItem]](ben, "GET", "/inbox?for=all", nil); len(inbox.Items) != 0 {
		t.Errorf("work is left over: %+v", inbox.Items)
	}
}

func cells(list []client.PhaseCell) []string {
	out := []string{}
	for _, c := range list {
		out = append(out, fmt.Sprintf("%s %s %d/%d", c.ID, c.State, c.Done, c.Total))
	}
	return out
}
