package expr

import "regexp"

func (g *generator) call(n *node) {
	switch {
	case n.fn != nil:
		g.function(n)
	case n.conv != convNone:
		g.unary(opConvert, g.operand(n.kids[0]), instr{k: uint8(n.conv)})
	case n.name == "size":
		g.unary(opSize, g.operand(n.kids[0]), instr{})
	case n.name == "range":
		g.unary(opRange, g.operand(n.kids[0]), instr{})
	case n.name == "matches":
		g.patterns = append(g.patterns, regexp.MustCompile(n.kids[1].val.str))
		g.unary(opMatches, g.operand(n.kids[0]), instr{b: int32(len(g.patterns) - 1)})
	default:
		a := g.operand(n.kids[0])
		g.binary(textOp(n.name), a, g.operand(n.kids[1]), instr{})
	}
}

func textOp(name string) opcode {
	switch name {
	case "contains":
		return opContains
	case "startsWith":
		return opStarts
	default:
		return opEnds
	}
}

// function pushes the receiver and all arguments, null for those left out.
func (g *generator) function(n *node) {
	g.calls = append(g.calls, n.fn.ID)
	recv := 0
	if n.fn.Recv != nil {
		recv = 1
	}
	maybe, count := int32(0), recv+len(n.fn.Params)
	for i := range count {
		if i < len(n.kids) {
			g.push(n.kids[i])
		} else {
			g.unary(opPush, g.constant(Null()), instr{})
		}
		if i >= recv && n.fn.Params[i-recv].Optional {
			maybe |= 1 << i
		}
	}
	g.depth -= count
	g.pushed(1)
	g.emit(instr{op: opCall, a: int32(n.fn.ID), b: int32(count), c: maybe})
}

// macro writes the loop of a comprehension:
//
//	begin over, end
//	next: next, done
//	      body
//	      fold, next
//	done: done
//	end:
func (g *generator) macro(n *node) {
	kind, body := macroOf(n)
	slot := int32(n.slot)
	over := g.operand(n.kids[0])
	g.popped(over)
	begin := g.emit(instr{op: opBegin, am: over.mode, k: kind, a: over.n, c: slot})
	next := g.emit(instr{op: opNext, c: slot})
	if kind == macroMap && body != n.kids[1] {
		pick := g.operand(n.kids[1])
		g.popped(pick)
		g.emit(instr{op: opPick, am: pick.mode, a: pick.n, b: int32(next), c: slot})
	}
	result := operand{fromLocal, slot + slotElem}
	if body != nil {
		result = g.operand(body)
	}
	g.popped(result)
	g.emit(instr{op: opFold, am: result.mode, k: kind, a: result.n, b: int32(next), c: slot})
	g.here(next)
	g.pushed(1)
	g.emit(instr{op: opDone, k: kind, c: slot})
	g.here(begin)
}

// macroOf returns what kind of loop n is and its body; nil is the element.
func macroOf(n *node) (macroKind, *node) {
	switch n.name {
	case "all":
		return macroAll, n.kids[1]
	case "exists":
		return macroExists, n.kids[1]
	case "exists_one":
		return macroOne, n.kids[1]
	case "filter":
		return macroMap, nil
	default:
		return macroMap, n.kids[len(n.kids)-1]
	}
}
