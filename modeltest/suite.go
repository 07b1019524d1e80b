package modeltest

import (
	"slices"

	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/model"
)

// Suite is the tests of one model, ready to be played. It is immutable and may
// be shared.
type Suite struct {
	Model   string // id
	Version string
	Tests   []Test

	plan *engine.Plan // of the model without tests
}

// Test is one test of a suite.
type Test struct {
	Name string
	Pos  model.Pos

	doc      *model.Test
	plan     *engine.Plan // with what the test asks, under its staff; nil: it does not compile
	findings model.Diagnostics
	entries  []entry
	expect   []expectation // after the last entry
	compile  *model.Word   // the code that compiling must find, or nil
	values   values
	site     *model.Site
	later    string // what this version does not play
}

// values are what a test gives, typed.
type values struct {
	params, facts []engine.Named
	gives         []given
}

// given is an output a test gives: of a step, in every attempt. A text is asked
// each time.
type given struct {
	step, output string
	value        model.Value
	asked        int
}

// Compile reads tests against the model they are of. Lib finds the process and
// the parents; site may be nil. The findings are those of the model and of its
// tests, each with its place; the suite is nil if any is an error. A test that
// expects a finding of the compiler is not itself wrong.
func Compile(doc *model.Model, tests []model.Test, lib model.Library, site *model.Site) (*Suite, model.Diagnostics) {
	plan, found := engine.Build(doc, lib, site)
	if plan == nil {
		return nil, found
	}
	flat, _ := model.Flatten(doc, lib)
	s := &Suite{Model: doc.ID, Version: doc.Version, plan: plan}
	for i := range tests {
		t, wrong := compileTest(plan, flat, &tests[i], site)
		found = append(found, wrong...)
		s.Tests = append(s.Tests, t)
	}
	found.Sort()
	if found.HasErrors() {
		return nil, found
	}
	return s, found
}

func compileTest(plan *engine.Plan, flat *model.Model, doc *model.Test, site *model.Site) (Test, model.Diagnostics) {
	t := Test{Name: doc.Name.Text, Pos: doc.Name.Pos, doc: doc}
	p := &parser{plan: plan}
	t.entries = p.entries(doc.Run)
	t.expect = p.testExpect(&t, doc)
	p.staff(doc.Staff)
	p.facts(doc.Facts)
	p.overlay(doc)
	t.values.gives = p.givens(doc.Gives)
	staffed, place := flat, site
	if len(doc.Staff) > 0 {
		staffed, place = engine.Staffed(flat, site, doc.Staff)
	}
	t.site = place
	t.plan, t.findings = engine.CompileAsking(staffed, place, p.questions)
	t.findings = append(model.Check(staffed, site), t.findings...)
	p.asked = t.plan
	p.types(&t, doc)
	t.later = laterOf(&t)
	if t.plan == nil && t.compile == nil { // its questions are wrong, or its staff cannot do it
		p.found = append(p.found, wrongOf(t.findings)...)
	}
	return t, p.found
}

func wrongOf(found model.Diagnostics) model.Diagnostics {
	return slices.DeleteFunc(slices.Clone(found), func(d model.Diagnostic) bool { return d.Severity != model.Error })
}

// testExpect reads what a test expects besides its lines.
func (p *parser) testExpect(t *Test, doc *model.Test) []expectation {
	var rest []expectation
	if len(doc.Expect) > 0 {
		for _, x := range p.expectations(model.Value{Kind: model.Record, Pos: doc.Expect[0].Key.Pos, Fields: doc.Expect}) {
			if x.kind == expectCompile {
				t.compile = &model.Word{Text: x.want.Text, Pos: x.want.Pos}
				continue
			}
			rest = append(rest, x)
		}
	}
	for i := range t.entries {
		for _, x := range t.entries[i].expect {
			if x.kind == expectCompile {
				p.wrong(x.key.Pos, "`compile` is expected of the whole test", "write `expect: {compile: CODE}` beside `test`, without `run`")
			}
		}
	}
	if len(doc.Run) == 0 && len(doc.Expect) == 0 {
		p.wrong(doc.Name.Pos, "a test that does and expects nothing", "write `run` with its lines, or `expect: {compile: CODE}`")
	}
	return rest
}

// staff checks that a test fills roles the model has, or `deciders`.
func (p *parser) staff(list []model.Entry) {
	ids := append(p.roleIDs(), "deciders")
	for _, e := range list {
		if !fits(e.Key.Text, ids) {
			p.unknown(e.Key.Pos, e.Key.Text, ids)
		}
		p.texts(e.Value)
	}
}

func (p *parser) overlay(doc *model.Test) {
	if doc.Overlay == "" {
		return
	}
	var ids []string
	for i := range p.plan.Overlays {
		ids = append(ids, p.plan.Overlays[i].ID)
	}
	if !fits(doc.Overlay, ids) {
		p.unknown(doc.Name.Pos, doc.Overlay, ids)
	}
}

// givens reads `gives: {step: {output: value}}`.
func (p *parser) givens(list []model.Entry) []given {
	var out []given
	for _, step := range list {
		if !p.isNode(step.Key.Text) {
			p.unknown(step.Key.Pos, step.Key.Text, p.nodeIDs())
			continue
		}
		out = append(out, p.given(step.Key.Text, p.record(step.Value))...)
	}
	return out
}

// given reads the outputs of one step; a text with ${…} becomes a question.
func (p *parser) given(step string, outputs []model.Entry) []given {
	var out []given
	for _, o := range outputs {
		if !p.gives(step, o.Key.Text) {
			p.unknown(o.Key.Pos, o.Key.Text, p.outputs(step))
			continue
		}
		g := given{step: step, output: o.Key.Text, value: o.Value, asked: noQuestion}
		if o.Value.Kind == model.Scalar && isTemplate(o.Value.Text) {
			q := engine.Question{Text: model.CEL{Src: o.Value.Text, Pos: o.Value.Pos}, Node: step}
			g.asked = p.ask(q, o.Value.Pos, o.Value.Text).question
		}
		out = append(out, g)
	}
	return out
}

// laterOf says what a test needs that this version does not run, or "".
func laterOf(t *Test) string {
	switch {
	case t.plan == nil || t.compile != nil && len(t.entries) == 0:
		return ""
	case len(t.plan.NotYet) > 0:
		return t.plan.NotYet[0]
	}
	for _, e := range t.entries {
		if what := laterExpect(e.expect); what != "" {
			return what
		}
	}
	return laterExpect(t.expect)
}

func laterExpect(list []expectation) string {
	for _, x := range list {
		if x.kind == expectLater {
			return "`" + x.key.Text + "` (labels)"
		}
	}
	return ""
}
