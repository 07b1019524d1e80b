package model

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/headgate/headgate/expr"
)

// scope is the list a child's list is merged with: what it may place by name,
// and what it placed.
type scope struct {
	base   []*Step
	byName map[string]*Step
	placed map[string]bool
	rest   bool // `inherited` was written
}

func newScope(base, child []*Step) *scope {
	sc := &scope{base: base, byName: make(map[string]*Step), placed: make(map[string]bool)}
	sc.index(base)
	sc.mark(child)
	return sc
}

// index makes steps known by name, also those inside groups and parallels:
// they are lists of the same level. The steps of an each are its own scope.
func (sc *scope) index(steps []*Step) {
	for _, s := range steps {
		if s.ID != "" {
			sc.byName[s.ID] = s
		}
		if s.Kind == "group" || s.Kind == "parallel" {
			sc.index(s.Steps)
		}
	}
}

// mark notes which inherited steps a child's list names, also inside its new
// blocks.
func (sc *scope) mark(child []*Step) {
	for _, s := range child {
		if sc.byName[s.ID] != nil {
			sc.placed[s.ID] = true
			continue
		}
		if s.Reference && s.ID == "inherited" {
			sc.rest = true
		}
		sc.mark(s.Steps)
	}
}

// unplaced gives an inherited step without what the child placed by name, or
// nil when nothing is left of it.
func (sc *scope) unplaced(s *Step) *Step {
	if sc.placed[s.ID] && s.ID != "" {
		return nil
	}
	if s.Kind != "group" && s.Kind != "parallel" {
		return clone(s)
	}
	c := *s
	c.Steps = nil
	for _, child := range s.Steps {
		if left := sc.unplaced(child); left != nil {
			c.Steps = append(c.Steps, left)
		}
	}
	if len(c.Steps) == 0 && len(s.Steps) > 0 {
		return nil
	}
	return &c
}

// list merges a child's list of steps with its parent's: the child's order
// counts, and every inherited step is placed, omitted, or covered by
// `inherited`.
func (f *flattener) list(base, child []*Step, pos Pos) []*Step {
	sc := newScope(base, child)
	out := f.place(sc, child)
	if sc.rest {
		return out
	}
	for _, s := range base {
		if left := sc.unplaced(s); left != nil {
			f.refuse("E-INH-1", pos, fmt.Sprintf("the inherited %s is not placed", titleOf(left)),
				"a child's list is the order, so everything inherited has its place in it", "name it, omit it with a reason, or write `inherited` once")
		}
	}
	return out
}

func (f *flattener) place(sc *scope, child []*Step) []*Step {
	out := make([]*Step, 0, len(child))
	for _, s := range child {
		base := sc.byName[s.ID]
		switch {
		case s.Omit != "":
			f.omit(sc, s)
		case s.Reference && s.ID == "inherited":
			out = append(out, f.others(sc, s)...)
		case s.Reference && base == nil:
			f.unknownStep(sc, s)
		case s.Reference:
			out = append(out, clone(base))
		case base != nil:
			out = append(out, f.refine(base, s))
		default:
			n := *s
			if s.Steps != nil {
				n.Steps = f.place(sc, s.Steps)
			}
			out = append(out, &n)
		}
	}
	return out
}

func (f *flattener) others(sc *scope, at *Step) []*Step {
	if len(sc.base) == 0 {
		f.refuse("E-REF-1", at.Pos, "`inherited` where nothing is inherited",
			"it stands for the parent's steps of this list", "remove it, or extend a model that has steps here")
	}
	var out []*Step
	for _, s := range sc.base {
		if left := sc.unplaced(s); left != nil {
			out = append(out, left)
		}
	}
	return out
}

func (f *flattener) omit(sc *scope, s *Step) {
	base := sc.byName[s.ID]
	switch {
	case base == nil:
		f.unknownStep(sc, s)
	case isMandatory(base):
		f.refuse("E-INH-2", s.Pos, fmt.Sprintf("`%s` is mandatory and cannot be omitted", s.ID),
			"only steps that give, decide or check nothing may be left out", "put it back; an urgency may owe or skip it by overlay")
	}
}

func (f *flattener) unknownStep(sc *scope, s *Step) {
	known := make([]string, 0, len(sc.byName))
	for id := range sc.byName {
		known = append(known, id)
	}
	slices.Sort(known)
	hint := "write the step out, or extend a model that has it here"
	if near := expr.Nearest(s.ID, known); near != "" {
		hint = fmt.Sprintf("did you mean `%s`?", near)
	}
	f.refuse("E-REF-1", s.Pos, fmt.Sprintf("no step `%s` is inherited here", s.ID),
		"a bare id places a step of the parent's list", hint)
}

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
	for _, l := range loosened(base, child) {
		f.refuse("E-TIGHT-1", fieldPos(child, l.field), fmt.Sprintf("`%s` of `%s` becomes looser: %s", l.field, child.ID, l.how),
			"a child may tighten and never loosen what its parent obliges", l.hint)
	}
	out.Pos, out.From = child.Pos, child.From
	setFields(out, child)
	if _, ok := child.Set["steps"]; ok {
		out.Steps = f.list(base.Steps, child.Steps, child.Pos)
	}
	return out
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

// titleOf names a step in a sentence.
func titleOf(s *Step) string {
	if s.ID == "" {
		return s.Kind
	}
	return fmt.Sprintf("%s `%s`", s.Kind, s.ID)
}
