package handbook

import "github.com/headgate/headgate/engine"

// handoffs lists where responsibility moves, and what organizations promised
// each other.
func (b *builder) handoffs() *Section {
	t := Table{Caption: "Handoffs", Head: []string{"Handoff", "From", "To", "What moves", "Points to tick", "Answer due", "If refused"}}
	for i := range b.p.Nodes {
		n := engine.NodeID(i)
		node := &b.p.Nodes[i]
		if node.Kind != engine.KindHandoff {
			continue
		}
		s := b.p.SpecOf(n, node.Overlay)
		t.Rows = append(t.Rows, row(
			then(b.node(n), b.only(node.Overlay)), b.roleOf(s.From), b.roleOf(s.To), b.cells(s.Package),
			joined(plains(s.Checklist), ", "), b.due(s), b.after(s, "refused")))
	}
	promised := b.agreements()
	if len(t.Rows)+len(promised.Rows) == 0 {
		return nil
	}
	s := &Section{ID: "handoffs", Title: "Handoffs and agreements"}
	s.add(Para{plain("The giver is responsible until the receiver has accepted. A refusal says why and brings the work back.")})
	s.table(t)
	s.table(promised)
	return s
}

// after is what follows an outcome.
func (b *builder) after(s *engine.Spec, outcome string) Text {
	for _, o := range s.Then {
		if o.Outcome == outcome {
			return b.said(b.say.Actions(o.Actions))
		}
	}
	return plain("it stops there, for who answers for it")
}

var agreementWords = map[string]string{
	"sla": "service level agreement", "ola": "operational level agreement", "uc": "underpinning contract",
}

func (b *builder) agreements() Table {
	t := Table{Caption: "Agreements", Head: []string{"Agreement", "Kind", "Hours", "Promised", "Contacts"}}
	for _, a := range b.m.Agreements {
		var targets, contacts []Text
		for _, x := range a.Targets {
			targets = append(targets, plain(people(x.ID.Text)+" "+spanWords(x.Span.Src)))
		}
		for _, x := range a.Contacts {
			contacts = append(contacts, plain(x.ID.Text+" "+x.Text))
		}
		t.Rows = append(t.Rows, row(plain(people(a.ID.Text)), plain(agreementWords[a.Kind]), plain(people(a.Hours)), joined(targets, ", "), joined(contacts, ", ")))
	}
	return t
}
