package model

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/headgate/headgate/expr"
)

// A decoder reads the nodes of one document into the types of this package.
// Nothing passes through Go values of the YAML library: each scalar is read
// from its source text by the type of the field it is for, so `no`, `on`,
// `12:30` and `1.10` stay what they are.
type decoder struct {
	file   string
	lines  []string // of the whole file, for excerpts
	first  int      // lines before this document
	child  string   // kind word of a child case: release, change, …
	origin string   // id@version of the document
	found  *findings
	widths map[int]int // runes of a line, counted once
	size   int         // steps and changes read
	large  bool        // maps of names may be as large as the file
}

// field binds a key to the place its value is read into: a pointer to one of
// the types in read, or a func(*yaml.Node).
type field struct {
	key string
	to  any
}

// record reads a map with fixed keys. What names it in diagnostics, with its
// article: "a role".
func (d *decoder) record(n *yaml.Node, what string, fields ...field) {
	d.each(n, what, func(k, v *yaml.Node) {
		for _, f := range fields {
			if f.key == k.Value {
				d.read(v, f.to)
				return
			}
		}
		known := make([]string, len(fields))
		for i, f := range fields {
			known[i] = f.key
		}
		d.unknownKey(k, what, known)
	})
}

// each calls f for every pair of a map, or reports that n is none.
func (d *decoder) each(n *yaml.Node, what string, f func(k, v *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		d.wrong(n, what+" is a map of keys", "write `key: value` lines, or {key: value}; an empty one is {}")
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		f(n.Content[i], n.Content[i+1])
	}
}

// items calls f for every item of a list, or reports that n is none.
func (d *decoder) items(n *yaml.Node, what string, f func(v *yaml.Node)) {
	if n.Kind != yaml.SequenceNode {
		d.wrong(n, what+" is a list", "write `- item` lines, or [item, item]")
		return
	}
	for _, v := range n.Content {
		f(v)
	}
}

// named reads a map of names, in document order.
func named[T any](d *decoder, n *yaml.Node, what string, f func(id Word, v *yaml.Node) T) []T {
	var out []T
	d.each(n, what, func(k, v *yaml.Node) {
		switch {
		case len(out) < MaxNames || d.large:
			out = append(out, f(d.word(k), v))
		case n.Content[2*MaxNames] == k:
			d.report(k, "E-DOC-1", fmt.Sprintf("more than %d names in %s; the rest is not read", MaxNames, what),
				"a model is read by people; what is larger is data", "keep the data outside and read it as a fact")
		}
	})
	return out
}

// must reports the keys a map needs and does not have.
func (d *decoder) must(n *yaml.Node, what string, keys ...string) {
	for _, key := range keys {
		if n.Kind == yaml.MappingNode && lookup(n, key) == nil {
			d.wrong(n, fmt.Sprintf("%s without `%s`", what, key), fmt.Sprintf("add `%s:`", key))
		}
	}
}

// lookup gives the value of a key, or nil.
func lookup(n *yaml.Node, key string) *yaml.Node {
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

// pos is the place of a node.
func (d *decoder) pos(n *yaml.Node) Pos {
	return Pos{File: d.file, Line: d.first + n.Line, Column: n.Column}
}

// inside is the place of a byte of a scalar's text: exact for a scalar on one
// line, else the first character of its text.
func (d *decoder) inside(n *yaml.Node, offset int) Pos {
	p := d.pos(n)
	switch {
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		for p.Line < len(d.lines) {
			p.Line++
			if line := d.lines[p.Line-1]; strings.TrimSpace(line) != "" {
				p.Column = 1 + len(line) - len(strings.TrimLeft(line, " "))
				break
			}
		}
		return p
	case n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0:
		p.Column++
	}
	if offset > 0 && offset <= len(n.Value) {
		p.Column += len([]rune(n.Value[:offset]))
	}
	if p.Line-1 < len(d.lines) {
		p.Column = min(p.Column, d.width(p.Line)+1)
	}
	return p
}

// width counts the runes of a line.
func (d *decoder) width(line int) int {
	n, ok := d.widths[line]
	if !ok {
		if d.widths == nil {
			d.widths = make(map[int]int)
		}
		n = utf8.RuneCountInString(d.lines[line-1])
		d.widths[line] = n
	}
	return n
}

func (d *decoder) excerpt(line int) string { return excerptOf(d.lines, line) }

// maxExcerpt is the length of a line, in bytes, beyond which it is not shown:
// a document on one line would be repeated with every finding.
const maxExcerpt = 400

func excerptOf(lines []string, line int) string {
	if line < 1 || line > len(lines) || len(lines[line-1]) > maxExcerpt {
		return ""
	}
	return strings.TrimRight(lines[line-1], "\r")
}

func shape(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a map"
	case yaml.SequenceNode:
		return "a list"
	default:
		return "a single value"
	}
}

// report adds a finding at a node. A node that is an alias was reported by
// profile and gives no second finding.
func (d *decoder) report(n *yaml.Node, code, message, reason, hint string) {
	p := d.pos(n)
	length := 0
	if n.Kind == yaml.ScalarNode && n.Style == 0 {
		length = len([]rune(n.Value))
	}
	d.found.add(Diagnostic{Code: code, Pos: p, Length: length, Message: message, Reason: reason, Hint: hint, Excerpt: d.excerpt(p.Line)})
}

// wrong reports a value of the wrong type.
func (d *decoder) wrong(n *yaml.Node, message, hint string) {
	if n.Kind == yaml.AliasNode {
		return
	}
	d.report(n, "E-DOC-3", message, "each field has one type, and a value of another would be guessed at", hint)
}

func (d *decoder) unknownKey(k *yaml.Node, what string, known []string) {
	hint := "known here: " + strings.Join(known, ", ")
	if near := expr.Nearest(k.Value, known); near != "" {
		hint = fmt.Sprintf("did you mean `%s`?", near)
	}
	d.report(k, "E-DOC-2", fmt.Sprintf("%s has no key `%s`", what, k.Value),
		"a key nobody reads would be a rule nobody keeps", hint)
}
