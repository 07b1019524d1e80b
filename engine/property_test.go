package engine

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/expr"
)

// player drives a case the way people, machines and time would, and checks the
// rules of the domain after every step.
type player struct {
	t interface {
		Fatalf(string, ...any)
		Helper()
	}
	p        *Plan
	w        World
	s        State
	d        Decision
	log      []Event
	now      calendar.Instant
	rungs    map[rungKey]bool
	offered  map[place]string
	people   []string
	replayed int
}

type rungKey struct {
	place
	attempt uint16
	rung    int32
	hold    bool
	since   int64
}

func newPlayer(t interface {
	Fatalf(string, ...any)
	Helper()
}, p *Plan, dir *Directory,
) *player {
	pl := &player{
		t: t, p: p, now: 1_772_524_800_000, // 2026-03-03T08:00Z, a Tuesday
		rungs: map[rungKey]bool{}, offered: map[place]string{},
	}
	pl.w.Directory = dir
	for _, x := range dir.People {
		pl.people = append(pl.people, x.ID)
	}
	pl.w.Grants = []Grant{
		{ID: "b", Stage: "build", Status: "active", Deciders: []string{"ida"}},
		{ID: "d", Stage: "deploy", Status: "active", Deciders: []string{"ida"}},
	}
	return pl
}

// do decides a command and checks what must hold after every one.
func (pl *player) do(c Command) *Refusal {
	pl.t.Helper()
	c.At = pl.now
	before := pl.s
	seq := pl.s.Seq
	Decide(pl.p, &before, &pl.w, &c, &pl.d)
	if pl.s.Seq != seq {
		pl.t.Fatalf("deciding %v changed its input", c.Kind)
	}
	last := pl.s.Now
	for i := range pl.d.Events {
		e := &pl.d.Events[i]
		if e.At < last {
			pl.t.Fatalf("%v at %v is before %v", e.Kind, e.At, last)
		}
		last = e.At
		pl.checkEvent(e)
	}
	pl.log = append(pl.log, pl.d.Events...)
	pl.s.copyFrom(&pl.d.State)
	if due := Due(pl.p, &pl.s); c.Kind == CmdTime && due != 0 && due <= c.At && pl.s.Status == Running {
		pl.t.Fatalf("a tick at %v left the timer at %v", c.At, due)
	}
	if len(pl.log) > pl.replayed+50 {
		pl.checkReplay()
	}
	return pl.d.Refusal
}

func (pl *player) checkReplay() {
	pl.t.Helper()
	pl.replayed = len(pl.log)
	var again State
	Replay(pl.p, pl.log, &again)
	if diff := cmp.Diff(again, pl.s, stateOptions...); diff != "" {
		pl.t.Fatalf("replay differs from live:\n%s", diff)
	}
}

// checkEvent checks one event against the rules it could break. The state is
// the one after the whole decision.
func (pl *player) checkEvent(e *Event) {
	pl.t.Helper()
	at := place{e.Node, e.Frame}
	switch e.Kind {
	case Escalated, Reminded: // I7
		if e.Index < 0 {
			return
		}
		key := rungKey{at, e.Attempt, e.Index, e.Target == holdRung, 0}
		if e.Target == holdRung {
			key.since = pl.heldSince(at)
		}
		if pl.rungs[key] && !pl.repeats(e) {
			pl.t.Fatalf("rung %d of %s#%d fired twice", e.Index, pl.p.Place(&pl.d.State, e.Node, e.Frame), e.Attempt)
		}
		pl.rungs[key] = true
	case Offered:
		pl.offered[at] = e.Actor.Person
	case Accepted: // I3, I6
		if pl.offered[at] == e.Actor.Person {
			pl.t.Fatalf("%s accepted what he gave", e.Actor.Person)
		}
	case EvidenceAccepted:
		if o := pl.d.State.output(e.Index, e.Frame); o != nil && o.By == e.Actor.Person {
			pl.t.Fatalf("%s accepted his own deliverable", e.Actor.Person)
		}
	case Expired: // I11
		if k := pl.p.Nodes[e.Node].Kind; k == KindGate || k == KindTask || k == KindDecide {
			pl.t.Fatalf("%v %s passed by lateness", k, pl.p.Nodes[e.Node].ID)
		}
	case Decided: // I11: no vote, no answer, unless silence has one
		spec := pl.p.Nodes[e.Node].Specs[0]
		if e.Actor.Person == "" && elseAnswer(spec) == "" {
			pl.t.Fatalf("%s was decided by nobody", pl.p.Nodes[e.Node].ID)
		}
	case Started: // I1, I2, I12
		pl.checkTouch(e)
	case CaseClosed: // I13
		if list := Missing(pl.p, &pl.d.State, &pl.w); len(list) > 0 {
			pl.t.Fatalf("closed though %v", list)
		}
	}
}

func (pl *player) heldSince(at place) int64 {
	for i := len(pl.log) - 1; i >= 0; i-- {
		if e := &pl.log[i]; e.Kind == Resumed && e.Node == at.node && e.Frame == at.frame {
			return int64(i)
		}
	}
	return 0
}

func (pl *player) repeats(e *Event) bool {
	v := view{p: pl.p, s: &pl.d.State, w: &pl.w}
	return !pl.p.Ladders[v.ladderOf(e.Node, e.Frame)].Rungs[e.Index].Every.IsZero()
}

func (pl *player) checkTouch(e *Event) {
	pl.t.Helper()
	if e.Node == None || pl.p.Nodes[e.Node].Kind.isBlock() || !pl.p.Nodes[e.Node].Touching {
		return
	}
	if !slices.ContainsFunc(pl.w.Grants, func(g Grant) bool { return g.Stage == "deploy" && g.Status == "active" }) {
		pl.t.Fatalf("%s started without a grant", pl.p.Nodes[e.Node].ID)
	}
	for _, f := range pl.w.Freezes {
		if f.From <= e.At && e.At < f.To {
			pl.t.Fatalf("%s started in the freeze %s", pl.p.Nodes[e.Node].ID, f.ID)
		}
	}
	for _, g := range pl.w.Grants {
		if g.Stage == "deploy" && contains(g.Deciders, e.Actor.Person) && pl.p.Nodes[e.Node].Specs[0].DiffersDeciders {
			pl.t.Fatalf("%s decided the grant and did %s", e.Actor.Person, pl.p.Nodes[e.Node].ID)
		}
	}
}

// sample is a value for an output of a type.
func sample(t expr.Type) expr.Value {
	switch t.Name {
	case expr.TypeBool:
		return expr.Bool(true)
	case expr.TypeInt:
		return expr.Int(1)
	case expr.TypeNumber, expr.TypePercent:
		return expr.Number(1)
	case expr.TypeTime:
		return expr.Time(1_772_600_000_000)
	case expr.TypeDuration:
		return expr.Duration(60_000)
	case expr.TypeEnum:
		return expr.String(t.Words[0])
	case expr.TypeList:
		return expr.List(sample(*t.Elem))
	case expr.TypeRecord:
		var fields []expr.Field
		for _, f := range t.Fields {
			fields = append(fields, expr.Field{Name: f.Name, Value: sample(f.Type)})
		}
		return expr.Map(fields...)
	}
	return expr.String("x")
}

// outputs fills what a node gives; evidence passes.
func (pl *player) outputs(n NodeID) []Named {
	var list []Named
	r := pl.p.Nodes[n].Outputs
	for i := r[0]; i < r[1]; i++ {
		o := &pl.p.Outputs[i]
		v := sample(o.Type)
		if o.Evidence != "" {
			v = expr.Map(expr.Field{Name: "digest", Value: expr.String("sha256:" + o.Name)}, expr.Field{Name: "result", Value: expr.String("pass")})
		}
		list = append(list, Named{o.Name, v})
	}
	return list
}

// command makes the command of an offered act, with everything it needs.
func (pl *player) command(a *Act, person, answer string) Command {
	c := Command{Kind: a.Kind, Node: a.Node, Frame: a.Frame, Target: None, Actor: Actor{Person: person}, Points: a.Points, Reason: "because", Answer: answer}
	switch a.Kind {
	case CmdReport, CmdVote, CmdOffer:
		c.Values = pl.outputs(a.Node)
	case CmdSubmit:
		c.Values = []Named{{a.Title, expr.String("again")}}
	case CmdShift:
		c.Time = pl.now + 3_600_000
	case CmdAccept:
		c.Answer = a.Title
	}
	return c
}

// machines lists the reports that executors owe.
func (pl *player) machines(answer string) []Command {
	var list []Command
	for i := range pl.s.Frames {
		for k := range pl.p.Nodes {
			n, f := NodeID(k), FrameID(i)
			if pl.p.Nodes[k].Scope != pl.s.Frames[i].Scope {
				continue
			}
			c := Command{Kind: CmdReport, Node: n, Frame: f, Target: None, Actor: Actor{Machine: "m"}, Answer: answer, Values: pl.outputs(n)}
			if u := pl.s.undoingOf(n, f); u != nil && u.State == undoRunning {
				c.Values = nil
				list = append(list, c)
				continue
			}
			slot := pl.s.slot(pl.p, n, f)
			spec := pl.p.SpecOf(n, slot.Overlays)
			if pl.p.Nodes[k].Kind == KindAuto && slot.State == Active && slot.Sub == InProgress && !spec.UndoHere {
				list = append(list, c)
			}
		}
	}
	return list
}

func (pl *player) start(params []Named) {
	pl.t.Helper()
	if r := pl.do(Command{Kind: CmdStart, Node: None, Target: None, Actor: Actor{Person: pl.people[0]}, Start: &Start{
		Case: "C-1", Params: params, T: pl.now + 3_600_000,
	}}); r != nil {
		pl.t.Fatalf("start: %v", r)
	}
}

// fillParams gives a sample for every param that has no default.
func fillParams(p *Plan) []Named {
	var list []Named
	for i := range p.Params {
		if x := &p.Params[i]; x.Default == nil && x.Overlay == 0 && !x.Optional && x.Name != "T" {
			list = append(list, Named{x.Name, sample(x.Type)})
		}
	}
	return list
}

// help drives a case to its end: people answer well, machines succeed, facts
// are good, and when nothing else is left time passes.
func (pl *player) help(limit int) {
	pl.t.Helper()
	for range limit {
		if pl.s.Status != Running && pl.s.Status != BackingOut {
			return
		}
		if !pl.helpOnce() {
			pl.t.Fatalf("the case cannot go on: %s%s", Why(pl.p, &pl.s, &pl.w), pl.story())
		}
	}
	pl.t.Fatalf("the case does not end: %s%s", Why(pl.p, &pl.s, &pl.w), pl.story())
}

func (pl *player) helpOnce() bool {
	pl.now += 1000
	seq := pl.s.Seq
	if reports := pl.machines(""); len(reports) > 0 {
		c := reports[0]
		if r := pl.do(c); r != nil {
			pl.t.Fatalf("the report of %s was refused: %v%s", pl.p.Place(&pl.s, c.Node, c.Frame), r, pl.story())
		}
		return true
	}
	for _, want := range Wanted(pl.p, &pl.s, pl.now, nil) {
		_ = pl.do(Command{Kind: CmdFact, Node: None, Target: None, Answer: want.ID, Actor: Actor{Machine: "m"}, Values: []Named{{want.ID, pl.goodFact(want.Fact)}}})
	}
	for _, person := range pl.people {
		var o Offers
		Offer(pl.p, &pl.s, &pl.w, person, &o)
		for i := range o.Acts {
			if a := &o.Acts[i]; a.WhyNot == nil && pl.helpful(a) {
				answer := ""
				if len(a.Answers) > 0 {
					answer = a.Answers[0]
				}
				if r := pl.do(pl.command(a, person, answer)); r == nil {
					return true
				} else if len(pl.d.Events) == 0 && a.Kind != CmdVote {
					pl.t.Fatalf("%v of %s was offered to %s and refused: %v", a.Kind, a.Place, person, r)
				}
			}
		}
	}
	_ = pl.do(Command{Kind: CmdWorld, Node: None, Target: None})
	due := calendar.Instant(0)
	for i := range pl.s.Timers { // readings age all the time; skip to what matters
		if t := &pl.s.Timers[i]; t.Kind != TimerFactAge && t.At > pl.now {
			due = t.At
			break
		}
	}
	if due == 0 {
		return pl.s.Seq > seq
	}
	pl.now = max(pl.now, due)
	_ = pl.do(Command{Kind: CmdTime, Node: None, Target: None})
	return true
}

// helpful leaves out what stops a case.
func (pl *player) helpful(a *Act) bool {
	switch a.Kind {
	case CmdHold, CmdCancel, CmdBackOut, CmdShift, CmdRefuse, CmdWithdraw, CmdRedo, CmdRetry:
		return false
	}
	return true
}

// goodFact is a reading under which conditions are true: small rates, many
// samples.
func (pl *player) goodFact(i int32) expr.Value {
	var fields []expr.Field
	for _, f := range pl.p.Facts[i].Type.Fields {
		v := sample(f.Type)
		switch f.Name {
		case "samples":
			v = expr.Int(100000)
		case "drift", "sev1", "open_sev12":
			v = expr.Int(0)
		case "error_rate":
			v = expr.Number(0)
		}
		fields = append(fields, expr.Field{Name: f.Name, Value: v})
	}
	return expr.Map(fields...)
}

var playable = []string{"handbook-page", "software-standard"}

func TestHelpfulPeopleCloseEveryCase(t *testing.T) {
	t.Parallel()
	for _, id := range playable {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			pl := newPlayer(t, compiled(t, id), directoryOf(shipped(t).Site))
			pl.start(fillParams(pl.p))
			pl.help(2000)
			pl.checkReplay()
			if pl.s.Status != Closed || pl.s.Outcome != "successful" {
				t.Errorf("got %v %s, want closed successful", pl.s.Status, pl.s.Outcome)
			}
		})
	}
}

// TestAnyCaseCanEnd plays at random, lawful and unlawful moves alike, and then
// lets helpful people end the case: I1 I2 I3 I6 I7 I10 I11 I12 I13 I18.
func TestAnyCaseCanEnd(t *testing.T) {
	t.Parallel()
	for _, id := range playable {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			p, dir := compiled(t, id), directoryOf(shipped(t).Site)
			rapid.Check(t, func(rt *rapid.T) {
				pl := newPlayer(rt, p, dir)
				pl.start(fillParams(p))
				moves := rapid.IntRange(0, 150).Draw(rt, "moves")
				for range moves {
					if pl.s.Status != Running && pl.s.Status != BackingOut {
						break
					}
					pl.random(rt)
				}
				rt.Logf("%s", pl.story())
				pl.w.Freezes = nil
				for i := range pl.w.Grants {
					pl.w.Grants[i].Status = "active"
				}
				pl.help(4000)
				pl.checkReplay()
			})
		})
	}
}

// random makes one move of any kind.
func (pl *player) random(rt *rapid.T) {
	pl.now += calendar.Instant(rapid.Int64Range(0, 600_000).Draw(rt, "wait"))
	switch rapid.IntRange(0, 9).Draw(rt, "move") {
	case 0: // time passes
		if due := Due(pl.p, &pl.s); due != 0 {
			pl.now = max(pl.now, due)
		}
		_ = pl.do(Command{Kind: CmdTime, Node: None, Target: None})
	case 1, 2:
		answers := []string{"", "", "", "failed", "in_doubt"}
		for _, c := range pl.machines(rapid.SampledFrom(answers).Draw(rt, "result")) {
			_ = pl.do(c)
			return
		}
	case 3: // a fact, good or bad
		if len(pl.p.Facts) == 0 {
			return
		}
		i := rapid.IntRange(0, len(pl.p.Facts)-1).Draw(rt, "fact")
		v := pl.goodFact(int32(i))
		if rapid.Bool().Draw(rt, "bad") {
			v = sample(pl.p.Facts[i].Type)
		}
		_ = pl.do(Command{Kind: CmdFact, Node: None, Target: None, Answer: pl.p.Facts[i].ID, Actor: Actor{Machine: "m"}, Values: []Named{{pl.p.Facts[i].ID, v}}})
	case 4: // the world changes
		i := rapid.IntRange(0, 1).Draw(rt, "grant")
		pl.w.Grants[i].Status = rapid.SampledFrom([]string{"active", "revoked"}).Draw(rt, "status")
		_ = pl.do(Command{Kind: CmdWorld, Node: None, Target: None})
	case 5: // something at a random place by a random person
		person := rapid.SampledFrom(pl.people).Draw(rt, "who")
		kind := rapid.SampledFrom([]CommandKind{CmdBegin, CmdReport, CmdVote, CmdTake, CmdHold, CmdResume, CmdBackOut, CmdRetry, CmdAssign, CmdRevoke, CmdWaive, CmdPaused, CmdRedo}).Draw(rt, "kind")
		n := NodeID(rapid.IntRange(-1, len(pl.p.Nodes)-1).Draw(rt, "node"))
		f := FrameID(rapid.IntRange(0, len(pl.s.Frames)-1).Draw(rt, "frame"))
		c := Command{Kind: kind, Node: n, Frame: f, Target: n, Actor: Actor{Person: person}, Reason: "because"}
		_ = pl.do(c)
	default: // what is offered to somebody
		person := rapid.SampledFrom(pl.people).Draw(rt, "who")
		var o Offers
		Offer(pl.p, &pl.s, &pl.w, person, &o)
		if len(o.Acts) == 0 {
			return
		}
		a := &o.Acts[rapid.IntRange(0, len(o.Acts)-1).Draw(rt, "act")]
		if a.Kind == CmdCancel && rapid.IntRange(0, 9).Draw(rt, "really") > 0 {
			return
		}
		answer := ""
		if len(a.Answers) > 0 {
			answer = rapid.SampledFrom(a.Answers).Draw(rt, "answer")
		}
		r := pl.do(pl.command(a, person, answer))
		if a.WhyNot != nil && r == nil && a.Kind == CmdReport {
			pl.t.Fatalf("%s was told why not and did %v of %s", person, a.Kind, a.Place)
		}
	}
}

// story is the log so far, for a failure.
func (pl *player) story() string {
	st := &stage{p: pl.p, s: pl.s, zone: mustZone(nil)}
	text := ""
	for i := range pl.log {
		text += "\n" + st.describe(&pl.log[i])
	}
	return text
}
