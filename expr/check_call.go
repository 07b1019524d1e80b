package expr

import (
	"fmt"
	"regexp"
	"strings"
)

// call checks name(args…): a conversion, size, range, or a function of the
// caller.
func (c *checker) call(n *node) Type {
	for _, k := range n.kids {
		c.check(k)
	}
	if conv, ok := conversionOf(n.name); ok {
		return c.convert(n, conv)
	}
	switch n.name {
	case "size":
		return c.builtin(n, n.kids, Scalar(TypeInt), Type{})
	case "range":
		return c.builtin(n, n.kids, ListOf(Scalar(TypeInt)), Scalar(TypeInt))
	}
	return c.function(n, nil)
}

// builtin checks the arguments of a function of the language and returns its
// result type.
func (c *checker) builtin(n *node, args []*node, result Type, params ...Type) Type {
	if len(args) != len(params) {
		c.report(n.namePos, n.end, CodeType, fmt.Sprintf("%s wants %d arguments, not %d", n.name, len(params), len(args)), "")
		return result
	}
	for i, p := range params {
		if n.name == "size" && i == 0 {
			c.sized(args[0])
		} else if !args[i].typ.Fits(p) {
			c.want(args[i], args[i].typ, p.Name)
		}
	}
	return result
}

func (c *checker) sized(n *node) {
	t := n.typ
	if t.Name != TypeAny && t.Name != TypeList && !t.isMap() && !t.Name.isString() {
		c.mismatch(n, "", "%s has no size", t.article())
	}
}

// method checks x.name(args…).
func (c *checker) method(n *node) Type {
	for _, k := range n.kids {
		c.check(k)
	}
	text := Scalar(TypeString)
	switch n.name {
	case "size":
		if !c.has(n) {
			return c.builtin(n, n.kids, Scalar(TypeInt), Type{})
		}
	case "contains", "startsWith", "endsWith":
		return c.builtin(n, n.kids, Scalar(TypeBool), text, text)
	case "matches":
		return c.matches(n)
	}
	return c.function(n, &n.kids[0].typ)
}

// has reports whether the caller has a method of this name for the receiver.
func (c *checker) has(n *node) bool {
	for i := range c.fns {
		if c.fns[i].accepts(n.name, &n.kids[0].typ) {
			return true
		}
	}
	return false
}

// matches wants a constant pattern, compiled once with the program.
func (c *checker) matches(n *node) Type {
	text := Scalar(TypeString)
	t := c.builtin(n, n.kids, Scalar(TypeBool), text, text)
	if len(n.kids) != 2 || !n.kids[1].typ.Name.isString() {
		return t
	}
	pattern, ok := n.kids[1].literalString()
	if !ok {
		c.mismatch(n.kids[1], "write the pattern as a string", "a pattern must be a constant")
		return t
	}
	if _, err := regexp.Compile(pattern); err != nil {
		c.report(n.kids[1].pos, n.kids[1].end, CodeSyntax, strings.TrimPrefix(err.Error(), "error parsing regexp: "), "patterns are RE2")
	}
	return t
}

// function finds a function of the caller by name and receiver.
func (c *checker) function(n *node, recv *Type) Type {
	args := n.kids
	if recv != nil {
		args = args[1:]
	}
	for i := range c.fns {
		if f := &c.fns[i]; f.accepts(n.name, recv) {
			n.fn = f
			c.arguments(n, f, args)
			return f.Result
		}
	}
	return c.unknownFunction(n, recv)
}

func (f *Function) accepts(name string, recv *Type) bool {
	if f.Name != name || (f.Recv == nil) != (recv == nil) {
		return false
	}
	return recv == nil || recv.receives(*f.Recv)
}

// receives reports whether t can be the receiver of a function for want.
func (t Type) receives(want Type) bool {
	switch {
	case t.Name == TypeAny || want.Name == TypeAny:
		return true
	case want.Name == TypeRecord && t.Name == TypeRecord:
		return t.fieldsFit(want)
	case want.Name == TypeList && t.Name == TypeList:
		return t.elem().receives(want.elem())
	}
	return t.Fits(want)
}

func (c *checker) methods(name string) []string {
	var types []string
	for _, f := range c.fns {
		if f.Name == name && f.Recv != nil {
			types = append(types, f.Recv.String())
		}
	}
	return types
}

func (c *checker) arguments(n *node, f *Function, args []*node) {
	least := len(f.Params)
	for least > 0 && f.Params[least-1].Optional {
		least--
	}
	if len(args) < least || len(args) > len(f.Params) {
		c.report(n.namePos, n.end, CodeType, fmt.Sprintf("%s has %d arguments, not %d", n.name, len(f.Params), len(args)), "write "+f.signature())
		return
	}
	for i, a := range args {
		if p := f.Params[i]; !a.typ.Fits(p) {
			c.argument(a, p, f)
		}
	}
}

func (c *checker) argument(a *node, p Type, f *Function) {
	word, ok := a.literalString()
	if !ok || p.Name != TypeEnum {
		c.mismatch(a, "write "+f.signature(), "this is %s, not %s", a.typ.article(), p)
		return
	}
	hint := suggestion(Nearest(word, p.Words))
	if hint == "" {
		hint = "the words are " + strings.Join(p.Words, ", ")
	}
	c.mismatch(a, hint, "%s is not a word of %s", word, p)
}

// signature returns how the function is called, for a hint.
func (f *Function) signature() string {
	params := make([]string, len(f.Params))
	for i, p := range f.Params {
		params[i] = p.String()
	}
	s := f.Name + "(" + strings.Join(params, ", ") + ")"
	if f.Recv != nil {
		s = "x." + s
	}
	return s
}

func (c *checker) unknownFunction(n *node, recv *Type) Type {
	end := n.namePos + len(n.name)
	if types := c.methods(n.name); recv != nil && len(types) > 0 {
		return c.report(n.namePos, end, CodeType, recv.article()+" has no "+n.name, "it belongs to "+strings.Join(types, ", "))
	}
	names := strings.Fields("size range int double string duration timestamp has")
	if recv != nil {
		names = strings.Fields("size contains startsWith endsWith matches all exists exists_one filter map")
	}
	for _, f := range c.fns {
		if (f.Recv == nil) == (recv == nil) {
			names = append(names, f.Name)
		}
	}
	return c.report(n.namePos, end, CodeUnknown, "unknown function "+n.name, suggestion(Nearest(n.name, names)))
}

// macro checks x.all(v, p) and its like; v is a local while p is checked.
func (c *checker) macro(n *node) Type {
	over := c.check(n.kids[0])
	elem := Type{}
	switch {
	case over.Name == TypeList:
		elem = over.elem()
	case over.isMap():
		elem = Scalar(TypeString)
	case over.Name != TypeAny:
		c.mismatch(n.kids[0], n.name+" wants a list or a map", "this is %s", over.article())
	}
	n.slot = c.slots
	c.slots += macroSlots
	c.locals = append(c.locals, local{n.bind, n.slot + slotElem, elem})
	var body Type
	for i, k := range n.kids[1:] {
		body = c.check(k)
		if n.name != "map" || i == 0 && len(n.kids) == 3 {
			c.want(k, body, TypeBool)
		}
	}
	c.locals = c.locals[:len(c.locals)-1]
	switch n.name {
	case "map":
		return ListOf(body)
	case "filter":
		return ListOf(elem)
	}
	return Scalar(TypeBool)
}

// convert checks a conversion, and does it if the argument is a literal.
func (c *checker) convert(n *node, conv conversion) Type {
	t := c.builtin(n, n.kids, conv.result(), Type{})
	if len(n.kids) != 1 {
		return t
	}
	arg := n.kids[0]
	if !conv.from(arg.typ) {
		return c.mismatch(arg, "", "%s cannot be made %s", arg.typ.article(), t.article())
	}
	n.conv = conv
	if arg.kind != nodeLiteral {
		return t
	}
	if v := convert(conv, &arg.val); v.IsUnknown() {
		c.mismatch(arg, conv.example(), "this cannot be made %s", t.article())
	}
	return t
}
