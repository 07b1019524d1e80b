package handbook

import (
	"strings"

	"github.com/headgate/headgate/engine"
)

// decisions lists where the flow stops for a yes or no: what people decide, and
// what gates read.
func (b *builder) decisions() *Section {
	asked := Table{Caption: "Decisions", Head: []string{"Decision", "Question", "Who", "Answers", "Due", "If nobody acts"}}
	gates := Table{Caption: "Gates", Head: []string{"Gate", "Opens when", "May be waived by", "Due", "If nobody acts"}}
	for i := range b.p.Nodes {
		n := engine.NodeID(i)
		node := &b.p.Nodes[i]
		s := b.p.SpecOf(n, node.Overlay)
		name := then(b.node(n), b.only(node.Overlay))
		switch node.Kind {
		case engine.KindDecide:
			asked.Rows = append(asked.Rows, row(name, plain(s.Ask), b.rolesOf(s.Who), plain(people(strings.Join(s.Answers, ", "))), b.due(s), b.silence(n, s)))
		case engine.KindGate:
			gates.Rows = append(gates.Rows, row(name, b.said(b.say.Stated(s.Until)), b.roleOf(s.WaiveWho), b.due(s), b.silence(n, s)))
		}
	}
	if len(asked.Rows)+len(gates.Rows) == 0 {
		return nil
	}
	s := &Section{ID: "decisions", Title: "Decisions and gates"}
	s.add(Para{plain("A decision is taken by people. A gate is taken by nobody: it opens when what it reads is so, and no gate opens because time has passed.")})
	s.table(asked)
	s.table(gates)
	s.table(b.rules())
	return s
}

// rules are the standing guards of the process.
func (b *builder) rules() Table {
	t := Table{Caption: "Standing rules of the process", Head: []string{"Rule", "Holds for", "Asks for", "Refused as"}}
	for i := range b.p.Rules {
		r := &b.p.Rules[i]
		asks := b.said(b.say.Stated(r.StartIf))
		if r.DiffersDeciders {
			asks = plain("somebody other than those who decided the grant")
		}
		t.Rows = append(t.Rows, row(plain(people(r.ID)), b.boundBy(int32(i)), asks, code(r.Code)))
	}
	return t
}

// boundBy lists the steps a rule binds.
func (b *builder) boundBy(rule int32) Text {
	var list []Text
	for i := range b.p.Nodes {
		for _, r := range b.p.Nodes[i].Specs[0].Rules {
			if r == rule {
				list = append(list, b.node(engine.NodeID(i)))
			}
		}
	}
	if len(list) == 0 {
		return plain("no step of this model")
	}
	return joined(list, ", ")
}
