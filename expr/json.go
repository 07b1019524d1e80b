package expr

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"
)

// MarshalJSON returns the canonical JSON of v: names sorted, no spaces, times
// in RFC 3339 and UTC, durations as 1d2h3m, the absent value as null. Unknown
// values and handles have none and are an error. ParseJSON reads it back, given
// the type.
func (v Value) MarshalJSON() ([]byte, error) {
	return appendJSON(nil, v)
}

func appendJSON(b []byte, v Value) ([]byte, error) {
	switch v.Kind() {
	case KindNull:
		return append(b, "null"...), nil
	case KindUnknown, KindHandle:
		return nil, errors.New("expr: no JSON for " + v.String())
	case KindList:
		return appendItems(b, v.obj.items)
	case KindMap:
		return appendFields(b, v.obj.fields)
	case KindNumber:
		n, err := json.Marshal(v.AsNumber())
		return append(b, n...), err
	case KindString, KindTime, KindDuration:
		return quoteJSON(b, v.String()), nil
	default:
		return append(b, v.String()...), nil
	}
}

func appendItems(b []byte, items []Value) (_ []byte, err error) {
	b = append(b, '[')
	for i, item := range items {
		if i > 0 {
			b = append(b, ',')
		}
		if b, err = appendJSON(b, item); err != nil {
			return nil, err
		}
	}
	return append(b, ']'), nil
}

func appendFields(b []byte, fields []Field) (_ []byte, err error) {
	b = append(b, '{')
	for i, f := range fields {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(quoteJSON(b, f.Name), ':')
		if b, err = appendJSON(b, f.Value); err != nil {
			return nil, err
		}
	}
	return append(b, '}'), nil
}

// quoteJSON writes the shortest escapes. Source: RFC 8785 section 3.2.2.2.
func quoteJSON(b []byte, s string) []byte {
	b = append(b, '"')
	for _, r := range s {
		switch r {
		case '"', '\\':
			b = append(b, '\\', byte(r))
		case '\b':
			b = append(b, `\b`...)
		case '\f':
			b = append(b, `\f`...)
		case '\n':
			b = append(b, `\n`...)
		case '\r':
			b = append(b, `\r`...)
		case '\t':
			b = append(b, `\t`...)
		default:
			if r < ' ' {
				b = fmt.Appendf(b, `\u%04x`, r)
				continue
			}
			b = utf8.AppendRune(b, r)
		}
	}
	return append(b, '"')
}

// AppendCanonical appends a form of v for digests: two values have the same
// form if and only if they are Equal. It is JSON, but for times (@ and
// milliseconds), durations (~ and milliseconds), unknown values (? reason and
// cell), handles (#) and open lists (a + behind).
func (v Value) AppendCanonical(b []byte) []byte {
	switch v.Kind() {
	case KindTime:
		return strconv.AppendInt(append(b, '@'), v.AsInt(), 10)
	case KindDuration:
		return strconv.AppendInt(append(b, '~'), v.AsInt(), 10)
	case KindUnknown:
		ref, why := v.Blame()
		b = strconv.AppendInt(append(b, '?'), int64(why), 10)
		return strconv.AppendInt(append(b, ':'), int64(ref), 10)
	case KindNumber:
		return appendNumber(b, v.AsNumber())
	case KindInt:
		return appendInt(b, v.AsInt())
	case KindString:
		return quoteJSON(b, v.str)
	case KindList:
		return v.appendList(b)
	case KindMap:
		return v.appendMap(b)
	default:
		return append(b, v.String()...)
	}
}

// appendInt and appendNumber give equal numbers the same form: exact integers
// are written out, and integers without an exact float as themselves.
func appendInt(b []byte, n int64) []byte { return strconv.AppendInt(b, n, 10) }

func appendNumber(b []byte, x float64) []byte {
	if n := int64(x); x >= -1<<63 && x < 1<<63 && float64(n) == x {
		return appendInt(b, n)
	}
	return strconv.AppendFloat(b, x, 'g', -1, 64)
}

func (v Value) appendList(b []byte) []byte {
	b = append(b, '[')
	for i, item := range v.obj.items {
		if i > 0 {
			b = append(b, ',')
		}
		b = item.AppendCanonical(b)
	}
	b = append(b, ']')
	if v.IsOpen() {
		b = append(b, '+')
	}
	return b
}

func (v Value) appendMap(b []byte) []byte {
	b = append(b, '{')
	for i, f := range v.obj.fields {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(quoteJSON(b, f.Name), ':')
		b = f.Value.AppendCanonical(b)
	}
	return append(b, '}')
}

// ParseJSON reads one JSON value of type t. Texts are read as ParseText does;
// fields a record does not declare are an error, optional ones may be missing.
// In values of type any, whole numbers are ints and texts strings.
func ParseJSON(data []byte, t Type) (Value, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var x any
	if err := d.Decode(&x); err != nil {
		return Value{}, fmt.Errorf("read value: %w", err)
	}
	if _, err := d.Token(); err != io.EOF {
		return Value{}, errors.New("read value: more than one")
	}
	return fromJSON(x, t)
}

func fromJSON(x any, t Type) (Value, error) {
	switch x := x.(type) {
	case nil:
		return nullOf(t)
	case string:
		return ParseText(x, t)
	case json.Number:
		return numeral(x.String(), t)
	case bool:
		if t.Name == TypeAny || t.Name == TypeBool {
			return Bool(x), nil
		}
	case []any:
		if t.Name == TypeAny || t.Name == TypeList {
			return listFrom(x, t.elem())
		}
	case map[string]any:
		if t.Name == TypeAny || t.isMap() {
			return mapFrom(x, t)
		}
	}
	return Value{}, fmt.Errorf("%v is not %s", x, t.article())
}

// numeral reads a JSON number; of type any, it is an int if it can be.
func numeral(s string, t Type) (Value, error) {
	if v, ok := wholeNumber(s); t.Name == TypeAny && ok {
		return v, nil
	}
	if t.Name == TypeAny {
		t = Scalar(TypeNumber)
	}
	if !t.Name.isNumber() {
		return Value{}, fmt.Errorf("%s is not %s", s, t.article())
	}
	return ParseText(s, t)
}

func nullOf(t Type) (Value, error) {
	if t.Optional || t.Name == TypeAny || t.Name == TypeNull {
		return Null(), nil
	}
	return Value{}, fmt.Errorf("null is not %s", t.article())
}

func listFrom(xs []any, elem Type) (Value, error) {
	items := make([]Value, len(xs))
	for i, x := range xs {
		v, err := fromJSON(x, elem)
		if err != nil {
			return Value{}, fmt.Errorf("[%d]: %w", i, err)
		}
		items[i] = v
	}
	return List(items...), nil
}
