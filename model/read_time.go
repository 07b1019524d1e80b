package model

import (
	"errors"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/headgate/headgate/calendar"
)

// time reads a time expression; nil when it could not be read.
func (d *decoder) time(n *yaml.Node) *Time {
	src, ok := d.scalar(n, "a time")
	if !ok {
		return nil
	}
	t := &Time{Src: src, Pos: d.inside(n, 0)}
	e, err := calendar.ParseTime(src)
	if err != nil {
		d.grammar(n, "a time", err)
		return t
	}
	t.Expr = e
	return t
}

// span reads a duration, or a reference to one such as wave.bake.
func (d *decoder) span(n *yaml.Node) *Span {
	src, ok := d.scalar(n, "a duration")
	if !ok {
		return nil
	}
	s := &Span{Src: src, Pos: d.inside(n, 0)}
	if isPath(src) {
		s.Ref = src
		return s
	}
	lit, err := calendar.ParseDur(src)
	if err != nil {
		d.grammar(n, "a duration", err)
	}
	s.Literal = lit
	return s
}

func (d *decoder) dur(n *yaml.Node) *calendar.Dur {
	src, ok := d.scalar(n, "a duration")
	if !ok {
		return nil
	}
	v, err := calendar.ParseDur(src)
	if err != nil {
		d.grammar(n, "a duration", err)
		return nil
	}
	return &v
}

func (d *decoder) estimate(n *yaml.Node) *calendar.Estimate {
	src, ok := d.scalar(n, "an estimate")
	if !ok {
		return nil
	}
	v, err := calendar.ParseEstimate(src)
	if err != nil {
		d.grammar(n, "an estimate", err)
		return nil
	}
	return &v
}

// due reads `open`, a duration, or a time. A reference that stands alone is
// read as a time; Flatten turns it into a Span when it names a duration.
func (d *decoder) due(n *yaml.Node) *Due {
	src, ok := d.scalar(n, "a limit")
	if !ok {
		return nil
	}
	due := &Due{Pos: d.pos(n)}
	if src == "open" {
		due.Open = true
		return due
	}
	if lit, err := calendar.ParseDur(src); err == nil {
		due.Span = &Span{Src: src, Pos: d.inside(n, 0), Literal: lit}
		return due
	}
	due.Time = d.time(n)
	return due
}

// windowUse reads the id of a window, a window written out, or
// {in, fit?, zone?, restore?}.
func (d *decoder) windowUse(n *yaml.Node) *WindowUse {
	w := &WindowUse{Pos: d.pos(n)}
	if n.Kind != yaml.MappingNode {
		d.windowIn(n, w)
		return w
	}
	d.record(n, "a window",
		field{"in", func(v *yaml.Node) { d.windowIn(v, w) }},
		field{"fit", func(v *yaml.Node) {
			switch s := d.oneOf(v, "`true`, `false` or `p95`", []string{"true", "false", "p95"}); s {
			case "true":
				w.Fit = "p85"
			case "p95":
				w.Fit = s
			}
		}},
		field{"zone", &w.Zone}, field{"restore", &w.Restore})
	return w
}

func (d *decoder) windowIn(n *yaml.Node, w *WindowUse) {
	src := d.text(n)
	if src == "" || isPath(src) {
		w.In = src
		return
	}
	w.In, w.Inline = src, d.window(n)
}

func (d *decoder) window(n *yaml.Node) *calendar.Window {
	v, err := calendar.ParseWindow(d.text(n))
	if err != nil {
		d.grammar(n, "a window", err)
		return nil
	}
	return &v
}

// grammar reports an error of one of the calendar's small languages at its
// place inside the scalar.
func (d *decoder) grammar(n *yaml.Node, what string, err error) {
	var syntax *calendar.SyntaxError
	at, message, hint := d.pos(n), err.Error(), "what can be written: headgate explain time"
	if errors.As(err, &syntax) {
		at, message = d.inside(n, syntax.Offset), syntax.Msg
		if syntax.Hint != "" {
			hint = syntax.Hint
		}
	}
	d.found.add(Diagnostic{
		Code: "E-DOC-3", Pos: at, Length: 1,
		Message: what + " is expected: " + message,
		Reason:  "times and durations have one grammar, so that everybody computes the same instant",
		Hint:    hint, Excerpt: d.excerpt(at.Line),
	})
}

// isPath reports whether s is a reference: ids joined by dots, with an index
// allowed after any of them, such as images[arch].bits.
func isPath(s string) bool {
	depth, start := 0, true
	for _, r := range s {
		switch {
		case r == '[':
			depth++
		case r == ']' && depth > 0:
			depth--
		case r == '.' && !start:
			start = true
			continue
		case r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '_':
		case r >= '0' && r <= '9' && !start, depth > 0 && r == '"':
		default:
			return false
		}
		start = false
	}
	return s != "" && !start && depth == 0
}

// timeline reads when things happen (language reference, section 10).
func (d *decoder) timeline(n *yaml.Node, t *Timeline) {
	d.record(n, "`timeline`",
		field{"T", func(v *yaml.Node) { t.T, t.TPos = d.text(v), d.pos(v) }},
		field{"zone", func(v *yaml.Node) { t.Zone = d.zone(v) }},
		field{"calendar", &t.Calendar},
		field{"recurs", func(v *yaml.Node) { t.Recurs = d.recurs(v) }},
		field{"dates", func(v *yaml.Node) {
			t.Dates = named(d, v, "`dates`", func(id Word, v *yaml.Node) NamedTime {
				var at Time
				d.read(v, &at)
				return NamedTime{ID: id, Time: at}
			})
		}},
		field{"periods", func(v *yaml.Node) { t.Periods = named(d, v, "`periods`", d.period) }},
		field{"windows", func(v *yaml.Node) { t.Windows = named(d, v, "`windows`", d.namedWindow) }})
}

func (d *decoder) zone(n *yaml.Node) string {
	name := d.text(n)
	if name == "" {
		return ""
	}
	if _, err := calendar.LoadZone(name, calendar.UTC); err != nil {
		d.grammar(n, "a zone", err)
	}
	return name
}

func (d *decoder) recurs(n *yaml.Node) string {
	src, ok := d.scalar(n, "a recurrence")
	if !ok {
		return ""
	}
	if _, err := calendar.ParseRecur(src); err != nil {
		d.grammar(n, "a recurrence", err)
	}
	return src
}

func (d *decoder) period(id Word, n *yaml.Node) Period {
	p := Period{ID: id}
	if n.Kind != yaml.SequenceNode || len(n.Content) != 2 {
		d.wrong(n, "a period is [from, to]", "write [start, end]; the end is not part of it")
		return p
	}
	d.read(n.Content[0], &p.From)
	d.read(n.Content[1], &p.To)
	return p
}

func (d *decoder) namedWindow(id Word, n *yaml.Node) NamedWindow {
	w := NamedWindow{ID: id}
	if n.Kind != yaml.MappingNode {
		w.Src = strings.TrimSpace(n.Value)
		w.Window = d.window(n)
		return w
	}
	d.record(n, "a window",
		field{"from", func(v *yaml.Node) {
			nodes := []*yaml.Node{v}
			if v.Kind == yaml.SequenceNode {
				nodes = v.Content
			}
			for _, at := range nodes {
				var t Time
				d.read(at, &t)
				w.From = append(w.From, t)
			}
		}},
		field{"for", &w.For})
	return w
}
