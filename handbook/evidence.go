package handbook

import "github.com/headgate/headgate/engine"

// evidence lists what the case leaves behind: what must be given and accepted,
// what else is recorded, and what is written and sent.
func (b *builder) evidence() *Section {
	s := &Section{ID: "deliverables", Title: "Deliverables, documents and notices"}
	deliverables := Table{Caption: "Deliverables: each must be accepted before the " + b.p.CaseWord + " closes", Head: []string{"Deliverable", "Kind", "Given in", "About", "Counts for", "Accepted by"}}
	records := Table{Caption: "What else is recorded", Head: []string{"Record", "Kind", "Given in", "About", "Counts for"}}
	for i := range b.p.Outputs {
		o := &b.p.Outputs[i]
		cells := []Text{
			then(code(o.Name), b.only(b.p.Nodes[o.Node].Overlay)), plain(b.sort(o)), b.node(o.Node), b.cells(o.About),
			then(b.said(b.say.Span(o.ValidFor)), prefixed("until ", b.said(b.say.Time(o.ValidUntil)))),
		}
		if o.Accept == engine.None {
			records.Rows = append(records.Rows, Row{Cells: cells})
			continue
		}
		deliverables.Rows = append(deliverables.Rows, Row{Cells: append(cells, b.roleOf(o.Accept))})
	}
	s.add(Para{plain("What is about something counts only while that is unchanged: when it changes, the evidence is void and is given again.")})
	s.table(deliverables)
	s.table(records)
	s.table(b.notices())
	if len(s.Blocks) == 1 {
		return nil
	}
	return s
}

func (b *builder) notices() Table {
	t := Table{Caption: "Documents and notices", Head: []string{"Step", "Kind", "To", "When", "From"}}
	for i := range b.p.Nodes {
		n := engine.NodeID(i)
		node := &b.p.Nodes[i]
		if node.Kind != engine.KindNotify && node.Kind != engine.KindDocument {
			continue
		}
		s := b.p.SpecOf(n, node.Overlay)
		when := b.said(b.say.Time(s.At))
		if len(when) == 0 {
			when = plain("in its place")
		}
		from := code2(s.Template)
		if s.Text != "" {
			from = plain(s.Text)
		}
		t.Rows = append(t.Rows, row(then(b.node(n), b.only(node.Overlay)), plain(kindWords[node.Kind]), b.audience(s.Audience), when, from))
	}
	return t
}
