package compare

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/headgate/headgate/model"
)

// Diff is how two models differ. Changes are in the order of their groups, and
// within one in document order.
type Diff struct {
	Old, New Side
	Changes  []Change
	Version  Version
	// Running says what becomes of cases that run, in a sentence; empty when
	// nothing differs or the two are no versions of one model.
	Running string
}

// Side is one of the two models.
type Side struct {
	ID, Version, Title, Digest string
}

// Change is one thing that differs.
type Change struct {
	Group Group
	Kind  Kind
	// Path addresses what differs: step.field, or section.name.field, such as
	// go_live.pass, go_live.gives.report.valid_for, roles.builder.skills.
	Path  string
	Text  string // a sentence, without a full stop
	Old   string // in words; empty: nothing, or the default
	New   string
	OldAt model.Pos // zero when the old model has nothing there
	NewAt model.Pos
	Stand model.Stand
	Level Level // the part of the version it moves
}

// Kind is what happened to a part.
type Kind string

// The kinds of a change. A field that appears or goes is Changed.
const (
	Added   Kind = "added"
	Removed Kind = "removed"
	Moved   Kind = "moved"
	Changed Kind = "changed"
)

// Models compares two flattened models. Equal digests have no changes. The id
// and the version of the model itself are told by Old and New alone.
func Models(old, new *model.Model) *Diff {
	d := &differ{old: old, new: new, rules: model.Compare(old, new)}
	d.header()
	d.process()
	slices.SortStableFunc(d.changes, func(a, b Change) int {
		return cmp.Compare(slices.Index(groups, a.Group), slices.Index(groups, b.Group))
	})
	out := &Diff{Old: sideOf(old), New: sideOf(new), Changes: d.changes}
	if old.ID == new.ID && len(d.changes) > 0 {
		out.Version = proposed(old.Version, new.Version, d.changes)
		out.Running = fmt.Sprintf("running %ss stay on %s; new ones start with %s once it is approved", caseWord(new), old.Version, new.Version)
	}
	return out
}

func sideOf(m *model.Model) Side {
	return Side{ID: m.ID, Version: m.Version, Title: m.Title, Digest: m.Digest}
}

func caseWord(m *model.Model) string {
	if m.Process == nil {
		return "case"
	}
	return m.Process.ID
}

// differ collects the changes between two models.
type differ struct {
	old, new *model.Model
	rules    *model.Comparison
	changes  []Change
}

// part is something that both models have: the model itself, a step, or an
// element of a section.
type part struct {
	path     string
	words    string // how sentences name it
	group    Group  // empty: told by the field
	deep     bool   // steps in it are told here: no walk over the model meets them
	old, new any    // pointers to records of one type
	at       func(key string) (old, new model.Pos)
	stand    func(diff model.Difference) model.Stand
}

func (p part) field(key string) string { return strings.TrimPrefix(p.path+"."+key, ".") }

// header compares the model but for its identity: header, sections and steps.
func (d *differ) header() {
	p := part{
		words: "the model", old: d.old, new: d.new,
		at: func(key string) (old, new model.Pos) {
			if key == "rigor" || key == "urgency" {
				key = "dials"
			}
			return d.old.KeyPos(key), d.new.KeyPos(key)
		},
		stand: d.headerStand,
	}
	stepsDiffer := false
	for _, diff := range model.Differences(d.old, d.new) {
		switch diff.Key {
		case "id", "version":
		case "phases", "procedures":
			if !stepsDiffer {
				d.steps()
			}
			stepsDiffer = true
		default:
			d.field(p, diff)
		}
	}
}

func (d *differ) headerStand(diff model.Difference) model.Stand {
	switch diff.Key {
	case "rigor":
		return d.rules.Rigor(d.old.Rigor, d.new.Rigor)
	case "label":
		return d.rules.Field("label", &model.Step{Label: d.old.Label}, &model.Step{Label: d.new.Label})
	case "escalate":
		return d.rules.Field("escalate", &model.Step{Escalate: d.old.Escalate}, &model.Step{Escalate: d.new.Escalate})
	case "watch":
		return d.rules.Field("watch", &model.Step{Watch: d.old.Watch}, &model.Step{Watch: d.new.Watch})
	case "environments":
		return d.rules.Part(d.old.Environments, d.new.Environments)
	}
	return model.Equal
}

// process compares the process the models run through. Its phases, roles and
// facts stand in the models and are told there.
func (d *differ) process() {
	old, new := d.old.Process, d.new.Process
	if old == nil || new == nil || old.Digest == new.Digest {
		return
	}
	p := part{
		path: "process", words: "the process `" + new.ID + "`", old: old, new: new,
		at:    func(key string) (a, b model.Pos) { return old.KeyPos(key), new.KeyPos(key) },
		stand: func(model.Difference) model.Stand { return model.Equal },
	}
	for _, diff := range model.Differences(old, new) {
		switch diff.Key {
		case "phases", "roles", "facts":
		default:
			d.field(p, diff)
		}
	}
	if len(d.changes) == 0 { // what differs is hidden by the models
		d.leaf(p, model.Difference{Key: "digest", Old: old.Digest, New: new.Digest})
	}
}

// field tells one field of a part, in as much detail as its type has.
func (d *differ) field(p part, diff model.Difference) {
	if t, ok := diff.Old.(model.Timeline); ok || isTimeline(diff.New) {
		now, _ := diff.New.(model.Timeline)
		d.timeline(p, &t, &now)
		return
	}
	before := len(d.changes)
	if listed, ok := pairs(diff.Old, diff.New); ok {
		d.list(p, diff.Key, listed)
	}
	if len(d.changes) == before { // no list of names, or only the order is another
		d.leaf(p, diff)
	}
}

func isTimeline(v any) bool {
	_, ok := v.(model.Timeline)
	return ok
}

func (d *differ) timeline(p part, old, new *model.Timeline) {
	p.path, p.words, p.group = p.field("timeline"), "the timeline", Time
	p.old, p.new = old, new
	at := p.at
	p.at = func(string) (a, b model.Pos) { return at("timeline") }
	for _, diff := range model.Differences(old, new) {
		d.field(p, diff)
	}
}

// leaf tells a field by its old and new value.
func (d *differ) leaf(p part, diff model.Difference) {
	key := documentKey(diff.Key)
	c := Change{
		Kind: Changed, Path: p.field(key), Group: groupOf(key, p.group), Stand: p.stand(diff),
		Old: words(diff.Old), New: words(diff.New), Text: phrase(p.words, key, diff),
	}
	c.OldAt, c.NewAt = p.at(diff.Key)
	d.add(c)
}

func (d *differ) add(c Change) {
	if c.Level == None {
		c.Level = levelOf(&c)
	}
	d.changes = append(d.changes, c)
}

// pointer gives a pointer to a copy of a record, or the pointer it is.
func pointer(v any) any {
	rv := reflect.ValueOf(v)
	if rv.Kind() == reflect.Pointer {
		return v
	}
	p := reflect.New(rv.Type())
	p.Elem().Set(rv)
	return p.Interface()
}
