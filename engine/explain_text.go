package engine

import (
	"fmt"
	"strconv"
	"strings"
)

// The texts of a plan: how a field of a node reads in one line. Explain, Dump
// and the graph share them.

func (p *Plan) roleText(r RoleID) string {
	if r == None {
		return ""
	}
	return p.Roles[r].ID
}

func (p *Plan) rolesText(roles []RoleID) string {
	ids := make([]string, len(roles))
	for i, r := range roles {
		ids[i] = p.roleText(r)
	}
	return strings.Join(ids, ", ")
}

// nodeText names a node: its id, or its kind and number if it has none.
func (p *Plan) nodeText(n NodeID) string {
	if n == None {
		return p.CaseWord
	}
	if id := p.Nodes[n].ID; id != "" {
		return id
	}
	return p.Nodes[n].Kind.String() + "#" + strconv.Itoa(int(n))
}

func (p *Plan) nodesText(nodes []NodeID) string {
	ids := make([]string, len(nodes))
	for i, n := range nodes {
		ids[i] = p.nodeText(n)
	}
	return strings.Join(ids, ", ")
}

func (p *Plan) programText(id ProgramID) string {
	if id == None {
		return ""
	}
	return strings.Join(strings.Fields(p.Programs[id].Source), " ")
}

func (p *Plan) timeText(id int32) string {
	if id == None {
		return ""
	}
	return p.Times[id].Source
}

func (p *Plan) spanText(s Span) string {
	switch {
	case !s.Set:
		return ""
	case s.Program != None:
		return p.programText(s.Program)
	}
	return s.Literal.String()
}

func (p *Plan) limitText(d Limit) string {
	switch {
	case d.Open:
		return "open"
	case d.Time != None:
		return p.timeText(d.Time)
	}
	return p.spanText(d.Span)
}

func (p *Plan) windowText(w WindowUse) string {
	s := ""
	switch {
	case w.Window != None && p.Windows[w.Window].ID != "":
		s = p.Windows[w.Window].ID
	case w.Window != None:
		s = p.Windows[w.Window].Window.String()
	case w.Cell >= 0:
		s = p.refText(w.Cell)
	default:
		return ""
	}
	switch {
	case w.P95:
		s += " fit p95"
	case w.Fit:
		s += " fit"
	}
	if r := p.spanText(w.Restore); r != "" {
		s += " restore " + r
	}
	return s + " (of " + p.nodeText(w.Carrier) + ")"
}

var tallyWords = [...]string{
	TallyDefault: "", TallyAny: "any", TallyAll: "all", TallyMajority: "majority", TallyCount: "", TallyProgram: "", TallyNone: "none",
}

func (p *Plan) tallyText(t Tally) string {
	switch t.Rule {
	case TallyCount:
		return strconv.Itoa(t.K)
	case TallyProgram:
		return p.programText(t.Program)
	default:
		return tallyWords[t.Rule]
	}
}

func (e Enough) text() string {
	switch e.Kind {
	case EnoughAny:
		return "any"
	case EnoughCount:
		return strconv.Itoa(e.K)
	case EnoughPercent:
		return strconv.Itoa(e.K) + "%"
	case EnoughSettled:
		return "settled"
	default:
		return ""
	}
}

var verbWords = [...]string{
	VerbContinue: "continue", VerbFail: "fail", VerbAnswer: "answer", VerbHold: "hold", VerbResume: "resume",
	VerbCancel: "cancel", VerbRedo: "redo", VerbDrop: "drop", VerbDefer: "defer", VerbShift: "shift",
	VerbApply: "apply", VerbRun: "run", VerbBackOut: "back_out", VerbRemind: "remind", VerbAsk: "ask",
	VerbRaise: "raise", VerbNotify: "notify", VerbEmit: "emit", VerbVoid: "void", VerbReveal: "reveal",
	VerbEnrol: "enrol", VerbExclude: "exclude", VerbEscalate: "escalate",
}

// String returns the word of the language.
func (v Verb) String() string { return verbWords[v] }

func (p *Plan) actionsText(list []Action) string {
	parts := make([]string, len(list))
	for i := range list {
		parts[i] = p.actionText(&list[i])
	}
	return strings.Join(parts, "; ")
}

func (p *Plan) actionText(a *Action) string {
	switch a.Verb {
	case VerbAnswer:
		return "answer " + or(a.Answer, p.programText(a.Program))
	case VerbHold, VerbResume, VerbCancel, VerbBackOut, VerbDrop:
		return a.Verb.String() + " " + p.targetText(a)
	case VerbDefer:
		return strings.TrimSpace("defer " + p.targetText(a) + " to " + a.Name)
	case VerbRedo:
		return p.redoText(a)
	case VerbShift:
		s := "shift " + or(a.Name, "T") + " to " + or(p.timeText(a.Time), "next")
		if a.Max > 0 {
			s += fmt.Sprintf(" (max %d)", a.Max)
		}
		return s
	case VerbApply:
		return "apply " + p.Overlays[a.Overlay].ID
	case VerbRun:
		return "run " + p.nodeText(a.Node)
	default:
		return strings.TrimSpace(a.Verb.String() + " " + or(p.rolesText(a.Roles), a.Name))
	}
}

func (p *Plan) targetText(a *Action) string {
	switch a.Target {
	case TargetItem:
		return "item"
	case TargetCase:
		return "case"
	case TargetBeside:
		return "the block beside"
	default:
		return p.nodeText(a.Node)
	}
}

func (p *Plan) redoText(a *Action) string {
	s := "redo from " + p.nodeText(a.From)
	switch {
	case a.KeepUnchanged:
		s += " keep unchanged"
	case len(a.Keep) > 0:
		s += " keep " + p.nodesText(a.Keep)
	}
	s += fmt.Sprintf(" (max %d", a.Max)
	if len(a.Then) > 0 {
		s += ", then " + p.actionsText(a.Then)
	}
	return s + ")"
}

func (p *Plan) rungText(r *Rung) string {
	when := ""
	switch {
	case r.Percent > 0:
		when = strconv.Itoa(r.Percent) + "%"
	case r.After.Set:
		when = p.spanText(r.After)
	case r.Time != None:
		when = p.timeText(r.Time)
	default:
		when = "every " + r.Every.String()
	}
	who := p.rolesText(append([]RoleID{}, r.Also...))
	switch {
	case r.Contact != None:
		who = join(p.Contacts[r.Contact].Text, who)
	case r.Role != None:
		who = join(p.Roles[r.Role].ID, who)
	case r.Act == RungRemind:
		who = "who does it"
	}
	s := when + " " + rungWords[r.Act] + " " + who
	if r.MayDecide {
		s += " (may decide)"
	}
	if r.Emit != "" {
		s += " emit " + r.Emit
	}
	if r.When != None {
		s += " when " + p.programText(r.When)
	}
	return strings.TrimSpace(s)
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + ", " + b
}

var rungWords = [...]string{RungRemind: "remind", RungAsk: "ask", RungRaise: "raise", RungEmit: ""}

func (p *Plan) ladderText(id LadderID) string {
	if id == None {
		return ""
	}
	if p.Ladders[id].ID != "" {
		return p.Ladders[id].ID
	}
	rungs := make([]string, len(p.Ladders[id].Rungs))
	for i := range rungs {
		rungs[i] = p.rungText(&p.Ladders[id].Rungs[i])
	}
	return strings.Join(rungs, "; ")
}

func (p *Plan) cellsText(cells []Cell) string {
	parts := make([]string, len(cells))
	for i, c := range cells {
		parts[i] = or(p.programText(c.Program), p.nodeText(c.Node))
	}
	return strings.Join(parts, ", ")
}

func (p *Plan) inputsText(list []Input) string {
	names := make([]string, len(list))
	for i, in := range list {
		names[i] = in.Name
	}
	return strings.Join(names, ", ")
}

func (p *Plan) outputText(o *Output) string {
	s := o.Name + ": " + or(o.Evidence, o.Type.String())
	if o.Evidence == "" && o.Default != nil {
		s += " = " + o.Default.String()
	}
	if about := p.cellsText(o.About); about != "" {
		s += " about " + about
	}
	if v := p.spanText(o.ValidFor); v != "" {
		s += " valid for " + v
	}
	if o.Accept != None {
		s += " accepted by " + p.roleText(o.Accept)
	}
	return s
}
