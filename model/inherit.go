package model

import (
	"fmt"
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
			f.placed[s.ID] = s.Pos
			out = append(out, clone(base))
		case base != nil:
			f.placed[s.ID] = s.Pos
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

// titleOf names a step in a sentence.
func titleOf(s *Step) string {
	if s.ID == "" {
		return s.Kind
	}
	return fmt.Sprintf("%s `%s`", s.Kind, s.ID)
}
