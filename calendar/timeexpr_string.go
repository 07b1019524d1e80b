package calendar

import "strings"

// String returns e in canonical form: one space between words, durations and
// literals in their canonical form, parentheses only where they are needed. It
// parses to an expression of the same meaning.
func (e *Expr) String() string {
	var b strings.Builder
	e.write(&b, e.root)
	return b.String()
}

// binding orders how tightly the text of a node holds together.
func (n *node) binding() int {
	switch {
	case n.op == opOr:
		return bindOr
	case n.op == opAdd || n.op == opSub:
		return bindSum
	case n.op >= opNext && n.op != opEndWindow && n.a != none:
		return bindTail
	}
	return bindPoint
}

const (
	bindOr    = iota // a or b
	bindSum          // a + 1d
	bindTail         // next Tue after a: takes + for its own
	bindPoint        // everything else
)

func (e *Expr) write(b *strings.Builder, i int32) {
	n := &e.nodes[i]
	switch n.op {
	case opPoint:
		b.WriteString(e.refs[n.ref].Text)
	case opLiteral:
		b.WriteString(n.lit.String())
	case opAdd:
		e.writeOffset(b, n, " + ")
	case opSub:
		e.writeOffset(b, n, " - ")
	case opOr:
		e.writeList(b, n, " or ", bindSum)
	case opLater, opEarlier:
		b.WriteString([...]string{opLater: "later(", opEarlier: "earlier("}[n.op])
		e.writeList(b, n, ", ", bindOr)
		b.WriteString(")")
	case opEndWindow:
		b.WriteString("end of ")
		e.writeAt(b, n.a, bindTail)
	default:
		e.writeSpec(b, n)
	}
}

// writeAt writes a node, in parentheses if it binds less than it must.
func (e *Expr) writeAt(b *strings.Builder, i int32, least int) {
	if e.nodes[i].binding() >= least {
		e.write(b, i)
		return
	}
	b.WriteString("(")
	e.write(b, i)
	b.WriteString(")")
}

func (e *Expr) writeList(b *strings.Builder, n *node, separator string, least int) {
	for i, kid := range e.kids[n.a : n.a+n.n] {
		if i > 0 {
			b.WriteString(separator)
		}
		e.writeAt(b, kid, least)
	}
}

func (e *Expr) writeOffset(b *strings.Builder, n *node, sign string) {
	least := bindPoint
	if left := e.nodes[n.a].op; left == opAdd || left == opSub {
		least = bindSum // sums associate to the left
	}
	e.writeAt(b, n.a, least)
	b.WriteString(sign)
	if n.ref != none && e.refs[n.ref].Kind == RefDuration {
		b.WriteString(e.refs[n.ref].Text)
		return
	}
	b.WriteString(n.dur.String())
}

func (e *Expr) writeSpec(b *strings.Builder, n *node) {
	spec := e.specString(n)
	switch n.op {
	case opNext:
		b.WriteString("next " + spec)
		e.writeTail(b, n, " after ")
	case opLast:
		b.WriteString("last " + spec)
		e.writeTail(b, n, " before ")
	case opNthOf:
		b.WriteString(nthNames[n.nth-1] + " " + spec + " of month")
		e.writeTail(b, n, " ")
	case opSpecOf:
		b.WriteString(spec + " of " + unitNames[n.unit])
		e.writeTail(b, n, " ")
	default:
		b.WriteString([...]string{opStartOf: "start of ", opEndOf: "end of "}[n.op])
		b.WriteString(unitNames[n.unit] + n.spec.zone.suffix())
		e.writeTail(b, n, " of ")
	}
}

func (e *Expr) writeTail(b *strings.Builder, n *node, word string) {
	if n.a == none {
		return
	}
	b.WriteString(word)
	e.writeAt(b, n.a, bindSum)
}

func (e *Expr) specString(n *node) string {
	s := n.spec
	if s.window != none {
		return e.refs[s.window].Text
	}
	var words []string
	if s.weekday >= 0 {
		words = append(words, weekdayNames[s.weekday])
	}
	if s.clock >= 0 {
		words = append(words, clockString(int64(s.clock))+s.zone.suffix())
	}
	return strings.Join(words, " ")
}
