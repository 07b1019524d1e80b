package expr

// Tightens reports whether new is syntactically `old && …`: every operand of
// the top-level && of old is one of new's. Such a condition is never true where
// the old one is not.
// Source: language reference, section 13.
func Tightens(old, new *Program) bool { return extends("&&", old, new) }

// Widens reports whether new is syntactically `old || …`, that is, true
// wherever the old one is.
// Source: language reference, section 13.
func Widens(old, new *Program) bool { return extends("||", old, new) }

// Conjuncts returns the canonical sources of the operands of the top-level &&,
// left to right; one, if there is none.
func (p *Program) Conjuncts() []string { return sources(p.tree.operands("&&", nil)) }

// extends compares the operands of a chain of op as sets of sources.
func extends(op string, old, new *Program) bool {
	return subset(sources(old.tree.operands(op, nil)), sources(new.tree.operands(op, nil)))
}

func sources(nodes []*node) []string {
	s := make([]string, len(nodes))
	for i, n := range nodes {
		s[i] = string(n.print(nil, precCond))
	}
	return s
}
