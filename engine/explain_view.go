package engine

import "strings"

// Graph is a plan as a picture or a table needs it: plain data, ready for JSON.
// Nodes stand in document order, blocks among them; an edge joins steps, or
// starts at a block when a watch on it moves the flow.
type Graph struct {
	Model   string      `json:"model"`
	Version string      `json:"version"`
	Title   string      `json:"title"`
	Phases  []PhaseView `json:"phases"`
	Lanes   []string    `json:"lanes"` // roles that do something, in the order they first do
	Nodes   []NodeView  `json:"nodes"`
	Edges   []EdgeView  `json:"edges"`
}

// PhaseView is a phase with the number of its steps.
type PhaseView struct {
	ID     string `json:"id"`
	Steps  int    `json:"steps"`
	Branch bool   `json:"branch,omitempty"`
}

// NodeView is a step or block in words. Texts are those of the document, in one
// line; what is not set is empty.
type NodeView struct {
	ID          string   `json:"id"`
	Kind        string   `json:"kind"`
	Title       string   `json:"title,omitempty"`
	Phase       string   `json:"phase,omitempty"`
	Block       string   `json:"block,omitempty"` // the block around it, unless that is the phase
	Depth       int      `json:"depth"`           // 0: a phase
	Lane        string   `json:"lane,omitempty"`  // the first role that does it
	Who         []string `json:"who,omitempty"`
	Accountable string   `json:"accountable,omitempty"`
	Consult     []string `json:"consult,omitempty"`
	Inform      []string `json:"inform,omitempty"`
	When        string   `json:"when,omitempty"`
	At          string   `json:"at,omitempty"`
	Due         string   `json:"due,omitempty"`
	Else        string   `json:"else,omitempty"`
	For         string   `json:"for,omitempty"`
	Until       string   `json:"until,omitempty"`
	Answers     []string `json:"answers,omitempty"`
	Use         string   `json:"use,omitempty"`
	Gives       []string `json:"gives,omitempty"`
	Touches     string   `json:"touches,omitempty"`
	BackOut     string   `json:"back_out,omitempty"`
	Window      string   `json:"window,omitempty"`
	Takes       string   `json:"takes,omitempty"`
	Ladder      string   `json:"ladder,omitempty"`
	Overlay     string   `json:"overlay,omitempty"` // that brought it
	Of          string   `json:"of,omitempty"`
	Owed        bool     `json:"owed,omitempty"`
	OfProcess   bool     `json:"of_process,omitempty"`
	Mandatory   bool     `json:"mandatory,omitempty"`
}

// EdgeView leads from a node to the next. Kind is flow, redo or back_out; Label
// is the outcome or condition it is taken on.
type EdgeView struct {
	From  string `json:"from"`
	To    string `json:"to"`
	Kind  string `json:"kind"`
	Label string `json:"label,omitempty"`
}

// View describes one node under the overlays of mask.
func (p *Plan) View(n NodeID, mask Mask) NodeView {
	node, s := &p.Nodes[n], p.SpecOf(n, mask)
	v := NodeView{
		ID: p.nodeText(n), Kind: node.Kind.String(), Title: s.Title, Depth: p.level(n),
		Accountable: p.roleText(s.Accountable), Consult: p.roleIDs(s.Consult, s.Advice), Inform: p.roleIDs(s.Inform),
		When: p.programText(s.When), At: p.timeText(s.At), Due: p.limitText(s.Due), Else: p.actionsText(s.Else),
		For: p.spanText(s.For), Until: p.programText(s.Until), Answers: s.Answers, Use: s.Use,
		Ladder: p.ladderText(p.LadderOf(n, mask)), Overlay: strings.Join(p.OverlayIDs(node.Overlay), "+"),
		Owed: s.Owed, OfProcess: node.OfProcess, Mandatory: node.Mandatory, Of: p.sourceText(s),
	}
	if node.Phase != None {
		v.Phase = p.Nodes[node.Phase].ID
	}
	if node.Parent != None && node.Parent != node.Phase {
		v.Block = p.nodeText(node.Parent)
	}
	if !node.Kind.IsBlock() {
		p.viewWork(&v, n, s)
	}
	return v
}

func (p *Plan) viewWork(v *NodeView, n NodeID, s *Spec) {
	v.Who = p.roleIDs(p.performers(s))
	if len(v.Who) > 0 {
		v.Lane = v.Who[0]
	}
	node := &p.Nodes[n]
	for i := node.Outputs[0]; i < node.Outputs[1]; i++ {
		v.Gives = append(v.Gives, p.outputText(&p.Outputs[i]))
	}
	if s.Touches != nil {
		v.Touches = p.touchesText(s.Touches)
		v.Window = p.windowText(s.Window)
	}
	if s.BackOut != nil {
		v.BackOut = p.backOutText(s.BackOut)
	}
	if s.HasTakes {
		v.Takes = s.Takes.String()
	}
}

// performers are the roles that act in a step; where nobody is named, those
// who answer for it.
func (p *Plan) performers(s *Spec) []RoleID {
	switch {
	case s.From != None:
		return []RoleID{s.From, s.To}
	case len(s.Who) > 0:
		return s.Who
	case s.Accept != None:
		return []RoleID{s.Accept}
	case s.Accountable != None:
		return []RoleID{s.Accountable}
	}
	return nil
}

func (p *Plan) sourceText(s *Spec) string {
	switch {
	case s.Deferred:
		return "deferred"
	case s.OfValue != nil:
		return s.OfValue.String()
	}
	return p.programText(s.Of)
}

func (p *Plan) roleIDs(lists ...[]RoleID) []string {
	var ids []string
	for _, list := range lists {
		for _, r := range list {
			ids = append(ids, p.Roles[r].ID)
		}
	}
	return ids
}
