package proof

import (
	"slices"
	"strings"

	"github.com/headgate/headgate/engine"
)

// tale is how a situation comes about.
type tale struct {
	lines      []string
	places     []engine.NodeID
	last       engine.NodeID // where it stands at the end
	why        string        // what it waits for there
	backingOut bool
}

// told plays the way to a situation again and tells it.
func (x *explorer) told(id int32) *tale {
	x.tell = true
	defer func() { x.tell = false }()
	t := &tale{last: engine.None}
	s := &situation{}
	for _, at := range x.graph.way(id) {
		m := x.graph.nodes[at].move
		if x.graph.nodes[at].from < 0 {
			params, overlays := x.way(int(m.n))
			_ = x.start(params, overlays) // it could be started when it was found
			t.lines = append(t.lines, started(params, overlays))
		} else {
			x.play(s, m)
			x.forget(&x.next.state)
			t.lines = append(t.lines, x.line(s, m)+x.spend(m))
			if m.node != engine.None {
				t.places = append(t.places, m.node)
				t.last = m.node
			}
		}
		s.granted = x.next.granted
		s.state.CopyFrom(&x.next.state)
	}
	t.backingOut = s.state.BackOut.Active
	world := x.worldOf(s)
	t.last, t.why = x.stuck(s, world)
	t.places = slices.Compact(t.places)
	return t
}

// stuck says where a situation stands and what it waits for there.
func (x *explorer) stuck(s *situation, world *engine.World) (engine.NodeID, string) {
	part := x.focus(s, x.moves(s, nil))
	var o engine.Offers
	engine.Offer(x.p, &s.state, world, "", &o)
	for i := range o.Waiting {
		if w := &o.Waiting[i]; w.Node != engine.None && x.inPart(&s.state, part, w.Node, w.Frame) && !x.p.Nodes[w.Node].Kind.IsBlock() {
			return w.Node, w.Why
		}
	}
	return x.p.Phases[0], engine.Why(x.p, &s.state, world)
}

func started(params []engine.Named, overlays []string) string {
	text := "it starts"
	if len(overlays) > 0 {
		text += " under " + strings.Join(overlays, ", ")
	}
	for i := range params {
		sep := ", "
		if i == 0 {
			sep = " with "
		}
		text += sep + params[i].Name + " " + params[i].Value.String()
	}
	return text
}

// spend uses up the counter that a move was repeated for, and says so.
func (x *explorer) spend(m move) string {
	if m.spent == 0 {
		return ""
	}
	for i := range x.next.state.Counts {
		if c := &x.next.state.Counts[i]; c.Counter == m.spent-1 {
			c.N = x.counters[c.Counter].limit
		}
	}
	return ", again and again, until that has been done as often as it may"
}

// line is a move in words.
func (x *explorer) line(s *situation, m move) string {
	place := "the " + x.p.CaseWord
	if m.node != engine.None {
		place = "`" + x.p.Place(&s.state, m.node, m.frame) + "`"
	}
	who := "the engine"
	if len(x.done) > 0 {
		if c := &x.done[len(x.done)-1].command; c.Actor.Person != "" {
			who = c.Actor.Person
		} else if c.Actor.Machine != "" {
			who = "the machine"
		}
	}
	switch m.do {
	case doReport:
		return who + " reports " + place + " done" + given(x.forms[m.node], m.form)
	case doFail:
		return who + " reports " + place + " failed"
	case doAnswer:
		spec := x.p.SpecOf(m.node, x.slot(&s.state, m.node, m.frame).Overlays)
		return who + " answers " + place + ": " + spec.Answers[m.n]
	case doOffer:
		return who + " offers " + place
	case doTake:
		return who + " accepts " + place
	case doRefuse:
		return who + " refuses " + place
	case doAccept, doReturn, doSubmit:
		word := map[deed]string{doAccept: " accepts ", doReturn: " returns ", doSubmit: " gives again "}[m.do]
		return who + word + x.p.Outputs[m.n].Name + " of " + place
	case doWaive:
		return who + " waives " + place
	case doResume:
		return who + " resumes " + place
	case doRetry:
		return who + " has " + place + " tried again"
	case doUndone:
		return place + " is backed out"
	case doUndoFail:
		return "the back-out of " + place + " fails"
	case doFact:
		return "the fact " + x.p.Facts[m.n].ID + " reads " + x.readings[m.n][m.form].String()
	case doSignal:
		return "the event " + x.p.Events[m.n].Name + " comes"
	case doGrant:
		return "Change grants what is asked for"
	case doOpening:
		return "time passes until " + place + " may start, and " + who + " reports it done" + given(x.forms[m.node], m.form)
	case doGiveUp:
		return who + " gives up what is held"
	case doBackOut:
		return who + " backs the " + x.p.CaseWord + " out"
	default:
		return "time passes" + x.fires()
	}
}

func given(forms []form, i int32) string {
	if len(forms) < 2 {
		return ""
	}
	var parts []string
	for _, v := range forms[i] {
		parts = append(parts, v.Name+" "+v.Value.String())
	}
	return " with " + strings.Join(parts, ", ")
}

// fires says what the passing of time brought.
func (x *explorer) fires() string {
	for i := range x.done {
		for k := range x.done[i].events {
			e := &x.done[i].events[k]
			if e.Node != engine.None && e.Kind != engine.Reminded && e.Kind != engine.Escalated {
				return ": `" + x.p.Nodes[e.Node].ID + "` " + strings.ToLower(e.Kind.String())
			}
		}
	}
	return ""
}
