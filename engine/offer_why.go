package engine

import (
	"slices"
	"strings"

	"github.com/headgate/headgate/calendar"
)

// waiting says of an open node whom or what it waits for, since when, until
// when, and what then.
func (v *view) waiting(n NodeID, f FrameID, slot *Slot) Waiting {
	spec := v.specAt(n, f)
	w := Waiting{
		Node: n, Frame: f, Place: v.place(n, f), Kind: v.p.Nodes[n].Kind, State: v.word(n, f, slot),
		Since: sinceOf(slot), Due: slot.Due, From: slot.Ready, Role: v.roleFor(n, f, slot, spec),
	}
	if v.forPeople(n, f, slot) {
		w.Persons = v.candidates(n, f)
	}
	for i := range v.s.Escalations {
		e := &v.s.Escalations[i]
		switch {
		case e.Node != n || e.Frame != f:
		case e.Functional:
			w.Helpers = append(w.Helpers, e.Persons...)
		default:
			w.Escalated = append(w.Escalated, e.Persons...)
		}
	}
	if slot.settled() || w.State == "held" { // stale: its due is behind it; held: its clock stands still
		w.Due, w.From = 0, 0
	}
	if w.State != "held" {
		w.Next = v.nextSentence(&w, slot, spec)
	}
	w.Why = v.whySentence(&w, slot, spec)
	return w
}

// waitingHold says of a held block who may let it go on: an open matter of its
// accountable.
func (v *view) waitingHold(h *Hold) Waiting {
	role := v.accountableOf(h.Node, h.Frame)
	w := Waiting{
		Node: h.Node, Frame: h.Frame, Place: v.place(h.Node, h.Frame), Kind: KindGroup, State: "held",
		Persons: v.holders(role, h.Frame), Role: role, Since: h.At,
	}
	name := "the case"
	if h.Node != None {
		w.Kind = v.p.Nodes[h.Node].Kind
		name = "`" + w.Place + "`"
	}
	w.Why = name + " is held" + since(v, h.At)
	if h.Reason != "" {
		w.Why += " (" + h.Reason + ")"
	}
	w.Why += " and waits for " + v.people(w.Persons, role) + " to resume it, redo, back out or cancel."
	return w
}

func sinceOf(slot *Slot) calendar.Instant {
	switch {
	case slot.Flags&FlagBlocked != 0:
		return slot.End
	case slot.State == Active && slot.Start != 0:
		return slot.Start
	case slot.Ready != 0:
		return slot.Ready
	}
	return slot.Entered
}

// whySentence is "`readiness` waits for jon (operations) since 09:12 to
// complete it, until 11:12; then mara is asked. kim may help."
func (v *view) whySentence(w *Waiting, slot *Slot, spec *Spec) string {
	var b strings.Builder
	b.WriteString("`" + w.Place + "` ")
	switch {
	case w.State == "held":
		b.WriteString(v.heldSentence(w.Node, w.Frame))
	case w.State == "undoing":
		b.WriteString(v.undoSentence(w))
	case slot.Sub == RemedySub:
		b.WriteString("was passed and waits for " + v.people(w.Persons, w.Role) + " to do what remains possible: " + strings.TrimRight(spec.Remedy, "."))
	case slot.Flags&FlagStale != 0:
		b.WriteString("read something that has changed since and waits for " + v.people(w.Persons, w.Role) + " to redo or waive it")
	case slot.Flags&FlagBlocked != 0:
		b.WriteString(slot.Outcome.String() + " and waits for " + v.people(w.Persons, w.Role) + since(v, w.Since) + " to retry or accept it")
	case slot.State <= Entering:
		b.WriteString(v.entering(w.Node, w.Frame, slot, spec))
	case v.shut(w.Node, w.Frame, slot, spec) != nil:
		b.WriteString(v.shutSentence(w.Node, w.Frame, v.shut(w.Node, w.Frame, slot, spec)))
	case len(w.Persons) > 0 || v.forPeople(w.Node, w.Frame, slot) && w.Kind != KindGate:
		b.WriteString("waits for " + v.people(w.Persons, w.Role) + since(v, w.Since) + " to " + v.deed(w.Node, slot))
	default:
		b.WriteString(v.machineSentence(w.Node, w.Frame, slot, spec) + since(v, w.Since))
	}
	switch {
	case w.Due == 0 || w.State == "held": // its own clock stands still
	case w.Due <= v.now:
		b.WriteString(", overdue since " + v.clock(w.Due))
	default:
		b.WriteString(", until " + v.clock(w.Due))
	}
	if w.Next != "" && w.State != "held" {
		b.WriteString("; then " + w.Next)
	}
	b.WriteByte('.')
	if len(w.Helpers) > 0 {
		b.WriteString(" " + v.names(w.Helpers) + " may help.")
	}
	return b.String()
}

func since(v *view, t calendar.Instant) string {
	if t == 0 {
		return ""
	}
	return " since " + v.clock(t)
}

// clock writes an instant in a sentence, in the zone of who reads.
func (v *view) clock(t calendar.Instant) string {
	if v.w != nil && v.w.Zone != nil {
		return t.In(v.w.Zone, v.now)
	}
	return t.In(v.p.zone(), v.now)
}

func (v *view) people(persons []string, role RoleID) string {
	name := "somebody"
	if role != None {
		name = v.p.Roles[role].ID
	}
	if len(persons) == 0 {
		return name + " (nobody holds it)"
	}
	return v.names(persons) + " (" + name + ")"
}

// names lists people by the name the directory has for them.
func (v *view) names(persons []string) string {
	list := make([]string, len(persons))
	for i, id := range persons {
		list[i] = id
		if v.w != nil {
			if p := v.w.Directory.Person(id); p != nil && p.Name != "" {
				list[i] = p.Name
			}
		}
	}
	if len(list) == 1 {
		return list[0]
	}
	return strings.Join(list[:len(list)-1], ", ") + " or " + list[len(list)-1]
}

func (v *view) deed(n NodeID, slot *Slot) string {
	switch v.p.Nodes[n].Kind {
	case KindDecide:
		return "decide"
	case KindHandoff:
		if slot.Sub == OfferedSub {
			return "accept or refuse it"
		}
		return "offer it"
	case KindGate:
		return "waive it, or its condition to be true"
	case KindAuto:
		return "say whether it was done"
	case KindBoundary:
		return "accept that there is no return"
	}
	if slot.State == ReadyState {
		return "do it"
	}
	return "complete it"
}

func (v *view) heldSentence(n NodeID, f FrameID) string {
	h := v.holdOn(n, f)
	s := "is held"
	switch {
	case h == nil:
		return s
	case h.Node == None:
		s += " with the case"
	default:
		s += " with " + v.place(h.Node, h.Frame)
	}
	if h.Reason != "" {
		s += " (" + h.Reason + ")"
	}
	if h.Cause == HoldBackOut || h.Cause == HoldRedo {
		return s + " for a " + h.Cause.String()
	}
	return s + since(v, h.At) + " until " + v.people(v.holders(v.accountableOf(h.Node, h.Frame), f), v.accountableOf(h.Node, h.Frame)) + " resumes"
}

func (v *view) entering(n NodeID, f FrameID, slot *Slot, spec *Spec) string {
	if slot.State == Pending {
		return v.lingering(n, f)
	}
	if spec.At != None {
		if at := v.timeAt(spec.At, n, f, slot.Entered); at == 0 && v.s.T == 0 && v.p.CountsFromT(spec.At) {
			role := v.accountableOf(None, f)
			return "waits for " + v.people(v.holders(role, f), role) + " to set the planned date T (shift), from which its time is counted: " + v.p.Times[spec.At].Source
		} else if at == 0 {
			return "waits for its time, which is not known yet: " + v.p.Times[spec.At].Source
		} else if at > v.now {
			return "waits for its time, " + v.clock(at)
		}
	}
	if l := v.lateOpen(n); l != None {
		return "waits for `" + v.place(l, 0) + "`, which was put before it"
	}
	return "waits for what is before it"
}

// machineSentence is what a node waits for that waits for no person.
func (v *view) machineSentence(n NodeID, f FrameID, slot *Slot, spec *Spec) string {
	switch v.p.Nodes[n].Kind {
	case KindAuto:
		if slot.Sub == RetrySub {
			return v.retrySentence(n, f, slot, spec)
		}
		if slot.State == Active {
			return "runs in " + spec.Use
		}
	case KindWait, KindGate:
		return "waits for " + v.condition(n, f, slot, spec)
	case KindHandoff:
		return "is to be offered"
	}
	return "waits"
}

// condition names what a wait or gate still lacks: its dwell, an unknown cell,
// or its condition.
func (v *view) condition(n NodeID, f FrameID, slot *Slot, spec *Spec) string {
	if spec.For.Set && slot.State == Active {
		if at := v.dwell(n, f, slot, spec); at > v.now {
			return "its time to pass, " + v.clock(at)
		}
	}
	if spec.Until == None {
		return "its time"
	}
	return v.undecided(spec.Until, wanted, n, f)
}

// undecided says a condition with what keeps it from being true: the unknown
// cell, or the periods it reads with their ends.
func (v *view) undecided(pr ProgramID, be string, n NodeID, f FrameID) string {
	source := v.p.inWords(pr, be)
	if x := v.eval(pr, n, f); x.IsUnknown() {
		ref, reason := x.Blame()
		return source + " (" + v.refName(ref) + ": " + reasonText(reason) + ")"
	}
	for _, ref := range v.p.Programs[pr].Expr.Refs() {
		if kind, i := SplitRef(ref); kind == RefPeriod {
			source += " (" + v.periodSentence(i) + ")"
		}
	}
	if at := v.grantBegins(); at != 0 && v.p.asksGrants(pr) {
		source += " (a grant begins " + v.clock(at) + ")"
	}
	return source
}

func (v *view) periodSentence(i int) string {
	p := &v.p.Periods[i]
	from, to := v.timeAt(p.From, None, 0, 0), v.timeAt(p.To, None, 0, 0)
	switch {
	case from == 0 || to == 0:
		return "when " + p.ID + " is, is not known yet"
	case v.now < from:
		return p.ID + " begins " + v.clock(from)
	case v.now < to:
		return p.ID + " ends " + v.clock(to)
	}
	return p.ID + " has ended"
}

// awaits reports whether somebody is already asked.
func (w *Waiting) awaits(person string) bool {
	return slices.Contains(w.Persons, person) || slices.Contains(w.Escalated, person)
}

// nextSentence says what happens when nobody acts. Whom it waits for already is
// not asked once more.
func (v *view) nextSentence(w *Waiting, slot *Slot, spec *Spec) string {
	n, f := w.Node, w.Frame
	if slot.Due > v.now {
		for i := range spec.Else {
			if spec.Else[i].Verb != VerbEscalate {
				return v.p.Say().Action(&spec.Else[i])
			}
		}
	}
	for i := range v.s.Timers {
		t := &v.s.Timers[i]
		if t.Kind != TimerRung || t.Node != n || t.Frame != f {
			continue
		}
		ladder := &v.p.Ladders[v.ladderOf(n, f)]
		for k := int(t.Index); k < len(ladder.Rungs); k++ {
			r := &ladder.Rungs[k]
			persons := slices.DeleteFunc(slices.Clone(v.holders(r.Role, f)), w.awaits)
			if r.Act == RungRemind || len(persons) == 0 {
				continue
			}
			if r.Act == RungAsk {
				return v.names(persons) + " may help"
			}
			return v.names(persons) + " is asked"
		}
	}
	return ""
}

// Why returns the one sentence that says what a case waits for: of all that is
// open the most urgent.
func Why(p *Plan, s *State, w *World) string {
	v := view{p: p, s: s, w: w, now: w.at(s.Now)}
	switch s.Status {
	case Draft:
		return "It has not been started."
	case Closed:
		return "It is closed: " + s.Outcome + "."
	case CaseWasCancelled:
		return "It is cancelled."
	}
	var o Offers
	Offer(p, s, w, "", &o)
	best := -1
	for i := range o.Waiting {
		if best < 0 || v.moreUrgent(&o.Waiting[i], &o.Waiting[best]) {
			best = i
		}
	}
	if best >= 0 {
		return o.Waiting[best].Why
	}
	if v.phasesDone() {
		return v.missingSentence()
	}
	return "It waits for what no rule names."
}

// moreUrgent compares what waits: blocked and doubtful first, then what people
// owe by its due, then machines.
func (v *view) moreUrgent(a, b *Waiting) bool {
	x, y := urgency(a), urgency(b)
	if x != y {
		return x < y
	}
	if (a.Due != 0) != (b.Due != 0) {
		return a.Due != 0
	}
	return a.Due < b.Due
}

func urgency(w *Waiting) int {
	switch w.State {
	case "blocked", "in_doubt", "stale":
		return 0
	case "held":
		return 1
	case "pending":
		return 4
	}
	if len(w.Persons) > 0 {
		return 2
	}
	return 3
}

// missingSentence lists what keeps a case from closing.
func (v *view) missingSentence() string {
	var parts []string
	for _, l := range v.missing() {
		place := v.place(l.node, l.frame)
		if l.output != None {
			parts = append(parts, "`"+place+"` "+v.deliverableLacks(l))
			continue
		}
		parts = append(parts, "`"+place+"` is "+l.what)
	}
	return "It cannot close yet: " + strings.Join(parts, "; ") + "."
}

// deliverableLacks says what a deliverable lacks: to be given again, or to be
// accepted.
func (v *view) deliverableLacks(l lack) string {
	out := &v.p.Outputs[l.output]
	if o := v.s.output(l.output, l.frame); o != nil && o.again(v.s.slot(v.p, l.node, l.frame)) {
		return out.Name + " waits for " + v.names([]string{o.By}) + " to give it again"
	}
	return out.Name + " waits to be accepted by " + v.people(v.holders(out.Accept, l.frame), out.Accept)
}

// Missing lists in one sentence each what keeps a case from closing (I13).
func Missing(p *Plan, s *State, w *World) []string {
	v := view{p: p, s: s, w: w, now: w.at(s.Now)}
	var list []string
	for _, l := range v.missing() {
		text := "`" + v.place(l.node, l.frame) + "` is " + l.what
		if l.output != None {
			text = "`" + v.place(l.node, l.frame) + "`: " + p.Outputs[l.output].Name + " is not accepted"
		}
		list = append(list, text)
	}
	return list
}

func (v *view) undoSentence(w *Waiting) string {
	u := v.s.undoingOf(w.Node, w.Frame)
	spec := v.specAt(w.Node, w.Frame)
	switch {
	case u.State == NotUndone:
		return "could not be backed out and waits for " + v.people(w.Persons, w.Role) + " to retry or accept it"
	case spec.BackOut.Use == "":
		return "waits for " + v.people(w.Persons, w.Role) + " to back it out"
	}
	return "is being backed out by " + spec.BackOut.Use
}
