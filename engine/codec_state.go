package engine

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/expr"
)

// stateLayout is the version of the layout below. A change of any field of
// State needs a new one; snapshots of an older layout are then rebuilt from
// their events.
const stateLayout = 7

// ErrRebuild is the error of ReadState for bytes that are not a snapshot of
// this layout and plan: the state is to be rebuilt from the events.
var ErrRebuild = errors.New("snapshot of another layout or plan")

// AppendState appends a snapshot of s: the layout version, the digest of the
// plan, and the arrays of the state as they are, in varints.
func AppendState(b []byte, p *Plan, s *State) []byte {
	c := coder{buf: b}
	version, digest := int64(stateLayout), p.Digest
	c.int(&version)
	c.str(&digest)
	c.state(s)
	return c.buf
}

// ReadState reads a snapshot into s, whose memory it reuses. The error is
// ErrRebuild, perhaps wrapped; then s is not to be used.
func ReadState(p *Plan, data []byte, s *State) error {
	c := coder{buf: data, reading: true}
	version, digest := int64(0), ""
	c.int(&version)
	if version != stateLayout {
		return fmt.Errorf("%w: layout %d", ErrRebuild, version)
	}
	c.str(&digest)
	if digest != p.Digest {
		return fmt.Errorf("%w: plan %s", ErrRebuild, digest)
	}
	s.clear()
	c.state(s)
	if c.bad || len(c.buf) != 0 {
		return fmt.Errorf("%w: damaged", ErrRebuild)
	}
	return nil
}

// coder writes or reads, so that one description of the layout serves both.
type coder struct {
	buf     []byte
	reading bool
	bad     bool
}

func (c *coder) int(x *int64) {
	if !c.reading {
		c.buf = binary.AppendVarint(c.buf, *x)
		return
	}
	n, size := binary.Varint(c.buf)
	if size <= 0 {
		c.bad, c.buf = true, nil
		return
	}
	*x, c.buf = n, c.buf[size:]
}

func (c *coder) str(x *string) {
	n := int64(len(*x))
	c.int(&n)
	if !c.reading {
		c.buf = append(c.buf, *x...)
		return
	}
	if n < 0 || n > int64(len(c.buf)) {
		c.bad, c.buf = true, nil
		return
	}
	*x, c.buf = string(c.buf[:n]), c.buf[n:]
}

func (c *coder) bool(x *bool) {
	n := int64(0)
	if *x {
		n = 1
	}
	c.int(&n)
	if c.reading {
		*x = n != 0
	}
}

// num codes any of the small integer types of the state.
func num[T ~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint8 | ~uint16 | ~uint32](c *coder, x *T) {
	n := int64(*x)
	c.int(&n)
	if c.reading {
		*x = T(n)
	}
}

// each codes a slice: its length, then its elements.
func each[T any](c *coder, list *[]T, one func(*coder, *T)) {
	n := int64(len(*list))
	c.int(&n)
	if c.reading {
		if n < 0 || n > int64(len(c.buf)) {
			c.bad, c.buf = true, nil
			return
		}
		*list = (*list)[:0]
		for range n {
			var zero T
			*list = append(*list, zero)
		}
	}
	for i := range *list {
		one(c, &(*list)[i])
	}
}

func (c *coder) at(x *calendar.Instant) { num(c, x) }

func codeStr(c *coder, x *string) { c.str(x) }

// value codes a value with its kind, so that it comes back as it was. Values
// are immutable and shared between cases: writing works on copies.
func (c *coder) value(x *expr.Value) {
	if c.reading {
		*x = c.readValue()
		return
	}
	kind := x.Kind()
	num(c, &kind)
	n, s := x.AsInt(), x.AsString()
	switch kind {
	case expr.KindNumber:
		n = int64(math.Float64bits(x.AsNumber()))
		c.int(&n)
	case expr.KindBool, expr.KindInt, expr.KindTime, expr.KindDuration:
		c.int(&n)
	case expr.KindString:
		c.str(&s)
	case expr.KindList:
		items := slices.Clone(x.Items())
		each(c, &items, (*coder).value)
	case expr.KindMap:
		fields := slices.Clone(x.Fields())
		each(c, &fields, codeField)
	}
}

func (c *coder) readValue() expr.Value {
	var kind expr.Kind
	num(c, &kind)
	var n int64
	switch kind {
	case expr.KindNull:
		return expr.Null()
	case expr.KindBool, expr.KindInt, expr.KindNumber, expr.KindTime, expr.KindDuration:
		c.int(&n)
	}
	switch kind {
	case expr.KindBool:
		return expr.Bool(n != 0)
	case expr.KindInt:
		return expr.Int(n)
	case expr.KindNumber:
		return expr.Number(math.Float64frombits(uint64(n)))
	case expr.KindTime:
		return expr.Time(n)
	case expr.KindDuration:
		return expr.Duration(n)
	case expr.KindString:
		var s string
		c.str(&s)
		return expr.String(s)
	case expr.KindList:
		var items []expr.Value
		each(c, &items, (*coder).value)
		return expr.List(items...)
	case expr.KindMap:
		var fields []expr.Field
		each(c, &fields, codeField)
		return expr.Map(fields...)
	}
	c.bad, c.buf = true, nil
	return expr.Null()
}

func codeField(c *coder, f *expr.Field) {
	c.str(&f.Name)
	c.value(&f.Value)
}

func codeNamed(c *coder, n *Named) {
	c.str(&n.Name)
	c.value(&n.Value)
}

func (c *coder) state(s *State) {
	c.str(&s.Case)
	c.str(&s.Title)
	num(c, &s.Status)
	num(c, &s.Mode)
	c.at(&s.Now)
	c.int(&s.Seq)
	num(c, &s.Phase)
	num(c, &s.Overlays)
	c.str(&s.Urgency)
	c.str(&s.Outcome)
	c.at(&s.T)
	c.at(&s.DueMoved)
	c.at(&s.Started)
	c.at(&s.Released)
	c.at(&s.Ended)
	each(c, &s.Frames, codeFrame)
	each(c, &s.Slots, codeSlot)
	each(c, &s.Timers, codeTimer)
	each(c, &s.Params, codeNamed)
	each(c, &s.Facts, func(c *coder, r *FactReading) {
		num(c, &r.Fact)
		c.value(&r.Value)
		c.at(&r.At)
		c.str(&r.From)
	})
	each(c, &s.Outputs, codeOutput)
	each(c, &s.Votes, codeVote)
	each(c, &s.Holds, func(c *coder, h *Hold) {
		c.node(&h.Node, &h.Frame)
		num(c, &h.Cause)
		c.str(&h.By)
		c.str(&h.Reason)
		c.at(&h.At)
		num(c, &h.Watch)
	})
	c.sideTables(s)
	c.caseTables(s)
}

func (c *coder) node(n *NodeID, f *FrameID) {
	num(c, n)
	num(c, f)
}

func (c *coder) sideTables(s *State) {
	each(c, &s.Rungs, func(c *coder, r *RungFired) {
		c.node(&r.Node, &r.Frame)
		num(c, &r.Attempt)
		num(c, &r.Kind)
		num(c, &r.Rung)
		num(c, &r.Times)
		c.at(&r.At)
	})
	each(c, &s.Counts, func(c *coder, x *Count) {
		num(c, &x.Counter)
		num(c, &x.Frame)
		num(c, &x.N)
	})
	each(c, &s.Clocks, func(c *coder, k *RestClock) {
		c.node(&k.Node, &k.Frame)
		num(c, &k.Kind)
		c.at(&k.Since)
		c.int(&k.Used)
	})
	each(c, &s.Inputs, func(c *coder, r *Recorded) {
		c.node(&r.Node, &r.Frame)
		each(c, &r.Values, codeNamed)
		each(c, &r.Read, codeNamed)
	})
	each(c, &s.Ticks, func(c *coder, t *Tick) {
		c.node(&t.Node, &t.Frame)
		num(c, &t.Attempt)
		c.str(&t.Point)
		c.str(&t.By)
		c.at(&t.At)
	})
	each(c, &s.Undo, func(c *coder, u *UndoItem) {
		c.node(&u.Node, &u.Frame)
		num(c, &u.State)
		num(c, &u.Attempt)
	})
	each(c, &s.Redos, func(c *coder, r *PendingRedo) {
		c.node(&r.Asker, &r.Frame)
		num(c, &r.From)
		c.node(&r.Block, &r.BlockFrame)
		c.bool(&r.Keep)
		num(c, &r.Counter)
	})
	each(c, &s.Beside, func(c *coder, b *Beside) {
		num(c, &b.Procedure)
		c.node(&b.Node, &b.Frame)
	})
	c.bool(&s.BackOut.Active)
	c.node(&s.BackOut.Node, &s.BackOut.Frame)
	c.str(&s.BackOut.By)
	c.at(&s.BackOut.At)
	c.bool(&s.BackOut.Queued)
	each(c, &s.Dropping, func(c *coder, d *Dropping) {
		c.node(&d.Node, &d.Frame)
		c.str(&d.Why)
	})
	each(c, &s.Delays, func(c *coder, d *Delay) {
		c.node(&d.Node, &d.Frame)
		c.str(&d.Code)
		c.str(&d.Why)
		c.at(&d.Until)
	})
	each(c, &s.Doers, codeDoer)
	each(c, &s.Givers, codeDoer)
}

func (c *coder) caseTables(s *State) {
	each(c, &s.Given, codeGrant)
	each(c, &s.Changes, codeStr)
	each(c, &s.CIs, codeStr)
	each(c, &s.About, codeNamed)
	each(c, &s.Assign, codeAssignment)
	each(c, &s.Escalations, func(c *coder, e *Escalation) {
		c.node(&e.Node, &e.Frame)
		num(c, &e.Attempt)
		num(c, &e.Rung)
		num(c, &e.Role)
		each(c, &e.Persons, codeStr)
		c.at(&e.At)
		c.str(&e.Acknowledged)
		c.bool(&e.MayDecide)
		c.bool(&e.Functional)
	})
	each(c, &s.Watches, func(c *coder, w *WatchState) {
		num(c, &w.Watch)
		num(c, &w.Frame)
		c.bool(&w.True)
		c.bool(&w.Done)
		c.at(&w.Since)
		num(c, &w.Fired)
	})
	each(c, &s.Late, func(c *coder, n *NodeID) { num(c, n) })
	each(c, &s.Missed, func(c *coder, m *Missed) {
		c.node(&m.Node, &m.Frame)
		num(c, &m.Attempt)
		c.at(&m.Due)
	})
	each(c, &s.Dates, func(c *coder, n *NamedTime) {
		c.str(&n.Name)
		c.at(&n.At)
	})
}

func codeFrame(c *coder, f *Frame) {
	num(c, &f.Scope)
	num(c, &f.Parent)
	num(c, &f.Base)
	num(c, &f.State)
	num(c, &f.Outcome)
	c.bool(&f.Gone)
	c.str(&f.Key)
	c.value(&f.Value)
}

func codeSlot(c *coder, s *Slot) {
	num(c, &s.State)
	if s.State == Pending && s.Attempt == 0 && s.Flags == 0 && !c.reading {
		empty := int64(0)
		c.int(&empty)
		return
	}
	full := int64(1)
	c.int(&full)
	if full == 0 {
		return
	}
	num(c, &s.Sub)
	num(c, &s.Flags)
	num(c, &s.Outcome)
	num(c, &s.Answer)
	num(c, &s.Retries)
	num(c, &s.Attempt)
	num(c, &s.Overlays)
	c.at(&s.Entered)
	c.at(&s.Ready)
	c.at(&s.Start)
	c.at(&s.End)
	c.at(&s.Due)
	c.str(&s.Assignee)
	c.str(&s.By)
}

func codeTimer(c *coder, t *Timer) {
	c.at(&t.At)
	num(c, &t.Class)
	num(c, &t.Kind)
	c.node(&t.Node, &t.Frame)
	num(c, &t.Attempt)
	num(c, &t.Index)
}

func codeOutput(c *coder, o *OutputValue) {
	num(c, &o.Frame)
	num(c, &o.Output)
	num(c, &o.Attempt)
	c.value(&o.Value)
	num(c, &o.Evidence)
	num(c, &o.Before)
	c.at(&o.At)
	c.at(&o.Until)
	c.str(&o.By)
	c.str(&o.For)
	c.str(&o.Accepted)
	each(c, &o.About, func(c *coder, v *expr.Value) { c.value(v) })
	c.str(&o.Result)
}

func codeVote(c *coder, b *Vote) {
	c.node(&b.Node, &b.Frame)
	num(c, &b.Attempt)
	c.str(&b.Person)
	c.str(&b.By)
	num(c, &b.Role)
	num(c, &b.Answer)
	c.at(&b.At)
	c.str(&b.Reason)
	c.bool(&b.Advice)
}

func codeDoer(c *coder, d *Doer) {
	c.node(&d.Node, &d.Frame)
	num(c, &d.Role)
	c.str(&d.Person)
}

func codeAssignment(c *coder, a *Assignment) {
	c.str(&a.Role)
	each(c, &a.Persons, codeStr)
}

func codeGrant(c *coder, g *Grant) {
	for _, s := range []*string{&g.ID, &g.Change, &g.Kind, &g.Stage, &g.Package, &g.Model, &g.Status, &g.Window} {
		c.str(s)
	}
	each(c, &g.CIs, codeStr)
	each(c, &g.Environments, codeStr)
	each(c, &g.Deciders, codeStr)
	c.at(&g.From)
	c.at(&g.To)
}
