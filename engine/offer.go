package engine

import "slices"

// Work appends the open work of a case, in document order: what the inbox
// shows. Persons are those who may act now.
func Work(p *Plan, s *State, w *World, dst []WorkItem) []WorkItem {
	v := view{p: p, s: s, w: w, now: w.at(s.Now)}
	for i := range s.Frames {
		if s.Frames[i].State == ItemAbsent && i > 0 {
			continue
		}
		scope := s.Frames[i].Scope
		for k := range p.Nodes {
			if p.Nodes[k].Scope == scope {
				dst = v.work(dst, NodeID(k), FrameID(i))
			}
		}
	}
	for i := range s.Holds {
		h := &s.Holds[i]
		if !h.lasting() {
			continue
		}
		item := WorkItem{Node: h.Node, Frame: h.Frame, Kind: KindGroup, Place: v.place(h.Node, h.Frame), Title: h.Reason, State: "held", Ready: h.At, From: h.At}
		if h.Node != None {
			item.Kind = p.Nodes[h.Node].Kind
		}
		item.Role = v.accountableOf(h.Node, h.Frame)
		item.Persons = v.holders(item.Role, h.Frame)
		dst = append(dst, item)
	}
	return dst
}

// work appends the work item of a node, if a person is to do something about
// it.
func (v *view) work(dst []WorkItem, n NodeID, f FrameID) []WorkItem {
	slot := v.s.slot(v.p, n, f)
	if !v.forPeople(n, f, slot) {
		return dst
	}
	spec := v.specAt(n, f)
	item := WorkItem{
		Node: n, Frame: f, Attempt: slot.Attempt, Kind: v.p.Nodes[n].Kind, Place: v.place(n, f), Title: titleOf(v.p, n, spec),
		State: v.word(n, f, slot), Persons: v.candidates(n, f), Role: v.roleFor(n, f, slot, spec), Assignee: slot.Assignee,
		Ready: slot.Ready, Due: slot.Due, From: slot.Ready,
	}
	if item.State == "held" { // its clock stands still
		item.Due, item.From = 0, 0
	}
	if slot.Sub == RemedySub {
		item.Title, item.Due = spec.Remedy, 0
	}
	for i := range v.s.Escalations {
		if e := &v.s.Escalations[i]; e.Node == n && e.Frame == f {
			item.Escalated = append(item.Escalated, e.Persons...)
		}
	}
	slices.Sort(item.Escalated)
	item.Escalated = slices.Compact(item.Escalated)
	return append(dst, item)
}

func titleOf(p *Plan, n NodeID, spec *Spec) string {
	switch {
	case spec.Ask != "":
		return spec.Ask
	case spec.Title != "":
		return spec.Title
	}
	return p.Nodes[n].ID
}

// forPeople reports whether an open node waits for a person.
func (v *view) forPeople(n NodeID, f FrameID, slot *Slot) bool {
	if slot.Flags&(FlagBlocked|FlagStale) != 0 || slot.Sub == RemedySub {
		return true
	}
	if u := v.s.undoingOf(n, f); u != nil {
		return u.State == NotUndone || v.specAt(n, f).BackOut.Use == ""
	}
	switch v.p.Nodes[n].Kind {
	case KindTask:
		return slot.State == ReadyState || slot.State == Active
	case KindDecide, KindHandoff, KindGate:
		return slot.State == Active
	case KindBoundary:
		return slot.State == ReadyState
	case KindAuto:
		return slot.State == Active && slot.Sub == InDoubtSub
	default:
		return false
	}
}

// word is the state of a node as the views show it: held before all else.
func (v *view) word(n NodeID, f FrameID, slot *Slot) string {
	switch {
	case v.s.undoingOf(n, f) != nil:
		return "undoing"
	case slot.Flags&FlagStale != 0:
		return "stale"
	case slot.Sub == RemedySub:
		return "open"
	case len(v.s.Holds) > 0 && v.held(n, f):
		return "held"
	}
	return v.p.stateWord(n, slot)
}

// roleFor is the role in which the next act on a node is done.
func (v *view) roleFor(n NodeID, f FrameID, slot *Slot, spec *Spec) RoleID {
	u := v.s.undoingOf(n, f)
	switch kind := v.p.Nodes[n].Kind; {
	case slot.Flags&(FlagBlocked|FlagStale) != 0 || slot.Sub == RemedySub || kind.IsBlock() || u != nil && u.State == NotUndone:
		return v.accountable(n, f)
	case u != nil:
		return roleOr(spec.BackOut.Who, v.accountable(n, f))
	case kind == KindHandoff && slot.Sub == OfferedSub:
		return spec.To
	case kind == KindHandoff:
		return spec.From
	case kind == KindGate:
		return spec.WaiveWho
	case kind == KindBoundary:
		return spec.Accept
	}
	return roleOr(spec.Who, v.accountable(n, f))
}

// Offer fills o with what a person may do now, what would be his but is
// refused, and what every open node waits for. The start conditions are those
// of Decide.
func Offer(p *Plan, s *State, w *World, person string, o *Offers) {
	o.Acts, o.Waiting = o.Acts[:0], o.Waiting[:0]
	v := view{p: p, s: s, w: w, now: w.at(s.Now)}
	if s.Status != Running && s.Status != BackingOut {
		return
	}
	for i := range s.Frames {
		if s.Frames[i].State == ItemAbsent && i > 0 {
			continue
		}
		for k := range p.Nodes {
			if p.Nodes[k].Scope == s.Frames[i].Scope {
				v.offer(person, NodeID(k), FrameID(i), o)
			}
		}
	}
	for i := range s.Holds {
		if h := &s.Holds[i]; h.lasting() {
			o.Waiting = append(o.Waiting, v.waitingHold(h))
		}
	}
	if person != "" {
		v.offerBlocks(person, o)
	}
	slices.SortStableFunc(o.Acts, compareActs)
}

// compareActs puts what may be done before what is refused, and the earlier due
// first.
func compareActs(a, b Act) int {
	switch {
	case (a.WhyNot == nil) != (b.WhyNot == nil):
		if a.WhyNot == nil {
			return -1
		}
		return 1
	case a.Due == b.Due:
		return 0
	case b.Due == 0 || a.Due != 0 && a.Due < b.Due:
		return -1
	}
	return 1
}

func (v *view) offer(person string, n NodeID, f FrameID, o *Offers) {
	slot := v.s.slot(v.p, n, f)
	v.offerEvidence(person, n, f, slot, o)
	if v.s.undoingOf(n, f) != nil {
		v.offerUndo(person, n, f, o)
		o.Waiting = append(o.Waiting, v.waiting(n, f, slot))
		return
	}
	if slot.Flags&FlagStale != 0 {
		if role, ok := v.answers(n, f, person); ok && slot.By != person {
			o.Acts = append(o.Acts, v.act(CmdWaive, n, f, role))
		}
		o.Waiting = append(o.Waiting, v.waiting(n, f, slot))
		return
	}
	open := slot.State == ReadyState || slot.State == Active || slot.State == Entering || slot.Flags&FlagBlocked != 0 || slot.Sub == RemedySub
	if slot.State == Pending && v.lingers(n, f) || slot.State == Entering && v.p.Nodes[n].Kind.IsBlock() {
		o.Waiting = append(o.Waiting, v.waiting(n, f, slot))
		return
	}
	if !open || v.p.Nodes[n].Kind.IsBlock() && slot.Flags&FlagBlocked == 0 {
		return
	}
	spec := v.specAt(n, f)
	if person != "" {
		v.offerActs(person, n, f, slot, spec, o)
	}
	o.Waiting = append(o.Waiting, v.waiting(n, f, slot))
}

func (v *view) act(kind CommandKind, n NodeID, f FrameID, role RoleID) Act {
	slot := v.s.slot(v.p, n, f)
	return Act{Kind: kind, Node: n, Frame: f, Place: v.place(n, f), Title: titleOf(v.p, n, v.specAt(n, f)), Due: slot.Due, Role: role}
}

func (v *view) offerActs(person string, n NodeID, f FrameID, slot *Slot, spec *Spec, o *Offers) {
	if slot.Flags&FlagBlocked != 0 {
		if role, ok := v.answers(n, f, person); ok {
			o.Acts = append(o.Acts, v.act(CmdRetry, n, f, role), v.act(CmdAcceptFailure, n, f, role))
		}
		return
	}
	switch v.p.Nodes[n].Kind {
	case KindTask:
		v.offerTask(person, n, f, slot, spec, o)
	case KindDecide:
		v.offerVote(person, n, f, slot, spec, o)
	case KindHandoff:
		v.offerHandoff(person, n, f, slot, spec, o)
	case KindGate:
		if slot.State == Active && v.isHolder(spec.WaiveWho, person, f) {
			o.Acts = append(o.Acts, v.act(CmdWaive, n, f, spec.WaiveWho))
		}
	case KindAuto:
		if role, ok := v.performer(n, f, spec, person); ok && slot.Sub == InDoubtSub {
			a := v.act(CmdConfirm, n, f, role)
			a.Answers = []string{"done", "failed"}
			if b := v.separatedFrom(n, f, spec, role, person); b.code != blameNone {
				a.WhyNot = v.refusal(n, f, &b)
			}
			o.Acts = append(o.Acts, a)
		}
	case KindBoundary:
		if role, ok := v.answers(n, f, person); ok && slot.Sub == RemedySub {
			o.Acts = append(o.Acts, v.act(CmdReport, n, f, role))
		}
		if slot.State == ReadyState && v.isHolder(spec.Accept, person, f) {
			o.Acts = append(o.Acts, v.act(CmdReport, n, f, spec.Accept))
		}
	}
}

func (v *view) offerTask(person string, n NodeID, f FrameID, slot *Slot, spec *Spec, o *Offers) {
	if slot.State != ReadyState && slot.State != Active {
		return
	}
	role, ok := v.performer(n, f, spec, person)
	if !ok || slot.Assignee != "" && slot.Assignee != person {
		return
	}
	a := v.act(CmdReport, n, f, role)
	a.Needs, a.Points = v.needs(n, f, slot), v.openPoints(n, f, slot, spec)
	b := v.separatedFrom(n, f, spec, role, person)
	if b.code == blameNone && slot.State == ReadyState {
		b = v.startable(n, f, spec)
	}
	if b.code == blameGuard {
		v.offerGuard(b.node, f, role, o)
	}
	switch {
	case b.code != blameNone:
		a.WhyNot = v.refusal(n, f, &b)
	case slot.Assignee == "":
		a.WhyNot = v.overstaffed(n, f, spec, person)
	}
	for i := v.p.Nodes[n].Outputs[0]; i < v.p.Nodes[n].Outputs[1] && a.WhyNot == nil; i++ {
		if out := &v.p.Outputs[i]; v.onlyAccepters(out, f, &Actor{Person: person}) {
			a.WhyNot = v.nobodyAccepts(n, f, out)
		}
	}
	o.Acts = append(o.Acts, a)
}

// offerGuard offers to have a gate or decision asked again that no longer
// counts: its start would find that, but nobody tries a start that is refused.
func (v *view) offerGuard(g NodeID, f FrameID, role RoleID, o *Offers) {
	slot, at := v.slotFor(g, f)
	if slot.State != Settled || slices.ContainsFunc(o.Acts, func(a Act) bool { return a.Kind == CmdRetry && a.Node == g && a.Frame == at }) {
		return
	}
	o.Acts = append(o.Acts, v.act(CmdRetry, g, at, role))
}

// needs lists what a report of n must still bring.
func (v *view) needs(n NodeID, f FrameID, slot *Slot) []OutputNeed {
	var list []OutputNeed
	node := &v.p.Nodes[n]
	for i := node.Outputs[0]; i < node.Outputs[1]; i++ {
		out := &v.p.Outputs[i]
		if o := v.s.output(i, f); o != nil && o.Attempt == slot.Attempt {
			continue
		}
		kind := out.Evidence
		if kind == "" {
			kind = out.Type.String()
		}
		list = append(list, OutputNeed{Name: out.Name, Kind: kind, Optional: out.Optional || out.Type.Optional || out.Default != nil})
	}
	return list
}

func (v *view) openPoints(n NodeID, f FrameID, slot *Slot, spec *Spec) []string {
	var list []string
	for _, point := range spec.Checklist {
		if !v.s.ticked(n, f, slot.Attempt, point) {
			list = append(list, point)
		}
	}
	return list
}

func (v *view) offerVote(person string, n NodeID, f FrameID, slot *Slot, spec *Spec, o *Offers) {
	if slot.State != Active {
		return
	}
	role, ok := v.performer(n, f, spec, person)
	if ok {
		a := v.act(CmdVote, n, f, role)
		a.Answers, a.Needs = spec.Answers, v.needs(n, f, slot)
		if b := v.separatedFrom(n, f, spec, role, person); b.code != blameNone {
			a.WhyNot = v.refusal(n, f, &b)
		}
		o.Acts = append(o.Acts, a)
	}
	if v.isHolder(spec.Final, person, f) {
		a := v.act(CmdSettle, n, f, spec.Final)
		a.Answers = spec.Answers
		o.Acts = append(o.Acts, a)
	}
}

func (v *view) offerHandoff(person string, n NodeID, f FrameID, slot *Slot, spec *Spec, o *Offers) {
	if slot.State != Active {
		return
	}
	if slot.Sub == PreparedSub && v.isHolder(spec.From, person, f) {
		a := v.act(CmdOffer, n, f, spec.From)
		a.Needs = v.needs(n, f, slot)
		if b := v.separatedFrom(n, f, spec, spec.From, person); b.code != blameNone {
			a.WhyNot = v.refusal(n, f, &b)
		}
		for _, check := range spec.Checks {
			if !v.holds(check, n, f) {
				a.WhyNot = refuse("R-STATE", a.Place, "a check does not hold: "+v.p.inWords(check, stated))
			}
		}
		o.Acts = append(o.Acts, a)
	}
	if slot.Sub == OfferedSub && v.isHolder(spec.From, person, f) {
		o.Acts = append(o.Acts, v.act(CmdWithdraw, n, f, spec.From))
	}
	if slot.Sub == OfferedSub && v.isHolder(spec.To, person, f) {
		a := v.act(CmdTake, n, f, spec.To)
		a.Points = v.openPoints(n, f, slot, spec)
		no := v.act(CmdRefuse, n, f, spec.To)
		if v.s.gave(n, f, person) {
			a.WhyNot = refuse("R-SOD", a.Place, "you gave it, so somebody else must receive it")
		} else if b := v.separatedFrom(n, f, spec, spec.To, person); b.code != blameNone {
			a.WhyNot = v.refusal(n, f, &b)
		}
		no.WhyNot = a.WhyNot
		o.Acts = append(o.Acts, a, no)
	}
}

// offerEvidence offers deliverables that wait to be accepted, and evidence that
// was returned, or that no longer counts, to be given again.
func (v *view) offerEvidence(person string, n NodeID, f FrameID, slot *Slot, o *Offers) {
	node := &v.p.Nodes[n]
	for i := node.Outputs[0]; i < node.Outputs[1] && person != ""; i++ {
		out := &v.p.Outputs[i]
		given := v.s.output(i, f)
		if out.Evidence == "" || given == nil {
			continue
		}
		switch {
		case given.Evidence == EvidenceSubmitted && v.isHolder(out.Accept, person, f) && !given.GivenBy(person):
			a := v.act(CmdAccept, n, f, out.Accept)
			a.Title, a.Due = out.Name, 0
			o.Acts = append(o.Acts, a)
		case given.again(slot) && given.GivenBy(person):
			a := v.act(CmdSubmit, n, f, None)
			a.Title, a.Due = out.Name, 0
			a.Needs = []OutputNeed{{Name: out.Name, Kind: out.Evidence}}
			o.Acts = append(o.Acts, a)
		}
	}
}

// again reports whether evidence is to be given once more: it was returned, or
// its step stands and it does not.
func (o *OutputValue) again(slot *Slot) bool {
	stands := slot.settled() && slot.Attempt == o.Attempt && slot.Flags&FlagStale == 0
	return o.Evidence == EvidenceWasReturned || o.Evidence == EvidenceVoid && stands
}

func (v *view) offerUndo(person string, n NodeID, f FrameID, o *Offers) {
	spec := v.specAt(n, f)
	u := v.s.undoingOf(n, f)
	if u.State == NotUndone {
		if role, ok := v.answers(n, f, person); ok {
			o.Acts = append(o.Acts, v.act(CmdRetry, n, f, role), v.act(CmdAcceptFailure, n, f, role))
		}
		return
	}
	if role := v.roleOf(spec.BackOut.Who, person, f); role != None && spec.BackOut.Use == "" {
		o.Acts = append(o.Acts, v.act(CmdReport, n, f, role))
	}
}

// offerBlocks offers the accountable what he may command over held blocks and
// the case.
func (v *view) offerBlocks(person string, o *Offers) {
	for i := range v.s.Holds {
		h := &v.s.Holds[i]
		said := slices.ContainsFunc(v.s.Holds[:i], func(x Hold) bool { return x.Node == h.Node && x.Frame == h.Frame && x.lasting() })
		if !h.lasting() || said {
			continue
		}
		role, ok := v.answers(h.Node, h.Frame, person)
		if !ok {
			continue
		}
		o.Acts = append(o.Acts, Act{Kind: CmdResume, Node: h.Node, Frame: h.Frame, Place: v.place(h.Node, h.Frame), Role: role})
		if v.touched(h.Node, h.Frame) && !v.s.BackOut.Active {
			o.Acts = append(o.Acts, Act{Kind: CmdBackOut, Node: h.Node, Frame: h.Frame, Place: v.place(h.Node, h.Frame), Role: role})
		}
	}
	role, ok := v.answers(None, 0, person)
	if !ok {
		return
	}
	o.Acts = append(o.Acts, Act{Kind: CmdHold, Node: None, Role: role}, Act{Kind: CmdShift, Node: None, Role: role})
	if v.touched(None, 0) {
		if !v.s.BackOut.Active {
			o.Acts = append(o.Acts, Act{Kind: CmdBackOut, Node: None, Role: role})
		}
		return
	}
	o.Acts = append(o.Acts, Act{Kind: CmdCancel, Node: None, Role: role})
}
