package engine

import (
	"slices"

	"pgregory.net/rapid"

	"github.com/headgate/headgate/calendar"
)

// play starts a case and makes moves at random, lawful and not. Afterwards the
// world is as good as it can be.
func (pl *player) play(rt *rapid.T) {
	pl.now += calendar.Instant(rapid.Int64Range(0, 8).Draw(rt, "hour")) * 3_600_000 // early or late in a window
	pl.deputy = rapid.SampledFrom(pl.people).Draw(rt, "deputy")
	pl.start(fillParams(pl.p))
	pl.helpAlong(rt)
	for range rapid.IntRange(0, 100).Draw(rt, "moves") {
		if pl.over() {
			break
		}
		pl.random(rt)
	}
	rt.Logf("%s", pl.story())
	pl.goodWorld()
}

// helpAlong brings a case to where random moves begin: some steps on, or to
// where something is to be touched. By chance alone a case hardly comes there.
func (pl *player) helpAlong(rt *rapid.T) {
	steps, there := 0, func() bool { return false }
	switch rapid.IntRange(0, 3).Draw(rt, "helped") {
	case 0:
	case 1:
		steps = rapid.IntRange(1, 60).Draw(rt, "steps")
	default:
		steps, there = 200, pl.atTouching
	}
	for range steps {
		if pl.over() || there() {
			return
		}
		pl.helpOnce()
	}
}

// atTouching reports whether a touching step is ready, or has started.
func (pl *player) atTouching() bool {
	for _, at := range pl.open() {
		if pl.p.Nodes[at.node].Touching {
			return true
		}
	}
	return false
}

func (pl *player) over() bool { return pl.s.Status != Running && pl.s.Status != BackingOut }

// backOut asks for the case to be backed out, if anything is live: nobody who
// answers for it may be refused, and it ends without anything live.
func (pl *player) backOut() {
	pl.t.Helper()
	live := slices.ContainsFunc(pl.log, func(e Event) bool {
		return e.Kind == Started && e.Node != None && pl.p.Nodes[e.Node].Touching && !pl.p.Nodes[e.Node].Kind.IsBlock()
	})
	undone := slices.ContainsFunc(pl.log, func(e Event) bool { return e.Kind == Undone || e.Kind == BackOutStarted })
	if pl.s.Status != Running || !live || undone {
		return
	}
	boss := pl.w.Directory.Team(pl.p.Roles[pl.p.SpecOf(pl.p.Phases[0], 0).Accountable].ID)[0]
	if r := pl.do(Command{Kind: CmdBackOut, Node: None, Target: None, Actor: Actor{Person: boss}, Reason: "because"}); r != nil {
		pl.t.Fatalf("back-out was refused: %v%s", r, pl.story())
	}
	pl.help(4000)
	if pl.s.Outcome != "backed_out" {
		pl.t.Fatalf("backed out, and the outcome is %s%s", pl.s.Outcome, pl.story())
	}
}

// random makes one move of any kind.
func (pl *player) random(rt *rapid.T) {
	pl.now += calendar.Instant(rapid.Int64Range(0, 600_000).Draw(rt, "wait"))
	switch rapid.IntRange(0, 12).Draw(rt, "move") {
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
		pl.changeWorld(rt)
		_ = pl.do(Command{Kind: CmdWorld, Node: None, Target: None})
	case 5: // something at a random place by a random person
		person := rapid.SampledFrom(pl.people).Draw(rt, "who")
		kind := rapid.SampledFrom(anyCommand).Draw(rt, "kind")
		n := NodeID(rapid.IntRange(-1, len(pl.p.Nodes)-1).Draw(rt, "node"))
		f := FrameID(rapid.IntRange(0, len(pl.s.Frames)-1).Draw(rt, "frame"))
		if open := pl.open(); len(open) > 0 && rapid.Bool().Draw(rt, "open") {
			at := rapid.SampledFrom(open).Draw(rt, "at")
			n, f = at.node, at.frame
			kind = rapid.SampledFrom(commandsOn[pl.p.Nodes[n].Kind]).Draw(rt, "on")
		}
		c := Command{Kind: kind, Node: n, Frame: f, Target: n, Actor: Actor{Person: person, For: pl.behalf(rt, person)}, Reason: "because"}
		_ = pl.do(c)
	case 6, 7, 8: // somebody of the roles of an open step tries what he should not
		pl.press(rt)
	default: // what is offered to somebody
		person := rapid.SampledFrom(pl.people).Draw(rt, "who")
		pl.w.At = pl.now
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
		c := pl.command(a, person, answer)
		switch delegate := rapid.IntRange(0, 9).Draw(rt, "delegate"); {
		case a.WhyNot != nil || delegate < 2:
			c.Actor.For = pl.behalf(rt, person)
		case delegate < 5: // a deputy does what is offered to him
			c.Actor = Actor{Person: pl.deputy, For: person}
		}
		r := pl.do(c)
		if a.WhyNot != nil && r == nil && a.Kind == CmdReport {
			pl.t.Fatalf("%s was told why not and did %v of %s", person, a.Kind, a.Place)
		}
	}
}

// press has somebody of the roles of an open step, or his deputy, do something
// about it, whether it is offered or not; often in another world than that in
// which it became ready.
func (pl *player) press(rt *rapid.T) {
	open := pl.open()
	touching := slices.DeleteFunc(slices.Clone(open), func(at place) bool { return !pl.p.Nodes[at.node].Touching })
	start := len(touching) > 0 && rapid.IntRange(0, 2).Draw(rt, "start") > 0
	if start || rapid.Bool().Draw(rt, "world") {
		pl.changeWorld(rt)
		_ = pl.do(Command{Kind: CmdWorld, Node: None, Target: None})
	}
	if start {
		open = touching
	}
	if len(open) == 0 {
		return
	}
	at := rapid.SampledFrom(open).Draw(rt, "at")
	spec := pl.p.SpecOf(at.node, pl.s.slot(pl.p, at.node, at.frame).Overlays)
	persons := pl.of(append(slices.Clone(spec.Who), spec.From, spec.To, spec.WaiveWho, spec.Accept, spec.Final))
	if len(persons) == 0 {
		return
	}
	c := Command{
		Kind: rapid.SampledFrom(commandsOn[pl.p.Nodes[at.node].Kind]).Draw(rt, "on"), Node: at.node, Frame: at.frame, Target: None,
		Actor: Actor{Person: rapid.SampledFrom(persons).Draw(rt, "who")}, Points: spec.Checklist,
	}
	if start && pl.p.Nodes[at.node].Kind == KindTask {
		c.Kind = CmdBegin
	}
	switch c.Kind {
	case CmdReport, CmdVote, CmdOffer:
		c.Values = pl.outputs(at.node)
	}
	if rapid.Bool().Draw(rt, "reason") {
		c.Reason = "because"
	}
	if len(spec.Answers) > 0 {
		c.Answer = rapid.SampledFrom(spec.Answers).Draw(rt, "answer")
	}
	switch rapid.IntRange(0, 4).Draw(rt, "delegate") {
	case 0:
		c.Actor = Actor{Person: pl.deputy, For: c.Actor.Person}
	case 1, 2: // one who did something here already
		if did := pl.doers(); len(did) > 0 {
			c.Actor = Actor{Person: rapid.SampledFrom(did).Draw(rt, "doer"), For: c.Actor.Person}
		}
	}
	_ = pl.do(c)
}

// doers are those whose acts or gifts keep them from others.
func (pl *player) doers() []string {
	var list []string
	for _, d := range append(slices.Clone(pl.s.Doers), pl.s.Givers...) {
		list = append(list, d.Person)
	}
	return list
}

// of are the people who hold any of these roles.
func (pl *player) of(roles []RoleID) []string {
	var list []string
	for _, r := range roles {
		if r != None {
			list = append(list, pl.w.Directory.Team(pl.p.Roles[r].ID)...)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// anyCommand are commands that somebody may give about anything.
var anyCommand = []CommandKind{
	CmdBegin, CmdReport, CmdVote, CmdTake, CmdHold, CmdResume, CmdBackOut, CmdRetry, CmdAssign, CmdRevoke, CmdWaive,
	CmdPaused, CmdRedo,
}

// commandsOn are commands about an open step of a kind that are not far off.
var commandsOn = map[NodeKind][]CommandKind{
	KindTask:    {CmdBegin, CmdReport, CmdAssign, CmdAccept, CmdReturn, CmdWaive},
	KindAuto:    {CmdReport, CmdConfirm, CmdPaused, CmdRetry},
	KindDecide:  {CmdVote, CmdRevoke, CmdSettle},
	KindGate:    {CmdWaive, CmdReport},
	KindWait:    {CmdReport, CmdResume},
	KindHandoff: {CmdOffer, CmdTake, CmdTake, CmdRefuse, CmdWithdraw},
}

// open lists the steps that are ready or running.
func (pl *player) open() []place {
	var list []place
	for f := range pl.s.Frames {
		for n := range pl.p.Nodes {
			if pl.p.Nodes[n].Scope != pl.s.Frames[f].Scope || commandsOn[pl.p.Nodes[n].Kind] == nil {
				continue
			}
			if slot := pl.s.slot(pl.p, NodeID(n), FrameID(f)); slot.State == ReadyState || slot.State == Active {
				list = append(list, place{NodeID(n), FrameID(f)})
			}
		}
	}
	return list
}

// behalf is whom somebody acts for: mostly nobody. One person at most acts for
// others in a case: a separation holds for both, and with many deputies nobody
// would be left.
func (pl *player) behalf(rt *rapid.T, person string) string {
	if person != pl.deputy || rapid.IntRange(0, 3).Draw(rt, "behalf") > 0 {
		return ""
	}
	return rapid.SampledFrom(pl.people).Draw(rt, "for")
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
