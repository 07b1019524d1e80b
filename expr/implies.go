package expr

import "bytes"

// Implies reports whether b holds wherever a does, as far as what both join by
// && and || tells: `x && y` implies `y || z`. Nothing is asked about the names
// in them, so no scope is needed. False is no proof of the contrary; it is also
// the answer for conditions that cannot be read, or too large to compare.
// Source: language reference, section 13.
func Implies(a, b string) bool {
	x, problem := parse(a)
	y, other := parse(b)
	if problem != nil || other != nil {
		return false
	}
	p := prover{left: maxCompared}
	return p.implies(x, y)
}

// Canonical returns a condition in canonical layout, or as it is if it cannot
// be read.
func Canonical(src string) string {
	tree, problem := parse(src)
	if problem != nil {
		return src
	}
	return string(tree.print(nil, precCond))
}

// maxCompared bounds how many nodes one proof looks at.
const maxCompared = 100_000

type prover struct{ left int }

func (p *prover) implies(a, b *node) bool {
	if p.same(a, b) || a.kind == nodeLiteral && a.val.IsFalse() || b.kind == nodeLiteral && b.val.IsTrue() {
		return true
	}
	anyA, allB := a.operands("||", nil), b.operands("&&", nil)
	if len(anyA) > 1 {
		return every(anyA, func(x *node) bool { return p.implies(x, b) })
	}
	if len(allB) > 1 {
		return every(allB, func(y *node) bool { return p.implies(a, y) })
	}
	anyB, allA := b.operands("||", nil), a.operands("&&", nil)
	return len(anyB) > 1 && some(anyB, func(y *node) bool { return p.implies(a, y) }) ||
		len(allA) > 1 && some(allA, func(x *node) bool { return p.implies(x, b) })
}

// same reports whether two trees are written alike.
func (p *prover) same(a, b *node) bool {
	p.left--
	if p.left < 0 || a.kind != b.kind || a.name != b.name || a.bind != b.bind || len(a.kids) != len(b.kids) {
		return false
	}
	if a.kind == nodeLiteral && !bytes.Equal(printLiteral(nil, a.val), printLiteral(nil, b.val)) {
		return false
	}
	for i := range a.kids {
		if !p.same(a.kids[i], b.kids[i]) {
			return false
		}
	}
	return true
}

func every(nodes []*node, holds func(*node) bool) bool {
	return !some(nodes, func(n *node) bool { return !holds(n) })
}

func some(nodes []*node, holds func(*node) bool) bool {
	for _, n := range nodes {
		if holds(n) {
			return true
		}
	}
	return false
}
