package model

import (
	"slices"
	"strconv"
	"strings"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/expr"
)

// whoStand: an electorate only narrows; work goes to roles with at least the
// skills and separations of one that did it.
func (t *tightening) whoStand(old, new *Step) verdict {
	switch {
	case old.Who == nil || new.Who == nil:
		return verdict{stand: Tighter}
	case len(old.Who.Roles) == 0 || len(new.Who.Roles) == 0:
		return unlike(old.Who.Words(), new.Who.Words())
	case old.Kind == "decide":
		return atMost(old.Who.Roles, new.Who.Roles)
	}
	return t.performers(old.Who.Roles, new.Who.Roles)
}

func (t *tightening) giverStand(old, new *Step) verdict {
	return t.performers([]string{old.FromRole}, []string{new.FromRole})
}

func (t *tightening) receiverStand(old, new *Step) verdict {
	if old.Kind != "handoff" {
		return verdict{} // who is told is free
	}
	return t.performers([]string{old.ToRole}, []string{new.ToRole})
}

// performers compares who does a piece of work.
func (t *tightening) performers(old, new []string) verdict {
	for _, n := range new {
		if !slices.ContainsFunc(old, func(o string) bool { return o == n || t.canReplace(o, n) }) {
			return verdict{Looser, strings.Join(old, ", "), strings.Join(new, ", "), "give `" + n + "` the skills and separations of " + strings.Join(old, " or ")}
		}
	}
	return verdict{stand: Tighter}
}

// canReplace reports whether a role has all skills and separations of another.
func (t *tightening) canReplace(old, new string) bool {
	a, b := t.role(old), t.role(new)
	return atLeast(a.Skills, b.Skills).stand < Looser && atLeast(a.DiffersFrom, b.DiffersFrom).stand < Looser
}

func (t *tightening) role(id string) Role {
	if i := indexNamed(t.roles, id); i >= 0 {
		return t.roles[i]
	}
	return Role{}
}

// Words are who it is, on one line as a document might say it.
func (w *Who) Words() string {
	switch {
	case w.Person.Src != "":
		return "person: " + w.Person.Src
	case w.Organization.Src != "":
		return "organization: " + w.Organization.Src
	}
	return strings.Join(w.Roles, ", ")
}

// passStand: a decision that needs more votes is tighter.
func (t *tightening) passStand(old, new *Step) verdict {
	a, b := passOf(old), passOf(new)
	countA, errA := strconv.Atoi(a)
	countB, errB := strconv.Atoi(b)
	hint := "keep " + written(a) + " or ask for more votes"
	switch {
	case a == b:
		return verdict{}
	case errA == nil && errB == nil:
		if t.defaults {
			return verdict{}
		}
		return ranked(countA, countB, a, b, hint)
	case isFormula(a) && isFormula(b):
		return conditionStand(a, b)
	case isFormula(a) || isFormula(b):
		return verdict{Apart, a, b, hint}
	case a == "any" || b == "all" && errA == nil && countA <= electors(new):
		return verdict{stand: Tighter}
	case b == "any" || a == "all" && errB == nil:
		return verdict{Looser, a, b, hint}
	}
	return verdict{Apart, a, b, hint}
}

// passOf is when a decision passes: by default any vote of one role, or all of
// several.
func passOf(s *Step) string {
	if s.Pass != "" {
		return expr.Canonical(s.Pass)
	}
	if electors(s) > 1 {
		return "all"
	}
	return "any"
}

func electors(s *Step) int {
	if s.Who == nil {
		return 1
	}
	return max(len(s.Who.Roles), 1)
}

// isFormula reports whether `pass` is a condition over votes.
func isFormula(pass string) bool {
	_, err := strconv.Atoi(pass)
	return err != nil && !slices.Contains([]string{"any", "all", "majority"}, pass)
}

func failStand(_ *tightening, old, new *Step) verdict {
	return unlike(or(expr.Canonical(old.Fail), "when it cannot pass"), or(expr.Canonical(new.Fail), "when it cannot pass"))
}

// finalStand: nobody else may override.
func finalStand(_ *tightening, old, new *Step) verdict {
	if old.Final == new.Final {
		return verdict{}
	}
	return verdict{Looser, old.Final, new.Final, "remove `final`, or keep who it is"}
}

func (t *tightening) waiveStand(old, new *Step) verdict {
	switch {
	case new.Waive == nil:
		return verdict{stand: Tighter}
	case old.Waive == nil || old.Waive.Who != new.Waive.Who:
		was := ""
		if old.Waive != nil {
			was = old.Waive.Who
		}
		return verdict{Looser, was, new.Waive.Who, "keep who may waive; a waiver may be removed, not given to another"}
	case t.defaults:
		return verdict{}
	}
	if v := atMostSpan(old.Waive.ValidFor, new.Waive.ValidFor); v.stand >= Looser {
		return v
	}
	return atMostTime(old.Waive.ValidUntil, new.Waive.ValidUntil)
}

func capStand(_ *tightening, old, new *Step) verdict {
	if old.Cap == nil || new.Cap == nil {
		return verdict{stand: Tighter}
	}
	if old.Cap.Per != new.Cap.Per {
		return unlike(old.Cap.Per, new.Cap.Per)
	}
	was := strconv.Itoa(old.Cap.Max)
	return ranked(new.Cap.Max, old.Cap.Max, was, strconv.Itoa(new.Cap.Max), "write max: "+was+" or less")
}

// givesStand compares each output that was there.
func (t *tightening) givesStand(old, new *Step) verdict {
	var worst verdict
	for _, was := range old.Gives {
		i := indexNamed(new.Gives, was.ID.Text)
		if i < 0 {
			continue // maps merge, so it cannot be lost
		}
		v := t.outputStand(was, new.Gives[i])
		v.old, v.new = was.ID.Text+": "+v.old, was.ID.Text+": "+v.new
		if v.stand >= Looser && (worst.stand < Looser || v.stand < worst.stand) {
			worst = v
		}
	}
	return worst
}

func (t *tightening) outputStand(old, new Output) verdict {
	checks := []verdict{
		ranked(oneIf(!old.Optional), oneIf(!new.Optional), "mandatory", "optional", "remove `optional`"),
		acceptStand(old.Accept, new.Accept),
		atLeast(old.About, new.About),
		atLeast(old.VoidedBy, new.VoidedBy),
		unlike(kindOf(old), kindOf(new)),
		t.labelsStand(old.Label, new.Label),
	}
	if !t.defaults {
		checks = append(checks, atMostSpan(old.ValidFor, new.ValidFor), atMostTime(old.ValidUntil, new.ValidUntil),
			atLeastSpan(retained(old.Retain), retained(new.Retain)))
	}
	for _, v := range checks {
		if v.stand >= Looser {
			return v
		}
	}
	return verdict{stand: Tighter}
}

func kindOf(o Output) string { return or(o.Evidence, Form(o.Type)) }

func acceptStand(old, new string) verdict {
	if old == "" || old == new {
		return verdict{stand: Tighter}
	}
	return verdict{Looser, "accept " + old, "accept " + new, keep("accept: " + old)}
}

// retained reads how long evidence is kept; nil is no longer than the case, and
// `always` longer than any.
func retained(text string) *Span {
	if text == "" {
		return nil
	}
	s := &Span{Src: text}
	s.Literal.Months = always
	if d, err := calendar.ParseDur(text); err == nil {
		s.Literal = d
	}
	return s
}

// always in months.
const always = 1_000_000

func (t *tightening) backOutStand(old, new *Step) verdict {
	a, b := old.BackOut, new.BackOut
	switch {
	case a == nil || b == nil || a.None != "":
		return verdict{stand: Tighter}
	case b.None != "":
		return verdict{Looser, or(a.Use, "a back-out"), "none: " + b.None, "keep a way back"}
	case a.Who != nil && b.Who != nil && len(a.Who.Roles) > 0 && len(b.Who.Roles) > 0:
		return t.performers(a.Who.Roles, b.Who.Roles)
	}
	return verdict{stand: Tighter}
}

func (t *tightening) labelStand(old, new *Step) verdict { return t.labelsStand(old.Label, new.Label) }

// labelsStand compares two labels: who is cleared by the new one is by the old.
func (t *tightening) labelsStand(old, new string) verdict {
	if old == "" || old == new {
		return verdict{stand: Tighter}
	}
	a, b := indexNamed(t.labels, old), indexNamed(t.labels, new)
	if new == "" || a < 0 || b < 0 {
		return verdict{Looser, old, new, keep("label: " + old)}
	}
	return clearanceStand(t.labels[a], t.labels[b])
}

func clearanceStand(old, new Label) verdict {
	if v := atMost(old.Clearance, new.Clearance); v.stand >= Looser {
		return v
	}
	switch {
	case new.Reveal == nil:
		return verdict{stand: Tighter}
	case old.Reveal == nil:
		return verdict{Looser, "never revealed", "reveal: " + new.Reveal.Src, "remove `reveal`"}
	}
	order, ok := compareTimes(new.Reveal, old.Reveal)
	if !ok {
		return unlike("reveal: "+old.Reveal.Src, "reveal: "+new.Reveal.Src)
	}
	return ranked(0, order, "reveal: "+old.Reveal.Src, "reveal: "+new.Reveal.Src, "write "+old.Reveal.Src+" or later")
}
