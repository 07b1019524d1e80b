package expr

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// conversion is one of the functions that make one type of another.
type conversion uint8

const (
	convNone conversion = iota
	convInt
	convNumber
	convString
	convTime
	convDuration
)

// conversionOf returns the conversion CEL calls name.
func conversionOf(name string) (conversion, bool) {
	switch name {
	case "int":
		return convInt, true
	case "double":
		return convNumber, true
	case "string":
		return convString, true
	case "timestamp":
		return convTime, true
	case "duration":
		return convDuration, true
	}
	return convNone, false
}

func (c conversion) result() Type {
	return Scalar([...]TypeName{TypeAny, TypeInt, TypeNumber, TypeString, TypeTime, TypeDuration}[c])
}

// from reports whether the conversion takes a value of type t.
func (c conversion) from(t Type) bool {
	n := t.Name
	if n == TypeAny || n.isString() {
		return true
	}
	switch c {
	case convInt:
		return n.isNumber() || n == TypeTime
	case convNumber:
		return n.isNumber()
	case convString:
		return n.isNumber() || n == TypeBool || n == TypeTime || n == TypeDuration
	case convTime:
		return n == TypeTime || n == TypeInt
	default:
		return n == TypeDuration
	}
}

// example is a hint for a literal that does not convert.
func (c conversion) example() string {
	switch c {
	case convTime:
		return `write timestamp("2026-01-31T12:00:00Z"), in RFC 3339`
	case convDuration:
		return `write duration("1h30m"), with d for 24 hours; at least 1ms`
	}
	return "write a numeral"
}

// convert converts a value that is neither null nor unknown.
// Source: CEL specification, list of standard definitions.
func convert(c conversion, v *Value) Value {
	out, ok := Value{}, false
	switch c {
	case convInt:
		out, ok = toInt(v)
	case convNumber:
		out, ok = toNumber(v)
	case convString:
		out, ok = toText(v)
	case convTime:
		out, ok = toTime(v)
	case convDuration:
		out, ok = toDuration(v)
	}
	if !ok {
		return Unknown(NoRef, ReasonConvert)
	}
	return out
}

func toInt(v *Value) (Value, bool) {
	switch v.Kind() {
	case KindInt:
		return *v, true
	case KindNumber:
		x := v.AsNumber()
		return Int(int64(x)), x > math.MinInt64 && x < math.MaxInt64
	case KindTime:
		return Int(floorDiv(v.AsInt(), 1000)), true
	case KindString:
		n, err := strconv.ParseInt(v.str, 10, 64)
		return Int(n), err == nil
	}
	return Value{}, false
}

// floorDiv divides by a positive n, rounding down.
func floorDiv(m, n int64) int64 {
	q := m / n
	if m%n < 0 {
		q--
	}
	return q
}

func toNumber(v *Value) (Value, bool) {
	switch v.Kind() {
	case KindInt, KindNumber:
		return Number(v.AsNumber()), true
	case KindString:
		x, err := strconv.ParseFloat(v.str, 64)
		return Number(x), err == nil && x-x == 0
	}
	return Value{}, false
}

func toText(v *Value) (Value, bool) {
	switch v.Kind() {
	case KindString:
		return *v, true
	case KindBool, KindInt, KindNumber, KindTime:
		return String(v.String()), true
	case KindDuration:
		return String(strconv.FormatFloat(float64(v.AsInt())/1000, 'f', -1, 64) + "s"), true
	}
	return Value{}, false
}

// The instants of the years 1 to 9999, the range of CEL.
const (
	minTime = -62135596800000
	maxTime = 253402300799999
)

// timeOf is Time for the result of an operation.
func timeOf(ms int64) Value {
	if ms < minTime || ms > maxTime {
		return Unknown(NoRef, ReasonOverflow)
	}
	return Time(ms)
}

func toTime(v *Value) (Value, bool) {
	switch v.Kind() {
	case KindTime:
		return *v, true
	case KindInt:
		s := v.AsInt()
		return Time(s * 1000), s >= minTime/1000 && s <= maxTime/1000
	case KindString:
		t, err := time.Parse(time.RFC3339, v.str)
		ms := t.UnixMilli()
		return Time(ms), err == nil && ms >= minTime && ms <= maxTime
	}
	return Value{}, false
}

func toDuration(v *Value) (Value, bool) {
	switch v.Kind() {
	case KindDuration:
		return *v, true
	case KindString:
		ms, ok := parseDuration(v.str)
		return Duration(ms), ok
	}
	return Value{}, false
}

// parseDuration reads what time.ParseDuration does, and before it a whole number
// of days of 24 hours: `2d`, `1d12h`. What is finer than a millisecond is none.
func parseDuration(s string) (ms int64, ok bool) {
	days, rest, found := strings.Cut(s, "d")
	if !found {
		days, rest = "0", s
	}
	n, err := strconv.ParseInt(days, 10, 32)
	if err != nil || rest == "" && !found {
		return 0, false
	}
	if rest == "" {
		rest = "0"
	}
	d, err := time.ParseDuration(rest)
	if err != nil || d%time.Millisecond != 0 || n != 0 && (d < 0 || !isDigit(rest[0])) {
		return 0, false
	}
	if strings.HasPrefix(days, "-") {
		d = -d
	}
	return n*86_400_000 + d.Milliseconds(), true
}
