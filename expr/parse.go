package expr

import (
	"fmt"
	"math"
	"strconv"
)

// Bounds of one expression, so that no input exhausts the machine.
const (
	maxSource = 64 << 10
	maxDepth  = 100
)

// parser is a recursive descent over the tokens of one source. It stops at the
// first mistake, which the lexer keeps: what follows one is guesswork.
type parser struct {
	lexer
	tok   token
	depth int
}

// parse returns the tree of src, or the one problem of syntax.
func parse(src string) (*node, *Problem) {
	if len(src) > maxSource {
		return nil, &Problem{
			0, len(src), CodeSyntax,
			fmt.Sprintf("expression of %d bytes is longer than %d", len(src), maxSource), "use a table or a fact",
		}
	}
	p := parser{lexer: lexer{src: src}}
	p.advance()
	n := p.expr()
	if p.tok.kind != tokEnd {
		p.unexpected("an operator or the end")
	}
	if p.problem != nil {
		return nil, p.problem
	}
	return n, nil
}

func (p *parser) advance() { p.tok = p.lexer.next() }

func (p *parser) is(op string) bool {
	return p.tok.kind == tokOp && p.tok.text == op
}

func (p *parser) accept(op string) bool {
	if !p.is(op) {
		return false
	}
	p.advance()
	return true
}

// expect consumes op and returns where it ends.
func (p *parser) expect(op string) int {
	end := p.tok.end
	if !p.accept(op) {
		p.unexpected(op)
	}
	return end
}

// unexpected records that want should stand here, and ends the input.
func (p *parser) unexpected(want string) *node {
	found := "the end"
	if p.tok.kind != tokEnd {
		found = p.src[p.tok.pos:p.tok.end]
	}
	p.stop(p.tok.pos, p.tok.end, "expected "+want+", found "+found, "")
	return &node{kind: nodeLiteral, pos: p.tok.pos, end: p.tok.end}
}

func (p *parser) stop(pos, end int, msg, hint string) {
	p.fail(pos, end, msg, hint)
	p.tok = token{kind: tokEnd, pos: pos, end: end}
}

// enter counts nesting; the caller must leave.
func (p *parser) enter() bool {
	p.depth++
	if p.depth <= maxDepth {
		return true
	}
	p.stop(p.tok.pos, p.tok.end, fmt.Sprintf("nested more than %d deep", maxDepth), "use a table or a fact")
	return false
}

func (p *parser) leave() { p.depth-- }

// expr = or [ "?" or ":" expr ] .
func (p *parser) expr() *node {
	defer p.leave()
	if !p.enter() {
		return p.unexpected("less")
	}
	cond := p.binary(precOr)
	if !p.accept("?") {
		return cond
	}
	yes := p.binary(precOr)
	p.expect(":")
	no := p.expr()
	return &node{kind: nodeCond, pos: cond.pos, end: no.end, namePos: cond.end, kids: []*node{cond, yes, no}}
}

// binary parses operators that bind at least as tightly as min, which are all
// left-associative.
func (p *parser) binary(min precedence) *node {
	left := p.unary()
	for {
		op := p.tok
		prec := p.operatorPrec()
		if prec == 0 || prec < min {
			return left
		}
		p.advance()
		right := p.binary(prec + 1)
		left = &node{kind: nodeBinary, pos: left.pos, end: right.end, namePos: op.pos, name: op.text, kids: []*node{left, right}}
	}
}

func (p *parser) operatorPrec() precedence {
	if p.tok.kind == tokOp || p.tok.kind == tokIdent && p.tok.text == "in" {
		return binaryPrec(p.tok.text)
	}
	return 0
}

// unary = { "!" | "-" } postfix .
func (p *parser) unary() *node {
	op := p.tok
	if !p.is("!") && !p.is("-") {
		return p.postfix(p.primary())
	}
	defer p.leave()
	if !p.enter() {
		return p.unexpected("less")
	}
	p.advance()
	if op.text == "-" && (p.tok.kind == tokInt || p.tok.kind == tokNumber) {
		return p.postfix(p.numeral("-", op.pos))
	}
	x := p.unary()
	if v := negate(&x.val); op.text == "-" && x.kind == nodeLiteral && v.isNumber() {
		return &node{kind: nodeLiteral, pos: op.pos, end: x.end, namePos: op.pos, val: v}
	}
	return &node{kind: nodeUnary, pos: op.pos, end: x.end, namePos: op.pos, name: op.text, kids: []*node{x}}
}

func (p *parser) primary() *node {
	t := p.tok
	switch {
	case t.kind == tokIdent:
		return p.ident()
	case t.kind == tokInt, t.kind == tokNumber:
		return p.numeral("", t.pos)
	case t.kind == tokString:
		p.advance()
		return literal(t, String(t.text))
	case p.accept("("):
		n := p.expr()
		n.pos, n.end = t.pos, p.expect(")")
		return n
	case p.accept("["):
		kids, end := p.list("]")
		return &node{kind: nodeList, pos: t.pos, end: end, kids: kids}
	case p.accept("{"):
		return p.entries(t.pos)
	}
	return p.unexpected("a value")
}

func literal(t token, v Value) *node {
	return &node{kind: nodeLiteral, pos: t.pos, end: t.end, namePos: t.pos, val: v}
}

func (p *parser) ident() *node {
	t := p.tok
	p.advance()
	switch t.text {
	case "true", "false":
		return literal(t, Bool(t.text == "true"))
	case "null":
		return literal(t, Null())
	case "in":
		p.tok = t
		return p.unexpected("a value")
	}
	if !p.accept("(") {
		return &node{kind: nodeIdent, pos: t.pos, end: t.end, namePos: t.pos, name: t.text, slot: -1}
	}
	kids, end := p.list(")")
	n := &node{kind: nodeCall, pos: t.pos, end: end, namePos: t.pos, name: t.text, kids: kids}
	if t.text == "has" {
		p.has(n)
	}
	return n
}

// has makes the macro has(x.f) of a call.
func (p *parser) has(n *node) {
	if len(n.kids) != 1 || n.kids[0].kind != nodeSelect {
		p.stop(n.pos, n.end, "has wants a field", "write has(x.f)")
		return
	}
	n.kind = nodeHas
}

// numeral parses the digits of a literal that begins at pos with sign.
func (p *parser) numeral(sign string, pos int) *node {
	t := p.tok
	t.pos = pos
	p.advance()
	if t.kind == tokNumber {
		x, err := strconv.ParseFloat(sign+t.text, 64)
		if err != nil || math.IsInf(x, 0) {
			p.stop(t.pos, t.end, "number out of range", "")
		}
		return literal(t, Number(x))
	}
	base := 10
	digits := t.text
	if len(digits) > 1 && digits[1]|0x20 == 'x' {
		base, digits = 16, digits[2:]
	}
	i, err := strconv.ParseInt(sign+digits, base, 64)
	if err != nil {
		p.stop(t.pos, t.end, "integer out of range", "integers have 64 bits; write a number with a point")
	}
	return literal(t, Int(i))
}
