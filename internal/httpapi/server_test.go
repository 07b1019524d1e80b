package httpapi

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/internal/service"
)

var update = flag.Bool("update", false, "rewrite api/openapi.json")

// TestOpenAPI compares the committed description of the API with the code, so
// that a change of the API is seen in review.
func TestOpenAPI(t *testing.T) {
	t.Parallel()
	got, err := OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join("..", "..", "api", "openapi.json")
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("api/openapi.json is not what the code says; run go test ./internal/httpapi -run TestOpenAPI -update (-file +code):\n%s", diff)
	}
}

func TestOpenAPISaysWhatIsNull(t *testing.T) {
	t.Parallel()
	summary := describe().Components.Schemas.Map()["CaseSummary"]
	if next := summary.Properties["next"]; len(next.OneOf) != 2 || next.OneOf[1].Type != "null" {
		t.Errorf("next is %+v", next)
	}
	if phases := summary.Properties["phases"]; phases.Nullable || phases.Type != "array" {
		t.Errorf("phases is %+v", phases)
	}
}

func get(t *testing.T, s *server, path string, headers ...string) reply {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), "GET", s.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := s.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var b bytes.Buffer
	if _, err := b.ReadFrom(resp.Body); err != nil {
		t.Fatal(err)
	}
	return reply{resp.StatusCode, resp.Header, b.Bytes()}
}

func TestPages(t *testing.T) {
	t.Parallel()
	s := setup(t)
	tests := []struct {
		path   string
		status int
		says   string
	}{
		{"/", 200, "<title>Headgate"},
		{"/releases/REL-1", 200, "<title>Headgate"},
		{"/assets/a1.js", 200, "export"},
		{"/assets/gone.js", 404, "no_page"},
		{"/../setup_test.go", 404, "no_page"},
		{"/healthz", 204, ""},
		{"/readyz", 204, ""},
		{"/api/v1/openapi.json", 200, `"openapi":"3.1.0"`},
		{"/api/v1/model.schema.json", 200, `"title": "Headgate model"`},
		{"/api/v1/none", 404, "no_route"},
	}
	for _, tt := range tests {
		r := get(t, s, tt.path)
		if r.Status != tt.status || !strings.Contains(string(r.Body), tt.says) {
			t.Errorf("GET %s: %d %s, want %d with %q", tt.path, r.Status, r.Body, tt.status, tt.says)
		}
		for name, must := range map[string]string{
			"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Content-Security-Policy": "default-src 'self'",
		} {
			if got := r.Header.Get(name); !strings.Contains(got, must) {
				t.Errorf("GET %s: %s is %q", tt.path, name, got)
			}
		}
		if len(r.Header.Get("X-Request-Id")) != 16 {
			t.Errorf("GET %s: request id %q", tt.path, r.Header.Get("X-Request-Id"))
		}
	}
	if got := get(t, s, "/assets/a1.js").Header.Get("Cache-Control"); !strings.Contains(got, "immutable") {
		t.Errorf("assets are not kept: %q", got)
	}
	if got := get(t, s, "/api/v1/openapi.json").Header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("the API may be kept: %q", got)
	}
}

func TestOtherOriginsCannotAct(t *testing.T) {
	t.Parallel()
	s := setup(t)
	ben := s.as("ben")
	body := client.StartRequest{Model: "page", Title: "x"}
	p := ben.refused(http.StatusForbidden, "cross_origin", "POST", "/releases", body, "Sec-Fetch-Site", "cross-site")
	if p.Status != http.StatusForbidden {
		t.Errorf("problem %+v", p)
	}
	ben.refused(http.StatusForbidden, "cross_origin", "POST", "/logout", nil, "Origin", "https://example.org")
}

func TestBodiesAreBounded(t *testing.T) {
	t.Parallel()
	s := setup(t)
	ben := s.as("ben")
	huge := client.StartRequest{Model: "page", Title: strings.Repeat("x", maxBody)}
	ben.refused(http.StatusRequestEntityTooLarge, "too_large", "POST", "/releases", huge)
	ben.refused(http.StatusRequestEntityTooLarge, "too_large", "POST", "/blobs", make([]byte, 17<<20))
	ben.refused(http.StatusUnprocessableEntity, "invalid", "POST", "/releases", map[string]any{"model": "page", "title": "x", "colour": "red"})
	ben.refused(http.StatusBadRequest, "invalid", "POST", "/releases", []byte("{"))
}

func TestBlobs(t *testing.T) {
	t.Parallel()
	s := setup(t)
	ben := s.as("ben")
	content := []byte("<script>alert(1)</script>")
	b := want[client.Blob](ben, "POST", "/blobs?name=../../evil.html", content, "Content-Type", "text/html")
	if wantDigest := fmt.Sprintf("sha256:%x", sha256.Sum256(content)); b.Digest != wantDigest || b.Name != "evil.html" || b.Size != int64(len(content)) {
		t.Errorf("stored %+v", b)
	}
	r := s.as("mia").send("GET", "/blobs/"+b.Digest, nil)
	if !bytes.Equal(r.Body, content) || !strings.Contains(r.Header.Get("Content-Security-Policy"), "sandbox") ||
		!strings.HasPrefix(r.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("content comes back as %q with %v", r.Body, r.Header)
	}
}

func TestPanicsShowNothing(t *testing.T) {
	t.Parallel()
	a := &api{}
	a.Logger = slog.New(slog.DiscardHandler)
	h := a.around(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("secret of the inside") }))
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
	if w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "secret") || !strings.Contains(w.Body.String(), `"internal"`) {
		t.Errorf("answer to a panic: %d %s", w.Code, w.Body)
	}
}

func TestEveryKindHasAStatus(t *testing.T) {
	t.Parallel()
	for k := service.Internal; k <= service.Busy; k++ {
		if statuses[k] < 400 {
			t.Errorf("kind %d has status %d", k, statuses[k])
		}
	}
}

func TestListenCheck(t *testing.T) {
	t.Parallel()
	tests := []struct {
		listen Listen
		says   string
	}{
		{Listen{Addr: "127.0.0.1:8080"}, ""},
		{Listen{Addr: "localhost:8080", Demo: true}, ""},
		{Listen{Addr: "[::1]:0"}, ""},
		{Listen{Addr: "0.0.0.0:8080", TLS: true}, ""},
		{Listen{Addr: "10.0.0.1:8080", BehindProxy: true}, ""},
		{Listen{Addr: ":8080"}, "without TLS"},
		{Listen{Addr: "10.0.0.1:8080"}, "without TLS"},
		{Listen{Addr: "0.0.0.0:8443", TLS: true, Demo: true}, "demonstration"},
		{Listen{Addr: "8080"}, "no address"},
	}
	for _, tt := range tests {
		err := tt.listen.Check()
		if tt.says == "" != (err == nil) || err != nil && !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%+v: %v, want %q", tt.listen, err, tt.says)
		}
	}
}

func TestModels(t *testing.T) {
	t.Parallel()
	s := setup(t)
	ana := s.as("ana")
	page := source(t, "page.yaml")
	newer := client.SourceFile{Name: "newer.yaml", Text: strings.NewReplacer("version: 1.0.0", "version: 1.1.0", "due: 4h", "due: 2h").Replace(page.Text)}
	bad := client.SourceFile{Name: "bad.yaml", Text: strings.Replace(newer.Text, "who: approver", "who: nobody_known", 1)}
	changed := client.SourceFile{Name: "changed.yaml", Text: strings.Replace(page.Text, "Write the page.", "Write it again.", 1)}
	files := func(f ...client.SourceFile) client.CheckRequest { return client.CheckRequest{Files: f} }

	r := want[client.CheckResult](ana, "POST", "/models", files(newer, client.SourceFile{Name: "other.yaml", Text: strings.Replace(bad.Text, "id: page", "id: other", 1)}))
	if r.OK || len(r.Diagnostics) == 0 || r.Diagnostics[0].File != "other.yaml" || r.Diagnostics[0].Line == 0 || r.Diagnostics[0].Hint == "" {
		t.Fatalf("a bad document is not refused: %+v", r)
	}
	if list := want[client.Page[client.ModelSummary]](ana, "GET", "/models", nil); len(list.Items) != 1 {
		t.Fatalf("a refused set stored %+v", list.Items)
	}
	ana.refused(http.StatusConflict, "version_exists", "POST", "/models", files(changed))
	if r := want[client.CheckResult](s.as("mia"), "POST", "/models/check", files(newer)); !r.OK || r.Models[0].Version != "1.1.0" {
		t.Fatalf("check of a good document: %+v", r)
	}
	s.as("ben").page("Old")
	if r := want[client.CheckResult](ana, "POST", "/models", files(newer)); !r.OK {
		t.Fatalf("a good document is refused: %+v", r.Diagnostics)
	}
	ana.refused(http.StatusForbidden, "not_permitted", "POST", "/models/page@1.1.0/judge", client.JudgeRequest{Act: "approved"})
	if v := want[client.CaseView](ana, "GET", "/releases/REL-1", nil); v.Newer != "" {
		t.Errorf("before it is approved, a running release has a newer version %s", v.Newer)
	}
	if v := want[client.ModelView](ana, "GET", "/models/page", nil); v.Version != "1.0.0" {
		t.Errorf("before it is approved, page is version %s", v.Version)
	}
	if m := want[client.ModelSummary](s.as("ida"), "POST", "/models/page@1.1.0/judge", client.JudgeRequest{Act: "approved"}); m.State != "approved" || !m.Current {
		t.Errorf("approved: %+v", m)
	}
	list := want[client.Page[client.ModelSummary]](ana, "GET", "/models", nil)
	if len(list.Items) != 2 || list.Items[0].Version != "1.1.0" || !list.Items[0].Current || list.Items[1].Current || list.Items[1].Releases != 1 {
		t.Errorf("models %+v", list.Items)
	}
	if v := want[client.CaseView](ana, "GET", "/releases/REL-1", nil); v.Version != "1.0.0" || v.Newer != "1.1.0" {
		t.Errorf("a running release has version %s, newer %s", v.Version, v.Newer)
	}
	later := client.SourceFile{Name: "later.yaml", Text: strings.NewReplacer("id: page", "id: later", "roles: {owner: {}", "roles: {owner: {}, crowd: {open: true}").Replace(page.Text)}
	if r := want[client.CheckResult](ana, "POST", "/models", files(later)); !r.OK || len(r.Models[0].NotYet) == 0 {
		t.Fatalf("a model with a later part: %+v", r)
	}
	ana.refused(http.StatusConflict, "R-STATE", "POST", "/releases", client.StartRequest{Model: "later", Title: "x", Params: map[string]json.RawMessage{"page": raw("handbook")}})
	want[client.ModelSummary](s.as("ida"), "POST", "/models/later@1.0.0/judge", client.JudgeRequest{Act: "approved", Reason: "we wait for it"})
	ana.refused(http.StatusConflict, "E-LATER-1", "POST", "/releases", client.StartRequest{Model: "later", Title: "x", Params: map[string]json.RawMessage{"page": raw("handbook")}})
	ana.refused(http.StatusUnprocessableEntity, "invalid", "POST", "/changes", client.StartRequest{Model: "page", Title: "x"})

	d := want[client.ModelDiff](ana, "GET", "/models/page/diff", nil)
	if len(d.Changes) != 1 || d.Changes[0].Path != "write.due" || d.Changes[0].Stand != "tighter" || d.Old.Version != "1.0.0" || !d.Version.Enough {
		t.Errorf("the newer version differs by %+v", d)
	}
	if d := want[client.ModelDiff](ana, "GET", "/models/page/diff?from=1.1.0&to=1.0", nil); len(d.Changes) != 1 || d.Changes[0].Stand != "looser" {
		t.Errorf("the older version differs by %+v", d)
	}
	ana.refused(http.StatusNotFound, "no_earlier_version", "GET", "/models/page/diff?to=1.0.0", nil)
	ana.refused(http.StatusNotFound, "not_found", "GET", "/models/page/diff?from=7", nil)

	m := want[client.ModelView](ana, "GET", "/models/page@1.0", nil)
	if m.Version != "1.0.0" || len(m.Params) != 2 || len(m.RACI.Steps) != 4 || len(m.Graph.Nodes) != 4 || m.Documents[0].Text != page.Text || len(m.Documents) < 2 {
		t.Errorf("model view: %s, %d params, %d rows, %d nodes, %d documents", m.Version, len(m.Params), len(m.RACI.Steps), len(m.Graph.Nodes), len(m.Documents))
	}
	if r := ana.send("GET", "/models/page/graph.svg", nil); r.Status != http.StatusOK || !bytes.Contains(r.Body, []byte("<svg")) {
		t.Errorf("svg: %d %s", r.Status, r.Body)
	}
	book := ana.send("GET", "/models/page@1.0/handbook", nil)
	if book.Status != http.StatusOK || book.Header.Get("Content-Type") != "text/html; charset=utf-8" || !bytes.Contains(book.Body, []byte(`<section id="step-publish"`)) {
		t.Errorf("handbook: %d %v %.200s", book.Status, book.Header, book.Body)
	}
	ana.refused(http.StatusNotFound, "not_found", "GET", "/models/none/handbook", nil)
}
