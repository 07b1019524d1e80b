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

func TestStaleVersionIsRefused(t *testing.T) {
	t.Parallel()
	s := setup(t)
	ben := s.as("ben")
	seen := ben.page("Holidays")
	written(s, seen.ID)
	p := ben.refused(http.StatusPreconditionFailed, "moved", "POST", "/releases/REL-1/commands",
		client.CommandRequest{Command: "offer", Place: "to_test"}, "If-Match", seen.ETag)
	now := want[client.CaseView](ben, "GET", "/releases/REL-1", nil)
	if !strings.Contains(p.Need, now.ETag) || !strings.Contains(p.Detail, "to_test") {
		t.Errorf("the problem does not say where the case is now: %+v, want %s", p, now.ETag)
	}
	r := ben.send("POST", "/releases/REL-1/commands", client.CommandRequest{Command: "offer", Place: "to_test"}, "If-Match", now.ETag)
	if got := r.Header.Get("ETag"); r.Status != http.StatusOK || got == now.ETag || got == "" {
		t.Errorf("with the right version: %d, ETag %s", r.Status, got)
	}
	ben.refused(http.StatusUnprocessableEntity, "invalid", "POST", "/releases/REL-1/commands",
		client.CommandRequest{Command: "offer", Place: "to_test"}, "If-Match", `"x"`)
}

func TestIdempotencyKey(t *testing.T) {
	t.Parallel()
	s := setup(t)
	ben := s.as("ben")
	begin := client.StartRequest{Model: "page@1.0.0", Title: "Once", Params: map[string]json.RawMessage{"page": raw("handbook")}}
	first := ben.send("POST", "/releases", begin, "Idempotency-Key", "k1")
	again := ben.send("POST", "/releases", begin, "Idempotency-Key", "k1")
	if first.Status != http.StatusCreated || string(first.Body) != string(again.Body) {
		t.Errorf("start: %d %s\nrepeated: %d %s", first.Status, first.Body, again.Status, again.Body)
	}
	report := client.CommandRequest{
		Command: "report", Place: "write", Answer: "done", Values: map[string]json.RawMessage{"text": raw(digest), "notes": raw("all new")},
	}
	first = ben.send("POST", "/releases/REL-1/commands", report, "Idempotency-Key", "k2")
	s.restart()
	ben = s.as("ben")
	again = ben.send("POST", "/releases/REL-1/commands", report, "Idempotency-Key", "k2")
	if first.Status != http.StatusOK || string(first.Body) != string(again.Body) {
		t.Errorf("command: %d %s\nrepeated after a restart: %d %s", first.Status, first.Body, again.Status, again.Body)
	}
	report.Reason = "another request"
	ben.refused(http.StatusUnprocessableEntity, "key_reused", "POST", "/releases/REL-1/commands", report, "Idempotency-Key", "k2")
	s.as("ida").refused(http.StatusConflict, "R-STATE", "POST", "/releases/REL-1/commands", report, "Idempotency-Key", "k2")
	list := want[client.Page[client.CaseSummary]](ben, "GET", "/releases", nil)
	if len(list.Items) != 1 || list.Total != 1 {
		t.Errorf("%d releases of %d, want 1 of 1", len(list.Items), list.Total)
	}
}

func TestFirstPageSaysHowMany(t *testing.T) {
	t.Parallel()
	s := setup(t)
	ben := s.as("ben")
	for range 3 {
		ben.send("POST", "/releases", client.StartRequest{
			Model: "page", Title: "Handbook", Params: map[string]json.RawMessage{"page": raw("handbook")},
		})
	}
	read := func(query string) client.Page[client.CaseSummary] {
		return want[client.Page[client.CaseSummary]](ben, "GET", "/releases?"+query, nil)
	}
	first := read("limit=2")
	if len(first.Items) != 2 || first.Total != 3 {
		t.Errorf("first page: %d of %d, want 2 of 3", len(first.Items), first.Total)
	}
	if rest := read("limit=2&cursor=" + first.Next); len(rest.Items) != 1 || rest.Total != 0 {
		t.Errorf("second page: %d of %d, want 1 of 0: only the first counts", len(rest.Items), rest.Total)
	}
	for _, none := range []string{"q=nowhere", "status=closed"} {
		if page := read(none); page.Total != 0 {
			t.Errorf("%s: total %d, want 0", none, page.Total)
		}
	}
}

func TestStartSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	s := setup(t)
	ben := s.as("ben")
	begin := client.StartRequest{Model: "page", Title: "x", Params: map[string]json.RawMessage{"page": raw("handbook")}}
	tests := []struct {
		name   string
		change func(*client.StartRequest)
		status int
		code   string
		says   string
	}{
		{"no such model", func(r *client.StartRequest) { r.Model = "nothing" }, 404, "not_found", "nothing"},
		{"no such version", func(r *client.StartRequest) { r.Model = "page@2" }, 404, "not_found", "page@2"},
		{"no title", func(r *client.StartRequest) { r.Title = " " }, 422, "invalid", "title"},
		{"missing param", func(r *client.StartRequest) { r.Params = nil }, 422, "invalid", "page: is missing"},
		{"wrong type and unknown", func(r *client.StartRequest) {
			r.Params = map[string]json.RawMessage{"page": raw("handbook"), "size": raw("big"), "colour": raw("red")}
		}, 422, "invalid", "size: a value of type int is expected, not \"big\"; colour: the model asks for no such value"},
		{"unknown role", func(r *client.StartRequest) { r.Assign = map[string][]string{"painter": {"ben"}} }, 422, "invalid", "painter"},
		{"unknown person", func(r *client.StartRequest) { r.Assign = map[string][]string{"builder": {"nobody"}} }, 422, "invalid", "nobody"},
		{"nobody in a role", func(r *client.StartRequest) { r.Assign = map[string][]string{"builder": {}} }, 409, "E-STAFF-1", "builder"},
		{"unknown change", func(r *client.StartRequest) { r.Changes = []string{"CHG-9"} }, 404, "not_found", "CHG-9"},
	}
	for _, tt := range tests {
		r := begin
		tt.change(&r)
		p := ben.refused(tt.status, tt.code, "POST", "/releases", r)
		if !strings.Contains(p.Detail, tt.says) {
			t.Errorf("%s: %q does not say %q", tt.name, p.Detail, tt.says)
		}
	}
	if list := want[client.Page[client.CaseSummary]](ben, "GET", "/releases?status=all", nil); len(list.Items) != 0 {
		t.Errorf("a refused start left %+v", list.Items)
	}
	if v := ben.page("first"); v.ID != "REL-1" {
		t.Errorf("refused starts used up numbers: %s", v.ID)
	}
}

func TestClockRunsInOfficeAndElapsedTime(t *testing.T) {
	t.Parallel()
	s := setup(t)
	ben := s.as("ben")
	ben.page("Holidays")
	if _, next, err := s.svc.TickDue(t.Context(), 10); err != nil || !next.Equal(start.Add(4*time.Hour+time.Millisecond)) {
		t.Fatalf("next due %v: %v", next, err)
	}
	s.clock.Advance(3 * time.Hour)
	v := want[client.Page[client.CaseSummary]](ben, "GET", "/releases", nil).Items[0]
	if v.Next.Used != 75 || v.Next.Over || v.Health != "on_track" && v.Health != "waiting" {
		t.Errorf("after 3 of 4 hours: %+v, health %s", v.Next, v.Health)
	}
	s.clock.Advance(time.Hour)
	if moved, _, err := s.svc.TickDue(t.Context(), 10); err != nil || moved != 0 {
		t.Fatalf("the limit is over at its last instant: %d, %v", moved, err)
	}
	s.clock.Advance(time.Minute)
	moved, _, err := s.svc.TickDue(t.Context(), 10)
	if err != nil || moved == 0 {
		t.Fatalf("tick moved %d: %v", moved, err)
	}
	v = want[client.Page[client.CaseSummary]](ben, "GET", "/releases?health=late", nil).Items[0]
	if !v.Next.Over || v.Health != "late" {
		t.Errorf("after the limit: %+v, health %s", v.Next, v.Health)
	}
	if moved, _, err := s.svc.TickDue(t.Context(), 10); err != nil || moved != 0 {
		t.Errorf("a second tick at the same instant moved %d: %v", moved, err)
	}
	log := want[client.Page[client.LogEntry]](ben, "GET", "/releases/REL-1/log", nil)
	last := log.Items[len(log.Items)-1]
	if last.Kind != "Escalated" || !strings.Contains(last.Text, "escalated to ana") {
		t.Errorf("last entry %+v", last)
	}
}

func TestLogStepWhyGraphAndRecord(t *testing.T) {
	t.Parallel()
	s := setup(t)
	ben := s.as("ben")
	id := ben.page("Holidays <b>2027</b>").ID
	written(s, id)
	handedOver(s, id)

	log := want[client.Page[client.LogEntry]](ben, "GET", "/releases/REL-1/log?limit=3", nil)
	rest := want[client.Page[client.LogEntry]](ben, "GET", "/releases/REL-1/log?limit=500&after="+log.Next, nil)
	if len(log.Items) != 3 || rest.Items[0].Seq != 4 || rest.Next != "" || log.Total != 3+len(rest.Items) {
		t.Errorf("pages of the log: %d, then %d from %d", len(log.Items), len(rest.Items), rest.Items[0].Seq)
	}
	texts := ""
	for _, e := range rest.Items {
		texts += e.Text + "\n"
	}
	if !strings.Contains(texts, "Mia Novak accepted handoff to_test") {
		t.Errorf("no sentence about the handoff in\n%s", texts)
	}
	step := want[client.StepView](ben, "GET", "/releases/REL-1/steps/to_test", nil)
	if step.State != "settled" || step.Status != "accepted" || step.By != "mia" || len(step.Log) == 0 || len(step.Points) != 1 {
		t.Errorf("step %+v", step)
	}
	ben.refused(http.StatusNotFound, "R-STATE", "GET", "/releases/REL-1/steps/nowhere", nil)
	why := want[map[string]string](ben, "GET", "/releases/REL-1/why", nil)
	if !strings.Contains(why["why"], "go") || why["next"] == "" {
		t.Errorf("why %v", why)
	}
	g := want[client.Graph](ben, "GET", "/releases/REL-1/graph", nil)
	if len(g.Nodes) != 4 || len(g.Edges) < 3 || g.Width == 0 || g.Nodes[0].Status != "done" {
		t.Errorf("graph of %d nodes and %d edges", len(g.Nodes), len(g.Edges))
	}
	for _, format := range []string{"html", "md", "json"} {
		a := s.as("ben").send("GET", "/releases/REL-1/record."+format, nil)
		s.clock.Advance(48 * time.Hour)
		b := s.as("mia").send("GET", "/releases/REL-1/record."+format, nil)
		if a.Status != http.StatusOK || string(a.Body) != string(b.Body) {
			t.Errorf("the same events gave two records in %s: %d", format, a.Status)
		}
		for _, must := range []string{"REL-1", digest, "Mia Novak accepted handoff to_test", "page@1.0.0"} {
			if format != "json" && !strings.Contains(string(a.Body), must) {
				t.Errorf("the record in %s does not say %q", format, must)
			}
		}
		if format == "html" && strings.Contains(string(a.Body), "<b>") {
			t.Error("a title is markup in the record")
		}
	}
}

func TestRestartGoesOn(t *testing.T) {
	t.Parallel()
	s := setup(t)
	id := s.as("ben").page("Holidays").ID
	written(s, id)
	before := want[client.CaseView](s.as("ida"), "GET", "/releases/REL-1", nil)
	s.restart()
	after := want[client.CaseView](s.as("ida"), "GET", "/releases/REL-1", nil)
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("case after a restart (-before +after):\n%s", diff)
	}
	handedOver(s, id)
	s.as("ida").give(id, client.CommandRequest{Command: "vote", Place: "go", Answer: "approve"})
	s.restart()
	if got := s.publish(); got != 1 {
		t.Errorf("%d calls wait after a restart, want 1", got)
	}
	if v := want[client.CaseView](s.as("ben"), "GET", "/releases/REL-1", nil); v.Status != "closed" {
		t.Errorf("status %s", v.Status)
	}
}

// TestSentencesAreInTheZoneOfTheReader: the clock of the site runs in Berlin.
func TestSentencesAreInTheZoneOfTheReader(t *testing.T) {
	t.Parallel()
	s := setup(t)
	ben := s.as("ben")
	id := ben.page("Holidays").ID
	for zone, until := range map[string]string{
		"": "until 13:00", "America/New_York": "until 07:00", "Asia/Tokyo": "until 21:00", "Nowhere/None": "until 13:00",
	} {
		v := want[client.CaseView](ben, "GET", "/releases/"+id, nil, "Time-Zone", zone)
		if !strings.Contains(v.Why, until) || v.Waiting[0].Why != v.Why {
			t.Errorf("zone %q: why %q, want it to say %q", zone, v.Why, until)
		}
	}
	r := ben.give(id, client.CommandRequest{Command: "begin", Place: "write"}, "Time-Zone", "Asia/Tokyo", "Idempotency-Key", "k")
	if !strings.Contains(r.Why, "until 21:00") {
		t.Errorf("after a command: %q", r.Why)
	}
}
