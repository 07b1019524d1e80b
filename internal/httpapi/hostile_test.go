package httpapi

import (
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/headgate/headgate/client"
)

// TestWhatCannotBeReadIsAProblem sends what no honest client sends: each gets a
// problem with a code and a next step, and changes nothing.
func TestWhatCannotBeReadIsAProblem(t *testing.T) {
	t.Parallel()
	s := setup(t)
	ben := s.as("ben")
	id := ben.page("Holidays").ID
	command := "/releases/" + id + "/commands"
	note := client.CommandRequest{Command: "note", Place: "write", Reason: "x"}
	deep := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	tests := []struct {
		name, path string
		body       any
		headers    []string
		status     int
		code       string
	}{
		{"no JSON", "/releases", []byte("{"), nil, 400, "invalid"},
		{"two documents", "/releases", []byte(`{"model":"page","title":"x"} {}`), nil, 400, "invalid"},
		{"nothing", "/releases", []byte{}, nil, 400, "invalid"},
		{"another type", "/releases", []byte(`[]`), nil, 422, "invalid"},
		{"a name that is not there", "/releases", []byte(`{"model":"page","title":"x","colour":"red"}`), nil, 422, "invalid"},
		{"too deep for the reader", "/releases", []byte(`{"model":"page","title":"x","params":{"page":` + deep(10_001) + `}}`), nil, 400, "invalid"},
		{"deep, where a text is wanted", "/releases", []byte(`{"model":"page","title":"x","params":{"page":` + deep(9_000) + `}}`), nil, 422, "invalid"},
		{"not UTF-8", "/releases", []byte("{\"model\":\"page\",\"title\":\"\xff\xfe\"}"), nil, 400, "invalid"},
		{"not UTF-8 inside a value", command, []byte("{\"command\":\"note\",\"reason\":\"a\xc3\"}"), nil, 400, "invalid"},
		{"a form", "/releases", []byte("model=page&title=x"), []string{"Content-Type", "application/x-www-form-urlencoded"}, 415, "media_type"},
		{"a media type that is none", "/releases", []byte(`{}`), []string{"Content-Type", "nonsense;;"}, 415, "media_type"},
		{"an If-Match that is none", command, note, []string{"If-Match", `"abc"`}, 422, "invalid"},
		{"an If-Match beyond all numbers", command, note, []string{"If-Match", `"` + strings.Repeat("9", 40_000) + `"`}, 422, "invalid"},
		{"a negative If-Match", command, note, []string{"If-Match", `"-1"`}, 422, "invalid"},
		{"a key that is too long", command, note, []string{"Idempotency-Key", strings.Repeat("k", 201)}, 422, "invalid"},
		{"a command of ours", command, client.CommandRequest{Command: "world"}, nil, 422, "invalid"},
		{"a place that is none", command, client.CommandRequest{Command: "note", Place: "\x00../../etc", Reason: "x"}, nil, 404, "R-STATE"},
	}
	before := want[client.CaseView](ben, "GET", "/releases/"+id, nil).ETag
	for _, test := range tests {
		r := ben.send("POST", test.path, test.body, test.headers...)
		p := r.problem(t)
		if r.Status != test.status || p.Code != test.code || p.Detail == "" || p.Need == "" || p.Request == "" {
			t.Errorf("%s: %d %+v, want %d %s with detail and need", test.name, r.Status, p, test.status, test.code)
		}
		if len(p.Detail) > 500 {
			t.Errorf("%s: the detail repeats %d bytes of what was sent", test.name, len(p.Detail))
		}
	}
	if after := want[client.CaseView](ben, "GET", "/releases/"+id, nil).ETag; after != before {
		t.Errorf("the case moved from %s to %s", before, after)
	}
	if page := want[client.Page[client.CaseSummary]](ben, "GET", "/releases?status=all", nil); len(page.Items) != 1 {
		t.Errorf("%d releases were started, want none beside the first", len(page.Items)-1)
	}
	ben.refused(http.StatusNotFound, "no_route", "PATCH", "/releases", nil)
	ben.refused(http.StatusNotFound, "no_route", "GET", "/nowhere", nil)
	ben.refused(http.StatusUnprocessableEntity, "invalid", "GET", "/releases?limit=99999999999999999999", nil)
	ben.refused(http.StatusUnprocessableEntity, "invalid", "GET", "/releases?cursor=%00", nil)
}

// TestAWatcherThatDoesNotReadHoldsUpNobody: its connection fills up, and
// commits and other watchers go on.
func TestAWatcherThatDoesNotReadHoldsUpNobody(t *testing.T) {
	t.Parallel()
	s := setup(t)
	ben := s.as("ben")
	for range 3 {
		stalled(ben)
	}
	next, stop := events(ben, "/stream")
	defer stop()
	id := ben.page("Holidays").ID
	for n := range 50 {
		ben.give(id, client.CommandRequest{Command: "note", Place: "write", Reason: fmt.Sprint(n, strings.Repeat(" words", 500))})
	}
	for seen := 0; seen < 50; {
		for _, kind := range next().Kinds {
			if kind == "Noted" {
				seen++
			}
		}
	}
}

// stalled opens a stream and reads nothing of it.
func stalled(c caller) {
	c.s.t.Helper()
	conn, err := net.Dial("tcp", c.s.Listener.Addr().String())
	if err != nil {
		c.s.t.Fatal(err)
	}
	c.s.t.Cleanup(func() { _ = conn.Close() })
	if err := conn.(*net.TCPConn).SetReadBuffer(1); err != nil {
		c.s.t.Fatal(err)
	}
	cookie, _, _ := strings.Cut(c.cookie, ";")
	if _, err := fmt.Fprintf(conn, "GET %s/stream HTTP/1.1\r\nHost: x\r\nCookie: %s\r\n\r\n", Prefix, cookie); err != nil {
		c.s.t.Fatal(err)
	}
}

// TestServerHasLimits: a client that sends slowly or without end is cut off.
func TestServerHasLimits(t *testing.T) {
	t.Parallel()
	s := Server("127.0.0.1:0", http.NotFoundHandler())
	if s.ReadHeaderTimeout == 0 || s.IdleTimeout == 0 || s.MaxHeaderBytes == 0 {
		t.Errorf("a server without limits: %+v", s)
	}
}
