package view

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/expr"
)

// JSON returns a value as the API shows it: instants as RFC 3339 in UTC,
// durations as the language writes them, unknown values and handles as null.
// Names of a map are in order.
func JSON(v expr.Value) json.RawMessage {
	var b bytes.Buffer
	writeJSON(&b, v)
	return b.Bytes()
}

func writeJSON(b *bytes.Buffer, v expr.Value) {
	switch v.Kind() {
	case expr.KindBool:
		fmt.Fprint(b, v.IsTrue())
	case expr.KindInt:
		fmt.Fprint(b, v.AsInt())
	case expr.KindNumber:
		writeScalar(b, v.AsNumber())
	case expr.KindTime:
		writeScalar(b, time.UnixMilli(v.AsInt()).UTC())
	case expr.KindDuration:
		writeScalar(b, calendar.Elapsed(time.Duration(v.AsInt())*time.Millisecond).String())
	case expr.KindString:
		writeScalar(b, v.AsString())
	case expr.KindList:
		b.WriteByte('[')
		for i, item := range v.Items() {
			comma(b, i)
			writeJSON(b, item)
		}
		b.WriteByte(']')
	case expr.KindMap:
		b.WriteByte('{')
		for i, f := range v.Fields() {
			comma(b, i)
			writeScalar(b, f.Name)
			b.WriteByte(':')
			writeJSON(b, f.Value)
		}
		b.WriteByte('}')
	default:
		b.WriteString("null")
	}
}

func comma(b *bytes.Buffer, i int) {
	if i > 0 {
		b.WriteByte(',')
	}
}

// writeScalar writes a text, number or time, which always encode.
func writeScalar(b *bytes.Buffer, x any) {
	text, err := json.Marshal(x)
	if err != nil {
		panic(fmt.Sprintf("view: %T does not encode: %v", x, err))
	}
	b.Write(text)
}

// Text returns a value as a person reads it in a table: a text without quotes,
// everything else as JSON.
func Text(v expr.Value) string {
	switch v.Kind() {
	case expr.KindString:
		return v.AsString()
	case expr.KindNull, expr.KindUnknown, expr.KindHandle:
		return ""
	case expr.KindTime, expr.KindDuration:
		return strings.Trim(string(JSON(v)), `"`)
	default:
		return string(JSON(v))
	}
}

// Parse reads JSON as a value of a type; null is the absent value. The error is
// one sentence that says what was expected.
func Parse(t expr.Type, raw json.RawMessage) (expr.Value, error) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	var x any
	if err := dec.Decode(&x); err != nil || dec.More() {
		return expr.Value{}, errors.New("the value is no JSON")
	}
	return parse(t, x)
}

func parse(t expr.Type, x any) (expr.Value, error) {
	switch v := x.(type) {
	case nil:
		return expr.Null(), nil
	case bool:
		return fits(t, expr.Bool(v), t.Name == expr.TypeBool)
	case json.Number:
		return parseNumber(t, v)
	case string:
		return parseString(t, v)
	case []any:
		return parseList(t, v)
	default:
		return parseMap(t, v.(map[string]any))
	}
}

func fits(t expr.Type, v expr.Value, ok bool) (expr.Value, error) {
	if !ok && t.Name != expr.TypeAny {
		return expr.Value{}, fmt.Errorf("a value of type %s is expected, not %s", t, brief(string(JSON(v))))
	}
	return v, nil
}

// brief is as much of a value as a sentence can hold.
func brief(s string) string {
	const most = 100
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}

func parseNumber(t expr.Type, n json.Number) (expr.Value, error) {
	i, err := n.Int64()
	if err == nil && t.Name != expr.TypeNumber && t.Name != expr.TypePercent {
		return fits(t, expr.Int(i), t.Name == expr.TypeInt)
	}
	x, err := n.Float64()
	if err != nil {
		return expr.Value{}, fmt.Errorf("the number %s is out of range", brief(n.String()))
	}
	return fits(t, expr.Number(x), t.Name == expr.TypeNumber || t.Name == expr.TypePercent)
}

func parseString(t expr.Type, s string) (expr.Value, error) {
	switch t.Name {
	case expr.TypeTime:
		at, err := time.Parse(time.RFC3339, s)
		if err != nil {
			return expr.Value{}, fmt.Errorf("an instant such as 2026-11-26T09:00:00+01:00 is expected, not %q", brief(s))
		}
		return expr.Time(at.UnixMilli()), nil
	case expr.TypeDuration:
		return parseDuration(s)
	case expr.TypeEnum:
		for _, w := range t.Words {
			if w == s {
				return expr.String(s), nil
			}
		}
		return expr.Value{}, fmt.Errorf("one of %s is expected, not %q", strings.Join(t.Words, ", "), brief(s))
	default:
		text := t.Name >= expr.TypeString && t.Name <= expr.TypeEnum
		return fits(t, expr.String(s), text)
	}
}

func parseDuration(s string) (expr.Value, error) {
	d, err := calendar.ParseDur(s)
	if err != nil {
		return expr.Value{}, fmt.Errorf("a duration such as 90m or 2d is expected, not %q", brief(s))
	}
	elapsed, ok := d.Elapsed()
	if !ok { // days and longer have no fixed length, so the engine takes them as text
		return expr.String(d.String()), nil
	}
	return expr.Duration(elapsed.Milliseconds()), nil
}

func parseList(t expr.Type, list []any) (expr.Value, error) {
	elem := expr.Type{}
	if t.Elem != nil {
		elem = *t.Elem
	}
	items := make([]expr.Value, len(list))
	for i, x := range list {
		v, err := parse(elem, x)
		if err != nil {
			return expr.Value{}, fmt.Errorf("item %d: %w", i+1, err)
		}
		items[i] = v
	}
	return fits(t, expr.List(items...), t.Name == expr.TypeList)
}

func parseMap(t expr.Type, m map[string]any) (expr.Value, error) {
	fields := make([]expr.Field, 0, len(m))
	for _, name := range slices.Sorted(maps.Keys(m)) {
		ft, known := fieldType(t, name)
		if !known {
			return expr.Value{}, fmt.Errorf("there is no field %q in %s", brief(name), t)
		}
		v, err := parse(ft, m[name])
		if err != nil {
			return expr.Value{}, fmt.Errorf("%s: %w", name, err)
		}
		fields = append(fields, expr.Field{Name: name, Value: v})
	}
	return fits(t, expr.Map(fields...), t.Name == expr.TypeMap || t.Name == expr.TypeRecord)
}

func fieldType(t expr.Type, name string) (expr.Type, bool) {
	switch {
	case t.Name == expr.TypeRecord:
		return t.Field(name)
	case t.Elem != nil:
		return *t.Elem, true
	default:
		return expr.Type{}, true
	}
}
