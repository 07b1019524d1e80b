package expr

import "strings"

// Words are how a condition is said to a reader.
type Words struct {
	// Be stands between a value and what it is compared with: "is", or "to be"
	// behind "waits for".
	Be string
	// Call says a function of the scope by its name and arguments, or that it is
	// not so; "" leaves it as it is written. A function called as x.name(…) has x
	// as its first argument. Texts stand without quotes.
	Call func(name string, args []string, not bool) string
	// Name says a truth value by its path, or that it is not so; "" says
	// "path is true".
	Name func(path string, not bool) string
}

// comparisons are the words for operators, behind Words.Be.
var comparisons = map[string]string{
	"==": " ", "!=": " other than ", "<": " below ", "<=": " at most ", ">": " above ", ">=": " at least ", "in": " one of ",
}

// opposite is the operator that holds when the other does not.
var opposite = map[string]string{"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}

// Say writes a condition in words: `granted("build") && x.drift == 0` is "a
// change that grants build and x.drift to be 0". What has no words stays as it
// is written.
func (p *Program) Say(w Words) string { return w.say(p.tree, false) }

func (w *Words) say(n *node, not bool) string {
	switch {
	case n.kind == nodeUnary && n.name == "!":
		return w.say(n.kids[0], !not)
	case n.kind == nodeBinary && (n.name == "&&" || n.name == "||"):
		return w.sayAll(n, not)
	case n.kind == nodeBinary:
		if said := w.sayComparison(n, not); said != "" {
			return said
		}
	case n.kind == nodeCall || n.kind == nodeMethod:
		if said := w.Call(n.name, argumentsOf(n), not); said != "" {
			return said
		}
	case n.kind == nodeIdent || n.kind == nodeSelect:
		if path, ok := n.path(nil); ok {
			return w.sayName(strings.Join(path, "."), not)
		}
	}
	if not {
		return text(n) + " " + w.Be + " false"
	}
	return text(n)
}

func (w *Words) sayName(path string, not bool) string {
	if said := w.Name(path, not); said != "" {
		return said
	}
	if not {
		return path + " " + w.Be + " false"
	}
	return path + " " + w.Be + " true"
}

// sayAll joins the sides of && and ||. The other of the two inside one of them
// stands in parentheses.
func (w *Words) sayAll(n *node, not bool) string {
	word := " or "
	if (n.name == "&&") != not {
		word = " and "
	}
	var parts []string
	for _, kid := range n.operands(n.name, nil) {
		said := w.say(kid, not)
		if kid.kind == nodeBinary && (kid.name == "&&" || kid.name == "||") {
			said = "(" + said + ")"
		}
		parts = append(parts, said)
	}
	return strings.Join(parts, word)
}

func (w *Words) sayComparison(n *node, not bool) string {
	op := n.name
	if not {
		if op = opposite[op]; op == "" {
			return ""
		}
	}
	than, ok := comparisons[op]
	if !ok {
		return ""
	}
	return text(n.kids[0]) + " " + w.Be + than + text(n.kids[1])
}

func argumentsOf(n *node) []string {
	args := make([]string, len(n.kids))
	for i, kid := range n.kids {
		args[i] = text(kid)
	}
	return args
}

// text is the source of a part, of a literal text without its quotes.
func text(n *node) string {
	if s, ok := n.literalString(); ok && s != "" {
		return s
	}
	if n.kind == nodeLiteral && n.val.Kind() == KindNumber {
		return strings.TrimSuffix(string(n.print(nil, precCond)), ".0")
	}
	return string(n.print(nil, precCond))
}
