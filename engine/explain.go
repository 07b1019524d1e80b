package engine

import (
	"fmt"
	"slices"
	"strings"
)

// Explain says in words what a node is to the engine: the kernel construct it
// is lowered to, where it stands, and each modifier on it. Under overlays the
// differences follow. It ends with a newline.
// Source: language reference, sections 3 and 14.
func (p *Plan) Explain(n NodeID) string {
	e := &explainer{p: p, n: n, s: p.Nodes[n].Specs[0]}
	e.line(0, "%s: %s", p.nodeText(n), e.kernel())
	e.line(1, "in %s", e.around())
	e.guards()
	e.times()
	e.watches()
	e.people()
	e.evidence()
	e.undo()
	e.overlays()
	return e.b.String()
}

type explainer struct {
	p *Plan
	n NodeID
	s *Spec
	b strings.Builder
}

func (e *explainer) line(depth int, format string, args ...any) {
	e.b.WriteString(strings.Repeat("  ", depth))
	fmt.Fprintf(&e.b, format, args...)
	e.b.WriteByte('\n')
}

// modifier writes a titled list of the parts that are set.
func (e *explainer) modifier(title string, parts fieldList) {
	if len(parts) > 0 {
		e.line(1, "%s: %s", title, strings.Join(parts, "; "))
	}
}

// kernel names what the node is lowered to.
func (e *explainer) kernel() string {
	switch e.p.Nodes[e.n].Kind {
	case KindTask:
		return "work by a person"
	case KindAuto:
		if e.s.UndoHere {
			return "the undoing of what the back-out undoes"
		}
		return "work by the machine " + e.s.Use
	case KindDocument:
		return "work by a machine that renders a document, once per attempt"
	case KindNotify:
		return "work by a machine that sends a message, once per attempt"
	case KindGate:
		return "wait until a condition holds, read again when what follows starts"
	case KindBoundary:
		if e.s.Accept != None {
			return "decide that arms the mark of no return"
		}
		return "wait without condition that arms the mark of no return"
	case KindHandoff:
		return "work (prepare), wait (checks), decide by " + e.p.roleText(e.s.To) + " (accepted, refused; a refusal prepares again), then the responsibility moves"
	case KindEach:
		return "each block over " + or(e.p.sourceText(e.s), "its items")
	case KindParallel:
		return "parallel block"
	case KindChild:
		return "case of another model"
	case KindPhase, KindGroup, KindProcedure:
		return "sequence block"
	default:
		return e.p.Nodes[e.n].Kind.String()
	}
}

// around names the blocks around the node, outermost first.
func (e *explainer) around() string {
	var ids []string
	for at := e.p.Nodes[e.n].Parent; at != None; at = e.p.Nodes[at].Parent {
		id := e.p.nodeText(at)
		if e.p.Nodes[at].Kind == KindEach {
			id += "[" + or(e.p.Scopes[e.p.Nodes[at].Inner].As, "item") + "]"
		}
		ids = append(ids, id)
	}
	slices.Reverse(ids)
	return strings.Join(append([]string{e.p.CaseWord}, ids...), " > ")
}

func (e *explainer) guards() {
	var l fieldList
	l.add("runs when", e.p.programText(e.s.When))
	for i, r := range e.startRules() {
		l.add("starts if", e.p.programText(e.s.Waits[i])+" (rule "+e.p.Rules[r].ID+", else "+e.p.Rules[r].Code+")")
	}
	l.add("settles when", e.p.programText(e.s.Until))
	if e.p.Nodes[e.n].Kind == KindDecide {
		l.add("answers", strings.Join(e.s.Answers, ", "))
		l.add("pass", or(e.p.tallyText(e.s.Pass), "by default: any of one role, all of several"))
	}
	l.add("join", e.s.Enough.text())
	e.modifier("guard", l)
}

// startRules lists the rules with a start condition, in the order of Waits.
func (e *explainer) startRules() []int32 {
	return slices.DeleteFunc(slices.Clone(e.s.Rules), func(r int32) bool { return e.p.Rules[r].StartIf == None })
}

func (e *explainer) times() {
	var l fieldList
	l.add("not before", e.p.timeText(e.s.At))
	l.add("dwells", e.p.spanText(e.s.For))
	l.add("due", e.p.limitText(e.s.Due))
	l.add("late:", e.p.actionsText(e.s.Else))
	l.add("window", e.p.windowText(e.s.Window))
	if e.s.HasTakes {
		l.add("takes", e.s.Takes.String())
	}
	if e.s.Owed {
		l.add("owed", e.p.owedText(e.s))
	}
	e.modifier("time", l)
}

func (e *explainer) watches() {
	for _, o := range e.s.Then {
		e.line(1, "then: %s -> %s", o.Outcome, e.p.actionsText(o.Actions))
	}
	node := &e.p.Nodes[e.n]
	for i := node.Watches[0]; i < node.Watches[1]; i++ {
		e.line(1, "watch: %s", e.p.watchText(&e.p.Watches[i]))
	}
	if ladder := e.p.LadderOf(e.n, node.Overlay); ladder != None && e.s.Due.Set {
		e.line(1, "watch (ladder, timers of class 7): %s", e.p.ladderText(ladder))
	}
}

func (e *explainer) people() {
	if e.p.Nodes[e.n].Kind.IsBlock() {
		return
	}
	var l fieldList
	l.add("done by", e.p.rolesText(e.p.performers(e.s))+e.p.programText(e.s.WhoPerson))
	l.add("answers for it", e.p.roleText(e.s.Accountable))
	l.add("differs from", e.p.separationText(e.s))
	l.add("advice", e.p.rolesText(e.s.Advice))
	l.add("may waive", e.p.roleText(e.s.WaiveWho))
	e.modifier("people", l)
}

func (e *explainer) evidence() {
	var l fieldList
	node := &e.p.Nodes[e.n]
	for i := node.Outputs[0]; i < node.Outputs[1]; i++ {
		l.add("gives", e.p.outputText(&e.p.Outputs[i]))
	}
	l.add("about", e.p.cellsText(e.s.About))
	l.add("moves", e.p.cellsText(e.s.Package))
	e.modifier("evidence", l)
}

func (e *explainer) undo() {
	var l fieldList
	if e.s.Touches != nil {
		l.add("touches", e.p.touchesText(e.s.Touches))
	}
	if e.s.BackOut != nil {
		l.add("back-out", e.p.backOutText(e.s.BackOut))
	}
	l.add("remedy", e.s.Remedy)
	e.modifier("undo", l)
}

func (e *explainer) overlays() {
	node := &e.p.Nodes[e.n]
	if ids := e.p.OverlayIDs(node.Overlay); len(ids) > 0 {
		e.line(1, "overlay: only with %s", strings.Join(ids, " and "))
	}
	plain := e.p.fields(e.n, e.s)
	for i := 1; i < len(node.Specs); i++ {
		for _, f := range e.p.fields(e.n, node.Specs[i]) {
			if !slices.Contains(plain, f) {
				e.line(1, "overlay %s: %s", strings.Join(e.p.OverlayIDs(spread(i, node.Patched)), " and "), f)
			}
		}
	}
}

// LadderText lists the rungs of a ladder, one a line; empty for None.
func (p *Plan) LadderText(id LadderID) string {
	if id == None {
		return ""
	}
	var b strings.Builder
	for i := range p.Ladders[id].Rungs {
		b.WriteString(p.rungText(&p.Ladders[id].Rungs[i]))
		b.WriteByte('\n')
	}
	return b.String()
}

// Matrix is who does what: a row per step, a column per role.
type Matrix struct {
	Roles []string    `json:"roles"`
	Rows  []MatrixRow `json:"rows"`
}

// MatrixRow holds a cell per role: letters of A (answers for it), R (does it),
// C (consulted), I (informed), or nothing.
type MatrixRow struct {
	Step  string   `json:"step"`
	Cells []string `json:"cells"`
}

// Raci returns who is responsible, accountable, consulted and informed in every
// step under the overlays of mask. Roles that do nothing have no column.
func (p *Plan) Raci(mask Mask) Matrix {
	g := &grapher{p: p, mask: mask}
	var rows []MatrixRow
	used := make([]bool, len(p.Roles))
	for n := range p.Nodes {
		if id := NodeID(n); !p.Nodes[n].Kind.IsBlock() && g.present(id) {
			cells := p.raciCells(id, p.SpecOf(id, mask))
			for r, cell := range cells {
				used[r] = used[r] || cell != ""
			}
			rows = append(rows, MatrixRow{Step: p.nodeText(id), Cells: cells})
		}
	}
	return p.onlyUsed(rows, used)
}

func (p *Plan) onlyUsed(rows []MatrixRow, used []bool) Matrix {
	m := Matrix{Rows: rows}
	for r, role := range p.Roles {
		if used[r] {
			m.Roles = append(m.Roles, role.ID)
		}
	}
	for i := range m.Rows {
		var cells []string
		for r, cell := range m.Rows[i].Cells {
			if used[r] {
				cells = append(cells, cell)
			}
		}
		m.Rows[i].Cells = cells
	}
	return m
}

func (p *Plan) raciCells(n NodeID, s *Spec) []string {
	cells := make([]string, len(p.Roles))
	mark := func(letter string, roles ...RoleID) {
		for _, r := range roles {
			if r != None && !strings.Contains(cells[r], letter) {
				cells[r] += letter
			}
		}
	}
	mark("A", s.Accountable)
	mark("R", p.performers(s)...)
	mark("C", s.Consult...)
	mark("C", s.Advice...)
	mark("I", s.Inform...)
	for _, to := range s.Audience {
		for r := range p.Roles {
			if p.Roles[r].ID == to {
				mark("I", RoleID(r))
			}
		}
	}
	node := &p.Nodes[n]
	for i := node.Outputs[0]; i < node.Outputs[1]; i++ {
		mark("C", p.Outputs[i].Accept)
	}
	return cells
}
