package engine

import (
	"strconv"
	"strings"

	"github.com/headgate/headgate/expr"
)

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
	l.add("needs", p.needsText(&s.Needs))
	l.add("at", p.timeText(s.At))
	l.add("plan", p.timeText(s.Plan))
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

func (p *Plan) needsText(x *Needs) string {
	parts := make([]string, len(x.List))
	for i := range x.List {
		parts[i] = p.needText(x.List[i])
	}
	text := strings.Join(parts, ", ")
	if !x.all() {
		text = strconv.Itoa(x.K) + " of " + text
	}
	if x.Cancel {
		text += ", the rest cancelled"
	}
	return text
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
