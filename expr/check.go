package expr

import (
	"fmt"
	"slices"
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

// name checks a chain of identifiers, or a select on something else.
func (c *checker) name(n *node) Type {
	var buf [8]string
	path, chain := n.path(buf[:0])
	if !chain {
		return c.selectFrom(n, c.check(n.kids[0]))
	}
	if l, ok := c.local(path[0]); ok {
		return c.selects(n, len(path), 1, func(root *node) Type {
			root.slot = l.slot
			return l.typ
		})
	}
	sym, taken, ok := c.scope.Resolve(path)
	if !ok {
		return c.unknownName(n, path, taken)
	}
	return c.selects(n, len(path), taken, func(root *node) Type {
		root.sym = &sym
		return sym.Type
	})
}

func (c *checker) local(name string) (local, bool) {
	for _, l := range slices.Backward(c.locals) {
		if l.name == name {
			return l, true
		}
	}
	return local{}, false
}

// selects gives the first taken of the size names of n to found, and selects
// the others from there.
func (c *checker) selects(n *node, size, taken int, found func(root *node) Type) Type {
	if size == taken {
		return found(n)
	}
	n.kids[0].typ = c.selects(n.kids[0], size-1, taken, found)
	return c.selectFrom(n, n.kids[0].typ)
}

// unknownName reports the first name of path that the scope does not know.
func (c *checker) unknownName(n *node, path []string, known int) Type {
	known = min(max(known, 0), len(path)-1)
	at := n
	for range len(path) - 1 - known {
		at = at.kids[0]
	}
	name := strings.Join(path[:known+1], ".")
	hint := c.scope.Suggest(strings.Join(path, "."))
	if hint == "" && known+1 < len(path) {
		hint = c.scope.Suggest(name)
	}
	if l := Nearest(path[0], c.localNames()); hint == "" && l != "" {
		hint = l
	}
	return c.report(at.namePos, at.namePos+len(at.name), CodeUnknown, "unknown name "+name, suggestion(hint))
}

func (c *checker) localNames() []string {
	names := make([]string, len(c.locals))
	for i, l := range c.locals {
		names[i] = l.name
	}
	return names
}

func suggestion(s string) string {
	if s == "" {
		return ""
	}
	return "did you mean " + s + "?"
}

// selectFrom is the type of a field of something of type t.
func (c *checker) selectFrom(n *node, t Type) Type {
	switch t.Name {
	case TypeAny:
		return Type{}
	case TypeMap:
		return t.elem()
	case TypeRecord:
		if f, ok := t.Field(n.name); ok {
			return f
		}
		names := fieldNames(t)
		hint := suggestion(Nearest(n.name, names))
		if hint == "" && len(names) > 0 {
			hint = "there is " + strings.Join(names, ", ")
		}
		return c.report(n.namePos, n.namePos+len(n.name), CodeUnknown, "unknown field "+n.name, hint)
	}
	return c.mismatch(n, "", "%s has no field %s", t.article(), n.name)
}

func fieldNames(t Type) []string {
	names := make([]string, len(t.Fields))
	for i, f := range t.Fields {
		names[i] = f.Name
	}
	return names
}

func (c *checker) index(n *node) Type {
	t, key := c.check(n.kids[0]), c.check(n.kids[1])
	switch t.Name {
	case TypeAny:
		return Type{}
	case TypeList:
		c.want(n.kids[1], key, TypeInt)
		return t.elem()
	case TypeMap:
		c.want(n.kids[1], key, TypeString)
		return t.elem()
	case TypeRecord:
		c.want(n.kids[1], key, TypeString)
		return c.entry(n, t)
	}
	return c.mismatch(n, "", "%s has no elements", t.article())
}

// entry is the type of record[key]: that of the field if the key is a literal.
func (c *checker) entry(n *node, t Type) Type {
	if name, ok := n.kids[1].literalString(); ok {
		f, found := t.Field(name)
		if !found {
			return c.report(n.kids[1].pos, n.kids[1].end, CodeUnknown, "unknown field "+name,
				suggestion(Nearest(name, fieldNames(t))))
		}
		return f
	}
	return commonType(t)
}

// commonType is the type of an unnamed field of a record; any, if they differ.
func commonType(t Type) Type {
	if len(t.Fields) == 0 {
		return Type{}
	}
	common := t.Fields[0].Type
	for _, f := range t.Fields[1:] {
		var ok bool
		if common, ok = common.join(f.Type); !ok {
			return Type{}
		}
	}
	return common
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
