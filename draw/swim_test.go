package draw

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/model"
	"github.com/headgate/headgate/models"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// shipped is the graph of a shipped model, compiled anew.
func shipped(t *testing.T, id string) engine.Graph {
	t.Helper()
	set, found := model.LoadSet(append(models.Shipped(), models.Site()...))
	if found.HasErrors() {
		t.Fatal(found)
	}
	p, found := engine.Build(set.ByID(id), set, set.Site)
	if p == nil {
		t.Fatal(set.Annotate(found))
	}
	return p.Graph(0)
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(got, "\n"), strings.Split(string(want), "\n")); diff != "" {
		t.Errorf("%s (-got +want):\n%s", name, diff)
	}
}

func TestSwimOfShippedModels(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"handbook-page", "software-standard"} {
		golden(t, id+"-roles.svg", SVG(Swim(SwimPlan(shipped(t, id)), ByRole), id))
		golden(t, id+"-phases.svg", SVG(Swim(SwimPlan(shipped(t, id)), ByPhase), id))
	}
}

func TestSwimSameModelSameBytes(t *testing.T) {
	t.Parallel()
	for _, by := range []By{ByRole, ByPhase} {
		first, second := SVG(Swim(SwimPlan(shipped(t, "software-standard")), by), "x"), SVG(Swim(SwimPlan(shipped(t, "software-standard")), by), "x")
		if first != second {
			t.Error("two drawings of one model differ")
		}
	}
}

// Arrows of the shipped models cross one another this often and no oftener.
func TestSwimCrossings(t *testing.T) {
	t.Parallel()
	most := map[string][2]int{"handbook-page": {2, 1}, "software-standard": {19, 20}, "release-core": {13, 11}, "change-basic": {1, 1}}
	for id, limits := range most {
		for by, limit := range limits {
			if n := crossings(Swim(SwimPlan(shipped(t, id)), By(by))); n > limit {
				t.Errorf("%s, by %d: %d crossings, want at most %d", id, by, n, limit)
			} else {
				t.Logf("%s, by %d: %d crossings", id, by, n)
			}
		}
	}
}

// segment is a straight part of an edge.
type segment struct {
	edge Edge
	a, b Point
}

func segments(l Layout) []segment {
	var out []segment
	for _, e := range l.Edges {
		for i := 1; i < len(e.Points); i++ {
			out = append(out, segment{e.Edge, e.Points[i-1], e.Points[i]})
		}
	}
	return out
}

func (s segment) box() (x0, y0, x1, y1 int) {
	return min(s.a.X, s.b.X), min(s.a.Y, s.b.Y), max(s.a.X, s.b.X), max(s.a.Y, s.b.Y)
}

func (s segment) level() bool { return s.a.Y == s.b.Y }

func crossings(l Layout) int {
	n := 0
	all := segments(l)
	for i, s := range all {
		for _, o := range all[i+1:] {
			if s.level() == o.level() {
				continue
			}
			h, v := s, o
			if !s.level() {
				h, v = o, s
			}
			x0, y, x1, _ := h.box()
			x, y0, _, y1 := v.box()
			if x0 < x && x < x1 && y0 < y && y < y1 {
				n++
			}
		}
	}
	return n
}

func swimBy(t *rapid.T) By { return By(rapid.IntRange(0, 1).Draw(t, "by")) }

func TestSwimBoxesNeverOverlap(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		l := Swim(drawn(t), swimBy(t))
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

func TestSwimBoxesLieInTheirStrips(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		by := swimBy(t)
		l := Swim(drawn(t), by)
		for _, n := range l.Nodes {
			column, row := n.Phase, n.Lane
			if by == ByPhase {
				column, row = n.Lane, n.Phase
			}
			b, r := l.Bands[column], l.Rows[row]
			if n.X < b.X || n.X+n.Width > b.X+b.Width || n.Y < r.Y || n.Y+n.Height > r.Y+r.Height {
				t.Fatalf("%s lies outside its strips", n.ID)
			}
		}
	})
}

func TestSwimArrowsAreStraightAndCrossNoBox(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		l := Swim(drawn(t), swimBy(t))
		for _, s := range segments(l) {
			if s.a.X != s.b.X && s.a.Y != s.b.Y {
				t.Fatalf("edge %+v has a slanted segment %v %v", s.edge, s.a, s.b)
			}
			x0, y0, x1, y1 := s.box()
			for _, n := range l.Nodes {
				if x0 < n.X+n.Width && n.X < x1 && y0 < n.Y+n.Height && n.Y < y1 || s.a.X == s.b.X && n.X < x0 && x0 < n.X+n.Width && y0 < n.Y+n.Height && n.Y < y1 ||
					s.level() && n.Y < y0 && y0 < n.Y+n.Height && x0 < n.X+n.Width && n.X < x1 {
					t.Fatalf("edge %+v runs through %s: %v %v", s.edge, n.ID, s.a, s.b)
				}
			}
		}
	})
}

// In a gutter, edges that have no end in common never lie on one another.
func TestSwimArrowsKeepApart(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		by := swimBy(t)
		all := segments(Swim(drawn(t), by))
		for i, s := range all {
			for _, o := range all[i+1:] {
				if s.edge.From == o.edge.From || s.edge.To == o.edge.To || s.edge.From == o.edge.To || s.edge.To == o.edge.From {
					continue
				}
				across := s.level() == (by == ByPhase) // legs between the cells of the main direction
				if s.level() != o.level() || !across {
					continue
				}
				ax0, ay0, ax1, ay1 := s.box()
				bx0, by0, bx1, by1 := o.box()
				if s.level() && ay0 == by0 && ax0 < bx1 && bx0 < ax1 || !s.level() && ax0 == bx0 && ay0 < by1 && by0 < ay1 {
					t.Fatalf("edges %+v and %+v lie on one another", s.edge, o.edge)
				}
			}
		}
	})
}

func BenchmarkSwim200(b *testing.B) {
	g := rapid.Custom(drawn).Example(7)
	for b.Loop() {
		Swim(g, ByRole)
	}
}
