package view

import (
	"cmp"
	"slices"
	"strings"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/draw"
	"github.com/headgate/headgate/engine"
)

// Graph lays out the case as it stands: one node per step and item. Phases
// named in fold are drawn as marks.
func (c *Case) Graph(fold []string) client.Graph {
	g := newGraph(c.Plan, c.State.Overlays)
	for _, cell := range c.Phases() {
		if i, ok := g.phases[cell.ID]; ok {
			g.in.Phases[i].Status = cmp.Or(cell.Status, cell.State)
		}
	}
	for i := range g.in.Lanes {
		g.in.Lanes[i].Holder = c.laneHolder(g.in.Lanes[i].ID)
	}
	for _, at := range c.steps() {
		node := &c.Plan.Nodes[at.node]
		g.add(node.ID, draw.Node{
			ID: c.place(at), Kind: node.Kind.String(), Title: c.title(at), Status: c.Status(at), Detail: c.detail(at), Done: c.settled(at),
		})
	}
	return g.layOut(c.openPhase(fold))
}

// laneHolder is who holds the role of a lane.
func (c *Case) laneHolder(id string) string {
	for i := range c.Plan.Roles {
		if c.Plan.Roles[i].ID == id {
			if holder := c.holder(engine.RoleID(i)); holder != id {
				return holder
			}
		}
	}
	return ""
}

// detail is the second line of a step: whom it waits for, else who did it.
func (c *Case) detail(at step) string {
	if w := c.waitingAt(at); w != nil && len(w.Persons) > 0 {
		return w.Persons[0]
	}
	if by := c.slot(at).By; by != "engine" {
		return by
	}
	return ""
}

// openPhase is the index of the one phase that is not folded, or draw.All.
func (c *Case) openPhase(fold []string) int {
	open := draw.All
	for i, n := range c.Plan.Phases {
		if !slices.Contains(fold, c.Plan.Nodes[n].ID) {
			if open != draw.All {
				return draw.All
			}
			open = i
		}
	}
	return open
}

// ModelGraph lays out a model for reading: a column per phase.
func ModelGraph(p *engine.Plan) client.Graph {
	g := modelGraph(p)
	return g.wire(draw.Columns(g.in))
}

// ModelSVG draws a model.
func ModelSVG(p *engine.Plan) []byte {
	return []byte(draw.SVG(draw.Columns(modelGraph(p).in), p.Title))
}

func modelGraph(p *engine.Plan) *graph {
	g := newGraph(p, 0)
	for _, n := range g.plan.Nodes {
		if !g.block[n.ID] {
			g.add(n.ID, draw.Node{ID: n.ID, Kind: n.Kind, Title: n.ID, Detail: does(n)})
		}
	}
	g.join()
	return g
}

// does says who does a step, or how long a wait takes.
func does(n engine.NodeView) string {
	if n.Kind == "handoff" {
		return strings.Join(n.Who, " to ")
	}
	return cmp.Or(strings.Join(n.Who, ", "), n.For, n.Use)
}

// graph is a picture under construction.
type graph struct {
	plan   engine.Graph
	in     draw.Graph
	steps  []string         // id of the step of each node
	nodes  map[string][]int // nodes of each step
	phases map[string]int
	lanes  map[string]int
	block  map[string]bool
}

func newGraph(p *engine.Plan, mask engine.Mask) *graph {
	g := &graph{
		plan: p.Graph(mask), nodes: map[string][]int{}, phases: map[string]int{}, lanes: map[string]int{}, block: map[string]bool{},
	}
	for i, ph := range g.plan.Phases {
		g.phases[ph.ID] = i
		g.in.Phases = append(g.in.Phases, draw.Phase{ID: ph.ID, Title: ph.ID})
	}
	for i, lane := range g.plan.Lanes {
		g.lanes[lane] = i
		g.in.Lanes = append(g.in.Lanes, draw.Lane{ID: lane, Title: lane})
	}
	for _, n := range g.plan.Nodes {
		switch n.Kind {
		case "phase", "group", "parallel", "each", "procedure":
			g.block[n.ID] = true
		}
	}
	return g
}

// add puts a node of a step into its phase and lane. Steps that the graph of
// the plan leaves out, such as those of procedures, are not drawn.
func (g *graph) add(step string, n draw.Node) {
	i := slices.IndexFunc(g.plan.Nodes, func(v engine.NodeView) bool { return v.ID == step })
	if i < 0 {
		return
	}
	v := &g.plan.Nodes[i]
	phase, ok := g.phases[v.Phase]
	if !ok {
		return
	}
	n.Phase, n.Lane = phase, g.lane(v.Lane)
	g.nodes[step] = append(g.nodes[step], len(g.in.Nodes))
	g.steps = append(g.steps, step)
	g.in.Nodes = append(g.in.Nodes, n)
}

// lane returns the row of a role; what nobody does stands in a row of machines.
func (g *graph) lane(role string) int {
	id := cmp.Or(role, "machine")
	i, ok := g.lanes[id]
	if !ok {
		i = len(g.in.Lanes)
		g.lanes[id] = i
		g.in.Lanes = append(g.in.Lanes, draw.Lane{ID: id, Title: id})
	}
	return i
}

// join adds the edges between the nodes of the steps they join; between items
// of one each only those of the same item.
func (g *graph) join() {
	for _, e := range g.plan.Edges {
		for _, from := range g.nodes[e.From] {
			for _, to := range g.nodes[e.To] {
				if sameItem(g.in.Nodes[from].ID, g.in.Nodes[to].ID) {
					g.in.Edges = append(g.in.Edges, draw.Edge{From: from, To: to, Kind: draw.EdgeKind(e.Kind), Label: e.Label})
				}
			}
		}
	}
}

func sameItem(a, b string) bool {
	x, y := item(a), item(b)
	return x == "" || y == "" || x == y
}

// item is what stands in the brackets of a place.
func item(place string) string {
	for i := range len(place) {
		if place[i] == '[' {
			return place[i+1 : len(place)-1]
		}
	}
	return ""
}

func (g *graph) layOut(open int) client.Graph {
	if len(g.in.Edges) == 0 {
		g.join()
	}
	return g.wire(draw.Lanes(g.in, draw.Options{Open: open}))
}

func (g *graph) wire(l draw.Layout) client.Graph {
	out := client.Graph{
		Width: l.Width, Height: l.Height, Lanes: []client.GraphLane{}, Phases: []client.GraphBand{}, Nodes: []client.GraphNode{}, Edges: []client.GraphEdge{},
	}
	for _, r := range l.Rows {
		out.Lanes = append(out.Lanes, client.GraphLane{ID: r.ID, Title: r.Title, Holder: r.Holder, Y: r.Y, Height: r.Height})
	}
	for _, b := range l.Bands {
		out.Phases = append(out.Phases, client.GraphBand{
			ID: b.ID, Title: b.Title, X: b.X, Width: b.Width, Done: b.Done, Total: b.Total, Status: b.Status,
		})
	}
	for i, n := range l.Nodes {
		out.Nodes = append(out.Nodes, client.GraphNode{
			Place: n.ID, Step: g.steps[i], Item: item(n.ID), Kind: n.Kind, Title: n.Title, Phase: g.in.Phases[n.Phase].ID,
			Lane: g.in.Lanes[n.Lane].ID, X: n.X, Y: n.Y, Width: n.Width, Height: n.Height, Status: n.Status, Detail: n.Detail,
		})
	}
	for _, e := range l.Edges {
		out.Edges = append(out.Edges, edge(g, e))
	}
	return out
}

func edge(g *graph, e draw.Path) client.GraphEdge {
	points := make([][2]int, len(e.Points))
	for i, p := range e.Points {
		points[i] = [2]int{p.X, p.Y}
	}
	return client.GraphEdge{
		From: g.in.Nodes[e.From].ID, To: g.in.Nodes[e.To].ID, Kind: string(e.Kind), Label: e.Label, Points: points,
	}
}
