package httpapi

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/headgate/headgate/client"
)

// openRoutes are all that answer somebody who is not logged in.
var openRoutes = []string{"POST /login", "GET /demo/people"}

// TestEveryRouteIsClosedByDefault asks every registered operation without a
// login and with a false one.
func TestEveryRouteIsClosedByDefault(t *testing.T) {
	t.Parallel()
	s := setup(t)
	count := 0
	for path, item := range describe().Paths {
		for method, op := range methods(item) {
			if op == nil || slices.Contains(openRoutes, method+" "+path) {
				continue
			}
			count++
			filled := strings.NewReplacer("{id}", "REL-1", "{place}", "write", "{ref}", "page", "{digest}", "sha256:0").Replace(path)
			var content any
			if op.RequestBody != nil {
				content = map[string]any{}
			}
			caller{s: s}.refused(http.StatusUnauthorized, "not_logged_in", method, filled, content)
			caller{s: s}.refused(http.StatusUnauthorized, "not_logged_in", method, filled, content, "Authorization", "Bearer hg_wrong")
			caller{s, cookieName + "=wrong"}.refused(http.StatusUnauthorized, "not_logged_in", method, filled, content)
		}
	}
	if count < 40 {
		t.Errorf("only %d operations were tried", count)
	}
}

func methods(item *huma.PathItem) map[string]*huma.Operation {
	return map[string]*huma.Operation{"GET": item.Get, "POST": item.Post, "PUT": item.Put, "DELETE": item.Delete, "PATCH": item.Patch}
}

// TestPermissions tries what needs a permission as somebody who has all others.
func TestPermissions(t *testing.T) {
	t.Parallel()
	s := setup(t)
	s.as("ben").page("Holidays")
	none := "sam"
	if err := s.svc.Bootstrap(t.Context(), none, "", "password of sam"); err != nil {
		t.Fatal(err)
	}
	release := client.StartRequest{Model: "page", Title: "x"}
	tests := []struct {
		person, method, path string
		body                 any
	}{
		{"mia", "POST", "/releases", release},
		{"ben", "POST", "/changes", release},
		{"ben", "POST", "/models", client.CheckRequest{Files: []client.SourceFile{}}},
		{"ben", "POST", "/people", map[string]string{"id": "eve"}},
		{"ben", "PUT", "/people/ben", map[string]any{"permissions": []string{"admin"}}},
		{"ben", "PUT", "/teams/approver", map[string]any{"members": []string{"ben"}}},
		{none, "GET", "/people", nil},
		{none, "GET", "/teams", nil},
		{none, "GET", "/models", nil},
		{none, "GET", "/models/page", nil},
		{none, "GET", "/models/page/graph.svg", nil},
		{none, "GET", "/models/page/handbook", nil},
		{none, "POST", "/models/check", client.CheckRequest{Files: []client.SourceFile{}}},
		{none, "GET", "/releases", nil},
		{none, "GET", "/releases/REL-1", nil},
		{none, "GET", "/releases/REL-1/log", nil},
		{none, "GET", "/releases/REL-1/why", nil},
		{none, "GET", "/releases/REL-1/graph", nil},
		{none, "GET", "/releases/REL-1/record.html", nil},
		{none, "GET", "/releases/REL-1/steps/write", nil},
		{none, "GET", "/releases/REL-1/steps/write/output", nil},
		{none, "POST", "/releases/REL-1/commands", client.CommandRequest{Command: "note", Place: "write", Reason: "hello"}},
		{none, "GET", "/inbox", nil},
		{none, "GET", "/stream", nil},
		{none, "GET", "/blobs/sha256:0", nil},
		{none, "POST", "/blobs", []byte("x")},
	}
	for _, tt := range tests {
		s.as(tt.person).refused(http.StatusForbidden, "not_permitted", tt.method, tt.path, tt.body)
	}
}

func TestUnknownIDs(t *testing.T) {
	t.Parallel()
	s := setup(t)
	ben := s.as("ben")
	ben.page("Holidays")
	for _, path := range []string{
		"/releases/REL-2", "/changes/REL-1", "/releases/REL-2/log", "/releases/REL-2/why", "/releases/REL-2/graph", "/releases/REL-2/record.md",
		"/releases/REL-2/steps/write", "/releases/REL-1/steps/write/output", "/models/none", "/models/page@7", "/blobs/sha256:0",
		"/stream?case=REL-2",
	} {
		ben.refused(http.StatusNotFound, "not_found", "GET", path, nil)
	}
	ben.refused(http.StatusNotFound, "not_found", "POST", "/releases/REL-2/commands", client.CommandRequest{Command: "note"})
	ben.refused(http.StatusNotFound, "not_found", "DELETE", "/tokens/tok_1", nil)
	ben.refused(http.StatusNotFound, "no_route", "GET", "/nothing", nil)
	ben.refused(http.StatusUnprocessableEntity, "invalid", "POST", "/releases/REL-1/commands", client.CommandRequest{Command: "time"})
	ben.refused(http.StatusUnprocessableEntity, "invalid", "GET", "/releases?cursor=nonsense", nil)
}

func TestLoginAndLogout(t *testing.T) {
	t.Parallel()
	s := setup(t)
	nobody := caller{s: s}
	wrong := nobody.refused(http.StatusUnauthorized, "wrong_login", "POST", "/login", map[string]string{"person": "ben", "password": "guess"})
	unknown := nobody.refused(http.StatusUnauthorized, "wrong_login", "POST", "/login", map[string]string{"person": "eve", "password": "guess"})
	if wrong.Detail != unknown.Detail {
		t.Errorf("a stranger learns who exists: %q, %q", wrong.Detail, unknown.Detail)
	}
	r := nobody.send("POST", "/login", map[string]string{"person": "ben", "password": "password of ben"})
	cookie := r.Header.Get("Set-Cookie")
	for _, part := range []string{"HttpOnly", "SameSite=Lax", "Path=/"} {
		if !strings.Contains(cookie, part) {
			t.Errorf("cookie %q lacks %s", cookie, part)
		}
	}
	ben := caller{s, cookie}
	me := want[client.Me](ben, "GET", "/me", nil)
	if me.Person.ID != "ben" || !slices.Equal(me.Teams, []string{"approver", "builder"}) || !slices.Equal(me.Permissions, []string{"read", "start"}) {
		t.Errorf("me %+v", me)
	}
	if r := ben.send("POST", "/logout", nil); r.Status != http.StatusNoContent {
		t.Errorf("logout: %d %s", r.Status, r.Body)
	}
	ben.refused(http.StatusUnauthorized, "not_logged_in", "GET", "/me", nil)

	s.clock.Advance(time.Minute)
	late := s.as("ben")
	s.clock.Advance(13 * time.Hour)
	late.refused(http.StatusUnauthorized, "not_logged_in", "GET", "/me", nil)
}

func TestGuessingIsSlowedDown(t *testing.T) {
	t.Parallel()
	s := setup(t)
	guess := map[string]string{"person": "ben", "password": "guess"}
	for range 5 {
		caller{s: s}.refused(http.StatusUnauthorized, "wrong_login", "POST", "/login", guess)
	}
	p := caller{s: s}.refused(http.StatusTooManyRequests, "too_many_tries", "POST", "/login", guess)
	if p.Until == nil || !p.Until.After(s.clock.Now()) {
		t.Errorf("the problem does not say until when: %+v", p)
	}
	s.clock.Advance(time.Minute)
	s.as("ben")
}

func TestTokens(t *testing.T) {
	t.Parallel()
	s := setup(t)
	ben := s.as("ben")
	made := want[client.Token](ben, "POST", "/tokens", map[string]string{"name": "build server", "expires_in": "24h"})
	list := want[[]client.Token](ben, "GET", "/tokens", nil)
	if len(list) != 1 || list[0].Secret != "" || !strings.HasPrefix(made.Secret, "hg_") || made.ExpiresAt == nil {
		t.Errorf("made %+v, listed %+v", made, list)
	}
	bearer := []string{"Authorization", "Bearer " + made.Secret}
	if me := want[client.Me](caller{s: s}, "GET", "/me", nil, bearer...); me.Person.ID != "ben" {
		t.Errorf("the token is %s", me.Person.ID)
	}
	s.as("mia").refused(http.StatusNotFound, "not_found", "DELETE", "/tokens/"+made.ID, nil)
	s.clock.Advance(25 * time.Hour)
	caller{s: s}.refused(http.StatusUnauthorized, "not_logged_in", "GET", "/me", nil, bearer...)
	ben = s.as("ben")
	forever := want[client.Token](ben, "POST", "/tokens", map[string]string{"name": "other"})
	if r := ben.send("DELETE", "/tokens/"+forever.ID, nil); r.Status != http.StatusNoContent {
		t.Errorf("delete: %d %s", r.Status, r.Body)
	}
	caller{s: s}.refused(http.StatusUnauthorized, "not_logged_in", "GET", "/me", nil, "Authorization", "Bearer "+forever.Secret)
}

func TestADisabledPersonIsOutAtOnce(t *testing.T) {
	t.Parallel()
	s := setup(t)
	ben, ana := s.as("ben"), s.as("ana")
	want[client.Person](ana, "PUT", "/people/ben", map[string]any{"disabled": true})
	ben.refused(http.StatusUnauthorized, "not_logged_in", "GET", "/me", nil)
	caller{s: s}.refused(http.StatusUnauthorized, "wrong_login", "POST", "/login", map[string]string{"person": "ben", "password": "password of ben"})
}

func TestNobodyLocksHimselfOut(t *testing.T) {
	t.Parallel()
	ana := setup(t).as("ana")
	ana.refused(http.StatusConflict, "not_yourself", "PUT", "/people/ana", map[string]any{"disabled": true})
	ana.refused(http.StatusConflict, "not_yourself", "PUT", "/people/ana", map[string]any{"permissions": []string{"read"}})
	want[client.Person](ana, "PUT", "/people/ana", map[string]any{"permissions": []string{"read", "admin"}})
}

func TestPeopleAndTeams(t *testing.T) {
	t.Parallel()
	s := setup(t)
	ana := s.as("ana")
	eve := want[client.Person](ana, "POST", "/people", map[string]any{"id": "eve", "name": "Eve", "password": "password of eve", "teams": []string{"builder"}})
	if eve.Name != "Eve" || !slices.Equal(eve.Teams, []string{"builder"}) {
		t.Errorf("added %+v", eve)
	}
	ana.refused(http.StatusConflict, "exists", "POST", "/people", map[string]any{"id": "eve"})
	ana.refused(http.StatusUnprocessableEntity, "invalid", "POST", "/people", map[string]any{"id": "No Good"})
	ana.refused(http.StatusUnprocessableEntity, "invalid", "PUT", "/people/eve", map[string]any{"password": "short"})
	ana.refused(http.StatusUnprocessableEntity, "invalid", "PUT", "/people/eve", map[string]any{"permissions": []string{"god"}})
	ana.refused(http.StatusNotFound, "not_found", "PUT", "/people/nobody", map[string]any{})
	s.as("eve").refused(http.StatusForbidden, "not_permitted", "POST", "/releases", client.StartRequest{Model: "page", Title: "x"})

	id := s.as("ben").page("Holidays").ID
	want[client.Team](ana, "PUT", "/teams/builder", map[string]any{"members": []string{"eve"}})
	if _, _, err := s.svc.TickDue(t.Context(), 10); err != nil {
		t.Fatal(err)
	}
	if inbox := want[client.Page[client.InboxItem]](s.as("ben"), "GET", "/inbox?for=me", nil); len(inbox.Items) != 0 {
		t.Errorf("ben left the team and still has %+v", inbox.Items)
	}
	inbox := want[client.Page[client.InboxItem]](s.as("eve"), "GET", "/inbox?for=teams", nil)
	if len(inbox.Items) != 1 || inbox.Items[0].Case != id || inbox.Items[0].For != "me" {
		t.Errorf("inbox of eve %+v", inbox.Items)
	}
}
