package engine

import (
	"slices"
	"strconv"
	"strings"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/expr"
)

// EffectKind says what leaves a case.
type EffectKind uint8

// The kinds of effects.
const (
	EffectCall   EffectKind = iota // an executor is to run
	EffectPause                    // an executor is to go to its safe point
	EffectResume                   // an executor may go on
	EffectKill                     // an executor is to stop: its step was withdrawn
	EffectNotice                   // somebody is to be told
	EffectEvent                    // a named event for links and the outside
)

// Effect is one thing that leaves a case because of an event. Key is the same
// whenever it is computed again, so that at-least-once delivery stays harmless.
type Effect struct {
	Kind    EffectKind
	Key     string // case/place/attempt/what
	Node    NodeID
	Frame   FrameID
	Attempt uint16

	Use     string  // executor
	With    []Named // its inputs, as recorded when the step started
	Undo    bool    // the back-out of the step
	Timeout calendar.Instant

	Persons  []string // of a notice, sorted
	Audience []string // roles and audiences as written
	Role     RoleID
	Template string
	Text     string
	Name     string // of an event
	At       calendar.Instant
}

// Effects appends what leaves a case because of events, in their order; s is
// the state after them. In a rehearsal or dry run nothing leaves: no call and
// no outside notice; reminders and escalations of the people involved neither.
// It is a function of events, plan and state alone.
// Source: language reference, section 14, "Execution mode"; domain rule I22.
func Effects(p *Plan, s *State, events []Event, dst []Effect) []Effect {
	if s.Mode != Real {
		return dst
	}
	v := view{p: p, s: s, now: s.Now, noWorld: true}
	for i := range events {
		dst = v.informEffect(v.effect(dst, &events[i]), &events[i])
	}
	return dst
}

func (v *view) effect(dst []Effect, e *Event) []Effect {
	switch e.Kind {
	case Started:
		return v.callEffect(dst, e)
	case UndoStarted:
		return v.undoEffect(dst, e)
	case Done:
		return v.noticeEffect(dst, e)
	case Held, BackOutStarted:
		return v.stopEffects(dst, e, EffectPause)
	case Cancelled, RedoStarted:
		return v.stopEffects(dst, e, EffectKill)
	case Continued:
		if e.Answer == tryAgain {
			return v.againEffect(dst, e)
		}
		if spec := v.specAt(e.Node, e.Frame); spec.Use != "" {
			return append(dst, v.newEffect(EffectResume, e, "resume"))
		}
	case Escalated, Reminded:
		if len(e.Persons) > 0 {
			x := v.newEffect(EffectNotice, e, strings.ToLower(e.Kind.String())+strconv.Itoa(int(e.Index)))
			x.Persons, x.Role, x.Text = e.Persons, e.Role, e.Text
			return append(dst, x)
		}
	case Emitted:
		kind := EffectEvent
		if e.Answer == "notify" {
			kind = EffectNotice
		}
		x := v.newEffect(kind, e, e.Answer)
		x.Name, x.With, x.Persons, x.Text = e.Answer, e.Values, e.Persons, e.Text
		return append(dst, x)
	}
	return dst
}

// newEffect fills what all effects of an event share. Several events of one
// kind on one attempt are told apart by their instant.
func (v *view) newEffect(kind EffectKind, e *Event, what string) Effect {
	place := v.place(e.Node, e.Frame)
	key := v.s.Case + "/" + place + "/" + strconv.Itoa(int(e.Attempt)) + "/" + what
	if kind != EffectCall {
		key += "/" + strconv.FormatInt(int64(e.At), 10)
	}
	return Effect{Kind: kind, Key: key, Node: e.Node, Frame: e.Frame, Attempt: e.Attempt, Role: None, At: e.At}
}

func (v *view) callEffect(dst []Effect, e *Event) []Effect {
	if e.Node == None || v.p.Nodes[e.Node].Kind != KindAuto || v.specAt(e.Node, e.Frame).UndoHere {
		return dst
	}
	return v.calls(dst, e, e.Values, "run")
}

// calls asks for a call of the executor of a step with inputs of its start.
func (v *view) calls(dst []Effect, e *Event, values []Named, what string) []Effect {
	spec := v.specAt(e.Node, e.Frame)
	x := v.newEffect(EffectCall, e, what)
	x.Use, x.Timeout = spec.Use, v.plus(e.At, &spec.Timeout, e.Node, e.Frame)
	for _, in := range values {
		if !strings.HasPrefix(in.Name, backOutPrefix) {
			x.With = append(x.With, in)
		}
	}
	return append(dst, x)
}

func (v *view) undoEffect(dst []Effect, e *Event) []Effect {
	if e.Index == None {
		return dst
	}
	spec := v.specAt(e.Node, e.Frame)
	if spec.BackOut == nil {
		return dst
	}
	x := v.newEffect(EffectCall, e, "undo/"+strconv.FormatInt(int64(e.At), 10))
	x.Use, x.With, x.Undo = spec.BackOut.Use, e.Values, true
	if x.Use == "" { // a person undoes
		x.Kind, x.Text = EffectNotice, spec.BackOut.How
	}
	return append(dst, x)
}

func (v *view) noticeEffect(dst []Effect, e *Event) []Effect {
	if e.Node == None || v.isItem(e.Node, e.Frame) {
		return dst
	}
	kind := v.p.Nodes[e.Node].Kind
	if kind != KindNotify && kind != KindDocument {
		return dst
	}
	spec := v.specAt(e.Node, e.Frame)
	x := v.newEffect(EffectNotice, e, kind.String())
	x.Audience, x.Template, x.Text = spec.Audience, spec.Template, spec.Text
	if spec.Body != nil {
		if text := v.template(spec.Body, e.Node, e.Frame); text.Kind() == expr.KindString {
			x.Text = text.AsString()
		}
	}
	return append(dst, x)
}

// informEffect tells the roles that a node informs how it ended.
func (v *view) informEffect(dst []Effect, e *Event) []Effect {
	how := strings.ToLower(e.Kind.String())
	switch e.Kind {
	case Done, Failed, Expired, Accepted, Refused, Withdrawn, Skipped:
	case Waived:
		if e.Answer != "" {
			return dst // of a deliverable, or of what is stale: the node ended before
		}
	case Decided:
		how = e.Answer
	default:
		return dst
	}
	if e.Node == None {
		return dst
	}
	informed := v.specAt(e.Node, e.Frame).Inform
	if len(informed) == 0 || v.isItem(e.Node, e.Frame) {
		return dst
	}
	x := v.newEffect(EffectNotice, e, "inform")
	x.Audience, x.Text = v.p.roleIDs(informed), v.place(e.Node, e.Frame)+": "+how
	return append(dst, x)
}

// stopEffects asks the executors that run in a held or withdrawn block to go
// to their safe point, or to stop.
func (v *view) stopEffects(dst []Effect, e *Event, kind EffectKind) []Effect {
	if e.Kind == Held && HoldCause(e.Index) == HoldBackOut {
		return dst // BackOutStarted said so
	}
	b, bf := e.Node, e.Frame
	if e.Kind == BackOutStarted && e.Answer != "item" {
		b, bf = None, 0
	}
	if e.Kind == RedoStarted {
		b, bf = v.redoBlock(e.Node, e.Frame, e.Target)
	}
	for n, f := range v.inside(b, bf) {
		slot := v.s.slot(v.p, n, f)
		if v.p.Nodes[n].Kind != KindAuto || !v.ranAt(slot, e) || v.branch(n) {
			continue
		}
		x := v.newEffect(kind, e, kind.word())
		x.Node, x.Frame, x.Attempt, x.Use = n, f, slot.Attempt, v.specAt(n, f).Use
		x.Key = v.s.Case + "/" + v.place(n, f) + "/" + strconv.Itoa(int(x.Attempt)) + "/" + kind.word() + "/" + strconv.FormatInt(int64(e.At), 10)
		dst = append(dst, x)
	}
	return dst
}

// ranAt reports whether a machine step ran when an event came: it still does,
// or that event ended it.
func (v *view) ranAt(slot *Slot, e *Event) bool {
	if slot.State == Active && slot.Start <= e.At {
		return slot.Sub == InProgress
	}
	return e.Kind == Cancelled && slot.Start != 0 && slot.Outcome == OutcomeCancelled && slot.End == e.At
}

func (k EffectKind) word() string {
	return [...]string{"run", "pause", "resume", "kill", "notice", "event"}[k]
}

// FactWant is a reading that open conditions wait for.
type FactWant struct {
	Fact  int32
	ID    string
	From  string // source
	With  []Named
	Since calendar.Instant // of the last reading; 0: none yet
}

// Wanted appends the facts that open conditions of a case read, in the order of
// the plan; Since is the last reading. A fresh one is wanted too: who reads it
// again before it is too old lets a condition hold without a gap.
func Wanted(p *Plan, s *State, now calendar.Instant, dst []FactWant) []FactWant {
	if s.Status != Running && s.Status != BackingOut {
		return dst
	}
	v := view{p: p, s: s, now: now, noWorld: true}
	for i := range p.Facts {
		r := s.reading(int32(i))
		if !v.openReader(i) {
			continue
		}
		want := FactWant{Fact: int32(i), ID: p.Facts[i].ID, From: p.Facts[i].From}
		if r != nil {
			want.Since = r.At
		}
		for k := range p.Facts[i].With {
			in := &p.Facts[i].With[k]
			if x := v.template(in.Template, None, 0); !x.IsNull() && !x.IsUnknown() {
				want.With = append(want.With, Named{Name: in.Name, Value: x})
			}
		}
		dst = append(dst, want)
	}
	return dst
}

// openReader reports whether a condition that reads a fact is open: of a node
// that is ready and not settled, or of one that may be entered next. What waits
// for its time reads nothing: a watch lives from ready on (section 7).
func (v *view) openReader(fact int) bool {
	return slices.ContainsFunc(v.p.rt.facts[fact], func(n NodeID) bool {
		if n == None {
			return true
		}
		for i := range v.s.Frames {
			if v.s.Frames[i].Scope != v.p.Nodes[n].Scope {
				continue
			}
			slot := v.s.slot(v.p, n, FrameID(i))
			if !slot.settled() && (slot.State > Entering || slot.State == Pending && v.mayEnter(n, FrameID(i))) {
				return true
			}
		}
		return false
	})
}
