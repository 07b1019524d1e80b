package model

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/expr"
)

// finish settles what only the whole model tells: the places of overlays, what
// is mandatory, which words are answers, and which limits are durations.
func (f *flattener) finish(m *Model) {
	m.Overlays = slices.Clone(m.Overlays)
	for i := range m.Overlays {
		m.Overlays[i].Changes = f.overlayOps(m, &m.Overlays[i])
	}
	every(m, func(s *Step) {
		s.Mandatory = s.Mandatory || isMandatory(s)
		settleAnswers(s)
	})
	durations := newDurations(m)
	durations.steps(m.Phases)
	durations.steps(m.Procedures)
	for _, o := range m.Overlays {
		for _, op := range o.Changes {
			durations.op(op)
		}
	}
}

// every calls visit for every step of a flattened model: of its phases,
// procedures and overlays.
func every(m *Model, visit func(*Step)) {
	walk(m.Phases, visit)
	walk(m.Procedures, visit)
	for _, o := range m.Overlays {
		for _, op := range o.Changes {
			walk(op.Before, visit)
			walk(op.After, visit)
		}
	}
}

// overlayOps copies the operations of an overlay with their steps marked, and
// checks that what they change is there.
func (f *flattener) overlayOps(m *Model, o *Overlay) []Op {
	out := slices.Clone(o.Changes)
	inserted := make(map[string]bool)
	for i := range out {
		op := &out[i]
		op.Before, op.After = overlaid(op.Before, o.ID.Text), overlaid(op.After, o.ID.Text)
		if op.Set != nil {
			c := *op.Set
			op.Set = &c
		}
		for _, steps := range [][]*Step{op.Before, op.After} {
			walk(steps, func(s *Step) { inserted[s.ID] = true })
		}
	}
	for _, op := range out {
		target, i := locate(&m.Phases, op.At.Text)
		switch {
		case target == nil && !inserted[op.At.Text]:
			f.unknownPlace(m, o, op)
		case target != nil && op.Set != nil:
			op.Set.Kind, op.Set.ID = (*target)[i].Kind, op.At.Text
		}
	}
	return out
}

func overlaid(steps []*Step, overlay string) []*Step {
	out := cloneAll(steps)
	walk(out, func(s *Step) { s.Overlay = overlay })
	return out
}

func (f *flattener) unknownPlace(m *Model, o *Overlay, op Op) {
	var known []string
	walk(m.Phases, func(s *Step) { known = append(known, s.ID) })
	hint := "take the id of the step as it stands after `extends`"
	if near := expr.Nearest(op.At.Text, known); near != "" {
		hint = fmt.Sprintf("did you mean `%s`?", near)
	}
	f.refuse("E-OVER-1", op.At.Pos, fmt.Sprintf("the overlay `%s` changes `%s`, which is not in the model", o.ID.Text, op.At.Text),
		"an overlay addresses steps by id, so that it never depends on position", hint)
}

// settleAnswers turns a verb into the answer of the same name where a decision
// has one: in its own else and watches (language reference, section 7).
func settleAnswers(s *Step) {
	if s.Kind != "decide" || len(s.Answers) == 0 {
		return
	}
	s.Else = asAnswers(s.Else, s.Answers)
	s.Watch = slices.Clone(s.Watch)
	for i := range s.Watch {
		s.Watch[i].Then = asAnswers(s.Watch[i].Then, s.Answers)
	}
}

func asAnswers(actions []Action, answers []string) []Action {
	out := slices.Clone(actions)
	for i, a := range out {
		if a.Target == "" && a.From == "" && a.Time == nil && slices.Contains(answers, a.Verb) {
			out[i].Verb, out[i].Answer = "answer", a.Verb
		}
	}
	return out
}

// durations knows which references name a duration, to tell `due: f.ask_within`
// from `due: f.at`.
type durations struct {
	known map[string]bool    // dotted path
	lists map[string][]Field // what an each can run over: table or list of records
}

func newDurations(m *Model) *durations {
	d := &durations{known: make(map[string]bool), lists: make(map[string][]Field)}
	for _, p := range m.Params {
		d.add("params."+p.ID.Text, p.Type)
		if p.Type.List != nil {
			d.lists["params."+p.ID.Text] = p.Type.List.Fields
		}
	}
	for _, t := range m.Tables {
		d.addFields(t.ID.Text, t.Out)
		d.lists[t.ID.Text] = t.Columns
	}
	for _, f := range m.Facts {
		d.addFields(f.ID.Text, f.Type.Fields)
		if f.Type.List != nil {
			d.lists[f.ID.Text] = f.Type.List.Fields
		}
	}
	for _, a := range m.Agreements {
		for _, t := range a.Targets {
			d.known[a.ID.Text+"."+t.ID.Text] = true
		}
	}
	every(m, func(s *Step) {
		for _, o := range s.Gives {
			d.add(s.ID+"."+o.ID.Text, o.Type)
		}
	})
	return d
}

func (d *durations) add(path string, t TypeExpr) {
	if strings.TrimSuffix(t.Scalar, "?") == "duration" {
		d.known[path] = true
	}
}

func (d *durations) addFields(id string, fields []Field) {
	for _, f := range fields {
		d.add(id+"."+f.ID.Text, f.Type)
	}
}

func (d *durations) op(op Op) {
	d.steps(op.Before)
	d.steps(op.After)
	if op.Set != nil {
		d.step(op.Set)
	}
}

func (d *durations) steps(steps []*Step) {
	for _, s := range steps {
		d.step(s)
	}
}

// step turns a limit that names a duration into a Span, with the fields of the
// item in sight below an each.
func (d *durations) step(s *Step) {
	if s.Due != nil && s.Due.Time != nil && d.known[s.Due.Time.Src] {
		due := *s.Due
		due.Span = &Span{Src: due.Time.Src, Pos: due.Time.Pos, Ref: due.Time.Src}
		due.Time = nil
		s.Due = &due
	}
	if s.Kind != "each" || s.Of == nil || s.As == "" {
		d.steps(s.Steps)
		return
	}
	fields := d.lists[s.Of.CEL.Src]
	if len(s.Of.Literal) > 0 {
		fields = durationFields(s.Of.Literal[0])
	}
	d.addFields(s.As, fields)
	d.steps(s.Steps)
	for _, f := range fields {
		delete(d.known, s.As+"."+f.ID.Text)
	}
}

// durationFields gives the fields of a literal record that read as durations.
func durationFields(v Value) []Field {
	var out []Field
	for _, e := range v.Fields {
		if _, err := calendar.ParseDur(e.Value.Text); err == nil && e.Value.Kind == Scalar {
			out = append(out, Field{ID: e.Key, Type: TypeExpr{Scalar: "duration"}})
		}
	}
	return out
}
