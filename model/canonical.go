package model

import (
	"crypto/sha256"
	"encoding/hex"
	"reflect"
	"strconv"
	"strings"
)

// Canonical writes a flattened model in the form its digest is taken of: each
// field that says something, sections and steps in order, maps sorted by key
// but for phases, defaults and comments left out. Two documents with the same
// form mean the same.
//
// The form is JSON of the types of this package, keyed by the snake_case names
// of their fields, so a field added to them is digested without further
// thought. The tag `canon` says what is left out ("-"), which lists are maps
// of names whose order counts ("ordered"), which are maps though their
// elements do not show it ("sorted"), and what a default is ("default=x").
// Source: language reference, section 1, "Canonical form".
func Canonical(m *Model) []byte {
	c := &canon{out: make([]byte, 0, 16<<10), plans: make(map[reflect.Type][]canonField)}
	c.open('{')
	if m.Process != nil {
		c.key("process")
		c.text(m.Process.Digest)
	}
	c.record(reflect.ValueOf(m).Elem())
	c.close('}')
	return append(c.out, '\n')
}

// canonicalProcess writes a process document likewise.
func canonicalProcess(p *Process) []byte {
	c := &canon{plans: make(map[reflect.Type][]canonField)}
	c.open('{')
	c.record(reflect.ValueOf(p).Elem())
	c.close('}')
	return c.out
}

func digest(text []byte) string {
	sum := sha256.Sum256(text)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// canon writes the canonical form.
type canon struct {
	out   []byte
	plans map[reflect.Type][]canonField
}

// canonField is how one field of a type is written.
type canonField struct {
	index   int
	key     string // empty: an embedded record, written in line
	dflt    string // value left out beside the zero value
	ordered bool
	sorted  bool
}

func (c *canon) plan(t reflect.Type) []canonField {
	if p, ok := c.plans[t]; ok {
		return p
	}
	var p []canonField
	for i := range t.NumField() {
		f := t.Field(i)
		tag := f.Tag.Get("canon")
		if tag == "-" || f.Type == reflect.TypeFor[Pos]() {
			continue
		}
		cf := canonField{index: i, key: snake(f.Name), ordered: tag == "ordered", sorted: tag == "sorted"}
		cf.dflt, _ = strings.CutPrefix(tag, "default=")
		if f.Anonymous {
			cf.key = ""
		}
		p = append(p, cf)
	}
	c.plans[t] = p
	return p
}

// record writes the fields of a struct that say something, without braces.
func (c *canon) record(v reflect.Value) {
	for _, f := range c.plan(v.Type()) {
		fv := v.Field(f.index)
		if f.key == "" {
			c.record(fv)
			continue
		}
		if f.silent(fv) {
			continue
		}
		c.key(f.key)
		c.field(fv, f)
	}
}

// silent reports whether a field says nothing beside its default.
func (f canonField) silent(v reflect.Value) bool {
	return v.IsZero() || isDefault(v, f.dflt) || v.Kind() == reflect.Slice && v.Len() == 0
}

func (c *canon) field(v reflect.Value, f canonField) {
	if v.Kind() == reflect.Slice {
		c.list(v, f)
		return
	}
	c.value(v)
}

func isDefault(v reflect.Value, dflt string) bool {
	switch v.Kind() {
	case reflect.String:
		return dflt != "" && v.String() == dflt
	case reflect.Int:
		return dflt != "" && strconv.FormatInt(v.Int(), 10) == dflt
	default:
		return false
	}
}
