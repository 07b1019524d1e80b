package model

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/expr"
)

// policyLibrary is a Library that also knows policies.
type policyLibrary interface {
	AllPolicies() []*Policy
}

// AllPolicies gives the policies of the set, in order of the files.
func (s *Set) AllPolicies() []*Policy { return s.Policies }

// binding gives the policies that bind a model: all but those of which
// `applies_to` is known not to hold. Of a case only the environments are known
// before it starts; a condition over another process is not about this model.
func binding(policies []*Policy, m *Model) []*Policy {
	var out []*Policy
	for _, p := range policies {
		program, problems := expr.Compile(p.AppliesTo.Src, caseScope{m}, expr.Scalar(expr.TypeBool))
		known := len(problems) == 0
		about := strings.Contains(p.AppliesTo.Src, m.Process.ID+".")
		if known && !expr.Eval(program, nothing{}, new(expr.Stack)).IsFalse() || !known && about {
			out = append(out, p)
		}
	}
	return out
}

// caseScope knows of a case what its model tells.
type caseScope struct{ m *Model }

func (s caseScope) Resolve(path []string) (expr.Symbol, int, bool) {
	if len(path) < 2 || path[0] != s.m.Process.ID || path[1] != "environments" {
		return expr.Symbol{}, 0, false
	}
	names := make([]expr.Value, len(s.m.Environments))
	for i, e := range s.m.Environments {
		names[i] = expr.String(e.Text)
	}
	list := expr.List(names...)
	return expr.Symbol{Type: expr.ListOf(expr.Scalar(expr.TypeString)), Const: &list}, 2, true
}

func (caseScope) Suggest(string) string      { return "" }
func (caseScope) Functions() []expr.Function { return nil }

// nothing is the source of an expression of constants.
type nothing struct{}

func (nothing) Load(r expr.Ref) expr.Value        { return expr.Unknown(r, 0) }
func (nothing) Call(int, []expr.Value) expr.Value { return expr.Null() }

// checkPolicies finds what is outside a policy (E-POL-1), or cannot be compared
// with it (E-TIGHT-2).
// Source: language reference, section 13, "Policy".
func checkPolicies(c *checker) {
	for _, p := range c.m.Policies {
		for i := range p.Limits {
			if l := &p.Limits[i]; l.FromRigor <= c.m.Rigor {
				(&bound{c, p, l}).check()
			}
		}
	}
}

// bound is one line of a policy held against a model.
type bound struct {
	c *checker
	p *Policy
	l *Limit
}

func (b *bound) check() {
	for _, at := range b.c.places {
		if at.OfProcess {
			continue // a policy is about models
		}
		if b.l.At != at.Kind && (b.l.At != at.ID || at.ID == "") && (b.l.At != "touches" || at.Touches == nil) {
			continue
		}
		for _, e := range b.l.Require {
			b.require(at, e)
		}
		for _, e := range b.l.Limit {
			b.limit(at, e)
		}
		for _, word := range b.l.Forbid {
			b.forbid(at, word)
		}
	}
	b.c.eachAction(func(_ place, a Action) {
		for _, e := range b.l.Limit {
			if a.Verb == b.l.At && (e.Key.Text == "max" || e.Key.Text == "count") && !within(a.Max, e.Value.Text) {
				b.report(a.Pos, fmt.Sprintf("`%s` with max: %d, where %s is allowed", a.Verb, a.Max, e.Value.Text))
			}
		}
	})
}

// require: a phase has a step of a kind, a step a field that is at least as
// tight as the one required.
func (b *bound) require(at place, e Entry) {
	field := e.Key.Text
	if slices.Contains(kinds, field) {
		if !holdsKind(at.Step, field) {
			b.report(at.Pos, fmt.Sprintf("`%s` has no step of kind `%s`", at.ID, field))
		}
		return
	}
	s := *at.Step
	if field == "window" && s.Window == nil {
		s.Window = b.c.around[s.ID]
	}
	there := isSet(&s, field) || field == "window" && s.Window != nil
	if !there {
		b.report(at.Pos, fmt.Sprintf("%s has no `%s`", titleOf(&s), field))
		return
	}
	if e.Value.Text == "any" && e.Value.Kind == Scalar {
		return
	}
	for _, row := range tightness {
		if row.field != field {
			continue
		}
		old := *b.l.Least
		old.Kind = s.Kind
		if old.Window != nil && old.Window.In == "" && s.Window != nil { // `fit` alone is about any window
			w := *old.Window
			w.In, w.Inline, w.Zone = s.Window.In, s.Window.Inline, s.Window.Zone
			old.Window = &w
		}
		t := &tightening{roles: b.c.m.Roles, labels: b.c.m.Labels, windows: b.c.m.Timeline.Windows}
		if v := row.compare(t, &old, &s); v.stand >= Looser {
			b.outside(v, fieldPos(&s, field), fmt.Sprintf("`%s` of `%s`", field, s.ID))
		}
	}
}

// limit: a duration of a step is within bounds. A step without it has none to
// hold; `due: open` is beyond every bound.
func (b *bound) limit(at place, e Entry) {
	span := map[string]*Span{"for": at.For, "valid_for": at.ValidFor, "timeout": at.Timeout}[e.Key.Text]
	if e.Key.Text == "due" && at.Due != nil {
		span = at.Due.Span
		if span == nil {
			span = &Span{Src: at.Due.src(), Ref: at.Due.src()}
		}
	}
	op, text := operator(e.Value.Text)
	most, err := calendar.ParseDur(text)
	if span == nil || err != nil {
		return
	}
	order, ok := compareSpans(span, &Span{Src: text, Literal: most})
	v := verdict{old: e.Value.Text, new: span.Src, hint: "write a duration within " + e.Value.Text, stand: Apart}
	if ok {
		v.stand = Equal
	}
	if ok && !fits(order, op) || span.Src == "open" {
		v.stand = Looser
	}
	if v.stand >= Looser {
		b.outside(v, fieldPos(at.Step, e.Key.Text), fmt.Sprintf("`%s` of `%s`", e.Key.Text, at.ID))
	}
}

// forbid: no such field, kind of step, or verb.
func (b *bound) forbid(at place, word string) {
	switch {
	case isSet(at.Step, word):
		b.report(fieldPos(at.Step, word), fmt.Sprintf("%s has a `%s`", titleOf(at.Step), word))
	case holdsKind(at.Step, word):
		b.report(at.Pos, fmt.Sprintf("`%s` has steps of kind `%s`", at.ID, word))
	}
	b.c.eachAction(func(p place, a Action) {
		if p.Step == at.Step && a.Verb == word {
			b.report(a.Pos, fmt.Sprintf("`%s` has a `%s`", at.ID, word))
		}
	})
}

func holdsKind(s *Step, kind string) bool {
	return slices.ContainsFunc(s.Steps, func(c *Step) bool { return c.Kind == kind || holdsKind(c, kind) })
}

func (b *bound) outside(v verdict, pos Pos, what string) {
	if v.stand == Apart {
		b.add("E-TIGHT-2", pos, fmt.Sprintf("%s cannot be compared with the policy: %s, where %s is asked for", what, written(v.new), written(v.old)), v.hint)
		return
	}
	b.add("E-POL-1", pos, fmt.Sprintf("%s is %s, where %s is asked for", what, written(v.new), written(v.old)), v.hint)
}

func (b *bound) report(pos Pos, message string) {
	b.add("E-POL-1", pos, message, "change the model, or ask `"+b.p.Owner+"`, who owns the policy")
}

func (b *bound) add(code string, pos Pos, message, hint string) {
	b.c.found.add(Diagnostic{
		Code: code, Pos: pos, Message: message, Hint: hint,
		Reason: fmt.Sprintf("the policy %s of `%s` limits `%s`", b.p.ID, b.p.Owner, b.l.At),
		Note:   Note{b.l.Pos, "the limit"},
	})
}

// operator splits "<= 5d" into the comparison and the value.
func operator(text string) (op, value string) {
	i := strings.IndexFunc(text, func(r rune) bool { return r != '<' && r != '>' && r != '=' })
	if i < 0 {
		return text, ""
	}
	return text[:i], strings.TrimSpace(text[i:])
}

func within(n int, bound string) bool {
	op, text := operator(bound)
	var most int
	if _, err := fmt.Sscanf(text, "%d", &most); err != nil {
		return true // read as a limit of durations
	}
	return fits(n-most, op)
}

// fits reports whether an order, negative for less, satisfies a comparison.
func fits(order int, op string) bool {
	switch op {
	case "<":
		return order < 0
	case ">":
		return order > 0
	case ">=":
		return order >= 0
	case "==", "=":
		return order == 0
	}
	return order <= 0
}
