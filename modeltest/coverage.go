package modeltest

import (
	"slices"
	"strings"

	"github.com/headgate/headgate/engine"
)

// Point is one thing that tests of a model can reach: a step, a way to go on
// from one, a handler, a rung of a ladder.
type Point struct {
	Kind  string `json:"kind"`  // step, branch, answer, outcome, else, handler, rung
	Name  string `json:"name"`  // "defects", "wave_go: hold", "else of bake"
	Tests int    `json:"tests"` // how many tests reach it
}

// point is a Point without its count.
type point struct{ kind, name string }

// The kinds of points, in the order in which a report sums them up.
const (
	pointStep    = "step"
	pointBranch  = "branch"
	pointAnswer  = "answer"
	pointOutcome = "outcome"
	pointElse    = "else"
	pointHandler = "handler"
	pointRung    = "rung"
)

// PointKinds lists the kinds of points in the order of a report.
func PointKinds() []string {
	return []string{pointStep, pointBranch, pointAnswer, pointOutcome, pointElse, pointHandler, pointRung}
}

// Coverage says what results of the tests of a suite reached: every point of
// the model, its process's and overlays' included, in document order.
func (s *Suite) Coverage(results []Result) []Point {
	all := pointsOf(s.plan)
	out := make([]Point, len(all))
	for i, p := range all {
		out[i] = Point{Kind: p.kind, Name: p.name}
		for k := range results {
			if results[k].reached[p] {
				out[i].Tests++
			}
		}
	}
	return out
}

// pointsOf lists what tests of a plan can reach.
func pointsOf(p *engine.Plan) []point {
	var list []point
	seen := map[point]bool{}
	add := func(kind, name string) {
		if at := (point{kind, name}); !seen[at] {
			seen[at] = true
			list = append(list, at)
		}
	}
	for n := range p.Nodes {
		if n := engine.NodeID(n); !inBranch(p, n) || goesBack(p) {
			nodePoints(p, n, add)
		}
	}
	for i := range p.Watches {
		add(pointHandler, handlerName(p, i))
	}
	for id := range p.Ladders {
		for rung := range p.Ladders[id].Rungs {
			add(pointRung, rungName(p, engine.LadderID(id), rung))
		}
	}
	return list
}

func inBranch(p *engine.Plan, n engine.NodeID) bool {
	return p.Branch != engine.None && p.Branch <= n && n < p.Nodes[p.Branch].End
}

// goesBack reports whether anything can be backed out: a step that touches and
// does not stand behind a point of no return that every case passes.
func goesBack(p *engine.Plan) bool {
	for i := range p.Nodes {
		switch node := &p.Nodes[i]; {
		case node.Kind == engine.KindBoundary && node.Overlay == 0 && !skips(p, node):
			return false
		case node.Touching && !node.Kind.IsBlock():
			return true
		}
	}
	return false
}

func nodePoints(p *engine.Plan, n engine.NodeID, add func(kind, name string)) {
	node := &p.Nodes[n]
	if node.ID == "" {
		return
	}
	if !node.Kind.IsBlock() {
		add(pointStep, node.ID)
	}
	for _, spec := range node.Specs {
		if spec.When != engine.None {
			add(pointBranch, node.ID+" runs")
			if !alwaysRuns(p, n, spec.When) {
				add(pointBranch, node.ID+" is skipped")
			}
		}
		for _, a := range spec.Answers {
			add(pointAnswer, node.ID+": "+a)
		}
		for _, o := range spec.Then {
			if indexOf(spec.Answers, o.Outcome) < 0 {
				add(pointOutcome, node.ID+": "+o.Outcome)
			}
		}
		if acts(spec.Else) {
			add(pointElse, "else of "+node.ID)
		}
	}
}

// alwaysRuns reports whether a step asks only whether anything is touched, of a
// model that always touches something: no test can have it skipped.
func alwaysRuns(p *engine.Plan, n engine.NodeID, when engine.ProgramID) bool {
	if p.Programs[when].Source != "any_touches" {
		return false
	}
	for i := range p.Nodes {
		other := &p.Nodes[i]
		touches := other.Touching && !other.Kind.IsBlock() && other.Overlay == 0
		if touches && (other.Scope != 0 || engine.NodeID(i) > n || !skips(p, other)) {
			return true
		}
	}
	return false
}

// skips reports whether a step, or a block around it, may be skipped or may
// never run.
func skips(p *engine.Plan, node *engine.Node) bool {
	for {
		if node.Kind == engine.KindProcedure || slices.ContainsFunc(node.Specs, func(s *engine.Spec) bool { return s != nil && s.When != engine.None }) {
			return true
		}
		if node.Parent == engine.None {
			return false
		}
		node = &p.Nodes[node.Parent]
	}
}

// acts reports whether lateness does anything but climb the ladder.
func acts(actions []engine.Action) bool {
	return slices.ContainsFunc(actions, func(a engine.Action) bool { return a.Verb != engine.VerbEscalate })
}

// handlerName is where a handler is and what it waits for.
func handlerName(p *engine.Plan, i int) string {
	w := &p.Watches[i]
	on := "the " + p.CaseWord
	if w.Node != engine.None {
		on = p.Nodes[w.Node].ID
	}
	switch {
	case w.Event != engine.None:
		return "watch on " + on + ": " + p.Events[w.Event].Name
	case w.If != engine.None:
		return "watch on " + on + ": " + p.Programs[w.If].Source
	}
	return "watch on " + on + ": " + p.Times[w.Time].Source
}

// rungName is a rung as people read it, with its ladder.
func rungName(p *engine.Plan, id engine.LadderID, rung int) string {
	lines := strings.Split(p.LadderText(id), "\n")
	name := p.Ladders[id].ID
	if name == "" {
		name = "ladder"
	}
	return name + ": " + strings.TrimSpace(lines[rung])
}

// reached lists the points that the events of a case reached.
func (pl *player) reached() map[point]bool {
	out := map[point]bool{}
	for i := range pl.log {
		pl.reach(&pl.log[i], out)
	}
	return out
}

func (pl *player) reach(e *engine.Event, out map[point]bool) {
	switch e.Kind {
	case engine.WatchFired:
		out[point{pointHandler, handlerName(pl.plan, int(e.Index))}] = true
	case engine.Escalated, engine.Reminded:
		pl.reachRung(e, out)
	}
	if e.Node == engine.None {
		return
	}
	id := pl.plan.Nodes[e.Node].ID
	switch e.Kind {
	case engine.Skipped:
		out[point{pointBranch, id + " is skipped"}] = true
	case engine.DueMissed:
		out[point{pointElse, "else of " + id}] = true
	case engine.Entered, engine.Ready, engine.Started, engine.Done, engine.PhaseEntered:
		out[point{pointStep, id}] = true
		out[point{pointBranch, id + " runs"}] = true
	}
	if o := endedAs(e); o != "" {
		out[point{pointAnswer, id + ": " + o}] = true
		out[point{pointOutcome, id + ": " + o}] = true
	}
}

func (pl *player) reachRung(e *engine.Event, out map[point]bool) {
	id := pl.plan.Ladder
	if e.Node != engine.None {
		id = pl.plan.LadderOf(e.Node, pl.state().Overlays)
	}
	if id != engine.None && e.Index >= 0 && int(e.Index) < len(pl.plan.Ladders[id].Rungs) {
		out[point{pointRung, rungName(pl.plan, id, int(e.Index))}] = true
	}
}
