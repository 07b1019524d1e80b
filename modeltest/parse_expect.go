package modeltest

import (
	"strings"

	"github.com/headgate/headgate/model"
)

// expectations reads `expect`.
func (p *parser) expectations(v model.Value) []expectation {
	var list []expectation
	for _, f := range p.record(v) {
		list = append(list, p.expectation(f)...)
	}
	return list
}

// expectation reads one line of `expect`; one that names several people or
// steps becomes several.
func (p *parser) expectation(f model.Entry) []expectation {
	x := expectation{key: f.Key, want: f.Value, value: noQuestion, who: noQuestion}
	switch f.Key.Text {
	case "outcome":
		x.kind = expectOutcome
		p.word(p.text(f.Value), f.Value.Pos, caseWords)
	case "compile":
		x.kind = expectCompile
		p.text(f.Value)
	case "inbox":
		return p.inboxes(f)
	case "escalated":
		return p.escalations(f)
	case "reminded", "holder":
		return p.peopleOf(f)
	case "sees", "hidden":
		x.kind = expectLater
	default:
		return []expectation{p.stands(x)}
	}
	return []expectation{x}
}

// stands reads an expectation about a place, or about a value.
func (p *parser) stands(x expectation) expectation {
	at, rest := p.splitPlace(x.key.Text)
	switch {
	case x.key.Text == p.plan.CaseWord:
		x.place = p.place(x.key.Text, x.key.Pos)
		p.word(p.text(x.want), x.want.Pos, caseWords)
	case at != "" && rest == "":
		x.place = p.place(at, x.key.Pos)
		p.known(&x.place)
		p.text(x.want)
	case at != "":
		x.kind, x.place = expectValue, p.place(at, x.key.Pos)
		x.value = p.condition(x.place.id+"."+rest, x.key.Pos, x.place.id)
	default:
		x.kind = expectValue
		x.value = p.condition(x.key.Text, x.key.Pos, "")
	}
	return x
}

// word checks a word that says how something stands.
func (p *parser) word(word string, pos model.Pos, words []string) {
	if !fits(word, words) {
		p.report("E-REF-3", pos, "`"+word+"` is no state and no outcome here", whyRead, nearest(word, words))
	}
}

// inboxes reads {person or role: steps}.
func (p *parser) inboxes(f model.Entry) []expectation {
	var list []expectation
	for _, who := range p.record(f.Value) {
		x := expectation{key: who.Key, kind: expectInbox, want: who.Value, value: noQuestion, who: p.rolePeople(who.Key.Text, who.Key.Pos)}
		for _, text := range p.texts(who.Value) {
			at := p.place(text, who.Value.Pos)
			p.known(&at)
		}
		list = append(list, x)
	}
	return list
}

// escalations reads the steps that were escalated, one expectation for each.
func (p *parser) escalations(f model.Entry) []expectation {
	var list []expectation
	for _, text := range p.texts(f.Value) {
		x := expectation{key: f.Key, kind: expectEscalated, want: f.Value, value: noQuestion, who: noQuestion, place: p.place(text, f.Value.Pos)}
		p.known(&x.place)
		list = append(list, x)
	}
	return list
}

// peopleOf reads the people or roles of `reminded` and `holder`.
func (p *parser) peopleOf(f model.Entry) []expectation {
	kind := expectReminded
	if f.Key.Text == "holder" {
		kind = expectHolder
	}
	var list []expectation
	for _, text := range p.texts(f.Value) {
		list = append(list, expectation{
			key: model.Word{Text: text, Pos: f.Value.Pos}, kind: kind, want: f.Value, value: noQuestion,
			who: p.rolePeople(text, f.Value.Pos),
		})
	}
	return list
}

// rolePeople asks who is in a role; a person is no role.
func (p *parser) rolePeople(name string, pos model.Pos) int {
	if strings.ContainsAny(name, " \t") {
		p.wrong(pos, "`"+name+"` is no person and no role", "write the id of one")
	}
	for i := range p.plan.Roles {
		if p.plan.Roles[i].ID == name {
			return p.members(name, pos)
		}
	}
	return noQuestion
}
