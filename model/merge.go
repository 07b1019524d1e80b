package model

import (
	"fmt"
	"reflect"
)

// identified is what a map of names in a document is read into.
type identified interface{ name() string }

func (p Param) name() string          { return p.ID.Text }
func (f Fact) name() string           { return f.ID.Text }
func (e EventType) name() string      { return e.ID.Text }
func (l Link) name() string           { return l.ID.Text }
func (a Agreement) name() string      { return a.ID.Text }
func (r Role) name() string           { return r.ID.Text }
func (l Lock) name() string           { return l.ID.Text }
func (l Label) name() string          { return l.ID.Text }
func (t Table) name() string          { return t.ID.Text }
func (l Ladder) name() string         { return l.ID.Text }
func (o Overlay) name() string        { return o.ID.Text }
func (m Measure) name() string        { return m.ID.Text }
func (n None) name() string           { return n.ID.Text }
func (n NamedSpan) name() string      { return n.ID.Text }
func (n NamedText) name() string      { return n.ID.Text }
func (n NamedTime) name() string      { return n.ID.Text }
func (p Period) name() string         { return p.ID.Text }
func (w NamedWindow) name() string    { return w.ID.Text }
func (o Output) name() string         { return o.ID.Text }
func (e Entry) name() string          { return e.Key.Text }
func (o OutcomeActions) name() string { return o.Outcome.Text }

// mergeNamed merges two maps of names: the base's in their order, each refined
// by the one of that name, then the new ones.
func mergeNamed[T identified](base, child []T) []T {
	if len(base) == 0 {
		return child
	}
	if len(child) == 0 {
		return base
	}
	out := append(make([]T, 0, len(base)+len(child)), base...)
	for _, c := range child {
		if i := indexNamed(out, c.name()); i >= 0 {
			out[i] = refineRecord(out[i], c)
			continue
		}
		out = append(out, c)
	}
	return out
}

// mergeAgreements merges agreements by name, and their targets and contacts.
func mergeAgreements(base, child []Agreement) []Agreement {
	out := mergeNamed(base, child)
	for i := range out {
		if j := indexNamed(base, out[i].ID.Text); j >= 0 {
			out[i].Targets = mergeNamed(base[j].Targets, out[i].Targets)
			out[i].Contacts = mergeNamed(base[j].Contacts, out[i].Contacts)
		}
	}
	return out
}

// mergeTables merges tables by name. A child that writes other columns writes
// the rows too.
func (f *flattener) mergeTables(base, child []Table) []Table {
	out := mergeNamed(base, child)
	both(base, child, func(old, set Table) {
		t := &out[indexNamed(out, set.ID.Text)]
		if width := t.width(); len(t.Rows) > 0 && len(t.Rows[0]) != width {
			t.Rows = nil
			f.refuse("E-DOC-3", set.ID.Pos, fmt.Sprintf("the table `%s` has other columns than the rows it inherits", set.ID.Text),
				"cells are read by the type of their column", "write the rows out")
		}
	})
	return out
}

// width is how many cells a row has.
func (t *Table) width() int {
	if len(t.Columns) > 0 {
		return len(t.Columns)
	}
	return len(t.In) + len(t.Out)
}

func indexNamed[T identified](list []T, name string) int {
	for i, v := range list {
		if v.name() == name {
			return i
		}
	}
	return -1
}

// refineRecord gives base with every field that child sets.
func refineRecord[T any](base, child T) T {
	out := reflect.ValueOf(&base).Elem()
	in := reflect.ValueOf(&child).Elem()
	for i := range in.NumField() {
		if v := in.Field(i); !v.IsZero() {
			out.Field(i).Set(v)
		}
	}
	return base
}

// either gives a, or b when a is empty.
func either[T any](a, b []T) []T {
	if len(a) > 0 {
		return a
	}
	return b
}
