package expr

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// failed is what an operand that is absent, unknown or of the wrong kind makes
// of the whole.
func failed(a *Value) Value {
	switch a.Kind() {
	case KindUnknown:
		return *a
	case KindNull:
		return Unknown(Ref(int32(a.num))-1, ReasonAbsent)
	default:
		return Unknown(NoRef, ReasonType)
	}
}

// failed2 is failed for two operands: the first that is unknown, else absent,
// is blamed.
func failed2(a, b *Value) Value {
	switch {
	case a.Kind() == KindUnknown, a.Kind() == KindNull && b.Kind() != KindUnknown:
		return failed(a)
	default:
		return failed(b)
	}
}

func and(a, b *Value) Value {
	switch {
	case a.IsFalse() || b.IsFalse():
		return Bool(false)
	case a.IsTrue() && b.IsTrue():
		return Bool(true)
	case a.IsTrue():
		return failed(b)
	}
	return failed(a)
}

func or(a, b *Value) Value {
	switch {
	case a.IsTrue() || b.IsTrue():
		return Bool(true)
	case a.IsFalse() && b.IsFalse():
		return Bool(false)
	case a.IsFalse():
		return failed(b)
	}
	return failed(a)
}

func not(a *Value) Value {
	if a.Kind() != KindBool {
		return failed(a)
	}
	return Bool(a.num == 0)
}

// order is a < b and the like.
func order(op opcode, a, b *Value) Value {
	var c int
	switch {
	case a.isNumber() && b.isNumber():
		c = compareNumbers(a, b)
	case !scalars(a, b) || a.obj.kind == KindBool:
		return failed2(a, b)
	case a.obj.kind == KindString:
		c = strings.Compare(a.str, b.str)
	default:
		c = cmp.Compare(int64(a.num), int64(b.num))
	}
	switch op {
	case opLt:
		return Bool(c < 0)
	case opLe:
		return Bool(c <= 0)
	case opGt:
		return Bool(c > 0)
	default:
		return Bool(c >= 0)
	}
}

func compareNumbers(a, b *Value) int {
	if a.Kind() == KindInt && b.Kind() == KindInt {
		return cmp.Compare(int64(a.num), int64(b.num))
	}
	switch {
	case a.obj == b.obj:
		return cmp.Compare(a.AsNumber(), b.AsNumber())
	case a.obj == &objects[KindInt]:
		return compareMixed(int64(a.num), b.AsNumber())
	}
	return -compareMixed(int64(b.num), a.AsNumber())
}

// compareMixed compares exactly, also where an int has no exact float.
func compareMixed(n int64, x float64) int {
	switch {
	case x >= 1<<63:
		return -1
	case x < -1<<63:
		return 1
	}
	whole := math.Trunc(x)
	if c := cmp.Compare(n, int64(whole)); c != 0 {
		return c
	}
	return cmp.Compare(whole, x)
}

// scalars reports whether both are of one kind for which == of Go is that of
// the language, which is the usual case.
func scalars(a, b *Value) bool {
	return a.obj == b.obj && a.obj != nil && a.obj.kind >= KindBool && a.obj.kind <= KindString
}

// equality is a == b or a != b.
func equality(op opcode, a, b *Value) Value {
	if a.Kind() == KindUnknown {
		return *a
	}
	if b.Kind() == KindUnknown {
		return *b
	}
	v := same(a, b)
	if op == opNe && v.Kind() == KindBool {
		v.num ^= 1
	}
	return v
}

// same is three-valued equality: false as soon as one part differs, else
// unknown if a part is.
func same(a, b *Value) Value {
	switch {
	case a.IsUnknown():
		return *a
	case b.IsUnknown():
		return *b
	case a.Kind() == KindList && b.Kind() == KindList:
		return sameItems(a, b)
	case a.Kind() == KindMap && b.Kind() == KindMap:
		return sameFields(a, b)
	}
	return Bool(a.Equal(*b))
}

func sameItems(a, b *Value) Value {
	unknown := Bool(true)
	if a.IsOpen() || b.IsOpen() {
		unknown = open(a, b)
	} else if a.Len() != b.Len() {
		return Bool(false)
	}
	for i := range min(a.Len(), b.Len()) {
		v := same(&a.obj.items[i], &b.obj.items[i])
		if v.IsFalse() {
			return v
		}
		unknown = and(&unknown, &v)
	}
	return unknown
}

// open is unknown for the sake of the first of two lists that may grow.
func open(a, b *Value) Value {
	if !a.IsOpen() {
		a = b
	}
	return Unknown(a.obj.ref, ReasonOpen)
}

func sameFields(a, b *Value) Value {
	if a.Len() != b.Len() {
		return Bool(false)
	}
	unknown := Bool(true)
	for i := range a.obj.fields {
		f, g := &a.obj.fields[i], &b.obj.fields[i]
		if f.Name != g.Name {
			return Bool(false)
		}
		v := same(&f.Value, &g.Value)
		if v.IsFalse() {
			return v
		}
		unknown = and(&unknown, &v)
	}
	return unknown
}

// member is a in b.
func member(a, b *Value) Value {
	switch {
	case a.Kind() == KindUnknown || b.Kind() <= KindUnknown:
		return failed2(a, b)
	case b.Kind() == KindMap && a.Kind() == KindString:
		_, ok := b.Get(a.str)
		return Bool(ok)
	case b.Kind() != KindList:
		return failed2(a, b)
	}
	found := Bool(false)
	if b.IsOpen() {
		found = open(b, b)
	}
	for i := range b.obj.items {
		v := same(a, &b.obj.items[i])
		found = or(&found, &v)
	}
	return found
}

func textTest(op opcode, a, b *Value) Value {
	if a.Kind() != KindString || b.Kind() != KindString {
		return failed2(a, b)
	}
	switch op {
	case opContains:
		return Bool(strings.Contains(a.str, b.str))
	case opStarts:
		return Bool(strings.HasPrefix(a.str, b.str))
	default:
		return Bool(strings.HasSuffix(a.str, b.str))
	}
}

func matches(a *Value, pattern *regexp.Regexp) Value {
	if a.Kind() != KindString {
		return failed(a)
	}
	return Bool(pattern.MatchString(a.str))
}

// size counts characters, elements or entries.
func size(a *Value) Value {
	switch {
	case a.IsOpen():
		return open(a, a)
	case a.Kind() == KindString:
		return Int(int64(utf8.RuneCountInString(a.str)))
	case a.Kind() == KindList, a.Kind() == KindMap:
		return Int(int64(a.Len()))
	}
	return failed(a)
}

// rank is the place of a word in an ordered enum.
func rank(a *Value, words []string) Value {
	i := slices.Index(words, a.str)
	if a.Kind() != KindString || i < 0 {
		return Unknown(NoRef, ReasonType)
	}
	return Int(int64(i))
}

func has(a *Value) Value {
	if a.Kind() == KindUnknown {
		return *a
	}
	return Bool(a.Kind() != KindNull)
}
