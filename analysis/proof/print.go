package proof

import (
	"math/bits"
	"slices"

	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/expr"
)

// fingerprint is what a situation is known by: two that differ in nothing that can
// still matter have the same. It is 128 bits wide, so that two situations are
// not taken for one by chance.
type fingerprint [2]uint64

// mixer takes words into a fingerprint.
type mixer struct{ a, b uint64 }

func (m *mixer) word(w uint64) {
	hi, lo := bits.Mul64(m.a^w, 0x9e3779b97f4a7c15)
	m.a = hi ^ lo + 0x2545f4914f6cdd1d
	hi, lo = bits.Mul64(m.b+w, 0xd6e8feb86659fd93)
	m.b = bits.RotateLeft64(hi+lo, 29) ^ m.a
}

func (m *mixer) words(list ...uint64) {
	for _, w := range list {
		m.word(w)
	}
}

func (m *mixer) text(s string) {
	m.word(uint64(len(s)))
	for len(s) > 0 {
		var w uint64
		n := min(8, len(s))
		for i := range n {
			w = w<<8 | uint64(s[i])
		}
		m.word(w)
		s = s[n:]
	}
}

func (m *mixer) value(v expr.Value) {
	m.word(uint64(v.Kind()))
	switch v.Kind() {
	case expr.KindList:
		for _, item := range v.Items() {
			m.value(item)
		}
	case expr.KindMap:
		for _, f := range v.Fields() {
			m.text(f.Name)
			m.value(f.Value)
		}
	case expr.KindNumber:
		m.word(uint64(int64(v.AsNumber() * 1e6)))
	case expr.KindString:
		m.text(v.AsString())
	default:
		m.word(uint64(v.AsInt()))
	}
}

func at(n engine.NodeID, f engine.FrameID) uint64 { return uint64(uint32(n))<<32 | uint64(uint32(f)) }

// printOf prints a situation.
func (x *explorer) printOf(s *situation) fingerprint {
	m := &mixer{1, 2}
	st := &s.state
	granted := uint64(0)
	if s.granted {
		granted = 1
	}
	m.words(uint64(st.Status), granted, uint64(st.Overlays), uint64(uint32(st.Phase)))
	m.text(st.Outcome)
	if x.over(s) {
		return fingerprint{m.a, m.b}
	}
	if st.BackOut.Active {
		m.words(1, at(st.BackOut.Node, st.BackOut.Frame))
	}
	if _, live := x.live(s); live {
		m.word(5)
	}
	x.printParams(m, st)
	x.printNodes(m, st)
	x.printTimers(m, st)
	x.printValues(m, st)
	x.printActs(m, st)
	return fingerprint{m.a, m.b}
}

func (x *explorer) printParams(m *mixer, s *engine.State) {
	for i := range s.Params {
		if x.tells[i] {
			m.value(s.Params[i].Value)
		}
	}
}

func (x *explorer) printNodes(m *mixer, s *engine.State) {
	for f := range s.Frames {
		fr := &s.Frames[f]
		m.words(uint64(fr.State)<<8|uint64(fr.Outcome), uint64(uint32(fr.Scope)))
		if f > 0 {
			m.text(fr.Key)
		}
		if f > 0 && fr.State == engine.ItemAbsent {
			continue
		}
		for _, n := range x.nodes[fr.Scope] {
			m.word(x.printSlot(s, n, engine.FrameID(f)))
		}
	}
}

// printSlot is what matters of a slot. How a step ended that went on, and that
// nobody will ask any more, does not.
func (x *explorer) printSlot(s *engine.State, n engine.NodeID, f engine.FrameID) uint64 {
	slot := x.slot(s, n, f)
	w := uint64(slot.Flags&^(engine.FlagUndone|engine.FlagLive)) << 16
	if x.p.Nodes[n].Touching && slot.Live() && (slot.State != engine.Settled || x.mayReturn(s, n)) {
		w |= 1 << 24
	}
	if slot.State == engine.Pending {
		return w
	}
	w |= uint64(slot.State) | uint64(slot.Sub)<<8 | uint64(slot.Overlays)<<48
	if slot.State == engine.Settled && slot.Sub != engine.RemedySub {
		w &^= uint64(engine.FlagKeepable)<<16 | 0xff<<8
	}
	if slot.State != engine.Settled || slot.Flags&engine.FlagSatisfied == 0 || x.p.Nodes[n].Kind.IsBlock() || x.asked(s, x.askers[n]) {
		w |= uint64(slot.Outcome)<<32 | uint64(uint8(slot.Answer))<<40
	}
	return w
}

// asked reports whether one of some nodes may still read: it has not settled,
// or something that has not may redo it.
func (x *explorer) asked(s *engine.State, readers []engine.NodeID) bool {
	for _, r := range readers {
		if r == engine.None || !x.final(s, r) {
			return true
		}
	}
	return false
}

// final reports whether a node is settled everywhere and will stay so.
func (x *explorer) final(s *engine.State, n engine.NodeID) bool {
	return x.settled(s, n) && !x.mayReturn(s, n)
}

func (x *explorer) settled(s *engine.State, n engine.NodeID) bool {
	scope := x.p.Nodes[n].Scope
	for f := range s.Frames {
		if s.Frames[f].Scope == scope && (f == 0 || s.Frames[f].State != engine.ItemAbsent) {
			if slot := x.slot(s, n, engine.FrameID(f)); slot.State != engine.Settled || slot.Flags&engine.FlagStale != 0 {
				return false
			}
		}
	}
	// An each that has not made its items yet.
	if scope != 0 {
		return x.settled(s, x.p.Scopes[scope].Each)
	}
	return true
}

// printTimers is which timers that matter are armed, and in which order those
// of one part will fire.
func (x *explorer) printTimers(m *mixer, s *engine.State) {
	for i := range s.Timers {
		t := &s.Timers[i]
		if !x.loud(s, t) {
			continue
		}
		m.words(at(t.Node, t.Frame), uint64(t.Kind)<<32|uint64(uint32(t.Index)))
		if t.At <= s.Now+1 {
			m.word(7)
		}
	}
}

func (x *explorer) printValues(m *mixer, s *engine.State) {
	for i := range s.Facts {
		m.word(uint64(uint32(s.Facts[i].Fact)))
		m.value(s.Facts[i].Value)
	}
	m.word(uint64(len(s.Facts)))
	for i := range s.Outputs {
		o := &s.Outputs[i]
		asked := x.asked(s, x.outputAskers[o.Output]) && x.counts(s, o)
		pending := x.p.Outputs[o.Output].Accept != engine.None && o.Evidence != engine.EvidenceWasAccepted && o.Evidence != engine.EvidenceWaived
		if asked || pending {
			m.words(uint64(uint32(o.Output))<<32|uint64(uint32(o.Frame)), uint64(o.Evidence))
		}
		if asked {
			m.value(o.Value)
		}
	}
	for i := range s.Inputs {
		in := &s.Inputs[i]
		slot := x.slot(s, in.Node, in.Frame)
		if len(in.Read) > 0 && (slot.State != engine.Pending || slot.Flags&engine.FlagKeepable != 0) && x.mayReturn(s, in.Node) {
			m.word(at(in.Node, in.Frame))
			for k := range in.Read {
				m.value(in.Read[k].Value)
			}
		}
	}
}

// counts reports whether an output can be read, or may be again: its step gave
// it in this attempt, or is restored perhaps.
func (x *explorer) counts(s *engine.State, o *engine.OutputValue) bool {
	slot := x.slot(s, x.p.Outputs[o.Output].Node, o.Frame)
	return slot.Attempt == o.Attempt || slot.Flags&engine.FlagKeepable != 0
}

// mayReturn reports whether something may redo a node and keep it.
func (x *explorer) mayReturn(s *engine.State, n engine.NodeID) bool {
	return slices.ContainsFunc(x.redoers[n], func(asker engine.NodeID) bool { return asker == engine.None || !x.settled(s, asker) })
}

// printActs is what is under way beside the steps.
func (x *explorer) printActs(m *mixer, s *engine.State) {
	for i := range s.Votes {
		if v := &s.Votes[i]; !v.Advice {
			if slot := x.slot(s, v.Node, v.Frame); slot.State == engine.Active && slot.Attempt == v.Attempt {
				m.words(at(v.Node, v.Frame), uint64(uint32(v.Role))<<8|uint64(uint8(v.Answer)))
			}
		}
	}
	for i := range s.Holds {
		m.words(at(s.Holds[i].Node, s.Holds[i].Frame), uint64(s.Holds[i].Cause)<<32|uint64(uint32(s.Holds[i].Watch)))
	}
	for i := range s.Counts {
		if c := &s.Counts[i]; x.counted(s, c.Counter) {
			if c.N >= x.counters[c.Counter].limit {
				m.word(uint64(uint32(c.Counter))<<32 | uint64(uint32(c.Frame)))
			}
		}
	}
	for i := range s.Undo {
		m.words(at(s.Undo[i].Node, s.Undo[i].Frame), uint64(s.Undo[i].State))
	}
	for i := range s.Redos {
		m.words(at(s.Redos[i].From, s.Redos[i].Frame), at(s.Redos[i].Asker, s.Redos[i].BlockFrame))
	}
	for i := range s.Beside {
		m.word(at(s.Beside[i].Procedure, s.Beside[i].Frame))
	}
	for i := range s.Dropping {
		m.word(at(s.Dropping[i].Node, s.Dropping[i].Frame))
	}
	for i := range s.Delays {
		m.word(at(s.Delays[i].Node, s.Delays[i].Frame))
		m.text(s.Delays[i].Code)
	}
	for i := range s.Watches {
		w := &s.Watches[i]
		m.word(uint64(uint32(w.Watch))<<32 | uint64(uint32(w.Frame)))
		if x.p.Watches[w.Watch].Max > 0 {
			m.word(uint64(w.Fired))
		}
		if w.True {
			m.word(2)
		}
		if w.Done {
			m.word(3)
		}
	}
	for _, n := range s.Late {
		m.word(uint64(n))
	}
	for i := range s.Missed {
		if slot := x.slot(s, s.Missed[i].Node, s.Missed[i].Frame); slot.State != engine.Settled && slot.Attempt == s.Missed[i].Attempt {
			m.word(at(s.Missed[i].Node, s.Missed[i].Frame))
		}
	}
	m.word(uint64(len(s.Given)))
}

// counted reports whether what a counter counts may happen again.
func (x *explorer) counted(s *engine.State, counter int32) bool {
	n := x.counters[counter].of
	return n == engine.None || !x.final(s, n)
}
