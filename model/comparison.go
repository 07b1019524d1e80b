package model

import (
	"reflect"
	"slices"
)

// Comparison tells which parts of a later version of a model oblige to more
// than they did, and which to less. The rules are those a child is held to by
// its parent (the table in tight.go), read both ways: a part that is as tight
// as it was, and was as tight as it is, is Equal.
// Source: language reference, section 13.
type Comparison struct {
	old, new *Model
	rules    tightening
	was, is  map[string]*WindowUse // windows of the blocks around, by step
}

// Compare prepares the comparison of two flattened models.
func Compare(old, new *Model) *Comparison {
	return &Comparison{
		old: old, new: new,
		rules: tightening{
			roles:   mergeNamed(old.Roles, new.Roles),
			labels:  mergeNamed(old.Labels, new.Labels),
			windows: mergeNamed(old.Timeline.Windows, new.Timeline.Windows),
		},
		was: windowsAround(old), is: windowsAround(new),
	}
}

// without is how a version without a field stands to one with it. Of these
// fields the table is never asked, since a refinement cannot take one away.
var without = map[string]Stand{
	"due": Looser, "for": Looser, "escalate": Looser, "watch": Looser, "touches": Looser, "back_out": Looser,
	"lock": Looser, "cap": Looser, "at_once": Looser, "final": Tighter,
}

// Field tells how a step stands to what it was, by one of its fields as named
// in the document. Fields that oblige to nothing are Equal.
func (c *Comparison) Field(key string, old, new *Step) Stand {
	i := slices.IndexFunc(tightness, func(r tightRow) bool { return r.field == key })
	if i < 0 {
		return Equal
	}
	if stand, ok := without[key]; ok {
		switch had, has := old.says(key), new.says(key); {
		case had && !has:
			return stand
		case has && !had:
			return opposite(stand)
		}
	}
	old, new = effective(key, old, c.was), effective(key, new, c.is)
	compare := tightness[i].compare
	return between(compare(&c.rules, old, new), compare(&c.rules, new, old))
}

func (s *Step) says(key string) bool {
	place := s.place(key)
	return place != nil && !reflect.ValueOf(place).Elem().IsZero()
}

// effective gives a step with what holds where it says nothing.
func effective(key string, s *Step, around map[string]*WindowUse) *Step {
	out := *s
	switch {
	case key == "window" && s.Window == nil:
		out.Window = around[s.ID]
	case key == "else" && len(s.Else) == 0:
		out.Else = []Action{{Verb: "escalate"}}
	}
	return &out
}

func opposite(s Stand) Stand {
	switch s {
	case Tighter:
		return Looser
	case Looser:
		return Tighter
	}
	return s
}

// between gives one answer of how the new stands to the old and the old to the
// new: the rules do not tell as tight from tighter.
func between(there, back verdict) Stand {
	switch {
	case there.stand == Looser:
		return Looser
	case there.stand == Apart && back.stand < Looser:
		return Looser
	case there.stand == Apart:
		return Apart
	case back.stand >= Looser:
		return Tighter
	}
	return Equal
}

// Part tells how a part beside the steps stands to what it was; both are of
// one type. What is neither an obligation nor a limit is Equal.
func (c *Comparison) Part(old, new any) Stand {
	if Form(old) == Form(new) {
		return Equal
	}
	return between(c.part(old, new), c.part(new, old))
}

// PartField is Part as if only one field had changed, by its key in the
// canonical form.
func (c *Comparison) PartField(key string, old, new any) Stand {
	mixed := reflect.New(reflect.TypeOf(old)).Elem()
	mixed.Set(reflect.ValueOf(old))
	for i := range mixed.NumField() {
		if snake(mixed.Type().Field(i).Name) == key {
			mixed.Field(i).Set(reflect.ValueOf(new).Field(i))
		}
	}
	return c.Part(old, mixed.Interface())
}

func (c *Comparison) part(old, new any) verdict {
	switch a := old.(type) {
	case Role:
		return roleStand(a, new.(Role))
	case Label:
		return clearanceStand(a, new.(Label))
	case Ladder:
		b := new.(Ladder)
		return c.rules.laddersStand(&a, &b)
	case *Ladder:
		return c.rules.laddersStand(a, new.(*Ladder))
	case []Handler:
		return handlersStand(a, new.([]Handler))
	case []Word:
		return inOrder(texts(a), texts(new.([]Word)))
	case Output:
		return c.rules.outputStand(a, new.(Output))
	case OutcomeActions:
		b := new.(OutcomeActions)
		return c.rules.repeats(a.Actions, b.Actions)
	case Rule:
		b := new.(Rule)
		if v := conditionStand(a.StartIf.Src, b.StartIf.Src); v.stand != Equal {
			return v
		}
		return ranked(oneIf(a.DiffersFrom != ""), oneIf(b.DiffersFrom != ""), "", "", "")
	}
	return limitPart(old, new)
}

// limitPart compares what is counted, timed or read from outside.
func limitPart(old, new any) verdict {
	switch a := old.(type) {
	case NamedWindow:
		return namedWindowStand(a, new.(NamedWindow))
	case NamedTime:
		b := new.(NamedTime)
		return atMostTime(&a.Time, &b.Time)
	case NamedSpan:
		b := new.(NamedSpan)
		return atMostSpan(&a.Span, &b.Span)
	case Lock:
		return ranked(max(new.(Lock).Capacity, 1), max(a.Capacity, 1), "", "", "")
	case Fact:
		b := new.(Fact)
		switch {
		case a.MaxAge != nil && b.MaxAge == nil:
			return verdict{stand: Looser}
		case Form(a.Type) != Form(b.Type):
			return verdict{stand: Apart}
		}
		return ageStand(a, b)
	case Param:
		return unlike(Form(a.Type), Form(new.(Param).Type))
	case Period, Table, Field:
		return verdict{stand: Apart}
	}
	return verdict{}
}

// Then tells how a step stands to what it was by what an outcome does.
func (c *Comparison) Then(outcome string, old, new *Step) Stand {
	a, b := actionsOf(old.Then, outcome), actionsOf(new.Then, outcome)
	before, after := oneIf(!goesOn(old, outcome)), oneIf(!goesOn(new, outcome))
	if before != after {
		return between(ranked(before, after, "", "", ""), ranked(after, before, "", "", ""))
	}
	return between(c.rules.repeats(a, b), c.rules.repeats(b, a))
}

// Rigor tells how one rigor stands to another: a higher one is tighter.
func (c *Comparison) Rigor(old, new string) Stand {
	a, b := slices.Index(rigors, or(old, "R1")), slices.Index(rigors, or(new, "R1"))
	return between(ranked(a, b, "", "", ""), ranked(b, a, "", "", ""))
}

// Misplaced lists pairs of steps of which the second came after the first and
// no longer does, though it relies on it.
func (c *Comparison) Misplaced() [][2]*Step {
	var out [][2]*Step
	compareOrder(slices.Concat(c.old.Phases, c.old.Procedures), spots(c.old), spots(c.new),
		func(first, second *Step) { out = append(out, [2]*Step{first, second}) })
	return out
}

// FieldPos is where a field of a step was written, or the step when it was not.
func (s *Step) FieldPos(key string) Pos { return fieldPos(s, key) }

// KeyPos is where a key of the header or a section was written, or the document
// when it was not.
func (h *Header) KeyPos(key string) Pos { return h.key(key) }

// Votes is when a decision passes, defaults filled in: a word, a number or a
// condition in its canonical spelling.
func (s *Step) Votes() string { return passOf(s) }
