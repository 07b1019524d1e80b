package model

import "fmt"

// notYet is what the language has and this version does not run: where it is
// written, and whether a place uses it. Reading and checking know all of it;
// a model that uses some of it cannot be started. Remove a row when the engine
// has learned it.
//
// This list is the only place that knows; nothing else asks what is missing.
var notYet = []struct {
	what string
	step func(*Step) bool   // nil: not of steps
	in   func(*Model) int   // how many a document has; nil: not of documents
	key  string             // where a document has them
	act  func(*Action) bool // nil: not of actions
}{
	{what: "child cases (`release:`)", step: func(s *Step) bool { return s.Kind == "release" }},
	{what: "locks", key: "locks", step: func(s *Step) bool { return s.Lock != nil }, in: func(m *Model) int { return len(m.Locks) }},
	{what: "links", key: "links", in: func(m *Model) int { return len(m.Links) }},
	{what: "labels", key: "labels", step: func(s *Step) bool { return s.Label != "" || s.ShownAs != "" }, in: func(m *Model) int { return len(m.Labels) }},
	{what: "the clock of an agreement (`under`)", step: func(s *Step) bool { return s.Under != "" }},
	{what: "defer", act: func(a *Action) bool { return a.Verb == "defer" }, step: func(s *Step) bool { return s.Of != nil && s.Of.Deferred }},
	{what: "`order: oldest`", step: func(s *Step) bool { return s.Order == "oldest" }},
	{what: "items that join later (`open_until`)", step: func(s *Step) bool { return s.OpenUntil != nil }},
	{what: "`rest`", step: func(s *Step) bool { return s.Rest == "keep" }},
	{what: "veto", step: func(s *Step) bool { return len(s.Veto) > 0 }},
	{what: "revocable_until", step: func(s *Step) bool { return s.RevocableUntil != nil }},
	{what: "cap", step: func(s *Step) bool { return s.Cap != nil }},
	{what: "present and attest", step: func(s *Step) bool { return len(s.Present) > 0 || s.Attest != "" }},
	{what: "same_as", step: func(s *Step) bool { return len(s.SameAs) > 0 }},
	{what: "`transfers: case` and `one_way`", step: func(s *Step) bool { return s.Transfers == "case" || s.OneWay }},
	{what: "`voided_by`", step: givesVoided},
	{what: "rotation", key: "roles", in: roles(func(r *Role) bool { return r.Rotation != "" })},
	{what: "a role as deputy", key: "roles", in: roles(func(r *Role) bool { return r.Deputy != "" && r.Deputy != "true" })},
	{what: "recurrence (`recurs`)", key: "timeline", in: recurs},
	{what: "the validity of a task", step: func(s *Step) bool {
		return s.Kind == "task" && (s.ValidFor != nil || s.ValidUntil != nil)
	}},
	{what: "enrolment (`open`, `min … of`)", key: "roles", in: roles(quorum), act: func(a *Action) bool { return a.Verb == "enrol" || a.Verb == "exclude" }},
	{what: "void", act: func(a *Action) bool { return a.Verb == "void" }},
	{what: "reveal", act: func(a *Action) bool { return a.Verb == "reveal" }},
}

func givesVoided(s *Step) bool {
	for _, o := range s.Gives {
		if len(o.VoidedBy) > 0 {
			return true
		}
	}
	return false
}

// roles counts the roles of a document, those of its overlays included, that
// use something.
func roles(uses func(*Role) bool) func(*Model) int {
	return func(m *Model) int {
		n := 0
		count := func(list []Role) {
			for i := range list {
				if uses(&list[i]) {
					n++
				}
			}
		}
		count(m.Roles)
		for i := range m.Overlays {
			count(m.Overlays[i].Roles)
		}
		return n
	}
}

func quorum(r *Role) bool { return r.Open || r.Min > 0 || r.Cap > 0 }

func recurs(m *Model) int {
	if m.Timeline.Recurs == "" {
		return 0
	}
	return 1
}

// Later reports every use of a part of the language that this version reads
// but does not run yet [E-LATER-1]. A model with one cannot be started; none
// is ever ignored.
func Later(m *Model) Diagnostics {
	c := &checker{m: m, found: &findings{}}
	c.survey()
	for _, n := range notYet {
		if n.in != nil && n.in(m) > 0 {
			c.later(m.key(n.key), n.what)
		}
		if n.step == nil {
			continue
		}
		for _, p := range c.places {
			if n.step(p.Step) {
				c.later(p.Pos, n.what)
			}
		}
		for _, o := range m.Overlays {
			for _, op := range o.Changes {
				if op.Set != nil && n.step(op.Set) {
					c.later(op.Pos, n.what)
				}
			}
		}
	}
	c.eachAction(func(_ place, a Action) {
		for _, n := range notYet {
			if n.act != nil && n.act(&a) {
				c.later(a.Pos, n.what)
			}
		}
	})
	return c.found.sorted()
}

func (c *checker) later(pos Pos, what string) {
	c.report("E-LATER-1", pos, fmt.Sprintf("not yet supported: %s", what),
		"it is read and checked, and a later version runs it", "write it with what is there, or wait")
}
