package model

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/headgate/headgate/calendar"
)

// rung reads one rung of a ladder (language reference, section 12).
func (d *decoder) rung(n *yaml.Node) Rung {
	r := Rung{Pos: d.pos(n)}
	d.record(n, "a rung",
		field{"at", func(v *yaml.Node) { d.rungAt(v, &r) }},
		field{"every", &r.Every}, field{"when", &r.When},
		field{"remind", func(v *yaml.Node) { r.Remind = d.targets(v, &r) }},
		field{"ask", func(v *yaml.Node) { r.Ask = d.targets(v, &r) }},
		field{"raise", func(v *yaml.Node) { r.Raise = d.targets(v, &r) }},
		field{"may_decide", &r.MayDecide}, field{"emit", &r.Emit})
	return r
}

// rungAt reads a percentage of the way to due, a duration from ready, or a time.
func (d *decoder) rungAt(n *yaml.Node, r *Rung) {
	src, ok := d.scalar(n, "the time of a rung")
	if !ok {
		return
	}
	if number, percent := strings.CutSuffix(src, "%"); percent {
		v, err := strconv.Atoi(number)
		if err != nil || v < 1 || v > 100_000 {
			d.wrong(n, "a rung stands at a percentage of at least 1 %, not `"+src+"`", "write `at: 75%`")
			return
		}
		r.Percent = v
		return
	}
	if lit, err := calendar.ParseDur(src); err == nil {
		r.After = &Span{Src: src, Pos: d.inside(n, 0), Literal: lit}
		return
	}
	r.At = d.time(n)
}

// targets reads one role or contact, or a list of them: the first is the
// rung's, the others are in More.
func (d *decoder) targets(n *yaml.Node, r *Rung) string {
	all := d.texts(n)
	if len(all) == 0 {
		d.wrong(n, "a rung names a role", "write a role, or `true` for whoever does the step")
		return ""
	}
	r.More = append(r.More, all[1:]...)
	return all[0]
}
