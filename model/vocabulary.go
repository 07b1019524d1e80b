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
	add := func(what string, id Word) {
		if id.Text != "" {
			list = append(list, Name{ID: id.Text, What: what, Pos: id.Pos})
		}
	}
	for i := range m.Params {
		add("param", m.Params[i].ID)
	}
	for i := range m.Facts {
		add("fact", m.Facts[i].ID)
	}
	for i := range m.Events {
		add("event", m.Events[i].ID)
	}
	for i := range m.Links {
		add("link", m.Links[i].ID)
	}
	for i := range m.Agreements {
		add("agreement", m.Agreements[i].ID)
	}
	for i := range m.Roles {
		add("role", m.Roles[i].ID)
	}
	for _, w := range m.Environments {
		add("environment", w)
	}
	for i := range m.Timeline.Dates {
		add("date", m.Timeline.Dates[i].ID)
	}
	for i := range m.Timeline.Periods {
		add("period", m.Timeline.Periods[i].ID)
	}
	for i := range m.Timeline.Windows {
		add("window", m.Timeline.Windows[i].ID)
	}
	for i := range m.Locks {
		add("lock", m.Locks[i].ID)
	}
	for i := range m.Labels {
		add("label", m.Labels[i].ID)
	}
	for i := range m.Tables {
		add("table", m.Tables[i].ID)
	}
	for i := range m.Ladders {
		add("ladder", m.Ladders[i].ID)
	}
	for i := range m.Overlays {
		add("overlay", m.Overlays[i].ID)
		for k := range m.Overlays[i].Roles {
			add("role", m.Overlays[i].Roles[k].ID)
		}
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

func kindWord(s *Step) string {
	if s.Kind == "phase" {
		return "phase"
	}
	return "step"
}
