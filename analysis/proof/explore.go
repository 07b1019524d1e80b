package proof

import (
	"fmt"
	"slices"

	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/expr"
)

// explorer walks through all situations of a plan.
type explorer struct {
	p      *engine.Plan
	cast   *cast
	worlds [2]engine.World // before and after Change has granted

	nodes       [][]engine.NodeID // by scope
	delivers    []bool            // by node: it gives a deliverable
	forms       [][]form          // by node: the ways to fill what it gives
	readings    [][]expr.Value    // by fact
	gates       [][]engine.NodeID // by fact: the gates and decisions that read it
	signs       [][]form          // by watch: the fields of its event
	params      [][]engine.Named  // ways to start
	readsGrants bool
	branches    []branch
	alone       []bool               // by node: nothing reads it and it acts on nothing else
	backedOut   map[fingerprint]bool // sets of changes whose back-out is explored

	askers       [][]engine.NodeID // by node: what reads it; None: a handler of the case
	outputAskers [][]engine.NodeID // by output
	redoers      [][]engine.NodeID // by node: what may redo it; None: always
	counters     []counter         // by number
	tells        []bool            // by param: some condition reads it
	beyond       []string

	d      engine.Decision
	later  engine.State
	next   situation
	done   []played // the commands of the last move, when telling
	tell   bool
	wanted []engine.FactWant
	list   []move

	graph  graph
	queue  []open
	buffer []byte
	free   []*situation
}

// open is a situation whose moves have not been tried, either as it is or
// written: a queue of hundreds of thousands would need gigabytes.
type open struct {
	id int32
	*situation
	written []byte
}

// mostOpen is how many situations of the queue are kept as they are.
const mostOpen = 1_000

// enqueue adds the situation at hand to the queue.
func (x *explorer) enqueue(id int32) {
	if len(x.queue) < mostOpen {
		x.queue = append(x.queue, open{id: id, situation: x.stored()})
		return
	}
	granted := byte(0)
	if x.next.granted {
		granted = 1
	}
	x.buffer = engine.AppendState(append(x.buffer[:0], granted), x.p, &x.next.state)
	x.queue = append(x.queue, open{id: id, written: slices.Clone(x.buffer)})
}

// dequeue takes the oldest situation of the queue.
func (x *explorer) dequeue() open {
	s := x.queue[0]
	x.queue[0] = open{}
	x.queue = x.queue[1:]
	if s.situation == nil {
		s.situation = x.spare()
		s.granted = s.written[0] == 1
		if err := engine.ReadState(x.p, s.written[1:], &s.state); err != nil {
			panic("proof: a state that was just written cannot be read: " + err.Error())
		}
	}
	return s
}

// played is one command of a move and what happened.
type played struct {
	command engine.Command
	events  []engine.Event
}

func (x *explorer) keep(c *engine.Command) {
	if x.tell {
		x.done = append(x.done, played{*c, slices.Clone(x.d.Events)})
	}
}

func newExplorer(p *engine.Plan) *explorer {
	x := &explorer{p: p, cast: newCast(p), backedOut: map[fingerprint]bool{}}
	x.graph = graph{ids: map[fingerprint]int32{}, entered: make([]bool, len(p.Nodes))}
	for i := range x.worlds {
		x.worlds[i].Directory = x.cast.directory
	}
	for _, stage := range []string{"build", "deploy", "enable"} {
		x.worlds[1].Grants = append(x.worlds[1].Grants, engine.Grant{
			ID: stage, Change: "CH-1", Kind: "individual", Stage: stage, Status: "active", Deciders: []string{someone},
		})
	}
	x.layOut()
	x.chooseValues()
	x.findReaders()
	x.findRedoers()
	x.findParts()
	x.findAlone()
	return x
}

func (x *explorer) layOut() {
	x.nodes = make([][]engine.NodeID, len(x.p.Scopes))
	x.delivers = make([]bool, len(x.p.Nodes))
	for n := range x.p.Nodes {
		node := &x.p.Nodes[n]
		id := engine.NodeID(n)
		x.nodes[node.Scope] = append(x.nodes[node.Scope], id)
		for i := node.Outputs[0]; i < node.Outputs[1]; i++ {
			x.delivers[n] = x.delivers[n] || x.p.Outputs[i].Accept != engine.None
		}
		for _, s := range node.Specs {
			x.readsGrants = x.readsGrants || len(s.Rules) > 0 || s.Until != engine.None && readsGrant(x.p, s.Until)
		}
	}
}

func (x *explorer) chooseValues() {
	c := &chooser{p: x.p}
	x.forms = make([][]form, len(x.p.Nodes))
	for n := range x.p.Nodes {
		x.forms[n] = c.forms(engine.NodeID(n))
	}
	for i := range x.p.Facts {
		f := &x.p.Facts[i]
		x.gates = append(x.gates, x.gatesOn(i))
		x.readings = append(x.readings, c.choices(engine.MakeRef(engine.RefFact, i), f.Type, f.ID))
	}
	for i := range x.p.Watches {
		x.signs = append(x.signs, c.signs(&x.p.Watches[i]))
	}
	x.params = c.params()
	x.tells = make([]bool, len(x.p.Params))
	for i := range x.p.Params {
		x.tells[i] = c.reads(engine.MakeRef(engine.RefParam, i))
	}
	x.beyond = c.beyond
}

func (x *explorer) gatesOn(fact int) []engine.NodeID {
	var list []engine.NodeID
	for _, r := range x.p.Readers(engine.MakeRef(engine.RefFact, fact)) {
		if r.Node != engine.None && (x.p.Nodes[r.Node].Kind == engine.KindGate || x.p.Nodes[r.Node].Kind == engine.KindDecide) && !slices.Contains(list, r.Node) {
			list = append(list, r.Node)
		}
	}
	return list
}

// findReaders lists who reads what, texts aside.
func (x *explorer) findReaders() {
	askers := func(refs []expr.Ref) (list []engine.NodeID) {
		for _, ref := range refs {
			for _, r := range x.p.Readers(ref) {
				if r.Rule != engine.ReadsShow && !slices.Contains(list, r.Node) {
					list = append(list, r.Node)
				}
			}
		}
		return list
	}
	x.askers = make([][]engine.NodeID, len(x.p.Nodes))
	for n := range x.p.Nodes {
		var refs []expr.Ref
		for a := engine.AttrOutcome; a <= engine.AttrValue; a++ {
			refs = append(refs, engine.NodeRef(engine.NodeID(n), a))
		}
		x.askers[n] = askers(refs)
		for m := range x.p.Nodes {
			for _, s := range x.p.Nodes[m].Specs {
				if slices.ContainsFunc(s.Needs.List, func(need engine.Need) bool { return need.Node == engine.NodeID(n) }) {
					x.askers[n] = append(x.askers[n], engine.NodeID(m))
				}
			}
		}
	}
	for i := range x.p.Outputs {
		list := askers(cellsOf(int32(i)))
		x.outputAskers = append(x.outputAskers, list)
	}
}

// findRedoers lists for every node what may redo it: steps whose actions do,
// and handlers. What the accountable may do by hand is not counted.
func (x *explorer) findRedoers() {
	x.redoers = make([][]engine.NodeID, len(x.p.Nodes))
	x.counters = make([]counter, x.p.Counters)
	for i := range x.counters {
		x.counters[i] = counter{of: engine.None}
	}
	for n := range x.p.Nodes {
		for _, s := range x.p.Nodes[n].Specs {
			x.redos(engine.NodeID(n), s.Else)
			for _, o := range s.Then {
				x.redos(engine.NodeID(n), o.Actions)
			}
		}
	}
	for i := range x.p.Watches {
		x.redos(x.p.Watches[i].Node, x.p.Watches[i].Then)
	}
}

func (x *explorer) redos(asker engine.NodeID, list []engine.Action) {
	for i := range list {
		a := &list[i]
		if a.Counter != engine.None && a.Counter < int32(len(x.counters)) {
			x.counters[a.Counter] = counter{of: asker, limit: uint16(a.Max)}
		}
		x.redos(asker, a.Then)
		switch a.Verb {
		case engine.VerbRedo:
			end := engine.NodeID(len(x.p.Nodes))
			if asker != engine.None {
				end = max(x.p.Nodes[asker].End, asker+1)
			}
			for n := a.From; n < end; n++ {
				x.redoers[n] = append(x.redoers[n], asker)
			}
		case engine.VerbRun: // a procedure may redo what it runs beside
			for n := range x.redoers {
				x.redoers[n] = append(x.redoers[n], engine.None)
			}
		default:
		}
	}
}

// start makes the first situation of a way to start, or says why there is none.
func (x *explorer) start(params []engine.Named, overlays []string) *engine.Refusal {
	x.next = situation{}
	x.done = x.done[:0]
	empty := engine.State{}
	c := engine.Command{
		Kind: engine.CmdStart, At: begun, Actor: engine.Actor{Person: someone}, Node: engine.None, Target: engine.None,
		Start: &engine.Start{Case: "R-1", Params: params, T: planned, Assign: x.cast.assign, Overlays: overlays},
	}
	engine.Decide(x.p, &empty, x.world(), &c, &x.d)
	if x.d.Refusal != nil {
		return x.d.Refusal
	}
	x.keep(&c)
	x.next.state.CopyFrom(&x.d.State)
	return nil
}

// explore tries every move from every situation that can be reached, nearest
// first, until all are known or the limit is reached.
func (x *explorer) explore(limit Limits) {
	for len(x.queue) > 0 {
		if len(x.graph.nodes) >= limit.Situations {
			x.beyond = append(x.beyond, fmt.Sprintf("what lies behind %d situations: that many were explored, %d were left", len(x.graph.nodes), len(x.queue)))
			return
		}
		s := x.dequeue()
		x.expand(&s)
		x.free = append(x.free, s.situation)
	}
}

func (x *explorer) expand(s *open) {
	x.graph.nodes[s.id].expanded = true
	x.graph.nodes[s.id].ended = x.over(s.situation)
	for _, m := range x.turn(s.situation) {
		switch {
		case m.do == doGiveUp && x.explored(s.situation):
			x.graph.nodes[s.id].ended = true // as well as the back-out of the same changes
		case x.play(s.situation, m):
			x.arrive(s, m)
		case m.do == doReport && x.d.Refusal != nil && x.d.Refusal.Until > s.state.Now:
			if m.do = doOpening; x.play(s.situation, m) {
				x.arrive(s, m)
			}
		}
	}
}

// counter is a bound on repetitions.
type counter struct {
	of    engine.NodeID // whose action counts; None: a handler of the case
	limit uint16        // 0: none
}

// arrive records where a move led. If it was repeated, it may have been so
// again and again until its limit: how often is not told apart.
func (x *explorer) arrive(from *open, m move) {
	x.forget(&x.next.state)
	x.reach(from.id, m)
	for i := range x.next.state.Counts {
		c := &x.next.state.Counts[i]
		limit := x.counters[c.Counter].limit
		if c.N >= limit || countOf(&from.state, c) == c.N {
			continue
		}
		n := c.N
		c.N, m.spent = limit, c.Counter+1
		x.reach(from.id, m)
		c.N, m.spent = n, 0
	}
}

// explored reports whether giving up is a back-out that is explored from another
// situation with the same changes.
func (x *explorer) explored(s *situation) bool {
	mark, live := x.live(s)
	if !live {
		return false
	}
	known := x.backedOut[mark]
	x.backedOut[mark] = true
	return known
}

func countOf(s *engine.State, like *engine.Count) uint16 {
	for i := range s.Counts {
		if c := &s.Counts[i]; c.Counter == like.Counter && c.Frame == like.Frame {
			return c.N
		}
	}
	return 0
}

// reach records the situation at hand as the end of a move.
func (x *explorer) reach(from int32, m move) {
	id, fresh := x.graph.find(x.printOf(&x.next))
	x.graph.edges = append(x.graph.edges, edge{from, id, willing[m.do]})
	if !fresh {
		return
	}
	x.graph.nodes[id].from, x.graph.nodes[id].move = from, m
	x.mark(&x.next.state)
	x.enqueue(id)
}

// stored is a copy of the situation arrived at.
func (x *explorer) stored() *situation {
	s := x.spare()
	s.granted = x.next.granted
	s.state.CopyFrom(&x.next.state)
	return s
}

// spare is a situation whose memory is used again.
func (x *explorer) spare() *situation {
	n := len(x.free)
	if n == 0 {
		return &situation{}
	}
	s := x.free[n-1]
	x.free = x.free[:n-1]
	return s
}

// mark notes which nodes a situation has entered.
func (x *explorer) mark(s *engine.State) {
	for f := range s.Frames {
		if f > 0 && s.Frames[f].State == engine.ItemAbsent {
			continue
		}
		for _, n := range x.nodes[s.Frames[f].Scope] {
			if !x.graph.entered[n] {
				slot := x.slot(s, n, engine.FrameID(f))
				x.graph.entered[n] = slot.Ready != 0 && slot.Outcome != engine.OutcomeSkipped
			}
		}
	}
}
