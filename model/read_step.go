package model

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/headgate/headgate/expr"
)

// kinds are the words a step begins with (language reference, section 4).
var kinds = []string{
	"task", "auto", "decide", "wait", "gate", "handoff", "document", "notify",
	"boundary", "release", "group", "parallel", "each",
}

// steps reads a list of steps. In a child's list an entry may be a bare id, or
// {omit: id, why: text} (language reference, section 13).
func (d *decoder) steps(n *yaml.Node) []*Step {
	out := make([]*Step, 0, len(n.Content))
	d.items(n, "a list of steps", func(v *yaml.Node) {
		if !d.counted(v) {
			return
		}
		if s := d.step(v); s != nil {
			out = append(out, s)
		}
	})
	return out
}

// counted reports whether a document may have one more step or change, and
// says once that it may not.
func (d *decoder) counted(n *yaml.Node) bool {
	d.size++
	if d.size == MaxSteps+1 {
		d.report(n, "E-DOC-1", fmt.Sprintf("more than %d steps in a document; the rest is not read", MaxSteps),
			"a procedure is read by people", "give parts of it to models of their own, or run an `each` over a list")
	}
	return d.size <= MaxSteps
}

func (d *decoder) step(n *yaml.Node) *Step {
	s := &Step{Pos: d.pos(n), From: d.origin}
	switch {
	case n.Kind == yaml.ScalarNode:
		s.ID, s.Reference = d.text(n), true
		return s
	case n.Kind != yaml.MappingNode || len(n.Content) == 0:
		d.wrong(n, "a step is a map whose first key is its kind", "write `- task: id`, or a bare inherited id")
		return nil
	case n.Content[0].Value == "omit":
		return d.omission(n, s)
	}
	kind := n.Content[0]
	s.Kind = kind.Value
	if s.Kind == d.child {
		s.Kind = "release"
	}
	if !slices.Contains(kinds, s.Kind) {
		d.firstKey(n, kind)
		return nil
	}
	d.stepID(n.Content[1], s)
	rest := *n
	rest.Content = n.Content[2:]
	d.stepFields(&rest, s)
	return s
}

// stepID reads the value of the kind: an id, or the children of a parallel
// that needs none.
func (d *decoder) stepID(n *yaml.Node, s *Step) {
	if s.Kind == "parallel" && n.Kind == yaml.SequenceNode {
		s.Set = map[string]Pos{"steps": d.pos(n)}
		s.Steps = d.steps(n)
		return
	}
	s.ID = d.text(n)
	s.Pos = d.pos(n)
}

// firstKey says what is wrong with a step that does not begin with its kind.
func (d *decoder) firstKey(n, first *yaml.Node) {
	for i := 2; i < len(n.Content); i += 2 {
		if slices.Contains(kinds, n.Content[i].Value) {
			d.report(first, "E-DOC-2", fmt.Sprintf("a step begins with its kind, not with `%s`", first.Value),
				"the first key of a step says what it is, its value is the id", fmt.Sprintf("move `%s:` to the front", n.Content[i].Value))
			return
		}
	}
	hint := "kinds are " + strings.Join(kinds, ", ")
	if near := expr.Nearest(first.Value, kinds); near != "" {
		hint = fmt.Sprintf("did you mean `%s`?", near)
	}
	d.report(first, "E-DOC-2", fmt.Sprintf("`%s` is no kind of step", first.Value),
		"the first key of a step says what it is, its value is the id", hint)
}

func (d *decoder) omission(n *yaml.Node, s *Step) *Step {
	d.record(n, "an omission", field{"omit", &s.ID}, field{"why", &s.Omit})
	s.Reference = true
	if s.Omit == "" {
		d.wrong(n, "an omission without `why`", "add `why:` with the reason a reviewer will read")
		s.Omit = "-"
	}
	return s
}

// stepFields reads the fields of a step, block or phase and marks them in Set.
func (d *decoder) stepFields(n *yaml.Node, s *Step) {
	if s.Set == nil {
		s.Set = make(map[string]Pos, len(n.Content)/2)
	}
	d.each(n, "a step", func(k, v *yaml.Node) {
		p := s.place(k.Value)
		if p == nil {
			d.unknownKey(k, "a step", stepKeys)
			return
		}
		s.Set[k.Value] = d.pos(k)
		if !d.special(k.Value, v, s) {
			d.read(v, p)
		}
	})
}

// special reads the fields whose shape is not told by their type alone.
func (d *decoder) special(key string, n *yaml.Node, s *Step) bool {
	switch key {
	case "pass", "fail":
		if key == "pass" {
			s.PassPos = d.inside(n, 0)
		}
		return false
	case "order":
		s.Order = d.oneOf(n, "an order", []string{"parallel", "serial", "oldest"})
	case "mode":
		s.Mode = d.oneOf(n, "a mode", []string{"call", "spawn", "next"})
	case "transfers":
		s.Transfers = d.oneOf(n, "what a handoff transfers", []string{"work", "service", "case"})
	case "rest":
		s.Rest = d.oneOf(n, "what happens to the rest", []string{"keep", "cancel"})
	case "T":
		d.childT(n, s)
	case "overlay":
		d.childOverlay(n, s)
	default:
		return false
	}
	return true
}

func (d *decoder) childT(n *yaml.Node, s *Step) {
	if n.Kind != yaml.MappingNode {
		s.T = d.time(n)
		return
	}
	d.record(n, "`T`", field{"follow", func(v *yaml.Node) { s.T, s.Follow = d.time(v), true }})
}

func (d *decoder) childOverlay(n *yaml.Node, s *Step) {
	if n.Kind != yaml.MappingNode {
		s.OverlayUse = d.text(n)
		return
	}
	d.record(n, "`overlay`", field{"apply", &s.OverlayUse}, field{"with", &s.OverlayWith})
}

// isID reports whether s is [a-z][a-z0-9_]* (language reference, section 2).
func isID(s string) bool {
	for i, r := range []byte(s) {
		if r >= 'a' && r <= 'z' || i > 0 && (r == '_' || r >= '0' && r <= '9') {
			continue
		}
		return false
	}
	return s != ""
}
