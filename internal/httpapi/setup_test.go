package httpapi

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/internal/service"
	"github.com/headgate/headgate/internal/service/auth"
	"github.com/headgate/headgate/internal/store"
	"github.com/headgate/headgate/internal/store/sqlite"
)

// start is a Wednesday morning in the office hours of the toy site.
var start = time.Date(2026, 11, 25, 8, 0, 0, 0, time.UTC)

// clock is set by hand.
type clock struct{ ms atomic.Int64 }

func (c *clock) Now() time.Time          { return time.UnixMilli(c.ms.Load()).UTC() }
func (c *clock) Advance(d time.Duration) { c.ms.Add(d.Milliseconds()) }

// server is a whole server over a file: service, store and HTTP.
type server struct {
	*httptest.Server
	t     *testing.T
	dir   string
	clock *clock
	svc   *service.Service
	store *sqlite.Store
	stop  func()
}

func setup(t *testing.T) *server {
	t.Helper()
	s := &server{t: t, dir: t.TempDir(), clock: &clock{}}
	s.clock.ms.Store(start.UnixMilli())
	s.open()
	t.Cleanup(func() { s.stop() })
	ctx := t.Context()
	if err := s.svc.SeedSite(ctx); err != nil {
		t.Fatal(err)
	}
	if err := s.svc.SeedModels(ctx, []client.SourceFile{source(t, "page.yaml")}); err != nil {
		t.Fatal(err)
	}
	for id, may := range map[string][]service.Permission{
		"ben": {service.MayRead, service.MayStart},
		"mia": {service.MayRead},
		"ida": {service.MayRead, service.MayChange, service.MayStart, service.MayApprove},
		"ana": {service.MayRead, service.MayStart, service.MayModel, service.MayAdmin, service.MayChange},
	} {
		if err := s.svc.Bootstrap(ctx, id, map[string]string{"mia": "Mia Novak"}[id], "password of "+id, may...); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// open starts the server over its folder, as a restart does.
func (s *server) open() {
	s.t.Helper()
	st, err := sqlite.Open(s.t.Context(), sqlite.Config{Path: filepath.Join(s.dir, "headgate.db")})
	if err != nil {
		s.t.Fatal(err)
	}
	committer := store.NewCommitter(st, store.CommitterConfig{})
	s.store = st
	s.svc = service.New(service.Config{
		Store: st, Committer: committer, Clock: s.clock.Now, Wall: s.clock.Now, Zone: "Europe/Berlin", Library: []client.SourceFile{source(s.t, "toy.yaml")},
		Cost: auth.Cost{Memory: 64, Passes: 1, Lanes: 1},
	})
	pages := fstest.MapFS{
		"index.html":   {Data: []byte("<!doctype html><title>Headgate</title>")},
		"assets/a1.js": {Data: []byte("export {}")},
	}
	s.Server = httptest.NewServer(New(s.svc, Config{Static: pages, Heartbeat: 10 * time.Millisecond}))
	s.stop = func() {
		s.Server.CloseClientConnections()
		s.Server.Close()
		committer.Close()
		if err := st.Close(); err != nil {
			s.t.Error(err)
		}
	}
}

func (s *server) restart() {
	s.t.Helper()
	s.stop()
	s.open()
}

func source(t *testing.T, name string) client.SourceFile {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return client.SourceFile{Name: name, Text: string(text)}
}

// reply is an answer with its body read.
type reply struct {
	Status int
	Header http.Header
	Body   []byte
}

func (r reply) problem(t *testing.T) client.Problem {
	t.Helper()
	if got := r.Header.Get("Content-Type"); got != "application/problem+json" {
		t.Fatalf("content type of status %d is %q, body %s", r.Status, got, r.Body)
	}
	return into[client.Problem](t, r)
}

func into[T any](t *testing.T, r reply) T {
	t.Helper()
	var v T
	if err := json.Unmarshal(r.Body, &v); err != nil {
		t.Fatalf("decode %s: %v", r.Body, err)
	}
	return v
}

// caller makes requests as one person.
type caller struct {
	s      *server
	cookie string
}

func (s *server) as(person string) caller {
	s.t.Helper()
	r := caller{s: s}.send("POST", "/login", map[string]string{"person": person, "password": "password of " + person})
	if r.Status != http.StatusOK {
		s.t.Fatalf("login of %s: %d %s", person, r.Status, r.Body)
	}
	return caller{s, r.Header.Get("Set-Cookie")}
}

// send makes a request; headers are pairs of name and value.
func (c caller) send(method, path string, body any, headers ...string) reply {
	c.s.t.Helper()
	var content io.Reader
	switch b := body.(type) {
	case nil:
	case []byte:
		content = bytes.NewReader(b)
	default:
		text, err := json.Marshal(body)
		if err != nil {
			c.s.t.Fatal(err)
		}
		content = bytes.NewReader(text)
	}
	req, err := http.NewRequestWithContext(context.Background(), method, c.s.URL+Prefix+path, content)
	if err != nil {
		c.s.t.Fatal(err)
	}
	if content != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if c.cookie != "" {
		req.Header.Set("Cookie", c.cookie)
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := c.s.Client().Do(req)
	if err != nil {
		c.s.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		c.s.t.Fatal(err)
	}
	return reply{resp.StatusCode, resp.Header, text}
}

// want makes a request that must succeed.
func want[T any](c caller, method, path string, body any, headers ...string) T {
	c.s.t.Helper()
	r := c.send(method, path, body, headers...)
	if r.Status >= 300 {
		c.s.t.Fatalf("%s %s: %d %s", method, path, r.Status, r.Body)
	}
	return into[T](c.s.t, r)
}

// refused makes a request that must not succeed.
func (c caller) refused(status int, code, method, path string, body any, headers ...string) client.Problem {
	c.s.t.Helper()
	r := c.send(method, path, body, headers...)
	p := r.problem(c.s.t)
	if r.Status != status || p.Status != status || p.Code != code {
		c.s.t.Fatalf("%s %s: got %d %s %q, want %d %s", method, path, r.Status, p.Code, p.Detail, status, code)
	}
	if p.Detail == "" || p.Need == "" && status != http.StatusConflict || p.Request == "" {
		c.s.t.Errorf("%s %s: a problem without sentence, next step or request id: %s", method, path, r.Body)
	}
	return p
}

// give gives a command that must be accepted.
func (c caller) give(id string, r client.CommandRequest, headers ...string) client.CommandResult {
	c.s.t.Helper()
	return want[client.CommandResult](c, "POST", "/releases/"+id+"/commands", r, headers...)
}

func raw(v any) json.RawMessage {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return text
}

// page starts a release of the toy model.
func (c caller) page(title string) client.CaseView {
	c.s.t.Helper()
	return want[client.CaseView](c, "POST", "/releases", client.StartRequest{
		Model: "page", Title: title, Params: map[string]json.RawMessage{"page": raw("handbook")},
	})
}

// publish does what the runner does: it claims the executor calls and reports
// them as done.
func (s *server) publish() int {
	s.t.Helper()
	ctx := s.t.Context()
	effects, err := s.svc.ClaimEffects(ctx, "test", []string{service.EffectCall, service.EffectNotify}, 100, time.Minute)
	if err != nil {
		s.t.Fatal(err)
	}
	calls := 0
	for _, e := range effects {
		if e.Kind == service.EffectCall {
			calls++
		}
		if err := s.svc.Report(ctx, e, service.Result{Outcome: service.OutcomeDone}); err != nil {
			s.t.Fatal(err)
		}
	}
	return calls
}
