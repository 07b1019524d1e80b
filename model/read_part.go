package model

import (
	"strings"

	"go.yaml.in/yaml/v4"
)

// who reads a role, [roles], {person: CEL} or {organization: CEL}.
func (d *decoder) who(n *yaml.Node) *Who {
	w := &Who{Pos: d.pos(n)}
	if n.Kind != yaml.MappingNode {
		w.Roles = d.texts(n)
		return w
	}
	d.record(n, "`who`", field{"person", &w.Person}, field{"organization", &w.Organization})
	if w.Person.Src == "" && w.Organization.Src == "" {
		d.wrong(n, "`who` names nobody", "write a role, [roles], {person: …} or {organization: …}")
	}
	return w
}

// needs reads [ids], or {any: […]}, or {at_least, of, rest}.
func (d *decoder) needs(n *yaml.Node) *Needs {
	x := &Needs{Pos: d.pos(n)}
	if n.Kind != yaml.MappingNode {
		x.IDs = d.texts(n)
		return x
	}
	d.record(n, "`needs`", field{"any", &x.Any}, field{"at_least", &x.AtLeast}, field{"of", &x.Of}, field{"rest", &x.Rest})
	return x
}

func (d *decoder) lockUse(n *yaml.Node) *LockUse {
	l := &LockUse{}
	d.record(n, "`lock`", field{"of", &l.Of}, field{"key", &l.Key}, field{"take", &l.Take}, field{"from", &l.From})
	return l
}

// touches reads {cis: [ids] or expression, environment}.
func (d *decoder) touches(n *yaml.Node) *Touches {
	t := &Touches{Pos: d.pos(n)}
	d.record(n, "`touches`",
		field{"cis", func(v *yaml.Node) {
			if v.Kind == yaml.ScalarNode {
				t.FromCEL = d.cel(v)
				return
			}
			d.read(v, &t.CIs)
		}},
		field{"environment", &t.Environment})
	if t.Environment == "" || len(t.CIs) == 0 && t.FromCEL.Src == "" {
		d.wrong(n, "`touches` says what and where: `cis` and `environment`", "write {cis: [ids], environment: live}")
	}
	return t
}

// backOut reads the body of an undoing step, or {none: reason, accept: role}.
func (d *decoder) backOut(n *yaml.Node) *BackOut {
	b := &BackOut{Pos: d.pos(n)}
	d.record(n, "`back_out`",
		field{"none", &b.None}, field{"accept", &b.Accept}, field{"use", &b.Use}, field{"with", &b.With},
		field{"who", &b.Who}, field{"how", &b.How}, field{"takes", &b.Takes})
	return b
}

func (d *decoder) waive(n *yaml.Node) *Waive {
	w := &Waive{}
	d.record(n, "`waive`", field{"who", &w.Who}, field{"valid_for", &w.ValidFor}, field{"valid_until", &w.ValidUntil})
	return w
}

func (d *decoder) cap(n *yaml.Node) *Cap {
	c := &Cap{}
	d.record(n, "`cap`", field{"per", &c.Per}, field{"max", &c.Max})
	return c
}

// remedy reads a text, or [procedure].
func (d *decoder) remedy(n *yaml.Node) *Remedy {
	if n.Kind != yaml.SequenceNode {
		return &Remedy{Text: d.text(n)}
	}
	ids := d.texts(n)
	if len(ids) != 1 {
		d.wrong(n, "`remedy` names one procedure", "write remedy: [procedure], or a text")
		return &Remedy{}
	}
	return &Remedy{Procedure: ids[0]}
}

// of reads the source of an each: a literal list, `deferred`, or an expression.
func (d *decoder) of(n *yaml.Node) *Of {
	o := &Of{Pos: d.pos(n)}
	switch {
	case n.Kind == yaml.SequenceNode:
		o.Literal = d.value(n).List
	case n.Kind == yaml.ScalarNode && strings.TrimSpace(n.Value) == "deferred":
		o.Deferred = true
	default:
		o.CEL = d.cel(n)
	}
	return o
}

// ops reads the changes of an overlay or dial (language reference, section 13).
func (d *decoder) ops(n *yaml.Node) []Op {
	var out []Op
	d.items(n, "a list of changes", func(v *yaml.Node) {
		if !d.counted(v) {
			return
		}
		op := Op{Pos: d.pos(v)}
		d.record(v, "a change",
			field{"at", func(v *yaml.Node) { op.At = Word{Text: d.text(v), Pos: d.pos(v)} }},
			field{"set", func(v *yaml.Node) {
				op.Set = &Step{Pos: d.pos(v), From: d.origin}
				d.stepFields(v, op.Set)
			}},
			field{"skip", &op.Skip},
			field{"owe", func(v *yaml.Node) { op.Owe = d.owe(v) }},
			field{"before", &op.Before}, field{"after", &op.After})
		if op.At.Text == "" {
			d.wrong(v, "a change without `at`", "say at which step, block or phase: `at: id`")
		}
		out = append(out, op)
	})
	return out
}

func (d *decoder) owe(n *yaml.Node) *Owe {
	o := &Owe{}
	var due *Span
	d.record(n, "`owe`", field{"after", &o.After}, field{"due", &due})
	if due == nil || o.After == "" {
		d.wrong(n, "`owe` needs `after` and `due`", "write {after: released, due: 2bd}")
		return o
	}
	o.Due = *due
	return o
}
