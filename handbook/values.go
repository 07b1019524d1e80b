package handbook

import (
	"strings"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/model"
)

// items says over what an each runs under the overlays of mask, empty for what
// is none. A list is said as the document writes it.
func (b *builder) items(n engine.NodeID, mask engine.Mask) string {
	s := b.p.SpecOf(n, mask)
	switch {
	case b.p.Nodes[n].Kind != engine.KindEach:
		return ""
	case s.Deferred:
		return "what was deferred to it"
	case s.Of != engine.None:
		return b.source(s.Of)
	}
	return listWords(b.listOf(b.p.Nodes[n].ID, mask))
}

// listOf is the list written for an each: by the last overlay of mask that
// writes one, else in the step.
func (b *builder) listOf(id string, mask engine.Mask) []model.Value {
	var list []model.Value
	if s := b.texts[id]; s != nil && s.Of != nil {
		list = s.Of.Literal
	}
	for i := range b.m.Overlays {
		for _, op := range b.m.Overlays[i].Changes {
			if mask&(1<<i) != 0 && op.At.Text == id && op.Set != nil && op.Set.Of != nil {
				list = op.Set.Of.Literal
			}
		}
	}
	return list
}

// listWords writes a list of values: "canary (share 5 %, bake 30 minutes), …".
func listWords(list []model.Value) string {
	words := make([]string, len(list))
	for i := range list {
		words[i] = valueWords(&list[i])
	}
	return strings.Join(words, ", ")
}

// valueWords writes a value of the document. A record is named by its first
// field.
func valueWords(v *model.Value) string {
	switch v.Kind {
	case model.List:
		return listWords(v.List)
	case model.Record:
		return recordWords(v.Fields)
	}
	if d, err := calendar.ParseDur(v.Text); err == nil && !v.Quoted {
		return d.Words()
	}
	return v.Text
}

func recordWords(fields []model.Entry) string {
	if len(fields) == 0 {
		return ""
	}
	var rest []string
	for i := range fields[1:] {
		f := &fields[1+i]
		rest = append(rest, people(f.Key.Text)+" "+valueWords(&f.Value))
	}
	s := valueWords(&fields[0].Value)
	if len(rest) > 0 {
		s += " (" + strings.Join(rest, ", ") + ")"
	}
	return s
}
