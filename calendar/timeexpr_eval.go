package calendar

// distant bounds results: past it, in the year 9999, an instant is unresolved,
// so that sums never overflow.
const distant = 253402300800000

// Eval returns the instant of e and true. While e is unresolved it returns false
// and the number of the reference to blame, or NoRef if it is no reference's
// fault (no base, a day its month has not, the end of the years of a calendar).
//
// `or` is the first of its dates that is resolved, and unresolved as the first
// is. later and earlier leave out operands that are unresolved because a node
// was skipped; an operand that waits for something else makes them wait.
func (e *Expr) Eval(env Env) (t Instant, blame int, ok bool) {
	return e.result(e.root, env)
}

// EvalFallback is Eval of the ith of Fallbacks alone, counted from 0.
func (e *Expr) EvalFallback(i int, env Env) (t Instant, blame int, ok bool) {
	return e.result(e.fallback(i), env)
}

func (e *Expr) result(root int32, env Env) (Instant, int, bool) {
	t, blame := e.eval(root, env)
	if t == 0 {
		return 0, e.number(blame), false
	}
	return t, NoRef, true
}

// number returns what Bind made of an index in refs.
func (e *Expr) number(ref int32) int {
	if ref == none || e.bound == nil {
		return int(ref)
	}
	return e.bound[ref]
}

// eval returns the instant of node i, or none and the index in refs to blame.
func (e *Expr) eval(i int32, env Env) (Instant, int32) {
	n := &e.nodes[i]
	switch n.op {
	case opPoint:
		return near(env.Point(e.number(n.ref))), n.ref
	case opLiteral:
		return n.lit.in(env.Zone()), none
	case opAdd, opSub:
		return e.evalOffset(n, env)
	case opOr:
		return e.evalOr(n, env)
	case opLater, opEarlier:
		return e.evalChoice(n, env)
	case opEndWindow:
		return e.evalWindowEnd(n, env)
	default:
		return e.evalSpec(n, env)
	}
}

func (e *Expr) evalOffset(n *node, env Env) (Instant, int32) {
	t, blame := e.eval(n.a, env)
	if t == 0 {
		return 0, blame
	}
	d, c, ok := e.duration(n, env)
	if !ok {
		return 0, n.ref
	}
	if n.op == opSub {
		t = d.SubtractFrom(t, env.Zone(), c)
	} else {
		t = d.AddTo(t, env.Zone(), c)
	}
	return near(t), n.ref
}

// near returns t, or none if it is distant.
func near(t Instant) Instant {
	if t <= -distant || t >= distant {
		return 0
	}
	return t
}

// duration returns the duration of a sum and, if it is working time, its
// calendar.
func (e *Expr) duration(n *node, env Env) (d Dur, c *Calendar, ok bool) {
	d, ref := n.dur, NoRef
	switch {
	case n.ref == none:
	case e.refs[n.ref].Kind == RefCalendar:
		ref = e.number(n.ref)
	default:
		if d, c, ok = env.Duration(e.number(n.ref)); !ok {
			return Dur{}, nil, false
		}
	}
	if c == nil && d.Working() {
		c = env.Calendar(ref)
	}
	return d, c, c != nil || !d.Working()
}

func (e *Expr) evalOr(n *node, env Env) (Instant, int32) {
	first := none
	for i := range n.n {
		t, blame := e.eval(e.kids[n.a+i], env)
		if t != 0 {
			return t, none
		}
		if i == 0 {
			first = blame
		}
	}
	return 0, first
}

func (e *Expr) evalChoice(n *node, env Env) (Instant, int32) {
	best, skipped := Instant(0), none
	for _, kid := range e.kids[n.a : n.a+n.n] {
		t, blame := e.eval(kid, env)
		switch {
		case t == 0 && blame != none && e.refs[blame].Kind == RefPoint && env.Skipped(e.number(blame)):
			skipped = blame
		case t == 0:
			return 0, blame
		case best == 0 || (t > best) == (n.op == opLater):
			best = t
		}
	}
	return best, skipped
}

func (e *Expr) evalWindowEnd(n *node, env Env) (Instant, int32) {
	child := &e.nodes[n.a]
	t, blame := e.eval(n.a, env)
	w, ok := env.Window(e.number(child.spec.window))
	if t == 0 || !ok {
		return 0, blame
	}
	if t = w.End(t); t == Forever {
		t = 0
	}
	return t, child.spec.window
}

// evalSpec evaluates what looks for an instant around another.
func (e *Expr) evalSpec(n *node, env Env) (Instant, int32) {
	anchor, blame := near(env.Base()), none
	if n.a != none {
		anchor, blame = e.eval(n.a, env)
	}
	if anchor == 0 {
		return 0, blame
	}
	z := n.spec.zone.or(env.Zone())
	if n.spec.zoneRef != none {
		if z = env.ZoneOf(e.number(n.spec.zoneRef)); z == nil {
			return 0, n.spec.zoneRef
		}
	}
	if n.spec.window == none {
		return n.around(anchor, z), none
	}
	w, ok := env.Window(e.number(n.spec.window))
	if !ok {
		return 0, n.spec.window
	}
	return n.aroundWindow(&w, anchor, z), n.spec.window
}

// around looks for a clock time on a weekday, or an edge of a unit.
func (n *node) around(anchor Instant, z *Zone) Instant {
	today, _, _ := z.clock(anchor)
	from, to := n.unit.around(today)
	switch n.op {
	case opNext:
		return n.spec.after(anchor, today, z)
	case opLast:
		return n.spec.before(anchor, today, z)
	case opStartOf:
		return z.at(from, 0)
	case opEndOf:
		return z.at(to, 0)
	case opNthOf:
		return n.spec.at(nthWeekday(from, int(n.nth), int64(n.spec.weekday)), z)
	default:
		return n.spec.in(from, to, z)
	}
}

// in returns the first match on the days [from, to), none if there is none.
func (s *spec) in(from, to int64, z *Zone) Instant {
	for day := from; day < to; day++ {
		if s.takes(day) {
			return s.at(day, z)
		}
	}
	return 0
}

func (n *node) aroundWindow(w *Window, anchor Instant, z *Zone) Instant {
	if n.op == opNext {
		t, _ := w.NextStart(anchor)
		return t
	}
	if n.op == opLast {
		t, _ := w.LastStart(anchor)
		return t
	}
	today, _, _ := z.clock(anchor)
	from, to := n.unit.around(today)
	t, ok := w.NextStart(z.at(from, 0) - 1)
	if !ok || t >= z.at(to, 0) {
		return 0
	}
	return t
}

func (s *spec) takes(day int64) bool {
	return s.weekday < 0 || weekdayOf(day) == int64(s.weekday)
}

func (s *spec) at(day int64, z *Zone) Instant { return z.at(day, int64(max(0, s.clock))) }

// after returns the first match after t, which is in today. Two weeks hold one
// even if the zone leaves out a day.
func (s *spec) after(t Instant, today int64, z *Zone) Instant {
	for day := today; day <= today+twoWeeks; day++ {
		if s.takes(day) {
			if u := s.at(day, z); u > t {
				return u
			}
		}
	}
	return 0
}

// before returns the last match before t, which is in today.
func (s *spec) before(t Instant, today int64, z *Zone) Instant {
	for day := today + 1; day >= today-twoWeeks; day-- {
		if s.takes(day) {
			if u := s.at(day, z); u < t {
				return u
			}
		}
	}
	return 0
}

// around returns the first day of the unit that a day is in, and of the next.
func (u span) around(day int64) (from, to int64) {
	d := dateOf(day)
	switch u {
	case unitDay:
		return day, day + 1
	case unitWeek:
		from = day - weekdayOf(day)
		return from, from + daysPerWeek
	case unitMonth:
		from = day - int64(d.Day) + 1
		return from, from + int64(monthLength(d.Year, d.Month))
	default:
		first := Date{d.Year, d.Month - (d.Month-1)%3, 1}
		return first.days(), first.addMonths(3).days()
	}
}
