package modeltest

import (
	"slices"
	"strings"

	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/expr"
	"github.com/headgate/headgate/model"
)

func isTemplate(text string) bool { return strings.Contains(text, "${") }

// types reads what a test writes by the types of the model, and checks its
// words.
func (p *parser) types(t *Test, doc *model.Test) {
	p.params(t, doc.With)
	for _, f := range doc.Facts {
		t.values.facts = append(t.values.facts, p.fact(f))
	}
	for i := range t.values.gives {
		p.givenType(&t.values.gives[i])
	}
	for i := range t.entries {
		p.entryTypes(&t.entries[i])
	}
	p.wants(t.expect)
}

// params reads `with`: params of the model, and `T`.
func (p *parser) params(t *Test, with []model.Entry) {
	var ids []string
	for i := range p.plan.Params {
		ids = append(ids, p.plan.Params[i].Name)
	}
	for _, e := range with {
		typ, ok := paramType(p.plan, e.Key.Text)
		if !ok {
			p.unknown(e.Key.Pos, e.Key.Text, ids)
			continue
		}
		t.values.params = append(t.values.params, engine.Named{Name: e.Key.Text, Value: p.literal(e.Value, typ)})
	}
}

func paramType(plan *engine.Plan, name string) (expr.Type, bool) {
	for i := range plan.Params {
		if plan.Params[i].Name == name {
			return plan.Params[i].Type, true
		}
	}
	return expr.Scalar(expr.TypeTime), name == "T"
}

func (p *parser) literal(v model.Value, typ expr.Type) expr.Value {
	x, found := engine.Literal(v, typ)
	p.found = append(p.found, found...)
	return x
}

// fact reads a reading; fields it leaves out are samples. What is no fact has
// been reported.
func (p *parser) fact(f model.Entry) engine.Named {
	i := factOf(p.plan, f.Key.Text)
	if i < 0 {
		return engine.Named{}
	}
	typ := p.plan.Facts[i].Type
	return engine.Named{Name: f.Key.Text, Value: filled(p.literal(f.Value, typ), typ, f.Key.Text)}
}

func (p *parser) givenType(g *given) {
	if g.asked != noQuestion {
		return
	}
	if o := outputOf(p.plan, g.step, g.output); o.Evidence == "" {
		p.literal(g.value, o.Type)
	}
}

func outputOf(plan *engine.Plan, step, name string) *engine.Output {
	for i := range plan.Outputs {
		if o := &plan.Outputs[i]; o.Name == name && plan.Nodes[o.Node].ID == step {
			return o
		}
	}
	return nil
}

func (p *parser) entryTypes(e *entry) {
	if e.until != nil {
		p.placeWord(&e.until.place, e.until.word)
	}
	if e.fact != nil {
		for _, f := range e.fact.facts {
			p.fact(f)
		}
	}
	if e.event != nil {
		p.signalTypes(e.event)
	}
	if e.do != nil {
		p.deedTypes(e.do)
	}
	p.wants(e.expect)
}

func (p *parser) signalTypes(s *signal) {
	ev := eventOf(p.plan, s.name.Text)
	if ev == nil {
		var names []string
		for i := range p.plan.Events {
			names = append(names, p.plan.Events[i].Name)
		}
		p.unknown(s.name.Pos, s.name.Text, names)
		return
	}
	for _, f := range s.fields {
		if i := indexOf(ev.Fields, f.Key.Text); i >= 0 {
			p.literal(f.Value, ev.Types[i])
		} else {
			p.unknown(f.Key.Pos, f.Key.Text, ev.Fields)
		}
	}
}

func eventOf(plan *engine.Plan, name string) *engine.EventType {
	for i := range plan.Events {
		if plan.Events[i].Name == name {
			return &plan.Events[i]
		}
	}
	return nil
}

func indexOf(list []string, s string) int {
	for i := range list {
		if list[i] == s {
			return i
		}
	}
	return -1
}

func (p *parser) deedTypes(d *deed) {
	for _, o := range d.gives {
		out := outputOf(p.plan, d.place.id, o.Key.Text)
		switch {
		case out == nil:
			p.unknown(o.Key.Pos, o.Key.Text, p.outputs(d.place.id))
		case out.Evidence == "":
			p.literal(o.Value, out.Type)
		}
	}
}

// placeWord checks that something can stand as a word says.
func (p *parser) placeWord(at *place, w model.Word) {
	switch {
	case at.id == "" && at.text == p.plan.CaseWord:
		p.word(w.Text, w.Pos, caseWords)
		return
	case at.state == noQuestion || p.asked == nil: // unknown, and reported
		return
	}
	words := slices.Concat(p.asked.AskedType(at.state).Words, p.asked.AskedType(at.outcome).Words, flagWords)
	slices.Sort(words)
	p.word(w.Text, w.Pos, slices.Compact(words))
}

// wants checks the words and values that are expected.
func (p *parser) wants(list []expectation) {
	for i := range list {
		switch x := &list[i]; x.kind {
		case expectWord:
			p.placeWord(&x.place, model.Word{Text: x.want.Text, Pos: x.want.Pos})
		case expectValue:
			if p.asked != nil {
				p.literal(x.want, p.asked.AskedType(x.value).Known())
			}
		}
	}
}
