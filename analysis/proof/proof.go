package proof

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/model"
)

// Limits bound an exploration.
type Limits struct {
	// Situations is how many are looked at; 0: DefaultSituations.
	Situations int
}

// DefaultSituations is the limit when none is given.
const DefaultSituations = 500_000

// Result is what an exploration has shown.
type Result struct {
	// Findings are what must not be, nearest to the start first.
	Findings []Finding
	// Situations and Moves are how many were looked at.
	Situations, Moves int
	// Beyond lists what was not explored, each as something that follows "not
	// explored:". Empty: everything was.
	Beyond []string
}

// Finding is something a model can do, or can never do, that it must not.
type Finding struct {
	Code    string // E-FLOW-1, E-FLOW-2, E-BACK-2
	Node    engine.NodeID
	Message string
	Reason  string
	Hint    string
	// Story is the shortest way there, one sentence for each thing that happens;
	// empty for what never happens.
	Story []string
	// Places are the steps the story passes, in order, for marking on the graph.
	Places []engine.NodeID
}

// Diagnostic is the finding at its place in the document, without its story.
func (f *Finding) Diagnostic(p *engine.Plan) model.Diagnostic {
	return model.Diagnostic{Code: f.Code, Severity: model.Error, Pos: p.Nodes[f.Node].Pos, Message: f.Message, Reason: f.Reason, Hint: f.Hint}
}

// Prove explores what a plan can do: started in every way that makes a
// difference, without overlay and under each alone. The plan must run: one with
// parts that are not supported yet proves nothing, and Beyond says so.
func Prove(p *engine.Plan, limits Limits) *Result {
	if limits.Situations == 0 {
		limits.Situations = DefaultSituations
	}
	if len(p.NotYet) > 0 {
		return &Result{Beyond: []string{"anything: the model uses " + strings.Join(p.NotYet, ", ")}}
	}
	return newExplorer(p).prove(limits)
}

func (x *explorer) prove(limits Limits) *Result {
	x.begin()
	x.explore(limits)
	r := &Result{Situations: len(x.graph.nodes), Moves: len(x.graph.edges)}
	r.Findings = append(x.deadEnds(), x.deadSteps()...)
	slices.Sort(x.beyond)
	r.Beyond = slices.Compact(x.beyond)
	return r
}

// ways are the ways to start, numbered: params first, then overlays.
func (x *explorer) ways() int { return len(x.params) * (len(x.p.Overlays) + 1) }

func (x *explorer) way(i int) ([]engine.Named, []string) {
	params, o := x.params[i%len(x.params)], i/len(x.params)
	if o == 0 {
		return params, nil
	}
	return params, []string{x.p.Overlays[o-1].ID}
}

// begin finds the situations a case can start in.
func (x *explorer) begin() {
	for i := range x.ways() {
		params, overlays := x.way(i)
		if refusal := x.start(params, overlays); refusal != nil {
			x.beyond = append(x.beyond, "a start that is refused: "+refusal.Error())
			continue
		}
		id, fresh := x.graph.find(x.printOf(&x.next))
		if !fresh {
			continue
		}
		x.graph.nodes[id].move = move{n: int32(i)}
		x.mark(&x.next.state)
		x.enqueue(id)
	}
}

// deadEnds finds the situations from which no end can be reached: the nearest
// of each place.
func (x *explorer) deadEnds() []Finding {
	var list []Finding
	var told []engine.NodeID
	lost := x.graph.lost()
	for id := range lost {
		from := x.graph.nodes[id].from
		if !lost[id] || from >= 0 && lost[from] { // its story is told already
			continue
		}
		if len(list) == mostFindings {
			break
		}
		if f := x.deadEnd(int32(id)); !slices.Contains(told, f.Node) {
			told = append(told, f.Node)
			list = append(list, f)
		}
	}
	return list
}

// mostFindings bounds how many dead ends are told.
const mostFindings = 10

func (x *explorer) deadEnd(id int32) Finding {
	t := x.told(id)
	f := Finding{
		Code: "E-FLOW-2", Node: t.last, Story: t.lines, Places: t.places,
		Message: "no end can be reached any more: " + t.why,
		Reason:  "every case must be able to end, whatever has happened",
		Hint:    "give the outcome at the end of the story a `then`, or what is waited for somebody who can give it",
	}
	if t.backingOut {
		f.Code = "E-BACK-2"
		f.Message = "the back-out does not end: " + t.why
		f.Hint = "check the `then` of the steps in the branch"
	}
	return f
}

// deadSteps finds steps that no situation has ready. They are told only when
// everything was explored.
func (x *explorer) deadSteps() []Finding {
	if len(x.beyond) > 0 {
		return nil
	}
	var list []Finding
	for n := range x.p.Nodes {
		node := &x.p.Nodes[n]
		if x.graph.entered[n] || node.OfProcess || node.Kind == engine.KindPhase || node.Phase == x.p.Branch {
			continue
		}
		if parent := node.Parent; parent != engine.None && !x.graph.entered[parent] && x.p.Nodes[parent].Kind != engine.KindPhase {
			continue
		}
		list = append(list, Finding{
			Code: "E-FLOW-1", Node: engine.NodeID(n),
			Message: fmt.Sprintf("`%s` is never reached, whatever happens", node.ID),
			Reason:  "a step that cannot run is a mistake, or something is missing before it",
			Hint:    "loosen its `when`, or the outcome before it, or remove it",
		})
	}
	return list
}
