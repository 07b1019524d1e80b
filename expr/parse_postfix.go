package expr

// postfix parses the selects, calls and indexes after x.
func (p *parser) postfix(x *node) *node {
	for {
		switch {
		case p.accept("."):
			x = p.member(x)
		case p.accept("["):
			i := p.expr()
			x = &node{kind: nodeIndex, pos: x.pos, end: p.expect("]"), namePos: i.pos, kids: []*node{x, i}}
		default:
			return x
		}
	}
}

func (p *parser) member(x *node) *node {
	t := p.tok
	if t.kind != tokIdent || isKeyword(t.text) {
		return p.unexpected("a field name")
	}
	p.advance()
	if !p.accept("(") {
		return &node{kind: nodeSelect, pos: x.pos, end: t.end, namePos: t.pos, name: t.text, kids: []*node{x}}
	}
	args, end := p.list(")")
	n := &node{kind: nodeMethod, pos: x.pos, end: end, namePos: t.pos, name: t.text, kids: append([]*node{x}, args...)}
	if isMacro(t.text) {
		p.macro(n, args)
	}
	return n
}

func isKeyword(s string) bool { return s == "true" || s == "false" || s == "null" || s == "in" }

func isMacro(s string) bool {
	switch s {
	case "all", "exists", "exists_one", "filter", "map":
		return true
	}
	return false
}

// macro makes the macro x.all(v, p) of a method call.
func (p *parser) macro(n *node, args []*node) {
	if len(args) != 2 && !(len(args) == 3 && n.name == "map") || args[0].kind != nodeIdent {
		p.stop(n.namePos, n.end, n.name+" wants a variable and an expression", "write x."+n.name+"(v, …)")
		return
	}
	n.kind, n.bind = nodeMacro, args[0].name
	n.kids = append(n.kids[:1], args[1:]...)
}

// list parses expressions up to the closing bracket and returns where it ends.
func (p *parser) list(closing string) (kids []*node, end int) {
	for !p.is(closing) {
		kids = append(kids, p.expr())
		if !p.accept(",") || closing == ")" && p.is(closing) {
			break
		}
	}
	return kids, p.expect(closing)
}

func (p *parser) entries(pos int) *node {
	n := &node{kind: nodeMap, pos: pos, namePos: pos}
	for !p.is("}") {
		key := p.expr()
		p.expect(":")
		n.kids = append(n.kids, key, p.expr())
		if !p.accept(",") {
			break
		}
	}
	n.end = p.expect("}")
	return n
}
