package engine

import (
	"slices"

	"github.com/headgate/headgate/expr"
)

// commandVote are the commands on an open decision.
func (d *decider) commandVote(c *Command) *Refusal {
	n, f := c.Node, c.Frame
	if n == None || d.p.Nodes[n].Kind != KindDecide {
		return refuse("R-STATE", d.place(n, f), "this is no decision")
	}
	slot := d.s.slot(d.p, n, f)
	spec := d.p.spec(n, slot.Overlays)
	switch c.Kind {
	case CmdVote:
		return d.vote(c, slot, spec)
	case CmdRevoke:
		return d.revoke(c, slot, spec)
	default:
		return d.settleBy(c, slot, spec)
	}
}

// vote takes an answer of the electorate, or advice, which is never counted. A
// voter may change his vote while the decision is open.
func (d *decider) vote(c *Command, slot *Slot, spec *Spec) *Refusal {
	n, f := c.Node, c.Frame
	if slot.State != Active {
		return d.notNow(n, f, slot)
	}
	answer := answerIndex(spec, c.Answer)
	if answer < 0 {
		return d.noAnswer(n, f, spec, c.Answer)
	}
	role, advice, r := d.voterRole(n, f, spec, &c.Actor)
	if r != nil {
		return r
	}
	if !advice {
		if b := d.separated(n, f, spec, role, &c.Actor); b.code != blameNone {
			return d.refusal(n, f, &b)
		}
		if r := d.voteForm(c); r != nil {
			return r
		}
	}
	e := d.newEvent(VoteCast, n, f)
	e.Answer, e.Index, e.Role, e.Text, e.Values = c.Answer, int32(answer), role, c.Reason, c.Values
	if advice {
		e.Target = adviceVote
	}
	d.emit(e)
	if !advice {
		d.tally(n, f, d.s.slot(d.p, n, f), spec)
	}
	return nil
}

func answerIndex(spec *Spec, answer string) int { return slices.Index(spec.Answers, answer) }

// voterRole returns the role in which a person votes, whether as advice only.
func (d *decider) voterRole(n NodeID, f FrameID, spec *Spec, actor *Actor) (RoleID, bool, *Refusal) {
	if role, ok := d.performer(n, f, spec, actor.voter()); ok {
		return role, false, nil
	}
	if e := d.s.mayDecide(n, f, actor.voter()); e != nil {
		return e.Role, false, nil
	}
	if role := d.roleOf(spec.Advice, actor.voter(), f); role != None {
		return role, true, nil
	}
	if role := d.roleOf(spec.Consult, actor.voter(), f); role != None {
		return role, true, nil
	}
	return None, false, d.notYours(n, f, actor.Person, roleOr(spec.Who, d.accountable(n, f)))
}

// mayDecide returns the rung that gave a person the right to decide, or nil.
func (s *State) mayDecide(n NodeID, f FrameID, person string) *Escalation {
	for i := range s.Escalations {
		if e := &s.Escalations[i]; e.MayDecide && e.Node == n && e.Frame == f && contains(e.Persons, person) {
			return e
		}
	}
	return nil
}

// voteForm refuses outputs that the form of the decision does not have.
func (d *decider) voteForm(c *Command) *Refusal {
	for i := range c.Values {
		if !d.gives(c.Node, c.Values[i].Name) {
			return refuse("R-STATE", d.place(c.Node, c.Frame), "this decision has no field "+c.Values[i].Name)
		}
	}
	return d.unaccepted(c.Node, c.Frame, c.Values, &c.Actor)
}

// tally settles an open decision when its rule is reached. Votes count while
// the voter is still in the electorate.
// Source: language reference, section 8.
func (d *decider) tally(n NodeID, f FrameID, slot *Slot, spec *Spec) {
	if slot.State != Active {
		return
	}
	if b := d.s.fullVote(n, f, slot.Attempt); b == nil {
		return
	}
	answer := d.reached(n, f, slot, spec)
	if answer < 0 {
		return
	}
	if spec.For.Set && answer == 0 {
		if at := d.dwell(n, f, slot, spec); d.s.paused(n, f) || at == 0 || at > d.now {
			return
		}
	}
	d.answerAs(n, f, answer, spec.Answers[answer], d.lastVoter(n, f, slot.Attempt, answer))
}

// fullVote returns a vote of the attempt that counts, or nil.
func (s *State) fullVote(n NodeID, f FrameID, attempt uint16) *Vote {
	for i := range s.Votes {
		if b := &s.Votes[i]; b.Node == n && b.Frame == f && b.Attempt == attempt && !b.Advice {
			return b
		}
	}
	return nil
}

// reached returns the answer that the votes settle the decision as, or -1. For
// one role the first vote settles; in `any` over several the same.
func (d *decider) reached(n NodeID, f FrameID, slot *Slot, spec *Spec) int {
	switch rule := spec.passRule(); rule {
	case TallyAny:
		if b := d.s.fullVote(n, f, slot.Attempt); spec.Fail.Rule == TallyDefault || b.Answer == 0 {
			return int(b.Answer)
		}
	case TallyAll:
		if a := d.allRoles(n, f, slot, spec); a >= 0 {
			return a
		}
	default:
		if a := d.counted(n, f, slot, spec, rule); a >= 0 {
			return a
		}
	}
	return d.failed(n, f, spec)
}

// allRoles is `pass: all`: every role has a positive vote and nobody gave
// another answer; the first contrary vote fails it.
func (d *decider) allRoles(n NodeID, f FrameID, slot *Slot, spec *Spec) int {
	var have, need uint64
	for i := range spec.Who {
		need |= 1 << i
	}
	for i := range d.s.Votes {
		b := &d.s.Votes[i]
		if b.Node != n || b.Frame != f || b.Attempt != slot.Attempt || b.Advice {
			continue
		}
		if b.Answer != 0 {
			if spec.Fail.Rule == TallyDefault {
				return int(b.Answer)
			}
			return -1
		}
		for k, r := range spec.Who {
			if b.Role == r || d.isHolder(r, b.Person, f) {
				have |= 1 << k
			}
		}
	}
	if have == need {
		return 0
	}
	return -1
}

// counted are the rules that count votes: majority, k, CEL.
func (d *decider) counted(n NodeID, f FrameID, slot *Slot, spec *Spec, rule TallyRule) int {
	members := len(d.electorate(n, f, spec))
	need := spec.Pass.K
	switch rule {
	case TallyMajority:
		need = members/2 + 1
	case TallyProgram:
		if d.eval(spec.Pass.Program, n, f).IsTrue() {
			return 0
		}
		return -1
	}
	positive, cast, best, bestAt := 0, 0, 0, -1
	for a := range spec.Answers {
		votes := d.votes(n, f, int8(a))
		cast += votes
		if a == 0 {
			positive = votes
		} else if votes > best {
			best, bestAt = votes, a
		}
	}
	switch {
	case positive >= need:
		return 0
	case spec.Fail.Rule == TallyDefault && positive+members-cast < need && bestAt > 0:
		return bestAt
	}
	return -1
}

// failed is `fail` when it is written: the second answer is reached.
func (d *decider) failed(n NodeID, f FrameID, spec *Spec) int {
	if len(spec.Answers) < 2 {
		return -1
	}
	reached := false
	switch spec.Fail.Rule {
	case TallyProgram:
		reached = d.eval(spec.Fail.Program, n, f).IsTrue()
	case TallyAny:
		reached = d.votes(n, f, 1) > 0
	case TallyCount:
		reached = d.votes(n, f, 1) >= spec.Fail.K
	case TallyMajority:
		reached = d.votes(n, f, 1) > len(d.electorate(n, f, spec))/2
	}
	if reached {
		return 1
	}
	return -1
}

// votes returns how many votes of the open attempt give an answer.
func (v *view) votes(n NodeID, f FrameID, answer int8) int {
	attempt := v.s.slot(v.p, n, f).Attempt
	count := 0
	for i := range v.s.Votes {
		b := &v.s.Votes[i]
		if b.Node == n && b.Frame == f && b.Attempt == attempt && !b.Advice && b.Answer == answer {
			count++
		}
	}
	return count
}

// electorate returns who may vote, sorted, each once.
func (v *view) electorate(n NodeID, f FrameID, spec *Spec) []string {
	if len(spec.Who) == 1 && spec.WhoPerson == None {
		return v.holders(spec.Who[0], f)
	}
	var list []string
	for _, r := range spec.Who {
		list = append(list, v.holders(r, f)...)
	}
	if spec.WhoPerson != None {
		list = append(list, personList(v.eval(spec.WhoPerson, n, f))...)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// tallyCell is a count that pass, fail and watches on a decision read.
func (v *view) tallyCell(c TallyCell, answer int8) expr.Value {
	n := v.node
	if n == None || v.p.Nodes[n].Kind != KindDecide {
		return expr.Unknown(expr.NoRef, expr.ReasonUndecided)
	}
	_, f := v.slotFor(n, v.frame)
	spec := v.specAt(n, f)
	switch c {
	case TallyVotes:
		return expr.Int(int64(v.votes(n, f, answer)))
	case TallyCast:
		cast := 0
		for a := range spec.Answers {
			cast += v.votes(n, f, int8(a))
		}
		return expr.Int(int64(cast))
	case TallyMembers:
		return expr.Int(int64(len(v.electorate(n, f, spec))))
	case TallyGroups:
		return expr.Int(int64(v.groups(n, f, spec, answer)))
	default:
		return expr.Int(int64(v.orgs(n, f, spec, c, answer)))
	}
}

// groups counts the roles with at least one vote for an answer.
func (v *view) groups(n NodeID, f FrameID, spec *Spec, answer int8) int {
	count := 0
	attempt := v.s.slot(v.p, n, f).Attempt
	for _, r := range spec.Who {
		for i := range v.s.Votes {
			b := &v.s.Votes[i]
			if b.Node == n && b.Frame == f && b.Attempt == attempt && b.Answer == answer && !b.Advice && (b.Role == r || v.isHolder(r, b.Person, f)) {
				count++
				break
			}
		}
	}
	return count
}

// orgs counts organizations: with a vote for an answer, or of the electorate.
func (v *view) orgs(n NodeID, f FrameID, spec *Spec, c TallyCell, answer int8) int {
	var list []string
	if c == TallyOrgsAll {
		for _, person := range v.electorate(n, f, spec) {
			list = append(list, v.organizationOf(person))
		}
	} else {
		attempt := v.s.slot(v.p, n, f).Attempt
		for i := range v.s.Votes {
			b := &v.s.Votes[i]
			if b.Node == n && b.Frame == f && b.Attempt == attempt && b.Answer == answer && !b.Advice {
				list = append(list, v.organizationOf(b.Person))
			}
		}
	}
	slices.Sort(list)
	return len(slices.Compact(list))
}

func (v *view) organizationOf(person string) string {
	if v.w == nil {
		return ""
	}
	if p := v.w.Directory.Person(person); p != nil {
		return p.Organization
	}
	return ""
}

// answer settles a decision. By is the person whose vote did, "" for the
// engine.
func (d *decider) answer(n NodeID, f FrameID, answer, by string) {
	slot := d.s.slot(d.p, n, f)
	spec := d.p.spec(n, slot.Overlays)
	if i := answerIndex(spec, answer); i >= 0 {
		d.answerAs(n, f, i, answer, by)
	}
}

// answerAs is answer with the index of the answer.
func (d *decider) answerAs(n NodeID, f FrameID, i int, answer, by string) {
	e := d.newEvent(Decided, n, f)
	e.Answer, e.Index = answer, int32(i)
	if by != "" && e.Actor.Person == "" {
		e.Actor.Person = by
	}
	d.emit(e)
	d.giveGrant(n, f, i)
	d.after(n, f)
}

// lastVoter is whose vote settled a decision: of those for the answer the last.
func (v *view) lastVoter(n NodeID, f FrameID, attempt uint16, answer int) string {
	for i := len(v.s.Votes) - 1; i >= 0; i-- {
		b := &v.s.Votes[i]
		if b.Node == n && b.Frame == f && b.Attempt == attempt && !b.Advice && int(b.Answer) == answer {
			return b.Person
		}
	}
	return ""
}

// revoke takes a vote back, until the decision is consumed or its
// revocable_until.
func (d *decider) revoke(c *Command, slot *Slot, spec *Spec) *Refusal {
	n, f := c.Node, c.Frame
	has := false
	for i := range d.s.Votes {
		b := &d.s.Votes[i]
		has = has || b.Node == n && b.Frame == f && b.Attempt == slot.Attempt && b.Person == c.Actor.voter()
	}
	if !has {
		return refuse("R-STATE", d.place(n, f), "there is no vote of yours here")
	}
	if slot.settled() {
		if spec.RevocableUntil == None {
			return refuse("R-TIME", d.place(n, f), "the decision has been made and cannot be taken back")
		}
		if until := d.timeAt(spec.RevocableUntil, n, f, slot.End); until != 0 && d.now >= until {
			return &Refusal{Code: "R-TIME", Place: d.place(n, f), Why: "votes could be taken back until then", Until: until}
		}
	} else if slot.State != Active {
		return d.notNow(n, f, slot)
	}
	e := d.newEvent(VoteRevoked, n, f)
	e.Text = c.Reason
	d.emit(e)
	if !slot.settled() || d.stillPasses(n, f, slot, spec) {
		return nil
	}
	r := d.newEvent(Reopened, n, f)
	r.Answer, r.Text = "same", "a vote was revoked"
	d.emit(r)
	if d.consumed(n, f) {
		b, bf := d.enclosing(n, f)
		d.hold(b, bf, HoldDecision, "a vote was revoked after work had started")
		return nil
	}
	d.pushBack(n, f)
	d.disarm(n, f)
	return nil
}

// stillPasses reports whether the votes left settle the decision as it is.
func (d *decider) stillPasses(n NodeID, f FrameID, slot *Slot, spec *Spec) bool {
	return d.s.fullVote(n, f, slot.Attempt) != nil && d.reached(n, f, slot, spec) == int(slot.Answer)
}

// disarm takes armed boundaries after a reopened decision back to pending.
func (d *decider) disarm(n NodeID, f FrameID) {
	for _, k := range d.p.rt.boundaries {
		slot, frame := d.slotFor(k, f)
		if slot != nil && d.p.inRange(n, k) && slot.Flags&(FlagArmed|FlagPassed) == FlagArmed {
			e := d.newEvent(Reopened, k, frame)
			e.Text = "what it stood behind was reopened"
			d.emit(e)
		}
	}
}

// settleBy is the final authority, either way and at any time; contrary votes
// are dissent.
func (d *decider) settleBy(c *Command, slot *Slot, spec *Spec) *Refusal {
	n, f := c.Node, c.Frame
	switch {
	case spec.Final == None:
		return refuse("R-STATE", d.place(n, f), "no role settles this decision alone")
	case !d.isHolder(spec.Final, c.Actor.Person, f):
		return d.notYours(n, f, c.Actor.Person, spec.Final)
	case slot.State < Active:
		return d.notNow(n, f, slot)
	case answerIndex(spec, c.Answer) < 0:
		return d.noAnswer(n, f, spec, c.Answer)
	case c.Reason == "":
		return refuse("R-STATE", d.place(n, f), "a final word needs a reason")
	case slot.settled() && d.p.outcomeWord(n, slot) == c.Answer:
		return refuse("R-STATE", d.place(n, f), "it is already "+c.Answer)
	case slot.settled() && d.passedAfter(n, f):
		return refuse("R-TIME", d.place(n, f), "a boundary behind it has been passed")
	}
	for i := range d.s.Votes {
		b := &d.s.Votes[i]
		if b.Node == n && b.Frame == f && b.Attempt == slot.Attempt && b.Person == c.Actor.voter() && !b.Advice && spec.Answers[b.Answer] != c.Answer {
			return refuse("R-SOD", d.place(n, f), "you voted otherwise; who overrides must differ from the voters")
		}
	}
	again := slot.settled()
	if again {
		d.takeGrants(n, c.Reason)
	}
	e := d.newEvent(Decided, n, f)
	e.Answer, e.Index, e.Role, e.Text, e.Values = c.Answer, int32(answerIndex(spec, c.Answer)), spec.Final, c.Reason, c.Values
	d.emit(e)
	d.giveGrant(n, f, answerIndex(spec, c.Answer))
	d.after(n, f)
	if again && d.s.slot(d.p, n, f).Flags&FlagSatisfied == 0 {
		d.pushBack(n, f)
	}
	return nil
}

func (v *view) passedAfter(n NodeID, f FrameID) bool {
	for _, k := range v.p.rt.boundaries {
		if slot, _ := v.slotFor(k, f); slot != nil && v.p.inRange(n, k) && slot.Flags&FlagPassed != 0 {
			return true
		}
	}
	return false
}
