package client

import (
	"context"
	"errors"
	"io"
	"net/http"
	"sync"
)

// sessionCookie is the cookie that carries a session.
const sessionCookie = "headgate_session"

// session is a login. It is shared by the copies of a client.
type session struct {
	mu     sync.Mutex
	secret string
	login  func(context.Context) (string, error) // nil: what is refused stays so
}

// Resume returns a client of the server at base that acts by the session of an
// earlier login. When the server does not take it any more, or secret is empty,
// login is called for a new one, and the request is made once more.
func Resume(base, secret string, login func(context.Context) (string, error)) *Client {
	c := New(base, "")
	c.session = &session{secret: secret, login: login}
	return c
}

// Login checks a password and returns a client that acts as the person, by the
// session it opened.
func (c *Client) Login(ctx context.Context, person, password string) (*Client, error) {
	resp, err := c.send(ctx, request{
		method: http.MethodPost, path: "/login",
		body: map[string]string{"person": person, "password": password},
	})
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	as := *c
	as.token, as.session = "", &session{}
	for _, cookie := range resp.Cookies() {
		if cookie.Name == sessionCookie {
			as.session.secret = cookie.Value
		}
	}
	return &as, nil
}

// Session returns the secret of the session the client acts by, to be resumed
// later, or "" when it acts by a token or as nobody. Whoever has it is the
// person, until it ends.
func (c *Client) Session() string {
	if c.session == nil {
		return ""
	}
	c.session.mu.Lock()
	defer c.session.mu.Unlock()
	return c.session.secret
}

// Logout ends the session; the server forgets it.
func (c *Client) Logout(ctx context.Context) error {
	return c.do(ctx, request{method: http.MethodPost, path: "/logout"}, nil)
}

// send makes a request, with a new session if the server does not take the one
// that there is. The caller closes the answer.
func (c *Client) send(ctx context.Context, r request) (*http.Response, error) {
	used := c.Session()
	resp, err := c.sendOnce(ctx, r, used)
	var no *Problem
	if !errors.As(err, &no) || no.Status != http.StatusUnauthorized || !c.mayRenew() || !rewind(r.raw) {
		return resp, err
	}
	fresh, err := c.session.renew(ctx, used)
	if err != nil {
		return nil, err
	}
	return c.sendOnce(ctx, r, fresh)
}

func (c *Client) mayRenew() bool { return c.session != nil && c.session.login != nil }

// renew returns a session other than the one used; calls made at once renew it
// once.
func (s *session) renew(ctx context.Context, used string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.secret != used {
		return s.secret, nil
	}
	secret, err := s.login(ctx)
	if err == nil {
		s.secret = secret
	}
	return secret, err
}

// rewind makes a body ready to be sent again, and reports whether it could.
func rewind(raw io.Reader) bool {
	if raw == nil {
		return true
	}
	at, ok := raw.(io.Seeker)
	if !ok {
		return false
	}
	_, err := at.Seek(0, io.SeekStart)
	return err == nil
}
