package engine

import (
	"fmt"
	"strings"

	"github.com/headgate/headgate/expr"
)

func (d *dumper) head() {
	p := d.p
	d.line(0, "%s %s@%s %s %s zone %s", p.Kind, p.Model, p.Version, p.Rigor, p.Urgency, p.Zone)
	d.line(0, "released end of %s, branch %s then %s, T start of %s", p.nodeText(p.Released), p.branchText(p.Branch), p.branchText(p.BranchTo), p.branchText(p.AnchorT))
	d.list("not yet", p.NotYet)
	d.list("params", d.params())
	d.list("roles", d.roles())
	d.list("facts", d.facts())
	d.list("dates", d.dates())
	d.list("windows", d.windows())
	d.list("tables", d.tables())
	d.list("ladders", d.ladders())
	d.list("overlays", d.overlays())
	d.list("rules", d.rules())
	for i := range p.Watches {
		if p.Watches[i].Node == None {
			d.line(0, "watch %s", p.watchText(&p.Watches[i]))
		}
	}
}

func (p *Plan) branchText(n NodeID) string {
	if n == None {
		return "-"
	}
	return p.nodeText(n)
}

func (d *dumper) params() []string {
	var out []string
	for _, v := range d.p.Params {
		s := v.Name + ": " + v.Type.String()
		if v.Default != nil {
			s += " = " + v.Default.String()
		}
		out = append(out, s+d.p.overlayText(v.Overlay))
	}
	return out
}

func (d *dumper) roles() []string {
	var out []string
	for _, r := range d.p.Roles {
		s := r.ID
		for _, part := range []struct{ word, text string }{
			{"skills", strings.Join(r.Skills, ", ")},
			{"members", d.p.programText(r.Members)},
			{"party", r.Party},
			{"differs from", d.p.rolesText(r.DiffersFrom)},
		} {
			if part.text != "" {
				s += "; " + part.word + " " + part.text
			}
		}
		out = append(out, s+d.p.overlayText(r.Overlay))
	}
	return out
}

func (d *dumper) facts() []string {
	var out []string
	for _, f := range d.p.Facts {
		s := f.ID + ": " + f.Type.String() + " from " + f.From
		if !f.MaxAge.IsZero() {
			s += " at most " + f.MaxAge.String() + " old"
		}
		out = append(out, s)
	}
	return out
}

func (d *dumper) dates() []string {
	var out []string
	for _, x := range d.p.Dates {
		out = append(out, x.ID+": "+d.p.timeText(x.Time))
	}
	for _, x := range d.p.Periods {
		out = append(out, x.ID+": ["+d.p.timeText(x.From)+", "+d.p.timeText(x.To)+"]")
	}
	return out
}

func (d *dumper) windows() []string {
	var out []string
	for _, w := range d.p.Windows {
		if w.Window != nil {
			out = append(out, w.ID+": "+w.Window.String())
			continue
		}
		from := make([]string, len(w.From))
		for i, t := range w.From {
			from[i] = d.p.timeText(t)
		}
		out = append(out, w.ID+": from "+strings.Join(from, ", ")+" for "+d.p.spanText(w.For))
	}
	return out
}

func (d *dumper) tables() []string {
	var out []string
	for _, t := range d.p.Tables {
		if t.Data.Kind() == expr.KindList {
			out = append(out, fmt.Sprintf("%s: %d rows of data", t.ID, t.Data.Len()))
			continue
		}
		out = append(out, t.ID+" -> "+strings.Join(t.Columns, ", "))
		for _, r := range t.Rows {
			out = append(out, "  "+d.p.rowText(&r))
		}
	}
	return out
}

func (p *Plan) rowText(r *TableRow) string {
	var tests, cells []string
	for _, t := range r.Tests {
		tests = append(tests, or(p.programText(t), "*"))
	}
	for i := range r.Outputs {
		cells = append(cells, or(p.programText(r.Outputs[i]), p.timeText(r.Times[i])))
	}
	return strings.Join(tests, " and ") + " -> " + strings.Join(cells, ", ")
}

func (d *dumper) ladders() []string {
	var out []string
	for i, l := range d.p.Ladders {
		name := or(l.ID, fmt.Sprintf("#%d", i))
		if LadderID(i) == d.p.Ladder {
			name += " (document)"
		}
		rungs := make([]string, len(l.Rungs))
		for j := range l.Rungs {
			rungs[j] = d.p.rungText(&l.Rungs[j])
		}
		out = append(out, name+": "+strings.Join(rungs, "; "))
	}
	return out
}

func (d *dumper) overlays() []string {
	var out []string
	for _, o := range d.p.Overlays {
		s := o.ID
		for _, part := range []struct{ word, text string }{
			{"urgency", o.Urgency},
			{"by", d.p.roleText(o.By)},
			{"roles", d.p.rolesText(o.Roles)},
			{"inserts", d.p.nodesText(o.Inserts)},
			{"changes", d.p.nodesText(o.Patches)},
			{"ladder", d.p.ladderText(o.Ladder)},
		} {
			if part.text != "" {
				s += "; " + part.word + " " + part.text
			}
		}
		out = append(out, s)
	}
	return out
}

func (d *dumper) rules() []string {
	var out []string
	for _, r := range d.p.Rules {
		s := r.ID + " " + r.Code
		if r.StartIf != None {
			s += " start if " + d.p.programText(r.StartIf)
		}
		if r.DiffersDeciders {
			s += " differs from deciders"
		}
		out = append(out, s)
	}
	return out
}
