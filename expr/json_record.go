package expr

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
)

// mapFrom reads the entries of a map, or the fields of a record.
func mapFrom(xs map[string]any, t Type) (Value, error) {
	var fields []Field
	for _, name := range slices.Sorted(maps.Keys(xs)) {
		elem, ok := t.elem(), true
		if t.Name == TypeRecord {
			elem, ok = t.Field(name)
		}
		if !ok {
			return Value{}, fmt.Errorf("unknown field %s%s", name, didYouMean(Nearest(name, fieldNames(t))))
		}
		v, err := fromJSON(xs[name], elem)
		if err != nil {
			return Value{}, fmt.Errorf("%s: %w", name, err)
		}
		fields = append(fields, Field{name, v})
	}
	for _, f := range t.Fields {
		if _, ok := xs[f.Name]; !ok && !f.Type.Optional {
			return Value{}, fmt.Errorf("field %s is missing", f.Name)
		}
	}
	return Map(fields...), nil
}

// ParseText reads a scalar from its text by the type expected, as documents
// write it: `5%` is the number 0.05, a time is RFC 3339, a duration `1d2h30m`
// (calendar units such as bd are the calendar's matter), and a text of type any
// stays one. The error is one sentence for the author.
// Source: language reference, section 1.
func ParseText(s string, t Type) (Value, error) {
	v, ok := Value{}, true
	switch n := t.Name; {
	case n == TypeBool:
		v, ok = Bool(s == "true"), s == "true" || s == "false"
	case n == TypeInt:
		v, ok = wholeNumber(s)
	case n == TypeNumber, n == TypePercent:
		v, ok = percentage(s)
	case n == TypeTime:
		text := String(s)
		v, ok = toTime(&text)
	case n == TypeDuration:
		text := String(s)
		v, ok = toDuration(&text)
	case n == TypeEnum:
		if !slices.Contains(t.Words, s) {
			return Value{}, fmt.Errorf("%s is not a word of %s%s", s, t, didYouMean(Nearest(s, t.Words)))
		}
		v = String(s)
	case n == TypeAny, n.isString():
		v = String(s)
	default:
		ok = false
	}
	if !ok {
		return Value{}, fmt.Errorf("%q is not %s", s, t.article())
	}
	return v, nil
}

// wholeNumber also takes the forms JSON may give an integer, as 1e3.
func wholeNumber(s string) (Value, bool) {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return Int(n), true
	}
	x, err := strconv.ParseFloat(s, 64)
	return Int(int64(x)), err == nil && x == math.Trunc(x) && math.Abs(x) < 1<<53
}

func percentage(s string) (Value, bool) {
	digits, percent := strings.CutSuffix(s, "%")
	x, err := strconv.ParseFloat(strings.TrimSpace(digits), 64)
	if percent {
		x /= 100
	}
	v := Number(x)
	return v, err == nil && v.Kind() == KindNumber
}
