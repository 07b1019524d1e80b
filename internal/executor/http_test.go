package executor

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func call(t *testing.T, h HTTP, idempotent bool, c Call) (Result, string) {
	t.Helper()
	h.Pause = Duration(time.Millisecond)
	set := NewSet(map[string]Spec{"x": {HTTP: &h, Idempotent: idempotent}}, "", nil)
	c.Executor, c.Try = "x", 1
	var out bytes.Buffer
	return set.Run(t.Context(), c, &out), out.String()
}

func server(t *testing.T, h http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}

func TestHTTPSendsInputsAndPicksOutputs(t *testing.T) {
	t.Parallel()
	var got string
	url := server(t, func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		got = r.Method + " " + r.URL.Path + " " + r.Header.Get("Idempotency-Key") + " " + string(b)
		io.WriteString(w, `{"job": {"id": 7, "state": "ok"}, "list": [{"n": 1}]}`)
	})
	r, _ := call(t, HTTP{
		URL:     url + "/${with:share}",
		Assert:  []Assertion{{Path: "job.state", Equals: "ok"}},
		Outputs: map[string]string{"job": "job.id", "first": "list.0.n"},
	}, false, Call{Key: "k1", With: map[string]json.RawMessage{"share": []byte(`"half"`)}})
	if want := `POST /half k1 {"share":"half"}`; got != want {
		t.Errorf("request %q, want %q", got, want)
	}
	want := Result{Outcome: Done, Outputs: map[string]json.RawMessage{"job": []byte("7"), "first": []byte("1")}}
	if d := cmp.Diff(want, r); d != "" {
		t.Errorf("result (-want +got):\n%s", d)
	}
}

func TestHTTPOutcomes(t *testing.T) {
	t.Parallel()
	status := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
	}
	hangUp := func(w http.ResponseWriter, _ *http.Request) {
		conn, _, _ := w.(http.Hijacker).Hijack()
		conn.Close()
	}
	for _, row := range []struct {
		name       string
		handler    http.HandlerFunc
		method     string
		idempotent bool
		want       Outcome
	}{
		{"accepted", status(202), "POST", false, Done},
		{"refused", status(403), "POST", false, Failed},
		{"server error", status(500), "POST", false, Failed},
		{"gateway lost a post", status(502), "POST", false, InDoubt},
		{"gateway lost an idempotent post", status(502), "POST", true, Transient},
		{"too many requests", status(429), "POST", false, Transient},
		{"gateway lost a put", status(502), "PUT", false, Transient},
		{"cut after sending", hangUp, "POST", false, InDoubt},
		{"cut after sending a get", hangUp, "GET", false, Transient},
		{"moved", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/elsewhere", 302) }, "POST", false, Failed},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			got, _ := call(t, HTTP{Method: row.method, URL: server(t, row.handler)}, row.idempotent, Call{})
			if got.Outcome != row.want {
				t.Errorf("outcome %s (%s), want %s", got.Outcome, got.Error, row.want)
			}
		})
	}
}

func TestHTTPRetriesOnlyWhatMayBeRepeated(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		method     string
		idempotent bool
		want       int32
	}{{"GET", false, 3}, {"POST", false, 1}, {"POST", true, 3}} {
		var n atomic.Int32
		url := server(t, func(w http.ResponseWriter, _ *http.Request) {
			if n.Add(1) < 3 {
				w.WriteHeader(503)
			}
		})
		call(t, HTTP{Method: row.method, URL: url, Retry: 5}, row.idempotent, Call{})
		if n.Load() != row.want {
			t.Errorf("%s idempotent %v: %d requests, want %d", row.method, row.idempotent, n.Load(), row.want)
		}
	}
}

func TestHTTPNothingListeningMayPass(t *testing.T) {
	t.Parallel()
	got, _ := call(t, HTTP{Method: "POST", URL: "http://127.0.0.1:1/"}, false, Call{})
	if got.Outcome != Transient {
		t.Errorf("outcome %s, want transient: the connection was never made", got.Outcome)
	}
}

func TestHTTPAssertionNamesBothValues(t *testing.T) {
	t.Parallel()
	url := server(t, func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, `{"ok": false}`) })
	got, _ := call(t, HTTP{URL: url, Assert: []Assertion{{Path: "ok", Equals: "true"}}}, false, Call{})
	if want := `ok is "false", expected "true"`; got.Error != want {
		t.Errorf("got %q, want %q", got.Error, want)
	}
}

func TestHTTPSecretsStayOutOfTheOutput(t *testing.T) {
	t.Setenv("HG_KEY", "k-123456")
	var seen string
	url := server(t, func(w http.ResponseWriter, r *http.Request) {
		seen = r.Header.Get("Authorization")
		io.WriteString(w, "you sent "+seen)
	})
	_, out := call(t, HTTP{URL: url, Headers: map[string]string{"Authorization": "Bearer ${env:HG_KEY}"}}, false, Call{})
	if seen != "Bearer k-123456" || strings.Contains(out, "k-123456") {
		t.Errorf("sent %q, printed %q", seen, out)
	}
}
