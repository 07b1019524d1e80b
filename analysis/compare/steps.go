package compare

import (
	"fmt"
	"slices"

	"github.com/headgate/headgate/model"
)

// spot is where a step stands in a model.
type spot struct {
	key    string // the id, or for a parallel without one its place
	step   *model.Step
	above  *spot // nil for phases and procedures
	number int   // among the children of above
	before string
}

// index lists the steps of a model in document order, and by key.
type index struct {
	order []*spot
	byKey map[string]*spot
}

func indexed(m *model.Model) *index {
	x := &index{byKey: make(map[string]*spot)}
	x.list(m.Phases, nil, "phases")
	x.list(m.Procedures, nil, "procedures")
	return x
}

func (x *index) list(steps []*model.Step, above *spot, path string) {
	nameless, before := 0, ""
	for i, s := range steps {
		at := &spot{key: s.ID, step: s, above: above, number: i, before: before}
		if s.ID == "" {
			nameless++
			at.key = fmt.Sprintf("%s.%s%d", path, s.Kind, nameless)
		} else {
			before = s.ID
		}
		x.order = append(x.order, at)
		x.byKey[at.key] = at
		x.list(s.Steps, at, at.key)
	}
}

// steps tells which steps are gone, new, elsewhere or otherwise.
func (d *differ) steps() {
	was, is := indexed(d.old), indexed(d.new)
	for _, s := range was.order {
		if is.byKey[s.key] == nil {
			d.lone(s, Removed)
		}
	}
	moved := movedSteps(was, is)
	for _, s := range is.order {
		old := was.byKey[s.key]
		if old == nil {
			d.lone(s, Added)
			continue
		}
		if moved[s.key] {
			d.moved(old, s)
		}
		d.step(d.stepPart(old, s), old.step, s.step)
	}
	d.misplaced(moved, was, is)
}

// lone tells a step that only one of the models has.
func (d *differ) lone(s *spot, kind Kind) {
	c := Change{Group: Procedure, Kind: kind, Path: s.key}
	said := fmt.Sprintf("%s (%s)", s.words(), s.step.Kind)
	if s.step.ID == "" {
		said = "a " + s.step.Kind
	}
	if kind == Added {
		c.Text, c.New, c.NewAt, c.Stand = fmt.Sprintf("%s is new%s", said, s.place()), words(s.step), s.step.Pos, model.Tighter
	} else {
		c.Text, c.Old, c.OldAt, c.Stand = fmt.Sprintf("%s is gone%s", said, s.from()), words(s.step), s.step.Pos, model.Looser
	}
	if len(s.step.Steps) > 0 || s.step.Kind == "phase" {
		c.Stand = model.Equal // what is in it is told by itself
	}
	d.add(c)
}

func (d *differ) moved(old, new *spot) {
	d.add(Change{
		Group: Procedure, Kind: Moved, Path: new.key, Old: old.where(), New: new.where(), OldAt: old.step.Pos, NewAt: new.step.Pos,
		Text: fmt.Sprintf("%s now stands%s instead of%s", new.words(), new.place(), old.place()),
	})
}

// misplaced tells the steps that no longer come after one they rely on. When
// one of the two has moved that makes its move looser.
func (d *differ) misplaced(moved map[string]bool, was, is *index) {
	for _, p := range d.rules.Misplaced() {
		first, second := p[0].ID, p[1].ID
		i := slices.IndexFunc(d.changes, func(c Change) bool { return c.Kind == Moved && (c.Path == second || c.Path == first) })
		if i >= 0 && (moved[first] || moved[second]) {
			c := &d.changes[i]
			c.Stand, c.Level = model.Looser, Major
			c.Text += fmt.Sprintf(": `%s` no longer comes after `%s`", second, first)
			continue
		}
		d.add(Change{
			Group: Procedure, Kind: Moved, Path: second, OldAt: was.byKey[second].step.Pos, NewAt: is.byKey[second].step.Pos,
			Old: "after " + first, Stand: model.Looser, Text: fmt.Sprintf("`%s` no longer comes after `%s`", second, first),
		})
	}
}

// movedSteps are the fewest steps that, taken out, leave every list in the
// order it had; and those that stand in another block.
func movedSteps(was, is *index) map[string]bool {
	out := make(map[string]bool)
	lists := make(map[string][]*spot) // by block in the new model, those that were in it too
	var blocks []string
	for _, s := range is.order {
		old := was.byKey[s.key]
		if old == nil {
			continue
		}
		if old.block() != s.block() {
			out[s.key] = true
			continue
		}
		if lists[s.block()] == nil {
			blocks = append(blocks, s.block())
		}
		lists[s.block()] = append(lists[s.block()], old)
	}
	for _, b := range blocks {
		stay := inOrder(lists[b])
		for _, s := range lists[b] {
			if !stay[s.key] {
				out[s.key] = true
			}
		}
	}
	return out
}

// inOrder gives the longest run of steps whose order did not change.
func inOrder(list []*spot) map[string]bool {
	best := make([]int, len(list)) // length of the longest run that ends there
	from := make([]int, len(list))
	end := -1
	for i := range list {
		best[i], from[i] = 1, -1
		for j := range i {
			if list[j].number < list[i].number && best[j] >= best[i] {
				best[i], from[i] = best[j]+1, j
			}
		}
		if end < 0 || best[i] > best[end] {
			end = i
		}
	}
	out := make(map[string]bool)
	for ; end >= 0; end = from[end] {
		out[list[end].key] = true
	}
	return out
}

func (s *spot) block() string {
	if s.above == nil {
		return ""
	}
	return s.above.key
}

func (s *spot) words() string {
	switch {
	case s.step.ID == "":
		return fmt.Sprintf("a %s in %s", s.step.Kind, s.above.words())
	case s.step.Kind == "phase":
		return fmt.Sprintf("the phase `%s`", s.step.ID)
	}
	return "`" + s.step.ID + "`"
}

// where is a block and what comes before, as data.
func (s *spot) where() string {
	if s.before == "" {
		return s.block() + ", first"
	}
	return s.block() + ", after " + s.before
}

func (s *spot) place() string {
	switch {
	case s.above == nil && s.before == "":
		return " as the first"
	case s.above == nil:
		return " after `" + s.before + "`"
	case s.before == "":
		return fmt.Sprintf(" first in %s", s.above.words())
	}
	return fmt.Sprintf(" in %s after `%s`", s.above.words(), s.before)
}

func (s *spot) from() string {
	if s.above == nil {
		return ""
	}
	return " from " + s.above.words()
}

func (d *differ) stepPart(old, new *spot) part {
	return part{path: new.key, words: new.words(), old: old.step, new: new.step}
}

// step tells the fields of a step; the steps in it are told by themselves, but
// for those in an overlay.
func (d *differ) step(p part, old, new *model.Step) {
	p.old, p.new = old, new
	p.at = func(key string) (a, b model.Pos) {
		key = documentKey(key)
		return old.FieldPos(key), new.FieldPos(key)
	}
	if p.stand == nil {
		p.stand = func(diff model.Difference) model.Stand { return d.rules.Field(documentKey(diff.Key), old, new) }
	}
	for _, diff := range model.Differences(old, new) {
		switch {
		case diff.Key == "kind":
			d.kind(p, old, new)
		case diff.Key == "pass":
			diff.Old, diff.New = votes(old), votes(new)
			d.leaf(p, diff)
		case diff.Key == "window":
			d.window(p, diff, old, new)
		case diff.Key != "steps" || p.deep:
			d.field(p, diff)
		}
	}
}

// kind: a task may become an auto, nothing else is known to oblige as much.
func (d *differ) kind(p part, old, new *model.Step) {
	c := Change{
		Group: Procedure, Kind: Changed, Path: p.field("kind"), Old: old.Kind, New: new.Kind, OldAt: old.Pos, NewAt: new.Pos,
		Text: fmt.Sprintf("%s is now a %s instead of a %s", p.words, new.Kind, old.Kind), Stand: model.Apart,
	}
	if old.Kind == "task" && new.Kind == "auto" {
		c.Stand = model.Equal
	}
	d.add(c)
}
