package modeltest

import (
	"slices"
	"strings"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/expr"
	"github.com/headgate/headgate/model"
)

// noQuestion stands for a question that is not asked.
const noQuestion = -1

// parser reads the lines of one test and collects what is asked about the case.
type parser struct {
	plan      *engine.Plan // of the model without its tests: which names there are
	asked     *engine.Plan // with the questions, once they are compiled; nil: they are wrong
	questions []engine.Question
	found     model.Diagnostics
}

func (p *parser) report(code string, pos model.Pos, message, reason, hint string) {
	p.found = append(p.found, model.Diagnostic{Code: code, Pos: pos, Message: message, Reason: reason, Hint: hint})
}

const whyRead = "a line of a test that cannot be read tests nothing"

func (p *parser) wrong(pos model.Pos, message, hint string) {
	p.report("E-DOC-3", pos, message, whyRead, hint)
}

// entryKeys are the keys of a line, in the order in which they are done.
var entryKeys = []string{"until", "at", "after", "do", "who", "as", "answer", "gives", "reason", "revoke", "event", "with", "fact", "refused", "expect"}

// entries reads the lines of `run`. A line that only says what a deed before it
// is refused with belongs to that deed.
func (p *parser) entries(run []model.Value) []entry {
	var list []entry
	for _, v := range run {
		e := p.entry(v)
		if last := len(list) - 1; last >= 0 && e.onlyRefused() && list[last].awaitsRefusal() {
			list[last].refused, list[last].expect = e.refused, e.expect
			continue
		}
		if e.refused != nil && !e.inputs() {
			p.wrong(e.refused.Pos, "`refused` follows nothing that could be", "write it beside or right after `do`, `event` or `fact`")
		}
		list = append(list, e)
	}
	return list
}

// awaitsRefusal reports whether a line may be refused and does not say how.
func (e *entry) awaitsRefusal() bool { return e.inputs() && e.refused == nil && e.expect == nil }

func (e *entry) onlyRefused() bool {
	return e.refused != nil && !e.inputs() && e.until == nil && e.at == nil && e.after == nil
}

// inputs reports whether a line gives the case something, so that it comes
// before the timers of its instant.
func (e *entry) inputs() bool { return e.do != nil || e.event != nil || e.fact != nil }

func (p *parser) entry(v model.Value) entry {
	e := entry{pos: v.Pos}
	if v.Kind != model.Record {
		p.wrong(v.Pos, "a line of a test is a map", "write `- until: step.state`, `- {do: step, who: person}`, or `- expect: {step: state}`")
		return e
	}
	for _, f := range v.Fields {
		p.field(&e, f)
	}
	p.deedFields(&e, v)
	return e
}

func (p *parser) field(e *entry, f model.Entry) {
	switch f.Key.Text {
	case "until":
		e.until = p.wanted(f.Value)
	case "at":
		e.at = p.time(f.Value)
	case "after":
		e.after = p.dur(f.Value)
	case "do":
		e.do = &deed{place: p.place(p.text(f.Value), f.Value.Pos), asRole: noQuestion}
	case "event":
		e.event = p.signal(f.Value)
	case "fact":
		e.fact = p.reading(f.Value)
	case "refused":
		e.refused = &model.Word{Text: p.text(f.Value), Pos: f.Value.Pos}
	case "expect":
		e.expect = p.expectations(f.Value)
	case "who", "as", "answer", "gives", "reason", "revoke", "with":
	default:
		p.report("E-DOC-2", f.Key.Pos, "unknown key `"+f.Key.Text+"` in a line of a test", whyRead, nearest(f.Key.Text, entryKeys))
	}
}

// deedFields reads what says how a deed is done, or what an event carries.
func (p *parser) deedFields(e *entry, v model.Value) {
	for _, f := range v.Fields {
		switch key := f.Key.Text; {
		case key == "with" && e.event != nil:
			e.event.fields = p.record(f.Value)
		case key == "with" || e.do == nil && isDeedKey(key):
			p.wrong(f.Key.Pos, "`"+key+"` without `do`", "it says how something is done: write `{do: step, "+key+": …}`")
		case key == "who":
			e.do.who = p.texts(f.Value)
		case key == "as":
			e.do.as = p.text(f.Value)
			e.do.asRole = p.members(e.do.as, f.Value.Pos)
		case key == "answer":
			e.do.answer = p.text(f.Value)
		case key == "gives":
			e.do.gives = p.record(f.Value)
		case key == "reason":
			e.do.reason = p.text(f.Value)
		case key == "revoke":
			e.do.revoke = p.text(f.Value)
		}
	}
	if e.do != nil {
		p.deed(e.do)
	}
}

func isDeedKey(key string) bool {
	switch key {
	case "who", "as", "answer", "gives", "reason", "revoke":
		return true
	}
	return false
}

// deed finds the step of a deed, or the deliverable `step.output`.
func (p *parser) deed(d *deed) {
	at, output := p.splitPlace(d.place.text)
	if at == "" || output == "" {
		p.known(&d.place)
		return
	}
	d.place, d.output = p.place(at, d.place.pos), output
	if p.known(&d.place) && !p.gives(d.place.id, output) {
		p.unknown(d.place.pos, output, p.outputs(d.place.id))
	}
}

// outputs lists what a step gives.
func (p *parser) outputs(id string) []string {
	var names []string
	for i := range p.plan.Outputs {
		if o := &p.plan.Outputs[i]; p.plan.Nodes[o.Node].ID == id {
			names = append(names, o.Name)
		}
	}
	return names
}

func (p *parser) gives(id, output string) bool { return slices.Contains(p.outputs(id), output) }

func (p *parser) signal(v model.Value) *signal {
	if v.Kind == model.Record && len(v.Fields) == 1 {
		return &signal{name: v.Fields[0].Key, fields: p.record(v.Fields[0].Value)}
	}
	return &signal{name: model.Word{Text: p.text(v), Pos: v.Pos}}
}

func (p *parser) reading(v model.Value) *reading {
	r := &reading{facts: p.record(v)}
	p.facts(r.facts)
	return r
}

// facts checks that the model reads the facts named.
func (p *parser) facts(list []model.Entry) {
	var ids []string
	for i := range p.plan.Facts {
		ids = append(ids, p.plan.Facts[i].ID)
	}
	for _, f := range list {
		if factOf(p.plan, f.Key.Text) < 0 {
			p.unknown(f.Key.Pos, f.Key.Text, ids)
		}
	}
}

func factOf(plan *engine.Plan, id string) int {
	for i := range plan.Facts {
		if plan.Facts[i].ID == id {
			return i
		}
	}
	return -1
}

func (p *parser) time(v model.Value) *asking {
	src := p.text(v)
	t, err := calendar.ParseTime(src)
	if err != nil {
		p.wrong(v.Pos, "`"+src+"` is no time: "+err.Error(), "write a time such as `T`, `T - 1d`, or `2026-03-03T09:00+01:00`")
		return nil
	}
	return p.ask(engine.Question{Time: &model.Time{Src: src, Pos: v.Pos, Expr: t}}, v.Pos, src)
}

func (p *parser) dur(v model.Value) *calendar.Dur {
	d, err := calendar.ParseDur(p.text(v))
	if err != nil {
		p.wrong(v.Pos, "`"+v.Text+"` is no duration: "+err.Error(), "write a duration such as `5m`, `2bh` or `3bd`")
		return nil
	}
	return &d
}

func (p *parser) ask(q engine.Question, pos model.Pos, text string) *asking {
	p.questions = append(p.questions, q)
	return &asking{pos: pos, text: text, question: len(p.questions) - 1}
}

func (p *parser) condition(src string, pos model.Pos, node string) int {
	return p.ask(engine.Question{CEL: model.CEL{Src: src, Pos: pos}, Node: node}, pos, src).question
}

// members asks who is in a role, which may be a person instead.
func (p *parser) members(role string, pos model.Pos) int {
	for i := range p.plan.Roles {
		if p.plan.Roles[i].ID == role {
			return p.condition(role+".members", pos, "")
		}
	}
	p.unknown(pos, role, p.roleIDs())
	return noQuestion
}

func (p *parser) roleIDs() []string {
	ids := make([]string, len(p.plan.Roles))
	for i := range ids {
		ids[i] = p.plan.Roles[i].ID
	}
	return ids
}

func (p *parser) unknown(pos model.Pos, word string, known []string) {
	p.report("E-REF-1", pos, "unknown name `"+word+"`", "every name is declared once, so that a typo is found before a run", nearest(word, known))
}

func nearest(word string, words []string) string {
	if near := expr.Nearest(word, words); near != "" {
		return "did you mean `" + near + "`?"
	}
	return "one of " + strings.Join(words, ", ")
}

// text reads a scalar.
func (p *parser) text(v model.Value) string {
	if v.Kind != model.Scalar {
		p.wrong(v.Pos, "a text is wanted here", "write one word or sentence")
	}
	return v.Text
}

// texts reads a scalar, or a list of them.
func (p *parser) texts(v model.Value) []string {
	if v.Kind != model.List {
		return []string{p.text(v)}
	}
	list := make([]string, len(v.List))
	for i, x := range v.List {
		list[i] = p.text(x)
	}
	return list
}

func (p *parser) record(v model.Value) []model.Entry {
	if v.Kind != model.Record {
		p.wrong(v.Pos, "a map is wanted here", "write `{name: value}`")
	}
	return v.Fields
}
