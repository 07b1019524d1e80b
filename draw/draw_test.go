package draw

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// pipeline is three phases over three lanes: a fork and join in the middle.
func pipeline() Graph {
	return Graph{
		Phases: []Phase{{ID: "plan", Title: "plan"}, {ID: "deploy", Title: "deploy"}, {ID: "review", Title: "review"}},
		Lanes:  []Lane{{ID: "manager", Title: "manager"}, {ID: "tester", Title: "tester"}, {ID: "machine", Title: "machine"}},
		Nodes: []Node{
			{ID: "register", Kind: "task", Phase: 0, Lane: 0, Done: true, Status: "done"},
			{ID: "deploy", Kind: "auto", Phase: 1, Lane: 2},
			{ID: "verify", Kind: "task", Phase: 1, Lane: 1},
			{ID: "go", Kind: "decide", Phase: 1, Lane: 0},
			{ID: "rest", Kind: "auto", Phase: 1, Lane: 2},
			{ID: "close", Kind: "decide", Phase: 2, Lane: 0},
		},
		Edges: []Edge{
			{From: 0, To: 1, Kind: Flow},
			{From: 1, To: 2, Kind: Flow},
			{From: 2, To: 3, Kind: Flow},
			{From: 3, To: 4, Kind: Flow},
			{From: 4, To: 5, Kind: Flow},
			{From: 3, To: 1, Kind: Redo},
		},
	}
}

func TestNeighboursShareAColumnWhenNothingIsBetween(t *testing.T) {
	t.Parallel()
	l := Lanes(pipeline(), Options{Open: 1})
	deploy, verify, goStep, rest := l.Nodes[1], l.Nodes[2], l.Nodes[3], l.Nodes[4]
	if deploy.X != verify.X || verify.X != goStep.X {
		t.Errorf("deploy, verify, go stand at x %d, %d, %d; want one column", deploy.X, verify.X, goStep.X)
	}
	if rest.X <= goStep.X {
		t.Errorf("rest stands at x %d, not right of go at %d: its cell was taken by deploy", rest.X, goStep.X)
	}
}

func TestFoldedPhasesBecomeMarks(t *testing.T) {
	t.Parallel()
	l := Lanes(pipeline(), Options{Open: 1})
	var got []string
	for _, n := range l.Nodes {
		got = append(got, fmt.Sprint(n.ID, " ", n.Mark))
	}
	want := []string{"register true", "deploy false", "verify false", "go false", "rest false", "close true"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("marks (-want +got):\n%s", d)
	}
	if b := l.Bands[0]; !b.Folded || b.Done != 1 || b.Total != 1 {
		t.Errorf("band plan = %+v, want folded, 1 of 1 done", b)
	}
}

func TestColumnsStackInOrder(t *testing.T) {
	t.Parallel()
	l := Columns(pipeline())
	for i := 2; i <= 4; i++ {
		if l.Nodes[i].X != l.Nodes[1].X || l.Nodes[i].Y <= l.Nodes[i-1].Y {
			t.Errorf("%s stands at (%d,%d), want under %s", l.Nodes[i].ID, l.Nodes[i].X, l.Nodes[i].Y, l.Nodes[i-1].ID)
		}
	}
}

func TestSVGIsWellFormedAndEscapes(t *testing.T) {
	t.Parallel()
	g := pipeline()
	g.Nodes[1].Title = `<b>&"deploy"`
	s := SVG(Lanes(g, Options{Open: All}), "a <release>")
	d := xml.NewDecoder(strings.NewReader(s))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("SVG is not well-formed: %v", err)
		}
	}
	if strings.Contains(s, "<b>") {
		t.Error("a title reached the SVG unescaped")
	}
}

// drawn generates graphs in document order: edges lead forward, as a compiled
// model's flow does, and a few lead back.
func drawn(t *rapid.T) Graph {
	g := Graph{}
	for i := range rapid.IntRange(1, 4).Draw(t, "phases") {
		g.Phases = append(g.Phases, Phase{ID: fmt.Sprint("p", i)})
	}
	for i := range rapid.IntRange(1, 6).Draw(t, "lanes") {
		g.Lanes = append(g.Lanes, Lane{ID: fmt.Sprint("l", i)})
	}
	phase := 0
	for i := range rapid.IntRange(1, 40).Draw(t, "nodes") {
		phase = min(len(g.Phases)-1, phase+rapid.IntRange(0, 5).Draw(t, "next")/5)
		g.Nodes = append(g.Nodes, Node{ID: fmt.Sprint("n", i), Phase: phase, Lane: rapid.IntRange(0, len(g.Lanes)-1).Draw(t, "lane")})
		if i > 0 {
			g.Edges = append(g.Edges, Edge{From: rapid.IntRange(max(0, i-3), i-1).Draw(t, "from"), To: i, Kind: Flow})
		}
		if i > 3 && rapid.Bool().Draw(t, "redo") {
			g.Edges = append(g.Edges, Edge{From: i, To: rapid.IntRange(0, i-1).Draw(t, "to"), Kind: Redo})
		}
	}
	return g
}

func TestBoxesNeverOverlap(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		g := drawn(t)
		l := Lanes(g, Options{Open: rapid.IntRange(All, len(g.Phases)-1).Draw(t, "open")})
		for i, a := range l.Nodes {
			if a.X < 0 || a.Y < 0 || a.X+a.Width > l.Width || a.Y+a.Height > l.Height {
				t.Fatalf("%s lies outside the picture: %+v in %dx%d", a.ID, a, l.Width, l.Height)
			}
			for _, b := range l.Nodes[i+1:] {
				if a.X < b.X+b.Width && b.X < a.X+a.Width && a.Y < b.Y+b.Height && b.Y < a.Y+a.Height {
					t.Fatalf("%s and %s overlap", a.ID, b.ID)
				}
			}
		}
	})
}

func TestFlowLeadsRightOrStraightUpAndDown(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		g := drawn(t)
		l := Lanes(g, Options{Open: All})
		for _, e := range l.Edges {
			a, b := l.Nodes[e.From], l.Nodes[e.To]
			if e.Kind == Flow && a.Phase == b.Phase && b.X < a.X {
				t.Fatalf("flow %s -> %s leads left", a.ID, b.ID)
			}
			for i := 1; i < len(e.Points); i++ {
				if p, q := e.Points[i-1], e.Points[i]; p.X != q.X && p.Y != q.Y {
					t.Fatalf("edge %s -> %s has a slanted segment %v %v", a.ID, b.ID, p, q)
				}
			}
		}
	})
}

func TestVerticalArrowsCrossNoBox(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		l := Lanes(drawn(t), Options{Open: All})
		for _, e := range l.Edges {
			if e.Kind != Flow || len(e.Points) != 2 || e.Points[0].X != e.Points[1].X {
				continue
			}
			x, top, foot := e.Points[0].X, min(e.Points[0].Y, e.Points[1].Y), max(e.Points[0].Y, e.Points[1].Y)
			for _, n := range l.Nodes {
				if n.X < x && x < n.X+n.Width && n.Y >= top && n.Y+n.Height <= foot {
					t.Fatalf("arrow %s -> %s runs through %s", l.Nodes[e.From].ID, l.Nodes[e.To].ID, n.ID)
				}
			}
		}
	})
}

func TestSameGraphSameBytes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		g := drawn(t)
		if first, second := SVG(Lanes(g, Options{}), "x"), SVG(Lanes(g, Options{}), "x"); first != second {
			t.Fatal("two drawings of one graph differ")
		}
	})
}

func BenchmarkLanes200(b *testing.B) {
	g := rapid.Custom(drawn).Example(7)
	for i := 0; i < b.N; i++ {
		Lanes(g, Options{Open: All})
	}
}
