package engine

import (
	"slices"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/expr"
)

// Planned is when a node of a case is to start and to end, by the median of
// what steps take. What has happened stands at its instant; 0 is not known. It
// forces nothing.
type Planned struct {
	Node       NodeID
	Frame      FrameID
	Start, End calendar.Instant
	Latest     calendar.Instant // latest end that keeps T, of what comes before its node; else 0
	Plan       calendar.Instant // planned finish as written, else 0
}

// PlanOf appends the plan of a case as of World.At: every node that is part of
// it and not skipped, in document order, items where their each stands.
// Forward it adds up from now, backward from T. Times that wait for a node
// count with its planned instant here, and only here; the items of an each
// that has not started are counted, not listed.
// Source: language reference, section 10, "timeline".
func PlanOf(p *Plan, s *State, w *World, dst []Planned) []Planned {
	if s.Status == Draft {
		return dst
	}
	f := forecast{start: make([]calendar.Instant, len(s.Slots)), end: make([]calendar.Instant, len(s.Slots))}
	f.view = view{p: p, s: s, w: w, now: w.at(s.Now), forecast: &f}
	for range 1 + len(p.rt.needers) { // a need may stand behind in the document
		f.pass()
	}
	f.latest = make([]calendar.Instant, len(s.Slots))
	f.back()
	for i := range s.Frames {
		if s.Frames[i].State == ItemAbsent && i > 0 {
			continue
		}
		for k := range p.Nodes {
			if n := NodeID(k); p.Nodes[k].Scope == s.Frames[i].Scope && p.rt.procedure[k] == None && !f.leftOut(n, FrameID(i)) {
				dst = append(dst, f.row(n, FrameID(i)))
			}
		}
	}
	return dst
}

// forecast is a case with the instants at which what is still to come is
// expected. Times are by slot.
type forecast struct {
	view
	start, end, latest []calendar.Instant
}

func (f *forecast) row(n NodeID, frame FrameID) Planned {
	i := f.at(n, frame)
	spec := f.specAt(n, frame)
	return Planned{
		Node: n, Frame: frame, Start: f.start[i], End: f.end[i], Latest: f.latest[i],
		Plan: f.timeAt(spec.Plan, n, frame, f.start[i]),
	}
}

func (f *forecast) at(n NodeID, frame FrameID) int32 {
	return f.s.Frames[frame].Base + f.p.row(n).slot
}

// pass plans the phases one after another, from the start of the case.
func (f *forecast) pass() {
	from := f.s.Started
	for _, ph := range f.p.Phases {
		if ph != f.p.Branch || f.s.BackOut.Active {
			from = f.node(ph, 0, from)
		}
	}
}

// node plans a node that may be entered at from and returns when the flow goes
// on past it; 0 is not known, before as after.
func (f *forecast) node(n NodeID, frame FrameID, from calendar.Instant) calendar.Instant {
	if f.leftOut(n, frame) {
		return from
	}
	i, slot := f.at(n, frame), f.s.slot(f.p, n, frame)
	spec := f.specAt(n, frame)
	if slot.settled() {
		f.start[i], f.end[i] = f.startOf(n, frame, slot), slot.End
		if f.p.Nodes[n].Kind.IsBlock() {
			f.children(n, frame, f.start[i])
		}
		return f.after(from, slot.End, spec.Owed)
	}
	f.start[i] = f.begins(n, frame, slot, spec, from)
	switch {
	case f.p.Nodes[n].Kind.IsBlock():
		f.end[i] = f.children(n, frame, f.start[i])
	case f.start[i] == 0:
		f.end[i] = 0
	default:
		f.end[i] = max(f.takes(n, frame, spec, f.start[i]), f.now)
	}
	return f.after(from, f.end[i], spec.Owed)
}

// after is when the flow goes on past a node: at once past an owed one.
func (f *forecast) after(from, end calendar.Instant, owed bool) calendar.Instant {
	if owed {
		return from
	}
	return end
}

// begins is when a node starts that has not ended: not before what it needs, its
// time, its window, and now.
func (f *forecast) begins(n NodeID, frame FrameID, slot *Slot, spec *Spec, from calendar.Instant) calendar.Instant {
	if slot.Start != 0 {
		return slot.Start
	}
	if from = f.needed(spec, frame, max(from, slot.Ready)); from == 0 {
		return 0
	}
	if !f.p.Nodes[n].Kind.IsBlock() {
		from = max(from, f.now)
	}
	if spec.At != None {
		at := f.timeAt(spec.At, n, frame, max(from, slot.Entered))
		if at == 0 {
			return 0
		}
		from = max(from, at)
	}
	if n == f.p.AnchorT && f.s.T != 0 {
		from = max(from, f.s.T)
	}
	return f.opens(n, frame, spec, from)
}

// needed is when enough of what a node needs is planned to have ended.
func (f *forecast) needed(spec *Spec, frame FrameID, from calendar.Instant) calendar.Instant {
	x := &spec.Needs
	if x.K == 0 || from == 0 {
		return from
	}
	ends := make([]calendar.Instant, 0, len(x.List))
	for _, need := range x.List {
		_, at := f.slotFor(need.Node, frame)
		switch {
		case at == None || f.leftOut(need.Node, at):
			ends = append(ends, from)
		case f.end[f.at(need.Node, at)] != 0:
			ends = append(ends, f.end[f.at(need.Node, at)])
		}
	}
	slices.Sort(ends)
	if x.K > len(ends) {
		return 0
	}
	return max(from, ends[x.K-1])
}

// opens is the first instant from `from` on at which the window of a touching
// step is open.
func (f *forecast) opens(n NodeID, frame FrameID, spec *Spec, from calendar.Instant) calendar.Instant {
	if spec.Touches == nil || spec.Window.Window == None || f.dial().WindowsWaived {
		return from
	}
	w, ok := f.window(spec.Window.Window, n, frame)
	if !ok || w.Contains(from) {
		return from
	}
	next, _ := w.NextOpening(from, 0)
	return next
}

// takes is when a step ends that starts at from: the longer of its median and
// its dwell.
func (f *forecast) takes(n NodeID, frame FrameID, spec *Spec, from calendar.Instant) calendar.Instant {
	end := from
	if spec.HasTakes {
		c := f.p.calendarOf("")
		d := spec.Takes.Percentile(50, c)
		end = d.AddTo(from, f.p.zone(), c)
	}
	return max(end, f.plus(from, &spec.For, n, frame))
}

// children plans what is in a block and returns when it ends.
func (f *forecast) children(n NodeID, frame FrameID, from calendar.Instant) calendar.Instant {
	node := &f.p.Nodes[n]
	if node.Kind == KindEach {
		return f.items(n, frame, from)
	}
	return f.list(n, frame, from, node.Kind == KindParallel)
}

func (f *forecast) list(n NodeID, frame FrameID, from calendar.Instant, parallel bool) calendar.Instant {
	end := from
	for k := n + 1; k < f.p.Nodes[n].End; k = f.p.Nodes[k].End {
		switch to := f.node(k, frame, from); {
		case !parallel:
			from, end = to, to
		case to == 0 || end == 0:
			end = 0
		default:
			end = max(end, to)
		}
	}
	return end
}

// items plans the items of an each; of one that has not started as many as its
// source has now.
func (f *forecast) items(n NodeID, frame FrameID, from calendar.Instant) calendar.Instant {
	spec := f.specAt(n, frame)
	end, joined := from, false
	for i := range f.s.Frames {
		fr := &f.s.Frames[i]
		if fr.Parent != frame || fr.Scope != f.p.Nodes[n].Inner || fr.State == ItemAbsent {
			continue
		}
		joined = true
		to := f.list(n, FrameID(i), from, false)
		switch {
		case spec.Serial:
			from, end = to, to
		case to == 0 || end == 0:
			end = 0
		default:
			end = max(end, to)
		}
	}
	if joined || from == 0 {
		return end
	}
	return f.unjoined(n, frame, spec, from)
}

// unjoined is when an each ends that has no items yet.
func (f *forecast) unjoined(n NodeID, frame FrameID, spec *Spec, from calendar.Instant) calendar.Instant {
	list := expr.Null()
	switch {
	case spec.OfValue != nil:
		list = *spec.OfValue
	case spec.Of != None:
		list = f.eval(spec.Of, n, frame)
	}
	if list.Kind() != expr.KindList {
		return 0
	}
	turns := 1
	if spec.Serial {
		turns = list.Len()
	}
	end := from
	for range turns {
		for k := n + 1; k < f.p.Nodes[n].End; k++ {
			if inner := f.p.SpecOf(k, f.s.Overlays); !f.p.Nodes[k].Kind.IsBlock() && f.present(k) && !inner.Owed {
				end = f.median(inner, end)
			}
		}
	}
	return end
}

// median adds what a step of an item takes, as far as that is known without
// the item.
func (f *forecast) median(spec *Spec, from calendar.Instant) calendar.Instant {
	c := f.p.calendarOf("")
	end := from
	if spec.HasTakes {
		d := spec.Takes.Percentile(50, c)
		end = d.AddTo(from, f.p.zone(), c)
	}
	if spec.For.Set && spec.For.Program == None {
		d := spec.For.Literal
		end = max(end, d.AddTo(from, f.p.zone(), f.p.calendarOf(d.Calendar)))
	}
	return end
}

// back computes how late what stands before the node of T may end.
func (f *forecast) back() {
	if f.p.AnchorT == None || f.s.T == 0 || f.p.Nodes[f.p.AnchorT].Scope != 0 {
		return
	}
	to := f.s.T
	for at := f.p.AnchorT; at != None; at = f.p.Nodes[at].Parent {
		for q := f.p.row(at).prev; q != None; q = f.p.row(q).prev {
			to = f.latestOf(q, 0, to)
		}
	}
}

// latestOf sets the latest end of a node that must have ended at to, and
// returns its latest start.
func (f *forecast) latestOf(n NodeID, frame FrameID, to calendar.Instant) calendar.Instant {
	slot, spec := f.s.slot(f.p, n, frame), f.specAt(n, frame)
	if slot.settled() || f.leftOut(n, frame) || spec.Owed {
		return to
	}
	f.latest[f.at(n, frame)] = to
	node := &f.p.Nodes[n]
	switch {
	case !node.Kind.IsBlock() && spec.HasTakes:
		c := f.p.calendarOf("")
		d := spec.Takes.Percentile(50, c)
		return d.SubtractFrom(to, f.p.zone(), c)
	case !node.Kind.IsBlock() || node.Kind == KindEach:
		return to
	}
	first := to
	for k := f.p.row(n).last; k != None; k = f.p.childBefore(n, k) {
		start := f.latestOf(k, frame, to)
		if node.Kind != KindParallel {
			to = start
		}
		first = min(first, start)
	}
	return first
}

// instant is when a node that a time waits for is planned to start or end, or
// when the case is planned to be released; else 0.
func (f *forecast) instant(ref expr.Ref, from FrameID) calendar.Instant {
	kind, i := SplitRef(ref)
	n, attr := f.p.Released, AttrEnd
	switch {
	case kind == RefNode:
		n, attr = SplitNodeRef(i)
	case kind != RefReleased || n == None:
		return 0
	}
	_, frame := f.slotFor(n, from)
	switch {
	case frame == None:
		return 0
	case attr == AttrEnd:
		return f.end[f.at(n, frame)]
	case attr == AttrStart || attr == AttrReady:
		return f.start[f.at(n, frame)]
	}
	return 0
}
