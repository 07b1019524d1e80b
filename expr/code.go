package expr

import "regexp"

// generator writes the code of a checked tree.
type generator struct {
	code     []instr
	consts   []Value
	patterns []*regexp.Regexp
	words    [][]string
	refs     []Ref
	calls    []int
	depth    int // values on the stack now
	deepest  int
}

// operand is where the code of a node leaves its value.
type operand struct {
	mode mode
	n    int32
}

// operand returns where n's value is, after code that computes it if need be.
func (g *generator) operand(n *node) operand {
	if v, ok := n.constant(); ok {
		return g.constant(v)
	}
	switch {
	case n.sym != nil:
		g.refs = append(g.refs, n.sym.Ref)
		return operand{fromCell, int32(n.sym.Ref)}
	case n.kind == nodeIdent:
		return operand{fromLocal, int32(n.slot)}
	}
	g.node(n)
	return operand{}
}

// constant returns the value of n if it is the same in every evaluation: a
// literal, a constant of the scope, a conversion or a list of them.
func (n *node) constant() (Value, bool) {
	switch {
	case n.kind == nodeLiteral:
		return n.val, true
	case n.sym != nil && n.sym.Const != nil:
		return *n.sym.Const, true
	case n.conv != convNone && n.kids[0].kind == nodeLiteral:
		return convert(n.conv, &n.kids[0].val), true
	case n.kind == nodeList:
		return n.constantList()
	}
	return Value{}, false
}

func (n *node) constantList() (Value, bool) {
	items := make([]Value, len(n.kids))
	for i, k := range n.kids {
		v, ok := k.constant()
		if !ok {
			return Value{}, false
		}
		items[i] = v
	}
	return List(items...), true
}

func (g *generator) constant(v Value) operand {
	g.consts = append(g.consts, v)
	return operand{fromConst, int32(len(g.consts) - 1)}
}

// push leaves n's value on the stack.
func (g *generator) push(n *node) {
	if o := g.operand(n); o.mode != fromStack {
		g.unary(opPush, o, instr{})
	}
}

// emit adds an instruction and returns its index.
func (g *generator) emit(in instr) int {
	g.code = append(g.code, in)
	return len(g.code) - 1
}

// pushed counts n values more on the stack.
func (g *generator) pushed(n int) {
	g.depth += n
	g.deepest = max(g.deepest, g.depth)
}

func (g *generator) popped(o operand) {
	if o.mode == fromStack {
		g.depth--
	}
}

func (g *generator) unary(op opcode, a operand, in instr) int {
	in.op, in.am, in.a = op, a.mode, a.n
	g.popped(a)
	g.pushed(1)
	return g.emit(in)
}

func (g *generator) binary(op opcode, a, b operand, in instr) {
	in.bm, in.b = b.mode, b.n
	g.popped(b)
	g.unary(op, a, in)
}

// here makes the jumps land on the next instruction.
func (g *generator) here(jumps ...int) {
	for _, j := range jumps {
		g.code[j].b = int32(len(g.code))
	}
}

// node writes the code of everything that is not an operand by itself.
func (g *generator) node(n *node) {
	switch n.kind {
	case nodeSelect:
		g.field(n, fieldStrict)
	case nodeIndex:
		a := g.operand(n.kids[0])
		g.binary(opIndex, a, g.operand(n.kids[1]), instr{})
	case nodeCall, nodeMethod:
		g.call(n)
	case nodeMacro:
		g.macro(n)
	case nodeHas:
		g.has(n.kids[0])
	case nodeList:
		g.collect(opList, n.kids)
	case nodeMap:
		g.collect(opMap, n.kids)
	case nodeUnary:
		op := opNot
		if n.name == "-" {
			op = opNeg
		}
		g.unary(op, g.operand(n.kids[0]), instr{})
	case nodeBinary:
		g.operator(n)
	default:
		g.cond(n)
	}
}

func (g *generator) field(n *node, missing uint8) {
	if missing == fieldStrict && n.typ.Optional {
		missing = fieldMaybe
	}
	a := g.operand(n.kids[0])
	name := g.constant(String(n.name))
	g.unary(opField, a, instr{k: missing, b: name.n})
	g.pushed(2) // a handle is asked with two arguments
	g.depth -= 2
}

func (g *generator) has(n *node) {
	if n.sym != nil {
		g.unary(opHas, g.operand(n), instr{})
		return
	}
	g.field(n, fieldHas)
}

func (g *generator) collect(op opcode, kids []*node) {
	for _, k := range kids {
		g.push(k)
	}
	g.depth -= len(kids)
	g.pushed(1)
	g.emit(instr{op: op, b: int32(len(kids))})
}

func (g *generator) cond(n *node) {
	a := g.operand(n.kids[0])
	g.popped(a)
	branch := g.emit(instr{op: opBranch, am: a.mode, a: a.n})
	g.push(n.kids[1])
	g.depth--
	jump := g.emit(instr{op: opJump})
	g.here(branch)
	g.push(n.kids[2])
	g.here(jump)
	g.code[branch].c = int32(len(g.code))
}

func binaryOp(name string) opcode {
	switch name {
	case "+":
		return opAdd
	case "-":
		return opSub
	case "*":
		return opMul
	case "/":
		return opDiv
	case "%":
		return opMod
	case "==":
		return opEq
	case "!=":
		return opNe
	case "<":
		return opLt
	case "<=":
		return opLe
	case ">":
		return opGt
	case ">=":
		return opGe
	default:
		return opIn
	}
}

func (g *generator) operator(n *node) {
	switch n.name {
	case "&&":
		g.logical(n, opJumpFalse, opAnd)
		return
	case "||":
		g.logical(n, opJumpTrue, opOr)
		return
	}
	var in instr
	if n.typ.Name == TypeNumber {
		in.k = 1
	}
	a := g.ranked(n, n.kids[0])
	g.binary(binaryOp(n.name), a, g.ranked(n, n.kids[1]), in)
}

// logical skips the right side if the left one decides.
func (g *generator) logical(n *node, jump, op opcode) {
	g.push(n.kids[0])
	skip := g.emit(instr{op: jump})
	g.binary(op, operand{}, g.operand(n.kids[1]), instr{})
	g.here(skip)
}

// ranked is the operand of an ordering: for words, their place in the order.
func (g *generator) ranked(n, side *node) operand {
	o := g.operand(side)
	if n.rank == nil {
		return o
	}
	g.words = append(g.words, n.rank)
	g.unary(opRank, o, instr{b: int32(len(g.words) - 1)})
	return operand{}
}
