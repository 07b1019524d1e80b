package model

import (
	"fmt"
	"slices"
)

// comparePlaces finds inherited steps that a child's lists put elsewhere: one
// that no longer comes after a mandatory step it came after, and one that left
// the window of the block around it. The order of steps that may be left out
// is free (docs/decisions/0008).
// Source: language reference, section 13: steps are a superset in the same
// order.
func (f *flattener) comparePlaces(base, m *Model) {
	if base.ID == "" {
		return
	}
	was, is := spots(base), spots(m)
	compareOrder(slices.Concat(base.Phases, base.Procedures), was, is, f.misplaced)
	walk(slices.Concat(base.Phases, base.Procedures), func(s *Step) {
		if s.Touches != nil && s.Window == nil {
			f.compareCover(was[s.ID], is[s.ID])
		}
	})
}

// compareOrder tells misplaced of each pair of which the second is no longer
// after the first.
func compareOrder(blocks []*Step, was, is map[string]*spot, misplaced func(first, second *Step)) {
	for _, b := range blocks {
		var before []*spot // the mandatory steps of the nearest child that has some
		for _, s := range b.Steps {
			if b.Kind != "parallel" {
				compareNeighbours(before, left(s, is, binds), was, misplaced)
			}
			if own := left(s, is, isMandatory); len(own) > 0 {
				before = own
			}
		}
		compareOrder(b.Steps, was, is, misplaced)
	}
}

// binds reports whether a step relies on what comes before it.
func binds(s *Step) bool { return isMandatory(s) || s.Touches != nil }

// compareNeighbours holds steps of the parent behind those before them.
func compareNeighbours(a, b []*spot, was map[string]*spot, misplaced func(first, second *Step)) {
	if len(a) == 0 || len(b) == 0 {
		return
	}
	byNumber := func(a, b *spot) int { return a.number - b.number }
	last, next := slices.MaxFunc(a, byNumber), slices.MinFunc(b, byNumber)
	for _, s := range a {
		if !precedes(s, next) {
			misplaced(was[s.step.ID].step, was[next.step.ID].step)
			return
		}
	}
	for _, s := range b {
		if !precedes(last, s) {
			misplaced(was[last.step.ID].step, was[s.step.ID].step)
			return
		}
	}
}

// left lists the steps at and below s that count, are no blocks, and are still
// there.
func left(s *Step, is map[string]*spot, counts func(*Step) bool) []*spot {
	var out []*spot
	walk([]*Step{s}, func(s *Step) {
		if at := is[s.ID]; at != nil && len(s.Steps) == 0 && counts(s) {
			out = append(out, at)
		}
	})
	return out
}

// precedes reports whether b is after a: in a list that holds both, or what
// they are in, b's comes later (language reference, section 5).
func precedes(a, b *spot) bool {
	above := make(map[*spot]*spot) // block around a to what of it holds a
	for s := a; s != nil; s = s.above {
		above[s.above] = s
	}
	for s := b; s != nil; s = s.above {
		if other, ok := above[s.above]; ok && s != other {
			return other.number < s.number && (s.above == nil || s.above.step.Kind != "parallel")
		}
	}
	return false
}

func (f *flattener) misplaced(first, second *Step) {
	at, ok := f.placed[second.ID]
	if !ok {
		at = f.placed[first.ID]
	}
	f.found.add(Diagnostic{
		Code: "E-TIGHT-1", Pos: at, Message: fmt.Sprintf("`%s` no longer comes after `%s`", second.ID, first.ID),
		Reason: "what decides, checks or changes something relies on what came before it",
		Hint:   fmt.Sprintf("name `%s` before `%s`", first.ID, second.ID),
		Note:   Note{second.Pos, fmt.Sprintf("in the parent `%s` comes after `%s`", second.ID, first.ID)},
	})
}

// compareCover holds a touching step inside of the window it had from a block.
func (f *flattener) compareCover(was, is *spot) {
	if was == nil || is == nil || was.window == nil || is.step.Window != nil {
		return
	}
	if is.source != nil && is.source.ID == was.source.ID {
		return // compared where the block is refined
	}
	v := f.tightening.windowsStand(was.window, is.window)
	if v.stand >= Looser {
		f.loosens(v, fmt.Sprintf("the window around `%s`", was.step.ID), f.placed[was.step.ID], fieldPos(was.source, "window"))
	}
}
