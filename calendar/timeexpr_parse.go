package calendar

// maxDepth bounds parentheses, for the sake of the stack.
const maxDepth = 100

const timeHint = "write a time like T - 2bd, node.end, 2026-01-06T14:00, next Tue 14:00 after T or end of day"

// exprParser builds an Expr; a method returns the node of what it read.
type exprParser struct {
	parser
	e     Expr
	depth int
}

// ParseTime reads a time expression. The error is a *SyntaxError.
func ParseTime(src string) (*Expr, error) {
	p := exprParser{parser: parser{src: src}}
	root, err := p.time()
	if err != nil {
		return nil, err
	}
	if err := p.end(); err != nil {
		return nil, err
	}
	p.e.root = root
	return &p.e, nil
}

func (p *exprParser) node(n node) int32 {
	p.e.nodes = append(p.e.nodes, n)
	return int32(len(p.e.nodes) - 1)
}

func (p *exprParser) list(op op, items []int32) int32 {
	n := node{op: op, a: int32(len(p.e.kids)), n: int32(len(items)), ref: none}
	p.e.kids = append(p.e.kids, items...)
	return p.node(n)
}

func (p *exprParser) ref(kind RefKind, text string, at int) int32 {
	p.e.refs = append(p.e.refs, Ref{kind, text, at})
	return int32(len(p.e.refs) - 1)
}

// pathRef reads a dotted path as a reference.
func (p *exprParser) pathRef(kind RefKind) (int32, error) {
	p.space()
	at := p.pos
	path, err := p.path()
	if err != nil {
		return none, err
	}
	return p.ref(kind, path, at), nil
}

// time = sum { "or" sum }
func (p *exprParser) time() (int32, error) {
	if p.depth++; p.depth > maxDepth {
		return none, p.fail("name the parts under dates", "times are nested too deeply")
	}
	defer func() { p.depth-- }()
	first, err := p.sum()
	if err != nil || !p.isWord("or") {
		return first, err
	}
	items := []int32{first}
	for p.word("or") {
		item, err := p.sum()
		if err != nil {
			return none, err
		}
		items = append(items, item)
	}
	return p.list(opOr, items), nil
}

// sum = point { ("+"|"-") dur }
func (p *exprParser) sum() (int32, error) {
	left, err := p.point()
	for err == nil {
		switch {
		case p.byte('+'):
			left, err = p.offset(opAdd, left)
		case p.byte('-'):
			left, err = p.offset(opSub, left)
		default:
			return left, nil
		}
	}
	return none, err
}

// offset reads a duration or a reference to one.
func (p *exprParser) offset(op op, left int32) (int32, error) {
	n := node{op: op, a: left, ref: none}
	var err error
	if isLetter(p.peek()) {
		n.ref, err = p.pathRef(RefDuration)
		return p.node(n), err
	}
	var calendarAt int
	if n.dur, calendarAt, err = p.dur(); err != nil {
		return none, err
	}
	if calendarAt >= 0 {
		n.ref = p.ref(RefCalendar, n.dur.Calendar, calendarAt)
	}
	return p.node(n), nil
}

func (p *exprParser) point() (int32, error) {
	switch c := p.peek(); {
	case c == '(':
		return p.parens()
	case isDigit(c):
		return p.number()
	case !isLetter(c):
		return none, p.fail(timeHint, "expected a time, found %q", p.rest())
	case p.isWord("later"):
		return p.choice("later", opLater)
	case p.isWord("earlier"):
		return p.choice("earlier", opEarlier)
	case p.word("next"):
		return p.next()
	case p.word("last"):
		return p.last()
	case p.isWeekday():
		return p.specOf()
	case p.edge("start"):
		return p.edgeOf(opStartOf)
	case p.edge("end"):
		return p.edgeOf(opEndOf)
	}
	return p.pathPoint()
}

func (p *exprParser) parens() (int32, error) {
	open := p.pos
	p.pos++
	n, err := p.time()
	if err == nil && !p.byte(')') {
		err = p.fail("close the parenthesis", "expected ), found %q (opened at %d)", p.rest(), open)
	}
	return n, err
}

// number reads the points that begin with a digit.
func (p *exprParser) number() (int32, error) {
	if p.ahead(4) == '-' {
		lit, err := p.literal()
		return p.node(node{op: opLiteral, ref: none, lit: lit}), err
	}
	if p.isClock() {
		return p.specOf()
	}
	if i := p.oneOf(nthNames[:4]); i >= 0 {
		return p.nthOf(i + 1)
	}
	return none, p.fail("say what it counts from, like T + 2d", "a time cannot begin with %q", p.rest())
}

// choice reads later(...) or earlier(...). A name that is not followed by a
// parenthesis is a reference.
func (p *exprParser) choice(word string, op op) (int32, error) {
	start := p.pos
	p.word(word)
	if !p.byte('(') {
		p.pos = start
		return p.pathPoint()
	}
	var items []int32
	for {
		item, err := p.time()
		if err != nil {
			return none, err
		}
		items = append(items, item)
		if !p.byte(',') {
			break
		}
	}
	if !p.byte(')') {
		return none, p.fail("separate times by commas and close the parenthesis", "expected ), found %q", p.rest())
	}
	return p.list(op, items), nil
}
