package engine

import (
	"slices"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/expr"
)

// runtimeTables are what Decide looks up about a plan without searching it.
// They follow from the exported part of the plan.
type runtimeTables struct {
	rows         []row      // by node
	plainClocks  bool       // the urgency that cases begin with leaves clocks as written
	readers      [][]NodeID // by node: nodes whose conditions read it or its outputs
	facts        [][]NodeID // by fact: nodes whose conditions read it
	watched      []bool     // by fact: a watch reads it
	released     []NodeID   // nodes whose conditions read the instant of released
	renewed      []string   // by node: why what is about its outputs is void after it gave new ones
	sepRoles     []bool     // by role: a separation names it, or it names another
	boundaries   []NodeID
	lastPhase    NodeID      // the last that is not the branch, or None
	undoStep     NodeID      // of the branch with use: back_out, or None: then before its first step
	timed        []NodeID    // nodes with a time that follows other nodes
	guards       [][]NodeID  // by leaf: gates, decisions and works before it, nearest first
	takes        []estimates // by node
	caseWatch    [2]int32    // range of the watches of the case
	feeds        [][]NodeID  // by node: whose outputs it records when it starts
	fed          []NodeID    // nodes that record any
	subjectFacts []bool      // by fact: something is about it
	touching     [][]NodeID  // by environment of the promotion path: steps that touch it
	procedure    []NodeID    // by node: the procedure it is in, or None
	kept         [][]NodeID  // by counter of a redo: the nodes its action lists to keep
	edgedWatch   []bool      // by watch: its conditions change by time alone
	needTables
}

// estimates are percentiles in elapsed milliseconds, rounded up, of doing a
// step and of undoing it.
type estimates struct{ p50, p85, p95, back85, back95 int64 }

// specTables are what timers need of a Spec, computed once. Most steps have no
// timer at all, or a due of plain elapsed time under a ladder of percents: both
// are told apart here, so that the common case is an addition.
type specTables struct {
	timeless bool      // nothing of the step is timed: no at, due, dwell, timeout, validity, ladder of its own
	expires  bool      // once settled it counts for a time
	answers  bool      // its else does anything but run the ladder
	plainDue int64     // due as elapsed ms from ready, or 0: to be computed
	plainFor int64     // dwell as elapsed ms from start, or 0
	reads    []reading // what it is started over beside its inputs
	edged    bool      // its `until` changes by time alone
	ladder   LadderID  // the ladder it runs on under any overlays, or ladderOfOverlay
}

// ladderOfOverlay says that the ladder depends on the overlays in force.
const ladderOfOverlay LadderID = -2

// anyLadder returns the ladder of a body under any overlays, or
// ladderOfOverlay.
func (p *Plan) anyLadder(spec *Spec) LadderID {
	if spec.Ladder != None {
		return spec.Ladder
	}
	if slices.ContainsFunc(p.Overlays, func(o Overlay) bool { return o.Ladder != None }) {
		return ladderOfOverlay
	}
	return p.Ladder
}

func (p *Plan) specTablesOf(kind NodeKind, spec *Spec, watched bool) specTables {
	people := kind == KindTask || kind == KindDecide || kind == KindGate || kind == KindHandoff || kind == KindBoundary || kind == KindAuto
	t := specTables{
		timeless: !people && !watched && spec.At == None && !spec.Due.Set && !spec.For.Set && !spec.Timeout.Set &&
			!spec.ValidFor.Set && spec.ValidUntil == None && !spec.Owed,
	}
	if kind == KindAuto && spec.At == None && !spec.Due.Set && !spec.Timeout.Set && !watched && !spec.Owed {
		t.timeless = spec.Touches == nil
	}
	if spec.Due.Set && !spec.Due.Open && spec.Due.Time == None && !spec.Owed {
		t.plainDue = p.plainMillis(&spec.Due.Span)
	}
	t.plainFor, t.edged = p.plainMillis(&spec.For), p.timely(spec.Until)
	t.expires = spec.ValidFor.Set || spec.ValidUntil != None
	t.answers = answersSilence(spec.Else)
	t.ladder = p.anyLadder(spec)
	return t
}

// plainMillis returns a literal elapsed span in ms, or 0. In UTC days are
// elapsed time too.
func (p *Plan) plainMillis(s *Span) int64 {
	if !s.Set || s.Program != None {
		return 0
	}
	d := s.Literal
	if p.zone() == calendar.UTC {
		d.Secs, d.Days = d.Secs+86400*d.Days, 0
	}
	length, ok := d.Elapsed()
	if !ok {
		return 0
	}
	return length.Milliseconds()
}

// prepare builds the runtime tables. Compile calls it last.
func (p *Plan) prepare() {
	n := len(p.Nodes)
	p.rt = runtimeTables{
		readers: make([][]NodeID, n),
		facts:   make([][]NodeID, len(p.Facts)), watched: make([]bool, len(p.Facts)),
		guards: make([][]NodeID, n), takes: make([]estimates, n),
	}
	p.fillRows()
	for i := range p.Outputs {
		p.addSubjects(p.Outputs[i].About)
	}
	p.rt.sepRoles = make([]bool, len(p.Roles))
	for i := range p.Roles {
		for _, r := range p.Roles[i].DiffersFrom {
			p.rt.sepRoles[r], p.rt.sepRoles[i] = true, true
		}
	}
	p.rt.undoStep = None
	p.rt.plainClocks = !p.dialOf(p.Urgency).stretches()
	p.linkProcedures()
	p.linkSiblings()
	for i := range p.Nodes {
		p.prepareNode(NodeID(i))
		if p.Nodes[i].Kind == KindAuto && p.Nodes[i].Specs[0].UndoHere {
			p.rt.undoStep = NodeID(i)
			p.rt.rows[i].set(goesOn, true)
		}
		if p.Nodes[i].Kind == KindBoundary {
			p.rt.boundaries = append(p.rt.boundaries, NodeID(i))
		}
	}
	for i := range p.Watches {
		p.prepareWatch(&p.Watches[i])
		if p.Watches[i].Node == None {
			if p.rt.caseWatch[1] == 0 {
				p.rt.caseWatch[0] = int32(i)
			}
			p.rt.caseWatch[1] = int32(i) + 1
		}
	}
	p.linkKept()
	p.linkPath()
	p.linkFeeds()
	p.linkNeeds()
	p.linkGuards()
}

// linkKept collects the nodes that redos list to keep.
func (p *Plan) linkKept() {
	p.rt.kept = make([][]NodeID, p.Counters)
	note := func(a *Action, _ string) {
		if a.Verb == VerbRedo && len(a.Keep) > 0 {
			p.rt.kept[a.Counter] = a.Keep
		}
	}
	for i := range p.Nodes {
		eachAction(p.Nodes[i].Specs, note)
	}
	for i := range p.Watches {
		walkActions(p.Watches[i].Then, "", note)
	}
}

func (p *Plan) linkGuards() {
	if p.rt.needs {
		p.rt.needGuards = make([][][]NodeID, len(p.Nodes))
	}
	for i := range p.Nodes {
		if p.Nodes[i].Kind.IsBlock() {
			continue
		}
		p.rt.guards[i] = p.guardsOf(NodeID(i))
		if p.rt.needs {
			p.rt.needGuards[i] = p.guardPaths(NodeID(i))
		}
	}
}

// IsBlock reports whether nodes of kind k have children.
func (k NodeKind) IsBlock() bool { return k >= KindPhase }

// isWork reports whether the start of a node of kind k consumes what was
// decided before it: it is work or a case.
func (k NodeKind) isWork() bool {
	switch k {
	case KindTask, KindAuto, KindHandoff, KindDocument, KindNotify, KindChild:
		return true
	default:
		return false
	}
}

func (p *Plan) linkSiblings() {
	for i := range p.Nodes {
		node := &p.Nodes[i]
		p.rt.rows[i].next = node.Next
		if node.Kind == KindProcedure || NodeID(i) == p.Branch {
			continue
		}
		if node.Parent != None {
			p.rt.rows[node.Parent].last = NodeID(i)
		}
		if next := node.Next; next != None && next != p.Branch {
			p.rt.rows[next].prev = NodeID(i)
		}
	}
	p.linkPhases()
}

// linkPhases makes a sequence of the phases, without the branch and whatever
// order the nodes have.
func (p *Plan) linkPhases() {
	before := NodeID(None)
	for i, ph := range p.Phases {
		r := p.row(ph)
		r.prev, r.next = None, p.phaseFrom(i+1)
		if ph != p.Branch {
			r.prev, before = before, ph
		}
	}
	p.rt.lastPhase = before
}

// phaseFrom returns the first phase from the ith on that is not the branch, or
// None.
func (p *Plan) phaseFrom(i int) NodeID {
	for _, ph := range p.Phases[i:] {
		if ph != p.Branch {
			return ph
		}
	}
	return None
}

func (p *Plan) prepareNode(n NodeID) {
	p.row(n).set(isTimeless, true)
	for _, spec := range p.Nodes[n].Specs {
		if spec == nil {
			continue
		}
		spec.rt = p.specTablesOf(p.Nodes[n].Kind, spec, p.Nodes[n].Watches[0] != p.Nodes[n].Watches[1])
		spec.rt.reads = p.readingsOf(n, spec)
		if !spec.rt.timeless {
			p.row(n).traits &^= isTimeless
		}
		for _, pr := range []ProgramID{spec.When, spec.Until, spec.Of, spec.Pass.Program, spec.Fail.Program, spec.WhoPerson} {
			p.addReader(n, pr, false)
		}
		for _, list := range [][]ProgramID{spec.Waits, spec.Checks} {
			for _, pr := range list {
				p.addReader(n, pr, false)
			}
		}
		for _, in := range spec.With {
			p.addRefs(n, in.Template.Refs(), false)
		}
		p.addSubjects(spec.About)
		for _, d := range spec.DiffersNodes {
			p.row(d).set(isSeparated, true)
		}
		if len(spec.DiffersNodes)+len(spec.DiffersRoles) > 0 {
			p.row(n).set(isSeparated, true)
		}
		for _, r := range spec.DiffersRoles {
			p.rt.sepRoles[r] = true
		}
		if p.follows(spec.At) || p.follows(spec.Due.Time) || spec.Owed && spec.Due.Set || spec.rt.edged {
			p.rt.timed = addOnce(p.rt.timed, n)
		}
		p.rt.takes[n] = estimate(spec, p.rt.takes[n], p.calendarOf(""))
	}
}

func (p *Plan) prepareWatch(w *Watch) {
	n := w.Node
	edged := p.timely(w.If) || p.timely(w.When)
	p.rt.edgedWatch = append(p.rt.edgedWatch, edged)
	if edged && n != None {
		p.rt.timed = addOnce(p.rt.timed, n)
	}
	for _, pr := range []ProgramID{w.If, w.When} {
		p.addReader(n, pr, pr == w.If)
	}
}

func (p *Plan) addReader(n NodeID, pr ProgramID, watch bool) {
	if pr == None || p.Programs[pr].Expr == nil {
		return
	}
	p.addRefs(n, p.Programs[pr].Expr.Refs(), watch)
}

func (p *Plan) addRefs(n NodeID, refs []expr.Ref, watch bool) {
	for _, ref := range refs {
		switch kind, i := SplitRef(ref); kind {
		case RefFact:
			p.rt.facts[i] = addOnce(p.rt.facts[i], n)
			p.rt.watched[i] = p.rt.watched[i] || watch
		case RefReleased:
			p.rt.released = addOnce(p.rt.released, n)
		case RefOutput:
			p.readsNode(n, p.Outputs[i].Node)
		case RefEvidence:
			p.readsNode(n, p.Outputs[i>>3].Node)
		case RefNode:
			read, _ := SplitNodeRef(i)
			p.readsNode(n, read)
		}
	}
}

func (p *Plan) readsNode(reader, read NodeID) {
	p.rt.readers[read] = addOnce(p.rt.readers[read], reader)
	p.row(read).set(isRead, true)
}

func addOnce(list []NodeID, n NodeID) []NodeID {
	if slices.Contains(list, n) {
		return list
	}
	return append(list, n)
}

func estimate(spec *Spec, e estimates, c *calendar.Calendar) estimates {
	if spec.HasTakes {
		e.p50 = elapsedMillis(spec.Takes.Percentile(50, c))
		e.p85 = elapsedMillis(spec.Takes.Percentile(85, c))
		e.p95 = elapsedMillis(spec.Takes.Percentile(95, c))
	}
	if b := spec.BackOut; b != nil && b.None == "" && !b.Takes.P90.IsZero() {
		e.back85 = elapsedMillis(b.Takes.Percentile(85, c))
		e.back95 = elapsedMillis(b.Takes.Percentile(95, c))
	}
	return e
}

// elapsedMillis is the nominal length of d: a day 24 hours, a working day 8.
func elapsedMillis(d calendar.Dur) int64 {
	return 1000 * (d.Secs + d.WorkSecs + 86400*d.Days + 28800*d.WorkDays + 30*86400*d.Months)
}

// guardsOf lists what stands before leaf n on its own path, nearest first, up
// to the first work that is always done: of these the gates and decisions not
// yet consumed are read again when n starts.
// Source: language reference, section 8, "consumed".
func (p *Plan) guardsOf(n NodeID) []NodeID {
	var list []NodeID
	for at := n; at != None; at = p.Nodes[at].Parent {
		for q := p.row(at).prev; q != None; q = p.row(q).prev {
			var stop bool
			if list, stop = p.addGuards(list, q); stop {
				return list
			}
		}
	}
	return list
}

// addGuards adds the leaves of q, last first; stop says that one of them is
// work that is always done.
func (p *Plan) addGuards(list []NodeID, q NodeID) ([]NodeID, bool) {
	node := &p.Nodes[q]
	if !node.Kind.IsBlock() {
		list = append(list, q)
		spec := node.Specs[0]
		return list, node.Kind.isWork() && node.Overlay == 0 && spec.When == None && !spec.Owed && node.Patched == 0
	}
	if node.Kind == KindEach {
		return list, p.hasWork(q) // guards inside items belong to the items
	}
	stop := false
	for c := p.row(q).last; c != None; c = p.childBefore(q, c) {
		var s bool
		if list, s = p.addGuards(list, c); s {
			if node.Kind != KindParallel {
				return list, true
			}
			stop = true
		}
	}
	return list, stop && node.Specs[0].When == None
}

// childBefore returns the child of block q that stands before c, or None.
func (p *Plan) childBefore(q, c NodeID) NodeID {
	found := NodeID(None)
	for k := q + 1; k < c; k = p.Nodes[k].End {
		found = k
	}
	return found
}

func (p *Plan) hasWork(q NodeID) bool {
	for k := q + 1; k < p.Nodes[q].End; k++ {
		if p.Nodes[k].Kind.isWork() {
			return true
		}
	}
	return false
}

// follows reports whether a time reads more than T, so that it may move when a
// node starts or ends.
func (p *Plan) follows(ti int32) bool {
	if ti == None {
		return false
	}
	for _, ref := range p.Times[ti].Expr.Refs() {
		if ref.Kind == calendar.RefPoint && ref.Text != "T" {
			return true
		}
	}
	return false
}

func (p *Plan) addSubjects(about []Cell) {
	for _, c := range about {
		if c.Node != None {
			p.row(c.Node).set(isSubject, true)
		}
	}
}
