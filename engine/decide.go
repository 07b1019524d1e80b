package engine

import (
	"slices"

	"github.com/headgate/headgate/calendar"
)

// Decide decides a command: what happens, as events, or why nothing does. It
// reads plan, state and world and changes none of them; all it says is in d,
// whose State is the next state.
//
// A command at t first fires all timers before t, each as of its own instant,
// then applies; timers at t are left to CmdTime at t. After the command and
// after every timer, rules fire until nothing changes.
//
// s may be &d.State: then the case is decided in place, which spares the copy
// when the caller does not need the state before (simulation, replay of
// commands). A refused command changes nothing in place either.
// Source: language reference, section 5, "Deterministic" and "Terminates".
func Decide(p *Plan, s *State, w *World, c *Command, d *Decision) {
	d.Events = d.Events[:0]
	d.Refusal = nil
	if s != &d.State {
		d.State.CopyFrom(s)
	}
	r := &d.run
	r.begin(p, w, d)
	at := max(c.At, r.s.Now)
	if c.Kind == CmdTime {
		r.fireUntil(at, true)
		return
	}
	r.fireUntil(at, false)
	r.as(at, c.Actor)
	r.input++
	d.Refusal = r.command(c)
	r.as(r.now, Actor{})
	r.event = nil
	r.settle()
}

// decider is one decision under way: the view of the case, what has to be
// looked at again, and what has already fired for this input.
type decider struct {
	view
	out   *Decision
	blank Event // what every event begins as: who acts now, and when
	cause HoldCause
	watch int32 // the handler whose actions run, or None

	agenda
	input uint32 // counts commands and timers
	fired []watchFired
}

// place is a node in a frame.
type place struct {
	node  NodeID
	frame FrameID
}

// watchFired is a handler that has fired for an input, so that it does once.
type watchFired struct {
	watch int32
	frame FrameID
	input uint32
}

func (d *decider) begin(p *Plan, w *World, out *Decision) {
	d.p, d.s, d.w, d.out = p, &out.State, w, out
	d.node, d.frame, d.base, d.event = None, 0, 0, nil
	d.watch, d.cause = None, HoldPerson
	d.blank.Role, d.blank.Target, d.blank.Index = None, None, None
	d.now = d.s.Now
	d.fired = d.fired[:0]
	d.agenda.clear(len(p.Nodes))
}

// as says who does what comes now, and when; the zero Actor is the engine.
func (d *decider) as(at calendar.Instant, actor Actor) {
	d.now = at
	d.blank.At, d.blank.Actor = at, actor
}

// fireUntil fires timers before at, with inclusive also those at it, each as
// of its own instant.
func (d *decider) fireUntil(at calendar.Instant, inclusive bool) {
	for len(d.s.Timers) > 0 {
		if first := d.s.Timers[0].At; first > at || first == at && !inclusive {
			return
		}
		t := d.s.Timers[0]
		d.as(max(t.At, d.s.Now), Actor{})
		d.input++
		events := len(d.out.Events)
		d.fire(&t)
		d.settle()
		if d.s.has(&t) {
			d.elapse(&t)
		}
		if events == len(d.out.Events) {
			panic("engine: a timer fired and left no event: " + d.place(t.Node, t.Frame))
		}
	}
}

func (s *State) has(t *Timer) bool {
	for i := range s.Timers {
		if s.Timers[i] == *t {
			return true
		}
		if s.Timers[i].At > t.At {
			return false
		}
	}
	return false
}

// elapse records that a timer passed without any other event that ends it.
func (d *decider) elapse(t *Timer) {
	e := d.newEvent(Elapsed, t.Node, t.Frame)
	e.Index, e.Target = t.Index, NodeID(t.Kind)
	d.emit(e)
}

// newEvent appends an event to be filled and emitted; no other may come
// between.
func (d *decider) newEvent(kind EventKind, n NodeID, f FrameID) *Event {
	out := d.out
	i := len(out.Events)
	if i == cap(out.Events) {
		out.Events = slices.Grow(out.Events, 1)
	}
	out.Events = out.Events[:i+1]
	e := &out.Events[i]
	*e = d.blank
	e.Kind, e.Node, e.Frame = kind, n, f
	if n != None {
		if r := d.p.row(n); !r.is(isEach) || !d.isItem(n, f) {
			e.Attempt = max(1, d.s.slotOf(r, f).Attempt)
		}
	}
	return e
}

// emit applies an event and marks what has to be looked at again.
func (d *decider) emit(e *Event) {
	d.noWorld = true
	slot := d.evolve(e)
	d.noWorld = false
	if slot != nil && marksNode[e.Kind] {
		d.markNode(e, slot)
	} else {
		d.mark(e)
	}
}

// say emits an event that needs no more than its kind.
func (d *decider) say(kind EventKind, n NodeID, f FrameID) {
	d.emit(d.newEvent(kind, n, f))
}

// settle fires rules until nothing changes, always the first applicable in
// document order.
func (d *decider) settle() {
	for steps := 0; ; steps++ {
		n, f, ok := d.next()
		switch {
		case !ok:
			return
		case steps > maxSteps:
			panic("engine: rules do not come to rest at " + d.place(n, f))
		case d.s.Status != Running && d.s.Status != BackingOut:
		case n == None:
			d.caseRules()
		default:
			d.react(n, f)
		}
	}
}

// maxSteps bounds the rules of one input; the language terminates long before.
const maxSteps = 10_000_000
