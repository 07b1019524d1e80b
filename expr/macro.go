package expr

// begin starts a comprehension over a list, or the keys of a map.
func (m *machine) begin(in *instr, over *Value, pc int) int {
	v := *over
	switch v.Kind() {
	case KindList:
	case KindMap:
		v = keys(v)
	default:
		m.push(failed(&v))
		return int(in.b) - 1
	}
	local := m.frame[in.c : in.c+macroSlots]
	local[slotList], local[slotNext] = v, Int(0)
	switch in.k {
	case macroAll, macroExists:
		local[slotFold] = Bool(in.k == macroAll)
	case macroOne:
		local[slotFold] = Int(0)
	case macroMap:
		local[slotFold] = List(make([]Value, 0, v.Len())...)
		local[slotFold].obj.open, local[slotFold].obj.ref = v.obj.open, v.obj.ref
	}
	return pc
}

func keys(v Value) Value {
	items := make([]Value, v.Len())
	for i, f := range v.obj.fields {
		items[i] = String(f.Name)
	}
	return List(items...)
}

// next sets the variable to the next element, or leaves the loop.
func (m *machine) next(in *instr, pc int) int {
	local := m.frame[in.c : in.c+macroSlots]
	items := local[slotList].obj.items
	i := local[slotNext].num
	if i >= uint64(len(items)) {
		return int(in.b) - 1
	}
	local[slotElem] = items[i]
	local[slotNext].num++
	return pc
}

// settle fixes the result and ends the loop.
func settle(local []Value, v Value) {
	local[slotFold] = v
	local[slotNext].num = uint64(local[slotList].Len())
}

// pick skips an element for which the filter is false.
func (m *machine) pick(in *instr, keep *Value, pc int) int {
	if keep.IsTrue() {
		return pc
	}
	if !keep.IsFalse() {
		settle(m.frame[in.c:in.c+macroSlots], failed(keep))
	}
	return int(in.b) - 1
}

// fold takes the body's value for one element into the result.
func (m *machine) fold(in *instr, v *Value) {
	local := m.frame[in.c : in.c+macroSlots]
	result := &local[slotFold]
	switch in.k {
	case macroAll:
		if *result = and(result, v); result.IsFalse() {
			settle(local, *result)
		}
	case macroExists:
		if *result = or(result, v); result.IsTrue() {
			settle(local, *result)
		}
	case macroOne:
		switch {
		case v.IsTrue():
			result.num++
		case !v.IsFalse():
			settle(local, failed(v))
		}
	case macroMap:
		if v.Kind() == KindUnknown {
			settle(local, *v)
			return
		}
		result.obj.items = append(result.obj.items, *v)
	}
}

// done is the result of a comprehension. Over a list that may still grow, only
// what no further element can change is known.
func (m *machine) done(in *instr) Value {
	list, result := &m.frame[in.c+slotList], m.frame[in.c+slotFold]
	if in.k == macroOne && result.Kind() == KindInt {
		if list.IsOpen() && result.num < 2 {
			return open(list, list)
		}
		return Bool(result.num == 1)
	}
	if list.IsOpen() && (in.k == macroAll && result.IsTrue() || in.k == macroExists && result.IsFalse()) {
		return open(list, list)
	}
	return result
}
