package model

import (
	"strings"

	"go.yaml.in/yaml/v4"
)

func (d *decoder) facts(n *yaml.Node) []Fact {
	return named(d, n, "`facts`", func(id Word, v *yaml.Node) Fact {
		f := Fact{ID: id}
		d.record(v, "a fact",
			field{"type", &f.Type}, field{"from", &f.From}, field{"with", &f.With},
			field{"max_age", &f.MaxAge}, field{"label", &f.Label})
		d.must(v, "a fact", "type", "from")
		return f
	})
}

func (d *decoder) events(n *yaml.Node) []EventType {
	return named(d, n, "`events`", func(id Word, v *yaml.Node) EventType {
		return EventType{ID: id, Fields: d.fieldList(v)}
	})
}

func (d *decoder) links(n *yaml.Node) []Link {
	return named(d, n, "`links`", func(id Word, v *yaml.Node) Link {
		l := Link{ID: id}
		d.record(v, "a link",
			field{"model", &l.Model}, field{"where", &l.Where}, field{"pick", &l.Pick}, field{"expect", &l.Expect})
		d.must(v, "a link", "model", "where")
		return l
	})
}

func (d *decoder) agreements(n *yaml.Node) []Agreement {
	return named(d, n, "`agreements`", func(id Word, v *yaml.Node) Agreement {
		a := Agreement{ID: id}
		d.record(v, "an agreement",
			field{"kind", func(v *yaml.Node) { a.Kind = d.oneOf(v, "a kind of agreement", []string{"sla", "ola", "uc"}) }},
			field{"hours", &a.Hours},
			field{"targets", func(v *yaml.Node) {
				a.Targets = named(d, v, "`targets`", func(id Word, v *yaml.Node) NamedSpan {
					s := NamedSpan{ID: id}
					if span := d.span(v); span != nil {
						s.Span = *span
					}
					return s
				})
			}},
			field{"contacts", func(v *yaml.Node) { a.Contacts = d.namedTexts(v) }})
		d.must(v, "an agreement", "kind", "hours", "targets")
		return a
	})
}

func (d *decoder) namedTexts(n *yaml.Node) []NamedText {
	return named(d, n, "this", func(id Word, v *yaml.Node) NamedText { return NamedText{ID: id, Text: d.text(v)} })
}

func (d *decoder) roles(n *yaml.Node) []Role {
	return named(d, n, "`roles`", func(id Word, v *yaml.Node) Role {
		r := Role{ID: id}
		d.record(v, "a role",
			field{"skills", &r.Skills},
			field{"party", func(v *yaml.Node) { r.Party = d.party(v) }},
			field{"members", &r.Members}, field{"rotation", &r.Rotation}, field{"deputy", &r.Deputy},
			field{"differs_from", &r.DiffersFrom}, field{"same_as", &r.SameAs},
			field{"min", &r.Min}, field{"of", &r.Of}, field{"cap", &r.Cap}, field{"open", &r.Open})
		return r
	})
}

// party reads an agreement id, or {organization: name}.
func (d *decoder) party(n *yaml.Node) string {
	if n.Kind != yaml.MappingNode {
		return d.text(n)
	}
	var name string
	d.record(n, "`party`", field{"organization", &name})
	return "organization:" + name
}

func (d *decoder) locks(n *yaml.Node) []Lock {
	return named(d, n, "`locks`", func(id Word, v *yaml.Node) Lock {
		l := Lock{ID: id}
		d.record(v, "a lock",
			field{"scope", func(v *yaml.Node) {
				l.Scope = d.oneOf(v, "a scope", []string{"release", "model", "organization", "all"})
			}},
			field{"capacity", &l.Capacity}, field{"per", &l.Per},
			field{"queue", func(v *yaml.Node) {
				l.Queue = d.oneOf(v, "a queue", []string{"fifo", "oldest", "priority", "supersede"})
			}})
		d.must(v, "a lock", "scope", "capacity")
		return l
	})
}

func (d *decoder) labels(n *yaml.Node) []Label {
	return named(d, n, "`labels`", func(id Word, v *yaml.Node) Label {
		l := Label{ID: id}
		d.record(v, "a label",
			field{"clearance", &l.Clearance},
			field{"reveal", func(v *yaml.Node) {
				if d.text(v) != "never" {
					l.Reveal = d.time(v)
				}
			}})
		return l
	})
}

func (d *decoder) tables(n *yaml.Node) []Table {
	return named(d, n, "`tables`", func(id Word, v *yaml.Node) Table {
		t := Table{ID: id}
		d.record(v, "a table",
			field{"in", func(v *yaml.Node) {
				t.In = named(d, v, "`in`", func(id Word, v *yaml.Node) NamedCEL { return NamedCEL{ID: id, CEL: d.cel(v)} })
			}},
			field{"out", &t.Out}, field{"columns", &t.Columns}, field{"unknown", &t.Unknown},
			field{"rows", func(v *yaml.Node) { t.Rows = d.rows(v) }})
		t.Rows = d.fitting(v, t)
		return t
	})
}

func (d *decoder) rows(n *yaml.Node) [][]Value {
	var rows [][]Value
	d.items(n, "`rows`", func(v *yaml.Node) {
		row := d.value(v)
		if row.Kind != List {
			d.wrong(v, "a row is a list of cells", "write [cell, cell]")
			return
		}
		rows = append(rows, row.List)
	})
	return rows
}

// fitting gives the rows with a cell for each column, and reports the others
// and a table that is neither a decision table nor data.
func (d *decoder) fitting(n *yaml.Node, t Table) [][]Value {
	width := t.width()
	if len(t.Columns) > 0 == (len(t.In) > 0 && len(t.Out) > 0) {
		d.wrong(n, "a table has `in` and `out`, or `columns`", "write {in, out, rows} to decide, {columns, rows} for data")
		return nil
	}
	var rows [][]Value
	for _, row := range t.Rows {
		if len(row) == width {
			rows = append(rows, row)
			continue
		}
		at := d.pos(n)
		if len(row) > 0 {
			at = row[0].Pos
		}
		d.found.add(Diagnostic{
			Code: "E-DOC-3", Pos: at, Excerpt: d.excerpt(at.Line), Length: 1,
			Message: "a row of " + plural(len(row), "cell") + " in a table of " + plural(width, "column"),
			Reason:  "cells are read by the type of their column",
			Hint:    "give each column a cell; `\"*\"` is any input",
		})
	}
	return rows
}

func (d *decoder) measures(n *yaml.Node) []Measure {
	return named(d, n, "`measures`", func(id Word, v *yaml.Node) Measure {
		m := Measure{ID: id}
		d.record(v, "a measure",
			field{"ratio", &m.Ratio}, field{"count", &m.Count},
			field{"time", func(v *yaml.Node) { d.interval(v, &m) }},
			field{"over", &m.Over}, field{"show", &m.Show}, field{"target", &m.Target})
		if m.Ratio.Src == "" && m.Count.Src == "" && m.From == nil {
			d.wrong(v, "a measure that measures nothing", "write `ratio:`, `time: a.start .. b.end` or `count:`")
		}
		return m
	})
}

// interval reads "a .. b".
func (d *decoder) interval(n *yaml.Node, m *Measure) {
	from, to, ok := strings.Cut(d.text(n), " .. ")
	if !ok {
		d.wrong(n, "a measure of time is `from .. to`", "write `time: a.start .. b.end`")
		return
	}
	left, right := *n, *n
	left.Value, right.Value = strings.TrimSpace(from), strings.TrimSpace(to)
	m.From, m.To = d.time(&left), d.time(&right)
}

func (d *decoder) tests(n *yaml.Node) []Test {
	var out []Test
	d.items(n, "`tests`", func(v *yaml.Node) {
		var t Test
		d.record(v, "a test",
			field{"test", func(v *yaml.Node) { t.Name = Word{Text: d.text(v), Pos: d.pos(v)} }},
			field{"with", &t.With}, field{"staff", &t.Staff}, field{"facts", &t.Facts}, field{"gives", &t.Gives},
			field{"overlay", &t.Overlay}, field{"run", &t.Run}, field{"expect", &t.Expect})
		if t.Name.Text == "" {
			d.wrong(v, "a test without a name", "begin with `test:` and one sentence that says what must hold")
		}
		out = append(out, t)
	})
	return out
}

func (d *decoder) overlays(n *yaml.Node) []Overlay {
	return named(d, n, "`overlays`", d.overlay)
}

func (d *decoder) overlay(id Word, n *yaml.Node) Overlay {
	o := Overlay{ID: id}
	d.record(n, "an overlay", d.overlayFields(&o)...)
	return o
}

func (d *decoder) overlayFields(o *Overlay) []field {
	return []field{
		{"urgency", func(v *yaml.Node) { o.Urgency = d.oneOf(v, "an urgency", urgencies) }},
		{"by", &o.By},
		{"params", &o.Params},
		{"roles", &o.Roles},
		{"changes", &o.Changes},
		{"escalate", &o.Escalate},
		{"watch", &o.Watch},
	}
}

// none reads {name: reason}.
func (d *decoder) none(n *yaml.Node) []None {
	return named(d, n, "`none`", func(id Word, v *yaml.Node) None { return None{ID: id, Reason: d.text(v)} })
}
