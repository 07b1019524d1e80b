package engine

import (
	"slices"

	"github.com/headgate/headgate/expr"
)

// inputs resolves the inputs of the executor and of the back-out, which never
// depends on later facts. An absent optional value leaves its key out.
func (d *decider) inputs(n NodeID, f FrameID, spec *Spec) []Named {
	if len(spec.With) == 0 && spec.BackOut == nil {
		return nil
	}
	var list []Named
	for i := range spec.With {
		if x := d.template(spec.With[i].Template, n, f); !x.IsNull() {
			list = append(list, Named{Name: spec.With[i].Name, Value: x})
		}
	}
	if spec.BackOut != nil {
		for i := range spec.BackOut.With {
			if x := d.template(spec.BackOut.With[i].Template, n, f); !x.IsNull() {
				list = append(list, Named{Name: backOutPrefix + spec.BackOut.With[i].Name, Value: x})
			}
		}
	}
	return list
}

const backOutPrefix = "back_out."

// reading is one thing beside its inputs that a step is started over, under the
// name it is recorded by: a subject of the step or of its evidence, its package,
// or an output or fact that its conditions read.
type reading struct {
	name string
	cell Cell
	ref  expr.Ref // an output or fact, or NoRef: the cell
}

// readingsOf lists what a body of node n is started over.
func (p *Plan) readingsOf(n NodeID, spec *Spec) []reading {
	var list []reading
	for _, ref := range p.shownTo(spec) {
		list = append(list, reading{name: p.refText(ref), ref: ref})
	}
	cells := slices.Concat(spec.About, spec.Package)
	for i := p.Nodes[n].Outputs[0]; i < p.Nodes[n].Outputs[1]; i++ {
		cells = append(cells, p.Outputs[i].About...)
	}
	for _, c := range cells {
		list = append(list, reading{name: p.cellName(c), cell: c, ref: expr.NoRef})
	}
	return list
}

// readValues are what a step is started over beside its inputs, as it is now.
func (v *view) readValues(f FrameID, spec *Spec) []Named {
	reads := spec.rt.reads
	if len(reads) == 0 {
		return nil
	}
	list := make([]Named, len(reads))
	for i := range reads {
		r := &reads[i]
		list[i].Name = r.name
		if r.ref != expr.NoRef {
			list[i].Value = v.shown(r.ref, f)
		} else {
			list[i].Value = v.cell(r.cell, f)
		}
	}
	return list
}

// shown is the value of an output or fact as it was last given, however old.
func (v *view) shown(ref expr.Ref, f FrameID) expr.Value {
	kind, i := SplitRef(ref)
	if kind == RefOutput {
		return v.output(int32(i), f)
	}
	if r := v.s.reading(int32(i)); r != nil {
		return r.Value
	}
	return expr.Null()
}

func (p *Plan) cellName(c Cell) string {
	switch {
	case c.Node == None && c.Program != None:
		return p.Programs[c.Program].Source
	case c.Output == None:
		return p.Nodes[c.Node].ID
	}
	return p.Nodes[c.Node].ID + "." + p.Outputs[c.Output].Name
}

// unchanged reports whether everything a node recorded at its last start has
// the same value now, and its evidence could still count.
func (d *decider) unchanged(n NodeID, f FrameID, _ *Slot, spec *Spec) bool {
	r := d.s.recorded(n, f)
	if r == nil {
		return false
	}
	return sameNamed(r.Values, d.inputs(n, f, spec)) && sameNamed(r.Read, d.readValues(f, spec)) && d.evidenceStands(n, f)
}

func sameNamed(a, b []Named) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Name != b[i].Name || !a[i].Value.Equal(b[i].Value) {
			return false
		}
	}
	return true
}

func (d *decider) evidenceStands(n NodeID, f FrameID) bool {
	node := &d.p.Nodes[n]
	for i := node.Outputs[0]; i < node.Outputs[1]; i++ {
		o := d.s.output(i, f)
		if o == nil || d.p.Outputs[i].Evidence == "" {
			continue
		}
		if o.Evidence != EvidenceWasSuspended || o.Before == EvidenceVoid || o.Until != 0 && d.now >= o.Until {
			return false
		}
	}
	return true
}

// recordsInputs reports whether a start of a node records what it is started
// over: its inputs, the subjects of the step and of its evidence, its package,
// and what its `when`, `checks` and `show` read. What records nothing is never
// kept.
func (s *Spec) recordsInputs(reads []reading) bool { return len(s.With)+len(reads) > 0 }

// shownTo lists the outputs and facts that the conditions of a body read which
// its performer relies on.
func (p *Plan) shownTo(spec *Spec) []expr.Ref {
	var list []expr.Ref
	for _, pr := range slices.Concat([]ProgramID{spec.When}, spec.Checks, spec.Show) {
		if pr == None {
			continue
		}
		for _, ref := range p.Programs[pr].Expr.Refs() {
			kind, i := SplitRef(ref)
			if kind == RefEvidence { // whatever of it is read, it is the same evidence
				ref = MakeRef(RefOutput, i>>3)
			}
			if (kind == RefEvidence || kind == RefOutput || kind == RefFact) && !slices.Contains(list, ref) {
				list = append(list, ref)
			}
		}
	}
	return list
}
