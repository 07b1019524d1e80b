package model

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/headgate/headgate/calendar"
)

// value writes any value: what is a text to readers as a text, all else by kind.
func (c *canon) value(v reflect.Value) {
	if !v.CanAddr() { // in an interface or a map; rare
		moved := reflect.New(v.Type()).Elem()
		moved.Set(v)
		v = moved
	}
	switch x := v.Addr().Interface().(type) {
	case *Word:
		c.text(x.Text)
	case *CEL:
		c.text(x.Src)
	case *Time:
		c.text(spaced(x.Src))
	case *Span:
		c.text(spaced(x.Src))
	case *Value:
		c.literal(x)
	case *calendar.Dur:
		c.text(x.String())
	case *calendar.Estimate:
		c.text(x.String())
	case *calendar.Window:
		c.text(x.String())
	default:
		c.kind(v)
	}
}

func (c *canon) kind(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		c.text(v.String())
	case reflect.Bool:
		c.out = strconv.AppendBool(c.out, v.Bool())
	case reflect.Int, reflect.Uint8:
		c.text(strconv.Itoa(int(v.Int())))
	case reflect.Pointer, reflect.Interface:
		c.value(v.Elem())
	case reflect.Slice:
		c.list(v, canonField{})
	case reflect.Map:
		c.opsByRigor(v)
	case reflect.Struct:
		c.open('{')
		c.record(v)
		c.close('}')
	default:
		panic("model: no canonical form of " + v.Type().String())
	}
}

// list writes a slice: a map of names sorted by name, all else in order.
func (c *canon) list(v reflect.Value, f canonField) {
	order := make([]int, v.Len())
	for i := range order {
		order[i] = i
	}
	if name := nameOf(v.Type().Elem(), f); name != nil && !f.ordered {
		slices.SortStableFunc(order, func(a, b int) int { return strings.Compare(name(v.Index(a)), name(v.Index(b))) })
	}
	c.open('[')
	for _, i := range order {
		c.comma()
		c.value(v.Index(i))
	}
	c.close(']')
}

// nameOf gives the name of an element of a list that is a map in the document,
// or nil when the list is a list.
func nameOf(elem reflect.Type, f canonField) func(reflect.Value) string {
	if f.sorted {
		return func(v reflect.Value) string { return v.Elem().FieldByName("ID").String() }
	}
	if elem.Kind() != reflect.Struct {
		return nil
	}
	for _, field := range []string{"ID", "Key", "Outcome"} {
		if sf, ok := elem.FieldByName(field); ok && sf.Type == reflect.TypeFor[Word]() {
			return func(v reflect.Value) string { return v.FieldByName(field).Field(0).String() }
		}
	}
	return nil
}

// opsByRigor writes the only map of the types, rigor to operations.
func (c *canon) opsByRigor(v reflect.Value) {
	c.open('{')
	for _, r := range rigors {
		if ops := v.MapIndex(reflect.ValueOf(r)); ops.IsValid() {
			c.key(r)
			c.list(ops, canonField{})
		}
	}
	c.close('}')
}

// literal writes a value of the document. A quoted scalar is marked only where
// the quotes decide its type, so quoting a plain word changes nothing.
func (c *canon) literal(v *Value) {
	switch v.Kind {
	case List:
		c.list(reflect.ValueOf(v.List), canonField{})
	case Record:
		c.open('{')
		fields := slices.Clone(v.Fields)
		slices.SortStableFunc(fields, func(a, b Entry) int { return strings.Compare(a.Key.Text, b.Key.Text) })
		for _, e := range fields {
			c.key(e.Key.Text)
			c.literal(&e.Value)
		}
		c.close('}')
	default:
		if v.Quoted && looksTyped(v.Text) {
			c.out = append(c.out, '=')
		}
		c.text(v.Text)
	}
}

// looksTyped reports whether a plain scalar would be read as something else
// than text where no type is expected.
func looksTyped(s string) bool {
	if s == "" || s == "true" || s == "false" || s == "null" || s == "~" {
		return true
	}
	_, err := strconv.ParseFloat(s, 64)
	return err == nil
}

// spaced collapses runs of white space outside quotes.
func spaced(s string) string {
	if strings.ContainsAny(s, `"'`) {
		return strings.TrimSpace(s)
	}
	return strings.Join(strings.Fields(s), " ")
}

func (c *canon) open(b byte)  { c.out = append(c.out, b) }
func (c *canon) close(b byte) { c.out = append(c.out, b) }

// text writes a string as strconv.Quote does; most need no escape.
func (c *canon) text(s string) {
	for i := range len(s) {
		if b := s[i]; b < ' ' || b == '"' || b == '\\' || b >= 0x7f {
			c.out = strconv.AppendQuote(c.out, s)
			return
		}
	}
	c.out = append(c.out, '"')
	c.out = append(c.out, s...)
	c.out = append(c.out, '"')
}

func (c *canon) key(k string) {
	c.comma()
	c.text(k)
	c.out = append(c.out, ':')
}

// comma separates from what stands before it, if anything does.
func (c *canon) comma() {
	if last := c.out[len(c.out)-1]; last != '{' && last != '[' {
		c.out = append(c.out, ',')
	}
}

// snake gives the snake_case of a field's name: AtLeast, CIs, FromCEL.
func snake(name string) string {
	var b strings.Builder
	for i, r := range name {
		upper := r >= 'A' && r <= 'Z'
		if upper && i > 0 && name[i-1] >= 'a' && name[i-1] <= 'z' {
			b.WriteByte('_')
		}
		b.WriteRune(r)
	}
	return strings.ToLower(b.String())
}
