package expr

// Tightens reports whether new is syntactically `old && …`: every operand of
// the top-level && of old is one of new's. Such a condition is never true where
// the old one is not.
// Source: language reference, section 13.
func Tightens(old, new *Program) bool {
	return subset(sources(old.tree.operands("&&", nil)), sources(new.tree.operands("&&", nil)))
}

func sources(nodes []*node) []string {
	s := make([]string, len(nodes))
	for i, n := range nodes {
		s[i] = string(n.print(nil, precCond))
	}
	return s
}
