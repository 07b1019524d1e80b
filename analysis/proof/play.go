package proof

import (
	"cmp"
	"slices"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/engine"
)

// situation is a case at one moment and what it knows of the world.
type situation struct {
	state   engine.State
	granted bool
}

// play lets a move happen in from. It reports whether it can; then the
// situation it leads to is in x.next, and what was done in x.done when it is
// told.
func (x *explorer) play(from *situation, m move) bool {
	x.next.granted = from.granted
	x.done = x.done[:0]
	s := &from.state
	switch m.do {
	case doAnswer:
		return x.answer(s, m)
	case doTime, doAlmost:
		return x.pass(s, m)
	case doOpening:
		return x.opening(s, m)
	case doGiveUp:
		c := engine.Command{Kind: engine.CmdCancel, Node: engine.None, Target: engine.None, Reason: "so it is"}
		people := x.cast.of[x.p.SpecOf(x.p.Phases[0], 0).Accountable]
		if x.tryEach(s, c, people) {
			return true
		}
		c.Kind = engine.CmdBackOut
		return x.tryEach(s, c, people)
	case doGrant:
		x.next.granted = true
		return x.try(s, engine.Command{Kind: engine.CmdWorld, Node: engine.None, Target: engine.None})
	case doFact:
		f := &x.p.Facts[m.n]
		return x.try(s, engine.Command{
			Kind: engine.CmdFact, Node: engine.None, Target: engine.None, Answer: f.ID, Actor: engine.Actor{Machine: "source"},
			Values: []engine.Named{{Name: f.ID, Value: x.readings[m.n][m.form]}},
		})
	case doSignal:
		return x.try(s, engine.Command{
			Kind: engine.CmdSignal, Node: engine.None, Target: engine.None, Answer: x.p.Events[m.n].Name,
			Actor: engine.Actor{Machine: "source"}, Values: x.signForm(m),
		})
	}
	c, people := x.command(s, m)
	return x.tryEach(s, c, people)
}

func (x *explorer) signForm(m move) form {
	for i := range x.p.Watches {
		if x.p.Watches[i].Event == m.n {
			return x.signs[i][m.form]
		}
	}
	return nil
}

// command is what a move of a person or machine asks of the engine, and the
// people who may be the ones to ask it; none for a machine.
func (x *explorer) command(s *engine.State, m move) (engine.Command, []string) {
	c := engine.Command{Node: m.node, Frame: m.frame, Target: engine.None, Reason: "so it is"}
	if m.node == engine.None {
		c.Kind = engine.CmdResume
		if m.do == doBackOut {
			c.Kind = engine.CmdBackOut
		}
		return c, x.cast.of[x.p.SpecOf(x.p.Phases[0], 0).Accountable]
	}
	slot := x.slot(s, m.node, m.frame)
	spec := x.p.SpecOf(m.node, slot.Overlays)
	answers := x.cast.of[spec.Accountable]
	machine := x.p.Nodes[m.node].Kind == engine.KindAuto
	switch m.do {
	case doReport, doFail:
		c.Kind, c.Points = engine.CmdReport, spec.Checklist
		if m.do == doFail {
			c.Answer = "failed"
		} else if int(m.form) < len(x.forms[m.node]) {
			c.Values = x.forms[m.node][m.form]
		}
		switch {
		case machine && slot.Sub == engine.InDoubtSub:
			c.Kind, c.Answer = engine.CmdConfirm, cmp.Or(c.Answer, "done")
		case machine:
			c.Actor.Machine = "machine"
			return c, nil
		case slot.Sub == engine.RemedySub:
			return c, answers
		case x.p.Nodes[m.node].Kind == engine.KindBoundary:
			return c, x.holders(spec.Accept)
		}
		return c, x.doers(s, m, spec)
	case doUndone, doUndoFail:
		c.Kind = engine.CmdReport
		if m.do == doUndoFail {
			c.Answer = "failed"
		}
		if spec.BackOut.Use != "" {
			c.Actor.Machine = "machine"
			return c, nil
		}
		if len(spec.BackOut.Who) == 0 {
			return c, answers
		}
		return c, x.cast.of[spec.BackOut.Who[0]]
	case doOffer:
		c.Kind, c.Values = engine.CmdOffer, x.forms[m.node][0]
		return c, x.holders(spec.From)
	case doTake:
		c.Kind, c.Points = engine.CmdTake, spec.Checklist
		return c, x.holders(spec.To)
	case doRefuse:
		c.Kind = engine.CmdRefuse
		return c, x.holders(spec.To)
	case doAccept, doReturn, doSubmit:
		out := &x.p.Outputs[m.n]
		c.Answer = out.Name
		c.Kind = engine.CmdAccept
		if m.do == doReturn {
			c.Kind = engine.CmdReturn
		} else if m.do == doSubmit {
			c.Kind, c.Values = engine.CmdSubmit, []engine.Named{{Name: out.Name, Value: evidence(out.Name, "pass")}}
			return c, x.doers(s, m, spec)
		}
		return c, x.holders(out.Accept)
	case doWaive:
		c.Kind = engine.CmdWaive
		if slot.Flags&engine.FlagStale == 0 {
			return c, x.holders(spec.WaiveWho)
		}
	case doResume:
		c.Kind = engine.CmdResume
	case doRetry:
		c.Kind = engine.CmdRetry
	default:
	}
	return c, answers
}

func (x *explorer) holders(r engine.RoleID) []string {
	if r == engine.None {
		return nil
	}
	return x.cast.of[r]
}

// doers are the people who may do a step, each role's in turn.
func (x *explorer) doers(s *engine.State, m move, spec *engine.Spec) []string {
	if spec.WhoPerson != engine.None {
		for _, w := range engine.Work(x.p, s, &x.worlds[1], nil) {
			if w.Node == m.node && w.Frame == m.frame {
				return w.Persons
			}
		}
	}
	switch len(spec.Who) {
	case 0:
		return x.holders(spec.Accountable)
	case 1:
		return x.cast.of[spec.Who[0]]
	}
	var list []string
	for _, r := range spec.Who {
		list = append(list, x.cast.of[r]...)
	}
	return list
}

// answer lets everybody who is asked give the same answer, one after another,
// until the decision is made.
func (x *explorer) answer(from *engine.State, m move) bool {
	slot := *x.slot(from, m.node, m.frame)
	spec := x.p.SpecOf(m.node, slot.Overlays)
	s, voted := from, false
	for _, person := range x.doers(from, m, spec) {
		c := engine.Command{
			Kind: engine.CmdVote, Node: m.node, Frame: m.frame, Target: engine.None, Answer: spec.Answers[m.n],
			Actor: engine.Actor{Person: person}, Reason: "so it is", Values: x.forms[m.node][0], Points: spec.Checklist,
		}
		if !x.try(s, c) {
			continue
		}
		s, voted = &x.next.state, true
		if now := x.slot(s, m.node, m.frame); now.State != engine.Active || now.Attempt != slot.Attempt {
			break
		}
	}
	return voted
}

// tryEach lets the first of some people act who may.
func (x *explorer) tryEach(s *engine.State, c engine.Command, people []string) bool {
	if c.Actor.Machine != "" {
		return x.try(s, c)
	}
	for _, person := range people {
		c.Actor.Person = person
		if x.try(s, c) {
			return true
		}
	}
	return false
}

// try decides a command. A refusal that finds a gate open again counts: that
// stands.
func (x *explorer) try(s *engine.State, c engine.Command) bool {
	c.At = s.Now
	engine.Decide(x.p, s, x.world(), &c, &x.d)
	if x.d.Refusal != nil && len(x.d.Events) == 0 {
		return false
	}
	x.keep(&c)
	x.next.state, x.d.State = x.d.State, x.next.state
	return true
}

func (x *explorer) world() *engine.World { return x.worldOf(&x.next) }

// worldOf is the world as a situation knows it.
func (x *explorer) worldOf(s *situation) *engine.World {
	if s.granted {
		return &x.worlds[1]
	}
	return &x.worlds[0]
}

// pass lets time pass for a part. What is outside of it waits meanwhile, as if
// it had begun later: the clocks of parts that do not concern each other are not
// compared.
func (x *explorer) pass(s *engine.State, m move) bool {
	t := x.nextTimer(s, m.n, true)
	if t == nil {
		t = x.nextTimer(s, m.n, false)
	}
	if t == nil {
		return false
	}
	to := max(t.At, s.Now)
	if m.do == doAlmost {
		to--
	}
	if m.n != whole {
		x.later.CopyFrom(s)
		x.postpone(&x.later, m.n, to-s.Now)
		s = &x.later
	}
	c := engine.Command{Kind: engine.CmdTime, At: to, Node: engine.None, Target: engine.None}
	engine.Decide(x.p, s, x.world(), &c, &x.d)
	x.keep(&c)
	x.next.state, x.d.State = x.d.State, x.next.state
	x.next.state.Now = max(x.next.state.Now, to)
	return true
}

// opening lets time pass until what was refused may be done, and does it.
func (x *explorer) opening(s *engine.State, m move) bool {
	m.do = doReport
	c, people := x.command(s, m)
	if x.tryEach(s, c, people) || x.d.Refusal == nil || x.d.Refusal.Until <= s.Now {
		return false
	}
	wait := engine.Command{Kind: engine.CmdTime, At: x.d.Refusal.Until, Node: engine.None, Target: engine.None}
	engine.Decide(x.p, s, x.world(), &wait, &x.d)
	x.keep(&wait)
	x.next.state, x.d.State = x.d.State, x.next.state
	x.next.state.Now = max(x.next.state.Now, wait.At)
	return x.tryEach(&x.next.state, c, people)
}

// postpone moves what a state knows of time outside of a part by delta.
func (x *explorer) postpone(s *engine.State, part int32, delta calendar.Instant) {
	for f := range s.Frames {
		for _, n := range x.nodes[s.Frames[f].Scope] {
			if slot := x.slot(s, n, engine.FrameID(f)); slot.State != engine.Settled && !x.inPart(s, part, n, engine.FrameID(f)) {
				for _, at := range []*calendar.Instant{&slot.Entered, &slot.Ready, &slot.Start, &slot.Due} {
					if *at != 0 {
						*at += delta
					}
				}
			}
		}
	}
	for i := range s.Timers {
		if t := &s.Timers[i]; !x.inPart(s, part, t.Node, t.Frame) {
			t.At += delta
		}
	}
	for i := range s.Clocks {
		if c := &s.Clocks[i]; c.Since != 0 && !x.inPart(s, part, c.Node, c.Frame) {
			c.Since += delta
		}
	}
	slices.SortStableFunc(s.Timers, func(a, b engine.Timer) int {
		return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Class, b.Class), cmp.Compare(a.Node, b.Node), cmp.Compare(a.Frame, b.Frame), cmp.Compare(a.Kind, b.Kind))
	})
}

// forget drops readings that no open condition asks for, and that no gate was
// passed with whose worth is still to be used.
func (x *explorer) forget(s *engine.State) {
	if len(s.Facts) == 0 {
		return
	}
	x.wanted = engine.Wanted(x.p, s, s.Now, x.wanted[:0])
	asked := func(fact int32) bool {
		return slices.ContainsFunc(x.wanted, func(w engine.FactWant) bool { return w.Fact == fact }) ||
			slices.ContainsFunc(x.gates[fact], func(g engine.NodeID) bool { return x.passed(s, g) })
	}
	s.Facts = slices.DeleteFunc(s.Facts, func(r engine.FactReading) bool { return !asked(r.Fact) })
	s.Timers = slices.DeleteFunc(s.Timers, func(t engine.Timer) bool { return t.Kind == engine.TimerFactAge && !asked(t.Index) })
}

// passed reports whether a gate has been passed and no work behind it has
// started: it will be read again then.
func (x *explorer) passed(s *engine.State, g engine.NodeID) bool {
	for f := range s.Frames {
		frame := engine.FrameID(f)
		if s.Frames[f].Scope != x.p.Nodes[g].Scope || f > 0 && s.Frames[f].State != engine.ItemOpen {
			continue
		}
		slot := x.slot(s, g, frame)
		if slot.State == engine.Settled && slot.Flags&engine.FlagSatisfied != 0 && slot.Outcome != engine.OutcomeSkipped && !x.used(s, g, frame, slot) {
			return true
		}
	}
	return false
}

// used reports whether work behind a gate has started since it was passed.
func (x *explorer) used(s *engine.State, g engine.NodeID, at engine.FrameID, gate *engine.Slot) bool {
	for f := range s.Frames {
		if frame := engine.FrameID(f); x.under(s, frame, at) {
			for _, n := range x.nodes[s.Frames[f].Scope] {
				if k := x.p.Nodes[n].Kind; n <= g || k != engine.KindTask && k != engine.KindAuto && k != engine.KindHandoff {
					continue
				}
				slot := x.slot(s, n, frame)
				prepared := x.p.Nodes[n].Kind == engine.KindHandoff && slot.State == engine.Active && slot.Sub == engine.PreparedSub
				if slot.Start >= gate.End && slot.Start != 0 && !prepared && x.behind(g, n) {
					return true
				}
			}
		}
	}
	return false
}

// behind reports whether node n comes after g in a list that holds both, or
// blocks around them.
func (x *explorer) behind(g, n engine.NodeID) bool {
	for b := x.p.Nodes[g].Parent; b != engine.None; b = x.p.Nodes[b].Parent {
		if n < x.p.Nodes[b].End {
			k := x.p.Nodes[b].Kind
			return k != engine.KindParallel && k != engine.KindEach
		}
	}
	return true
}

// slot is the slot of a node in a frame.
func (x *explorer) slot(s *engine.State, n engine.NodeID, f engine.FrameID) *engine.Slot {
	return &s.Slots[s.Frames[f].Base+x.p.Nodes[n].Slot]
}
