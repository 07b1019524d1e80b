package compare

import (
	"fmt"
	"reflect"

	"github.com/headgate/headgate/model"
)

// pair is an element of a map of names in both models; nil: not there.
type pair struct {
	name     string
	old, new any
}

// pairs matches the elements of two lists by name: those of the old list in
// their order, then those that only the new one has. False means that the
// elements have no names.
func pairs(old, new any) ([]pair, bool) {
	was, ok := elements(old)
	is, also := elements(new)
	if !ok || !also {
		return nil, false
	}
	out := make([]pair, 0, len(was)+len(is))
	index := make(map[string]int)
	for _, e := range was {
		index[e.name] = len(out)
		out = append(out, pair{e.name, e.value, nil})
	}
	for _, e := range is {
		if i, ok := index[e.name]; ok {
			out[i].new = e.value
			continue
		}
		out = append(out, pair{e.name, nil, e.value})
	}
	return out, true
}

type element struct {
	name  string
	value any
}

// elements lists a slice of named records. A name that is there again is
// numbered, as overlays may change a step twice.
func elements(list any) ([]element, bool) {
	if list == nil {
		return nil, true
	}
	v := reflect.ValueOf(list)
	if v.Kind() != reflect.Slice {
		return nil, false
	}
	seen := make(map[string]int)
	out := make([]element, v.Len())
	for i := range out {
		name, ok := nameOf(v.Index(i))
		if !ok {
			return nil, false
		}
		if seen[name]++; seen[name] > 1 {
			name = fmt.Sprintf("%s#%d", name, seen[name])
		}
		out[i] = element{name, v.Index(i).Interface()}
	}
	return out, len(out) > 0
}

// nameOf is what a record is called by in its list.
func nameOf(v reflect.Value) (string, bool) {
	v = reflect.Indirect(v)
	if v.Kind() != reflect.Struct {
		return "", false
	}
	if id, ok := fieldOf(v, "ID").(string); ok {
		return id, true
	}
	for _, field := range []string{"ID", "Key", "Outcome", "Name", "At"} {
		if w, ok := fieldOf(v, field).(model.Word); ok {
			return w.Text, true
		}
	}
	return "", false
}

func fieldOf(v reflect.Value, name string) any {
	if f := v.FieldByName(name); f.IsValid() {
		return f.Interface()
	}
	return nil
}

// list tells a map of names of a part.
func (d *differ) list(p part, key string, listed []pair) {
	for _, e := range listed {
		switch {
		case e.old == nil:
			d.whole(p, key, e, Added)
		case e.new == nil:
			d.whole(p, key, e, Removed)
		case model.Form(e.old) == model.Form(e.new):
		case isPlain(e.old):
			d.whole(p, key, e, Changed)
		default:
			d.record(p, key, e)
		}
	}
}

// isPlain reports whether an element is one value under a name.
func isPlain(v any) bool {
	switch v.(type) {
	case model.NamedWindow, model.Period, model.Ladder:
		return true
	case *model.Step:
		return false
	}
	t := reflect.TypeOf(v)
	return t.NumField() == 2
}

// nouns are what elements of sections and fields are called.
var nouns = map[string]string{
	"params": "param", "facts": "fact", "events": "event", "links": "link", "agreements": "agreement", "roles": "role",
	"locks": "lock", "labels": "label", "tables": "table", "ladders": "ladder", "overlays": "overlay", "measures": "measure",
	"tests": "test", "dates": "date", "periods": "period", "windows": "window", "targets": "target", "contacts": "contact",
	"gives": "output", "with": "input", "then": "outcome", "assign": "assignment", "fields": "field",
	"in": "input", "out": "output", "columns": "column", "rules": "rule", "phases": "phase", "urgencies": "urgency",
	"before": "step", "after": "step", "steps": "step", "none": "reason for no", "staff": "staffing", "expect": "expectation",
}

func (p part) child(key string, e pair) part {
	noun, ok := nouns[key]
	if !ok {
		noun = documentKey(key)
	}
	c := part{path: p.field(documentKey(key)) + "." + e.name, words: fmt.Sprintf("the %s `%s`", noun, e.name), group: p.group}
	if key == "changes" {
		c.words = fmt.Sprintf("what %s does at `%s`", p.words, e.name)
	} else if p.words != "the model" && p.words != "the timeline" {
		c.words += " of " + p.words
	}
	if g, ok := fieldGroups[documentKey(key)]; ok && c.group != Texts {
		c.group = g
	}
	was, is := placeOf(e.old), placeOf(e.new)
	c.at = func(string) (old, new model.Pos) { return was, is }
	return c
}

// placeOf is where an element is written.
func placeOf(v any) model.Pos {
	if v == nil {
		return model.Pos{}
	}
	rv := reflect.Indirect(reflect.ValueOf(v))
	for _, field := range []string{"Pos", "ID", "Key", "Outcome", "Name", "At"} {
		switch x := fieldOf(rv, field).(type) {
		case model.Pos:
			return x
		case model.Word:
			return x.Pos
		}
	}
	return model.Pos{}
}

// whole tells an element that is there in one model only, or that is one value.
func (d *differ) whole(p part, key string, e pair, kind Kind) {
	c := p.child(key, e)
	change := Change{
		Kind: kind, Path: c.path, Group: groupOf(documentKey(key), c.group), Old: words(e.old), New: words(e.new),
		Text: wholePhrase(c.words, kind, e), Stand: d.wholeStand(p, key, e, kind),
	}
	change.OldAt, change.NewAt = c.at("")
	change.Level = wholeLevel(&change, e)
	if w, ok := e.new.(model.NamedWindow); ok && kind == Changed {
		change.Text += d.starts(w, e.old.(model.NamedWindow))
	}
	d.add(change)
}

// obliging are the elements of which each is an obligation.
var obliging = map[string]bool{"gives": true, "rules": true, "targets": true}

func (d *differ) wholeStand(p part, key string, e pair, kind Kind) model.Stand {
	was, ok := p.old.(*model.Step)
	is, also := p.new.(*model.Step)
	switch {
	case key == "then" && ok && also:
		return d.rules.Then(e.name, was, is)
	case kind == Changed:
		return d.rules.Part(e.old, e.new)
	case key == "changes":
		return opStand(e, kind)
	case obliging[key] && kind == Added:
		return model.Tighter
	case obliging[key]:
		return model.Looser
	}
	return model.Equal
}

// opStand: an overlay may now leave out or postpone what it had to do.
func opStand(e pair, kind Kind) model.Stand {
	op, stand := e.new, model.Looser
	if kind == Removed {
		op, stand = e.old, model.Tighter
	}
	if o := op.(model.Op); o.Skip != "" || o.Owe != nil {
		return stand
	}
	return model.Equal
}

// record tells the fields of an element.
func (d *differ) record(p part, key string, e pair) {
	c := p.child(key, e)
	c.old, c.new = pointer(e.old), pointer(e.new)
	c.deep = true
	if was, ok := e.old.(*model.Step); ok {
		d.step(c, was, e.new.(*model.Step))
		return
	}
	c.stand = func(diff model.Difference) model.Stand { return d.rules.PartField(diff.Key, e.old, e.new) }
	if _, ok := e.old.(model.Op); ok {
		c.stand = func(model.Difference) model.Stand { return model.Equal }
	}
	for _, diff := range model.Differences(c.old, c.new) {
		if diff.Key == "set" {
			set := c
			set.words = fmt.Sprintf("`%s` under %s", e.name, p.words)
			d.set(set, diff)
			continue
		}
		d.field(c, diff)
	}
}

// set tells the fields that an overlay sets at a step.
func (d *differ) set(p part, diff model.Difference) {
	was, ok := diff.Old.(*model.Step)
	is, also := diff.New.(*model.Step)
	switch {
	case ok && also:
		p.stand = nil
	case ok:
		is = &model.Step{Kind: was.Kind, ID: was.ID, Pos: was.Pos}
	default:
		was = &model.Step{Kind: is.Kind, ID: is.ID, Pos: is.Pos}
	}
	p.path = p.field("set")
	d.step(p, was, is)
}
