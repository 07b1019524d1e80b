package client

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// seen is a request as the server got it.
type seen struct {
	Method, Path, Query, Body string
	Auth, Key, Match          string
}

// answering serves one answer to everything, and tells what was asked.
func answering(t *testing.T, status int, body string) (*Client, *seen) {
	t.Helper()
	got := &seen{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		*got = seen{
			Method: r.Method, Path: r.URL.EscapedPath(), Query: r.URL.RawQuery, Body: string(text),
			Auth: r.Header.Get("Authorization"), Key: r.Header.Get("Idempotency-Key"), Match: r.Header.Get("If-Match"),
		}
		w.WriteHeader(status)
		io.WriteString(w, body)
	}))
	t.Cleanup(server.Close)
	return New(server.URL+"/", "hg_1"), got
}

func TestRequests(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for _, row := range []struct {
		name   string
		do     func(*Client) error
		answer string
		want   seen
	}{
		{
			"a place with brackets", func(c *Client) error { _, err := c.Step(ctx, Releases, "REL-1", "deploy_wave[a/b]"); return err }, `{}`,
			seen{Method: "GET", Path: "/api/v1/releases/REL-1/steps/deploy_wave%5Ba%2Fb%5D", Auth: "Bearer hg_1"},
		},
		{
			"a command", func(c *Client) error {
				_, err := c.Do(ctx, Changes, "CHG-1", CommandRequest{Command: "hold", Reason: "wind"}, Call{Key: "k", IfMatch: `"3"`})
				return err
			}, `{}`,
			seen{Method: "POST", Path: "/api/v1/changes/CHG-1/commands", Body: `{"command":"hold","reason":"wind"}`, Auth: "Bearer hg_1", Key: "k", Match: `"3"`},
		},
		{
			"a list", func(c *Client) error { _, err := c.Cases(ctx, Releases, CaseFilter{Text: "a b", Limit: 7}); return err }, `{"items":[]}`,
			seen{Method: "GET", Path: "/api/v1/releases", Query: "limit=7&q=a+b", Auth: "Bearer hg_1"},
		},
		{
			"two versions", func(c *Client) error { _, err := c.ModelDiff(ctx, "page", "1.0.0", ""); return err }, `{}`,
			seen{Method: "GET", Path: "/api/v1/models/page/diff", Query: "from=1.0.0", Auth: "Bearer hg_1"},
		},
		{
			"content", func(c *Client) error { _, err := c.PutBlob(ctx, "a b.txt", strings.NewReader("text")); return err }, `{}`,
			seen{Method: "POST", Path: "/api/v1/blobs", Query: "name=a+b.txt", Body: "text", Auth: "Bearer hg_1"},
		},
		{
			"a record", func(c *Client) error { _, err := c.Record(ctx, Releases, "REL-1", "md"); return err }, "# REL-1",
			seen{Method: "GET", Path: "/api/v1/releases/REL-1/record.md", Auth: "Bearer hg_1"},
		},
		{
			"a token ended", func(c *Client) error { return c.RemoveToken(ctx, "tok_1") }, "",
			seen{Method: "DELETE", Path: "/api/v1/tokens/tok_1", Auth: "Bearer hg_1"},
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			c, got := answering(t, http.StatusOK, row.answer)
			if err := row.do(c); err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(row.want, *got); d != "" {
				t.Errorf("request (-want +got):\n%s", d)
			}
		})
	}
}

// TestListsInOnePiece: people and tokens are answered as plain lists.
func TestListsInOnePiece(t *testing.T) {
	t.Parallel()
	c, _ := answering(t, http.StatusOK, `[{"id":"ana"},{"id":"ben"}]`)
	page, err := c.People(t.Context())
	if err != nil || len(page.Items) != 2 || page.Items[1].ID != "ben" || page.Total != 2 {
		t.Errorf("people %+v, %v", page, err)
	}
}

func TestProblems(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name   string
		status int
		body   string
		want   string
	}{
		{"a refusal", 409, `{"title":"Refused","status":409,"code":"R-SOD","place":"accept","detail":"you built it","ask":["mia"]}`, "R-SOD accept: you built it"},
		{"without a place", 401, `{"title":"x","code":"not_logged_in","detail":"you are not logged in"}`, "not_logged_in: you are not logged in"},
		{"not of Headgate", 502, "bad gateway\n", "bad gateway"},
		{"empty", 503, "", "503 Service Unavailable"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			c, _ := answering(t, row.status, row.body)
			_, err := c.Me(t.Context())
			var p *Problem
			if !errors.As(err, &p) {
				t.Fatalf("error %v (%T), want a problem", err, err)
			}
			if p.Error() != row.want || p.Status != row.status {
				t.Errorf("%d %q, want %d %q", p.Status, p.Error(), row.status, row.want)
			}
		})
	}
}

func TestNoServer(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	url := server.URL
	server.Close()
	_, err := New(url, "").Me(t.Context())
	if err == nil || !strings.HasPrefix(err.Error(), "no answer from "+url+": ") {
		t.Errorf("error %v", err)
	}
}

// TestLoginActsByItsSession: the cookie of the login goes with what follows,
// and no token does.
func TestLoginActsByItsSession(t *testing.T) {
	t.Parallel()
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/v1/login", func(w http.ResponseWriter, r *http.Request) {
		var body struct{ Person, Password string }
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil || body.Password != "secret" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		http.SetCookie(w, &http.Cookie{Name: "headgate_session", Value: "s-" + body.Person, HttpOnly: true})
	})
	mux.HandleFunc("GET /api/v1/me", func(w http.ResponseWriter, r *http.Request) {
		c, err := r.Cookie("headgate_session")
		if err != nil || r.Header.Get("Authorization") != "" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		_ = json.NewEncoder(w).Encode(Me{Person: Person{ID: strings.TrimPrefix(c.Value, "s-")}})
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)

	c := New(server.URL, "")
	if _, err := c.Login(t.Context(), "ana", "wrong"); err == nil {
		t.Error("a wrong password logs in")
	}
	as, err := c.Login(t.Context(), "ana", "secret")
	if err != nil {
		t.Fatal(err)
	}
	me, err := as.Me(t.Context())
	if err != nil || me.Person.ID != "ana" {
		t.Errorf("me %+v, %v", me.Person, err)
	}
}
