package modeltest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/expr"
)

// expectations compares what is expected with what is so, and returns the first
// difference.
func (pl *player) expectations(list []expectation) *Failure {
	for i := range list {
		if f := pl.expect(&list[i]); f != nil {
			return f
		}
	}
	return nil
}

func (pl *player) expect(x *expectation) *Failure {
	switch x.kind {
	case expectWord:
		if !pl.stands(&x.place, x.want.Text) {
			return pl.failure(x.key.Pos, fmt.Sprintf("`%s` to be %s", name(&x.place, pl.plan), x.want.Text), pl.standing(&x.place))
		}
	case expectOutcome:
		if got := pl.state().Outcome; got != x.want.Text {
			return pl.failure(x.key.Pos, "the outcome to be "+x.want.Text, "it is "+orNone(got))
		}
	case expectValue:
		return pl.expectValue(x)
	case expectInbox:
		return pl.expectInbox(x)
	case expectEscalated:
		if !pl.happened(x, engine.Escalated) {
			return pl.failure(x.key.Pos, "`"+x.place.text+"` to be escalated", "escalated were: "+orNone(pl.escalated()))
		}
	case expectReminded:
		if got := pl.reminded(); !pl.names(x, got) {
			return pl.failure(x.key.Pos, x.key.Text+" to be reminded", "reminded were: "+orNone(strings.Join(got, ", ")))
		}
	case expectHolder:
		if got := pl.holders(); !pl.names(x, got) {
			return pl.failure(x.key.Pos, x.key.Text+" to hold the responsibility", "held by: "+orNone(strings.Join(got, ", ")))
		}
	}
	return nil
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

func name(at *place, plan *engine.Plan) string {
	if at.id == "" {
		return plan.CaseWord
	}
	return at.text
}

// standing says how a place stands.
func (pl *player) standing(at *place) string {
	list, why := pl.words(at)
	if why != "" {
		return why
	}
	return "it is " + strings.Join(list, ", ")
}

func (pl *player) expectValue(x *expectation) *Failure {
	f := engine.FrameID(0)
	if x.place.id != "" {
		_, found, r := pl.plan.Find(pl.state(), x.place.text)
		if r != nil {
			return pl.failure(x.key.Pos, "`"+x.key.Text+"` to be "+x.want.Text, r.Why)
		}
		f = found
	}
	got := pl.ask(x.value, f)
	want, _ := engine.Literal(x.want, pl.plan.AskedType(x.value).Known()) // checked when the test was compiled
	if got.Equal(want) {
		return nil
	}
	return pl.failure(x.key.Pos, fmt.Sprintf("`%s` to be %s", x.key.Text, want), "it is "+pl.text(got))
}

func (pl *player) text(v expr.Value) string {
	if v.Kind() == expr.KindTime {
		return pl.when(timeOf(v))
	}
	return v.String()
}

// expectInbox compares the open work of a person, or of everybody in a role
// together, with the steps expected: all of them and no others.
func (pl *player) expectInbox(x *expectation) *Failure {
	people := []string{x.key.Text}
	if x.who != noQuestion {
		people = pl.members(x.who)
	}
	var got []string
	for _, w := range engine.Work(pl.plan, pl.state(), &pl.world, nil) {
		if slices.ContainsFunc(w.Persons, func(p string) bool { return slices.Contains(people, p) }) {
			got = append(got, w.Place)
		}
	}
	want := names(x.want)
	slices.Sort(want)
	slices.Sort(got)
	got = slices.Compact(got)
	if slices.Equal(want, got) {
		return nil
	}
	return pl.failure(x.key.Pos, "the inbox of "+x.key.Text+" to hold "+orNone(strings.Join(want, ", ")), "it holds "+orNone(strings.Join(got, ", ")))
}

// happened reports whether an event of a kind happened at the place expected.
func (pl *player) happened(x *expectation, kind engine.EventKind) bool {
	n, f, r := pl.plan.Find(pl.state(), x.place.text)
	return r == nil && slices.ContainsFunc(pl.log, func(e engine.Event) bool { return e.Kind == kind && e.Node == n && e.Frame == f })
}

// escalated lists what was escalated.
func (pl *player) escalated() string {
	var list []string
	for i := range pl.log {
		if e := &pl.log[i]; e.Kind == engine.Escalated {
			if p := pl.plan.Place(pl.state(), e.Node, e.Frame); !slices.Contains(list, p) {
				list = append(list, p)
			}
		}
	}
	return strings.Join(list, ", ")
}

// reminded lists the people who were reminded, and the roles that were.
func (pl *player) reminded() []string {
	var list []string
	for i := range pl.log {
		e := &pl.log[i]
		if e.Kind != engine.Reminded {
			continue
		}
		if e.Role != engine.None {
			list = append(list, pl.plan.Roles[e.Role].ID)
		}
		list = append(list, e.Persons...)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// names reports whether a list names the person or role expected, or somebody
// in that role.
func (pl *player) names(x *expectation, list []string) bool {
	if slices.Contains(list, x.key.Text) {
		return true
	}
	if x.who == noQuestion {
		return false
	}
	return slices.ContainsFunc(pl.members(x.who), func(p string) bool { return slices.Contains(list, p) })
}

// holders are the role that holds the responsibility, and the person if it is
// known: of the handoff that moved last, the giver until it is accepted; before
// any, who answers for the case.
func (pl *player) holders() []string {
	for i := len(pl.log) - 1; i >= 0; i-- {
		e := &pl.log[i]
		if e.Node == engine.None || pl.plan.Nodes[e.Node].Kind != engine.KindHandoff {
			continue
		}
		spec := pl.spec(e.Node, e.Frame)
		switch e.Kind {
		case engine.Accepted:
			return pl.roleAnd(spec.To, e.Actor.Person)
		case engine.Offered, engine.Withdrawn:
			return pl.roleAnd(spec.From, e.Actor.Person)
		case engine.Refused, engine.Ready, engine.Started:
			return pl.roleAnd(spec.From, "")
		}
	}
	return []string{pl.accountable(engine.None, 0)}
}

func (pl *player) roleAnd(r engine.RoleID, person string) []string {
	var list []string
	if r != engine.None {
		list = append(list, pl.plan.Roles[r].ID)
	}
	if person != "" {
		list = append(list, person)
	}
	return list
}
