package modeltest

import (
	"slices"

	"github.com/headgate/headgate/engine"
)

// words are how a place stands now: its state, its outcome and its marks. With
// a place that is not there they are none, and the second result says why.
func (pl *player) words(at *place) ([]string, string) {
	if at.id == "" {
		return pl.caseWords(), ""
	}
	n, f, r := pl.plan.Find(pl.state(), at.text)
	if r != nil {
		return nil, r.Why
	}
	var list []string
	switch item := pl.item(n, f); {
	case item != nil:
		list = itemWordsOf(item)
	default:
		list = pl.nodeWords(at, n, f)
	}
	if pl.held(n, f) {
		list = append(list, "held")
	}
	return list, ""
}

// item returns the frame of an item that a place names, or nil.
func (pl *player) item(n engine.NodeID, f engine.FrameID) *engine.Frame {
	if fr := &pl.state().Frames[f]; pl.plan.Nodes[n].Inner != engine.None && fr.Scope == pl.plan.Nodes[n].Inner {
		return fr
	}
	return nil
}

func itemWordsOf(fr *engine.Frame) []string {
	switch fr.State {
	case engine.ItemWaiting:
		return []string{"pending"}
	case engine.ItemOpen:
		return []string{"running"}
	case engine.ItemSettled:
		return []string{"settled", fr.Outcome.String()}
	}
	return []string{"absent"}
}

func (pl *player) nodeWords(at *place, n engine.NodeID, f engine.FrameID) []string {
	list := []string{pl.ask(at.state, f).AsString()}
	if o := pl.ask(at.outcome, f).AsString(); o != "" && o != list[0] {
		list = append(list, o)
	}
	if slot := pl.slot(n, f); slot.Flags&engine.FlagBlocked != 0 { // what it is blocked over
		list = append(list, slot.Outcome.String())
	}
	if pl.slot(n, f).Flags&engine.FlagStale != 0 {
		list = append(list, "stale")
	}
	if slices.ContainsFunc(pl.state().Undo, func(u engine.UndoItem) bool { return u.Node == n && u.Frame == f }) {
		list = append(list, "undoing")
	}
	return list
}

func (pl *player) caseWords() []string {
	s := pl.state()
	list := []string{s.Status.String()}
	if s.Outcome != "" && s.Outcome != list[0] {
		list = append(list, s.Outcome)
	}
	if pl.held(engine.None, 0) {
		list = append(list, "held")
	}
	return list
}

// held reports whether something, or a block around it, is held; what a redo or
// a back-out holds while it works does not count.
func (pl *player) held(n engine.NodeID, f engine.FrameID) bool {
	s := pl.state()
	for i := range s.Holds {
		h := &s.Holds[i]
		if h.Cause != engine.HoldRedo && h.Cause != engine.HoldBackOut && pl.covers(h.Node, h.Frame, n, f) {
			return true
		}
	}
	return false
}

// covers reports whether n in frame f is, or lies in, b in frame bf.
func (pl *player) covers(b engine.NodeID, bf engine.FrameID, n engine.NodeID, f engine.FrameID) bool {
	if b == engine.None {
		return true
	}
	if n < b || n >= pl.plan.Nodes[b].End {
		return false
	}
	for f != engine.None && f != bf {
		f = pl.state().Frames[f].Parent
	}
	return f == bf
}

// stands reports whether a place stands as a word says.
func (pl *player) stands(at *place, word string) bool {
	list, _ := pl.words(at)
	return slices.Contains(list, word)
}

// came reports whether the last decision made a place end as a word says, even
// if what followed from it has taken it further by now.
func (pl *player) came(w *wanted) bool {
	for i := range pl.d.Events {
		e := &pl.d.Events[i]
		if e.Node == engine.None || pl.plan.Nodes[e.Node].ID != w.place.id || endedAs(e) != w.word.Text {
			continue
		}
		if n, f, r := pl.plan.Find(pl.state(), w.place.text); r == nil && n == e.Node && f == e.Frame {
			return true
		}
	}
	return false
}

// endedAs is the outcome that an event gives its step, or "".
func endedAs(e *engine.Event) string {
	switch e.Kind {
	case engine.Done:
		return "done"
	case engine.Failed:
		return "failed"
	case engine.Decided:
		return e.Answer
	case engine.Expired:
		return "expired"
	case engine.Accepted:
		return "accepted"
	case engine.Refused:
		return "refused"
	case engine.Withdrawn:
		return "withdrawn"
	case engine.Waived:
		return "waived"
	}
	return ""
}
