package model

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/headgate/headgate/expr"
)

// evidenceKinds are the kinds of evidence a step can give (language reference,
// section 9).
var evidenceKinds = []string{"file", "report", "log", "attestation", "statement", "checklist"}

// typeExpr reads a type: a spelling, an enum as a list of words, a record as a
// map of names, {list: t} or {map: t} (language reference, section 1).
func (d *decoder) typeExpr(n *yaml.Node) TypeExpr {
	t := TypeExpr{Pos: d.pos(n)}
	switch n.Kind {
	case yaml.SequenceNode:
		t.Words = d.texts(n)
	case yaml.MappingNode:
		if elem := lookup(n, "list"); elem != nil && len(n.Content) == 2 {
			e := d.typeExpr(elem)
			t.List = &e
			break
		}
		if elem := lookup(n, "map"); elem != nil && len(n.Content) == 2 {
			e := d.typeExpr(elem)
			t.Map = &e
			break
		}
		t.Fields = d.fieldList(n)
	default:
		t.Scalar = d.text(n)
		t.Optional = strings.HasSuffix(t.Scalar, "?")
		if !isType(t.Scalar) {
			d.wrong(n, "`"+t.Scalar+"` is no type",
				"types are "+strings.Join(scalarTypes, ", ")+", list(t), {list: t}, {map: t}, a list of words, or a map of names")
		}
	}
	return t
}

var scalarTypes = []string{
	"string", "text", "int", "number", "bool", "percent", "date", "time",
	"duration", "window", "digest", "id", "url", "ci", "person",
}

// isType reports whether a spelling is a scalar type, an evidence kind, or a
// list of one, with or without a trailing "?".
func isType(s string) bool {
	s = strings.TrimSuffix(s, "?")
	if elem, ok := strings.CutPrefix(s, "list("); ok {
		return strings.HasSuffix(elem, ")") && isType(strings.TrimSuffix(elem, ")"))
	}
	return slices.Contains(scalarTypes, s) || slices.Contains(evidenceKinds, s) || s == "any"
}

func (d *decoder) fieldList(n *yaml.Node) []Field {
	return named(d, n, "a record", func(id Word, v *yaml.Node) Field { return Field{ID: id, Type: d.typeExpr(v)} })
}

// params reads types, or {type, default?, ask?, label?, of?}.
func (d *decoder) params(n *yaml.Node) []Param {
	return named(d, n, "`params`", func(id Word, v *yaml.Node) Param {
		p := Param{ID: id}
		if lookup(v, "type") == nil {
			p.Type = d.typeExpr(v)
			return p
		}
		d.record(v, "a param",
			field{"type", &p.Type}, field{"default", &p.Default}, field{"ask", &p.Ask},
			field{"label", &p.Label}, field{"of", &p.Of})
		return p
	})
}

// outputs reads what a step gives: a type, a bare evidence kind, or a map that
// describes either (language reference, section 9).
func (d *decoder) outputs(n *yaml.Node) []Output {
	return named(d, n, "`gives`", func(id Word, v *yaml.Node) Output {
		o := Output{ID: id}
		if isOutputSpec(v) {
			d.outputSpec(v, &o)
			return o
		}
		o.Type = d.typeExpr(v)
		if slices.Contains(evidenceKinds, o.Type.Scalar) {
			o.Evidence = o.Type.Scalar
		}
		return o
	})
}

var outputKeys = []string{
	"kind", "type", "default", "label", "about", "valid_for", "valid_until",
	"voided_by", "accept", "optional", "retain", "scope",
}

// isOutputSpec tells a description of an output from a record type: all its
// keys are those of a description.
func isOutputSpec(n *yaml.Node) bool {
	if n.Kind != yaml.MappingNode || len(n.Content) == 0 {
		return false
	}
	if lookup(n, "kind") != nil || lookup(n, "type") != nil || lookup(n, "accept") != nil {
		return true
	}
	for i := 0; i < len(n.Content); i += 2 {
		if !slices.Contains(outputKeys, n.Content[i].Value) {
			return false
		}
	}
	return true
}

func (d *decoder) outputSpec(n *yaml.Node, o *Output) {
	d.record(n, "an output",
		field{"kind", func(v *yaml.Node) {
			o.Evidence = d.oneOf(v, "an evidence kind", evidenceKinds)
			o.Type = TypeExpr{Pos: d.pos(v), Scalar: o.Evidence}
		}},
		field{"type", &o.Type}, field{"default", &o.Default}, field{"label", &o.Label},
		field{"about", &o.About}, field{"valid_for", &o.ValidFor}, field{"valid_until", &o.ValidUntil},
		field{"voided_by", &o.VoidedBy}, field{"accept", &o.Accept}, field{"optional", &o.Optional},
		field{"retain", &o.Retain}, field{"scope", &o.Scope})
}

// oneOf reads a word out of a closed list.
func (d *decoder) oneOf(n *yaml.Node, what string, words []string) string {
	s, ok := d.scalar(n, what)
	if !ok || slices.Contains(words, s) {
		return s
	}
	hint := "one of " + strings.Join(words, ", ")
	if near := expr.Nearest(s, words); near != "" {
		hint = "did you mean `" + near + "`? " + hint
	}
	d.wrong(n, "`"+s+"` is not "+what, hint)
	return s
}
