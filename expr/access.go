package expr

// field selects the field named by constant b of a map, record or handle.
func (m *machine) field(in *instr, a *Value) Value {
	name := m.p.consts[in.b]
	v, found := Value{}, false
	switch a.Kind() {
	case KindMap:
		v, found = a.Get(name.str)
	case KindHandle:
		v = m.ask(*a, name)
		found = v.Kind() != KindNull
	case KindNull:
		if in.k == fieldHas {
			return Bool(false)
		}
		return failed(a)
	default:
		return failed(a)
	}
	switch {
	case in.k == fieldHas && found:
		return has(&v)
	case in.k == fieldHas:
		return Bool(false)
	case !found && in.k == fieldStrict:
		return Unknown(NoRef, ReasonKey)
	}
	return v
}

// ask has the source select from a handle.
func (m *machine) ask(handle, name Value) Value {
	args := m.frame[m.sp : m.sp+2]
	args[0], args[1] = handle, name
	return m.src.Call(FieldOf, args)
}

// index is a[b].
func (m *machine) index(a, b *Value) Value {
	switch {
	case a.Kind() <= KindUnknown || b.Kind() <= KindUnknown:
		return failed2(a, b)
	case a.Kind() == KindList && b.Kind() == KindInt:
		return at(a, int64(b.num))
	case b.Kind() != KindString:
		return failed2(a, b)
	case a.Kind() == KindHandle:
		return m.ask(*a, *b)
	case a.Kind() == KindMap:
		if v, ok := a.Get(b.str); ok {
			return v
		}
		return Unknown(NoRef, ReasonKey)
	}
	return failed2(a, b)
}

func at(list *Value, i int64) Value {
	switch {
	case i >= 0 && i < int64(list.Len()):
		return list.obj.items[i]
	case i >= 0 && list.IsOpen():
		return open(list, list)
	}
	return Unknown(NoRef, ReasonIndex)
}

// collect makes a list or map of the top values. An unknown part makes the
// whole unknown.
func (m *machine) collect(in *instr) {
	m.sp -= int(in.b)
	parts := m.frame[m.sp : m.sp+int(in.b)]
	for i := range parts {
		if parts[i].Kind() == KindUnknown {
			m.push(parts[i])
			return
		}
	}
	if in.op == opList {
		m.push(List(append([]Value(nil), parts...)...))
		return
	}
	m.push(mapOf(parts))
}

func mapOf(parts []Value) Value {
	fields := make([]Field, len(parts)/2)
	for i := range fields {
		if parts[2*i].Kind() != KindString {
			return failed(&parts[2*i])
		}
		fields[i] = Field{parts[2*i].str, parts[2*i+1]}
	}
	v := Map(fields...)
	if v.Len() != len(parts)/2 {
		return Unknown(NoRef, ReasonKey)
	}
	return v
}

// call has the source compute a function, if its arguments are known.
func (m *machine) call(in *instr) {
	m.sp -= int(in.b)
	args := m.frame[m.sp : m.sp+int(in.b)]
	for i := range args {
		if args[i].Kind() == KindUnknown || args[i].Kind() == KindNull && in.c&(1<<i) == 0 {
			m.push(failed(&args[i]))
			return
		}
	}
	m.push(m.src.Call(int(in.a), args))
}

// numbers is range(a).
func (m *machine) numbers(a *Value) (Value, bool) {
	if a.Kind() != KindInt {
		return failed(a), true
	}
	n := max(int64(a.num), 0)
	if n > MaxSteps || !m.charge(int(n)) {
		return Value{}, false
	}
	items := make([]Value, n)
	for i := range items {
		items[i] = Int(int64(i))
	}
	return List(items...), true
}
