package view

import (
	"cmp"
	"slices"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/draw"
	"github.com/headgate/headgate/engine"
)

// Graph lays out the case as it stands: one node per step and item. Phases
// named in fold are drawn as marks.
func (c *Case) Graph(fold []string) client.Graph {
	var nodes []draw.Node
	for _, at := range c.steps() {
		kind := c.Plan.Nodes[at.node].Kind.String()
		nodes = append(nodes, draw.Node{
			ID: c.place(at), Kind: kind, Title: c.title(at), Status: c.Status(at), Detail: c.detail(at), Done: c.settled(at),
		})
	}
	g := draw.Placed(c.Plan.Graph(c.State.Overlays), nodes)
	for _, cell := range c.Phases() {
		if i := slices.IndexFunc(g.Phases, func(p draw.Phase) bool { return p.ID == cell.ID }); i >= 0 {
			g.Phases[i].Status = cmp.Or(cell.Status, cell.State)
		}
	}
	for i := range g.Lanes {
		g.Lanes[i].Holder = c.laneHolder(g.Lanes[i].ID)
	}
	return wire(g, draw.Lanes(g, draw.Options{Open: c.openPhase(fold)}))
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
	g := draw.Plan(p.Graph(0))
	return wire(g, draw.Columns(g))
}

// ModelSVG draws a model.
func ModelSVG(p *engine.Plan) []byte {
	return []byte(draw.SVG(draw.Columns(draw.Plan(p.Graph(0))), p.Title))
}

func wire(g draw.Graph, l draw.Layout) client.Graph {
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
	for _, n := range l.Nodes {
		out.Nodes = append(out.Nodes, client.GraphNode{
			Place: n.ID, Step: n.Step(), Item: n.Item(), Kind: n.Kind, Title: n.Title, Phase: g.Phases[n.Phase].ID,
			Lane: g.Lanes[n.Lane].ID, X: n.X, Y: n.Y, Width: n.Width, Height: n.Height, Status: n.Status, Detail: n.Detail,
		})
	}
	for _, e := range l.Edges {
		out.Edges = append(out.Edges, edge(g, e))
	}
	return out
}

func edge(g draw.Graph, e draw.Path) client.GraphEdge {
	points := make([][2]int, len(e.Points))
	for i, p := range e.Points {
		points[i] = [2]int{p.X, p.Y}
	}
	return client.GraphEdge{
		From: g.Nodes[e.From].ID, To: g.Nodes[e.To].ID, Kind: string(e.Kind), Label: e.Label, Points: points,
	}
}
