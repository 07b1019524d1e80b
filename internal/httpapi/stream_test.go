package httpapi

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/headgate/headgate/client"
)

// events opens a stream and returns a function that waits for its next event.
func events(c caller, path string, headers ...string) (next func() client.StreamEvent, stop func()) {
	c.s.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	req, err := http.NewRequestWithContext(ctx, "GET", c.s.URL+Prefix+path, nil)
	if err != nil {
		c.s.t.Fatal(err)
	}
	req.Header.Set("Cookie", c.cookie)
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := c.s.Client().Do(req)
	if err != nil {
		c.s.t.Fatal(err)
	}
	if got := resp.Header.Get("Content-Type"); resp.StatusCode != http.StatusOK || got != "text/event-stream" {
		c.s.t.Fatalf("stream: %d %s", resp.StatusCode, got)
	}
	lines := bufio.NewScanner(resp.Body)
	next = func() client.StreamEvent {
		c.s.t.Helper()
		var e client.StreamEvent
		id := ""
		for lines.Scan() {
			name, value, _ := strings.Cut(lines.Text(), ": ")
			switch name {
			case "id":
				id = value
			case "data":
				if err := json.Unmarshal([]byte(value), &e); err != nil {
					c.s.t.Fatal(err)
				}
				if id != strconv.FormatInt(e.ID, 10) {
					c.s.t.Errorf("id %s of event %d", id, e.ID)
				}
				return e
			}
		}
		c.s.t.Fatalf("the stream ended: %v", lines.Err())
		return e
	}
	return next, func() { cancel(); resp.Body.Close() }
}

func TestStreamAndResume(t *testing.T) {
	t.Parallel()
	s := setup(t)
	ben := s.as("ben")
	next, stop := events(ben, "/stream")
	id := ben.page("Holidays").ID
	first := next()
	if first.Case != id || first.Title != "Holidays" || !slices.Contains(first.Kinds, "CaseStarted") {
		t.Errorf("first event %+v", first)
	}
	if !first.Now.Equal(s.clock.Now()) {
		t.Errorf("pages count from %v, the server's clock says %v", first.Now, s.clock.Now())
	}
	stop()

	t.Log("what happened while nobody listened comes with the resumption")
	written(s, id)
	other := ben.page("Other").ID
	next, stop = events(ben, "/stream", "Last-Event-ID", strconv.FormatInt(first.ID, 10))
	var missed []string
	for {
		e := next()
		if e.Case == other {
			break
		}
		missed = append(missed, e.Kinds...)
	}
	stop()
	if !slices.Contains(missed, "Done") || !slices.Contains(missed, "EvidenceAccepted") {
		t.Errorf("missed events %v", missed)
	}

	t.Log("the same from the log after a restart, and for one case alone")
	s.restart()
	next, stop = events(s.as("ben"), "/stream?case="+other+"&after="+strconv.FormatInt(first.ID, 10))
	defer stop()
	if e := next(); e.Case != other {
		t.Errorf("an event of %s in the stream of %s", e.Case, other)
	}
}

func TestStreamBeats(t *testing.T) {
	t.Parallel()
	s := setup(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, "GET", s.URL+Prefix+"/stream", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Cookie", s.as("ben").cookie)
	resp, err := s.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	lines := bufio.NewScanner(resp.Body)
	for lines.Scan() {
		if lines.Text() == ": still here" {
			return
		}
	}
	t.Errorf("no heartbeat: %v", lines.Err())
}
