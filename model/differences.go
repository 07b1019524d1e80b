package model

import "reflect"

// Form gives the canonical form of a part of a model: a value, list or record
// of the types of this package. Parts with the same form mean the same.
func Form(part any) string {
	c := newCanon()
	c.value(reflect.ValueOf(part))
	return string(c.out)
}

func newCanon() *canon { return &canon{plans: make(map[reflect.Type][]canonField)} }

// Difference is a field of two records that their canonical forms write
// differently.
type Difference struct {
	Key      string // of the form: the snake_case name of the field
	Old, New any    // of the field's type, only to be read; nil: not said, or the default
}

// Differences lists the fields that the canonical forms of two records of one
// type write differently, in the order of the form. What the form leaves out
// (places, what Flatten marks) is no difference, so that equal digests have
// none, and no other digest has none either: whatever is added to the types of
// this package is found without further thought.
// Old and new are pointers to structs.
func Differences(old, new any) []Difference {
	return newCanon().differences(nil, reflect.ValueOf(old).Elem(), reflect.ValueOf(new).Elem())
}

func (c *canon) differences(out []Difference, old, new reflect.Value) []Difference {
	for _, f := range c.plan(old.Type()) {
		a, b := old.Field(f.index), new.Field(f.index)
		if f.key == "" {
			out = c.differences(out, a, b)
			continue
		}
		was, is := c.formOf(a, f), c.formOf(b, f)
		if was == is {
			continue
		}
		d := Difference{Key: f.key}
		if was != "" {
			d.Old = a.Interface()
		}
		if is != "" {
			d.New = b.Interface()
		}
		out = append(out, d)
	}
	return out
}

// formOf is the form of a field, or empty when it says nothing.
func (c *canon) formOf(v reflect.Value, f canonField) string {
	if f.silent(v) {
		return ""
	}
	c.out = c.out[:0]
	c.field(v, f)
	return string(c.out)
}
