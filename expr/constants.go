package expr

// Constants returns the scalar constants in the program, in order of
// appearance, those in literal lists included. They are what a cell it reads
// may be compared with.
func (p *Program) Constants() []Value {
	var list []Value
	for _, v := range p.consts {
		list = scalarsOf(v, list)
	}
	return list
}

func scalarsOf(v Value, list []Value) []Value {
	switch v.Kind() {
	case KindList:
		for _, item := range v.Items() {
			list = scalarsOf(item, list)
		}
		return list
	case KindNull, KindUnknown, KindMap:
		return list
	default:
		return append(list, v)
	}
}

// Atoms returns the conditions that p joins by `&&`, `||`, `!` and `?:`, in
// order; p alone if it joins none. What p says depends on nothing but what they
// say.
func (p *Program) Atoms() []*Program {
	var list []*Program
	for _, n := range p.tree.atoms(nil) {
		list = append(list, generate(n, p.locals, n.typ))
	}
	return list
}

func (n *node) atoms(list []*node) []*node {
	joins := n.kind == nodeBinary && (n.name == "&&" || n.name == "||") || n.kind == nodeUnary && n.name == "!" || n.kind == nodeCond
	if !joins {
		return append(list, n)
	}
	for _, k := range n.kids {
		list = k.atoms(list)
	}
	return list
}
