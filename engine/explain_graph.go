package engine

import (
	"slices"
	"strings"
)

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

// Graph returns the plan as it stands under the overlays of mask: nodes of
// other overlays and skipped ones are left out.
func (p *Plan) Graph(mask Mask) Graph {
	g := &grapher{p: p, mask: mask}
	g.out = Graph{Model: p.Model, Version: p.Version, Title: p.Title}
	for n := range p.Nodes {
		if g.present(NodeID(n)) {
			g.node(NodeID(n))
		}
	}
	for _, ph := range p.Phases {
		g.out.Phases = append(g.out.Phases, PhaseView{ID: p.Nodes[ph].ID, Steps: g.steps(ph), Branch: ph == p.Branch})
	}
	g.flow()
	g.jumps()
	return g.out
}

type grapher struct {
	p    *Plan
	mask Mask
	out  Graph
}

// present reports whether a node and all around it are there under the mask.
func (g *grapher) present(n NodeID) bool {
	for ; n != None; n = g.p.Nodes[n].Parent {
		node := &g.p.Nodes[n]
		if node.Overlay&^g.mask != 0 || g.p.SpecOf(n, g.mask).Skip != "" {
			return false
		}
	}
	return true
}

func (g *grapher) steps(block NodeID) int {
	count := 0
	for n := block + 1; n < g.p.Nodes[block].End; n++ {
		if !g.p.Nodes[n].Kind.isBlock() && g.present(n) {
			count++
		}
	}
	return count
}

func (g *grapher) node(n NodeID) {
	v := g.p.View(n, g.mask)
	if v.Lane != "" && !slices.Contains(g.out.Lanes, v.Lane) {
		g.out.Lanes = append(g.out.Lanes, v.Lane)
	}
	g.out.Nodes = append(g.out.Nodes, v)
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
	if !node.Kind.isBlock() {
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

// flow adds an edge from every step at the end of a node to every one at the
// start of what follows it.
func (g *grapher) flow() {
	p := g.p
	for i := range p.Nodes {
		n := NodeID(i)
		if !g.present(n) {
			continue
		}
		next := p.Nodes[n].Next
		for next != None && !g.hasSteps(next) {
			next = p.Nodes[next].Next
		}
		if next == None || !g.hasSteps(n) {
			continue
		}
		for _, from := range g.ends(n) {
			for _, to := range g.starts(next) {
				g.edge(from, to, "flow", "")
			}
		}
	}
}

// hasSteps reports whether a node is there and is a step or has one.
func (g *grapher) hasSteps(n NodeID) bool {
	return g.present(n) && (!g.p.Nodes[n].Kind.isBlock() || g.steps(n) > 0)
}

// starts lists the steps a node begins with.
func (g *grapher) starts(n NodeID) []NodeID {
	if !g.p.Nodes[n].Kind.isBlock() {
		return []NodeID{n}
	}
	var out []NodeID
	for _, child := range g.children(n) {
		out = append(out, g.starts(child)...)
		if g.p.Nodes[n].Kind != KindParallel {
			break
		}
	}
	return out
}

// ends lists the steps a node ends with.
func (g *grapher) ends(n NodeID) []NodeID {
	if !g.p.Nodes[n].Kind.isBlock() {
		return []NodeID{n}
	}
	children := g.children(n)
	if g.p.Nodes[n].Kind != KindParallel {
		return g.ends(children[len(children)-1])
	}
	var out []NodeID
	for _, child := range children {
		out = append(out, g.ends(child)...)
	}
	return out
}

// children lists the children of a block that are there and have steps.
func (g *grapher) children(block NodeID) []NodeID {
	var out []NodeID
	for c := block + 1; c < g.p.Nodes[block].End; c = g.p.Nodes[c].End {
		if g.hasSteps(c) {
			out = append(out, c)
		}
	}
	return out
}

// jumps adds the edges of redos and back-outs.
func (g *grapher) jumps() {
	p := g.p
	for i := range p.Nodes {
		if n := NodeID(i); g.present(n) {
			eachAction([]*Spec{p.SpecOf(n, g.mask)}, func(a *Action, outcome string) { g.jump(n, a, outcome) })
		}
	}
	for i := range p.Watches {
		w := &p.Watches[i]
		if w.Node == None || !g.present(w.Node) || w.Overlay&^g.mask != 0 {
			continue
		}
		for j := range w.Then {
			g.jump(w.Node, &w.Then[j], or(p.programText(w.If), p.timeText(w.Time)))
		}
	}
}

func (g *grapher) jump(n NodeID, a *Action, label string) {
	switch {
	case a.Verb == VerbRedo && g.hasSteps(a.From):
		g.edge(n, g.starts(a.From)[0], "redo", label)
	case a.Verb == VerbBackOut && g.p.Branch != None && g.hasSteps(g.p.Branch):
		g.edge(n, g.starts(g.p.Branch)[0], "back_out", label)
	}
}

func (g *grapher) edge(from, to NodeID, kind, label string) {
	e := EdgeView{From: g.p.nodeText(from), To: g.p.nodeText(to), Kind: kind, Label: label}
	if !slices.Contains(g.out.Edges, e) {
		g.out.Edges = append(g.out.Edges, e)
	}
}
