package draw

import (
	"cmp"
	"slices"
	"strings"

	"github.com/headgate/headgate/engine"
)

// Plan gives the picture of a plan: a node for each step, its Detail saying who
// does it. Blocks, and the steps of procedures, which stand in no phase, are
// not drawn.
func Plan(p engine.Graph) Graph {
	nodes := make([]Node, 0, len(p.Nodes))
	for _, v := range p.Nodes {
		if !isBlock(v.Kind) {
			nodes = append(nodes, Node{ID: v.ID, Kind: v.Kind, Title: v.ID, Detail: does(v)})
		}
	}
	return Placed(p, nodes)
}

// Placed gives the picture of a plan with the nodes given, each the place of a
// step: one for a step, several for a step that every item of an each has. It
// sets their phase and lane, leaves out those whose step the plan does not
// show, and joins them as their steps are joined, items only with themselves.
func Placed(p engine.Graph, nodes []Node) Graph {
	out := Graph{}
	phases, steps, at := map[string]int{}, map[string]*engine.NodeView{}, map[string][]int{}
	for i, v := range p.Phases {
		phases[v.ID] = i
		out.Phases = append(out.Phases, Phase{ID: v.ID, Title: v.ID})
	}
	for _, lane := range p.Lanes {
		out.Lanes = append(out.Lanes, Lane{ID: lane, Title: lane})
	}
	for i := range p.Nodes {
		steps[p.Nodes[i].ID] = &p.Nodes[i]
	}
	for _, n := range nodes {
		step := steps[n.Step()]
		if step == nil {
			continue
		}
		phase, ok := phases[step.Phase]
		if !ok {
			continue
		}
		n.Phase, n.Lane = phase, out.lane(step.Lane)
		at[step.ID] = append(at[step.ID], len(out.Nodes))
		out.Nodes = append(out.Nodes, n)
	}
	for _, e := range p.Edges {
		out.join(e, at[e.From], at[e.To])
	}
	return out
}

// join adds an edge of the plan between the places of its steps.
func (g *Graph) join(e engine.EdgeView, froms, tos []int) {
	for _, from := range froms {
		for _, to := range tos {
			a, b := g.Nodes[from].Item(), g.Nodes[to].Item()
			if a == "" || b == "" || a == b {
				g.Edges = append(g.Edges, Edge{From: from, To: to, Kind: EdgeKind(e.Kind), Label: e.Label})
			}
		}
	}
}

// lane returns the row of a role; what nobody does stands in a row of machines.
func (g *Graph) lane(role string) int {
	id := cmp.Or(role, "machine")
	i := slices.IndexFunc(g.Lanes, func(l Lane) bool { return l.ID == id })
	if i < 0 {
		i = len(g.Lanes)
		g.Lanes = append(g.Lanes, Lane{ID: id, Title: id})
	}
	return i
}

// Step is the id of the node's step: deploy_wave of deploy_wave[canary].
func (n Node) Step() string {
	id, _, _ := strings.Cut(n.ID, "[")
	return id
}

// Item is what stands in the brackets of the node's id, or empty.
func (n Node) Item() string {
	_, item, _ := strings.Cut(n.ID, "[")
	return strings.TrimSuffix(item, "]")
}

func isBlock(kind string) bool {
	return slices.Contains([]string{"phase", "group", "parallel", "each", "procedure"}, kind)
}

// does says who does a step, or how long a wait takes.
func does(v engine.NodeView) string {
	if v.Kind == "handoff" {
		return strings.Join(v.Who, " to ")
	}
	return cmp.Or(strings.Join(v.Who, ", "), v.For, v.Use)
}
