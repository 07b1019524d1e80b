package engine

import (
	"slices"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/expr"
)

// Criterion is one of the conditions that must all be true before a step goes
// on: an operand of the && of what a gate waits for, of a rule or of the checks
// of a handoff, or evidence that a decision or gate is about.
type Criterion struct {
	// Text is the condition as the language writes it, or the name of the
	// evidence, step.output.
	Text  string
	State CriterionState
	// Lack says of an undecided criterion what is not known and why.
	Lack string
	// Outputs and Facts are what it was read from: indexes of what was given,
	// in State.Outputs, and of facts, in Plan.Facts.
	Outputs, Facts []int
	// Grants are those that meet it.
	Grants []Grant
	// Until is the instant at which the first of these no longer counts, 0 for
	// never.
	Until calendar.Instant
}

// CriterionState is whether a criterion is true.
type CriterionState uint8

// The states of a criterion.
const (
	CriterionUnmet CriterionState = iota
	CriterionMet
	CriterionUndecided
)

// Criteria lists what must be true before a step goes on, one by one and in the
// order of the document, as it stands now. A step that waits for nothing of the
// kind has none.
func Criteria(p *Plan, s *State, w *World, n NodeID, f FrameID) []Criterion {
	v := view{p: p, s: s, w: w, now: w.at(s.Now), node: n, frame: f}
	spec := v.specAt(n, f)
	var list []Criterion
	for _, c := range spec.About {
		list = append(list, v.aboutCriterion(c))
	}
	for _, pr := range slices.Concat([]ProgramID{spec.Until}, spec.Waits, spec.Checks) {
		if pr == None {
			continue
		}
		for _, part := range p.Programs[pr].Expr.Conjuncts() {
			list = append(list, v.criterion(part))
		}
	}
	return list
}

// aboutCriterion is met while what a step is about counts.
func (v *view) aboutCriterion(c Cell) Criterion {
	x := Criterion{Text: v.p.cellName(c)}
	switch {
	case c.Output != None:
		v.readOutput(&x, c.Output)
		if o := v.currentOutput(c.Output, v.frame); o != nil && o.counts(v.now) {
			x.State = CriterionMet
		}
	case c.Node != None:
		if slot, _ := v.slotFor(c.Node, v.frame); slot != nil && slot.settled() {
			x.State = CriterionMet
		}
	case !v.eval(c.Program, v.node, v.frame).IsUnknown():
		x.State = CriterionMet
	}
	return x
}

// criterion evaluates one condition and lists what it was read from.
func (v *view) criterion(part *expr.Program) Criterion {
	x := Criterion{Text: part.String()}
	seen := witness{view: v}
	switch value := expr.Eval(part, &seen, &v.stack); {
	case value.IsTrue():
		x.State = CriterionMet
	case value.IsUnknown():
		x.State = CriterionUndecided
		ref, reason := value.Blame()
		x.Lack = v.refName(ref) + ": " + reasonText(reason)
	}
	for _, ref := range part.Refs() {
		switch kind, i := SplitRef(ref); kind {
		case RefOutput:
			v.readOutput(&x, int32(i))
		case RefEvidence:
			v.readOutput(&x, int32(i>>3))
		case RefFact:
			x.Facts = append(x.Facts, i)
			if r := v.s.reading(int32(i)); r != nil {
				x.Until = v.sooner(x.Until, v.p.freshUntil(int32(i), r.At))
			}
		}
	}
	for _, a := range seen.asked {
		x.Grants = append(x.Grants, v.grantsFor(a.stage, a.part)...)
	}
	for i := range x.Grants {
		x.Until = v.sooner(x.Until, x.Grants[i].To)
	}
	return x
}

// readOutput notes that a criterion reads an output, once.
func (v *view) readOutput(x *Criterion, i int32) {
	o := v.currentOutput(i, v.frame)
	if o == nil {
		return
	}
	at := slices.IndexFunc(v.s.Outputs, func(given OutputValue) bool { return given.Output == i && given.Frame == o.Frame })
	if at < 0 || slices.Contains(x.Outputs, at) {
		return
	}
	x.Outputs = append(x.Outputs, at)
	x.Until = v.sooner(x.Until, o.Until)
}

// grantsFor returns the grants by which granted(stage, part) is true.
func (v *view) grantsFor(stage, part string) []Grant {
	var list []Grant
	for i := range v.s.Given {
		if g := &v.s.Given[i]; g.gives(stage) {
			list = append(list, *g)
		}
	}
	if v.w == nil {
		return list
	}
	for i := range v.w.Grants {
		if g := &v.w.Grants[i]; v.grantMeets(g, stage, part) {
			list = append(list, *g)
		}
	}
	return list
}

// witness is a view that remembers which grants a condition asked for.
type witness struct {
	*view
	asked []grantAsked
}

// Call implements expr.Source.
func (w *witness) Call(fn int, args []expr.Value) expr.Value {
	if fn == FnGranted {
		w.asked = append(w.asked, askedOf(args))
	}
	return w.view.Call(fn, args)
}
