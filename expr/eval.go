package expr

// MaxSteps bounds one evaluation: one step for each pass through a
// comprehension and each element that is compared, copied or made.
const MaxSteps = 100_000

// Stack is the memory of evaluations. The zero Stack is ready to use; it grows
// as needed and is reused. It is not safe for concurrent use, but a Source may
// evaluate other programs on the same stack from within Load and Call; all of
// them share the steps of the outermost one.
type Stack struct {
	vals  []Value
	top   int // vals from here on are free
	steps int
}

// frame returns n free values. A frame taken before keeps its memory even if
// the stack has to grow.
func (s *Stack) frame(n int) []Value {
	if s.top == 0 {
		s.steps = 0
	}
	if s.top+n > len(s.vals) {
		s.vals = make([]Value, 2*(s.top+n)+16)
	}
	f := s.vals[s.top : s.top+n : s.top+n]
	s.top += n
	return f
}

// Eval evaluates p. The result has p's type, or is Null if that is optional,
// or Unknown. Evaluation does not allocate unless the program makes a list, a
// map or a string.
func Eval(p *Program, src Source, stack *Stack) Value {
	v := eval(p, src, stack)
	if v.IsNull() {
		return Null()
	}
	return v
}

// eval is Eval, but an absent result keeps the cell to blame.
func eval(p *Program, src Source, stack *Stack) Value {
	m := machine{p: p, src: src, stack: stack, frame: stack.frame(p.size), sp: p.locals}
	ok := m.run()
	stack.top -= p.size
	if !ok {
		return Unknown(NoRef, ReasonCost)
	}
	return m.frame[p.locals]
}

// machine is one evaluation. Its frame begins with the locals; the operands
// follow, up to sp.
type machine struct {
	p     *Program
	src   Source
	stack *Stack
	frame []Value
	sp    int
}

// arg returns an operand. It stays valid until the next push; one from a cell
// is kept in tmp.
func (m *machine) arg(from mode, n int32, tmp *Value) *Value {
	switch from {
	case fromStack:
		m.sp--
		return &m.frame[m.sp]
	case fromConst:
		return &m.p.consts[n]
	case fromLocal:
		return &m.frame[n]
	}
	*tmp = m.src.Load(Ref(n))
	tmp.blame(Ref(n))
	return tmp
}

func (m *machine) push(v Value) {
	m.frame[m.sp] = v
	m.sp++
}

// charge counts n steps and reports whether there were enough left.
func (m *machine) charge(n int) bool {
	m.stack.steps += n
	return m.stack.steps <= MaxSteps
}

// run executes the program and leaves the result where the operands begin. It
// is false if the steps ran out.
func (m *machine) run() bool {
	var x, y Value
	code := m.p.code
	for pc := 0; pc < len(code); pc++ {
		in := &code[pc]
		switch in.op {
		case opPush:
			m.push(*m.arg(in.am, in.a, &x))
		case opJump:
			pc = int(in.b) - 1
		case opJumpFalse:
			if m.frame[m.sp-1].IsFalse() {
				pc = int(in.b) - 1
			}
		case opJumpTrue:
			if m.frame[m.sp-1].IsTrue() {
				pc = int(in.b) - 1
			}
		case opBranch:
			pc = m.branch(in, m.arg(in.am, in.a, &x), pc)
		case opLt, opLe, opGt, opGe:
			b := m.arg(in.bm, in.b, &y)
			m.push(order(in.op, m.arg(in.am, in.a, &x), b))
		case opEq, opNe:
			b := m.arg(in.bm, in.b, &y)
			a := m.arg(in.am, in.a, &x)
			if scalars(a, b) {
				m.push(Bool((*a == *b) == (in.op == opEq)))
				continue
			}
			if !m.charge(a.Len()) {
				return false
			}
			m.push(equality(in.op, a, b))
		case opAnd:
			b := m.arg(in.bm, in.b, &y)
			m.push(and(m.arg(in.am, in.a, &x), b))
		case opOr:
			b := m.arg(in.bm, in.b, &y)
			m.push(or(m.arg(in.am, in.a, &x), b))
		case opNot:
			m.push(not(m.arg(in.am, in.a, &x)))
		case opAdd:
			b := m.arg(in.bm, in.b, &y)
			a := m.arg(in.am, in.a, &x)
			if a.Kind() == KindList && !m.charge(a.Len()+b.Len()) {
				return false
			}
			m.push(add(in.k, a, b))
		case opSub, opMul, opDiv, opMod:
			b := m.arg(in.bm, in.b, &y)
			m.push(arithmetic(in, m.arg(in.am, in.a, &x), b))
		case opContains, opStarts, opEnds:
			b := m.arg(in.bm, in.b, &y)
			m.push(textTest(in.op, m.arg(in.am, in.a, &x), b))
		case opIn:
			b := m.arg(in.bm, in.b, &y)
			a := m.arg(in.am, in.a, &x)
			if b.Kind() == KindList && !m.charge(b.Len()) {
				return false
			}
			m.push(member(a, b))
		case opField:
			m.push(m.field(in, m.arg(in.am, in.a, &x)))
		case opIndex:
			b := m.arg(in.bm, in.b, &y)
			m.push(m.index(m.arg(in.am, in.a, &x), b))
		case opList, opMap:
			if !m.charge(int(in.b)) {
				return false
			}
			m.collect(in)
		case opCall:
			m.call(in)
		case opRange:
			v, ok := m.numbers(m.arg(in.am, in.a, &x))
			if !ok {
				return false
			}
			m.push(v)
		case opBegin:
			pc = m.begin(in, m.arg(in.am, in.a, &x), pc)
		case opNext:
			if !m.charge(1) {
				return false
			}
			pc = m.next(in, pc)
		case opPick:
			pc = m.pick(in, m.arg(in.am, in.a, &x), pc)
		case opFold:
			m.fold(in, m.arg(in.am, in.a, &x))
			pc = int(in.b) - 1
		case opDone:
			m.push(m.done(in))
		default:
			m.push(m.unary(in, m.arg(in.am, in.a, &x)))
		}
	}
	return true
}

// branch returns the instruction before the one a condition leads to.
func (m *machine) branch(in *instr, cond *Value, pc int) int {
	switch {
	case cond.IsTrue():
		return pc
	case cond.IsFalse():
		return int(in.b) - 1
	}
	m.push(failed(cond))
	return int(in.c) - 1
}

// unary executes the operators of one operand that are not worth a case of run.
func (m *machine) unary(in *instr, a *Value) Value {
	switch {
	case in.op == opHas:
		return has(a)
	case a.Kind() <= KindUnknown:
		return failed(a)
	}
	switch in.op {
	case opKnown:
		return *a
	case opFloat:
		if a.Kind() == KindInt {
			return Number(a.AsNumber())
		}
		return *a
	case opNeg:
		return negate(a)
	case opSize:
		return size(a)
	case opConvert:
		return convert(conversion(in.k), a)
	case opRank:
		return rank(a, m.p.words[in.b])
	default:
		return matches(a, m.p.patterns[in.b])
	}
}
