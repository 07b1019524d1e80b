package expr

import (
	"cmp"
	"math"
	"slices"
)

// Kind returns the representation of v.
func (v Value) Kind() Kind {
	if v.obj == nil {
		return KindNull
	}
	return v.obj.kind
}

// IsTrue reports whether v is known and true: the one test of a condition.
func (v Value) IsTrue() bool { return v.obj == &objects[KindBool] && v.num == 1 }

// IsFalse reports whether v is known and false.
func (v Value) IsFalse() bool { return v.obj == &objects[KindBool] && v.num == 0 }

// IsNull reports whether v is absent.
func (v Value) IsNull() bool { return v.obj == nil }

// IsUnknown reports whether v is not known.
func (v Value) IsUnknown() bool { return v.obj == &objects[KindUnknown] }

// Blame returns the cell, or NoRef, and the reason why v is unknown. It has a
// meaning for unknown values only.
func (v Value) Blame() (Ref, Reason) { return Ref(int32(v.num)) - 1, Reason(v.num >> 32) }

func (v Value) reason() Reason {
	_, why := v.Blame()
	return why
}

// blame sets the cell of an unknown or absent value that has none. An absent
// value carries it in the number, where nothing else is.
func (v *Value) blame(ref Ref) {
	if (v.obj == nil || v.IsUnknown()) && uint32(v.num) == 0 {
		v.num |= uint64(uint32(ref + 1))
	}
}

// AsInt returns the integer, time, duration (both in milliseconds) or handle,
// 0 or 1 for a bool, and 0 for all other kinds.
func (v Value) AsInt() int64 {
	switch v.Kind() {
	case KindBool, KindInt, KindTime, KindDuration, KindHandle:
		return int64(v.num)
	default:
		return 0
	}
}

// AsNumber returns a number or integer as float64, and 0 for all other kinds.
func (v Value) AsNumber() float64 {
	switch v.Kind() {
	case KindNumber:
		return math.Float64frombits(v.num)
	case KindInt:
		return float64(int64(v.num))
	default:
		return 0
	}
}

// AsString returns the text of a string, and "" for all other kinds.
func (v Value) AsString() string { return v.str }

// Items returns the elements of a list, nil for all other kinds. They belong
// to v: do not change them.
func (v Value) Items() []Value {
	if v.Kind() != KindList {
		return nil
	}
	return v.obj.items
}

// IsOpen reports whether v is a list that may still grow, see Open.
func (v Value) IsOpen() bool { return v.obj != nil && v.obj.open }

// Fields returns the entries of a map or record by name, nil for all other
// kinds. They belong to v: do not change them.
func (v Value) Fields() []Field {
	if v.Kind() != KindMap {
		return nil
	}
	return v.obj.fields
}

// Get returns the entry of a map or record and whether there is one.
func (v Value) Get(name string) (Value, bool) {
	fields := v.Fields()
	if len(fields) <= 8 {
		for i := range fields {
			if fields[i].Name == name {
				return fields[i].Value, true
			}
		}
		return Value{}, false
	}
	i, ok := slices.BinarySearchFunc(fields, name, func(f Field, s string) int { return cmp.Compare(f.Name, s) })
	if !ok {
		return Value{}, false
	}
	return fields[i].Value, true
}

// Len returns the number of elements or entries of a list or map, else 0.
func (v Value) Len() int {
	if v.obj == nil {
		return 0
	}
	return len(v.obj.items) + len(v.obj.fields)
}

// Equal is the equality of the language: numbers of both kinds are compared by
// value, lists and maps by content, and values of other kinds are unequal. Two
// unknown values are Equal if kind, blame and reason are; inside an expression
// comparing them is unknown.
func (v Value) Equal(w Value) bool {
	switch {
	case v.Kind() != w.Kind():
		return v.isNumber() && w.isNumber() && compareNumbers(&v, &w) == 0
	case v.obj == nil:
		return true
	case v.Kind() == KindList:
		return v.IsOpen() == w.IsOpen() && slices.EqualFunc(v.obj.items, w.obj.items, Value.Equal)
	case v.Kind() == KindMap:
		return slices.EqualFunc(v.obj.fields, w.obj.fields, func(a, b Field) bool {
			return a.Name == b.Name && a.Value.Equal(b.Value)
		})
	default:
		return v == w
	}
}

func (v Value) isNumber() bool { return v.obj == &objects[KindInt] || v.obj == &objects[KindNumber] }
