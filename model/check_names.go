package model

import (
	"fmt"
	"slices"
)

// reserved words cannot be ids (language reference, section 2). The verbs and
// kinds are reserved too.
var reserved = []string{
	"params", "release", "T", "id", "state", "outcome", "released", "event", "item", "votes",
	"groups", "orgs", "inherited", "case", "self", "other", "deferred", "deciders", "public",
}

// checkNames finds ids used twice, reserved or misspelt. All of a model share
// one namespace; params, columns, fields and `as` names have their own, but an
// `as` may not hide an id.
func checkNames(c *checker) {
	n := names{c: c, seen: make(map[string]Word)}
	m := c.m
	for _, p := range m.Params {
		if p.ID.Text != "T" && isReserved(p.ID.Text) {
			n.reserve(p.ID)
		}
	}
	for _, newer := range []int{0, 1, 2} {
		for _, p := range c.places {
			if p.ID != "" && c.age(p) == newer {
				n.declare(p.Kind, Word{p.ID, p.Pos})
			}
		}
	}
	declareAll(n, "role", m.Roles)
	declareAll(n, "fact", m.Facts)
	declareAll(n, "event", m.Events)
	declareAll(n, "link", m.Links)
	declareAll(n, "agreement", m.Agreements)
	declareAll(n, "date", m.Timeline.Dates)
	declareAll(n, "period", m.Timeline.Periods)
	declareAll(n, "window", m.Timeline.Windows)
	declareAll(n, "lock", m.Locks)
	declareAll(n, "label", m.Labels)
	declareAll(n, "table", m.Tables)
	declareAll(n, "ladder", m.Ladders)
	for _, p := range c.places {
		if first, ok := n.seen[p.As]; ok && p.As != "" {
			c.report("E-ID-1", fieldPos(p.Step, "as"), fmt.Sprintf("`as: %s` hides the id in line %d", p.As, first.Pos.Line),
				"inside the block the id could not be named any more", "choose another word for the item")
		}
	}
}

// age orders who declared a step: the process, a parent, the model itself. The
// newer of two is the one to rename.
func (c *checker) age(p place) int {
	switch {
	case p.OfProcess:
		return 0
	case p.From != c.m.ID+"@"+c.m.Version:
		return 1
	default:
		return 2
	}
}

type names struct {
	c    *checker
	seen map[string]Word
}

// declared is a section's entry with its place.
type declared interface {
	identified
	word() Word
}

func (f Fact) word() Word        { return f.ID }
func (e EventType) word() Word   { return e.ID }
func (l Link) word() Word        { return l.ID }
func (a Agreement) word() Word   { return a.ID }
func (r Role) word() Word        { return r.ID }
func (l Lock) word() Word        { return l.ID }
func (l Label) word() Word       { return l.ID }
func (t Table) word() Word       { return t.ID }
func (l Ladder) word() Word      { return l.ID }
func (n NamedTime) word() Word   { return n.ID }
func (p Period) word() Word      { return p.ID }
func (w NamedWindow) word() Word { return w.ID }

func declareAll[T declared](n names, what string, list []T) {
	for _, v := range list {
		n.declare(what, v.word())
	}
}

func (n names) declare(what string, id Word) {
	if !isID(id.Text) {
		n.c.report("E-DOC-3", id.Pos, fmt.Sprintf("`%s` is no id", id.Text),
			"ids are plain words in conditions and times", "small letters, digits and `_`, beginning with a letter")
		return
	}
	if isReserved(id.Text) && !(what == "phase" && id.Text == "back_out") {
		n.reserve(id)
		return
	}
	first, twice := n.seen[id.Text]
	if !twice {
		n.seen[id.Text] = id
		return
	}
	n.c.report("E-ID-1", id.Pos, fmt.Sprintf("the id `%s` is used twice; the first is in %s", id.Text, first.Pos),
		"all names of a model, its parents and its process share one namespace",
		"rename the newer one; to refine an inherited step keep its id and phase")
}

func (n names) reserve(id Word) {
	n.c.report("E-ID-2", id.Pos, fmt.Sprintf("`%s` is a word of the language", id.Text),
		"in a condition, a time or an action it would mean something else", "choose another word")
}

func isReserved(id string) bool {
	return slices.Contains(reserved, id) || slices.Contains(verbs, id) || slices.Contains(kinds, id)
}
