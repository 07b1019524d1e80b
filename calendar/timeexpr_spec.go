package calendar

import "strings"

// next = "next" spec [ "after" sum ]
func (p *exprParser) next() (int32, error) {
	s, err := p.spec()
	if err != nil {
		return none, err
	}
	a := none
	if p.word("after") {
		if a, err = p.nested(); err != nil {
			return none, err
		}
	}
	return p.node(node{op: opNext, a: a, ref: none, spec: s}), nil
}

// last = "last" spec "before" sum | "last" weekday [clock] "of" "month" sum
func (p *exprParser) last() (int32, error) {
	at := p.pos
	s, err := p.spec()
	if err != nil {
		return none, err
	}
	if p.isWord("of") && s.window == none && s.weekday >= 0 {
		p.unspec(s)
		p.pos = at
		return p.nthOf(len(nthNames))
	}
	if !p.word("before") {
		return none, p.fail("write last Tue before T, or last Tue of month T", "expected before, found %q", p.rest())
	}
	a, err := p.nested()
	return p.node(node{op: opLast, a: a, ref: none, spec: s}), err
}

// unspec takes back the references of a spec that is read again.
func (p *exprParser) unspec(s spec) {
	if s.zoneRef != none {
		p.e.refs = p.e.refs[:s.zoneRef]
	}
}

// nested reads a sum inside a point, which nests like parentheses.
func (p *exprParser) nested() (int32, error) {
	if p.depth++; p.depth > maxDepth {
		return none, p.fail("name the parts under dates", "times are nested too deeply")
	}
	defer func() { p.depth-- }()
	return p.sum()
}

// nthOf = nth weekday [clock] "of" "month" sum
func (p *exprParser) nthOf(nth int) (int32, error) {
	if !p.isWeekday() {
		return none, p.fail(weekdayHint, "expected a weekday, found %q", p.rest())
	}
	s, err := p.spec()
	if err != nil {
		return none, err
	}
	if !p.word("of") || !p.word("month") {
		return none, p.fail("write 2nd Wed of month T", "expected of month, found %q", p.rest())
	}
	a, err := p.nested()
	return p.node(node{op: opNthOf, unit: unitMonth, nth: int8(nth), a: a, ref: none, spec: s}), err
}

// specOf = spec "of" ("day"|"week"|"month") sum
func (p *exprParser) specOf() (int32, error) {
	s, err := p.spec()
	if err != nil {
		return none, err
	}
	if !p.word("of") {
		return none, p.fail("write next Tue 14:00 after T, or Tue 14:00 of week T", "expected of, found %q", p.rest())
	}
	return p.ofUnit(s)
}

var unitNames = [...]string{"day", "week", "month", "quarter"}

func (p *exprParser) ofUnit(s spec) (int32, error) {
	unit := p.oneOf(unitNames[:unitQuarter])
	if unit < 0 {
		return none, p.fail("write of day, of week or of month", "expected a unit, found %q", p.rest())
	}
	a, err := p.nested()
	return p.node(node{op: opSpecOf, unit: span(unit), a: a, ref: none, spec: s}), err
}

func (p *parser) isWeekday() bool {
	start := p.pos
	_, err := p.weekday()
	p.pos = start
	return err == nil
}

// spec = [weekday] [clock] | window
func (p *exprParser) spec() (spec, error) {
	s := spec{window: none, weekday: -1, clock: -1, zoneRef: none}
	var err error
	if p.isWeekday() {
		day, _ := p.weekday()
		s.weekday = int8(day)
	}
	switch {
	case p.isClock():
		clock, err := p.clockBefore24()
		if err != nil {
			return s, err
		}
		s.clock = int32(clock)
		s.zone, s.zoneRef, err = p.zoneRef()
		return s, err
	case s.weekday >= 0:
		return s, nil
	case !isLetter(p.peek()):
		return s, p.fail("write next Tue 14:00 after T, or next and the name of a window",
			"expected a weekday, a clock time or a window, found %q", p.rest())
	}
	s.window, err = p.pathRef(RefWindow)
	return s, err
}

// zoneRef reads the zone behind a clock time or a unit.
func (p *exprParser) zoneRef() (clockZone, int32, error) {
	zone, err := p.zone("of", "or", "after", "before")
	if err != nil || !zone.isRef() {
		return zone, none, err
	}
	return zone, p.ref(RefZone, zone.name, zone.at), nil
}

// edge reads a word and the "of" behind it; without, the word is a reference.
func (p *exprParser) edge(word string) bool {
	start := p.pos
	if p.word(word) && p.word("of") {
		return true
	}
	p.pos = start
	return false
}

// edgeOf = unit [zone] [ "of" sum ] | point
func (p *exprParser) edgeOf(op op) (int32, error) {
	p.space()
	at := p.pos
	unit := -1
	if w := p.nextWord(); p.isWord(w) {
		unit = p.oneOf(unitNames[:])
	}
	if unit < 0 {
		return p.windowEnd(op, at)
	}
	n := node{op: op, unit: span(unit), a: none, ref: none, spec: spec{window: none, zoneRef: none}}
	var err error
	if n.spec.zone, n.spec.zoneRef, err = p.zoneRef(); err != nil {
		return none, err
	}
	if p.word("of") {
		if n.a, err = p.nested(); err != nil {
			return none, err
		}
	}
	return p.node(n), nil
}

// windowEnd reads the point behind "end of", which must be the opening of a
// window: nothing else has an end.
func (p *exprParser) windowEnd(op op, at int) (int32, error) {
	if p.depth++; p.depth > maxDepth {
		return none, p.fail("name the parts under dates", "times are nested too deeply")
	}
	defer func() { p.depth-- }()
	a, err := p.point()
	if err != nil {
		return none, err
	}
	child := &p.e.nodes[a]
	if op != opEndOf || child.op < opNext || child.op > opSpecOf || child.spec.window == none {
		return none, errorAt(at, "write of day, week, month or quarter, or end of last <window> before T",
			"%q has no start or end", strings.TrimSpace(p.src[at:p.pos]))
	}
	return p.node(node{op: opEndWindow, a: a, ref: none}), nil
}

// pathPoint reads a reference: a point, or a window if "of" follows.
func (p *exprParser) pathPoint() (int32, error) {
	ref, err := p.pathRef(RefPoint)
	if err != nil {
		return none, err
	}
	if p.word("of") {
		p.e.refs[ref].Kind = RefWindow
		return p.ofUnit(spec{window: ref, weekday: -1, clock: -1, zoneRef: none})
	}
	return p.node(node{op: opPoint, ref: ref}), nil
}
