package model

import (
	"fmt"
	"reflect"
)

// refine gives an inherited step with the fields its child sets.
func (f *flattener) refine(base, child *Step) *Step {
	out := clone(base)
	if base.Kind != child.Kind {
		if base.Kind != "task" || child.Kind != "auto" {
			f.refuse("E-INH-3", child.Pos, fmt.Sprintf("`%s` is a %s in the parent, not a %s", child.ID, base.Kind, child.Kind),
				"a refined step stays what it is, so that what others rely on remains", "keep the kind (a task may become an auto)")
		}
		out.Kind = child.Kind
	}
	for _, l := range f.tightening.loosened(base, child) {
		f.loosens(l.verdict, fmt.Sprintf("`%s` of `%s`", l.field, child.ID), fieldPos(child, l.field), fieldPos(base, l.field))
	}
	out.Pos, out.From = child.Pos, child.From
	setFields(out, child)
	if _, ok := child.Set["steps"]; ok {
		out.Steps = f.list(base.Steps, child.Steps, child.Pos)
	}
	return out
}

// Patched gives a step with the fields that patch sets, as an overlay in force
// does: maps merge by name, all else replaces, steps stay. Neither argument is
// changed; the result shares with them what it has of them.
func Patched(step, patch *Step) *Step {
	out := *step
	setFields(&out, patch)
	return &out
}

// setFields puts the fields that from sets into s: maps merge, all else
// replaces. Steps are left to the caller.
func setFields(s, from *Step) {
	set := make(map[string]Pos, len(s.Set)+len(from.Set))
	for k, p := range s.Set {
		set[k] = p
	}
	for k, p := range from.Set {
		set[k] = p
	}
	for _, k := range stepKeys {
		if isSet(from, k) && k != "steps" && k != "use" {
			setField(s, from, k)
		}
	}
	if isSet(from, "use") {
		s.Use = from.Use // last: `with` asks whether it changes
	}
	s.Set = set
}

func setField(s, from *Step, key string) {
	switch key {
	case "gives":
		s.Gives = mergeNamed(s.Gives, from.Gives)
	case "with":
		if s.Use != from.Use && isSet(from, "use") {
			s.With = from.With // another executor takes other inputs
			return
		}
		s.With = mergeNamed(s.With, from.With)
	case "then":
		s.Then = mergeNamed(s.Then, from.Then)
	case "window":
		s.Window = mergePart(s.Window, from.Window)
	case "touches":
		s.Touches = mergePart(s.Touches, from.Touches)
	case "back_out":
		s.BackOut = refineBackOut(s.BackOut, from.BackOut)
	case "waive":
		s.Waive = mergePart(s.Waive, from.Waive)
	case "lock":
		s.Lock = mergePart(s.Lock, from.Lock)
	case "pass":
		s.Pass, s.PassPos = from.Pass, from.PassPos
	case "T":
		s.T, s.Follow = from.T, from.Follow
	case "overlay":
		s.OverlayUse, s.OverlayWith = from.OverlayUse, from.OverlayWith
	default:
		to, value := s.place(key), from.place(key)
		if key == "to" {
			setReceivers(s, from)
			return
		}
		reflect.ValueOf(to).Elem().Set(reflect.ValueOf(value).Elem())
	}
}

// refineBackOut begins anew when the executor changes, as `with` does.
func refineBackOut(base, child *BackOut) *BackOut {
	if base == nil || child == nil || child.None != "" || child.Use != "" && child.Use != base.Use || child.Who != nil {
		return child
	}
	return mergePart(base, child)
}

// setReceivers copies `to`, which is one role in a handoff and a list
// elsewhere; an overlay's patch does not know the kind it is for.
func setReceivers(s, from *Step) {
	if s.Kind != "handoff" {
		s.To = from.To
		return
	}
	s.ToRole = from.ToRole
	if len(from.To) > 0 {
		s.ToRole = from.To[0]
	}
}

func mergePart[T any](base, child *T) *T {
	if base == nil || child == nil {
		return child
	}
	merged := refineRecord(*base, *child)
	return &merged
}

// isMandatory reports whether a step gives, decides or checks something, so
// that neither a child nor a plain overlay may leave it out (language
// reference, section 13).
func isMandatory(s *Step) bool {
	switch s.Kind {
	case "gate", "decide", "handoff":
		return true
	}
	if s.OfProcess || len(s.DiffersFrom) > 0 {
		return true
	}
	for _, o := range s.Gives {
		if o.Accept != "" {
			return true
		}
	}
	for _, c := range s.Steps {
		if isMandatory(c) {
			return true
		}
	}
	return false
}
