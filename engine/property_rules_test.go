package engine

import (
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"

	"github.com/headgate/headgate/calendar"
)

// ruleBook holds the rules of the domain over what a player does. It reads the
// events and a state of its own, one event behind, and asks the engine as little
// as it can: a rule that asks the engine whether the engine is right says
// nothing.
type ruleBook struct {
	pl      *player
	before  State // the case up to, and without, the event that is looked at
	now     State // and with it
	rungs   map[rungKey]bool
	offered map[place][]string            // who offered a handoff of its attempt, and for whom
	acted   map[RoleID]map[string]bool    // who did something in a role
	voted   map[place]map[string][]string // by ballot for the first answer of a decision: whose it is, and who cast it
	written []string                      // every event as it was said first

	latest   calendar.Instant // the latest back-out of the block under way, 0: none, or somebody was asked
	deadline NodeID           // of this block
}

type rungKey struct {
	place
	attempt uint16
	rung    int32
	hold    bool
	since   int64
}

func newRuleBook(pl *player) ruleBook {
	return ruleBook{
		pl: pl, rungs: map[rungKey]bool{}, offered: map[place][]string{}, acted: map[RoleID]map[string]bool{}, voted: map[place]map[string][]string{},
	}
}

// check looks at one event of the decision under way.
func (r *ruleBook) check(e *Event) {
	r.pl.t.Helper()
	r.before.CopyFrom(&r.now)
	Evolve(r.pl.p, &r.now, e)
	r.written = append(r.written, string(AppendEventJSON(nil, r.pl.p, &r.now, e)))
	r.checkTouch(e)         // I1 I2 I12
	r.checkGrant(e)         // I2
	r.checkSeparation(e)    // I3
	r.checkHandoff(e)       // I6
	r.checkEscalation(e)    // I7
	r.checkEvidence(e)      // I9
	r.checkSilence(e)       // I11
	r.checkGuards(e)        // I11
	r.checkClose(e)         // I13
	r.checkHolders(e)       // I14
	r.checkLatestBackOut(e) // I12
}

func (r *ruleBook) failf(e *Event, format string, args ...any) {
	r.pl.t.Helper()
	args = append([]any{e.Kind, r.pl.p.Place(&r.now, e.Node, e.Frame), e.Attempt}, args...)
	r.pl.t.Fatalf("%v %s#%d: "+format, args...)
}

// persons are who acted: the person, and whom he acted for.
func persons(e *Event) []string {
	return slices.DeleteFunc([]string{e.Actor.Person, e.Actor.For}, func(s string) bool { return s == "" })
}

// does reports whether an event is somebody's act in a role that others must
// differ from.
func does(e *Event) bool {
	switch e.Kind {
	case Started, Done, Failed, Offered, Accepted, EvidenceGiven:
		return e.Role != None
	case VoteCast:
		return e.Role != None && e.Target != adviceVote
	}
	return false
}

// checkSeparation holds that nobody acts in two roles that must differ, over
// all attempts and through delegation, and that nobody accepts what he gave.
func (r *ruleBook) checkSeparation(e *Event) {
	p := r.pl.p
	if e.Kind == EvidenceAccepted {
		if o := r.before.output(e.Index, e.Frame); o != nil && slices.ContainsFunc(persons(e), func(x string) bool { return x == o.By || x == o.For }) {
			r.failf(e, "%s accepted what %s gave for %q", persons(e), o.By, o.For)
		}
	}
	if !does(e) {
		return
	}
	for _, person := range persons(e) {
		for other, people := range r.acted {
			if people[person] && (slices.Contains(p.Roles[e.Role].DiffersFrom, other) || slices.Contains(p.Roles[other].DiffersFrom, e.Role)) {
				r.failf(e, "%s acted as %s and as %s", person, p.Roles[other].ID, p.Roles[e.Role].ID)
			}
		}
		if r.acted[e.Role] == nil {
			r.acted[e.Role] = map[string]bool{}
		}
		r.acted[e.Role][person] = true
	}
}

// checkHandoff holds that a handoff is open from its offer to an answer of its
// own, and that the receiver is somebody of the receiving role who did not give
// it: responsibility has one holder throughout.
func (r *ruleBook) checkHandoff(e *Event) {
	p := r.pl.p
	for _, at := range r.handoffs() {
		was, is := r.before.slot(p, at.node, at.frame), r.now.slot(p, at.node, at.frame)
		if was.State == Active && is.State == Settled && !endsHandoff(e) {
			r.failf(e, "it ended the handoff %s", p.Place(&r.now, at.node, at.frame))
		}
		if is.Outcome == OutcomeAccepted && was.Outcome != OutcomeAccepted && (e.Kind != Accepted && e.Kind != Kept || e.Node != at.node) {
			r.failf(e, "it accepted the handoff %s", p.Place(&r.now, at.node, at.frame))
		}
	}
	if e.Node == None || p.Nodes[e.Node].Kind != KindHandoff {
		return
	}
	at, spec := place{e.Node, e.Frame}, p.SpecOf(e.Node, r.before.slot(p, e.Node, e.Frame).Overlays)
	sub, active := r.before.slot(p, e.Node, e.Frame).Sub, r.before.slot(p, e.Node, e.Frame).State == Active
	switch e.Kind {
	case Offered:
		if !active || sub != PreparedSub {
			r.failf(e, "it was offered though it was not prepared")
		}
		r.offered[at] = persons(e)
		r.checkIn(e, spec.From)
	case Withdrawn:
		r.checkIn(e, spec.From)
	case Accepted, Refused:
		if !active || sub != OfferedSub {
			r.failf(e, "it was answered though it was not offered")
		}
		if slices.ContainsFunc(persons(e), func(x string) bool { return slices.Contains(r.offered[at], x) }) {
			r.failf(e, "%s answered what he gave", e.Actor.Person)
		}
		r.checkIn(e, spec.To)
		if e.Kind == Refused && e.Text == "" {
			r.failf(e, "it was refused without a reason")
		}
	}
}

// checkIn holds that who acts, or for whom, is somebody of a role.
func (r *ruleBook) checkIn(e *Event, role RoleID) {
	id := r.pl.p.Roles[role].ID
	if !slices.Contains(r.pl.w.Directory.Team(id), e.Actor.voter()) {
		r.failf(e, "%s is not in %s", e.Actor.voter(), id)
	}
}

// endsHandoff reports whether an event may end an open handoff: an answer, or
// the end of what it is part of.
func endsHandoff(e *Event) bool {
	switch e.Kind {
	case Accepted, Refused, Withdrawn, Cancelled, Reset, RedoStarted, ItemDropped, ItemDeferred, BackOutDone, OutcomeFixed:
		return true
	}
	return false
}

func (r *ruleBook) handoffs() []place {
	var list []place
	for f := range r.before.Frames {
		for n := range r.pl.p.Nodes {
			if node := &r.pl.p.Nodes[n]; node.Kind == KindHandoff && node.Scope == r.before.Frames[f].Scope {
				list = append(list, place{NodeID(n), FrameID(f)})
			}
		}
	}
	return list
}

// checkEscalation holds that a rung fires once per attempt, and that an
// escalation leaves the assignee, the clock and the accountable as they were.
func (r *ruleBook) checkEscalation(e *Event) {
	if e.Kind != Escalated && e.Kind != Reminded {
		return
	}
	if e.Node != None && !(&view{p: r.pl.p, s: &r.now}).isItem(e.Node, e.Frame) {
		was, is := r.before.slot(r.pl.p, e.Node, e.Frame), r.now.slot(r.pl.p, e.Node, e.Frame)
		if was.Assignee != is.Assignee || was.Ready != is.Ready || was.Start != is.Start || was.Due != is.Due || was.State != is.State {
			r.failf(e, "it changed the step: %s", cmp.Diff(*was, *is))
		}
	}
	if e.Index < 0 {
		return
	}
	at := place{e.Node, e.Frame}
	key := rungKey{at, e.Attempt, e.Index, e.Target == holdRung, 0}
	if e.Target == holdRung {
		key.since = r.heldSince(at)
	}
	if r.rungs[key] && !r.repeats(e) {
		r.failf(e, "rung %d fired twice", e.Index)
	}
	r.rungs[key] = true
}

// heldSince tells holds of one block apart: a rung on a hold fires once for
// each.
func (r *ruleBook) heldSince(at place) int64 {
	for i := len(r.pl.log) - 1; i >= 0; i-- {
		if e := &r.pl.log[i]; e.Kind == Resumed && e.Node == at.node && e.Frame == at.frame {
			return int64(i)
		}
	}
	return 0
}

func (r *ruleBook) repeats(e *Event) bool {
	v := view{p: r.pl.p, s: &r.now, w: &r.pl.w}
	return !r.pl.p.Ladders[v.ladderOf(e.Node, e.Frame)].Rungs[e.Index].Every.IsZero()
}

// checkSilence holds that no gate passes and nobody's work ends by lateness: a
// gate opens when its condition holds or a person waives it, a decision settles
// by a vote or by an answer its silence has.
func (r *ruleBook) checkSilence(e *Event) {
	if e.Node == None || r.pl.p.Nodes[e.Node].Kind.IsBlock() {
		return
	}
	p := r.pl.p
	kind, spec := p.Nodes[e.Node].Kind, p.SpecOf(e.Node, r.before.slot(p, e.Node, e.Frame).Overlays)
	switch {
	case e.Kind == Expired && kind != KindWait:
		r.failf(e, "a %v passed by lateness", kind)
	case e.Kind == Done && kind == KindGate:
		v := view{p: p, s: &r.before, w: &r.pl.w, now: e.At}
		if !v.holds(spec.Until, e.Node, e.Frame) {
			r.failf(e, "it opened though it does not hold: %s", p.Programs[spec.Until].Source)
		}
		r.checkCondition(e, e.Node, e.Frame)
	case e.Kind == Waived && len(persons(e)) == 0:
		r.failf(e, "nobody waived it")
	case e.Kind == Done && kind == KindTask && len(persons(e)) == 0 && e.Actor.Machine == "":
		r.failf(e, "nobody did it")
	case e.Kind == Decided && len(persons(e)) == 0 && elseAnswer(spec) != e.Answer:
		r.failf(e, "nobody decided %s", e.Answer)
	case e.Kind == Decided && len(persons(e)) == 0 && p.Nodes[e.Node].OfProcess:
		r.failf(e, "silence decided for the process")
	}
}

// checkClose holds that a case closes with its outcome, every mandatory
// deliverable accepted or waived by somebody, and nothing open, held, blocked or
// stale.
func (r *ruleBook) checkClose(e *Event) {
	if e.Kind != CaseClosed {
		return
	}
	p, s := r.pl.p, &r.before
	if r.now.Outcome == "" || r.now.Outcome == "cancelled" {
		r.failf(e, "closed with the outcome %q", r.now.Outcome)
	}
	if len(s.Holds) > 0 {
		r.failf(e, "closed though something is held")
	}
	for f := range s.Frames {
		for n := range p.Nodes {
			node := &p.Nodes[n]
			if node.Scope != s.Frames[f].Scope || s.Frames[f].State == ItemAbsent || node.Kind.IsBlock() {
				continue
			}
			slot := s.slot(p, NodeID(n), FrameID(f))
			if slot.State != Pending && slot.State != Settled || slot.Flags&(FlagBlocked|FlagStale) != 0 {
				r.failf(e, "closed though %s is %v", p.Place(s, NodeID(n), FrameID(f)), slot.State)
			}
			if slot.State == Settled && (slot.Outcome == OutcomeDone || slot.Outcome == OutcomeAccepted || slot.Outcome == OutcomeAnswer) {
				r.checkDeliverables(e, NodeID(n), FrameID(f))
			}
		}
	}
}

func (r *ruleBook) checkDeliverables(e *Event, n NodeID, f FrameID) {
	outputs := r.pl.p.Nodes[n].Outputs
	for i := outputs[0]; i < outputs[1]; i++ {
		out, o := &r.pl.p.Outputs[i], r.before.output(i, f)
		if out.Accept == None || out.Optional {
			continue
		}
		if o == nil || o.Evidence != EvidenceWasAccepted && o.Evidence != EvidenceWaived || o.Accepted == "" {
			r.failf(e, "closed though nobody accepted %s.%s", r.pl.p.Nodes[n].ID, out.Name)
		}
	}
}

// checkHolders holds that every open step has exactly one role that answers for
// it, filled by somebody, which stays the same while it is open, and that
// somebody is asked to do what people are to do.
func (r *ruleBook) checkHolders(e *Event) {
	if e.Kind != Ready && e.Kind != Started || e.Node == None || r.pl.p.Nodes[e.Node].Kind.IsBlock() {
		return
	}
	p := r.pl.p
	view := p.View(e.Node, r.now.slot(p, e.Node, e.Frame).Overlays)
	if view.Accountable == "" || strings.Contains(view.Accountable, ",") || len(r.pl.w.Directory.Team(view.Accountable)) == 0 {
		r.failf(e, "%q answers for it", view.Accountable)
	}
	for _, w := range Work(p, &r.now, &r.pl.w, nil) {
		if w.Node == e.Node && w.Frame == e.Frame && w.Kind != KindGate && len(w.Persons) == 0 {
			r.failf(e, "nobody is asked to do it")
		}
	}
}
