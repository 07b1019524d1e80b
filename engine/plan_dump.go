package engine

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headgate/headgate/expr"
)

// Dump writes the plan for people and for golden tests: a line per node in
// document order, its fields below it, and what each combination of overlays
// changes. Two plans that do the same are dumped alike.
func (p *Plan) Dump() string {
	d := &dumper{p: p}
	d.head()
	for n := range p.Nodes {
		d.node(NodeID(n))
	}
	return d.b.String()
}

type dumper struct {
	p *Plan
	b strings.Builder
}

func (d *dumper) line(depth int, format string, args ...any) {
	d.b.WriteString(strings.Repeat("  ", depth))
	fmt.Fprintf(&d.b, format, args...)
	d.b.WriteByte('\n')
}

// list writes a titled list, nothing if it is empty.
func (d *dumper) list(title string, lines []string) {
	if len(lines) == 0 {
		return
	}
	d.line(0, "%s", title)
	for _, l := range lines {
		d.line(1, "%s", l)
	}
}

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

// overlayText names the overlays of a mask, " [emergency]", or nothing.
func (p *Plan) overlayText(mask Mask) string {
	if mask == 0 {
		return ""
	}
	return " [" + strings.Join(p.OverlayIDs(mask), "+") + "]"
}

// OverlayIDs lists the overlays of a mask, in document order.
func (p *Plan) OverlayIDs(mask Mask) []string {
	var ids []string
	for i := range p.Overlays {
		if mask&(1<<i) != 0 {
			ids = append(ids, p.Overlays[i].ID)
		}
	}
	return ids
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

func (d *dumper) node(n NodeID) {
	p, node := d.p, &d.p.Nodes[n]
	depth := p.level(n)
	title := node.Kind.String() + " " + node.ID
	if node.ID == "" {
		title = node.Kind.String()
	}
	d.line(depth, "%d %s%s%s", n, title, p.overlayText(node.Overlay), p.marks(n))
	plain := p.fields(n, node.Specs[0])
	for _, f := range plain {
		d.line(depth+2, "%s", f)
	}
	for i := node.Outputs[0]; i < node.Outputs[1]; i++ {
		d.line(depth+2, "gives %s", p.outputText(&p.Outputs[i]))
	}
	for i := node.Watches[0]; i < node.Watches[1]; i++ {
		d.line(depth+2, "watch %s", p.watchText(&p.Watches[i]))
	}
	for i := 1; i < len(node.Specs); i++ {
		with := p.fields(n, node.Specs[i])
		d.line(depth+2, "with %s", strings.Join(p.OverlayIDs(spread(i, node.Patched)), "+"))
		d.changes(depth+3, plain, with)
	}
}

// changes writes the fields that differ.
func (d *dumper) changes(depth int, plain, with []string) {
	for _, f := range plain {
		if !slices.Contains(with, f) {
			d.line(depth, "- %s", f)
		}
	}
	for _, f := range with {
		if !slices.Contains(plain, f) {
			d.line(depth, "+ %s", f)
		}
	}
}

// level is the depth of a node in the tree.
func (p *Plan) level(n NodeID) int {
	depth := 0
	for at := p.Nodes[n].Parent; at != None; at = p.Nodes[at].Parent {
		depth++
	}
	return depth
}

func (p *Plan) marks(n NodeID) string {
	node := &p.Nodes[n]
	s := ""
	if node.Inner != None {
		s += fmt.Sprintf(" as %s", or(p.Scopes[node.Inner].As, "-"))
	}
	if node.OfProcess {
		s += " (process)"
	}
	if node.Touching && node.Kind.isBlock() {
		s += " touching"
	}
	if node.Next != None {
		s += " -> " + p.nodeText(node.Next)
	}
	return s
}

// fieldList collects the fields that are set, "key value".
type fieldList []string

func (l *fieldList) add(key, text string) {
	if text != "" {
		*l = append(*l, key+" "+text)
	}
}

// fields writes the fields of a spec that are set, in the order of the
// language reference.
func (p *Plan) fields(n NodeID, s *Spec) []string {
	var l fieldList
	l.add("skip", s.Skip)
	l.add("when", p.programText(s.When))
	l.add("at", p.timeText(s.At))
	l.add("due", p.limitText(s.Due))
	l.add("else", p.actionsText(s.Else))
	for _, o := range s.Then {
		l.add("then "+o.Outcome, p.actionsText(o.Actions))
	}
	l.add("escalate", p.ownLadderText(n, s))
	if s.Window.Carrier == n || s.Touches != nil {
		l.add("window", p.windowText(s.Window))
	}
	if s.Owed {
		l.add("owed", p.owedText(s))
	}
	l.add("who", p.rolesText(s.Who)+p.programText(s.WhoPerson))
	l.add("differs from", p.separationText(s))
	l.add("about", p.cellsText(s.About))
	p.workFields(&l, s)
	p.decisionFields(&l, s)
	p.blockFields(&l, s)
	for _, r := range s.Rules {
		l.add("rule", p.Rules[r].ID)
	}
	return l
}

func (p *Plan) workFields(l *fieldList, s *Spec) {
	l.add("use", s.Use)
	l.add("with", p.inputsText(s.With))
	if s.Touches != nil {
		l.add("touches", p.touchesText(s.Touches))
	}
	if s.BackOut != nil {
		l.add("back_out", p.backOutText(s.BackOut))
	}
	if s.From != None {
		l.add("from", p.roleText(s.From)+" to "+p.roleText(s.To))
	}
	l.add("package", p.cellsText(s.Package))
	l.add("template", s.Template)
	l.add("to", strings.Join(s.Audience, ", "))
}

func (p *Plan) decisionFields(l *fieldList, s *Spec) {
	l.add("answers", strings.Join(s.Answers, ", "))
	l.add("pass", p.tallyText(s.Pass))
	l.add("fail", p.tallyText(s.Fail))
	l.add("for", p.spanText(s.For))
	l.add("until", p.programText(s.Until))
	l.add("advice", p.rolesText(s.Advice))
	l.add("final", p.roleText(s.Final))
	l.add("waive", p.roleText(s.WaiveWho))
	l.add("remedy", s.Remedy)
	l.add("accept", p.roleText(s.Accept))
}

func (p *Plan) blockFields(l *fieldList, s *Spec) {
	l.add("of", p.programText(s.Of))
	if s.OfValue != nil {
		l.add("of", s.OfValue.String())
	}
	if s.Serial {
		l.add("order", "serial")
	}
	l.add("enough", s.Enough.text())
}

// ownLadderText is the ladder of a node where it differs from that above.
func (p *Plan) ownLadderText(n NodeID, s *Spec) string {
	if parent := p.Nodes[n].Parent; parent != None && p.Nodes[parent].Specs[0].Ladder == s.Ladder {
		return ""
	}
	return p.ladderText(s.Ladder)
}

func (p *Plan) owedText(s *Spec) string {
	switch {
	case s.OwedByOverlay && s.OweAfter != None:
		return "after " + p.nodeText(s.OweAfter)
	case s.OwedByOverlay:
		return "after released"
	}
	return "from ready"
}

func (p *Plan) separationText(s *Spec) string {
	text := join(p.rolesText(s.DiffersRoles), p.nodesText(s.DiffersNodes))
	if s.DiffersDeciders {
		text = join(text, "deciders")
	}
	return text
}

func (p *Plan) touchesText(t *Touches) string {
	return join(strings.Join(t.CIs, ", "), p.programText(t.Program)) + " in " + t.Environment
}

func (p *Plan) backOutText(b *BackOut) string {
	switch {
	case b.None != "":
		return "none: " + b.None + " (accepted by " + p.roleText(b.Accept) + ")"
	case b.Use != "":
		return strings.TrimSpace("use " + b.Use + " " + p.inputsText(b.With))
	}
	return "by " + p.rolesText(b.Who)
}

func (p *Plan) watchText(w *Watch) string {
	var parts []string
	add := func(key, text string) {
		if text != "" {
			parts = append(parts, key+" "+text)
		}
	}
	if w.Event != None {
		add("event", p.Events[w.Event].Name)
	}
	add("if", p.programText(w.If))
	add("at", p.timeText(w.Time))
	add("for", p.spanText(w.For))
	add("when", p.programText(w.When))
	if w.PerItem {
		parts = append(parts, "(per item)")
	}
	return strings.Join(parts, " ") + p.overlayText(w.Overlay) + ": " + p.actionsText(w.Then)
}

// refText names a cell for people.
func (p *Plan) refText(ref expr.Ref) string {
	switch kind, i := SplitRef(ref); kind {
	case RefParam:
		return "params." + p.Params[i].Name
	case RefFact:
		return p.Facts[i].ID
	case RefOutput:
		return p.nodeText(p.Outputs[i].Node) + "." + p.Outputs[i].Name
	case RefNode:
		n, attr := SplitNodeRef(i)
		return p.nodeText(n) + "." + attrText(attr)
	case RefColumn:
		return p.Tables[i>>8].ID + "." + p.Tables[i>>8].Columns[i&255]
	case RefVar:
		return p.Scopes[i].As
	case RefProgram:
		return p.programText(ProgramID(i))
	case RefDate:
		return p.Dates[i].ID
	case RefT:
		return "T"
	default:
		return "?"
	}
}

func attrText(attr Attr) string {
	for word, a := range nodeAttrs {
		if a == attr {
			return word
		}
	}
	return "due"
}
