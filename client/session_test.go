package client

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// guarded is a server that takes one session at a time, and the number of
// logins it has seen.
type guarded struct {
	*httptest.Server
	valid  atomic.Pointer[string]
	logins atomic.Int32
}

func newGuarded(t *testing.T) *guarded {
	t.Helper()
	g := &guarded{}
	g.set("none")
	g.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set(versionHeader, "1.2.0")
		if r.URL.Path == "/api/v1/login" {
			secret := "s" + string('0'+rune(g.logins.Add(1)))
			g.set(secret)
			http.SetCookie(w, &http.Cookie{Name: sessionCookie, Value: secret})
			io.WriteString(w, "{}")
			return
		}
		body, _ := io.ReadAll(r.Body)
		cookie, err := r.Cookie(sessionCookie)
		if err != nil || cookie.Value != *g.valid.Load() {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		w.Header().Set("X-Body", string(body))
		io.WriteString(w, `{"zone":"`+r.Header.Get("Time-Zone")+`","name":"`+string(body)+`"}`)
	}))
	t.Cleanup(g.Close)
	return g
}

func (g *guarded) set(secret string) { g.valid.Store(&secret) }

func (g *guarded) resume(secret string) *Client {
	return Resume(g.URL, secret, func(ctx context.Context) (string, error) {
		fresh, err := New(g.URL, "").Login(ctx, "ana", "password")
		if err != nil {
			return "", err
		}
		return fresh.Session(), nil
	})
}

func TestResumeUsesTheSessionItHas(t *testing.T) {
	t.Parallel()
	g := newGuarded(t)
	g.set("kept")
	c := g.resume("kept")
	if _, err := c.Me(t.Context()); err != nil || g.logins.Load() != 0 {
		t.Errorf("%v after %d logins, want none", err, g.logins.Load())
	}
	if c.ServerVersion() != "1.2.0" {
		t.Errorf("version %q of the server", c.ServerVersion())
	}
}

func TestResumeRenewsWhatIsRefused(t *testing.T) {
	t.Parallel()
	g := newGuarded(t)
	for _, secret := range []string{"ended", ""} {
		before := g.logins.Load()
		c := g.resume(secret)
		var calls sync.WaitGroup
		for range 8 {
			calls.Go(func() {
				b, err := c.PutBlob(t.Context(), "x", strings.NewReader("content"))
				if err != nil || b.Name != "content" {
					t.Errorf("%+v, %v: the body is not sent again", b, err)
				}
			})
		}
		calls.Wait()
		if n := g.logins.Load() - before; n != 1 || c.Session() != *g.valid.Load() {
			t.Errorf("%d logins from session %q, want 1", n, secret)
		}
	}
}

func TestWhatCannotBeRenewedStaysRefused(t *testing.T) {
	t.Parallel()
	g := newGuarded(t)
	wrong := errors.New("wrong password")
	stubborn := Resume(g.URL, "ended", func(context.Context) (string, error) { return "", wrong })
	if _, err := stubborn.Me(t.Context()); !errors.Is(err, wrong) {
		t.Errorf("%v, want the error of the login", err)
	}
	var no *Problem
	if _, err := g.resume("ended").PutBlob(t.Context(), "x", io.LimitReader(strings.NewReader("abc"), 3)); !errors.As(err, &no) {
		t.Errorf("%v, want a refusal: this body cannot be sent twice", err)
	}
	if _, err := New(g.URL, "hg_1").Me(t.Context()); !errors.As(err, &no) || g.logins.Load() != 0 {
		t.Errorf("%v after %d logins, want a refusal: a token has no login", err, g.logins.Load())
	}
}

func TestInZone(t *testing.T) {
	t.Parallel()
	g := newGuarded(t)
	g.set("kept")
	c := g.resume("kept")
	there, err := c.InZone("America/New_York").Me(t.Context())
	here, err2 := c.Me(t.Context())
	if err != nil || err2 != nil || there.Zone != "America/New_York" || here.Zone != "" {
		t.Errorf("zones %q and %q, %v %v", there.Zone, here.Zone, err, err2)
	}
}
