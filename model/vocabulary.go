package model

import "slices"

// Kinds returns the kinds of steps, in the order of the language reference.
func Kinds() []string { return slices.Clone(kinds) }

// Verbs returns the verbs of actions.
func Verbs() []string { return slices.Clone(verbs) }

// Keys returns the keys a model document may have: header, then sections.
func Keys() []string {
	var list []string
	for _, f := range (&decoder{}).modelFields(&Model{}) {
		list = append(list, f.key)
	}
	return list
}

// FieldsOf returns the fields that may stand in a step of a kind, in the order
// of the language reference, section 4.
func FieldsOf(kind string) []string {
	var list []string
	for _, key := range stepKeys {
		if mayStand(key, kind) {
			list = append(list, key)
		}
	}
	return list
}

// Required returns what a step of a kind cannot do without, beside `who` and
// `due`: one of the alternatives of each row.
func Required(kind string) [][]string {
	list := make([][]string, len(required[kind]))
	for i, oneOf := range required[kind] {
		list[i] = slices.Clone(oneOf)
	}
	return list
}

// NotYet returns what the language has and this version does not run, in words.
func NotYet() []string {
	list := make([]string, len(notYet))
	for i, n := range notYet {
		list[i] = n.what
	}
	return list
}

// Name is something a model declares.
type Name struct {
	ID   string
	What string // step, role, fact, event, date, window, …
	Pos  Pos
}

// Names returns what a model declares, in the order of its sections; of a
// flattened one also what it inherits and what its process says.
func Names(m *Model) []Name {
	var list []Name
	for i := range m.Params {
		list = addName(list, "param", m.Params[i].ID)
	}
	list = addNames(list, "fact", m.Facts)
	list = addNames(list, "event", m.Events)
	list = addNames(list, "link", m.Links)
	list = addNames(list, "agreement", m.Agreements)
	list = addNames(list, "role", m.Roles)
	for _, w := range m.Environments {
		list = addName(list, "environment", w)
	}
	list = addNames(list, "date", m.Timeline.Dates)
	list = addNames(list, "period", m.Timeline.Periods)
	list = addNames(list, "window", m.Timeline.Windows)
	list = addNames(list, "lock", m.Locks)
	list = addNames(list, "label", m.Labels)
	list = addNames(list, "table", m.Tables)
	list = addNames(list, "ladder", m.Ladders)
	for i := range m.Overlays {
		list = addName(list, "overlay", m.Overlays[i].ID)
		list = addNames(list, "role", m.Overlays[i].Roles)
		for k := range m.Overlays[i].Changes {
			op := &m.Overlays[i].Changes[k]
			walk(op.Before, func(s *Step) { list = append(list, Name{s.ID, "step", s.Pos}) })
			walk(op.After, func(s *Step) { list = append(list, Name{s.ID, "step", s.Pos}) })
		}
	}
	step := func(s *Step) {
		if s.ID != "" {
			list = append(list, Name{s.ID, kindWord(s), s.Pos})
		}
	}
	walk(m.Phases, step)
	for _, p := range m.Procedures {
		list = append(list, Name{p.ID, "procedure", p.Pos})
		walk(p.Steps, step)
	}
	return list
}

func addNames[T declared](list []Name, what string, entries []T) []Name {
	for i := range entries {
		list = addName(list, what, entries[i].word())
	}
	return list
}

// addName passes over an entry whose id was not read: the page and the editor
// still ask for the names of a document with errors.
func addName(list []Name, what string, id Word) []Name {
	if id.Text == "" {
		return list
	}
	return append(list, Name{ID: id.Text, What: what, Pos: id.Pos})
}

func kindWord(s *Step) string {
	if s.Kind == "phase" {
		return "phase"
	}
	return "step"
}
