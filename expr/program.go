package expr

import (
	"cmp"
	"regexp"
	"slices"
)

// Program is a compiled expression. It is immutable and may be shared.
type Program struct {
	tree     *node
	typ      Type
	code     []instr
	consts   []Value
	patterns []*regexp.Regexp
	words    [][]string
	refs     []Ref
	calls    []int
	locals   int // values of the frame before the operands
	size     int // values of the frame
}

// Compile compiles one expression. The result must fit the type want, see
// Type.Fits; any fits all. If want is not optional, an absent result is
// unknown; if it is a number, an int becomes one. Either the program is not
// nil or there are problems, all of them, in order of position.
func Compile(src string, scope Scope, want Type) (*Program, []Problem) {
	tree, problem := parse(src)
	if problem != nil {
		return nil, []Problem{*problem}
	}
	c := checker{scope: scope, fns: scope.Functions()}
	if t := c.check(tree); !t.Fits(want) {
		c.unwanted(tree, t, want)
	}
	if len(c.problems) > 0 {
		slices.SortStableFunc(c.problems, func(a, b Problem) int { return cmp.Compare(a.Offset, b.Offset) })
		return nil, c.problems
	}
	return generate(tree, c.slots, want), nil
}

// unwanted reports a result of the wrong type.
func (c *checker) unwanted(n *node, t, want Type) {
	if word, ok := n.literalString(); ok && want.Name == TypeEnum {
		c.mismatch(n, suggestion(Nearest(word, want.Words)), "%s is not a word of %s", word, want)
		return
	}
	hint := ""
	if want.Name == TypeBool {
		hint = "compare it with something, as in x == y"
	}
	c.mismatch(n, hint, "this is %s, where %s is wanted", t.article(), want.article())
}

// generate writes the program of a tree without problems.
func generate(tree *node, locals int, want Type) *Program {
	var g generator
	o := g.operand(tree)
	switch {
	case want.Name == TypeNumber || want.Name == TypePercent:
		g.unary(opFloat, o, instr{})
	case want.Name != TypeAny && !want.Optional && (tree.typ.Optional || tree.typ.Name == TypeAny):
		g.unary(opKnown, o, instr{})
	case o.mode != fromStack:
		g.unary(opPush, o, instr{})
	}
	return &Program{
		tree: tree, typ: tree.typ, code: g.code, consts: g.consts, patterns: g.patterns, words: g.words,
		refs: unique(g.refs), calls: unique(g.calls), locals: locals, size: locals + g.deepest,
	}
}

func unique[T cmp.Ordered](s []T) []T {
	slices.Sort(s)
	return slices.Compact(s)
}

// Type returns the static type of the result.
func (p *Program) Type() Type { return p.typ }

// Refs returns the cells the program may read, sorted, each once. The slice
// belongs to the program.
func (p *Program) Refs() []Ref { return p.refs }

// Calls returns the ids of the functions it may call, sorted, each once. The
// slice belongs to the program.
func (p *Program) Calls() []int { return p.calls }

// String returns the canonical source: one space around operators, no
// needless parentheses, strings in double quotes, no comments. In the same
// scope it compiles to an equal program with the same canonical source.
func (p *Program) String() string { return string(p.tree.print(nil, precCond)) }

// Conjuncts returns the operands of the top-level && of a condition as
// conditions of their own, in order; one without && is its own only one.
func (p *Program) Conjuncts() []*Program {
	parts := p.tree.operands("&&", nil)
	if len(parts) == 1 {
		return []*Program{p}
	}
	list := make([]*Program, len(parts))
	for i, part := range parts {
		list[i] = generate(part, p.locals, Scalar(TypeBool))
	}
	return list
}
