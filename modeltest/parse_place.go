package modeltest

import (
	"slices"
	"strings"

	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/model"
)

// place reads where something is: `bake[canary]`, a path as in
// `round[rc1].patches[nova]`, or the word for the case.
func (p *parser) place(text string, pos model.Pos) place {
	out := place{text: text, pos: pos, state: noQuestion, outcome: noQuestion}
	if text == p.plan.CaseWord {
		return out
	}
	parts := engine.PathParts(text)
	out.id, _, _ = strings.Cut(parts[len(parts)-1], "[")
	return out
}

// known asks how a place stands, or says that there is none.
func (p *parser) known(at *place) bool {
	switch at.text {
	case p.plan.CaseWord:
		return true
	case "": // no text, which has been reported
		return false
	}
	for _, part := range engine.PathParts(at.text) {
		id, _, _ := strings.Cut(part, "[")
		if !p.isNode(id) {
			p.unknown(at.pos, id, p.nodeIDs())
			return false
		}
	}
	at.state = p.condition(at.id+".state", at.pos, at.id)
	at.outcome = p.condition(at.id+".outcome", at.pos, at.id)
	return true
}

func (p *parser) isNode(id string) bool {
	for i := range p.plan.Nodes {
		if p.plan.Nodes[i].ID == id && id != "" {
			return true
		}
	}
	return false
}

func (p *parser) nodeIDs() []string {
	ids := []string{p.plan.CaseWord}
	for i := range p.plan.Nodes {
		if id := p.plan.Nodes[i].ID; id != "" {
			ids = append(ids, id)
		}
	}
	return ids
}

// wanted reads `id.state` or `id.outcome`.
func (p *parser) wanted(v model.Value) *wanted {
	text := p.text(v)
	at, word, ok := cutLast(text)
	if !ok {
		p.wrong(v.Pos, "`"+text+"` says of nothing how it stands", "write `step.done`, `step.open`, or another state or outcome")
		return nil
	}
	w := &wanted{place: p.place(at, v.Pos), word: model.Word{Text: word, Pos: v.Pos}}
	w.word.Pos.Column += len([]rune(at)) + 1
	if v.Quoted {
		w.word.Pos.Column++
	}
	p.known(&w.place)
	return w
}

// splitPlace splits a name into the place it begins with and what is read
// there: `wave_go[canary].by` into `wave_go[canary]` and `by`. The place is
// empty when the name does not begin with one.
func (p *parser) splitPlace(text string) (at, rest string) {
	parts := engine.PathParts(text)
	n := 0
	for n < len(parts) {
		if id, _, _ := strings.Cut(parts[n], "["); !p.isNode(id) {
			break
		}
		n++
	}
	return strings.Join(parts[:n], "."), strings.Join(parts[n:], ".")
}

// cutLast splits at the last dot outside of brackets.
func cutLast(text string) (before, last string, ok bool) {
	parts := engine.PathParts(text)
	n := len(parts) - 1
	return strings.Join(parts[:n], "."), parts[n], n > 0
}

// caseWords are how a case stands.
var caseWords = []string{
	"draft", "running", "held", "backing_out", "closed",
	"successful", "partial", "failed", "backed_out", "superseded", "cancelled",
}

// flagWords are how anything may stand beside its state and outcome.
var flagWords = []string{"held", "stale", "skipped", "undoing"}

// fits reports whether a word says how something stands.
func fits(word string, lists ...[]string) bool {
	return slices.ContainsFunc(lists, func(l []string) bool { return slices.Contains(l, word) })
}
