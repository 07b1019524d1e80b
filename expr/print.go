package expr

import (
	"strconv"
	"strings"
)

// print appends the canonical source of n, in parentheses if it binds more
// loosely than min.
func (n *node) print(b []byte, min precedence) []byte {
	if n.precedence() < min {
		return append(n.print(append(b, '('), precCond), ')')
	}
	switch n.kind {
	case nodeLiteral:
		return printLiteral(b, n.val)
	case nodeIdent:
		return append(b, n.name...)
	case nodeSelect:
		return append(append(n.kids[0].print(b, precPostfix), '.'), n.name...)
	case nodeIndex:
		b = append(n.kids[0].print(b, precPostfix), '[')
		return append(n.kids[1].print(b, precCond), ']')
	case nodeCall, nodeHas:
		return printList(append(append(b, n.name...), '('), n.kids, ')')
	case nodeMethod:
		b = append(append(n.kids[0].print(b, precPostfix), '.'), n.name...)
		return printList(append(b, '('), n.kids[1:], ')')
	case nodeMacro:
		b = append(append(n.kids[0].print(b, precPostfix), '.'), n.name...)
		b = append(append(append(b, '('), n.bind...), ", "...)
		return printList(b, n.kids[1:], ')')
	case nodeList:
		return printList(append(b, '['), n.kids, ']')
	case nodeMap:
		return n.printMap(b)
	case nodeUnary:
		return n.kids[0].print(append(b, n.name...), precUnary)
	case nodeBinary:
		return n.printBinary(b)
	default:
		b = append(n.kids[0].print(b, precOr), " ? "...)
		b = append(n.kids[1].print(b, precOr), " : "...)
		return n.kids[2].print(b, precCond)
	}
}

func (n *node) printBinary(b []byte) []byte {
	b = append(n.kids[0].print(b, n.precedence()), ' ')
	b = append(append(b, n.name...), ' ')
	return n.kids[1].print(b, n.precedence()+1)
}

func (n *node) printMap(b []byte) []byte {
	b = append(b, '{')
	for i := 0; i < len(n.kids); i += 2 {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = append(n.kids[i].print(b, precCond), ": "...)
		b = n.kids[i+1].print(b, precCond)
	}
	return append(b, '}')
}

func printList(b []byte, kids []*node, closing byte) []byte {
	for i, k := range kids {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = k.print(b, precCond)
	}
	return append(b, closing)
}

func printLiteral(b []byte, v Value) []byte {
	switch v.Kind() {
	case KindString:
		return quote(b, v.str)
	case KindNumber:
		return append(b, decimal(v.AsNumber())...)
	case KindInt:
		return strconv.AppendInt(b, v.AsInt(), 10)
	case KindBool:
		return strconv.AppendBool(b, v.IsTrue())
	default:
		return append(b, "null"...)
	}
}

// decimal writes a number so that it is read back as a number, not an integer.
func decimal(x float64) string {
	s := strconv.FormatFloat(x, 'g', -1, 64)
	if !strings.ContainsAny(s, ".e") {
		s += ".0"
	}
	return s
}
