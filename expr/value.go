package expr

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// Ref is a cell: one thing a condition may read, such as a fact, a parameter or
// the outcome of a step. The caller numbers its cells from 0; to this package
// the number means nothing.
type Ref int32

// NoRef blames no cell.
const NoRef Ref = -1

// Kind is the representation of a value at run time. Several types share one:
// digest and url are both KindString.
type Kind uint8

// The kinds of values. The zero kind is null.
const (
	KindNull     Kind = iota // absent
	KindUnknown              // not known: see Value.Blame
	KindBool                 //
	KindInt                  // 64 bits
	KindNumber               // finite; percent too, 5% is 0.05
	KindTime                 // milliseconds since 1970-01-01 UTC
	KindDuration             // milliseconds of elapsed time
	KindString               // all that is text: words, digests, names
	KindList                 //
	KindMap                  // maps and records: names in order
	KindHandle               // a record its source keeps to itself: see Source
)

// Reason says why a value is unknown.
type Reason uint8

// The reasons. Those from ReasonCaller on belong to the Source, which may give
// them any meaning, for example that a fact is too old.
const (
	ReasonUndecided Reason = iota // the source does not know it (yet)
	ReasonAbsent                  // absent where a value must be known
	ReasonOverflow                // a result beyond its type
	ReasonDivision                // division by zero
	ReasonIndex                   // no such index in the list
	ReasonKey                     // no such key or field
	ReasonConvert                 // a text or number that does not convert
	ReasonType                    // an operator that does not apply; only for values of type any
	ReasonOpen                    // a list that may still grow
	ReasonCost                    // the evaluation took more than MaxSteps
	ReasonCaller    Reason = 64
)

const reasonWords = "not known|absent|result out of range|division by zero|index out of range|no such key|" +
	"cannot be converted|operator does not apply|more may come|too costly"

// String returns the reason in words that can follow "unknown:".
func (r Reason) String() string {
	words := strings.Split(reasonWords, "|")
	if int(r) >= len(words) {
		return "not known to the source"
	}
	return words[r]
}

// Value is a value of the condition language. It is immutable and small, and
// scalars are made and passed without allocation. The zero Value is null.
// Values without list or map inside may be compared with == and be map keys:
// equal means same kind and same content, so Int(1) != Number(1); Equal is the
// language's equality.
//
// It is four words, the most that Go still passes in registers.
type Value struct {
	obj *object // says the kind; nil is null
	num uint64  // bool, int, number (bits), time, duration, handle, blame
	str string  // string
}

// object is the kind of a value, and what lists and maps have inside.
type object struct {
	kind   Kind
	open   bool    // list: more may come
	ref    Ref     // open list: the cell to blame for that
	items  []Value // list
	fields []Field // map, sorted by name
}

// objects are those of all kinds but lists and maps. They never change.
var objects = [...]object{
	KindUnknown: {kind: KindUnknown}, KindBool: {kind: KindBool}, KindInt: {kind: KindInt},
	KindNumber: {kind: KindNumber}, KindTime: {kind: KindTime}, KindDuration: {kind: KindDuration},
	KindString: {kind: KindString}, KindHandle: {kind: KindHandle},
}

// Field is one entry of a map or record.
type Field struct {
	Name  string
	Value Value
}

// Null returns the absent value, which is also the zero Value.
func Null() Value { return Value{} }

// Unknown returns a value that is not known, and the cell and reason to blame.
// NoRef blames no cell.
func Unknown(ref Ref, why Reason) Value {
	return Value{obj: &objects[KindUnknown], num: uint64(why)<<32 | uint64(uint32(ref+1))}
}

// Bool returns b as a value.
func Bool(b bool) Value {
	if b {
		return Value{obj: &objects[KindBool], num: 1}
	}
	return Value{obj: &objects[KindBool]}
}

// Int returns n as a value.
func Int(n int64) Value { return Value{obj: &objects[KindInt], num: uint64(n)} }

// Number returns x as a value; Unknown with ReasonOverflow, if x is not finite.
// Negative zero becomes zero.
func Number(x float64) Value {
	if x-x != 0 {
		return Unknown(NoRef, ReasonOverflow)
	}
	return Value{obj: &objects[KindNumber], num: math.Float64bits(x + 0)}
}

// Time returns an instant, in milliseconds since 1970-01-01 UTC.
func Time(unixMilli int64) Value { return Value{obj: &objects[KindTime], num: uint64(unixMilli)} }

// Duration returns an elapsed time in milliseconds.
func Duration(milli int64) Value { return Value{obj: &objects[KindDuration], num: uint64(milli)} }

// String returns s as a value of any of the string-like types.
func String(s string) Value { return Value{obj: &objects[KindString], str: s} }

// Handle returns a record whose fields stay with the source: selecting field f
// calls Source.Call(FieldOf, handle, "f"). Two handles are equal if their ids are.
func Handle(id int64) Value { return Value{obj: &objects[KindHandle], num: uint64(id)} }

// List returns a list. It keeps items, which must not change afterwards.
func List(items ...Value) Value {
	return Value{obj: &object{kind: KindList, items: items}}
}

// Open returns the list v as one that may still get elements, which the cell ref
// is to blame for. Over it `all` is false or unknown, `exists` true or unknown,
// `in` likewise, and its size is unknown.
// Source: language reference, section 6 (links with `expect`).
func (v Value) Open(ref Ref) Value {
	return Value{obj: &object{kind: KindList, items: v.Items(), open: true, ref: ref}}
}

// Map returns a map or record. It keeps fields and sorts them by name; of two
// with the same name the last stays.
func Map(fields ...Field) Value {
	slices.SortStableFunc(fields, func(a, b Field) int { return cmp.Compare(a.Name, b.Name) })
	kept := fields[:0]
	for i, f := range fields {
		if i+1 == len(fields) || fields[i+1].Name != f.Name {
			kept = append(kept, f)
		}
	}
	return Value{obj: &object{kind: KindMap, fields: kept}}
}
