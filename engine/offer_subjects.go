package engine

import (
	"slices"

	"github.com/headgate/headgate/expr"
)

// Subject is one thing that a step is about, or hands over: an output, another
// step, or a value.
type Subject struct {
	// Name is step.output, the step, or the expression of the value.
	Name string
	// Output is the index in State.Outputs of what was given, or None.
	Output int
	// Node and Frame are the step it stands for when nothing was given: the
	// step itself, or the one that is to give it. Node is None for a value.
	Node  NodeID
	Frame FrameID
	// Value is what it is now; of a step its attempt.
	Value expr.Value
}

// Subjects lists what a step is about and what it hands over, in the order of
// the document, as it stands now.
func Subjects(p *Plan, s *State, w *World, n NodeID, f FrameID) []Subject {
	v := view{p: p, s: s, w: w, now: w.at(s.Now), node: n, frame: f}
	spec := v.specAt(n, f)
	var list []Subject
	for _, c := range slices.Concat(spec.About, spec.Package) {
		list = append(list, v.subject(c))
	}
	return list
}

// Supports lists what other steps gave about the same things as step n, as
// indexes in State.Outputs: the test report of the package that is to be
// accepted. What no longer counts is left out, and what came after the step had
// ended.
func Supports(p *Plan, s *State, w *World, n NodeID, f FrameID) []int {
	v := view{p: p, s: s, w: w, now: w.at(s.Now), node: n, frame: f}
	spec, slot := v.specAt(n, f), s.slot(p, n, f)
	var list []int
	for i := range s.Outputs {
		o := &s.Outputs[i]
		out := &p.Outputs[o.Output]
		if slot.settled() && o.At > slot.End {
			continue
		}
		if out.Node != n && o == v.currentOutput(o.Output, o.Frame) && o.counts(v.now) && v.shares(spec.About, f, out.About, o.Frame) {
			list = append(list, i)
		}
	}
	return list
}

// shares reports whether cells seen from frame f and from frame g name the same
// output or step.
func (v *view) shares(a []Cell, f FrameID, b []Cell, g FrameID) bool {
	return slices.ContainsFunc(a, func(x Cell) bool {
		if x.Node == None {
			return false
		}
		_, at := v.slotFor(x.Node, f)
		return at != None && slices.ContainsFunc(b, func(y Cell) bool {
			if x.Node != y.Node || x.Output != y.Output {
				return false
			}
			_, other := v.slotFor(y.Node, g)
			return at == other
		})
	})
}

func (v *view) subject(c Cell) Subject {
	x := Subject{Name: v.p.cellName(c), Output: None, Node: c.Node, Frame: v.frame}
	if c.Node != None {
		if _, f := v.slotFor(c.Node, v.frame); f != None {
			x.Frame, x.Value = f, v.cell(c, v.frame)
		}
	} else {
		x.Value = v.cell(c, v.frame)
	}
	if c.Output == None {
		return x
	}
	if o := v.currentOutput(c.Output, v.frame); o != nil {
		x.Output = slices.IndexFunc(v.s.Outputs, func(given OutputValue) bool { return given.Output == c.Output && given.Frame == o.Frame })
	}
	return x
}
