package handbook

import "github.com/headgate/headgate/engine"

// overlays tells what each overlay changes.
func (b *builder) overlays() *Section {
	if len(b.p.Overlays) == 0 {
		return nil
	}
	s := &Section{ID: "overlays", Title: "Overlays"}
	s.add(Para{plain("An overlay changes this model for a case: at its start, or while it runs for what has not started. It is never taken back.")})
	for i := range b.p.Overlays {
		s.Sections = append(s.Sections, b.overlay(i))
	}
	return s
}

func (b *builder) overlay(i int) *Section {
	o, bit := &b.p.Overlays[i], engine.Mask(1)<<i
	s := &Section{ID: "overlay-" + o.ID, Title: capital(people(o.ID)), Code: o.ID}
	var f facts
	f.add("Urgency", plain(o.Urgency))
	f.add("Applied by", b.roleOf(o.By))
	f.add("By this urgency", b.dial(o.Urgency)...)
	f.add("Asks also for", b.asked(o.Params))
	f.add("Roles it adds", b.rolesOf(o.Roles))
	if o.Ladder != engine.None {
		f.add("Escalation", Text{{Text: b.ladderName(o.Ladder), To: ladderID(o.Ladder)}})
	}
	f.add("Steps it adds", b.nodes(o.Inserts))
	s.add(Facts{f.list})
	t := Table{Caption: "What it changes in the steps that are there", Head: []string{"Step", "With " + o.ID}}
	for _, n := range o.Patches {
		t.Rows = append(t.Rows, row(b.node(n), joined(b.changes(n, 0, bit), "; ")))
	}
	s.table(t)
	return s
}

func (b *builder) asked(params []int32) Text {
	var list []Text
	for _, i := range params {
		list = append(list, code(b.p.Params[i].Name))
	}
	return joined(list, ", ")
}

// dial says what an urgency does to clocks, windows and freezes.
// Source: language reference, section 15, "Process documents".
func (b *builder) dial(urgency string) []Text {
	for i := range b.p.Urgencies {
		u := &b.p.Urgencies[i]
		if u.ID != urgency {
			continue
		}
		var out []Text
		for _, x := range []struct {
			is   bool
			text string
		}{
			{u.HalfDue, "due times that count from ready are halved"},
			{u.Elapsed, "business hours and days count as hours and days of the clock, but not those of agreements"},
			{u.WindowsWaived, "windows do not bind what changes something"},
			{u.FreezesByRule, "freezes bind only by their own rule, and who set one is told"},
		} {
			if x.is {
				out = append(out, plain(x.text))
			}
		}
		return out
	}
	return nil
}
