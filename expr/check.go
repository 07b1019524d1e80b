package expr

import (
	"fmt"
	"strings"
)

// checker finds the type of every node and what its names mean. A node with a
// problem has type any, so that one mistake is told once.
type checker struct {
	scope    Scope
	fns      []Function
	locals   []local
	slots    int // locals the program needs
	problems []Problem
}

// local is a variable of a comprehension.
type local struct {
	name string
	slot int
	typ  Type
}

func (c *checker) report(pos, end int, code, msg, hint string) Type {
	c.problems = append(c.problems, Problem{pos, end - pos, code, msg, hint})
	return Type{}
}

// mismatch reports that a type does not fit at n.
func (c *checker) mismatch(n *node, hint, format string, args ...any) Type {
	return c.report(n.pos, n.end, CodeType, fmt.Sprintf(format, args...), hint)
}

// check sets and returns the type of n.
func (c *checker) check(n *node) Type {
	n.typ = c.typeOf(n)
	return n.typ
}

func (c *checker) typeOf(n *node) Type {
	switch n.kind {
	case nodeLiteral:
		return literalType(n.val)
	case nodeIdent, nodeSelect:
		return c.name(n)
	case nodeIndex:
		return c.index(n)
	case nodeCall:
		return c.call(n)
	case nodeMethod:
		return c.method(n)
	case nodeMacro:
		return c.macro(n)
	case nodeHas:
		c.check(n.kids[0])
		return Scalar(TypeBool)
	case nodeList:
		return c.list(n)
	case nodeMap:
		return c.mapOf(n)
	case nodeUnary:
		return c.unary(n)
	case nodeBinary:
		return c.binary(n)
	default:
		return c.cond(n)
	}
}

// literalType is the type of a literal. A string is the enum of just itself,
// so that it fits every enum that has the word.
func literalType(v Value) Type {
	switch v.Kind() {
	case KindBool:
		return Scalar(TypeBool)
	case KindInt:
		return Scalar(TypeInt)
	case KindNumber:
		return Scalar(TypeNumber)
	case KindString:
		return Type{Name: TypeEnum, Words: []string{v.str}, literal: true}
	case KindTime:
		return Scalar(TypeTime)
	case KindDuration:
		return Scalar(TypeDuration)
	default:
		return Scalar(TypeNull)
	}
}

// want reports a kind of type that does not fit; optional ones do.
func (c *checker) want(n *node, got Type, want TypeName) bool {
	if got.Fits(Scalar(want)) {
		return true
	}
	c.mismatch(n, "", "this is %s, not %s", got.article(), want)
	return false
}

// article names the type in a sentence: an int, a list of records.
func (t Type) article() string {
	s := t.String()
	switch {
	case t.Name == TypeRecord:
		return "a record"
	case t.Name == TypeList && t.elem().Name == TypeRecord:
		return "a list of records"
	case t.Name == TypeEnum && len(t.Words) == 1:
		return "a string"
	case t.Name == TypeEnum:
		return "one of " + s
	case t.Name == TypeNull:
		return "null"
	case strings.ContainsRune("aeiou", rune(s[0])):
		return "an " + s
	}
	return "a " + s
}

func (c *checker) list(n *node) Type {
	var elem Type
	for i, k := range n.kids {
		t := c.check(k)
		if i == 0 {
			elem = t
			continue
		}
		joined, ok := elem.join(t)
		if !ok {
			c.mismatch(k, "the elements of a list have one type", "this is %s, the elements before are %s", t.article(), elem)
		}
		elem = joined
	}
	return ListOf(elem)
}

// mapOf is a record, as the keys are literals, and else a map.
func (c *checker) mapOf(n *node) Type {
	t, literals := Type{Name: TypeRecord}, true
	for i := 0; i < len(n.kids); i += 2 {
		c.want(n.kids[i], c.check(n.kids[i]), TypeString)
		value := c.check(n.kids[i+1])
		name, ok := n.kids[i].literalString()
		literals = literals && ok
		if _, twice := t.Field(name); ok && twice {
			c.report(n.kids[i].pos, n.kids[i].end, CodeType, "key "+name+" appears twice", "leave one out")
		}
		t.Fields = append(t.Fields, TypeField{name, value})
	}
	if !literals || len(n.kids) == 0 {
		return MapOf(commonType(t))
	}
	return t
}

func (c *checker) cond(n *node) Type {
	c.want(n.kids[0], c.check(n.kids[0]), TypeBool)
	yes, no := c.check(n.kids[1]), c.check(n.kids[2])
	t, ok := yes.join(no)
	if !ok {
		return c.mismatch(n, "both sides of : have one type", "this is %s or %s", yes.article(), no.article())
	}
	return t
}
