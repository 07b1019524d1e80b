package expr

import (
	"slices"
	"strings"
)

func (c *checker) unary(n *node) Type {
	t := c.check(n.kids[0])
	if n.name == "!" {
		c.want(n.kids[0], t, TypeBool)
		return Scalar(TypeBool)
	}
	if t.Name == TypeDuration {
		return t.Known()
	}
	if !c.want(n.kids[0], t, TypeNumber) {
		return Type{}
	}
	return t.Known()
}

func (c *checker) binary(n *node) Type {
	a, b := c.check(n.kids[0]), c.check(n.kids[1])
	c.unquoted(n.kids[0], b)
	c.unquoted(n.kids[1], a)
	switch n.name {
	case "&&", "||":
		c.want(n.kids[0], a, TypeBool)
		c.want(n.kids[1], b, TypeBool)
	case "==", "!=":
		c.equality(n, a, b)
	case "in":
		c.membership(n, a, b)
	case "<", "<=", ">", ">=":
		c.ordering(n, a, b)
	default:
		return c.arithmetic(n, a, b)
	}
	return Scalar(TypeBool)
}

// unquoted corrects the hint at an unknown name that is a word of the other side.
func (c *checker) unquoted(n *node, other Type) {
	if n.kind != nodeIdent || !slices.Contains(other.Words, n.name) {
		return
	}
	for i := range c.problems {
		if p := &c.problems[i]; p.Offset == n.pos && p.Code == CodeUnknown {
			p.Hint = `write "` + n.name + `" for the word`
		}
	}
}

func (c *checker) equality(n *node, a, b Type) {
	if a.comparable(b) {
		return
	}
	if a.Name == TypeNull || b.Name == TypeNull {
		c.mismatch(n, "declare it with a trailing ? if it may be", "this is never absent")
		return
	}
	c.mixed(n, a, b, "compared with")
}

// mixed reports operands that do not go together, pointing at the word or the
// literal that is wrong if there is one.
func (c *checker) mixed(n *node, a, b Type, how string) Type {
	literal, other := n.kids[1], a
	if _, ok := literal.literalString(); !ok {
		literal, other = n.kids[0], b
	}
	word, ok := literal.literalString()
	if !ok {
		return c.mismatch(n, "", "%s cannot be %s %s", a.article(), how, b.article())
	}
	switch other.Name {
	case TypeEnum:
		hint := suggestion(Nearest(word, other.Words))
		if hint == "" {
			hint = "the words are " + strings.Join(other.Words, ", ")
		}
		return c.mismatch(literal, hint, "%s is not a word of %s", word, other)
	case TypeTime:
		return c.mismatch(literal, `write timestamp("2026-01-31T12:00:00Z")`, "a time cannot be %s a string", how)
	case TypeDuration:
		return c.mismatch(literal, `write duration("90s")`, "a duration cannot be %s a string", how)
	}
	return c.mismatch(n, "", "%s cannot be %s %s", a.article(), how, b.article())
}

func (c *checker) membership(n *node, a, b Type) {
	switch {
	case b.Name == TypeAny:
	case b.isMap():
		c.want(n.kids[0], a, TypeString)
	case b.Name != TypeList:
		c.mismatch(n.kids[1], "in wants a list or a map", "this is %s", b.article())
	case !a.comparable(b.elem()):
		c.mixed(n, a, b.elem(), "found in a list of")
	}
}

// ordering checks < and the like. Words of an ordered enum are compared by
// their place in it.
func (c *checker) ordering(n *node, a, b Type) {
	scale, other := a, b
	if !scale.Ordered {
		scale, other = b, a
	}
	switch {
	case scale.Ordered && (other.Name == TypeAny || other.Name == TypeEnum && subset(other.Words, scale.Words)):
		n.rank = scale.Words
	case a.Name == TypeEnum && !a.literal || b.Name == TypeEnum && !b.literal:
		c.unordered(n, a, b)
	case !a.ordered(b):
		c.mixed(n, a, b, "ordered against")
	}
}

func (c *checker) unordered(n *node, a, b Type) {
	if a.Ordered || b.Ordered {
		c.mixed(n, a, b, "ordered against")
		return
	}
	c.mismatch(n, "compare with == or in", "these words have no order")
}

func (c *checker) arithmetic(n *node, a, b Type) Type {
	if a.Name == TypeAny || b.Name == TypeAny {
		return Type{}
	}
	if t, ok := arithmeticType(n.name, a, b); ok {
		return t
	}
	return c.mismatch(n, "", "%s does not apply to %s and %s", n.name, a.article(), b.article())
}

// arithmeticType is the type of `a op b` for types other than any.
func arithmeticType(op string, a, b Type) (Type, bool) {
	x, y := a.Name, b.Name
	switch {
	case op == "%":
		return Scalar(TypeInt), x == TypeInt && y == TypeInt
	case x.isNumber() && y.isNumber():
		if x == TypeInt && y == TypeInt {
			return Scalar(TypeInt), true
		}
		return Scalar(TypeNumber), true
	case op == "+" && x.isString() && y.isString():
		return Scalar(TypeString), true
	case op == "+" && x == TypeList && y == TypeList:
		return a.Known().join(b.Known())
	case op == "+" && (x == TypeTime && y == TypeDuration || x == TypeDuration && y == TypeTime):
		return Scalar(TypeTime), true
	case op == "-" && x == TypeTime && y == TypeDuration:
		return Scalar(TypeTime), true
	case op == "-" && x == TypeTime && y == TypeTime:
		return Scalar(TypeDuration), true
	case (op == "+" || op == "-") && x == TypeDuration && y == TypeDuration:
		return Scalar(TypeDuration), true
	}
	return Type{}, false
}
