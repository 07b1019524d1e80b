package engine

import (
	"cmp"
	"slices"

	"github.com/headgate/headgate/calendar"
)

// World is what a case depends on outside itself, as a value read in the same
// transaction as the decision. Decide never changes it.
type World struct {
	At        calendar.Instant // when it was read: Offer, Work and Why look as of then; 0: the last event
	Directory *Directory
	Grants    []Grant // of the linked changes, and standing ones of this model version
	Freezes   []Freeze
	Previous  []Named // release.previous.<name>, such as package; empty the first time
	CIs       []CI    // sorted by id
	// Zone is in which sentences of Offer and Why name instants: that of who
	// reads; nil: the site's. Nothing is decided by it.
	Zone *calendar.Zone
}

// Directory is people, teams and groups. Slices are sorted by id.
type Directory struct {
	People []Person
	Teams  []Team // team id = role id it fills
	Groups []Team
}

// Person is somebody who can act.
type Person struct {
	ID           string
	Name         string
	Skills       []string
	Organization string
	Away         []Absence
}

// Absence names a deputy for an interval, half-open.
type Absence struct {
	From, To calendar.Instant
	Deputy   string
}

// Team is a set of people under an id.
type Team struct {
	ID      string
	Members []string
}

// Grant is one authorization with its scope, as Change gave it.
type Grant struct {
	ID           string
	Change       string
	Kind         string   // individual, standing, provisional
	Stage        string   // build, deploy, enable
	CIs          []string // empty: all of the case
	Environments []string
	From, To     calendar.Instant // half-open; 0: unbounded
	Window       string           // window id or text of the change, or empty
	Package      string           // digest, or empty
	Model        string           // standing: digest of the model version
	Deciders     []string
	Status       string // active, suspended, revoked, expired, consumed
}

// Freeze is a period in which touching steps must not start.
type Freeze struct {
	ID              string
	From, To        calendar.Instant
	Environments    []string
	Reason          string
	ExemptUrgencies []string
}

// CI is a managed component and what it is part of.
type CI struct {
	ID, Type, PartOf string
}

func (w *World) ci(id string) *CI {
	i, ok := slices.BinarySearchFunc(w.CIs, id, func(c CI, id string) int { return cmp.Compare(c.ID, id) })
	if !ok {
		return nil
	}
	return &w.CIs[i]
}

// Person returns the person with that id, or nil.
func (d *Directory) Person(id string) *Person {
	if d == nil {
		return nil
	}
	i, ok := slices.BinarySearchFunc(d.People, id, func(p Person, id string) int { return cmp.Compare(p.ID, id) })
	if !ok {
		return nil
	}
	return &d.People[i]
}

// Team returns the members of the team with that id, sorted, or nil.
func (d *Directory) Team(id string) []string { return d.find(id, false) }

// Group returns the members of the group with that id, sorted, or nil.
func (d *Directory) Group(id string) []string { return d.find(id, true) }

func (d *Directory) find(id string, group bool) []string {
	if d == nil {
		return nil
	}
	list := d.Teams
	if group {
		list = d.Groups
	}
	i, ok := slices.BinarySearchFunc(list, id, func(t Team, id string) int { return cmp.Compare(t.ID, id) })
	if !ok {
		return nil
	}
	return list[i].Members
}

// at returns the instant at which the world was read, not before t. A nil
// World knows nothing.
func (w *World) at(t calendar.Instant) calendar.Instant {
	if w == nil {
		return t
	}
	return max(w.At, t)
}
