package engine

import (
	"cmp"
	"slices"

	"github.com/headgate/headgate/expr"
)

// ReaderRule says which rule of a node reads a cell.
type ReaderRule uint8

// The rules that read cells.
const (
	ReadsWhen    ReaderRule = iota // its `when`
	ReadsStart                     // start conditions, inputs, checks
	ReadsSettle                    // until, pass, fail
	ReadsTime                      // at, due, validity and spans
	ReadsWatch                     // a watch on it
	ReadsSource                    // the source of an each
	ReadsShow                      // show, texts: never a rule
	ReadsActions                   // then, else
)

// Reader is a rule of a node that reads a cell. Node is None for what belongs
// to the case.
type Reader struct {
	Node NodeID
	Rule ReaderRule
}

// index is the map from cells to their readers, sorted by cell.
type index struct {
	refs    []expr.Ref
	starts  []int32 // of readers of refs[i]; one more than refs
	readers []Reader
}

// Readers returns what reads a cell, in document order, each rule once. The
// slice belongs to the plan. A change inside an item of an each is a change of
// AttrItems and AttrByKey of that each: those who read an item from outside are
// listed there. Decision tables are seen through: who reads a column is a
// reader of what its inputs read. Structure (parent, next sibling) is not
// listed: that is Node.Parent and Node.Next.
// Source: language reference, section 18, "Index".
func (p *Plan) Readers(ref expr.Ref) []Reader {
	i, ok := slices.BinarySearch(p.index.refs, ref)
	if !ok {
		return nil
	}
	return p.index.readers[p.index.starts[i]:p.index.starts[i+1]]
}

// entry is one pair while the index is built.
type entry struct {
	ref    expr.Ref
	reader Reader
}

// buildIndex collects who reads what.
func buildIndex(p *Plan) index {
	b := &indexer{p: p}
	for n := range p.Nodes {
		for _, s := range p.Nodes[n].Specs {
			b.spec(NodeID(n), s)
		}
	}
	for i := range p.Watches {
		b.watch(&p.Watches[i])
	}
	slices.SortFunc(b.entries, func(x, y entry) int {
		return cmp.Or(cmp.Compare(x.ref, y.ref), cmp.Compare(x.reader.Node, y.reader.Node), cmp.Compare(x.reader.Rule, y.reader.Rule))
	})
	return pack(slices.Compact(b.entries))
}

func pack(entries []entry) index {
	var out index
	for i, e := range entries {
		if i == 0 || entries[i-1].ref != e.ref {
			out.refs = append(out.refs, e.ref)
			out.starts = append(out.starts, int32(i))
		}
		out.readers = append(out.readers, e.reader)
	}
	out.starts = append(out.starts, int32(len(entries)))
	return out
}

type indexer struct {
	p       *Plan
	entries []entry
	depth   int // of tables read by tables
}

func (b *indexer) spec(n NodeID, s *Spec) {
	b.program(Reader{n, ReadsWhen}, s.When)
	b.program(Reader{n, ReadsSettle}, s.Until, s.Pass.Program, s.Fail.Program)
	b.program(Reader{n, ReadsSource}, s.Of)
	b.program(Reader{n, ReadsStart}, s.Waits...)
	b.program(Reader{n, ReadsStart}, s.Checks...)
	b.program(Reader{n, ReadsStart}, s.WhoPerson)
	b.program(Reader{n, ReadsShow}, s.Show...)
	b.inputs(Reader{n, ReadsStart}, s.With)
	b.cells(Reader{n, ReadsStart}, s.About)
	b.cells(Reader{n, ReadsStart}, s.Package)
	if s.Touches != nil {
		b.program(Reader{n, ReadsStart}, s.Touches.Program)
	}
	if s.BackOut != nil {
		b.inputs(Reader{n, ReadsStart}, s.BackOut.With)
	}
	if s.Body != nil {
		b.refs(Reader{n, ReadsShow}, s.Body.Refs())
	}
	b.times(Reader{n, ReadsShow}, s.Plan)
	b.specTimes(n, s)
	b.actions(n, s.Else)
	for _, o := range s.Then {
		b.actions(n, o.Actions)
	}
}

func (b *indexer) specTimes(n NodeID, s *Spec) {
	r := Reader{n, ReadsTime}
	b.times(r, s.At, s.Due.Time, s.ValidUntil, s.RevocableUntil, s.WaiveUntil, s.OpenUntil)
	b.program(r, s.Due.Span.Program, s.For.Program, s.ValidFor.Program, s.Timeout.Program, s.WaiveFor.Program, s.Window.Restore.Program)
	if s.Window.Cell != expr.NoRef {
		b.refs(r, []expr.Ref{s.Window.Cell})
	}
}

func (b *indexer) watch(w *Watch) {
	r := Reader{w.Node, ReadsWatch}
	b.program(r, w.If, w.When, w.For.Program)
	b.times(r, w.Time)
	b.actions(w.Node, w.Then)
}

func (b *indexer) actions(n NodeID, list []Action) {
	for i := range list {
		a := &list[i]
		b.program(Reader{n, ReadsActions}, a.Program)
		b.times(Reader{n, ReadsActions}, a.Time)
		b.inputs(Reader{n, ReadsActions}, a.With)
		b.actions(n, a.Then)
	}
}

func (b *indexer) inputs(r Reader, list []Input) {
	for _, in := range list {
		if in.Template != nil {
			b.refs(r, in.Template.Refs())
		}
	}
}

func (b *indexer) cells(r Reader, list []Cell) {
	for _, cell := range list {
		b.program(r, cell.Program)
		if cell.Node != None && cell.Output == None {
			b.refs(r, []expr.Ref{NodeRef(cell.Node, AttrOutcome)})
		}
	}
}

func (b *indexer) program(r Reader, ids ...ProgramID) {
	for _, id := range ids {
		if id != None {
			b.refs(r, b.p.Programs[id].Expr.Refs())
		}
	}
}

func (b *indexer) times(r Reader, ids ...int32) {
	for _, id := range ids {
		if id != None {
			b.refs(r, b.p.Times[id].Refs)
		}
	}
}

// refs enters the cells and what stands behind them.
func (b *indexer) refs(r Reader, refs []expr.Ref) {
	for _, ref := range refs {
		b.entries = append(b.entries, entry{ref, r})
		b.behind(r, ref)
	}
}

// behind enters what a date, period, window, table or program is made of.
func (b *indexer) behind(r Reader, ref expr.Ref) {
	if b.depth > maxBehind {
		return
	}
	b.depth++
	defer func() { b.depth-- }()
	switch kind, i := SplitRef(ref); kind {
	case RefDate:
		b.times(r, b.p.Dates[i].Time)
	case RefPeriod:
		b.times(r, b.p.Periods[i].From, b.p.Periods[i].To)
	case RefProgram:
		b.program(r, ProgramID(i))
	case RefColumn:
		t := &b.p.Tables[i>>8]
		b.program(r, t.In...)
		for _, row := range t.Rows {
			b.program(r, row.Outputs[i&255])
			b.times(r, row.Times[i&255])
		}
	default: // a cell of its own
	}
}

// maxBehind bounds how deep dates and tables build on each other; cycles are
// reported by the checks.
const maxBehind = 16
