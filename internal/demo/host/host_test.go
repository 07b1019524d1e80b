package host

import (
	"bytes"
	"compress/gzip"
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/internal/demo/artefact"
)

// server answers /healthz always and /readyz only while it can write.
func server(t *testing.T, canWrite bool) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set(VersionHeader, "1.2.0")
		if r.URL.Path == "/readyz" && !canWrite {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	t.Cleanup(s.Close)
	return s.URL
}

func TestMeasureSeesTheServerThatCannotWrite(t *testing.T) {
	t.Parallel()
	well, ill := server(t, true), server(t, false)
	if s := Measure(t.Context(), []string{well}, 100); s.Requests != 100 || s.Errors != 0 {
		t.Errorf("of a healthy server: %+v", s)
	}
	if s := Measure(t.Context(), []string{well, ill}, 100); s.Errors != 2 || s.ErrorRate != 0.02 {
		t.Errorf("with one that cannot write: %+v", s)
	}
	if s := Measure(t.Context(), []string{"http://127.0.0.1:1"}, 10); s.Errors != 10 {
		t.Errorf("of nobody: %+v", s)
	}
}

func TestPercentile(t *testing.T) {
	t.Parallel()
	times := make([]time.Duration, 100)
	for i := range 5 {
		times[i] = 3 * time.Second
	}
	if s := summary(times, make([]bool, 100)); s.P95 != 100 {
		t.Errorf("5 of 100 slow: p95 %v", s.P95)
	}
	times[5] = 300 * time.Millisecond
	if s := summary(times, make([]bool, 100)); s.P95 != 500 {
		t.Errorf("6 of 100 slow: p95 %v", s.P95)
	}
}

func TestReady(t *testing.T) {
	t.Parallel()
	soon := func() context.Context {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		t.Cleanup(cancel)
		return ctx
	}
	if err := Ready(t.Context(), server(t, true), "1.2.0"); err != nil {
		t.Error(err)
	}
	if err := Ready(soon(), server(t, true), "1.3.0"); err == nil || !strings.Contains(err.Error(), `runs "1.2.0"`) {
		t.Errorf("another version: %v", err)
	}
	if err := Ready(soon(), server(t, false), ""); err == nil {
		t.Error("a server that cannot write is ready")
	}
}

// store is an API that holds content by digest; lie gives other content.
func store(t *testing.T, content map[string]string, lie string) *client.Client {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		digest := strings.TrimPrefix(r.URL.Path, "/api/v1/blobs/")
		text, ok := content[digest]
		if !ok {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		if digest == lie {
			text = "something else"
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(s.Close)
	return client.New(s.URL, "")
}

func TestFetchChecksEveryStep(t *testing.T) {
	t.Parallel()
	content := map[string]string{}
	put := func(text string) string {
		d := artefact.Digest([]byte(text))
		content[d] = text
		return d
	}
	compress := func(text string) string {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return put(b.String())
	}
	binary := compress("binary")
	listOf := func(whole string) string {
		return put(string(artefact.Sums([]artefact.Sum{
			{Name: "headgate-linux-amd64.gz", Digest: binary}, {Name: "headgate-linux-amd64", Digest: artefact.Digest([]byte(whole))},
		})))
	}
	list := listOf("binary")
	pack := put(`{"model": "` + artefact.Digest([]byte("a model")) + `", "content": "` + list + `"}`)
	path := filepath.Join(t.TempDir(), "out")
	if err := Fetch(t.Context(), store(t, content, ""), pack, "linux-amd64", path); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(path); string(got) != "binary" || err != nil {
		t.Errorf("fetched %q: %v", got, err)
	}
	for _, lie := range []string{binary, list, pack} {
		if err := Fetch(t.Context(), store(t, content, lie), pack, "linux-amd64", path); err == nil {
			t.Errorf("%s was changed on the way and taken", content[lie])
		}
	}
	if err := Fetch(t.Context(), store(t, content, ""), put(listOf("another")), "linux-amd64", path); err == nil {
		t.Error("what was unpacked is not what the list names, and was taken")
	}
	if err := Fetch(t.Context(), store(t, content, ""), pack, "linux-arm64", path); err == nil {
		t.Error("fetched a binary that was not built")
	}
}

func TestPointReplaces(t *testing.T) {
	t.Parallel()
	link := filepath.Join(t.TempDir(), "current")
	for _, target := range []string{"a", "b", "b"} {
		if err := Point(link, target); err != nil {
			t.Fatal(err)
		}
		if got, err := os.Readlink(link); got != target || err != nil {
			t.Errorf("points to %q: %v", got, err)
		}
	}
}
