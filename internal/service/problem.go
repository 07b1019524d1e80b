package service

import (
	"time"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/engine"
)

// Kind says what sort of no an Error is. The HTTP API has one table from Kind
// to status, the CLI one to exit code.
type Kind uint8

// The kinds of errors.
const (
	Internal        Kind = iota // a fault of ours; its text is for operators only
	Unauthenticated             // nobody is logged in
	Forbidden                   // logged in, but not permitted
	NotFound                    // no such thing, or hidden from the caller
	Invalid                     // the request cannot be understood
	Refused                     // the engine or a rule of the installation says no
	Moved                       // the case is not at the version the caller saw
	Reused                      // the idempotency key was used for another request
	Exists                      // the id is taken
	TooMany                     // slow down
	TooLarge                    // more bytes than allowed
	Busy                        // try again: others kept changing the same case
)

// Error is a no with a next step. Everything in it but Cause may be shown to
// the caller.
type Error struct {
	Kind        Kind
	Code        string // of docs/diagnostics.md (R-ROLE), or a word of this API (not_found)
	Place       string // step as a person writes it
	Detail      string // one sentence
	Need        string // the next step, one sentence
	Ask         []string
	Until       *time.Time
	Diagnostics []client.Diagnostic
	Version     int64 // Moved: where the case is now
	Cause       error // for the log
}

// Error returns "code: detail", and the cause when there is one.
func (e *Error) Error() string {
	s := e.Code + ": " + e.Detail
	if e.Cause != nil {
		s += ": " + e.Cause.Error()
	}
	return s
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Cause }

func refused(r *engine.Refusal) *Error {
	e := &Error{Kind: Refused, Code: r.Code, Place: r.Place, Detail: r.Why, Need: r.Need, Ask: r.Ask}
	if r.Until != 0 {
		at := instant(r.Until)
		e.Until = &at
	}
	return e
}

func notFound(what, id string) *Error {
	return &Error{
		Kind: NotFound, Code: "not_found", Detail: "there is no " + what + " " + id + " that you may see",
		Need: "check the id, or ask the owner of the " + what,
	}
}

func invalid(detail, need string) *Error {
	return &Error{Kind: Invalid, Code: "invalid", Detail: detail, Need: need}
}

func exists(what, id string) *Error {
	return &Error{Kind: Exists, Code: "exists", Detail: what + " " + id + " exists already", Need: "choose another id"}
}

func unauthenticated() *Error {
	return &Error{
		Kind: Unauthenticated, Code: "not_logged_in", Detail: "you are not logged in",
		Need: "log in, or send a token as Authorization: Bearer hg_…",
	}
}

func forbidden(p Permission) *Error {
	return &Error{
		Kind: Forbidden, Code: "not_permitted", Detail: "you lack the permission " + string(p),
		Need: "ask an administrator of this installation for it",
	}
}
