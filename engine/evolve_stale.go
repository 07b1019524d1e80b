package engine

import (
	"slices"

	"github.com/headgate/headgate/expr"
)

// stale marks a settled step whose inputs changed, or lifts the mark.
func (v *view) stale(slot *Slot, e *Event) {
	if e.Answer != staleCleared {
		slot.Flags |= FlagStale
		return
	}
	v.fresh(slot, e)
}

// waived lets a stale step stand for the values that are there now. Its evidence
// about others stays void: another digest never inherits it.
// Source: language reference, section 9.
func (v *view) waived(slot *Slot, e *Event) {
	var values []Named
	if r := v.s.recorded(e.Node, e.Frame); r != nil {
		values = r.Values
	}
	v.s.record(e.Node, e.Frame, values, e.Read)
	v.fresh(slot, e)
}

// fresh lifts the mark of a stale step and lets its evidence count again whose
// subjects are once more what they were.
func (v *view) fresh(slot *Slot, e *Event) {
	slot.Flags &^= FlagStale
	for i := range v.s.Outputs {
		o := &v.s.Outputs[i]
		if o.Frame != e.Frame || v.p.Outputs[o.Output].Node != e.Node || o.Attempt != slot.Attempt || o.Evidence != EvidenceVoid {
			continue
		}
		about := v.aboutValues(v.p.Outputs[o.Output].About, e.Frame)
		if slices.EqualFunc(o.About, about, expr.Value.Equal) {
			o.Evidence = o.Before
		}
	}
}
