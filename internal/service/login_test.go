package service

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/headgate/headgate/internal/service/auth"
	"github.com/headgate/headgate/internal/store"
)

// login lets a person in, with a password of his own.
func (k *kit) login(id string) Session {
	k.t.Helper()
	if err := k.Bootstrap(k.t.Context(), id, "", "password of "+id, MayRead); err != nil {
		k.t.Fatal(err)
	}
	s, err := k.Login(k.t.Context(), LoginRequest{Person: id, Password: "password of " + id, From: "192.0.2.1"})
	if err != nil {
		k.t.Fatal(err)
	}
	return s
}

// TestAJumpOfTheCaseClockEndsNoLogin: a demonstration skips days; whoever is
// logged in stays so, and a lease lasts as long as the worker was told.
func TestAJumpOfTheCaseClockEndsNoLogin(t *testing.T) {
	t.Parallel()
	k := setup(t)
	session := k.login("eva")
	token, err := k.NewToken(t.Context(), person("eva"), "script", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	k.sealing()
	call := k.claim()

	k.jump(30 * 24 * time.Hour)
	for what, secret := range map[string]string{"session": session.Secret, "token": token.Secret} {
		if c, err := k.Authenticate(t.Context(), secret); err != nil || c.Person != "eva" {
			t.Errorf("%s after a jump: %+v, %v", what, c, err)
		}
	}
	if again := k.claim(); again.Key != "" {
		t.Errorf("the lease of %s ended with a jump", call.Key)
	}

	k.advance(sessionLife)
	for what, secret := range map[string]string{"session": session.Secret, "token": token.Secret} {
		if _, err := k.Authenticate(t.Context(), secret); err == nil {
			t.Errorf("%s outlives its time", what)
		}
	}
	if again := k.claim(); again.Key != call.Key {
		t.Errorf("claimed %q after the lease ended, want %q", again.Key, call.Key)
	}
}

// full is a store on a full disk, as a session meets it.
type full struct{ store.Store }

func (full) PutSession(context.Context, store.Session) error { return store.ErrFull }

// TestAFullDiskEndsNoSession: a session whose use cannot be noted is good until
// its end all the same.
func TestAFullDiskEndsNoSession(t *testing.T) {
	t.Parallel()
	k := setup(t)
	session := k.login("eva")
	k.Store = full{k.Store}
	k.advance(sessionLife - time.Millisecond)
	if c, err := k.Authenticate(t.Context(), session.Secret); err != nil || c.Person != "eva" {
		t.Errorf("before its end: %+v, %v", c, err)
	}
	k.advance(time.Millisecond)
	if _, err := k.Authenticate(t.Context(), session.Secret); err == nil {
		t.Error("it goes on after its end")
	}
}

// TestAJumpOfTheCaseClockForgivesNoGuesses: nor does it let anybody guess faster.
func TestAJumpOfTheCaseClockForgivesNoGuesses(t *testing.T) {
	t.Parallel()
	k := setup(t)
	k.login("eva")
	guess := func() Kind {
		_, err := k.Login(t.Context(), LoginRequest{Person: "eva", Password: "wrong", From: "192.0.2.7"})
		var no *Error
		if !errors.As(err, &no) {
			t.Fatalf("a wrong password: %v", err)
		}
		return no.Kind
	}
	for range auth.FreeTries {
		if got := guess(); got != Unauthenticated {
			t.Fatalf("a free try: kind %d", got)
		}
	}
	k.jump(24 * time.Hour)
	if got := guess(); got != TooMany {
		t.Errorf("after a jump: kind %d, want TooMany", got)
	}
	k.advance(time.Second)
	if got := guess(); got != Unauthenticated {
		t.Errorf("after a second: kind %d, want Unauthenticated", got)
	}
}
