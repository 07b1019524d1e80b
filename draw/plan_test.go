package draw

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headgate/headgate/engine"
)

// waves is a plan with a block, a step of each item, a machine and a procedure.
func waves() engine.Graph {
	return engine.Graph{
		Phases: []engine.PhaseView{{ID: "deploy"}, {ID: "review"}},
		Lanes:  []string{"operator"},
		Nodes: []engine.NodeView{
			{ID: "deploy", Kind: "phase"},
			{ID: "waves", Kind: "each", Phase: "deploy"},
			{ID: "wave", Kind: "auto", Phase: "deploy", Use: "run"},
			{ID: "look", Kind: "task", Phase: "deploy", Lane: "operator", Who: []string{"operator"}},
			{ID: "hand", Kind: "handoff", Phase: "review", Lane: "operator", Who: []string{"operator", "owner"}},
			{ID: "aside", Kind: "task", Lane: "operator"},
		},
		Edges: []engine.EdgeView{
			{From: "wave", To: "look", Kind: "flow"},
			{From: "look", To: "hand", Kind: "flow"},
			{From: "look", To: "wave", Kind: "redo", Label: "failed"},
			{From: "aside", To: "hand", Kind: "flow"},
		},
	}
}

func TestPlanDrawsStepsOfPhases(t *testing.T) {
	t.Parallel()
	got := Plan(waves())
	want := Graph{
		Phases: []Phase{{ID: "deploy", Title: "deploy"}, {ID: "review", Title: "review"}},
		Lanes:  []Lane{{ID: "operator", Title: "operator"}, {ID: "machine", Title: "machine"}},
		Nodes: []Node{
			{ID: "wave", Kind: "auto", Title: "wave", Detail: "run", Phase: 0, Lane: 1},
			{ID: "look", Kind: "task", Title: "look", Detail: "operator", Phase: 0, Lane: 0},
			{ID: "hand", Kind: "handoff", Title: "hand", Detail: "operator to owner", Phase: 1, Lane: 0},
		},
		Edges: []Edge{{From: 0, To: 1, Kind: Flow}, {From: 1, To: 2, Kind: Flow}, {From: 1, To: 0, Kind: Redo, Label: "failed"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestPlacedJoinsItemsOnlyWithThemselves(t *testing.T) {
	t.Parallel()
	got := Placed(waves(), []Node{{ID: "wave[a]"}, {ID: "wave[b]"}, {ID: "look[a]"}, {ID: "look[b]"}, {ID: "hand"}, {ID: "gone[a]"}})
	if len(got.Nodes) != 5 {
		t.Errorf("%d nodes, want 5: what the plan does not show is left out", len(got.Nodes))
	}
	want := []Edge{
		{From: 0, To: 2, Kind: Flow},
		{From: 1, To: 3, Kind: Flow},
		{From: 2, To: 4, Kind: Flow},
		{From: 3, To: 4, Kind: Flow},
		{From: 2, To: 0, Kind: Redo, Label: "failed"},
		{From: 3, To: 1, Kind: Redo, Label: "failed"},
	}
	if diff := cmp.Diff(want, got.Edges); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
