package engine

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

func TestExplainShipped(t *testing.T) {
	t.Parallel()
	p := compiled(t, "software-standard")
	var b strings.Builder
	for n := range p.Nodes {
		b.WriteString(p.Explain(NodeID(n)))
	}
	golden(t, "explain/software-standard.txt", b.String())
}

func TestGraphOfOverlay(t *testing.T) {
	t.Parallel()
	p := compiled(t, "software-standard")
	for name, mask := range map[string]Mask{"plain": 0, "emergency": 1} {
		var b strings.Builder
		g := p.Graph(mask)
		for _, n := range g.Nodes {
			fmt.Fprintf(&b, "%s%s %s %s\n", strings.Repeat("  ", n.Depth), n.Kind, n.ID, n.Lane)
		}
		for _, e := range g.Edges {
			fmt.Fprintf(&b, "%s -> %s %s %s\n", e.From, e.To, e.Kind, e.Label)
		}
		fmt.Fprintf(&b, "lanes %s\n", strings.Join(g.Lanes, ", "))
		golden(t, "explain/graph-"+name+".txt", b.String())
	}
}

// Every edge joins nodes that are there, whatever overlays are in force.
func TestGraphEdgesJoinNodes(t *testing.T) {
	t.Parallel()
	for _, m := range shipped(t).Models {
		p := compiled(t, m.ID)
		for mask := range Mask(1) << len(p.Overlays) {
			g := p.Graph(mask)
			there := map[string]bool{}
			for _, n := range g.Nodes {
				there[n.ID] = true
			}
			for _, e := range g.Edges {
				if !there[e.From] || !there[e.To] {
					t.Errorf("%s under %b: edge %v joins what is not there", m.ID, mask, e)
				}
			}
		}
	}
}

func TestGraphIsJSON(t *testing.T) {
	t.Parallel()
	text, err := json.Marshal(compiled(t, "handbook-page").Graph(0))
	if err != nil {
		t.Fatal(err)
	}
	if want := `"nodes":[{"id":"plan","kind":"phase"`; !strings.Contains(string(text), want) {
		t.Errorf("got %s, want it to contain %s", text, want)
	}
}

func TestRaci(t *testing.T) {
	t.Parallel()
	m := compiled(t, "handbook-page").Raci(0)
	var b strings.Builder
	fmt.Fprintf(&b, "%-20s %s\n", "", strings.Join(m.Roles, " "))
	for _, r := range m.Rows {
		fmt.Fprintf(&b, "%-20s %q\n", r.Step, r.Cells)
	}
	golden(t, "explain/raci.txt", b.String())
}

func TestLadderText(t *testing.T) {
	t.Parallel()
	p := compiled(t, "software-standard")
	got := p.LadderText(p.LadderOf(0, 1))
	if want := "15m raise duty_manager\n30m raise service_owner\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
