package expr

import (
	"math"
	"slices"
)

// add is a + b; asNumber is 1 where an int stands for a number.
func add(asNumber uint8, a, b *Value) Value {
	switch {
	case a.Kind() == KindString && b.Kind() == KindString:
		return String(a.str + b.str)
	case a.Kind() == KindList && b.Kind() == KindList:
		v := List(slices.Concat(a.obj.items, b.obj.items)...)
		if a.IsOpen() || b.IsOpen() {
			ref, _ := open(a, b).Blame()
			return v.Open(ref)
		}
		return v
	case a.Kind() == KindTime && b.Kind() == KindDuration, a.Kind() == KindDuration && b.Kind() == KindTime:
		return moved(a.AsInt(), b.AsInt())
	}
	return arithmetic(&instr{op: opAdd, k: asNumber}, a, b)
}

// moved is an instant some time later.
func moved(t, d int64) Value {
	sum, ok := addInt(t, d)
	if !ok {
		return Unknown(NoRef, ReasonOverflow)
	}
	return timeOf(sum)
}

// arithmetic is a op b for numbers, times and durations.
func arithmetic(in *instr, a, b *Value) Value {
	switch {
	case a.Kind() == KindInt && b.Kind() == KindInt && in.k == 0:
		return integer(in.op, int64(a.num), int64(b.num))
	case a.isNumber() && b.isNumber():
		return float(in.op, a.AsNumber(), b.AsNumber())
	case a.Kind() == KindTime && b.Kind() == KindDuration && in.op == opSub:
		return moved(a.AsInt(), -b.AsInt())
	case (a.Kind() == KindTime || a.Kind() == KindDuration) && a.Kind() == b.Kind() && in.op <= opSub:
		v := integer(in.op, a.AsInt(), b.AsInt())
		if v.Kind() == KindInt {
			v.obj = &objects[KindDuration]
		}
		return v
	}
	return failed2(a, b)
}

func integer(op opcode, x, y int64) Value {
	var n int64
	var ok bool
	switch op {
	case opAdd:
		n, ok = addInt(x, y)
	case opSub:
		n = x - y
		ok = (n < x) == (y > 0)
	case opMul:
		n, ok = mulInt(x, y)
	default:
		return quotient(op, x, y)
	}
	if !ok {
		return Unknown(NoRef, ReasonOverflow)
	}
	return Int(n)
}

func addInt(x, y int64) (int64, bool) {
	n := x + y
	return n, (n > x) == (y > 0)
}

func mulInt(x, y int64) (int64, bool) {
	if x == 0 || y == 0 {
		return 0, true
	}
	n := x * y
	return n, n/y == x && !(x == -1 && y == math.MinInt64) && !(y == -1 && x == math.MinInt64)
}

func quotient(op opcode, x, y int64) Value {
	switch {
	case y == 0:
		return Unknown(NoRef, ReasonDivision)
	case x == math.MinInt64 && y == -1:
		return Unknown(NoRef, ReasonOverflow)
	case op == opDiv:
		return Int(x / y)
	}
	return Int(x % y)
}

func float(op opcode, x, y float64) Value {
	switch op {
	case opAdd:
		return Number(x + y)
	case opSub:
		return Number(x - y)
	case opMul:
		return Number(x * y)
	case opDiv:
		if y == 0 {
			return Unknown(NoRef, ReasonDivision)
		}
		return Number(x / y)
	}
	return Unknown(NoRef, ReasonType)
}

func negate(a *Value) Value {
	switch {
	case a.Kind() == KindNumber:
		return Number(-a.AsNumber())
	case a.Kind() != KindInt && a.Kind() != KindDuration:
		return failed(a)
	case a.AsInt() == math.MinInt64:
		return Unknown(NoRef, ReasonOverflow)
	}
	v := *a
	v.num = -v.num
	return v
}
