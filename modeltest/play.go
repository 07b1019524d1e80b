package modeltest

import (
	"strings"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/expr"
	"github.com/headgate/headgate/model"
)

// Status is how a test ended.
type Status uint8

// How a test ends.
const (
	Passed Status = iota
	Failed
	Later // it needs what this version does not run yet
)

// String returns the word for the status.
func (s Status) String() string { return [...]string{"passed", "failed", "later"}[s] }

// Result is what came of a test.
type Result struct {
	Name    string
	Pos     model.Pos
	Status  Status
	Failure *Failure // when it failed
	Later   string   // what this version does not run yet
	Events  int      // of the case

	reached map[point]bool
}

// Failure is the first line of a test that did not come out as it says.
type Failure struct {
	Pos   model.Pos
	Want  string   // "`back_out` to be running"
	Got   string   // "it is pending"
	Story []string // what happened before, oldest first, in words
}

// Play plays one test from its beginning.
func (s *Suite) Play(t *Test) Result {
	r := Result{Name: t.Name, Pos: t.Pos}
	if t.compile != nil {
		r.Failure = t.compileFailure()
	}
	if r.Failure == nil && t.later != "" {
		r.Status, r.Later = Later, t.later
		return r
	}
	if r.Failure == nil && len(t.entries)+len(t.expect) > 0 {
		pl := newPlayer(t)
		r.Failure = pl.play()
		r.Events, r.reached = pl.events, pl.reached()
	}
	if r.Failure != nil {
		r.Status = Failed
	}
	return r
}

// compileFailure compares what the compiler found with what it must find.
func (t *Test) compileFailure() *Failure {
	codes := make([]string, 0, len(t.findings))
	for _, d := range t.findings {
		if d.Code == t.compile.Text {
			return nil
		}
		if d.Severity == model.Error {
			codes = append(codes, d.Code)
		}
	}
	got := "nothing was found"
	if len(codes) > 0 {
		got = "found were " + strings.Join(codes, ", ")
	}
	return &Failure{Pos: t.compile.Pos, Want: "the compiler to find " + t.compile.Text, Got: got}
}

func (pl *player) play() *Failure {
	if r := pl.begin(); r != nil {
		return pl.failure(pl.t.Pos, "the case to start", r.Error())
	}
	for i := range pl.t.entries {
		if f := pl.entry(&pl.t.entries[i]); f != nil {
			return f
		}
	}
	return pl.expectations(pl.t.expect)
}

// entry does what a line says: time, then the act, then what is expected.
func (pl *player) entry(e *entry) *Failure {
	if f := pl.clock(e); f != nil {
		return f
	}
	if f := pl.act(e); f != nil {
		return f
	}
	return pl.expectations(e.expect)
}

func (pl *player) clock(e *entry) *Failure {
	if e.until != nil && !pl.drive(e.until) {
		return pl.undriven(e.until)
	}
	if e.after != nil {
		pl.pass(later(pl.plan, pl.now, *e.after), !e.inputs())
	}
	if e.at == nil {
		return nil
	}
	x := pl.ask(e.at.question, 0)
	switch t := calendar.Instant(x.AsInt()); {
	case x.Kind() != expr.KindTime:
		return pl.failure(e.at.pos, "`"+e.at.text+"` to be a known instant", "it is not resolved")
	case t < pl.now:
		return pl.failure(e.at.pos, "`"+e.at.text+"` to lie ahead", "it is "+pl.when(t)+", and now is "+pl.when(pl.now))
	default:
		pl.pass(t, !e.inputs())
	}
	return nil
}

// undriven says what kept an `until` from being reached.
func (pl *player) undriven(w *wanted) *Failure {
	got := "it never is: " + pl.standing(&w.place)
	switch {
	case pl.asked >= mostDecisions:
		got = "the case does not come to it: " + pl.standing(&w.place)
	case pl.over():
		got = "the case is " + strings.Join(pl.caseWords(), ", ") + ", and " + pl.standing(&w.place)
	default:
		if why := engine.Why(pl.plan, pl.state(), &pl.world); why != "" {
			got += "; " + why
		}
	}
	return pl.failure(w.word.Pos, "`"+name(&w.place, pl.plan)+"` to become "+w.word.Text, got)
}

// act does the deed, event or fact of a line, and compares the refusal with the
// one expected.
func (pl *player) act(e *entry) *Failure {
	if !e.inputs() {
		return nil
	}
	r := pl.input(e)
	switch {
	case r == nil && e.refused != nil:
		return pl.failure(e.refused.Pos, "it to be refused with "+e.refused.Text, "it was done")
	case r != nil && e.refused == nil:
		return pl.failure(e.pos, "it to be done", "refused: "+r.Error())
	case r != nil && r.Code != e.refused.Text:
		return pl.failure(e.refused.Pos, "it to be refused with "+e.refused.Text, "refused: "+r.Error())
	}
	return nil
}

func (pl *player) input(e *entry) *engine.Refusal {
	pl.freshen(pl.now)
	if e.fact != nil {
		for _, f := range e.fact.facts {
			i := factOf(pl.plan, f.Key.Text)
			typ := pl.plan.Facts[i].Type
			x, _ := engine.Literal(f.Value, typ) // checked when the test was compiled
			pl.readings[i].Value = filled(x, typ, f.Key.Text)
			if r := pl.read(i); r != nil {
				return r
			}
		}
	}
	if e.event != nil {
		if r := pl.signal(e.event); r != nil {
			return r
		}
	}
	if e.do != nil {
		return pl.deed(e.do)
	}
	return nil
}

// signal lets an event come from outside; fields it leaves out are samples.
func (pl *player) signal(s *signal) *engine.Refusal {
	ev := eventOf(pl.plan, s.name.Text)
	c := engine.Command{Kind: engine.CmdSignal, Node: engine.None, Target: engine.None, Answer: ev.Name, Actor: engine.Actor{Machine: machine}}
	for i, field := range ev.Fields {
		v := pl.sample.of(ev.Types[i], field)
		for _, f := range s.fields {
			if f.Key.Text == field {
				v, _ = engine.Literal(f.Value, ev.Types[i]) // checked when the test was compiled
			}
		}
		c.Values = append(c.Values, engine.Named{Name: field, Value: v})
	}
	return pl.do(c)
}

func (pl *player) failure(pos model.Pos, want, got string) *Failure {
	return &Failure{Pos: pos, Want: want, Got: got, Story: pl.story()}
}
