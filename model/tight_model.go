package model

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/headgate/headgate/expr"
)

// loosens reports what a child makes looser, or what cannot be told.
func (f *flattener) loosens(v verdict, what string, at, was Pos) {
	reason := "a child may tighten and never loosen what its parent obliges"
	if v.stand == Apart {
		reason = "a child must be seen to oblige to as much as its parent"
	}
	f.found.add(Diagnostic{
		Code: v.code(), Pos: at, Message: v.says(what),
		Reason: reason, Hint: v.hint,
		Note: Note{was, "the parent says " + written(v.old)},
	})
}

// compareSections compares what stands beside the steps: timeline, roles,
// facts, agreements, locks, labels, tables, ladders and watches.
// Source: language reference, section 13.
func (f *flattener) compareSections(base, child, m *Model) {
	t := f.tightening
	compare := func(what string, at, was Pos, v verdict) {
		if v.stand >= Looser {
			f.loosens(v, what, at, was)
		}
	}
	f.compareTimeline(base, child)
	both(base.Roles, child.Roles, func(old, set Role) {
		what := fmt.Sprintf("the role `%s`", set.ID.Text)
		compare(what, set.ID.Pos, old.ID.Pos, roleStand(old, refineRecord(old, set)))
	})
	both(base.Labels, child.Labels, func(old, set Label) {
		what := fmt.Sprintf("the label `%s`", set.ID.Text)
		compare(what, set.ID.Pos, old.ID.Pos, clearanceStand(old, refineRecord(old, set)))
	})
	both(base.Ladders, child.Ladders, func(old, set Ladder) {
		what := fmt.Sprintf("the ladder `%s`", set.ID.Text)
		compare(what, set.ID.Pos, old.ID.Pos, t.laddersStand(&old, &set))
	})
	if child.Label != "" {
		compare("`label`", child.key("label"), base.key("label"), t.labelsStand(base.Label, m.Label))
	}
	if base.Escalate != nil && child.Escalate != nil {
		compare("`escalate`", child.key("escalate"), base.key("escalate"), t.laddersStand(base.Escalate, child.Escalate))
	}
	if len(child.Watch) > 0 {
		compare("`watch`", child.key("watch"), base.key("watch"), handlersStand(base.Watch, m.Watch))
	}
	if !t.defaults {
		f.compareNumbers(base, child, compare)
	}
}

// compareNumbers compares what is a default in an abstract parent.
func (f *flattener) compareNumbers(base, child *Model, compare func(what string, at, was Pos, v verdict)) {
	if len(child.Environments) > 0 {
		compare("`environments`", child.key("environments"), base.key("environments"),
			inOrder(texts(base.Environments), texts(child.Environments)))
	}
	both(base.Facts, child.Facts, func(old, set Fact) {
		compare(fmt.Sprintf("`max_age` of the fact `%s`", set.ID.Text), set.ID.Pos, old.ID.Pos, ageStand(old, set))
	})
	both(base.Agreements, child.Agreements, func(old, set Agreement) {
		both(old.Targets, set.Targets, func(a, b NamedSpan) {
			compare(fmt.Sprintf("the target `%s.%s`", set.ID.Text, b.ID.Text), b.ID.Pos, a.ID.Pos, atMostSpan(&a.Span, &b.Span))
		})
	})
	both(base.Locks, child.Locks, func(old, set Lock) {
		was := max(old.Capacity, 1)
		is := refineRecord(old, set).Capacity
		compare(fmt.Sprintf("`capacity` of the lock `%s`", set.ID.Text), set.ID.Pos, old.ID.Pos,
			ranked(is, was, strconv.Itoa(was), strconv.Itoa(is), "write "+strconv.Itoa(was)+" or less"))
	})
	both(base.Tables, child.Tables, func(old, set Table) {
		if len(set.Rows) > 0 && Form(old.Rows) != Form(set.Rows) {
			compare(fmt.Sprintf("the table `%s`", set.ID.Text), set.ID.Pos, old.ID.Pos,
				verdict{Apart, plural(len(old.Rows), "row"), "other rows", "keep the rows; a table of your own has another name"})
		}
	})
}

// compareTimeline compares windows and periods, and the notices that dates are.
func (f *flattener) compareTimeline(base, child *Model) {
	both(base.Timeline.Windows, child.Timeline.Windows, func(old, set NamedWindow) {
		if v := namedWindowStand(old, set); v.stand >= Looser {
			f.loosens(v, fmt.Sprintf("the window `%s`", set.ID.Text), set.ID.Pos, old.ID.Pos)
		}
	})
	both(base.Timeline.Periods, child.Timeline.Periods, func(old, set Period) {
		v := unlike(spaced(old.From.Src)+" .. "+spaced(old.To.Src), spaced(set.From.Src)+" .. "+spaced(set.To.Src))
		if v.stand >= Looser {
			f.loosens(v, fmt.Sprintf("the period `%s`", set.ID.Text), set.ID.Pos, old.ID.Pos)
		}
	})
	if f.tightening.defaults {
		return
	}
	both(base.Timeline.Dates, child.Timeline.Dates, func(old, set NamedTime) {
		if v := atMostTime(&old.Time, &set.Time); v.stand >= Looser {
			f.loosens(v, fmt.Sprintf("the date `%s`", set.ID.Text), set.ID.Pos, old.ID.Pos)
		}
	})
	for _, word := range []struct{ what, old, new string }{
		{"`zone`", base.Timeline.Zone, child.Timeline.Zone}, {"`calendar`", base.Timeline.Calendar, child.Timeline.Calendar},
	} {
		if word.old != "" && word.new != "" && word.old != word.new {
			f.loosens(unlike(word.old, word.new), word.what+" of the timeline", child.key("timeline"), base.key("timeline"))
		}
	}
}

func namedWindowStand(old, set NamedWindow) verdict {
	a, b := old.src(), set.src()
	switch {
	case a == b:
		return verdict{}
	case old.Window == nil || set.Window == nil:
		return unlike(a, b)
	}
	return verdict{hoursStand(*old.Window, *set.Window), a, b, "take hours inside of " + written(a)}
}

func (w NamedWindow) src() string {
	if w.Window != nil {
		return w.Window.String()
	}
	words := make([]string, 0, len(w.From)+1)
	for _, t := range w.From {
		words = append(words, spaced(t.Src))
	}
	if w.For != nil {
		words = append(words, "for "+w.For.Src)
	}
	return strings.Join(words, ", ")
}

// roleStand: at least the skills and separations, and no more people.
func roleStand(old, new Role) verdict {
	for _, v := range []verdict{
		atLeast(old.Skills, new.Skills),
		atLeast(old.DiffersFrom, new.DiffersFrom),
		atLeast(old.SameAs, new.SameAs),
		membersStand(old.Members.Src, new.Members.Src),
		ranked(old.Min, new.Min, "min: "+strconv.Itoa(old.Min), "min: "+strconv.Itoa(new.Min), "keep the quorum, or raise it"),
		capOfRoleStand(old.Cap, new.Cap),
	} {
		if v.stand >= Looser {
			return v
		}
	}
	return verdict{stand: Tighter}
}

func capOfRoleStand(old, new int) verdict {
	if old == 0 {
		return verdict{stand: Tighter}
	}
	return ranked(new, old, "cap: "+strconv.Itoa(old), "cap: "+strconv.Itoa(new), "write "+strconv.Itoa(old)+" or less")
}

// membersStand: literal lists narrow, other expressions stay.
func membersStand(old, new string) verdict {
	a, b := expr.Canonical(old), expr.Canonical(new)
	if a == "" || a == b {
		return verdict{stand: Tighter}
	}
	was, ok := listOfWords(a)
	is, also := listOfWords(b)
	if ok && also {
		return atMost(was, is)
	}
	return unlike(a, b)
}

// listOfWords gives the elements of a list literal that are plain paths.
func listOfWords(src string) ([]string, bool) {
	inner, open := strings.CutPrefix(src, "[")
	inner, closed := strings.CutSuffix(inner, "]")
	words := strings.Split(inner, ", ")
	return words, open && closed && !slices.ContainsFunc(words, func(w string) bool { return !isPath(w) })
}

func ageStand(old, set Fact) verdict {
	if old.MaxAge == nil || set.MaxAge == nil {
		return verdict{stand: Tighter}
	}
	a, b := old.MaxAge.String(), set.MaxAge.String()
	order, ok := compareDurs(*old.MaxAge, *set.MaxAge)
	if !ok {
		return unlike(a, b)
	}
	return ranked(0, order, a, b, "write "+a+" or less")
}

// both visits the names that a child's section has in common with its
// parent's.
func both[T identified](base, child []T, visit func(old, set T)) {
	for _, set := range child {
		if i := indexNamed(base, set.name()); i >= 0 {
			visit(base[i], set)
		}
	}
}

func texts(words []Word) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = w.Text
	}
	return out
}

// spot is where a step stands in a model.
type spot struct {
	step   *Step
	above  *spot
	number int // in document order
	window *WindowUse
	source *Step // that has the window
}

// spots gives the place of every step that has an id.
func spots(m *Model) map[string]*spot {
	out := make(map[string]*spot)
	number := 0
	var visit func(steps []*Step, above *spot)
	visit = func(steps []*Step, above *spot) {
		for _, s := range steps {
			number++
			at := &spot{step: s, above: above, number: number}
			if above != nil {
				at.window, at.source = above.window, above.source
			}
			if s.Window != nil {
				at.window, at.source = s.Window, s
			}
			if s.ID != "" {
				out[s.ID] = at
			}
			visit(s.Steps, at)
		}
	}
	visit(slices.Concat(m.Phases, m.Procedures), nil)
	return out
}

// windowsAround gives, for each step, the window of the nearest block around
// it that has one.
func windowsAround(m *Model) map[string]*WindowUse {
	out := make(map[string]*WindowUse)
	for id, s := range spots(m) {
		if s.above != nil && s.above.window != nil {
			out[id] = s.above.window
		}
	}
	return out
}
