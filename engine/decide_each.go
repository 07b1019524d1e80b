package engine

import (
	"strconv"

	"github.com/headgate/headgate/expr"
)

// startEach starts an each once its list is known, and lets its items join.
func (d *decider) startEach(n NodeID, f FrameID, spec *Spec) {
	list := d.elements(n, f, spec)
	if list.Kind() != expr.KindList {
		return
	}
	d.say(Started, n, f)
	for i, x := range list.Items() {
		e := d.newEvent(ItemJoined, n, f)
		e.Answer, e.Values = itemKey(x, spec.KeyField, i), []Named{{Name: "value", Value: x}}
		e.Index = int32(ItemWaiting)
		if !spec.Serial && spec.AtOnce <= 0 {
			e.Index = int32(ItemOpen)
		}
		d.emit(e)
	}
	d.touch(n, f)
}

// elements returns the list of an each, not a list while it is unknown.
func (d *decider) elements(n NodeID, f FrameID, spec *Spec) expr.Value {
	switch {
	case spec.OfValue != nil:
		return *spec.OfValue
	case spec.Of != None:
		return d.eval(spec.Of, n, f)
	}
	return expr.List()
}

// itemKey is the key of an element: the field named, else the scalar itself,
// else its id or name, else its place.
func itemKey(x expr.Value, field string, i int) string {
	if field != "" {
		if k, ok := x.Get(field); ok {
			return k.String()
		}
	}
	if x.Kind() != expr.KindMap {
		return plainText(x)
	}
	for _, name := range [2]string{"id", "name"} {
		if k, ok := x.Get(name); ok {
			return plainText(k)
		}
	}
	if fields := x.Fields(); len(fields) > 0 {
		return plainText(fields[0].Value)
	}
	return strconv.Itoa(i)
}

func plainText(x expr.Value) string {
	if x.Kind() == expr.KindString {
		return x.AsString()
	}
	return x.String()
}

// finishEach settles items whose steps are done, opens the next ones, and joins
// the block when enough are settled.
func (d *decider) finishEach(n NodeID, f FrameID, _ *Slot, spec *Spec) {
	inner := d.p.Nodes[n].Inner
	open, limit := 0, d.limit(spec)
	for i := range d.s.Frames {
		fr := &d.s.Frames[i]
		if fr.Parent != f || fr.Scope != inner || fr.State != ItemOpen {
			continue
		}
		if d.satisfiedUpTo(d.p.row(n).last, FrameID(i)) {
			d.say(Done, n, FrameID(i))
			d.touch(n, f)
			return
		}
		open++
	}
	for i := range d.s.Frames {
		fr := &d.s.Frames[i]
		if open >= limit {
			break
		}
		if fr.Parent != f || fr.Scope != inner || fr.State != ItemWaiting || d.held(n, FrameID(i)) {
			continue
		}
		d.say(Started, n, FrameID(i))
		open++
	}
	d.join(n, f, spec, d.counts(n, f), true)
}

// limit is how many items may be open at the same time.
func (d *decider) limit(spec *Spec) int {
	switch {
	case spec.Serial && spec.AtOnce <= 1:
		return 1
	case spec.AtOnce > 0:
		return int(spec.AtOnce)
	}
	return 1 << 30
}

// dropItem settles the innermost item around a step as dropped or deferred.
// Live touching steps are undone first.
func (d *decider) dropItem(a *Action, n NodeID, f FrameID) {
	each, item := d.item(n, f)
	if each == None {
		d.end(Failed, n, f, "dropped")
		return
	}
	if d.touched(each, item) {
		d.undoItem(each, item, "drop")
		return
	}
	kind := ItemDropped
	if a.Verb == VerbDefer {
		kind = ItemDeferred
	}
	e := d.newEvent(kind, each, item)
	if a.Node != None {
		e.Target = a.Node
	}
	d.emit(e)
	d.touch(each, d.s.Frames[item].Parent)
}
