package engine

import (
	"slices"

	"github.com/google/go-cmp/cmp"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/expr"
)

// player drives a case the way people, machines and time would. After every
// decision it checks the rules of the domain; see property_rules_test.go.
type player struct {
	t        tester
	p        *Plan
	w        World
	s        State
	d        Decision
	log      []Event
	now      calendar.Instant
	people   []string
	deputy   string // who acts for others
	replayed int
	rules    ruleBook
}

// tester is what a property needs of testing.T and rapid.T.
type tester interface {
	Fatalf(string, ...any)
	Helper()
}

func newPlayer(t tester, p *Plan, dir *Directory) *player {
	pl := &player{t: t, p: p, now: 1_772_524_800_000} // 2026-03-03T08:00Z, a Tuesday
	pl.w.Directory = dir
	for _, x := range dir.People {
		pl.people = append(pl.people, x.ID)
	}
	pl.goodWorld()
	pl.rules = newRuleBook(pl)
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
		pl.rules.check(e)
	}
	pl.log = append(pl.log, pl.d.Events...)
	pl.s.CopyFrom(&pl.d.State)
	if due := Due(pl.p, &pl.s); c.Kind == CmdTime && due != 0 && due <= c.At && pl.s.Status == Running {
		pl.t.Fatalf("a tick at %v left the timer at %v", c.At, due)
	}
	if len(pl.log) > pl.replayed+50 {
		pl.checkReplay()
	}
	return pl.d.Refusal
}

// checkReplay holds I18: the same events give the same state.
func (pl *player) checkReplay() {
	pl.t.Helper()
	pl.replayed = len(pl.log)
	var again State
	Replay(pl.p, pl.log, &again)
	if diff := cmp.Diff(again, pl.s, stateOptions...); diff != "" {
		pl.t.Fatalf("replay differs from live:\n%s", diff)
	}
	pl.rules.checkLog()
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
			if u := pl.s.undoingOf(n, f); u != nil && u.State == BeingUndone {
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
	pl.w.At = pl.now
	opens := calendar.Instant(0) // when somebody may, who may not yet
	var again *Command           // a task that another must take
	for _, person := range pl.people {
		var o Offers
		Offer(pl.p, &pl.s, &pl.w, person, &o)
		for i := range o.Acts {
			if w := o.Acts[i].WhyNot; w != nil && w.Until > pl.now && (opens == 0 || w.Until < opens) {
				opens = w.Until
			}
			if a := &o.Acts[i]; a.WhyNot != nil && a.WhyNot.Code == "R-SOD" && len(a.WhyNot.Ask) > 0 && pl.s.slot(pl.p, a.Node, a.Frame).Assignee == person {
				boss := pl.w.Directory.Team(pl.p.View(a.Node, pl.s.Overlays).Accountable)[0]
				again = &Command{Kind: CmdAssign, Node: a.Node, Frame: a.Frame, Target: None, Actor: Actor{Person: boss}, Person: a.WhyNot.Ask[0]}
			}
			if a := &o.Acts[i]; a.WhyNot == nil && pl.helpful(a, person) {
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
	if again != nil {
		if r := pl.do(*again); r == nil || len(pl.d.Events) > 0 {
			return true
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
	if due == 0 || opens != 0 && opens < due {
		due = opens
	}
	if due == 0 {
		return pl.s.Seq > seq
	}
	pl.now = max(pl.now, due)
	_ = pl.do(Command{Kind: CmdTime, Node: None, Target: None})
	return true
}

// helpful leaves out what stops a case, and saying again what was said.
func (pl *player) helpful(a *Act, person string) bool {
	switch a.Kind {
	case CmdVote:
		return !slices.ContainsFunc(pl.s.Votes, func(b Vote) bool {
			return b.Node == a.Node && b.Frame == a.Frame && b.Attempt == pl.s.slot(pl.p, a.Node, a.Frame).Attempt && b.Person == person && b.Answer == 0
		})
	case CmdHold, CmdCancel, CmdBackOut, CmdShift, CmdRefuse, CmdWithdraw, CmdRedo:
		return false
	case CmdRetry: // a gate that no longer counts, nothing that failed
		kind := pl.p.Nodes[a.Node].Kind
		return kind == KindGate || kind == KindDecide
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
