package engine

import (
	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/expr"
)

// attr returns an attribute of node n as seen from frame f.
func (v *view) attr(n NodeID, a Attr, f FrameID) expr.Value {
	slot, frame := v.slotFor(n, f)
	if slot == nil {
		return expr.Null()
	}
	switch a {
	case AttrOutcome:
		return stringOrNull(v.p.outcomeWord(n, slot))
	case AttrState:
		return expr.String(v.p.stateWord(n, slot))
	case AttrReady:
		return timeOrNull(slot.Ready)
	case AttrStart:
		return timeOrNull(v.startOf(n, frame, slot))
	case AttrEnd:
		return timeOrNull(endOf(slot))
	case AttrDue:
		return timeOrNull(slot.Due)
	case AttrBy:
		if n == v.p.Branch && v.s.BackOut.By != "" {
			return expr.String(v.s.BackOut.By)
		}
		return stringOrNull(slot.By)
	case AttrAttempt:
		return expr.Int(int64(slot.Attempt))
	case AttrHeldFor:
		return expr.Duration(v.heldFor(n, frame))
	case AttrSettled:
		return expr.Bool(slot.settled())
	case AttrHeld:
		return expr.Bool(v.held(n, frame))
	case AttrItems, AttrByKey, AttrKey, AttrValue:
		return v.itemAttr(n, a, f, frame)
	default:
		return expr.Int(v.count(n, a, frame))
	}
}

// outcomeWord is the outcome as conditions read it: the answer of a decision.
func (p *Plan) outcomeWord(n NodeID, slot *Slot) string {
	if !slot.settled() {
		return ""
	}
	if slot.Outcome == OutcomeAnswer {
		return p.spec(n, slot.Overlays).Answers[slot.Answer]
	}
	return slot.Outcome.String()
}

// stateWord is the state as conditions and tests read it.
func (p *Plan) stateWord(n NodeID, slot *Slot) string {
	switch {
	case slot.State <= Entering:
		return "pending"
	case slot.State == ReadyState:
		return "ready"
	case slot.State == Settled && slot.Flags&FlagBlocked != 0:
		return "blocked"
	case slot.State == Settled && slot.Outcome == OutcomeSkipped:
		return "skipped"
	case slot.State == Settled:
		return "settled"
	}
	switch slot.Sub {
	case PausedSub:
		return "paused"
	case InDoubtSub:
		return "in_doubt"
	case PreparedSub:
		return "prepared"
	case OfferedSub:
		return "offered"
	case UndoingSub:
		return "undoing"
	}
	if k := p.Nodes[n].Kind; k == KindDecide || k == KindGate {
		return "open"
	}
	return "running"
}

// settled reports whether the node has ended; a blocked one has not.
func (s *Slot) settled() bool { return s.State == Settled && s.Flags&FlagBlocked == 0 }

func endOf(slot *Slot) calendar.Instant {
	if !slot.settled() {
		return 0
	}
	return slot.End
}

// startOf returns when n started: of a block the first start of a leaf in it.
func (v *view) startOf(n NodeID, f FrameID, slot *Slot) calendar.Instant {
	if !v.p.Nodes[n].Kind.IsBlock() {
		return slot.Start
	}
	first := calendar.Instant(0)
	for i := range v.s.Frames {
		frame := FrameID(i)
		if !v.s.within(frame, f) {
			continue
		}
		for k := n + 1; k < v.p.Nodes[n].End; k++ {
			node := &v.p.Nodes[k]
			if node.Kind.IsBlock() || node.Scope != v.s.Frames[frame].Scope {
				continue
			}
			if t := v.s.slot(v.p, k, frame).Start; t != 0 && (first == 0 || t < first) {
				first = t
			}
		}
	}
	return first
}

// within reports whether frame f is g or inside it.
func (s *State) within(f, g FrameID) bool {
	for f != None && f != g {
		f = s.Frames[f].Parent
	}
	return f == g
}

// count returns how many items or children of block n in frame f are in the
// state asked for.
func (v *view) count(n NodeID, a Attr, f FrameID) int64 {
	c := v.counts(n, f)
	switch a {
	case AttrTotal:
		return c.total
	case AttrDone:
		return c.done
	case AttrDropped:
		return c.dropped
	case AttrDeferred:
		return c.deferred
	case AttrFailed:
		return c.failed
	case AttrHeldCount:
		return int64(v.heldCount(n, f))
	default:
		return c.open
	}
}

// tally of the children or items of a block.
type childCounts struct{ total, done, failed, dropped, deferred, open, satisfied int64 }

func (c *childCounts) add(settled, satisfied bool, o Outcome) {
	c.total++
	switch {
	case !settled:
		c.open++
		return
	case o == OutcomeDropped:
		c.dropped++
	case o == OutcomeDeferred:
		c.deferred++
	case satisfied:
		c.done++
	default:
		c.failed++
	}
	if satisfied {
		c.satisfied++
	}
}

func (v *view) counts(n NodeID, f FrameID) childCounts {
	var c childCounts
	if v.p.Nodes[n].Kind == KindEach {
		for i := range v.s.Frames {
			if fr := &v.s.Frames[i]; fr.Parent == f && fr.Scope == v.p.Nodes[n].Inner && fr.State != ItemAbsent {
				c.add(fr.State == ItemSettled, fr.Outcome == OutcomeDone || fr.Outcome == OutcomeWaived, fr.Outcome)
			}
		}
		return c
	}
	end := v.p.row(n).end
	for k := n + 1; k < end; {
		r := v.p.row(k)
		slot := v.s.slotOf(r, f)
		if r.is(isFirm) || v.present(k) && !v.owed(k, slot) {
			c.add(slot.settled(), slot.Flags&FlagSatisfied != 0, slot.Outcome)
		}
		k = r.end
	}
	return c
}

// owed reports whether node k does not hold up the flow.
func (v *view) owed(k NodeID, slot *Slot) bool {
	if v.p.row(k).is(isFirm) {
		return false
	}
	return v.p.spec(k, v.s.Overlays).Owed || slot.State >= ReadyState && v.p.spec(k, slot.Overlays).Owed
}

func (v *view) itemAttr(n NodeID, a Attr, from, f FrameID) expr.Value {
	inner := v.p.Nodes[n].Inner
	switch a {
	case AttrKey, AttrValue:
		item := v.frameFor(inner, from)
		if item == None {
			return expr.Null()
		}
		if a == AttrKey {
			return expr.String(v.s.Frames[item].Key)
		}
		return v.s.Frames[item].Value
	}
	var items []expr.Value
	var fields []expr.Field
	for i := range v.s.Frames {
		fr := &v.s.Frames[i]
		if fr.Parent != f || fr.Scope != inner || fr.State == ItemAbsent {
			continue
		}
		h := expr.Handle(MakeHandle(HandleItem, FrameID(i), int32(n)))
		items, fields = append(items, h), append(fields, expr.Field{Name: fr.Key, Value: h})
	}
	if a == AttrByKey {
		return expr.Map(fields...)
	}
	return expr.List(items...)
}

// Call computes the functions of the language that need the case.
func (v *view) Call(fn int, args []expr.Value) expr.Value {
	switch fn {
	case expr.FieldOf:
		return v.field(args[0], args[1].AsString())
	case FnGranted:
		asked := askedOf(args)
		return v.granted(asked.stage, asked.part)
	case FnWeekday:
		day := calendar.Instant(args[0].AsInt()).Time(v.p.zone().Location()).Weekday()
		return expr.String(day.String()[:3])
	case FnRange:
		items := make([]expr.Value, max(0, min(args[0].AsInt(), expr.MaxSteps)))
		for i := range items {
			items[i] = expr.Int(int64(i))
		}
		return expr.List(items...)
	case FnReached, FnDone:
		return linkedNode(args[0], args[1].AsString(), fn)
	}
	return expr.Unknown(expr.NoRef, expr.ReasonUndecided)
}

// grantAsked is what a condition asks for by granted(stage, part).
type grantAsked struct{ stage, part string }

func askedOf(args []expr.Value) grantAsked {
	asked := grantAsked{stage: args[0].AsString()}
	if len(args) > 1 {
		asked.part = args[1].AsString()
	}
	return asked
}

// linkedNode answers s.reached(id) and s.done(id) from the lists the service
// puts into the record of a linked case.
func linkedNode(c expr.Value, id string, fn int) expr.Value {
	name := "reached"
	if fn == FnDone {
		name = "done"
	}
	list, _ := c.Get(name)
	for _, x := range list.Items() {
		if x.AsString() == id {
			return expr.Bool(true)
		}
	}
	return expr.Bool(false)
}

// field selects a field of a handle: an item, a node or an output in a frame.
func (v *view) field(h expr.Value, name string) expr.Value {
	kind, f, i := SplitHandle(h.AsInt())
	if kind == HandleItem && (name == "outcome" || name == "settled") {
		fr := &v.s.Frames[f]
		if name == "settled" {
			return expr.Bool(fr.State == ItemSettled)
		}
		return stringOrNull(fr.Outcome.String())
	}
	found, ok := v.p.Field(kind, i, name)
	if !ok {
		return expr.Null()
	}
	if found.IsHandle {
		return expr.Handle(MakeHandle(found.Kind, f, found.Index))
	}
	frame := v.frame
	v.frame = f
	x := v.Load(found.Ref)
	v.frame = frame
	return x
}
