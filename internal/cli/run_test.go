package cli

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headgate/headgate/client"
)

// play runs one command against a server.
func play(ctx context.Context, h http.HandlerFunc, args ...string) (code int, stderr string) {
	s := httptest.NewServer(h)
	defer s.Close()
	var out, errs bytes.Buffer
	code = Run(ctx, Config{Args: append(args, "--server", s.URL), Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs, Version: "2"})
	return code, errs.String()
}

func TestAnInterruptEndsQuietly(t *testing.T) {
	t.Parallel()
	ctx, interrupt := context.WithCancel(t.Context())
	code, stderr := play(ctx, func(_ http.ResponseWriter, r *http.Request) {
		interrupt()
		<-r.Context().Done()
	}, "release", "watch", "REL-1")
	if code != ExitInterrupted || stderr != "" {
		t.Errorf("code %d, stderr %q; want %d and nothing", code, stderr, ExitInterrupted)
	}
}

func TestAnotherServerIsNamed(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string]string{
		"":  "does not answer like a Headgate server",
		"1": "the server is version 1 and this program 2",
	} {
		code, stderr := play(t.Context(), func(w http.ResponseWriter, _ *http.Request) {
			if answer != "" {
				w.Header().Set("Headgate-Version", answer)
			}
			io.WriteString(w, "<html>")
		}, "release", "list")
		if code != ExitError || !strings.Contains(stderr, want) {
			t.Errorf("version %q: code %d, stderr %q; want it to say %q", answer, code, stderr, want)
		}
	}
}

func TestFit(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		widths []int
		limit  int
		want   []int
	}{
		{[]int{6, 40, 20}, 0, []int{6, 40, 20}},
		{[]int{6, 40, 20}, 50, []int{6, 20, 20}},
		{[]int{6, 40, 20}, 5, []int{6, 10, 10}},
	} {
		if d := cmp.Diff(row.want, fit(append([]int{}, row.widths...), row.limit)); d != "" {
			t.Errorf("fit %v into %d (-want +got):\n%s", row.widths, row.limit, d)
		}
	}
}

// TestCommandsAreThoseOfTheAPI: completion offers what the wire type names.
func TestCommandsAreThoseOfTheAPI(t *testing.T) {
	t.Parallel()
	f, _ := reflect.TypeFor[client.CommandRequest]().FieldByName("Command")
	if d := cmp.Diff(strings.Split(f.Tag.Get("enum"), ","), commands); d != "" {
		t.Errorf("commands (-want +got):\n%s", d)
	}
}

func TestInstantsHaveMilliseconds(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := writeJSON(&out, []string{"2026-11-24T13:50:24Z", "2026-11-24T14:50:24.12+01:00", "at 2026-11-24T13:50:24Z"}, ""); err != nil {
		t.Fatal(err)
	}
	want := `["2026-11-24T13:50:24.000Z","2026-11-24T13:50:24.120Z","at 2026-11-24T13:50:24Z"]` + "\n"
	if out.String() != want {
		t.Errorf("got %s want %s", &out, want)
	}
}
