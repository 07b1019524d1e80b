package httpapi

import (
	"compress/gzip"
	"io"
	"net/http"
	"testing"
)

// TestPagesAreCompressed asks for a script as browsers and others do: whoever
// takes gzip gets the same text compressed, everybody else gets it as it is.
func TestPagesAreCompressed(t *testing.T) {
	t.Parallel()
	s := setup(t)
	for _, c := range []struct {
		path, accept, encoding, text string
	}{
		{"/assets/a1.js", "gzip, deflate, br", "gzip", "export {}"},
		{"/assets/a1.js", "br;q=1.0, GZIP;q=0.5", "gzip", "export {}"},
		{"/assets/a1.js", "identity", "", "export {}"},
		{"/assets/a1.js", "gzip;q=0", "", "export {}"},
		{"/releases", "gzip", "gzip", "<!doctype html><title>Headgate</title>"},
	} {
		r, err := http.NewRequestWithContext(t.Context(), "GET", s.URL+c.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept-Encoding", c.accept) // by hand, so that the client does not unpack it
		answer, err := s.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		if got := answer.Header.Get("Content-Encoding"); got != c.encoding || answer.Header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%s for %q: encoding %q, vary %q, want %q and Accept-Encoding", c.path, c.accept, got, answer.Header.Get("Vary"), c.encoding)
		}
		var body io.Reader = answer.Body
		if c.encoding == "gzip" {
			if body, err = gzip.NewReader(answer.Body); err != nil {
				t.Fatal(err)
			}
		}
		text, err := io.ReadAll(body)
		if err != nil || string(text) != c.text {
			t.Errorf("%s for %q: %q, %v, want %q", c.path, c.accept, text, err, c.text)
		}
		if err := answer.Body.Close(); err != nil {
			t.Error(err)
		}
	}
}
