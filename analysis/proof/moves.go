package proof

import (
	"slices"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/engine"
)

// deed is a kind of move.
type deed uint8

const (
	doReport    deed = iota // work is done; n is the form
	doFail                  // work has failed
	doAnswer                // everybody asked answers the same; n is the answer
	doOffer                 // a handoff is offered
	doTake                  // a handoff is accepted
	doRefuse                // a handoff is refused
	doAccept                // a deliverable is accepted; n is the output
	doReturn                // a deliverable is returned; n is the output
	doSubmit                // a returned deliverable is given again; n is the output
	doWaive                 // a gate, or what is stale, is waived
	doResume                // a hold is lifted
	doRetry                 // what is blocked, or an undoing that failed, is tried again
	doUndone                // a step is backed out
	doUndoFail              // a back-out fails
	doFact                  // a fact arrives; n is the fact, form its value
	doSignal                // an event arrives; n is the watch
	doGrant                 // Change grants what is asked for
	doTime                  // time passes to the next thing that happens by itself; n is the part whose time it is
	doAlmost                // time passes until just before that
	doOpening               // time passes until a step may start that may not yet, and it is done
	doGiveUp                // the accountable of what is held ends it: he cancels the case, or backs it out
	doBackOut               // the accountable backs the case out
	lastOfDeeds = doBackOut
)

// willing are the moves one can count on: people act, machines come back, facts
// arrive, time passes. The others may happen and must not be needed.
var willing = [lastOfDeeds + 1]bool{
	doReport: true, doAnswer: true, doOffer: true, doTake: true, doAccept: true, doSubmit: true, doWaive: true,
	doResume: true, doRetry: true, doUndone: true, doFact: true, doSignal: true, doGrant: true, doTime: true, doAlmost: true,
	doOpening: true, doGiveUp: true,
}

// move is one thing that can happen next.
type move struct {
	do    deed
	node  engine.NodeID
	frame engine.FrameID
	n     int32
	form  int32
	spent int32 // and was repeated until counter spent-1 was used up; 0: it was not
}

// moves lists what can happen in a situation, in an order that is always the
// same. Some may turn out to be refused.
func (x *explorer) moves(s *situation, dst []move) []move {
	if x.over(s) {
		return dst
	}
	dst = x.undoing(s, dst)
	for f := range s.state.Frames {
		fr := &s.state.Frames[f]
		if f > 0 && fr.State == engine.ItemAbsent {
			continue
		}
		for _, n := range x.nodes[fr.Scope] {
			dst = x.movesOn(s, n, engine.FrameID(f), dst)
		}
	}
	dst = x.holds(s, dst)
	dst = x.facts(s, dst)
	dst = x.signals(s, dst)
	if x.asksGrant(s) {
		dst = append(dst, move{do: doGrant, node: engine.None})
	}
	return dst
}

func (x *explorer) over(s *situation) bool {
	return s.state.Status != engine.Running && s.state.Status != engine.BackingOut
}

func (x *explorer) undoing(s *situation, dst []move) []move {
	for i := range s.state.Undo {
		switch u := &s.state.Undo[i]; u.State {
		case engine.BeingUndone:
			dst = append(dst, move{do: doUndone, node: u.Node, frame: u.Frame}, move{do: doUndoFail, node: u.Node, frame: u.Frame})
		case engine.NotUndone:
			dst = append(dst, move{do: doRetry, node: u.Node, frame: u.Frame})
		}
	}
	return dst
}

func undone(s *engine.State, n engine.NodeID, f engine.FrameID) bool {
	return slices.ContainsFunc(s.Undo, func(u engine.UndoItem) bool { return u.Node == n && u.Frame == f && u.State != engine.ToUndo })
}

func (x *explorer) movesOn(s *situation, n engine.NodeID, f engine.FrameID, dst []move) []move {
	slot := x.slot(&s.state, n, f)
	if x.delivers[n] {
		dst = x.deliverables(s, n, f, dst)
	}
	open := slot.State == engine.ReadyState || slot.State == engine.Active || slot.Sub == engine.RemedySub
	if !open && slot.Flags&(engine.FlagBlocked|engine.FlagStale) == 0 || len(s.state.Undo) > 0 && undone(&s.state, n, f) {
		return dst
	}
	m := move{node: n, frame: f}
	add := func(deeds ...deed) {
		for _, d := range deeds {
			m.do = d
			dst = append(dst, m)
		}
	}
	switch {
	case slot.Flags&engine.FlagStale != 0:
		add(doWaive)
		return dst
	case slot.Flags&engine.FlagBlocked != 0:
		add(doRetry)
		return dst
	}
	switch x.p.Nodes[n].Kind {
	case engine.KindTask:
		dst = x.reports(dst, m)
		add(doFail)
	case engine.KindAuto:
		if slot.State == engine.Active && !x.p.SpecOf(n, slot.Overlays).UndoHere {
			dst = x.reports(dst, m)
			add(doFail)
		}
	case engine.KindBoundary:
		if slot.State == engine.ReadyState || slot.Sub == engine.RemedySub {
			add(doReport)
		}
	case engine.KindDecide:
		for a := range x.p.SpecOf(n, slot.Overlays).Answers {
			m.do, m.n = doAnswer, int32(a)
			dst = append(dst, m)
		}
	case engine.KindHandoff:
		if slot.Sub == engine.PreparedSub {
			add(doOffer)
		} else if slot.Sub == engine.OfferedSub {
			add(doTake, doRefuse)
		}
	case engine.KindGate:
		if slot.State == engine.Active && x.p.SpecOf(n, slot.Overlays).WaiveWho != engine.None {
			add(doWaive)
		}
	default: // blocks, waits and notices go on by themselves
	}
	return dst
}

func (x *explorer) reports(dst []move, m move) []move {
	m.do = doReport
	for i := range x.forms[m.node] {
		m.form = int32(i)
		dst = append(dst, m)
	}
	return dst
}

func (x *explorer) deliverables(s *situation, n engine.NodeID, f engine.FrameID, dst []move) []move {
	for i := range s.state.Outputs {
		o := &s.state.Outputs[i]
		out := &x.p.Outputs[o.Output]
		if out.Node != n || o.Frame != f || out.Accept == engine.None {
			continue
		}
		m := move{node: n, frame: f, n: o.Output}
		switch o.Evidence {
		case engine.EvidenceSubmitted:
			m.do = doAccept
			dst = append(dst, m)
			m.do = doReturn
			dst = append(dst, m)
		case engine.EvidenceWasReturned:
			m.do = doSubmit
			dst = append(dst, m)
		default:
		}
	}
	return dst
}

func (x *explorer) holds(s *situation, dst []move) []move {
	for i := range s.state.Holds {
		h := &s.state.Holds[i]
		if h.Cause == engine.HoldRedo || h.Cause == engine.HoldBackOut {
			continue
		}
		for _, do := range []deed{doResume, doGiveUp} {
			if m := (move{do: do, node: h.Node, frame: h.Frame}); !slices.Contains(dst, m) {
				dst = append(dst, m)
			}
		}
	}
	return dst
}

// facts lists the readings that open conditions wait for, where they would be
// other than the one there is.
func (x *explorer) facts(s *situation, dst []move) []move {
	if len(x.p.Facts) == 0 {
		return dst
	}
	x.wanted = engine.Wanted(x.p, &s.state, s.state.Now, x.wanted[:0])
	for i := range x.wanted {
		fact := x.wanted[i].Fact
		now := reading(&s.state, fact)
		for k, v := range x.readings[fact] {
			if now == nil || !now.Value.Equal(v) {
				dst = append(dst, move{do: doFact, node: engine.None, n: fact, form: int32(k)})
			}
		}
	}
	return dst
}

func reading(s *engine.State, fact int32) *engine.FactReading {
	for i := range s.Facts {
		if s.Facts[i].Fact == fact {
			return &s.Facts[i]
		}
	}
	return nil
}

// signals lists the events that somebody listens to.
func (x *explorer) signals(s *situation, dst []move) []move {
	for i := range x.p.Watches {
		w := &x.p.Watches[i]
		if w.Event == engine.None || !x.listens(s, w) {
			continue
		}
		for k := range x.signs[i] {
			m := move{do: doSignal, node: engine.None, n: w.Event, form: int32(k)}
			if !slices.Contains(dst, m) {
				dst = append(dst, m)
			}
		}
	}
	return dst
}

func (x *explorer) listens(s *situation, w *engine.Watch) bool {
	if w.Node == engine.None {
		return true
	}
	for f := range s.state.Frames {
		if s.state.Frames[f].Scope == x.p.Nodes[w.Node].Scope {
			if slot := x.slot(&s.state, w.Node, engine.FrameID(f)); slot.State == engine.ReadyState || slot.State == engine.Active {
				return true
			}
		}
	}
	return false
}

// asksGrant reports whether something waits for what Change has not granted.
func (x *explorer) asksGrant(s *situation) bool {
	if s.granted || !x.readsGrants {
		return false
	}
	if len(s.state.Delays) > 0 {
		return true
	}
	for f := range s.state.Frames {
		for _, n := range x.nodes[s.state.Frames[f].Scope] {
			slot := x.slot(&s.state, n, engine.FrameID(f))
			spec := x.p.SpecOf(n, slot.Overlays)
			switch {
			case slot.State == engine.Active && spec.Until != engine.None && readsGrant(x.p, spec.Until):
				return true
			case slot.State == engine.ReadyState && x.p.Nodes[n].Touching:
				return true
			}
		}
	}
	return false
}

func readsGrant(p *engine.Plan, id engine.ProgramID) bool {
	x := p.Programs[id].Expr
	return slices.Contains(x.Calls(), engine.FnGranted) || slices.Contains(x.Refs(), engine.MakeRef(engine.RefCovered, 0))
}

// loud reports whether a timer changes more than who has been told.
func (x *explorer) loud(s *engine.State, t *engine.Timer) bool {
	switch t.Kind {
	case engine.TimerFactAge, engine.TimerRung, engine.TimerHold, engine.TimerTimeout:
		return false
	case engine.TimerElse:
		slot := x.slot(s, t.Node, t.Frame)
		return slices.ContainsFunc(x.p.SpecOf(t.Node, slot.Overlays).Else, acts)
	}
	return true
}

// acts reports whether an action does more than tell people.
func acts(a engine.Action) bool {
	switch a.Verb {
	case engine.VerbEscalate, engine.VerbRemind, engine.VerbAsk, engine.VerbRaise, engine.VerbNotify:
		return false
	}
	return true
}

// times are the moves that let time pass for a part: to its next timer that
// changes anything, and to just before. Where nothing else can happen it may be
// any timer.
func (x *explorer) times(s *situation, part int32, others int, dst []move) []move {
	t := x.nextTimer(&s.state, part, true)
	if t == nil && others == 0 {
		t = x.nextTimer(&s.state, part, false)
	}
	if t == nil {
		return dst
	}
	dst = append(dst, move{do: doTime, node: engine.None, n: part})
	if others > 0 && t.At > s.state.Now+1 {
		dst = append(dst, move{do: doAlmost, node: engine.None, n: part})
	}
	return dst
}

func (x *explorer) nextTimer(s *engine.State, part int32, loud bool) *engine.Timer {
	for i := range s.Timers {
		t := &s.Timers[i]
		if x.inPart(s, part, t.Node, t.Frame) && (!loud || x.loud(s, t)) {
			return t
		}
	}
	return nil
}

// begun is when a release starts, planned the date it is planned for.
const (
	begun   calendar.Instant = 1_772_438_400_000 // Monday 2026-03-02T08:00Z
	planned                  = begun + 30*24*3_600_000
)
