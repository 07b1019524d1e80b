package draw

import (
	"cmp"
	"slices"
	"strings"

	"github.com/headgate/headgate/engine"
)

// SwimPlan gives the picture of a plan for Swim: what nobody does stands in a
// lane of its own, the last, and a step says when it is due, since its lane says
// who does it.
func SwimPlan(p engine.Graph) Graph {
	var nodes []Node
	own := p
	own.Nodes, own.Lanes = slices.Clone(p.Nodes), nil
	for i := range own.Nodes {
		v := &own.Nodes[i]
		if isBlock(v.Kind) {
			continue
		}
		if unattended(v) {
			v.Lane = ""
		} else if v.Phase != "" && !slices.Contains(own.Lanes, v.Lane) {
			own.Lanes = append(own.Lanes, v.Lane)
		}
		nodes = append(nodes, Node{ID: v.ID, Kind: v.Kind, Title: v.ID, Detail: when(v)})
	}
	g := Placed(own, nodes)
	for i := range g.Lanes {
		g.Lanes[i].Title = strings.ReplaceAll(g.Lanes[i].Title, "_", " ")
	}
	for i := range g.Phases {
		g.Phases[i].Title = strings.ReplaceAll(g.Phases[i].Title, "_", " ")
	}
	return g
}

// unattended reports whether nobody acts in a step unless it goes wrong: a
// machine, a wait or a notice for which no role is named.
func unattended(v *engine.NodeView) bool {
	switch v.Kind {
	case "gate", "wait", "notify", "document":
		return true
	case "auto", "boundary":
		return len(v.Who) == 0 || len(v.Who) == 1 && v.Who[0] == v.Accountable
	}
	return false
}

// when says the time of a step, or else with what it is done.
func when(v *engine.NodeView) string {
	switch {
	case v.At != "":
		return "at " + v.At
	case v.Due != "" && v.Due != "open":
		return "due " + v.Due
	}
	return cmp.Or(v.For, v.Use)
}

// Only returns the steps of one phase with the lanes they stand in and the
// edges between them.
func (g Graph) Only(phase int) Graph {
	out := Graph{Phases: g.Phases[phase : phase+1]}
	lanes, at := map[int]int{}, map[int]int{}
	for lane := range g.Lanes {
		if marksIn(g, phase, lane) > 0 {
			lanes[lane] = len(out.Lanes)
			out.Lanes = append(out.Lanes, g.Lanes[lane])
		}
	}
	for i, n := range g.Nodes {
		if n.Phase == phase {
			at[i] = len(out.Nodes)
			n.Phase, n.Lane = 0, lanes[n.Lane]
			out.Nodes = append(out.Nodes, n)
		}
	}
	for _, e := range g.Edges {
		from, isIn := at[e.From]
		if to, alsoIn := at[e.To]; isIn && alsoIn {
			out.Edges = append(out.Edges, Edge{From: from, To: to, Kind: e.Kind, Label: e.Label})
		}
	}
	return out
}
