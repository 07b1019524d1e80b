package expr

import "strings"

// Template is a text with expressions in it, `deploy ${params.image}`. It is
// immutable and may be shared.
type Template struct {
	parts []part
	whole *Program // the one expression that fills the whole text, or nil
	refs  []Ref
}

// part is a literal text, or an expression if the program is not nil.
type part struct {
	text string
	expr *Program
}

// CompileTemplate compiles a text with `${expression}` inside; `$${` stands for
// `${` itself. A text without expressions is a constant. Offsets of problems
// are into src.
// Source: language reference, section 15.
func CompileTemplate(src string, scope Scope) (*Template, []Problem) {
	var t Template
	var problems []Problem
	for rest := src; rest != ""; {
		text, tail, found := cutOpening(rest)
		if text != "" {
			t.parts = append(t.parts, part{text: text})
		}
		if !found {
			break
		}
		start := len(src) - len(tail)
		end, closed := closing(tail)
		p, ps := Compile(tail[:end], scope, Type{})
		if !closed {
			ps = []Problem{{start - 2, len(src) - start + 2, CodeSyntax, "${ without }", "close it, or write $${ for the text itself"}}
		}
		for _, problem := range ps {
			if closed {
				problem.Offset += start
			}
			problems = append(problems, problem)
		}
		t.parts = append(t.parts, part{expr: p})
		rest = tail[min(end+1, len(tail)):]
	}
	if problems != nil {
		return nil, problems
	}
	t.index()
	return &t, nil
}

// index fills in what follows from the parts.
func (t *Template) index() {
	if len(t.parts) == 1 {
		t.whole = t.parts[0].expr
	}
	for _, p := range t.parts {
		if p.expr != nil {
			t.refs = append(t.refs, p.expr.refs...)
		}
	}
	t.refs = unique(t.refs)
}

// cutOpening returns the literal text before the first `${`, without escapes,
// and what follows it.
func cutOpening(s string) (text, tail string, found bool) {
	var b strings.Builder
	for {
		before, after, ok := strings.Cut(s, "${")
		if !ok {
			return b.String() + s, "", false
		}
		if !strings.HasSuffix(before, "$") {
			return b.String() + before, after, true
		}
		b.WriteString(before[:len(before)-1] + "${")
		s = after
	}
}

// closing returns where the } is that ends an expression: the first one that is
// neither in a string nor closes a { of the expression.
func closing(s string) (end int, ok bool) {
	l, depth := lexer{src: s}, 0
	for {
		t := l.next()
		switch {
		case t.kind == tokEnd && l.problem != nil:
			i := strings.IndexByte(s[t.pos:], '}')
			if i < 0 {
				return len(s), false
			}
			return t.pos + i, true
		case t.kind == tokEnd:
			return len(s), false
		case t.kind != tokOp:
		case t.text == "{":
			depth++
		case t.text == "}" && depth == 0:
			return t.pos, true
		case t.text == "}":
			depth--
		}
	}
}

// Type returns the type of the one expression that fills the whole text, else
// string.
func (t *Template) Type() Type {
	if t.whole != nil {
		return t.whole.typ
	}
	return Scalar(TypeString)
}

// Refs returns the cells the template may read, sorted, each once.
func (t *Template) Refs() []Ref { return t.refs }

// Eval returns the value of the one expression that fills the whole text, which
// may be Null, else the text with the values put in as Value.String writes
// them. An absent or unknown value inside a text makes the whole text unknown.
func (t *Template) Eval(src Source, stack *Stack) Value {
	if t.whole != nil {
		return Eval(t.whole, src, stack)
	}
	var b strings.Builder
	for _, p := range t.parts {
		if p.expr == nil {
			b.WriteString(p.text)
			continue
		}
		v := eval(p.expr, src, stack)
		if v.Kind() <= KindUnknown {
			return failed(&v)
		}
		b.WriteString(v.String())
	}
	return String(b.String())
}
