package service

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/internal/service/auth"
	"github.com/headgate/headgate/internal/store"
)

// Sessions end after sessionLife without use; a use moves the end, at most once
// per sessionTouch, so that reading does not write.
const (
	sessionLife  = 12 * time.Hour
	sessionTouch = 10 * time.Minute
)

// LoginRequest is what a person logs in with. From is the address asking, for
// slowing down guesses.
type LoginRequest struct {
	Person, Password, From string
}

// Session is a login just made; Secret goes into the cookie and nowhere else.
type Session struct {
	Secret    string
	ExpiresAt time.Time
	Me        client.Me
}

// Login checks a password and begins a session. Whether the person or the
// password was wrong is not told, and takes equally long to find out.
func (s *Service) Login(ctx context.Context, r LoginRequest) (Session, error) {
	now := s.Wall()
	key := r.Person + "\x00" + r.From
	if wait, ok := s.guesses.Begin(key, now); !ok {
		until := now.Add(wait).UTC()
		return Session{}, &Error{
			Kind: TooMany, Code: "too_many_tries", Detail: "too many tries with a wrong password",
			Need: "wait until then and try again", Until: &until,
		}
	}
	person, ok, err := s.checkPassword(ctx, r.Person, r.Password)
	if err != nil {
		return Session{}, err
	}
	if !ok {
		return Session{}, &Error{
			Kind: Unauthenticated, Code: "wrong_login", Detail: "person or password is wrong",
			Need: "try again, or ask an administrator for a new password",
		}
	}
	s.guesses.Succeeded(key)
	return s.beginSession(ctx, person)
}

func (s *Service) checkPassword(ctx context.Context, id, password string) (store.Person, bool, error) {
	person, err := s.Store.Person(ctx, id)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return person, false, fault("read person", err)
	}
	known := err == nil && !person.Disabled
	stored, err := s.Store.Credential(ctx, id)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return person, false, fault("read credential", err)
	}
	known = known && err == nil && stored != ""
	if !known {
		stored = s.dummy
	}
	s.hashing <- struct{}{}
	defer func() { <-s.hashing }()
	right := auth.Check(stored, password)
	return person, right && known, nil
}

func (s *Service) beginSession(ctx context.Context, p store.Person) (Session, error) {
	secret, now := auth.NewSecret(""), s.wall()
	session := store.Session{
		Hash: auth.Digest(secret), Person: p.ID, CreatedAt: now, SeenAt: now, ExpiresAt: now.Add(sessionLife),
	}
	if err := s.Store.PutSession(ctx, session); err != nil {
		return Session{}, fault("begin session", err)
	}
	me, err := s.Me(ctx, callerOf(p))
	return Session{Secret: secret, ExpiresAt: instant(session.ExpiresAt), Me: me}, err
}

// Logout ends the session of a secret.
func (s *Service) Logout(ctx context.Context, secret string) error {
	return fault("end session", s.Store.DeleteSession(ctx, auth.Digest(secret)))
}

// Authenticate returns the caller that a session secret or API token stands
// for. Every way in calls it once per request, so a person who was disabled or
// lost a permission is refused from the next request on.
func (s *Service) Authenticate(ctx context.Context, secret string) (Caller, error) {
	person, err := s.holder(ctx, secret)
	if errors.Is(err, store.ErrNotFound) {
		return Caller{}, unauthenticated()
	}
	if err != nil {
		return Caller{}, fault("read login", err)
	}
	p, err := s.Store.Person(ctx, person)
	if errors.Is(err, store.ErrNotFound) || p.Disabled {
		return Caller{}, unauthenticated()
	}
	return callerOf(p), fault("read person", err)
}

func (s *Service) holder(ctx context.Context, secret string) (string, error) {
	hash, now := auth.Digest(secret), s.wall()
	if strings.HasPrefix(secret, auth.TokenPrefix) {
		t, err := s.Store.Token(ctx, hash, now)
		return t.Person, err
	}
	session, err := s.Store.Session(ctx, hash, now)
	if err != nil {
		return "", err
	}
	if now.Sub(session.SeenAt) >= sessionTouch {
		session.SeenAt, session.ExpiresAt = now, now.Add(sessionLife)
		if err := s.Store.PutSession(ctx, session); err != nil {
			s.Logger.Warn("session not extended", "person", session.Person, "error", err) // a full disk keeps nobody from reading
		}
	}
	return session.Person, nil
}

func callerOf(p store.Person) Caller {
	c := Caller{Person: p.ID}
	for _, known := range permissions {
		if slices.Contains(p.Permissions, string(known)) {
			c.Permissions = append(c.Permissions, known)
		}
	}
	return c
}

// Me returns who the caller is and what he may do on this site.
func (s *Service) Me(ctx context.Context, c Caller) (client.Me, error) {
	if c.Person == "" {
		return client.Me{}, unauthenticated()
	}
	dir, err := s.directory(ctx)
	if err != nil {
		return client.Me{}, err
	}
	me := client.Me{Person: dir.person(c.Person), Permissions: []string{}, Zone: s.Zone, Demo: s.Demo != nil, Now: s.Clock()}
	me.Teams = me.Person.Teams
	for _, p := range c.Permissions {
		me.Permissions = append(me.Permissions, string(p))
	}
	return me, nil
}

// Tokens lists the API tokens of the caller, without their secrets.
func (s *Service) Tokens(ctx context.Context, c Caller) ([]client.Token, error) {
	if err := c.needPerson(); err != nil {
		return nil, err
	}
	rows, err := s.Store.Tokens(ctx, c.Person)
	out := make([]client.Token, len(rows))
	for i, t := range rows {
		out[i] = tokenView(t)
	}
	return out, fault("list tokens", err)
}

// NewToken makes an API token of the caller; life 0 means that it does not
// expire. The secret is in the answer and can never be shown again.
func (s *Service) NewToken(ctx context.Context, c Caller, name string, life time.Duration) (client.Token, error) {
	switch {
	case c.needPerson() != nil:
		return client.Token{}, c.needPerson()
	case strings.TrimSpace(name) == "":
		return client.Token{}, invalid("a token needs a name", "name it after the program that will use it")
	case life < 0:
		return client.Token{}, invalid("a token cannot expire in the past", "give a positive duration such as 720h, or none")
	}
	secret, now := auth.NewSecret(auth.TokenPrefix), s.wall()
	hash := auth.Digest(secret)
	t := store.Token{ID: "tok_" + hexID(hash), Hash: hash, Name: name, Person: c.Person, CreatedAt: now}
	if life > 0 {
		t.ExpiresAt = now.Add(life)
	}
	if err := s.Store.PutToken(ctx, t); err != nil {
		return client.Token{}, fault("store token", err)
	}
	view := tokenView(t)
	view.Secret = secret
	return view, nil
}

// DeleteToken ends an API token of the caller.
func (s *Service) DeleteToken(ctx context.Context, c Caller, id string) error {
	if err := c.needPerson(); err != nil {
		return err
	}
	err := s.Store.DeleteToken(ctx, c.Person, id)
	if errors.Is(err, store.ErrNotFound) {
		return notFound("token", id)
	}
	return fault("delete token", err)
}

func tokenView(t store.Token) client.Token {
	return client.Token{
		ID: t.ID, Name: t.Name, Person: t.Person, CreatedAt: instant(t.CreatedAt), ExpiresAt: instantOrNil(t.ExpiresAt),
	}
}
