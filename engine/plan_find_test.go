package engine

import "testing"

// nested is a case of a model with two waves of two hosts each.
func nested(t *testing.T) (*Plan, *State) {
	t.Helper()
	p, found := build(t, "", `
- each: waves
  of: [canary, half]
  as: wave
  steps:
    - {task: bake, who: dev, how: x}
    - each: hosts
      of: [h1, h2]
      as: host
      steps:
        - {task: check, who: dev, how: x}
- {task: close, who: dev, how: x}
`)
	if found.HasErrors() {
		t.Fatal(found)
	}
	s := &State{Frames: []Frame{
		{Scope: 0, Parent: None},
		{Scope: 1, Parent: 0, Key: "canary"},
		{Scope: 1, Parent: 0, Key: "half"},
		{Scope: 2, Parent: 1, Key: "h1"},
		{Scope: 2, Parent: 1, Key: "h2"},
		{Scope: 2, Parent: 2, Key: "h1"},
	}}
	return p, s
}

func TestFindAndPlace(t *testing.T) {
	t.Parallel()
	p, s := nested(t)
	tests := []struct {
		text, place string
		frame       FrameID
		refused     string
	}{
		{text: "close", place: "close", frame: 0},
		{text: "waves", place: "waves", frame: 0},
		{text: "waves[half]", place: "waves[half]", frame: 2},
		{text: "bake[canary]", place: "bake[canary]", frame: 1},
		{text: "waves[canary].bake", place: "bake[canary]", frame: 1},
		{text: "check[canary,h2]", place: "check[canary,h2]", frame: 4},
		{text: "waves[half].hosts[h1].check", place: "check[half,h1]", frame: 5},
		{text: " check[ half , h1 ] ", place: "check[half,h1]", frame: 5},
		{text: "check[h2]", place: "check[canary,h2]", frame: 4},
		{text: "bake", refused: "R-STATE bake: it has several items (name one of bake[canary], bake[half])"},
		{text: "check[h1]", refused: "R-STATE check[h1]: it has several items (name one of check[canary,h1], check[half,h1])"},
		{text: "bake[last]", refused: "R-STATE bake[last]: there is no such item (one of bake[canary], bake[half])"},
		{text: "close[x]", refused: "R-STATE close[x]: there is no such item (one of close)"},
		{text: "bakk[canary]", refused: "R-STATE bakk[canary]: there is no step `bakk` (did you mean `bake`?)"},
		{text: "", refused: "R-STATE: there is no step `` (one of plan, deploy, waves, bake, hosts, check, close, review, back_out)"},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			t.Parallel()
			node, frame, refusal := p.Find(s, tt.text)
			if refusal != nil {
				if refusal.Error() != tt.refused {
					t.Errorf("got refusal %q, want %q", refusal, tt.refused)
				}
				return
			}
			if got := p.Place(s, node, frame); got != tt.place || frame != tt.frame || tt.refused != "" {
				t.Errorf("got %s in frame %d, want %s in frame %d or refusal %q", got, frame, tt.place, tt.frame, tt.refused)
			}
		})
	}
}

// Find undoes Place for every node in every frame it has.
func TestFindUndoesPlace(t *testing.T) {
	t.Parallel()
	p, s := nested(t)
	for f := range s.Frames {
		for n := range p.Nodes {
			node := &p.Nodes[n]
			if node.Scope != s.Frames[f].Scope && node.Inner != s.Frames[f].Scope {
				continue
			}
			text := p.Place(s, NodeID(n), FrameID(f))
			gotNode, gotFrame, refusal := p.Find(s, text)
			if refusal != nil || gotNode != NodeID(n) || gotFrame != FrameID(f) {
				t.Errorf("%s: got node %d frame %d (%v), want %d %d", text, gotNode, gotFrame, refusal, n, f)
			}
		}
	}
}
