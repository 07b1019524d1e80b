package engine

import (
	"slices"
	"strings"

	"github.com/headgate/headgate/expr"
)

func (v *view) place(n NodeID, f FrameID) string { return v.p.Place(v.s, n, f) }

func stringValue(s string) expr.Value { return expr.String(s) }

// refusal turns a blame into a refusal: code, place, one sentence, what helps
// and who.
func (v *view) refusal(n NodeID, f FrameID, b *blame) *Refusal {
	r := &Refusal{Code: blameCodes[b.code], Place: v.place(n, f), Until: b.until}
	r.Why, r.Need, r.Ask = v.explain(n, f, b)
	if b.code == blameRule {
		r.Code = v.p.Rules[b.index].Code
	}
	return r
}

var blameCodes = [...]string{
	blameNone: "", blameState: "R-STATE", blameHeld: "R-STATE", blameAt: "R-STATE", blameBefore: "R-STATE",
	blameWhen: "R-STATE", blameGuard: "R-STALE", blameStale: "R-STALE", blameWindow: "R-WINDOW", blameFreeze: "R-WINDOW",
	blameFit: "R-WINDOW", blameGrant: "R-GRANT", blamePath: "R-GRANT", blameRule: "R-STATE", blameInput: "R-STATE", blameRole: "R-SOD",
	blameSeparated: "R-SOD", blameDecider: "R-SOD", blameNotYours: "R-ROLE", blameInserted: "R-STATE",
	blameRedo: "R-REDO", blameCheck: "R-STATE",
}

// explain says a blame in a sentence, what helps, and who may.
func (v *view) explain(n NodeID, f FrameID, b *blame) (why, need string, ask []string) {
	switch b.code {
	case blameHeld:
		h := v.holdOn(n, f)
		why = "it is held"
		if h != nil && h.Reason != "" {
			why += ": " + h.Reason
		}
		return why, "the accountable may resume", v.holders(v.accountableOf(holdNode(h), f), f)
	case blameGuard:
		return v.place(b.node, f) + " no longer counts", "it is asked again", v.candidates(b.node, f)
	case blameStale:
		return v.place(b.node, f) + " read something that has changed since", "redo it or waive it", v.holders(v.accountableOf(b.node, f), f)
	case blameWindow:
		return "outside the window " + v.windowName(b.index), v.opening(b), nil
	case blameFreeze:
		why = "in the freeze " + b.name
		if b.more != "" {
			why += " (" + b.more + ")"
		}
		return why, "wait for its end or ask for the exemption", nil
	case blameFit:
		return "it does not fit into the window " + v.windowName(b.index) + " with its back-out", v.opening(b), nil
	case blameGrant:
		return v.grantSentence(b), "ask the change authority", nil
	case blamePath:
		return "the package has not reached " + b.name + ", which comes before on the promotion path", "finish what touches " + b.name + ", or ask for a provisional grant", nil
	case blameRule:
		return "the rule " + v.p.Rules[b.index].ID + " is not met", "", nil
	case blameInput:
		return "its input " + b.name + " is not known: " + v.refName(b.ref), "", nil
	case blameInserted:
		return v.place(b.node, 0) + " was put before it and must settle first", "", v.candidates(b.node, 0)
	case blameRedo:
		return "another redo or back-out is under way", "wait for its end", nil
	case blameRole:
		return v.names([]string{b.name}) + " acted as " + v.p.Roles[b.role].ID + " in this case", "somebody else must do it", v.others(n, f, b.name)
	case blameSeparated:
		return v.names([]string{b.name}) + " did " + v.place(b.node, f) + ", which this must differ from", "somebody else must do it", v.others(n, f, b.name)
	case blameDecider:
		return v.names([]string{b.name}) + " decided the grant that covers it", "somebody else must do it", v.others(n, f, b.name)
	}
	return "it cannot start now", "", nil
}

func holdNode(h *Hold) NodeID {
	if h == nil {
		return None
	}
	return h.Node
}

// holdOn returns the first hold that covers a node, or nil.
func (v *view) holdOn(n NodeID, f FrameID) *Hold {
	for i := range v.s.Holds {
		h := &v.s.Holds[i]
		if v.p.covers(v.s, h.Node, h.Frame, n, f) && !v.exempt(h, n) {
			return h
		}
	}
	return nil
}

func (v *view) windowName(i int32) string {
	if i == None || int(i) >= len(v.p.Windows) {
		return ""
	}
	return v.p.Windows[i].ID
}

func (v *view) opening(b *blame) string {
	if b.until == 0 {
		return ""
	}
	return "it opens " + v.clock(b.until)
}

func (v *view) grantSentence(b *blame) string {
	what := "this step"
	if b.name != "" {
		what = b.name
	}
	if b.more != "" {
		what += " in " + b.more
	}
	return "no active grant covers " + what
}

// refName names a cell for a sentence.
func (v *view) refName(ref expr.Ref) string {
	if ref == expr.NoRef {
		return "something"
	}
	kind, i := SplitRef(ref)
	switch kind {
	case RefParam:
		return "param " + v.p.Params[i].Name
	case RefFact:
		return "fact " + v.p.Facts[i].ID
	case RefOutput:
		return v.p.cellName(Cell{Node: v.p.Outputs[i].Node, Output: int32(i)})
	case RefEvidence:
		return v.p.cellName(Cell{Node: v.p.Outputs[i>>3].Node, Output: int32(i >> 3)})
	case RefNode:
		n, _ := SplitNodeRef(i)
		return v.p.Nodes[n].ID
	case RefT:
		return "T"
	case RefLink:
		return "link " + v.p.Links[i].ID
	case RefMembers, RefPerson:
		return "role " + v.p.Roles[i].ID
	}
	return "something outside"
}

// NotNow returns why nothing can be done at a node that is not open, what must
// come first, and who may do that. Its Need is empty when nothing comes first.
func NotNow(p *Plan, s *State, w *World, n NodeID, f FrameID) *Refusal {
	v := view{p: p, s: s, w: w, now: w.at(s.Now)}
	return v.notNow(n, f, s.slot(p, n, f))
}

// notNow refuses what is not legal in the state of a step.
func (v *view) notNow(n NodeID, f FrameID, slot *Slot) *Refusal {
	r := refuse("R-STATE", v.place(n, f), "it is "+v.stateNow(n, f, slot))
	switch slot.State {
	case Pending:
		q := v.openBefore(n, f)
		if unmet := v.unmet(n, f); len(unmet) > 0 {
			q = unmet[0]
		}
		if q != None {
			r.Need = "first " + v.place(q, f)
			r.Ask = v.candidates(q, f)
		}
	case Entering:
		if v.held(n, f) {
			r.Why, r.Need, r.Ask = v.explain(n, f, &blame{code: blameHeld, node: n})
		}
	}
	return r
}

func (v *view) stateNow(n NodeID, f FrameID, slot *Slot) string {
	word := v.p.stateWord(n, slot)
	if slot.settled() {
		if o := v.p.outcomeWord(n, slot); o != "" {
			return "already " + o
		}
	}
	return word
}

// openBefore returns the nearest unsettled leaf on the way to n, or None.
func (v *view) openBefore(n NodeID, f FrameID) NodeID {
	for k := n - 1; k >= 0; k-- {
		slot, _ := v.slotFor(k, f)
		if slot != nil && !v.p.Nodes[k].Kind.IsBlock() && slot.State > Pending && !slot.settled() && v.p.inRange(k, n) {
			return k
		}
	}
	return None
}

// notYours refuses somebody who does not hold the role, and names who does.
func (v *view) notYours(n NodeID, f FrameID, person string, role RoleID) *Refusal {
	r := &Refusal{Code: "R-ROLE", Place: v.place(n, f), Why: "this is not " + whose(person) + " to do"}
	if role == None {
		return r
	}
	r.Ask = v.holders(role, f)
	r.Need = "only " + v.p.Roles[role].ID + " may"
	if contains(r.Ask, person) {
		r.Why = person + " lacks a skill that " + v.p.Roles[role].ID + " needs: " + strings.Join(v.p.Roles[role].Skills, ", ")
		r.Ask = without(r.Ask, person)
	}
	return r
}

func whose(person string) string {
	if person == "" {
		return "yours"
	}
	return person + "'s"
}

func (v *view) noAnswer(n NodeID, f FrameID, spec *Spec, answer string) *Refusal {
	r := refuse("R-STATE", v.place(n, f), "there is no answer "+answer)
	r.Need = "one of " + strings.Join(spec.Answers, ", ")
	return r
}

// candidates returns who may do the next act on an open node, sorted.
func (v *view) candidates(n NodeID, f FrameID) []string {
	if n == None {
		return v.holders(v.accountableOf(None, f), f)
	}
	slot, frame := v.slotFor(n, f)
	if slot == nil {
		return nil
	}
	spec := v.specAt(n, frame)
	u := v.s.undoingOf(n, frame)
	switch kind := v.p.Nodes[n].Kind; {
	case slot.Flags&(FlagBlocked|FlagStale) != 0 || slot.Sub == RemedySub || u != nil && u.State == NotUndone:
		return v.holders(v.accountable(n, frame), frame)
	case u != nil:
		return v.holders(roleOr(spec.BackOut.Who, v.accountable(n, frame)), frame)
	case kind == KindHandoff && slot.Sub == OfferedSub:
		return v.apart(n, frame, spec, spec.To, func(person string) bool { return !v.s.gave(n, frame, person) })
	case kind == KindHandoff:
		return v.apart(n, frame, spec, spec.From, func(string) bool { return true })
	case kind == KindGate || kind == KindWait:
		return v.holders(spec.WaiveWho, frame)
	case kind == KindBoundary:
		return v.holders(spec.Accept, frame)
	case kind.IsBlock():
		return v.holders(v.accountable(n, frame), frame)
	case slot.Assignee != "":
		return []string{slot.Assignee}
	}
	if len(spec.Who) == 0 && spec.WhoPerson == None {
		return v.holders(v.accountable(n, frame), frame)
	}
	return v.allowed(n, frame, spec)
}

// others are who may do the next act on a node instead of somebody, also where
// he has taken it.
func (v *view) others(n NodeID, f FrameID, person string) []string {
	if slot, frame := v.slotFor(n, f); slot != nil && slot.Assignee == person {
		return without(v.allowed(n, frame, v.specAt(n, frame)), person)
	}
	return without(v.candidates(n, f), person)
}

// apart are the holders of a role whom no separation keeps from acting in it on
// a node, and who may.
func (v *view) apart(n NodeID, f FrameID, spec *Spec, role RoleID, may func(person string) bool) []string {
	var list []string
	for _, person := range v.holders(role, f) {
		if may(person) && v.separatedFrom(n, f, spec, role, person).code == blameNone {
			list = append(list, person)
		}
	}
	return list
}

// allowed is the electorate or performers of a step without those a separation
// or a missing skill excludes.
func (v *view) allowed(n NodeID, f FrameID, spec *Spec) []string {
	list := v.electorate(n, f, spec)
	kept := list[:0:0]
	for _, person := range list {
		role, ok := v.performer(n, f, spec, person)
		if ok && v.separatedFrom(n, f, spec, role, person).code == blameNone {
			kept = append(kept, person)
		}
	}
	slices.Sort(kept)
	return kept
}
