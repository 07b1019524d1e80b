package model

import (
	"fmt"
	"slices"

	"github.com/headgate/headgate/calendar"
)

// applyRigor applies the operations of the model's rigor and of those below.
// What they insert belongs to the process.
// Source: language reference, section 15, "dials".
func (f *flattener) applyRigor(m *Model, p *Process) {
	if m.Rigor == "" {
		m.Rigor = "R1"
	}
	if m.Urgency == "" {
		m.Urgency = "planned"
	}
	for _, r := range rigors {
		if r > m.Rigor {
			return
		}
		for _, op := range p.RigorOps[r] {
			f.apply(m, op)
		}
	}
}

// apply changes the step, block or phase an operation is at.
func (f *flattener) apply(m *Model, op Op) {
	list, i := locate(&m.Phases, op.At.Text)
	if list == nil {
		f.refuse("E-OVER-1", op.At.Pos, fmt.Sprintf("no step `%s` is there to change", op.At.Text),
			"a dial addresses steps by id", "take the id of a step of the process")
		return
	}
	s := (*list)[i]
	if op.Set != nil {
		setFields(s, op.Set)
	}
	if op.Owe != nil {
		owe(s, op.Owe)
	}
	before, after := framed(op.Before), framed(op.After)
	switch {
	case op.Skip != "":
		*list = slices.Delete(*list, i, i+1)
	case s.Kind == "phase":
		first, last := ownRange(s, m.Process)
		s.Steps = slices.Insert(s.Steps, last, after...)
		s.Steps = slices.Insert(s.Steps, first, before...)
	default:
		*list = slices.Insert(*list, i+1, after...)
		*list = slices.Insert(*list, i, before...)
	}
}

// owe frees a step from its place: it becomes owed after a node.
func owe(s *Step, o *Owe) {
	s.Owed = true
	src := o.After + " + " + o.Due.Src
	at := &Time{Src: src, Pos: o.Due.Pos}
	if e, err := calendar.ParseTime(src); err == nil {
		at.Expr = e
	}
	s.Due = &Due{Pos: o.Due.Pos, Time: at}
}

// locate finds a step by id: the list that holds it and its index.
func locate(list *[]*Step, id string) (*[]*Step, int) {
	for i, s := range *list {
		if s.ID == id && id != "" {
			return list, i
		}
		if in, j := locate(&s.Steps, id); in != nil {
			return in, j
		}
	}
	return nil, 0
}

// ownRange gives the half-open range of a phase's steps that stand between
// those the process puts around them.
func ownRange(phase *Step, p *Process) (first, last int) {
	first, last = 0, len(phase.Steps)
	for _, pp := range p.Phases {
		if pp.ID.Text != phase.ID {
			continue
		}
		if n := len(pp.Enter); n > 0 {
			first = indexStep(phase.Steps, pp.Enter[n-1].ID) + 1
		}
		if len(pp.Exit) > 0 {
			if i := indexStep(phase.Steps, pp.Exit[0].ID); i >= 0 {
				last = i
			}
		}
	}
	return first, last
}

func indexStep(steps []*Step, id string) int {
	return slices.IndexFunc(steps, func(s *Step) bool { return s.ID == id })
}
