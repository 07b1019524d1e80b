package expr

// nodeKind is the kind of a syntax node.
type nodeKind uint8

const (
	nodeLiteral nodeKind = iota // val
	nodeIdent                   // name
	nodeSelect                  // kids[0].name
	nodeIndex                   // kids[0][kids[1]]
	nodeCall                    // name(kids…)
	nodeMethod                  // kids[0].name(kids[1:]…)
	nodeMacro                   // kids[0].name(bind, kids[1:]…)
	nodeHas                     // has(kids[0])
	nodeList                    // [kids…]
	nodeMap                     // {kids[0]: kids[1], …}
	nodeUnary                   // name kids[0]
	nodeBinary                  // kids[0] name kids[1]
	nodeCond                    // kids[0] ? kids[1] : kids[2]
)

// node is a node of the syntax tree. The parser fills the first part, the
// checker the second.
type node struct {
	kind     nodeKind
	pos, end int    // of the whole, in bytes
	namePos  int    // of name
	name     string // identifier, field, function or operator
	bind     string // macro: the variable
	val      Value
	kids     []*node

	typ  Type
	sym  *Symbol    // ident, select: what the path up to here stands for
	slot int        // ident: the local variable it reads, -1 if none; macro: its first local
	fn   *Function  // call, method: a function of the caller
	conv conversion // call: a conversion of the language
	rank []string   // binary: the words by which both sides are ordered
}

// precedence orders what binds loosest first.
type precedence int

const (
	precCond precedence = iota
	precOr
	precAnd
	precRelation
	precSum
	precProduct
	precUnary
	precPostfix
)

// binaryPrec returns the precedence of a binary operator, 0 for other words.
func binaryPrec(op string) precedence {
	switch op {
	case "||":
		return precOr
	case "&&":
		return precAnd
	case "==", "!=", "<", "<=", ">", ">=", "in":
		return precRelation
	case "+", "-":
		return precSum
	case "*", "/", "%":
		return precProduct
	default:
		return 0
	}
}

func (n *node) precedence() precedence {
	switch n.kind {
	case nodeCond:
		return precCond
	case nodeBinary:
		return binaryPrec(n.name)
	case nodeUnary:
		return precUnary
	default:
		return precPostfix
	}
}

// path returns the identifiers of a chain a.b.c, appended to buf, and whether n
// is such a chain.
func (n *node) path(buf []string) ([]string, bool) {
	switch n.kind {
	case nodeIdent:
		return append(buf, n.name), true
	case nodeSelect:
		buf, ok := n.kids[0].path(buf)
		return append(buf, n.name), ok
	default:
		return buf, false
	}
}

// literalString returns the text of a string literal.
func (n *node) literalString() (string, bool) {
	return n.val.str, n.kind == nodeLiteral && n.val.Kind() == KindString
}

// operands appends the operands of a chain of the same operator, left to right.
func (n *node) operands(op string, to []*node) []*node {
	if n.kind != nodeBinary || n.name != op {
		return append(to, n)
	}
	return n.kids[1].operands(op, n.kids[0].operands(op, to))
}
