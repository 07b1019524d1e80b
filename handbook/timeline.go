package handbook

import "github.com/headgate/headgate/engine"

// timeline tells when: what the planned date means, the clocks in force, and
// every step that has a time.
func (b *builder) timeline() *Section {
	s := &Section{ID: "timeline", Title: "Timeline"}
	var f facts
	if b.p.AnchorT != engine.None {
		f.add("T", prefixed("the planned date, is the start of ", b.node(b.p.AnchorT)))
	}
	if b.p.Calendar != engine.None {
		f.add("Business days and hours", plain("those of the calendar "+b.p.Calendars[b.p.Calendar].ID))
	}
	f.add("Zone", plain(b.p.Zone))
	if r := b.m.Timeline.Recurs; r != "" {
		f.add("Recurs", plain(r))
	}
	s.add(Facts{f.list})
	s.table(b.dates())
	s.table(b.windows())
	s.table(b.clocks())
	return s
}

func (b *builder) dates() Table {
	t := Table{Caption: "Dates and periods", Head: []string{"Name", "When"}}
	for _, d := range b.p.Dates {
		t.Rows = append(t.Rows, row(code(d.ID), b.said(b.say.Time(d.Time))))
	}
	for _, x := range b.p.Periods {
		t.Rows = append(t.Rows, row(code(x.ID), then(plain("from "), b.said(b.say.Time(x.From)), plain(" to "), b.said(b.say.Time(x.To)))))
	}
	return t
}

func (b *builder) windows() Table {
	t := Table{Caption: "Windows: when something may start", Head: []string{"Window", "Open"}}
	for i := range b.p.Windows {
		w := &b.p.Windows[i]
		if w.ID == "" {
			continue
		}
		var open Text
		if w.Window != nil {
			open = plain(w.Window.String())
		} else {
			var from []Text
			for _, at := range w.From {
				from = append(from, b.said(b.say.Time(at)))
			}
			open = then(plain("from "), joined(from, ", "), prefixed(" for ", b.said(b.say.Span(w.For))))
		}
		if w.Except != engine.None {
			open = then(open, plain(", but not in "), code(b.p.Periods[w.Except].ID))
		}
		t.Rows = append(t.Rows, row(code(w.ID), open))
	}
	return t
}

// clocks lists the steps that have a time, in the order of the procedure.
func (b *builder) clocks() Table {
	t := Table{Caption: "Steps with a time", Head: []string{"Step", "Not before", "Lasts or takes", "Due", "If nobody acts"}}
	for i := range b.p.Nodes {
		n := engine.NodeID(i)
		node := &b.p.Nodes[i]
		s := b.p.SpecOf(n, node.Overlay)
		lasts := b.said(b.say.Span(s.For))
		if s.HasTakes {
			lasts = plain(s.Takes.Words())
		}
		due := b.due(s)
		if s.Plan != engine.None && len(due) == 0 {
			due = then(plain("planned: "), b.said(b.say.Time(s.Plan)))
		}
		at := b.said(b.say.Time(s.At))
		if len(at)+len(lasts)+len(due) == 0 || node.ID == "" {
			continue
		}
		t.Rows = append(t.Rows, row(then(b.node(n), b.only(node.Overlay)), at, lasts, due, b.silence(n, s)))
	}
	return t
}
