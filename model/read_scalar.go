package model

import (
	"fmt"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// scalar gives the source text of a scalar, or reports that n is none.
func (d *decoder) scalar(n *yaml.Node, what string) (string, bool) {
	if n.Kind != yaml.ScalarNode {
		d.wrong(n, what+" is expected, not "+shape(n), "write one value here")
		return "", false
	}
	if n.Value == "" && n.Style == 0 {
		d.wrong(n, what+" is expected, but the value is missing", "write a value, or remove the key")
		return "", false
	}
	return n.Value, true
}

func (d *decoder) text(n *yaml.Node) string {
	s, _ := d.scalar(n, "a text")
	return strings.TrimSpace(s)
}

// texts reads a list of words; one word alone is a list of one.
func (d *decoder) texts(n *yaml.Node) []string {
	if n.Kind == yaml.ScalarNode {
		return []string{d.text(n)}
	}
	out := make([]string, 0, len(n.Content))
	d.items(n, "this", func(v *yaml.Node) { out = append(out, d.text(v)) })
	return out
}

func (d *decoder) word(n *yaml.Node) Word {
	return Word{Text: n.Value, Pos: d.pos(n)}
}

func (d *decoder) bool(n *yaml.Node) bool {
	s, ok := d.scalar(n, "true or false")
	if ok && s != "true" && s != "false" {
		d.wrong(n, fmt.Sprintf("true or false is expected, not `%s`", s), "write true or false")
	}
	return s == "true"
}

func (d *decoder) int(n *yaml.Node) int {
	s, ok := d.scalar(n, "a whole number")
	if !ok {
		return 0
	}
	v, err := strconv.Atoi(s)
	if err != nil || v < 0 || v > 1_000_000_000 {
		d.wrong(n, fmt.Sprintf("a whole number is expected, not `%s`", s), "write it in digits, 0 to 1000000000")
		return 0
	}
	return v
}

func (d *decoder) cel(n *yaml.Node) CEL {
	if n.Style&yaml.FlowStyle != 0 {
		d.report(n, "E-DOC-1", "a condition that begins with `[` or `{` without quotes",
			"YAML reads it as a list or a map", "quote the condition")
		return CEL{}
	}
	s, ok := d.scalar(n, "a condition")
	if !ok {
		return CEL{}
	}
	return CEL{Src: strings.TrimSpace(s), Pos: d.inside(n, 0)}
}

func (d *decoder) cels(n *yaml.Node) []CEL {
	if n.Kind == yaml.ScalarNode {
		return []CEL{d.cel(n)}
	}
	var out []CEL
	d.items(n, "a list of conditions", func(v *yaml.Node) { out = append(out, d.cel(v)) })
	return out
}

// value reads a literal without a type: text stays text.
func (d *decoder) value(n *yaml.Node) Value {
	v := Value{Pos: d.pos(n)}
	switch n.Kind {
	case yaml.SequenceNode:
		v.Kind = List
		for _, c := range n.Content {
			v.List = append(v.List, d.value(c))
		}
	case yaml.MappingNode:
		v.Kind = Record
		v.Fields = d.entries(n)
	default:
		v.Text, v.Quoted = n.Value, n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0
	}
	return v
}

func (d *decoder) entries(n *yaml.Node) []Entry {
	return named(d, n, "this", func(id Word, v *yaml.Node) Entry { return Entry{Key: id, Value: d.value(v)} })
}
