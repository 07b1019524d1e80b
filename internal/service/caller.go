package service

import (
	"slices"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/engine"
)

// Permission is a right of the site: what a person may do at all. What he may
// do in a case are duties, which the engine decides.
type Permission string

// The permissions. Nobody has one that was not given.
const (
	MayRead    Permission = "read"    // see cases, models, people
	MayStart   Permission = "start"   // start releases
	MayChange  Permission = "change"  // start changes
	MayModel   Permission = "model"   // submit models
	MayApprove Permission = "approve" // approve, return and retire models
	MayAdmin   Permission = "admin"   // people, teams, permissions
)

// Permissions lists all of them.
var permissions = []Permission{MayRead, MayStart, MayChange, MayModel, MayApprove, MayAdmin}

// Caller is who asks: a person who proved it, a machine of this process, or
// nobody (the zero Caller), who may do nothing.
type Caller struct {
	Person      string
	Machine     string // executor or system; never set from outside
	Permissions []Permission
	// Zone is in which sentences name instants to the caller; nil: the site's.
	Zone *calendar.Zone
}

// Machine returns the caller for a part of this process, such as the runner.
// It reads and reports, and holds no duty of any role.
func Machine(name string) Caller {
	return Caller{Machine: name, Permissions: []Permission{MayRead}}
}

// May reports whether the caller has a permission.
func (c Caller) May(p Permission) bool {
	return (c.Person != "" || c.Machine != "") && slices.Contains(c.Permissions, p)
}

func (c Caller) need(p Permission) error {
	switch {
	case c.Person == "" && c.Machine == "":
		return unauthenticated()
	case !c.May(p):
		return forbidden(p)
	default:
		return nil
	}
}

func (c Caller) actor() engine.Actor { return engine.Actor{Person: c.Person, Machine: c.Machine} }

// id names the caller where keys must not collide between callers.
func (c Caller) id() string {
	if c.Machine != "" {
		return "machine:" + c.Machine
	}
	return "person:" + c.Person
}

// Condition is what a request brings beside its content.
type Condition struct {
	Key   string // idempotency key; empty: none, so a repeated request acts again
	Match int64  // version of the case the caller saw; 0: any
}

// needPerson refuses callers that are nobody in the directory.
func (c Caller) needPerson() error {
	if c.Person == "" {
		return unauthenticated()
	}
	return nil
}
