package engine

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/expr"
	"github.com/headgate/headgate/model"
)

// program compiles a condition; None if there is none or it has problems, which
// are reported.
func (c *compiler) program(src model.CEL, at spot, want expr.Type) ProgramID {
	if src.Src == "" {
		return None
	}
	p, problems := expr.Compile(src.Src, sight{c, at}, want)
	if len(problems) > 0 {
		c.problems(src.Pos, src.Src, at, problems)
		return None
	}
	return c.addProgram(p, src)
}

func (c *compiler) addProgram(p *expr.Program, src model.CEL) ProgramID {
	c.plan.Programs = append(c.plan.Programs, Program{p, src.Src, src.Pos.String()})
	return ProgramID(len(c.plan.Programs) - 1)
}

// template compiles a text with ${…} in it.
func (c *compiler) template(text string, pos model.Pos, at spot) *expr.Template {
	t, problems := expr.CompileTemplate(text, sight{c, at})
	c.problems(pos, text, at, problems)
	return t
}

// problems reports what expr found, at its place in the document.
func (c *compiler) problems(pos model.Pos, src string, at spot, problems []expr.Problem) {
	for _, p := range problems {
		word := src[p.Offset : p.Offset+p.Length]
		hint := p.Hint
		if first, _, _ := strings.Cut(word, "."); p.Code == expr.CodeUnknown {
			hint = or(c.outOfSight(first, at), hint)
		}
		c.report(p.Code, inside(pos, src, p.Offset), p.Msg, reasons[p.Code], hint)
		c.found[len(c.found)-1].Length = len([]rune(word))
	}
}

var reasons = map[string]string{
	expr.CodeSyntax:  "a condition that cannot be read decides nothing",
	expr.CodeUnknown: "every name is declared once, so that a typo is found before a run",
	expr.CodeType:    "types are checked before a run, so that a condition is never decided by accident",
}

// outOfSight returns a hint for a step that lies in another item, else "".
func (c *compiler) outOfSight(id string, at spot) string {
	n, ok := c.plan.names[id]
	if !ok || c.plan.inSight(n, at.scope) {
		return ""
	}
	each := c.plan.Scopes[c.plan.Nodes[n].Scope].Each
	return fmt.Sprintf("`%s` is a step of each item of `%s`: write %s[key].%s", id, c.plan.Nodes[each].ID, c.plan.Nodes[each].ID, id)
}

// inside is the place of a byte of a scalar that begins at pos. Only the first
// line of a scalar has a known column.
func inside(pos model.Pos, src string, offset int) model.Pos {
	if pos != (model.Pos{}) && !strings.Contains(src[:offset], "\n") {
		pos.Column += len([]rune(src[:offset]))
	}
	return pos
}

// anchor says whether a relative word in a time has something to count from.
type anchor bool

const (
	based    anchor = true
	baseless anchor = false
)

// time compiles a time; None if there is none or it has problems.
// Source: language reference, section 10.
func (c *compiler) time(t *model.Time, at spot, base anchor) int32 {
	if t == nil || t.Expr == nil {
		return None
	}
	if t.Expr.Relative() && base == baseless {
		c.report("E-TIME-6", t.Pos, "`"+t.Src+"` counts from nothing",
			"dates, tables and actions have no instant of their own", "write `next … after …` something that comes before")
		return None
	}
	var refs []expr.Ref
	bound, err := t.Expr.Bind(func(ref calendar.Ref) (int, error) {
		cell, err := c.timeRef(t, ref, at)
		refs = append(refs, expr.Ref(cell))
		return cell, err
	})
	if err != nil {
		return None // reported by timeRef
	}
	c.plan.Times = append(c.plan.Times, TimeProgram{bound, refs, t.Src, t.Pos.String()})
	return int32(len(c.plan.Times) - 1)
}

var errReported = errors.New("reported")

// timeRef gives the cell of one reference of a time, as ref.go numbers them.
func (c *compiler) timeRef(t *model.Time, ref calendar.Ref, at spot) (int, error) {
	cell, ok := c.timeCell(ref, at)
	if !ok {
		c.problems(t.Pos, t.Src, at, []expr.Problem{{
			Offset: ref.Offset, Length: min(len(ref.Text), len(t.Src)-ref.Offset), Code: expr.CodeUnknown,
			Msg:  "unknown " + refWords[ref.Kind] + " `" + ref.Text + "`",
			Hint: c.suggestTime(ref, at),
		}})
		return 0, errReported
	}
	return int(cell), nil
}

var refWords = [...]string{
	calendar.RefPoint: "time", calendar.RefDuration: "duration", calendar.RefWindow: "window",
	calendar.RefCalendar: "calendar", calendar.RefZone: "zone", calendar.RefPeriod: "period",
}

func (c *compiler) suggestTime(ref calendar.Ref, at spot) string {
	if near := (sight{c, at}).Suggest(ref.Text); near != "" {
		return "did you mean `" + near + "`?"
	}
	return ""
}

func (c *compiler) timeCell(ref calendar.Ref, at spot) (expr.Ref, bool) {
	path := strings.Split(ref.Text, ".")
	switch ref.Kind {
	case calendar.RefPoint:
		return c.point(path, at)
	case calendar.RefDuration:
		return c.cellOf(path, at, expr.TypeDuration)
	case calendar.RefWindow:
		if n, ok := c.names[ref.Text]; ok && n.kind == nameWindow {
			return MakeRef(RefWindow, int(n.index)), true
		}
		return c.cellOf(path, at, expr.TypeWindow)
	case calendar.RefCalendar:
		i := c.calendar(ref.Text, model.Pos{})
		return MakeRef(RefCalendar, int(i)), i != None
	case calendar.RefZone:
		if ref.Text == "site" {
			return c.zoneRef(c.siteZone()), true
		}
		return c.cellOf(path, at, expr.TypeString)
	case calendar.RefPeriod:
		n, ok := c.names[ref.Text]
		return MakeRef(RefPeriod, int(n.index)), ok && n.kind == namePeriod
	}
	return expr.NoRef, false
}

func (c *compiler) siteZone() *calendar.Zone {
	if c.site.Zone == "" {
		return calendar.UTC
	}
	return c.zoneNamed(c.site.Zone, calendar.UTC, c.site.Pos)
}

func (c *compiler) zoneRef(z *calendar.Zone) expr.Ref {
	i := slices.IndexFunc(c.plan.Zones, func(known *calendar.Zone) bool { return known.Name() == z.Name() })
	if i < 0 {
		i = len(c.plan.Zones)
		c.plan.Zones = append(c.plan.Zones, z)
	}
	return MakeRef(RefZone, i)
}

// point resolves an instant: an edge of this node or of another, an event, a
// parameter by its plain name, or any value of type time.
func (c *compiler) point(path []string, at spot) (expr.Ref, bool) {
	n, known := c.names[path[0]]
	if attr, ok := edges[path[0]]; ok && !known && len(path) == 1 && at.node != None {
		return NodeRef(at.node, attr), true
	}
	if known && n.kind == nameNode && len(path) == 2 && path[1] == "due" && c.plan.inSight(NodeID(n.index), at.scope) {
		return NodeRef(NodeID(n.index), AttrDue), true
	}
	if known && n.kind == nameEvent && len(path) == 1 {
		return MakeRef(RefEventAt, int(n.index)), true
	}
	if !known && len(path) == 1 && path[0] != "T" && path[0] != "released" {
		path = []string{"params", path[0]}
	}
	return c.cellOf(path, at, expr.TypeTime)
}

var edges = map[string]Attr{"start": AttrStart, "end": AttrEnd, "ready": AttrReady, "due": AttrDue}

// cellOf resolves a dotted path to one cell of the type, or else to a program
// that selects it.
func (c *compiler) cellOf(path []string, at spot, want expr.TypeName) (expr.Ref, bool) {
	sym, n, ok := sight{c, at}.Resolve(path)
	if !ok {
		return expr.NoRef, false
	}
	if n == len(path) && sym.Const == nil {
		return sym.Ref, fitsTime(sym.Type, want)
	}
	src := strings.Join(path, ".")
	p, problems := expr.Compile(src, sight{c, at}, expr.Type{})
	if len(problems) > 0 || !fitsTime(p.Type(), want) {
		return expr.NoRef, false
	}
	return MakeRef(RefProgram, int(c.addProgram(p, model.CEL{Src: src}))), true
}

// fitsTime reports whether a value of type t can stand for what a time names.
func fitsTime(t expr.Type, want expr.TypeName) bool {
	return t.Name == want || t.Name == expr.TypeAny ||
		want == expr.TypeTime && t.Name == expr.TypeDate ||
		want == expr.TypeString && t.Name >= expr.TypeString && t.Name <= expr.TypeEnum
}

// span compiles a duration: a literal, a target of an agreement, which is one
// too, or a value known at run time.
func (c *compiler) span(s *model.Span, at spot) Span {
	if s == nil {
		return Span{Program: None}
	}
	if s.Ref == "" {
		c.literalDur(s.Literal, s.Pos)
		return Span{Set: true, Literal: s.Literal, Program: None}
	}
	if i, ok := c.target(s.Ref); ok {
		return Span{Set: true, Literal: c.plan.Targets[i].Dur, Program: None}
	}
	p := c.program(model.CEL{Src: s.Ref, Pos: s.Pos}, at, expr.Type{})
	if p != None && !fitsTime(c.plan.Programs[p].Expr.Type(), expr.TypeDuration) {
		c.report("E-REF-3", s.Pos, "`"+s.Ref+"` is a "+c.plan.Programs[p].Expr.Type().String()+", not a duration",
			"a limit needs a length", "name a duration, or write one such as 2bd")
	}
	return Span{Set: true, Program: p}
}

// literalDur checks that the calendar a duration names is there.
func (c *compiler) literalDur(d calendar.Dur, pos model.Pos) {
	if d.Calendar != "" {
		c.calendar(d.Calendar, pos)
	}
}

// target returns the index of "agreement.target" in Plan.Targets.
func (c *compiler) target(ref string) (int32, bool) {
	id, name, _ := strings.Cut(ref, ".")
	for i, t := range c.plan.Targets {
		if t.Agreement == id && t.Name == name {
			return int32(i), true
		}
	}
	return None, false
}
